// SPDX-License-Identifier: Apache-2.0
// Failures are counted by subject, and after some of them the subject has to wait, ever longer.
#pragma once

#include <span>
#include <string>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/database.hpp"

namespace lockstep::identity::detail {

// Failures before a subject has to wait; then the wait doubles with each further one, up to a quarter of an hour.
struct ThrottledSubject {
    std::string name;
    std::int64_t free_failures = 0;
};

// limited "identity.login_throttled" while one of them has to wait.
Result<void> check_throttle(
    Transaction& transaction, AccountId const& account, std::span<ThrottledSubject const> subjects, TimePoint now);
Result<void> count_failure(
    Transaction& transaction, AccountId const& account, std::span<ThrottledSubject const> subjects, TimePoint now);
Result<void> forgive(Transaction& transaction, AccountId const& account, ThrottledSubject const& subject);

}  // namespace lockstep::identity::detail
