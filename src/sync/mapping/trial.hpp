// SPDX-License-Identifier: Apache-2.0
// Trial: what a mapping that is not in force would do with one person, by the live planner, on copies. Pure: nothing is read from
// an app and nothing is written.
#pragma once

#include "connections/connection.hpp"
#include "sync/reconcile/link.hpp"
#include "sync/reconcile/pair_plan.hpp"

namespace lockstep::sync {

// Somebody as we know them: the copies of one or both sides, and what their link remembers.
struct TrialPerson {
    contacts::PerSide<std::optional<Mirror>> mirrors;
    std::optional<Link> link;
    std::vector<Answer> answers;  // of people, about the link
};

struct TrialRow {
    contacts::PerSide<contacts::Value> shown;  // as each side shows it; blank where it is not known
    contacts::PerSide<bool> is_known{};        // our copy carries the field
    contacts::PerSide<contacts::Value> after;  // what each side would show then
    contacts::PerSide<bool> is_written{};
    std::optional<contacts::Value> base;  // in side a's domain
    contacts::Value as_written;           // what side b would be given for what side a shows: how a transform reads
    std::string decision;                 // of contacts::decide, or "create"
    std::string reason;
    std::string question;  // a QuestionKind, where a person would be asked; else empty
};

struct Trial {
    std::vector<TrialRow> rows;  // one for each row of the mapping
    std::vector<PlannedChange> changes;
    std::vector<Question> questions;
};

struct TrialInput {
    contacts::Mapping const& mapping;  // its rows know when they began
    Policy const& policy;
    connections::Connection const& a;
    connections::Connection const& b;
    TimePoint now;
};
Trial try_mapping(TrialInput const& input, TrialPerson const& person);

// What is planned under `after` and not under `before`: what saving would change for this person.
std::vector<PlannedChange> new_changes(Trial const& before, Trial const& after);
bool asks_more(Trial const& before, Trial const& after);

}  // namespace lockstep::sync
