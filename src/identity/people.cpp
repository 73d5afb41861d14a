// SPDX-License-Identifier: Apache-2.0
// The people who may come in, and their passwords.
#include "base/text.hpp"
#include "identity/access.hpp"
#include "identity/detail/audit_access.hpp"

namespace lockstep::identity {
namespace {

User read_row(Row const& row) { return {row.id<UserId>(0), row.text(1), row.text(2), row.time(3)}; }

std::unexpected<Error> unknown_user() {
    return fail(ErrorKind::not_found, "identity.unknown_user", "looking for a person: nobody has this id or login");
}

}  // namespace

Result<std::vector<User>> list_users(Transaction& transaction, AccountId const& account) {
    TRY(auto const rows,
        transaction.query("SELECT id, login, role, created_at FROM users WHERE account_id = ?1 ORDER BY login", account));
    std::vector<User> users;
    users.reserve(rows.size());
    for (auto const& row : rows) users.push_back(read_row(row));
    return users;
}

Result<User> find_user(Transaction& transaction, AccountId const& account, std::string_view id_or_login) {
    auto const login = lower_ascii(trim_ascii(id_or_login));
    TRY(auto const rows,
        transaction.query(
            "SELECT id, login, role, created_at FROM users WHERE account_id = ?1 AND (id = ?2 OR login = ?3) ORDER BY id",
            account, id_or_login, login));
    if (rows.empty()) return unknown_user();
    return read_row(rows.front());
}

Result<std::string> password_hash_of(Transaction& transaction, AccountId const& account, UserId const& user) {
    TRY(auto const rows, transaction.query("SELECT password_hash FROM users WHERE account_id = ?1 AND id = ?2", account, user));
    if (rows.empty()) return unknown_user();
    return rows.front().text(0);
}

Result<std::vector<std::string>> set_password(Transaction& transaction, AccountId const& account, Source const& source,
    UserId const& user, std::string_view password_hash, std::string_view changed_by, std::string_view kept_session) {
    TRY(auto const changed, transaction.execute("UPDATE users SET password_hash = ?3 WHERE account_id = ?1 AND id = ?2", account,
                                user, password_hash));
    if (changed == 0) return unknown_user();
    TRY(auto const rows,
        transaction.query("DELETE FROM sessions WHERE account_id = ?1 AND user_id = ?2 AND id <> ?3 RETURNING id", account, user,
            kept_session));
    TRY_VOID(transaction.execute("DELETE FROM known_devices WHERE account_id = ?1 AND user_id = ?2", account, user));
    std::vector<std::string> ended;
    ended.reserve(rows.size());
    for (auto const& row : rows) ended.push_back(row.text(0));
    TRY_VOID(detail::audit_access(transaction, account, source, changed_by, "password.changed", user.text()));
    return ended;
}

}  // namespace lockstep::identity
