// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/create_call.hpp"

#include <algorithm>

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

}  // namespace lockstep::sync
