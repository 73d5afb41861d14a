// SPDX-License-Identifier: Apache-2.0
#include "sync/person.hpp"

#include "sync/reconcile/load.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/links.hpp"

namespace lockstep::sync {

using contacts::Side;

Person person_of(Link const& link) { return {link.id.text(), link.a, link.b, link.is_complete() ? "linked" : "creating"}; }

Result<Person> person_of(Scope const& scope, Side side, std::string const& record_id) {
    TRY(auto const link, link_of(scope, side, record_id));
    if (link) return person_of(*link);
    Person person;
    (side == Side::a ? person.a : person.b) = record_id;
    TRY(bool const unsure, is_issue_open(scope, "match_unsure", issue_subject(side, record_id)));
    person.state = unsure ? "unsure" : side == Side::a ? "only_a" : "only_b";
    return person;
}

}  // namespace lockstep::sync
