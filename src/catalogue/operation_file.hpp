// SPDX-License-Identifier: Apache-2.0
// An operation as it stands in its file, and the inputs that it is given. For load.cpp, render.cpp and general.cpp.
#pragma once

#include "catalogue/connector.hpp"
#include "catalogue/substitute.hpp"

namespace lockstep::catalogue {

// The file was checked against declaration.schema.json.
Operation to_operation(Json const& json);

// The declared inputs that have a value, given or by default. invalid as render_request() says.
Result<JsonObject> fill_inputs(Operation const& operation, JsonObject const& inputs, Names const& settings);

}  // namespace lockstep::catalogue
