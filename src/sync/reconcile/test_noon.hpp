// SPDX-License-Identifier: Apache-2.0
// The moment about which the cases of this folder's tests are told.
#pragma once

#include "base/time.hpp"

namespace lockstep::sync {

inline TimePoint const noon = parse_time("2026-03-01T12:00:00Z").value();

}  // namespace lockstep::sync
