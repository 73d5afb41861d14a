// SPDX-License-Identifier: Apache-2.0
// The table of failures: who failed how often, and until when it has to wait.
#include "identity/detail/throttle.hpp"

#include <algorithm>

namespace lockstep::identity::detail {
namespace {

constexpr Duration wait_max = std::chrono::minutes{15};
constexpr Duration forget_after = std::chrono::hours{1};

Duration wait_after(std::int64_t failures, std::int64_t free_failures) {
    if (failures < free_failures) return Duration{0};
    auto const doublings = std::min<std::int64_t>(failures - free_failures, 20);
    return std::min<Duration>(wait_max, std::chrono::seconds{std::int64_t{1} << doublings});
}

}  // namespace

Result<void> check_throttle(
    Transaction& transaction, AccountId const& account, std::span<ThrottledSubject const> subjects, TimePoint now) {
    for (auto const& subject : subjects) {
        TRY(auto rows, transaction.query("SELECT failures, last_at FROM login_failures WHERE account_id = ?1 AND subject = ?2",
                           account, subject.name));
        if (rows.empty() || rows.front().time(1) < now - forget_after) continue;
        auto const free_at = rows.front().time(1) + wait_after(rows.front().integer(0), subject.free_failures);
        if (now < free_at) {
            auto const seconds = std::chrono::ceil<std::chrono::seconds>(free_at - now).count();
            return fail(ErrorKind::limited, "identity.login_throttled",
                "coming in: too many failures; the next try is possible in " + std::to_string(seconds) + " s",
                {{"reason", "wait"}, {"seconds", std::to_string(seconds)}});
        }
    }
    return {};
}

Result<void> count_failure(
    Transaction& transaction, AccountId const& account, std::span<ThrottledSubject const> subjects, TimePoint now) {
    for (auto const& subject : subjects) {
        // Old failures are forgotten by beginning again at one.
        TRY_VOID(
            transaction.execute("INSERT INTO login_failures (account_id, subject, failures, last_at) VALUES (?1, ?2, 1, ?3)"
                                " ON CONFLICT (account_id, subject) DO UPDATE SET"
                                " failures = CASE WHEN login_failures.last_at < ?4 THEN 1 ELSE login_failures.failures + 1 "
                                "END, last_at = excluded.last_at",
                account, subject.name, now, now - forget_after));
    }
    TRY_VOID(
        transaction.execute("DELETE FROM login_failures WHERE account_id = ?1 AND last_at < ?2", account, now - forget_after));
    return {};
}

Result<void> forgive(Transaction& transaction, AccountId const& account, ThrottledSubject const& subject) {
    TRY_VOID(transaction.execute("DELETE FROM login_failures WHERE account_id = ?1 AND subject = ?2", account, subject.name));
    return {};
}

}  // namespace lockstep::identity::detail
