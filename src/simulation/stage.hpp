// SPDX-License-Identifier: Apache-2.0
// Stage: what deeds with a known end are made of: linked pairs to act on, edits as persons make them, things that happen at the
// moment at which a certain call arrives, and what must be true after a while.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <vector>

#include "simulation/chance.hpp"
#include "simulation/clock.hpp"
#include "simulation/oracle.hpp"

namespace lockstep::simulation {

class World;

struct LinkedPair {
    RecordKey a;
    RecordKey b;
    std::string link;  // its id
    RecordKey const& at(Side side) const { return side == Side::a ? a : b; }
};

class Stage {
public:
    // `stream` is whoever's it is; the stage draws from it.
    Stage(World& world, SimulatedClock& clock, Stream& stream) : world_(world), clock_(clock), stream_(stream) {}

    World& world() { return world_; }
    Stream& stream() { return stream_; }
    TimePoint now() const { return clock_.now(); }
    sandbox::Faults& faults(Side side);

    // A linked pair that agrees in everything, about which nobody is asked, and that no deed has used yet.
    std::optional<LinkedPair> pick();
    contacts::FieldRow const* row_named(std::string_view name) const;
    std::string number() { return std::to_string(next_value_++); }
    std::string fresh(std::string_view word) { return std::string(word) + " calm " + number(); }

    void in(Duration after, std::function<void()> what) { clock_.at(clock_.now() + after, std::move(what)); }
    void at(TimePoint time, std::function<void()> what) { clock_.at(time, std::move(what)); }

    // Edits of rows whose fields are texts, or parts of the address, on both sides.
    using RowValue = std::pair<std::string_view, std::string>;
    void edit(RecordKey const& key, std::vector<RowValue> const& values);
    void edit(RecordKey const& key, std::string_view row, std::string const& value) { edit(key, {{row, value}}); }
    // Adds the nth mapped tag, or takes it away.
    void toggle(RecordKey const& key, std::size_t nth);
    // As `edit`, and no webhook tells of it.
    void edit_untold(RecordKey const& key, std::string_view row, std::string const& value);

    // What the app answers instead of carrying a call out; status 0: it carries it out.
    struct Answer {
        int status = 0;
        std::string body = R"({"status":false,"code":"spoilt","value":"The simulation would not have it."})";
    };
    // What happens when a call arrives at an app, before it is carried out; the first `times` that match.
    struct Ambush {
        std::function<bool(AppCall const&, HttpRequest const&)> matches;
        std::function<Answer(HttpRequest&)> happens;
        int times = 1;
        TimePoint until = TimePoint::max();
    };
    void ambush(Ambush one) { ambushes_.push_back(std::move(one)); }
    Answer at_arrival(AppCall const& call, HttpRequest& request);

    // The one right end of a deed. `wrong` says what is wrong, or nothing.
    void expect(Duration after, std::string deed, std::function<std::string()> wrong);
    // Both sides show this value; what they show otherwise.
    std::string unless_both_show(LinkedPair const& pair, std::string_view row, contacts::Value const& value);
    std::string unless_shows(RecordKey const& key, std::string_view row, contacts::Value const& value);
    // Nobody is asked about this row of the pair (empty: about the pair at all).
    std::string unless_unasked(LinkedPair const& pair, std::string_view row = {});
    // Somebody is.
    std::string unless_asked(LinkedPair const& pair, std::string_view row);
    contacts::Value shown(RecordKey const& key, std::string_view row);
    std::size_t writes_to(RecordKey const& key, TimePoint since);

    // When the program last searched side a's records.
    std::optional<TimePoint> last_search();

    // When side a's index was made to lag by a deed.
    std::vector<std::pair<TimePoint, TimePoint>> lags;
    // When an app was made to hide its times and versions; without these it takes no conditional write either.
    struct Hiding {
        Side side = Side::a;
        TimePoint from{};
        TimePoint until{};
    };
    std::vector<Hiding> hidings;

private:
    World& world_;
    SimulatedClock& clock_;
    Stream& stream_;
    std::set<RecordKey> used_;
    std::uint64_t next_value_ = 1;
    std::vector<Ambush> ambushes_;
};

}  // namespace lockstep::simulation
