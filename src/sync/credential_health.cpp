// SPDX-License-Identifier: Apache-2.0
#include "sync/credential_health.hpp"

#include "connections/upkeep.hpp"
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
    auto const now = context.clock.now();
    auto const edit = [&](connections::Connection& stored) {
        // A disabled connection stays disabled: that is what a person has decided. One whose credential was replaced meanwhile
        // has nothing to do with what was told of the old one.
        if (stored.state == ConnectionState::disabled || stored.credential_since != entry->credential_since) return false;
        auto const state = notice.is_refused ? ConnectionState::needs_credential : ConnectionState::active;
        bool const is_news = stored.state != state;
        stored.state = state;
        return is_news;
    };
    auto const also = [&](Transaction& transaction) -> Result<void> {
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
    };
    CO_TRY_VOID(co_await connections::change(
        {context.database, context.vault, context.directory, context.clock}, entry->account, entry->id, edit, also));
    co_return Result<void>{};
}

Result<void> close_outdated_credential_issue(Scope const& scope, connections::Connection const& connection) {
    if (connection.state == ConnectionState::needs_credential) return {};
    return close_issue(scope, {credential_issue, connection.id.text(), ""});
}

}  // namespace lockstep::sync
