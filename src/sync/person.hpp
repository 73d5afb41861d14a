// SPDX-License-Identifier: Apache-2.0
// Person: the two records that are one, or the one that has no counterpart, and how that stands. Part of the caller's
// transaction.
#pragma once

#include "sync/reconcile/link.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

struct Person {
    std::string link_id;  // empty: none
    std::optional<std::string> a;
    std::optional<std::string> b;
    std::string state;  // RecordState of docs/api/openapi.yaml

    std::optional<std::string> const& record(contacts::Side side) const { return side == contacts::Side::a ? a : b; }
};

Person person_of(Link const& link);
// Of a record, whether anybody knows it or not.
Result<Person> person_of(Scope const& scope, contacts::Side side, std::string const& record_id);

}  // namespace lockstep::sync
