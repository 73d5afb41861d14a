// SPDX-License-Identifier: Apache-2.0
// Injected faults: one seam through which the simulation makes the program wrong on purpose, to prove that its judges notice.
// Production code asks is_injected(...) at the line where it could be wrong; nothing passes a fault through a signature.
// In production the answer is always no, because only InjectFault sets a fault and only the simulation makes one.
// See docs/decisions/0006-mutants-at-run-time.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace lockstep {

enum class InjectedFault : std::uint8_t {
    none,
    retry_create_on_timeout,        // sends a create again when its answer was lost
    search_then_create,             // looks once, at once, and creates again
    forget_intents_on_restart,      // drops creates that were under way when the process ended
    whole_object,                   // writes every mapped field, changed or not
    act_on_payload,                 // believes a webhook's content instead of reading the record
    absence_means_deletion,         // a record missing from a sweep loses its link
    base_before_stored,             // moves the base when a write is decided, not when it is stored
    last_writer_wins,               // the side that changed last wins the whole record
    no_read_before_write,           // writes over values it has not read again
    match_on_name,                  // equal names are one person
    replace_tags,                   // removes every tag that is not mapped
    acknowledge_before_commit,      // answers a webhook before it is stored
    dedupe_in_memory,               // forgets delivery ids at a restart
    no_hold_after_unclear_write,    // writes again before a write without a clear answer can no longer be carried out
    no_window_after_write,          // believes any read after a write, also one that shows the value before
    no_window_after_unclear_write,  // forgets a write whose answer was unclear
    own_late_write_is_an_edit,      // takes a late write of its own for a person's edit
    sets_judged_whole,              // judges an old copy of a set as a whole, so that a second change hides it
    one_remembered_value,           // remembers one earlier value per field
    older_request_counts,           // lets a reply count that was asked for before what is known
    observed_on_arrival,            // stamps a read when its reply arrives, not when it was asked for
    record_time_ignored,            // does not look at the record's own time of change
    absent_is_blank,                // takes a member that a reply does not carry for blank
    every_event_is_an_echo,         // reads nothing because of an event
    first_not_found_believed,       // believes the first 404
    conflict_always_a,              // side a wins every conflict
    match_always_ambiguous,         // asks a person about everybody
    every_update_refused,           // refuses every update by itself
    whole_update_refused,           // refuses a whole update because of one value
    no_brake_on_rounds,             // lets two automations go on for ever
    no_backoff,                     // tries again at once what failed
    no_parking,                     // tries for ever what keeps failing
    adopt_without_marker,           // takes whatever a look-up answers for the create that it looks for
    covered_values_dropped,         // drops a value that its own write covered
    contradiction_overlooked,       // writes on a copy that does not show what an event told before
    no_lock_per_link,               // lets two runs serve one link
    fence_ignored,                  // stores an outcome although the lease has moved on
    leases_of_the_dead_stay,        // never frees what an engine held that has ended
    start_frees_all_leases,         // frees at its start what other engines hold
    no_polls,                       // never polls
    no_sweeps,                      // never sweeps
    no_base_after_create,           // sets no base when a create has made a record
    no_base_after_write,            // moves the base only when it sees both sides agree
    stored_id_believed,             // believes an id that only one of two records holds
    doubts_stay,                    // never asks again who somebody is
    made_anew_is_another,           // asks about whoever was deleted and typed in anew
    attached_intent_not_kept,       // forgets a note whose create had no clear answer, and makes it again
    attached_loop,                  // copies a copy of a note or task back
    no_brake_on_mass_changes,       // carries over a field that changes for everybody at once
    attached_base_before_stored,    // takes an edit of a note or task for written when it is decided
};

inline constexpr std::array<std::pair<InjectedFault, std::string_view>, 50> injected_fault_names{{
    {InjectedFault::retry_create_on_timeout, "retry_create_on_timeout"},
    {InjectedFault::search_then_create, "search_then_create"},
    {InjectedFault::forget_intents_on_restart, "forget_intents_on_restart"},
    {InjectedFault::whole_object, "whole_object"},
    {InjectedFault::act_on_payload, "act_on_payload"},
    {InjectedFault::absence_means_deletion, "absence_means_deletion"},
    {InjectedFault::base_before_stored, "base_before_stored"},
    {InjectedFault::last_writer_wins, "last_writer_wins"},
    {InjectedFault::no_read_before_write, "no_read_before_write"},
    {InjectedFault::match_on_name, "match_on_name"},
    {InjectedFault::replace_tags, "replace_tags"},
    {InjectedFault::acknowledge_before_commit, "acknowledge_before_commit"},
    {InjectedFault::dedupe_in_memory, "dedupe_in_memory"},
    {InjectedFault::no_hold_after_unclear_write, "no_hold_after_unclear_write"},
    {InjectedFault::no_window_after_write, "no_window_after_write"},
    {InjectedFault::no_window_after_unclear_write, "no_window_after_unclear_write"},
    {InjectedFault::own_late_write_is_an_edit, "own_late_write_is_an_edit"},
    {InjectedFault::sets_judged_whole, "sets_judged_whole"},
    {InjectedFault::one_remembered_value, "one_remembered_value"},
    {InjectedFault::older_request_counts, "older_request_counts"},
    {InjectedFault::observed_on_arrival, "observed_on_arrival"},
    {InjectedFault::record_time_ignored, "record_time_ignored"},
    {InjectedFault::absent_is_blank, "absent_is_blank"},
    {InjectedFault::every_event_is_an_echo, "every_event_is_an_echo"},
    {InjectedFault::first_not_found_believed, "first_not_found_believed"},
    {InjectedFault::conflict_always_a, "conflict_always_a"},
    {InjectedFault::match_always_ambiguous, "match_always_ambiguous"},
    {InjectedFault::every_update_refused, "every_update_refused"},
    {InjectedFault::whole_update_refused, "whole_update_refused"},
    {InjectedFault::no_brake_on_rounds, "no_brake_on_rounds"},
    {InjectedFault::no_backoff, "no_backoff"},
    {InjectedFault::no_parking, "no_parking"},
    {InjectedFault::adopt_without_marker, "adopt_without_marker"},
    {InjectedFault::covered_values_dropped, "covered_values_dropped"},
    {InjectedFault::contradiction_overlooked, "contradiction_overlooked"},
    {InjectedFault::no_lock_per_link, "no_lock_per_link"},
    {InjectedFault::fence_ignored, "fence_ignored"},
    {InjectedFault::leases_of_the_dead_stay, "leases_of_the_dead_stay"},
    {InjectedFault::start_frees_all_leases, "start_frees_all_leases"},
    {InjectedFault::no_polls, "no_polls"},
    {InjectedFault::no_sweeps, "no_sweeps"},
    {InjectedFault::no_base_after_create, "no_base_after_create"},
    {InjectedFault::no_base_after_write, "no_base_after_write"},
    {InjectedFault::stored_id_believed, "stored_id_believed"},
    {InjectedFault::doubts_stay, "doubts_stay"},
    {InjectedFault::made_anew_is_another, "made_anew_is_another"},
    {InjectedFault::attached_intent_not_kept, "attached_intent_not_kept"},
    {InjectedFault::attached_loop, "attached_loop"},
    {InjectedFault::no_brake_on_mass_changes, "no_brake_on_mass_changes"},
    {InjectedFault::attached_base_before_stored, "attached_base_before_stored"},
}};

constexpr std::optional<InjectedFault> injected_fault_from(std::string_view name) {
    for (auto const& [fault, its_name] : injected_fault_names) {
        if (its_name == name) return fault;
    }
    return std::nullopt;
}

namespace detail {
// Of the thread, because each simulated world has a thread to itself.
inline thread_local InjectedFault injected_now = InjectedFault::none;
}  // namespace detail

inline bool is_injected(InjectedFault fault) { return detail::injected_now == fault; }

// The fault lasts as long as this object, on the thread that made it.
class InjectFault {
public:
    explicit InjectFault(InjectedFault fault) : before_(std::exchange(detail::injected_now, fault)) {}
    ~InjectFault() { detail::injected_now = before_; }
    InjectFault(InjectFault const&) = delete;
    InjectFault& operator=(InjectFault const&) = delete;

private:
    InjectedFault before_;
};

}  // namespace lockstep
