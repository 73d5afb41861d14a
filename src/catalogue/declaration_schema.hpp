// SPDX-License-Identifier: Apache-2.0
// The JSON Schema of declarations (declaration.schema.json), parsed once.
#pragma once

#include "base/json.hpp"

namespace lockstep::catalogue {

Json const& declaration_schema();

}  // namespace lockstep::catalogue
