// SPDX-License-Identifier: Apache-2.0
// One operation of a connector, performed because a person asked for it: what is sent (credential masked) and what came back.
#pragma once

#include "api/parts.hpp"

namespace lockstep::api {

// The schema CallResult of docs/api/openapi.yaml. not_found "catalogue.unknown_operation"; invalid for inputs that do not fit.
Task<Result<Json>> call_by_hand(
    Parts const& parts, connections::Connection const& connection, std::string_view operation, JsonObject inputs);

}  // namespace lockstep::api
