// SPDX-License-Identifier: Apache-2.0
// StagedDeeds: for each rule of reading and writing one small play in which the end is wrong without the rule: an app that hides
// its times and answers from an old copy, a write that is carried out late or twice, a page that was asked for before an edit.
// Played in calm, a few in each world, one after another. Each says what must be true when it is over.
#pragma once

#include <string_view>
#include <vector>

#include "simulation/stage.hpp"

namespace lockstep::simulation {

// Longer than a play and what follows from it: a write without a clear answer, its consistency delay, and a round of polls.
inline constexpr Duration staged_deed_takes = std::chrono::minutes{9};

class StagedDeeds {
public:
    explicit StagedDeeds(Stage& stage) : stage_(stage) {}

    // A few of them, by their places in the list of plays.
    std::vector<std::size_t> draw(Stream stream) const;
    void perform(std::size_t nth);
    // Beside the others and before them, because whoever is parked comes back only after an hour.
    void record_cannot_be_read();
    // Beside the others, too: it waits for a sweep.
    void page_was_asked_for_before_an_edit();
    static std::vector<std::string_view> names();
    std::optional<RecordKey> const& unreadable() const { return unreadable_; }

private:
    struct Play {
        std::string_view name;
        void (StagedDeeds::*perform)();
    };
    static std::vector<Play> const& plays();

    // The pair that the deed is about; nothing when there is none, and then the deed does not count as done.
    std::optional<LinkedPair> begin(std::string_view name);
    void start(std::string_view name);
    void hide_times(Side side, Duration lasts);
    void answer_from_index(Duration lasts);
    void keep_out_of_index(Duration lasts);
    void restore_later(Side side, Duration after);
    void expect_values(LinkedPair const& pair, Duration after, std::vector<Stage::RowValue> values, bool may_ask = false);

    void refuse_long_values(LinkedPair const& pair, bool is_named);

    void edit_nobody_told_of();
    void late_write_meets_a_newer_edit();
    void repeated_write_undoes_an_edit();
    void old_copy_after_our_write();
    void old_copy_after_an_unclear_write();
    void old_copy_two_versions_old();
    void old_copy_of_tags_with_a_second_change();
    void value_is_set_back();
    void reply_comes_after_a_page();
    void member_is_missing();
    void long_value_beside_good_ones(bool is_named);
    void long_value_named() { long_value_beside_good_ones(true); }
    void long_value_unnamed() { long_value_beside_good_ones(false); }
    void edit_during_single_writes();
    void two_apps_write_names_their_way();
    void event_tells_what_the_copy_hides();
    void found_create_was_edited();
    void look_up_answers_a_stranger();

    Stage& stage_;
    std::string_view name_;
    std::optional<RecordKey> unreadable_;
    std::uint64_t plays_begun_ = 0;
    contacts::PerSide<std::optional<sandbox::FaultSettings>> calm_settings_;
};

}  // namespace lockstep::simulation
