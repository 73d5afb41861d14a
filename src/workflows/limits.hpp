// SPDX-License-Identifier: Apache-2.0
// How large and how long everything of a workflow may be. A definition or a run that goes beyond one of these ends with a message
// that names it; none is a matter of chance.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "base/time.hpp"

namespace lockstep::workflows {

inline constexpr std::size_t definition_bytes_max = 512 * 1024;
inline constexpr std::size_t steps_max = 500;  // of a definition
inline constexpr int nesting_max = 12;         // of steps in steps
inline constexpr std::size_t expression_bytes_max = 2'000;
inline constexpr int expression_depth_max = 24;
inline constexpr std::size_t value_bytes_max = 256 * 1024;   // of what one expression or one step gives, as JSON
inline constexpr std::size_t state_bytes_max = 1024 * 1024;  // of a run's values
inline constexpr std::int64_t steps_run_max = 10'000;        // of one run
inline constexpr std::int64_t loop_items_max = 5'000;
inline constexpr std::int64_t jumps_max = 1'000;  // of one go-to step
inline constexpr std::size_t branches_max = 20;
inline constexpr std::int64_t chain_max = 5;  // runs that caused each other
inline constexpr Duration wait_max = std::chrono::days{3660};
inline constexpr std::int64_t retries_max = 20;

}  // namespace lockstep::workflows
