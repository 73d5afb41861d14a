// SPDX-License-Identifier: Apache-2.0
#include "sync/link_planning.hpp"

#include <algorithm>

#include "sync/issues.hpp"

namespace lockstep::sync {

Result<catalogue::BoundCall> create_call(
    Policy const& policy, connections::Connection const& to, contacts::Side side, std::vector<PlannedChange> const& changes) {
    TRY(auto call, to.connector->contacts->create(to.settings, writes_for(changes, side, true), to.custom_fields));
    auto const* operation = to.connector->find(call.operation);
    bool const invites =
        operation != nullptr && std::ranges::find(operation->side_effects, "sends_invitation") != operation->side_effects.end();
    if (!invites) return call;
    if (std::ranges::find(operation->inputs, "send_invitation", &catalogue::Input::name) != operation->inputs.end()) {
        call.inputs["send_invitation"] = policy.send_invitations;
    } else if (!policy.send_invitations) {
        return fail(ErrorKind::invalid, "sync.would_invite",
            "creating a record in " + to.connector->title +
                ": it would e-mail an invitation to the person, and the policy does not allow that");
    }
    return call;
}

Result<void> record_questions(Scope const& scope, IdSource& ids, Link const& link, PairPlan const& plan) {
    TRY(auto const open, scope.transaction.query("SELECT kind, field FROM issues WHERE account_id = ?1 AND sync_id = ?2 AND "
                                                 "subject = ?3 AND state = 'open' AND kind IN "
                                                 "('conflict', 'cannot_write')",
                             scope.account, scope.sync, link.id));
    for (auto const& row : open) {
        bool const still_asked = std::ranges::any_of(plan.questions,
            [&](Question const& question) { return question.kind == row.text(0) && question.row == row.text(1); });
        if (!still_asked) TRY_VOID(close_issue(scope, {row.text(0), link.id.text(), row.text(1)}));
    }
    for (auto const& question : plan.questions) {
        JsonObject detail{
            {"a", contacts::to_json(question.a)}, {"b", contacts::to_json(question.b)}, {"reason", question.reason}};
        if (question.base) detail["base"] = contacts::to_json(*question.base);
        TRY_VOID(raise_issue(scope, ids, {question.kind, link.id.text(), question.row}, detail));
    }
    return {};
}

}  // namespace lockstep::sync
