// SPDX-License-Identifier: Apache-2.0
// Check: reads a definition, says everything that is wrong with it, and makes the program of one that is right. Pure.
#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "catalogue/connector.hpp"
#include "workflows/program.hpp"

namespace lockstep::workflows {

using Apps = std::vector<std::shared_ptr<catalogue::Connector const>>;

// The schema of definitions, workflow.schema.json.
Json const& definition_schema();

// YAML or JSON. invalid "workflows.unreadable", with the line.
Result<Json> read_definition(std::string_view text);

// A problem is an Error whose parameters name "step" (empty: none) and "field"; its page says what to do.
struct Checked {
    Program program;  // of use only where there are no problems
    std::vector<Error> problems;
};
Checked check(Json const& definition, Apps const& apps);
// What may be named in the settings of a step, by name with its shape; of the triggers for an empty `step`. As far as the steps
// before it can be read; empty where there is no such step.
JsonObject fields_at(Json const& definition, Apps const& apps, std::string_view step);

// The two together; invalid with the first problem's code when there are any.
Result<Program> make_program(std::string_view text, Apps const& apps);

// What a trigger's event and contact hold: the members that expressions may name.
Shape contact_shape();

}  // namespace lockstep::workflows
