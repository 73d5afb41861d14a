// SPDX-License-Identifier: Apache-2.0
// Snapshots of a connection: upload, preview, columns, differences, accepting; and the hand list.
#pragma once

#include "api/router.hpp"

namespace lockstep::api {

std::vector<Route> snapshot_routes();
std::vector<Route> hand_list_routes();

// How large the body of such a request may be, where that is more than of any other.
std::optional<std::size_t> large_body(std::string_view method, std::string_view path);

}  // namespace lockstep::api
