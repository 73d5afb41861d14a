// SPDX-License-Identifier: Apache-2.0
// Password login in two transactions with the costly check between them, and the throttle on failures.
#include <array>

#include "base/text.hpp"
#include "identity/access.hpp"
#include "identity/detail/audit_access.hpp"
#include "identity/detail/people.hpp"
#include "identity/detail/throttle.hpp"
#include "identity/detail/token.hpp"
#include "identity/password.hpp"

namespace lockstep::identity {
namespace {

using Subjects = std::vector<detail::ThrottledSubject>;

constexpr std::int64_t devices_max = 20;  // of one user; the one that came longest ago is forgotten

// The bounds for the pair are tight; those for a login from anywhere are wide, so that a stranger cannot lock the owner out for
// good. A browser in which this person has signed in before counts alone: what strangers do is not held against it.
Subjects subjects_of(LoginAttempt const& attempt) {
    if (attempt.is_known_device) return {{"device:" + detail::token_hash(attempt.device.reveal()).substr(0, 32), 10}};
    // Hashed, because people type passwords into the wrong box.
    auto const login_hash = detail::token_hash(attempt.login).substr(0, 32);
    return {{"pair:" + login_hash + "@" + attempt.address, 5}, {"address:" + attempt.address, 20}, {"login:" + login_hash, 50}};
}

Result<bool> knows_device(Transaction& transaction, AccountId const& account, UserId const& user, Secret const& device) {
    if (device.empty()) return false;
    TRY(auto const rows,
        transaction.query("SELECT 1 FROM known_devices WHERE account_id = ?1 AND device_hash = ?2 AND user_id = ?3", account,
            detail::token_hash(device.reveal()), user));
    return !rows.empty();
}

Result<void> keep_device(
    Transaction& transaction, AccountId const& account, UserId const& user, Secret const& device, TimePoint now) {
    TRY_VOID(
        transaction.execute("INSERT INTO known_devices (account_id, device_hash, user_id, seen_at) VALUES (?1, ?2, ?3, ?4)"
                            " ON CONFLICT (account_id, device_hash) DO UPDATE SET user_id = excluded.user_id, seen_at = "
                            "excluded.seen_at",
            account, detail::token_hash(device.reveal()), user, now));
    TRY_VOID(
        transaction.execute("DELETE FROM known_devices WHERE account_id = ?1 AND user_id = ?2 AND device_hash IN (SELECT"
                            " device_hash FROM known_devices WHERE account_id = ?1 AND user_id = ?2 ORDER BY seen_at DESC"
                            " LIMIT 1000 OFFSET ?3)",
            account, user, devices_max));
    return {};
}

}  // namespace

Result<LoginAttempt> begin_login(Transaction& transaction, AccountId const& account, Source const& source, std::string_view login,
    std::string_view address, Secret device) {
    LoginAttempt attempt{.login = lower_ascii(trim_ascii(login)).substr(0, 256),
        .address = std::string(address.substr(0, 64)),
        .password_hash = unmatchable_hash(),
        .user = std::nullopt,
        .device = std::move(device),
        .is_known_device = false};
    TRY(auto rows,
        transaction.query(
            "SELECT id, login, role, created_at, joined_at, password_hash FROM users WHERE account_id = ?1 AND login = ?2",
            account, attempt.login));
    if (!rows.empty()) {
        auto const& row = rows.front();
        attempt.user = detail::user_of(row);
        attempt.password_hash = row.text(5);
        TRY(attempt.is_known_device, knows_device(transaction, account, attempt.user->id, attempt.device));
    }
    TRY_VOID(detail::check_throttle(transaction, account, subjects_of(attempt), source.now));
    return attempt;
}

Result<std::optional<NewSession>> finish_login(
    Transaction& transaction, AccountId const& account, Source const& source, LoginAttempt const& attempt, bool password_fits) {
    auto const tried = subjects_of(attempt);
    if (!attempt.user || !password_fits) {
        TRY_VOID(detail::count_failure(transaction, account, tried, source.now));
        TRY_VOID(detail::audit_access(
            transaction, account, source, "somebody", "login.failed", attempt.user ? attempt.user->id.text() : "unknown login"));
        return std::optional<NewSession>{};
    }
    // A success forgives the pair (or the device) only: the address may be an attacker's who owns one account.
    TRY_VOID(detail::forgive(transaction, account, tried.front()));
    NewSession session{.id = source.random.id<SessionTag>(source.now),
        .token = detail::random_token(source.secure_random, ""),
        .user = *attempt.user,
        .device = attempt.is_known_device ? attempt.device : detail::random_token(source.secure_random, "")};
    TRY_VOID(keep_device(transaction, account, session.user.id, session.device, source.now));
    TRY_VOID(transaction.execute(
        "INSERT INTO sessions (account_id, token_hash, id, user_id, created_at, seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        account, detail::token_hash(session.token.reveal()), session.id, session.user.id, source.now));
    TRY_VOID(detail::audit_access(transaction, account, source, session.user.id.text(), "login", session.id.text()));
    return std::optional<NewSession>{std::move(session)};
}

}  // namespace lockstep::identity
