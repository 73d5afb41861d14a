// SPDX-License-Identifier: Apache-2.0
// CalmDeeds: what persons do after every drawn fault has ended, one thing after another, each with at most one known fault. In a
// wild world almost everything has an excuse; here each deed has one right end and a bound in seconds, so that a program that
// does nothing, or the wrong thing, or the right thing too late, has none. The judges are the same as for every other deed.
#pragma once

#include <algorithm>

#include "simulation/chance.hpp"
#include "simulation/oracle.hpp"
#include "simulation/swarm.hpp"

namespace lockstep::simulation {

class World;

class CalmDeeds {
public:
    CalmDeeds(World& world, SimulatedClock& clock, Stream stream) : world_(world), clock_(clock), stream_(stream) {}

    // Appoints everything, from the moment at which the faults end.
    void begin(TimePoint calm_from);

    // What an app answers to this call instead of carrying it out; 0: it carries it out.
    int status_instead(AppCall const& call);
    std::optional<RecordKey> const& poisoned() const { return poisoned_; }
    // Edits beside which nothing else happened to their pair.
    struct PlainEdit {
        RecordKey edited;
        RecordKey counterpart;
        TimePoint at{};
    };
    std::vector<PlainEdit> const& plain_edits() const { return plain_edits_; }
    // Was side a's index made to lag then, by a deed of ours?
    bool index_lags(TimePoint at) const {
        return std::ranges::any_of(lags_, [&](auto const& span) { return at >= span.first && at < span.second; });
    }

private:
    struct Pair {
        RecordKey a;
        RecordKey b;
        RecordKey const& at(Side side) const { return side == Side::a ? a : b; }
    };
    // A linked pair that agrees in everything, and that no deed of ours has used yet.
    std::optional<Pair> pick();
    contacts::FieldRow const* row_named(std::string_view name) const;
    void edit(RecordKey const& key, std::string_view row, std::string const& value);
    void toggle(RecordKey const& key, std::size_t nth);
    void create(Side side);
    void in(Duration after, std::function<void()> what);
    std::string fresh(std::string_view word) { return std::string(word) + " calm " + std::to_string(next_value_++); }

    void plain_edit(Side side);
    void edit_without_webhook(Side side);
    void edit_on_both();
    void edit_of_other_fields_on_both();
    void tags_on_both();
    void blank_out();
    void edit_while_writes_fail_once(Side side);
    void edit_of_a_record_that_is_not_found_once();
    void edit_that_only_a_sweep_finds();
    void edit_that_a_stale_read_hides();
    void poison();

    World& world_;
    SimulatedClock& clock_;
    Stream stream_;
    std::set<RecordKey> used_;
    std::uint64_t next_value_ = 1;
    std::optional<RecordKey> poisoned_;
    TimePoint poisoned_until_{};
    std::optional<RecordKey> hidden_once_;
    std::vector<PlainEdit> plain_edits_;
    std::vector<std::pair<TimePoint, TimePoint>> lags_;
};

}  // namespace lockstep::simulation
