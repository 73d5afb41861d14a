// SPDX-License-Identifier: Apache-2.0
#include "api/connections/call_by_hand.hpp"

#include "base/text.hpp"

namespace lockstep::api {
namespace {

JsonObject request_view(HttpRequest const& request) {
    JsonObject headers;
    for (auto const& header : request.headers.all()) headers[header.name] = header.value;
    JsonObject view;
    view["method"] = request.method;
    view["url"] = request.url;
    view["headers"] = std::move(headers);
    auto body = request.body.empty() ? Result<Json>(Json(nullptr)) : parse_json(request.body);
    view["body"] = body ? *std::move(body) : Json(request.body);
    return view;
}

}  // namespace

Task<Result<Json>> call_by_hand(
    Parts const& parts, connections::Connection const& connection, std::string_view operation_id, JsonObject inputs) {
    auto const* operation = connection.connector->find(operation_id);
    if (operation == nullptr) {
        co_return fail(ErrorKind::not_found, "catalogue.unknown_operation",
            "calling an operation: " + connection.connector->title + " has none called \"" +
                printable(operation_id.substr(0, 100)) + "\"",
            {{"reason", "named"}, {"name", printable(operation_id.substr(0, 100))}});
    }
    // Rendered with a mask in place of the credential, so that what is shown cannot hold it.
    CO_TRY(auto const shown,
        catalogue::render_request(*connection.connector, *operation, inputs, connection.settings, Secret{"********"}));
    auto const outcome = co_await parts.caller.call({.connection = connection.id,
        .operation = operation->id,
        .inputs = std::move(inputs),
        .lane = catalogue::Lane::interactive,
        .purpose = "by hand",
        .cause = {}});
    JsonObject reply;
    reply["status"] = outcome.status;
    reply["body"] = outcome.reading.body;
    reply["message"] = outcome.reading.message;
    JsonObject view;
    view["outcome"] = calls::to_string(outcome.kind);
    view["reply_class"] = catalogue::to_string(outcome.reading.reply_class);
    view["call_id"] = outcome.call.text();
    view["tries"] = outcome.tries;
    view["request"] = request_view(shown);
    view["reply"] = std::move(reply);
    view["error"] = outcome.kind == calls::OutcomeKind::done
                        ? Json(nullptr)
                        : Json(JsonObject{{"code", outcome.error.code}, {"message", outcome.error.message}});
    co_return Json(std::move(view));
}

}  // namespace lockstep::api
