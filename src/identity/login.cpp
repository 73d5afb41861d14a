// SPDX-License-Identifier: Apache-2.0
// Password login in two transactions with the costly check between them, and the throttle on failures.
#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "identity/access.hpp"
#include "identity/detail/audit_access.hpp"
#include "identity/detail/token.hpp"
#include "identity/password.hpp"

namespace lockstep::identity {
namespace {

// Failures before a subject has to wait; then the wait doubles with each further one. The bounds for the pair are tight; those
// for a login from anywhere are wide, so that a stranger cannot lock the owner out for good.
struct Subject {
    std::string name;
    std::int64_t free_failures;
};

constexpr Duration wait_max = std::chrono::minutes{15};
constexpr Duration forget_after = std::chrono::hours{1};

std::array<Subject, 3> subjects(std::string_view login, std::string_view address) {
    // Hashed, because people type passwords into the wrong box.
    auto const login_hash = detail::token_hash(login).substr(0, 32);
    std::string const from{address};
    return {Subject{"pair:" + login_hash + "@" + from, 5}, Subject{"address:" + from, 20}, Subject{"login:" + login_hash, 50}};
}

Duration wait_after(std::int64_t failures, std::int64_t free_failures) {
    if (failures < free_failures) return Duration{0};
    auto const doublings = std::min<std::int64_t>(failures - free_failures, 20);
    return std::min<Duration>(wait_max, std::chrono::seconds{std::int64_t{1} << doublings});
}

Result<void> count_failure(Transaction& transaction, AccountId const& account, Subject const& subject, TimePoint now) {
    // Old failures are forgotten by beginning again at one.
    TRY_VOID(
        transaction.execute("INSERT INTO login_failures (account_id, subject, failures, last_at) VALUES (?1, ?2, 1, ?3)"
                            " ON CONFLICT (account_id, subject) DO UPDATE SET"
                            " failures = CASE WHEN login_failures.last_at < ?4 THEN 1 ELSE login_failures.failures + 1 END, "
                            "last_at = excluded.last_at",
            account, subject.name, now, now - forget_after));
    return {};
}

}  // namespace

Result<LoginAttempt> begin_login(
    Transaction& transaction, AccountId const& account, Source const& source, std::string_view login, std::string_view address) {
    LoginAttempt attempt{
        lower_ascii(trim_ascii(login)).substr(0, 256), std::string(address.substr(0, 64)), unmatchable_hash(), std::nullopt};
    for (auto const& subject : subjects(attempt.login, attempt.address)) {
        TRY(auto rows, transaction.query("SELECT failures, last_at FROM login_failures WHERE account_id = ?1 AND subject = ?2",
                           account, subject.name));
        if (rows.empty() || rows.front().time(1) < source.now - forget_after) continue;
        auto const free_at = rows.front().time(1) + wait_after(rows.front().integer(0), subject.free_failures);
        if (source.now < free_at) {
            auto const seconds = std::chrono::ceil<std::chrono::seconds>(free_at - source.now).count();
            return fail(ErrorKind::limited, "identity.login_throttled",
                "logging in: too many failures; the next try is possible in " + std::to_string(seconds) + " s",
                {{"reason", "wait"}, {"seconds", std::to_string(seconds)}});
        }
    }
    TRY(auto rows,
        transaction.query("SELECT id, login, role, created_at, password_hash FROM users WHERE account_id = ?1 AND login = ?2",
            account, attempt.login));
    if (!rows.empty()) {
        auto const& row = rows.front();
        attempt.user = User{row.id<UserId>(0), row.text(1), row.text(2), row.time(3)};
        attempt.password_hash = row.text(4);
    }
    return attempt;
}

Result<std::optional<NewSession>> finish_login(
    Transaction& transaction, AccountId const& account, Source const& source, LoginAttempt const& attempt, bool password_fits) {
    auto const tried = subjects(attempt.login, attempt.address);
    if (!attempt.user || !password_fits) {
        for (auto const& subject : tried) TRY_VOID(count_failure(transaction, account, subject, source.now));
        TRY_VOID(transaction.execute(
            "DELETE FROM login_failures WHERE account_id = ?1 AND last_at < ?2", account, source.now - forget_after));
        TRY_VOID(detail::audit_access(
            transaction, account, source, "somebody", "login.failed", attempt.user ? attempt.user->id.text() : "unknown login"));
        return std::optional<NewSession>{};
    }
    // A success forgives the pair only: the address may be an attacker's who owns one account.
    TRY_VOID(transaction.execute("DELETE FROM login_failures WHERE account_id = ?1 AND subject = ?2", account, tried[0].name));
    NewSession session{source.random.id<SessionTag>(source.now), detail::random_token(source.secure_random, ""), *attempt.user};
    TRY_VOID(transaction.execute(
        "INSERT INTO sessions (account_id, token_hash, id, user_id, created_at, seen_at) VALUES (?1, ?2, ?3, ?4, ?5, ?5)",
        account, detail::token_hash(session.token.reveal()), session.id, session.user.id, source.now));
    TRY_VOID(detail::audit_access(transaction, account, source, session.user.id.text(), "login", session.id.text()));
    return std::optional<NewSession>{std::move(session)};
}

}  // namespace lockstep::identity
