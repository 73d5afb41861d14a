// SPDX-License-Identifier: Apache-2.0
#include "oauth/uninstalls.hpp"

#include "connections/grant_reference.hpp"
#include "oauth/store.hpp"

namespace lockstep::oauth {

Result<void> Uninstalls::on_event(Transaction& transaction, events::Event& event) {
    auto const entry = parts_.directory.find(event.connection);
    if (!entry || !entry->connector->oauth) return {};
    auto const& type = entry->connector->oauth->uninstalled_event;
    if (type.empty() || event.type != type) return {};
    auto const id = connections::grant_of(entry->credential);
    if (!id) return {};
    TRY(auto grant, find_grant(transaction, parts_.vault, parts_.account, *id));
    if (!grant || grant->state == GrantState::removed) return {};
    grant->state = GrantState::removed;
    grant->why = "uninstalled";
    grant->generation += 1;  // a renewal under way stores nothing over this
    grant->tokens.access = {};
    grant->tokens.refresh = {};
    TRY_VOID(save_grant(transaction, parts_.vault, *grant, event.received_at));
    std::lock_guard const lock(mutex_);
    ended_.push_back({event.connection, *id});
    return {};
}

std::vector<Uninstalls::Ended> Uninstalls::take() {
    std::lock_guard const lock(mutex_);
    return std::exchange(ended_, {});
}

Task<void> Uninstalls::settle() {
    for (auto const& each : take()) {
        auto const grant = co_await parts_.database.read_value(
            [&](Transaction& transaction) { return find_grant(transaction, parts_.vault, parts_.account, each.grant); });
        // Undone, or agreed to again meanwhile. What could not be read is found out by the next call.
        if (!grant || !*grant || (*grant)->state != GrantState::removed) continue;
        parts_.grants.forget(each.grant);
        parts_.caller.credential_has_ended(each.connection);
    }
}

}  // namespace lockstep::oauth
