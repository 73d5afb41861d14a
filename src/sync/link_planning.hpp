// SPDX-License-Identifier: Apache-2.0
// Planning for one link of a sync, from whichever side it is looked at, and keeping the questions that came of it.
#pragma once

#include "connections/connection.hpp"
#include "sync/id_source.hpp"
#include "sync/plan.hpp"
#include "sync/store.hpp"

namespace lockstep::sync {

inline PairPlan plan_link(Sync const& sync, connections::Connection const& a, connections::Connection const& b,
    contacts::Side own_side, Mirror const& own, Mirror const& other, LinkBase const& base, TimePoint now, Mutant mutant) {
    bool const own_is_a = own_side == contacts::Side::a;
    return plan_pair({sync.mapping, own_is_a ? own : other, own_is_a ? other : own, base, *a.connector->contacts,
        *b.connector->contacts, now, mutant});
}

// What a create at `to` would send: rendered, and with the policy's say on what it sets off. invalid "sync.would_invite" when
// it would e-mail the person and the policy does not allow it.
Result<catalogue::BoundCall> create_call(
    Policy const& policy, connections::Connection const& to, contacts::Side side, std::vector<PlannedChange> const& changes);

// Raises an issue per open question of the plan and closes those that are answered.
Result<void> record_questions(Scope const& scope, IdSource& ids, Link const& link, PairPlan const& plan);

}  // namespace lockstep::sync
