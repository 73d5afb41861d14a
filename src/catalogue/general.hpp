// SPDX-License-Identifier: Apache-2.0
// What Lockstep does itself, without an app: general/*.json, declared like the operations of an app and listed beside them. They
// take inputs and give a result. Those that call somebody, or need a clock, are done by general/runner.hpp.
#pragma once

#include <memory>

#include "catalogue/connector.hpp"

namespace lockstep::catalogue {

inline constexpr std::string_view general_id = "general";

// Id and profile "general". Nothing can be connected with it: it is no part of load_connectors().
std::shared_ptr<Connector const> general_operations();

// Whether it only turns its inputs into a result.
bool is_pure(Operation const& operation);
// The result of a pure one. invalid "catalogue.bad_input" and the like for inputs that do not fit, as render_request().
Result<Json> run_general(Operation const& operation, JsonObject const& inputs);

}  // namespace lockstep::catalogue
