// SPDX-License-Identifier: Apache-2.0
// WorkflowTrial: one run of a workflow against the simulated apps, on a clock that jumps from one due time to the next. It needs
// no installation, and nothing leaves the process: e-mails are kept, other addresses cannot be reached.
#pragma once

#include "base/json.hpp"
#include "ports/task.hpp"

namespace lockstep::app {

// `input`: {"trigger": 0, "app": "crm", "contact": {...}, "event": {...}, "then": [{"after": "2h", "on": "...", "event":
// {...}}]}, all of them optional. "contact" is made in the app of that connection first; texts of events may name it, as
// {{contact.id}}. Returns the run as Service::show_run() gives it, with "calls" (how many of each operation) and "mails" (how
// many). invalid "workflows..." for a wrong definition; invalid "app.bad_input" for a wrong input.
Task<Result<JsonObject>> try_workflow(std::string definition, JsonObject input);

// The same in place, to its end; for whoever has no executor, or another thread to spare.
Result<JsonObject> try_workflow_here(std::string definition, JsonObject input);

}  // namespace lockstep::app
