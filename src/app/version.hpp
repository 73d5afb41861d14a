// SPDX-License-Identifier: Apache-2.0
// The version of the program.
#pragma once

#include <string_view>

namespace lockstep::app {

constexpr std::string_view version = "0.1.0";

}  // namespace lockstep::app
