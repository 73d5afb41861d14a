// SPDX-License-Identifier: Apache-2.0
// The custom fields that a mapping names: known by key in the mapping, by id in the app.
#pragma once

#include "sync/context.hpp"

namespace lockstep::sync {

// Keys of "custom.*" fields that the mapping uses at `side` and the connection does not know.
std::vector<std::string> missing_custom_fields(Sync const& sync, contacts::Side side, catalogue::CustomFields const& known);

// Reads the app's custom fields into the connection; with `create_missing`, makes those that the mapping needs.
Task<Result<void>> refresh_custom_fields(
    Context& context, std::shared_ptr<Sync const> sync, contacts::Side side, bool create_missing);

}  // namespace lockstep::sync
