// SPDX-License-Identifier: Apache-2.0
#include "api/catalogue/routes.hpp"

#include <array>

#include "api/reply.hpp"
#include "catalogue/binding.hpp"
#include "contacts/rule_words.hpp"

namespace lockstep::api {
namespace {

using catalogue::Connector;
using catalogue::Operation;

std::string_view word(catalogue::OperationKind kind) {
    switch (kind) {
        case catalogue::OperationKind::action: return "action";
        case catalogue::OperationKind::search: return "search";
        case catalogue::OperationKind::trigger: return "trigger";
    }
    return "action";
}

std::string_view word(catalogue::Effect effect) {
    switch (effect) {
        case catalogue::Effect::read: return "read";
        case catalogue::Effect::create: return "create";
        case catalogue::Effect::update: return "update";
        case catalogue::Effect::remove: return "remove";
    }
    return "read";
}

std::string_view word(catalogue::Evidence evidence) {
    switch (evidence) {
        case catalogue::Evidence::documented: return "documented";
        case catalogue::Evidence::seen_in_code: return "seen_in_code";
        case catalogue::Evidence::own_contract: return "own_contract";
        case catalogue::Evidence::assumed: return "assumed";
    }
    return "assumed";
}

JsonArray texts(std::vector<std::string> const& list) {
    JsonArray array;
    for (auto const& text : list) array.emplace_back(text);
    return array;
}

JsonObject summary(Connector const& connector, Operation const& operation, messages::Language language) {
    JsonObject view;
    view["id"] = operation.id;
    view["app"] = connector.id;
    view["profile"] = connector.profile;
    view["kind"] = word(operation.kind);
    view["effect"] = word(operation.effect);
    view["evidence"] = word(operation.evidence);
    view["title"] = operation.title.in(language);
    view["help"] = operation.help.in(language);
    view["method"] = operation.method;
    view["path"] = operation.path;
    view["retry_is_safe"] = operation.retry_is_safe;
    view["side_effects"] = texts(operation.side_effects);
    if (!operation.event_type.empty()) view["event_type"] = operation.event_type;
    return view;
}

JsonObject view_of(Connector const& connector, Operation const& operation, messages::Language language) {
    auto view = summary(connector, operation, language);
    view["scopes"] = texts(operation.scopes);
    JsonArray inputs;
    for (auto const& input : operation.inputs) {
        inputs.push_back(JsonObject{{"name", input.name}, {"type", input.type}, {"place", input.place},
            {"label", input.label.in(language)}, {"help", input.help.in(language)}, {"required", input.required}});
    }
    view["inputs"] = std::move(inputs);
    view["declaration"] = operation.declaration.is_object() ? operation.declaration : Json(JsonObject());
    return view;
}

bool is_of_app(Connector const& connector, std::string_view app) {
    return app.empty() || connector.id == app || connector.profile == app;
}

Task<Result<HttpReply>> list_connectors(Context& context) {
    JsonArray items;
    for (auto const& connector : context.parts.connectors) {
        JsonArray fields;
        for (auto const& field : connector->contacts->fields()) {
            fields.push_back(JsonObject{{"name", field.name}, {"kind", contacts::word_for(field.kind)},
                {"label", field.label.in(context.language)}, {"can_create", field.can_create}, {"can_update", field.can_update},
                {"can_clear", field.can_clear}});
        }
        JsonObject view;
        view["id"] = connector->id;
        view["profile"] = connector->profile;
        view["title"] = connector->title;
        view["default_base_url"] = connector->default_base_url;
        view["settings"] = texts(connector->settings);
        view["monthly_quota"] = connector->limits.per_month > 0 ? Json(connector->limits.per_month) : Json(nullptr);
        view["operations"] = connector->operations.size();
        view["fields"] = std::move(fields);
        items.push_back(std::move(view));
    }
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> list_operations(Context& context) {
    constexpr std::array<std::string_view, 3> kinds{"action", "search", "trigger"};
    CO_TRY(auto const kind, context.query.word("kind", kinds));
    auto const& app = context.query.text("app");
    JsonArray items;
    for (auto const& connector : context.parts.connectors) {
        if (!is_of_app(*connector, app)) continue;
        for (auto const& operation : connector->operations) {
            if (kind.empty() || word(operation.kind) == kind) items.push_back(summary(*connector, operation, context.language));
        }
    }
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> get_operation(Context& context) {
    auto const& id = context.path("operation");
    for (auto const& connector : context.parts.connectors) {
        if (!is_of_app(*connector, context.query.text("app"))) continue;
        if (auto const* operation = connector->find(id)) co_return json_reply(view_of(*connector, *operation, context.language));
    }
    co_return fail(
        ErrorKind::not_found, "catalogue.unknown_operation", "looking for an operation: no connector has one of that id");
}

}  // namespace

std::vector<Route> catalogue_routes() {
    return {
        {"GET", "/api/v1/connectors", Scope::read, list_connectors},
        {"GET", "/api/v1/catalogue", Scope::read, list_operations, {"app", "kind"}},
        {"GET", "/api/v1/catalogue/{operation}", Scope::read, get_operation, {"app"}},
    };
}

}  // namespace lockstep::api
