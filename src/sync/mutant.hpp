// SPDX-License-Identifier: Apache-2.0
// Deliberate faults of the engine. Only the simulator sets one, to prove that its checkers notice; see
// docs/decisions/0006-mutants-at-run-time.md.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>
#include <utility>

namespace lockstep::sync {

enum class Mutant : std::uint8_t {
    none,
    retry_create_on_timeout,    // sends a create again when its answer was lost
    search_then_create,         // looks once, at once, and creates again
    forget_intents_on_restart,  // drops creates that were under way when the process ended
    whole_object,               // writes every mapped field, changed or not
    act_on_payload,             // believes a webhook's content instead of reading the record
    absence_means_deletion,     // a record missing from a sweep loses its link
    base_before_stored,         // moves the base when a write is decided, not when it is stored
    last_writer_wins,           // the side that changed last wins the whole record
    no_read_before_write,       // writes over values it has not read again
    match_on_name,              // equal names are one person
    replace_tags,               // removes every tag that is not mapped
    acknowledge_before_commit,  // answers a webhook before it is stored
    dedupe_in_memory,           // forgets delivery ids at a restart
};

inline constexpr std::array<std::pair<Mutant, std::string_view>, 13> mutant_names{{
    {Mutant::retry_create_on_timeout, "retry_create_on_timeout"},
    {Mutant::search_then_create, "search_then_create"},
    {Mutant::forget_intents_on_restart, "forget_intents_on_restart"},
    {Mutant::whole_object, "whole_object"},
    {Mutant::act_on_payload, "act_on_payload"},
    {Mutant::absence_means_deletion, "absence_means_deletion"},
    {Mutant::base_before_stored, "base_before_stored"},
    {Mutant::last_writer_wins, "last_writer_wins"},
    {Mutant::no_read_before_write, "no_read_before_write"},
    {Mutant::match_on_name, "match_on_name"},
    {Mutant::replace_tags, "replace_tags"},
    {Mutant::acknowledge_before_commit, "acknowledge_before_commit"},
    {Mutant::dedupe_in_memory, "dedupe_in_memory"},
}};

}  // namespace lockstep::sync
