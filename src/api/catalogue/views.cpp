// SPDX-License-Identifier: Apache-2.0
#include "api/catalogue/views.hpp"

#include "catalogue/binding.hpp"
#include "catalogue/general.hpp"
#include "catalogue/imported.hpp"
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
    view["calls"] = operation.calls;
    view["idempotency"] = catalogue::to_string(operation.idempotency);
    view["retry_is_safe"] = operation.retry_is_safe;
    view["is_imported"] = catalogue::is_imported(connector);
    view["side_effects"] = texts(operation.side_effects);
    if (!operation.event_type.empty()) view["event_type"] = operation.event_type;
    return view;
}

// What a form asks for.
JsonObject input_view(catalogue::Input const& input, Json const& declared, messages::Language language) {
    JsonObject view{{"name", input.name}, {"type", input.type}, {"place", input.place}, {"label", input.label.in(language)},
        {"help", input.help.in(language)}, {"required", input.required},
        {"advanced", find_bool(declared, "/advanced").value_or(false)}};
    auto const copy = [&](std::string_view from, std::string_view to) {
        auto const* value = find(declared, "/" + std::string(from));
        view[to] = value == nullptr ? Json(nullptr) : *value;
    };
    copy("enum", "choices");
    copy("choices_from", "choices_from");
    copy("example", "sample");
    copy("default", "default");
    return view;
}

JsonObject view_of(Connector const& connector, Operation const& operation, messages::Language language) {
    auto view = summary(connector, operation, language);
    view["scopes"] = texts(operation.scopes);
    auto const* sample = find(operation.declaration, "/reply/sample");
    view["reply_sample"] = sample == nullptr ? Json(nullptr) : *sample;
    view["notes"] = operation_notes(operation, language);
    if (catalogue::is_imported(connector))
        view["notes"].get_array().push_back(JsonObject{
            {"word", "imported"}, {"text", messages::text(language, "operation.imported", {{"app", connector.title}})}});
    JsonArray inputs;
    auto const* declared = find_array(operation.declaration, "/inputs");
    for (std::size_t i = 0; i < operation.inputs.size(); ++i)
        inputs.push_back(input_view(operation.inputs[i], declared == nullptr ? Json() : (*declared)[i], language));
    view["inputs"] = std::move(inputs);
    view["declaration"] = operation.declaration.is_object() ? operation.declaration : Json(JsonObject());
    return view;
}

bool is_of_app(Connector const& connector, std::string_view app) {
    return app.empty() || connector.id == app || connector.profile == app;
}

// Those of the apps, and what Lockstep does itself.
connections::Connectors with_general(connections::Connectors const& connectors) {
    auto all = connectors;
    all.push_back(catalogue::general_operations());
    return all;
}

JsonObject view_of(messages::LocalText const& text) { return {{"en", text.en}, {"fr", text.fr}}; }

JsonObject view_of(Connector const& connector, messages::Language language) {
    JsonArray fields;
    for (auto const& field : connector.contacts->fields()) {
        fields.push_back(JsonObject{{"name", field.name}, {"kind", contacts::word_for(field.kind)},
            {"label", field.label.in(language)}, {"means", field.means}, {"can_create", field.can_create},
            {"can_update", field.can_update}, {"can_clear", field.can_clear}});
    }
    JsonArray settings;
    for (auto const& setting : connector.settings) {
        settings.push_back(JsonObject{{"name", setting.name}, {"label", view_of(setting.label)}, {"help", view_of(setting.help)},
            {"routes", setting.routes}});
    }
    JsonObject view;
    view["is_imported"] = catalogue::is_imported(connector);
    view["id"] = connector.id;
    view["profile"] = connector.profile;
    view["app_title"] = connector.app_title;
    view["title"] = connector.title;
    view["help"] = view_of(connector.help);
    view["logo"] = connector.logo;
    view["default_base_url"] = connector.default_base_url;
    view["settings"] = std::move(settings);
    view["credential"] = JsonObject{{"is_needed", catalogue::needs_credential(connector)},
        {"label", view_of(connector.credential.label)}, {"help", view_of(connector.credential.help)}};
    view["has_oauth"] = connector.oauth.has_value();
    view["webhook_signature"] = catalogue::to_string(connector.webhooks.scheme);
    view["pairs"] = JsonObject{{"as_a", texts(connector.pairs_as_a)}, {"as_b", texts(connector.pairs_as_b)}};
    view["monthly_quota"] = connector.limits.per_month > 0 ? Json(connector.limits.per_month) : Json(nullptr);
    view["operations"] = connector.operations.size();
    view["fields"] = std::move(fields);
    return view;
}

}  // namespace

JsonArray connectors_view(connections::Connectors const& connectors, messages::Language language) {
    JsonArray items;
    for (auto const& connector : connectors) items.push_back(view_of(*connector, language));
    return items;
}

JsonArray operation_notes(Operation const& operation, messages::Language language) {
    JsonArray notes;
    auto const add = [&](std::string_view word, std::string text) {
        notes.push_back(JsonObject{{"word", word}, {"text", std::move(text)}});
    };
    // What sets off a trigger of our own is no app.
    bool const is_of_app = operation.event_type != operation.id;
    if (operation.kind == catalogue::OperationKind::trigger && is_of_app)
        add("calls", messages::text(language, "operation.costs_nothing"));
    else if (operation.calls == 0)
        add("calls", messages::text(language, "operation.costs_none"));
    else if (find(operation.declaration, "/paging") != nullptr)
        add("calls", messages::text_for(language, "operation.costs_each_page", operation.calls));
    else
        add("calls", messages::text_for(language, "operation.costs", operation.calls));
    auto const idempotency = catalogue::to_string(operation.idempotency);
    if (operation.kind != catalogue::OperationKind::trigger)
        add(idempotency, messages::text(language, "operation." + std::string(idempotency)));
    for (auto const& word : operation.side_effects) add(word, messages::text(language, "side_effect." + word));
    return notes;
}

JsonArray operations_view(
    connections::Connectors const& connectors, std::string_view app, std::string_view kind, messages::Language language) {
    JsonArray items;
    for (auto const& connector : with_general(connectors)) {
        if (!is_of_app(*connector, app)) continue;
        for (auto const& operation : connector->operations) {
            if (kind.empty() || word(operation.kind) == kind) items.push_back(summary(*connector, operation, language));
        }
    }
    return items;
}

Result<JsonObject> operation_view(
    connections::Connectors const& connectors, std::string_view id, std::string_view app, messages::Language language) {
    for (auto const& connector : with_general(connectors)) {
        if (!is_of_app(*connector, app)) continue;
        if (auto const* operation = connector->find(id)) return view_of(*connector, *operation, language);
    }
    return fail(ErrorKind::not_found, "catalogue.unknown_operation", "looking for an operation: no connector has one of that id");
}

}  // namespace lockstep::api
