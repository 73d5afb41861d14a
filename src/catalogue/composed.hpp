// SPDX-License-Identifier: Apache-2.0
// A request that a person composed, in place of an operation of an app: the inputs of "http.send_request" as one HTTP request.
// With a connection, only the connection's own host can be named, and nothing that is given can replace its credential. Pure.
#pragma once

#include "catalogue/connector.hpp"

namespace lockstep::catalogue {

// `inputs` as fill_inputs() gives them. invalid "catalogue.bad_input" and "catalogue.bad_header".
Result<HttpRequest> compose_request(Operation const& operation, JsonObject const& inputs);

// The composed request as the connection's app takes it. An address without a host is a path there. invalid
// "catalogue.other_host" for another host than the connection's.
Result<HttpRequest> authorize_composed(
    Connector const& connector, HttpRequest request, ConnectionSettings const& settings, Secret const& credential);

// For whoever sends it: what the method does and whether it may be repeated, by the standard's words.
Operation composed_operation(std::string_view id, std::string_view method);

// By status alone, for the app's own way of saying things is known for its declared operations only.
ReplyClass class_of_status(int status);

// {"status","headers","body","is_json","bytes","is_cut"}: at most `bytes_max` of the body.
JsonObject composed_reply(HttpReply const& reply, std::size_t bytes_max);

}  // namespace lockstep::catalogue
