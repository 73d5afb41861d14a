// SPDX-License-Identifier: Apache-2.0
// One operation of a connector, performed because a person asked for it: what is sent (credential masked) and what came back.
#pragma once

#include <functional>

#include "api/parts.hpp"
#include "general/runner.hpp"
#include "messages/messages.hpp"

namespace lockstep::api {

struct RunInput {
    std::string operation;
    JsonObject inputs;
    bool is_dry_run = false;    // render and show, send nothing
    bool is_confirmed = false;  // whoever asks knows that it cannot be undone
    // Called once it is certain that something is sent, and before it is: the audit entry. An error of it sends nothing.
    std::function<Task<Result<void>>()> before_sending = {};
};

// The schema RunResult of docs/api/openapi.yaml. not_found "catalogue.unknown_operation"; invalid for inputs that do not fit;
// conflict "catalogue.needs_confirmation" for what cannot be undone and was not confirmed.
Task<Result<Json>> run_operation(
    Parts const& parts, connections::Connection const& connection, RunInput input, messages::Language language);

// The same for what Lockstep does itself (catalogue/general.hpp); the reply's body is the result.
Task<Result<Json>> run_general_operation(Parts const& parts, RunInput input, messages::Language language);
Json ran_view(catalogue::Operation const& operation, general::Ran ran, bool is_dry_run, messages::Language language);
// Of a pure one, without an installation.
Result<JsonObject> pure_run_view(std::string_view operation, JsonObject const& inputs, messages::Language language);
// Whether it can change or send something, whatever its inputs.
bool may_change_something(catalogue::Operation const& operation);

}  // namespace lockstep::api
