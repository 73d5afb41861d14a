// SPDX-License-Identifier: Apache-2.0
// Deciding on paper: whole records in JSON in, decisions in JSON out, by the production decide() and what follows from its
// answers. What `lockstep decide` and the case files in tests/data/decide call. The form is that of docs/decide.md.
#pragma once

#include "base/json.hpp"
#include "sync/reconcile/snapshot.hpp"

namespace lockstep::sync {

// What a case stands on: the default mapping of two apps, and a connection to each.
struct CaseGround {
    contacts::Mapping mapping;
    contacts::PerSide<connections::Connection const*> connections{};
};

// A case (an object) gives its decision, or with "then" a list of decisions, one more than happenings; a list of cases gives a
// list in the same order. A malformed case in a list becomes {"error": {"code", "message"}} and the others are still decided.
// Errors: sync.bad_case, which names the member that is wrong and what it has to be.
Result<Json> decide_case(Json const& cases, CaseGround const& ground);

}  // namespace lockstep::sync
