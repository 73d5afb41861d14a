// SPDX-License-Identifier: Apache-2.0
#include "work/backoff.hpp"

#include <algorithm>

namespace lockstep::work {
namespace {

constexpr Duration first_wait = std::chrono::seconds{4};
constexpr Duration longest_wait = std::chrono::minutes{17};
constexpr std::int64_t doublings_max = 8;  // 4 s doubled so often is longer than the longest wait

}  // namespace

Duration backoff(std::int64_t attempts, Random& random) {
    auto const doublings = std::clamp<std::int64_t>(attempts - 1, 0, doublings_max);
    auto const wait = std::min(first_wait * (std::int64_t{1} << doublings), longest_wait).count();
    auto const by_chance = random.below(static_cast<std::uint64_t>(wait / 2));
    return Duration{wait - wait / 4 + static_cast<std::int64_t>(by_chance)};
}

}  // namespace lockstep::work
