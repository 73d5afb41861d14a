// SPDX-License-Identifier: Apache-2.0
// CalmDeeds: what persons do after every drawn fault has ended, one thing after another, each with at most one known fault. In a
// wild world almost everything has an excuse; here each deed has one right end and a bound in seconds, so that a program that
// does nothing, or the wrong thing, or the right thing too late, has none. The judges are the same as for every other deed.
#pragma once

#include <algorithm>

#include "simulation/stage.hpp"
#include "simulation/staged_deeds.hpp"
#include "simulation/swarm.hpp"

namespace lockstep::simulation {

class World;

class CalmDeeds {
public:
    CalmDeeds(World& world, SimulatedClock& clock, Stream stream)
        : world_(world), clock_(clock), stream_(stream), stage_(world, clock, stream_), staged_(stage_) {}

    // Appoints everything, from the moment at which the faults end.
    void begin(TimePoint calm_from);

    // What an app answers to this call instead of carrying it out; status 0: it carries it out. The request may be made another
    // one.
    Stage::Answer answer_instead(AppCall const& call, HttpRequest& request);
    // Records of which every write or every read fails: no excuse for anything but themselves.
    bool is_poisoned(RecordKey const& key) const { return poisoned_ == key || staged_.unreadable() == key; }
    // Edits beside which nothing else happened to their pair.
    struct PlainEdit {
        RecordKey edited;
        RecordKey counterpart;
        TimePoint at{};
    };
    std::vector<PlainEdit> const& plain_edits() const { return plain_edits_; }
    // Was side a's index made to lag then, by a deed of ours?
    bool index_lags(TimePoint at) const {
        return std::ranges::any_of(stage_.lags, [&](auto const& span) { return at >= span.first && at < span.second; });
    }
    // Did that app hide its times and versions then, by a deed of ours?
    bool hides_times(Side side, TimePoint at) const {
        return std::ranges::any_of(
            stage_.hidings, [&](Stage::Hiding const& each) { return each.side == side && each.from <= at && at < each.until; });
    }

    // Did a deed of ours make the mass-change brake hold edits of then, until a person has answered?
    bool is_braked(TimePoint at) const { return at >= braked_from_ && at < braked_until_; }
    // What it let through within an hour meanwhile.
    static constexpr std::int64_t brake_lets_through = 1;

private:
    void mass_change(Side side);
    void plain_edit(Side side);
    JsonObject somebody_new(Side side);
    void create(Side side);
    std::optional<std::string> counterpart_of(RecordKey const& key) const;
    bool is_named_elsewhere(RecordKey const& key) const;
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
    void type_in_anew(Side side);

    World& world_;
    SimulatedClock& clock_;
    Stream stream_;
    Stage stage_;
    StagedDeeds staged_;
    std::optional<RecordKey> poisoned_;
    TimePoint poisoned_until_{};
    std::optional<RecordKey> hidden_once_;
    std::vector<PlainEdit> plain_edits_;
    TimePoint braked_from_ = TimePoint::max(), braked_until_ = TimePoint::max();
};

}  // namespace lockstep::simulation
