// SPDX-License-Identifier: Apache-2.0
// Rows of `waiting_creates`: who is not created at the other side because a field that the app demands is blank, by field. There
// is one question (issue "create_needs") for each field, and it closes with its last row.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "sync/state/scope.hpp"

namespace lockstep::sync {

inline constexpr std::string_view create_needs_issue = "create_needs";
inline constexpr std::int64_t waiting_counted_max = 1'000;

// `subject` is "a:<id>" or "b:<id>"; `fields` are those of `side` that it waits for from now on. Asks about each of them that
// nobody was asked about, and brings the others' questions up to date. `to` is the connection at `side`.
Result<void> wait_for_fields(Scope const& scope, Random& random, contacts::Side side, ConnectionId const& to,
    std::string_view subject, std::vector<std::string> const& fields);
// It waits no longer: it was created or linked, or is gone.
Result<void> stop_waiting(Scope const& scope, contacts::PerSide<ConnectionId> const& connections, std::string_view subject);

// One of the fields it waits for has a rule now; the questions about the others stay as they are, with their id and age.
Result<void> stop_waiting_for(
    Scope const& scope, contacts::Side side, ConnectionId const& to, std::string_view subject, std::string const& field);

// What was found without any record waiting yet, as a dry run does: asks, or closes the question where `people` is 0.
Result<void> note_people_without(Scope const& scope, Random& random, contacts::Side side, ConnectionId const& to,
    std::string const& field, std::int64_t people);

// At most `waiting_counted_max` and one more.
Result<std::int64_t> count_waiting(Scope const& scope, contacts::Side side, std::string_view field);
Result<std::vector<std::string>> subjects_waiting(
    Scope const& scope, contacts::Side side, std::string_view field, std::string_view after, std::int64_t limit);
// The fields for which this record waits, at `side`.
Result<std::vector<std::string>> fields_waited_for(Scope const& scope, contacts::Side side, std::string_view subject);

}  // namespace lockstep::sync
