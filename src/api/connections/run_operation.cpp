// SPDX-License-Identifier: Apache-2.0
#include "api/connections/run_operation.hpp"

#include "api/catalogue/views.hpp"
#include "base/text.hpp"
#include "catalogue/general.hpp"
#include "catalogue/imported.hpp"
#include "general/runner.hpp"
#include "messages/error_words.hpp"

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

Json error_view(calls::CallOutcome const& outcome, messages::Language language) {
    if (outcome.kind == calls::OutcomeKind::done) return nullptr;
    auto const words = messages::error_words(language, outcome.error);
    return JsonObject{{"code", outcome.error.code}, {"title", words.title}, {"message", words.detail}, {"remedy", words.remedy}};
}

std::unexpected<Error> unknown(std::string_view operation) {
    auto const name = printable(operation.substr(0, 100));
    return fail(ErrorKind::not_found, "catalogue.unknown_operation",
        "running an operation: there is none called \"" + name + "\"", {{"reason", "named"}, {"name", name}});
}

// What was not sent looks like what was, so that whoever shows it needs to know one shape.
JsonObject not_sent() {
    return {{"outcome", "not_sent"}, {"reply_class", ""}, {"call_id", ""}, {"tries", 0},
        {"reply", JsonObject{{"status", 0}, {"body", nullptr}, {"message", ""}}}, {"error", nullptr}};
}

JsonObject result_view(catalogue::Operation const& operation, Json result, messages::Language language) {
    JsonObject view = not_sent();
    view["outcome"] = calls::to_string(calls::OutcomeKind::done);
    view["reply_class"] = catalogue::to_string(catalogue::ReplyClass::ok);
    view["reply"] = JsonObject{{"status", 0}, {"body", std::move(result)}, {"message", ""}};
    view["dry_run"] = false;
    view["needs_confirmation"] = false;
    view["notes"] = operation_notes(operation, language);
    view["request"] = JsonObject{{"method", ""}, {"url", ""}, {"headers", JsonObject()}, {"body", nullptr}};  // none is made
    return view;
}

}  // namespace

Task<Result<Json>> run_operation(
    Parts const& parts, connections::Connection const& connection, RunInput input, messages::Language language) {
    auto const* operation = connection.connector->find(input.operation);
    if (operation == nullptr) co_return unknown(input.operation);
    // Rendered with a mask in place of the credential, so that what is shown cannot hold it.
    CO_TRY(auto const shown,
        catalogue::render_request(*connection.connector, *operation, input.inputs, connection.settings, Secret{"********"}));
    bool const needs_confirmation = catalogue::needs_confirmation(*operation);
    JsonObject view = not_sent();
    if (!input.is_dry_run) {
        if (needs_confirmation && !input.is_confirmed)
            co_return fail(ErrorKind::conflict, "catalogue.needs_confirmation",
                "running " + operation->id + ": it cannot be undone, and was not confirmed",
                {{"reason", "named"}, {"name", operation->title.in(language)}});
        if (input.before_sending) CO_TRY_VOID(co_await input.before_sending());
        auto const outcome = co_await parts.caller.call({.connection = connection.id,
            .operation = operation->id,
            .inputs = std::move(input.inputs),
            .lane = catalogue::Lane::interactive,
            .purpose = "by hand",
            .cause = {}});
        view["outcome"] = calls::to_string(outcome.kind);
        view["reply_class"] = catalogue::to_string(outcome.reading.reply_class);
        view["call_id"] = outcome.call.text();
        view["tries"] = outcome.tries;
        view["reply"] =
            JsonObject{{"status", outcome.status}, {"body", outcome.reading.body}, {"message", outcome.reading.message}};
        view["error"] = error_view(outcome, language);
    }
    view["dry_run"] = input.is_dry_run;
    view["needs_confirmation"] = needs_confirmation;
    view["notes"] = operation_notes(*operation, language);
    view["request"] = request_view(shown);
    co_return Json(std::move(view));
}

Result<JsonObject> pure_run_view(std::string_view id, JsonObject const& inputs, messages::Language language) {
    auto const* operation = catalogue::general_operations()->find(id);
    if (operation == nullptr) return unknown(id);
    if (!catalogue::is_pure(*operation)) return unknown(id);
    TRY(auto result, catalogue::run_general(*operation, inputs));
    return result_view(*operation, std::move(result), language);
}

bool may_change_something(catalogue::Operation const& operation) {
    // A trigger that is set off by hand becomes an event.
    return operation.effect != catalogue::Effect::read || operation.id == "manual.started";
}

Task<Result<Json>> run_general_operation(Parts const& parts, RunInput input, messages::Language language) {
    auto const* operation = catalogue::general_operations()->find(input.operation);
    if (operation == nullptr) co_return unknown(input.operation);
    bool const needs_confirmation = catalogue::needs_confirmation(*operation);
    if (!input.is_dry_run && needs_confirmation && !input.is_confirmed)
        co_return fail(ErrorKind::conflict, "catalogue.needs_confirmation",
            "running " + operation->id + ": it cannot be undone, and was not confirmed",
            {{"reason", "named"}, {"name", operation->title.in(language)}});
    if (!input.is_dry_run && input.before_sending) {
        // Inputs that do not fit are refused before anything is noted.
        CO_TRY_VOID(co_await parts.runner.run({.operation = operation->id, .inputs = input.inputs, .is_dry_run = true}));
        CO_TRY_VOID(co_await input.before_sending());
    }
    CO_TRY(auto ran, co_await parts.runner.run(
                         {.operation = operation->id, .inputs = std::move(input.inputs), .is_dry_run = input.is_dry_run}));
    co_return ran_view(*operation, std::move(ran), input.is_dry_run, language);
}

Json ran_view(catalogue::Operation const& operation, general::Ran ran, bool is_dry_run, messages::Language language) {
    auto view = result_view(operation, std::move(ran.result), language);
    view["needs_confirmation"] = catalogue::needs_confirmation(operation);
    view["dry_run"] = is_dry_run;
    if (ran.request) view["request"] = request_view(*ran.request);
    if (is_dry_run) {
        view["outcome"] = "not_sent";
        view["reply_class"] = "";
        return view;
    }
    auto const& outcome = ran.outcome;
    view["outcome"] = calls::to_string(outcome.kind);
    view["reply_class"] = catalogue::to_string(outcome.reading.reply_class);
    view["call_id"] = outcome.call.text();
    view["tries"] = outcome.tries;
    view["reply"].as_object()["status"] = outcome.status;
    view["reply"].as_object()["message"] = outcome.reading.message;
    view["error"] = error_view(outcome, language);
    return view;
}

}  // namespace lockstep::api
