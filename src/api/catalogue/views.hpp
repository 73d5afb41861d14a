// SPDX-License-Identifier: Apache-2.0
// What the catalogue says, as JSON: for the API, and for `lockstep catalogue`, which needs no installation.
#pragma once

#include <array>
#include <string_view>

#include "connections/connection.hpp"
#include "messages/messages.hpp"

namespace lockstep::api {

JsonArray connectors_view(connections::Connectors const& connectors, messages::Language language);

// `app` is a connector or profile; empty for all, as an empty `kind` is.
JsonArray operations_view(
    connections::Connectors const& connectors, std::string_view app, std::string_view kind, messages::Language language);

// not_found "catalogue.unknown_operation".
Result<JsonObject> operation_view(
    connections::Connectors const& connectors, std::string_view id, std::string_view app, messages::Language language);

// What somebody should know before running it, each as a word and a sentence: [{"word": "cannot_be_undone", "text": "..."}].
// Calls and repetition first, then the side effects as declared.
JsonArray operation_notes(catalogue::Operation const& operation, messages::Language language);

}  // namespace lockstep::api
