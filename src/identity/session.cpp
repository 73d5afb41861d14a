// SPDX-License-Identifier: Apache-2.0
// Sessions: found by the hash of their token, ended by time or by the user.
#include "identity/access.hpp"
#include "identity/detail/audit_access.hpp"
#include "identity/detail/token.hpp"

namespace lockstep::identity {

Result<Session> find_session(Transaction& transaction, AccountId const& account, Secret const& token, TimePoint now) {
    TRY(auto rows, transaction.query("SELECT s.id, s.created_at, s.seen_at, u.id, u.login, u.role, u.created_at FROM sessions s"
                                     " JOIN users u ON u.account_id = s.account_id AND u.id = s.user_id"
                                     " WHERE s.account_id = ?1 AND s.token_hash = ?2 AND s.seen_at > ?3 AND s.created_at > ?4",
                       account, detail::token_hash(token.reveal()), now - session_idle_max, now - session_life));
    if (rows.empty()) return fail(ErrorKind::denied, "identity.no_session", "checking a session: it is unknown or has ended");
    auto const& row = rows.front();
    Session session{
        row.id<SessionId>(0), {row.id<UserId>(3), row.text(4), row.text(5), row.time(6)}, row.time(1), row.time(2), false};
    session.needs_touch = now - session.seen_at >= session_touch_interval;
    return session;
}

Result<void> touch_session(Transaction& transaction, AccountId const& account, Secret const& token, TimePoint now) {
    // The same bounds as in find_session: a session that ended meanwhile is not brought back.
    TRY_VOID(transaction.execute(
        "UPDATE sessions SET seen_at = ?3 WHERE account_id = ?1 AND token_hash = ?2 AND seen_at < ?3 AND seen_at > ?4", account,
        detail::token_hash(token.reveal()), now, now - session_idle_max));
    return {};
}

Result<void> end_session(Transaction& transaction, AccountId const& account, Source const& source, Secret const& token) {
    TRY(auto rows, transaction.query("DELETE FROM sessions WHERE account_id = ?1 AND token_hash = ?2 RETURNING id, user_id",
                       account, detail::token_hash(token.reveal())));
    for (auto const& row : rows) TRY_VOID(detail::audit_access(transaction, account, source, row.text(1), "logout", row.text(0)));
    return {};
}

Result<std::int64_t> prune_sessions(Transaction& transaction, AccountId const& account, TimePoint now) {
    return transaction.execute("DELETE FROM sessions WHERE account_id = ?1 AND (seen_at <= ?2 OR created_at <= ?3)", account,
        now - session_idle_max, now - session_life);
}

}  // namespace lockstep::identity
