// SPDX-License-Identifier: Apache-2.0
#include "sync/credential_health.hpp"

#include "sync/state/issues.hpp"

namespace lockstep::sync {
namespace {

using connections::ConnectionState;

}  // namespace

bool is_to_be_told(calls::CredentialNotice const& notice) { return !notice.is_refused || notice.refusals_in_a_row > 1; }

Task<Result<void>> note_credential(
    Context& context, calls::CredentialNotice notice, std::vector<std::shared_ptr<Sync const>> syncs) {
    auto const entry = context.directory.find(notice.connection);
    if (!entry || !is_to_be_told(notice)) co_return Result<void>{};
    auto changed = *entry;
    // A disabled connection stays disabled: that is what a person has decided.
    if (entry->state != ConnectionState::disabled)
        changed.state = notice.is_refused ? ConnectionState::needs_credential : ConnectionState::active;
    auto const now = context.clock.now();
    CO_TRY_VOID(co_await context.database.write([&](Transaction& transaction) -> Result<void> {
        if (changed.state != entry->state) TRY_VOID(connections::save(transaction, context.vault, changed, now));
        for (auto const& sync : syncs) {
            Scope const scope{transaction, context.vault, sync->account, sync->id, now};
            IssueKey const key{credential_issue, entry->id.text(), ""};
            if (!notice.is_refused) {
                TRY_VOID(close_issue(scope, key));
                continue;
            }
            JsonObject const detail{{"side", contacts::to_string(sync->a == entry->id ? contacts::Side::a : contacts::Side::b)},
                {"connection", entry->id.text()}, {"label", entry->label}, {"since", format_time(notice.since)},
                {"ask_again_at", format_time(notice.ask_again_at)}};
            TRY(auto const known, open_issue(scope, key));
            TRY_VOID(known ? refresh_issue(scope, key, detail) : raise_issue(scope, context.random, key, detail));
        }
        return {};
    }));
    // A person may have replaced it meanwhile: then what was stored for the old one says nothing.
    if (changed.state != entry->state && context.directory.find(notice.connection) == entry)
        context.directory.put(std::move(changed));
    co_return Result<void>{};
}

Result<void> close_outdated_credential_issue(Scope const& scope, connections::Connection const& connection) {
    if (connection.state == ConnectionState::needs_credential) return {};
    return close_issue(scope, {credential_issue, connection.id.text(), ""});
}

}  // namespace lockstep::sync
