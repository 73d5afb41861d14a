// SPDX-License-Identifier: Apache-2.0
// Kept calls as an HTTP archive (HAR 1.2), which browsers' developer tools and proxies open. Pure.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"

namespace lockstep::calls {

// `calls` as show_call() gives them, the newest first. `comment` says what is not in it.
Json har_document(std::vector<Json> const& calls, std::string_view version, std::string_view comment);

}  // namespace lockstep::calls
