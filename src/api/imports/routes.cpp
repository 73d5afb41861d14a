// SPDX-License-Identifier: Apache-2.0
#include "api/imports/routes.hpp"

#include "api/connections/accounts.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "imports/service.hpp"

namespace lockstep::api {
namespace {

using imports::Document;
using imports::Imported;
using imports::Wanted;

Json sentence_view(std::string_view code, MessageParams const& params, messages::Language language) {
    return messages::text(language, code, params);
}

JsonObject left_out_view(Json const& left_out, messages::Language language) {
    auto const text = [&](char const* pointer) { return std::string(find_text(left_out, pointer).value_or("")); };
    JsonObject view{{"place", text("/place")}, {"reason", text("/reason")}, {"detail", text("/detail")},
        {"is_whole", find_bool(left_out, "/is_whole").value_or(false)}};
    view["message"] = sentence_view("import.left_out." + text("/reason"), {{"detail", text("/detail")}}, language);
    return view;
}

JsonArray left_out_views(JsonArray const& list, messages::Language language) {
    JsonArray views;
    for (auto const& each : list) views.push_back(left_out_view(each, language));
    return views;
}

JsonObject change_view(imports::Change const& change, messages::Language language) {
    JsonArray details;
    for (auto const& each : change.details) {
        details.push_back(JsonObject{{"word", each.word}, {"name", each.name},
            {"message", sentence_view("import.detail." + each.word, {{"name", each.name}}, language)}});
    }
    return {{"kind", imports::to_string(change.kind)}, {"key", change.key}, {"title", change.title}, {"details", std::move(details)}};
}

JsonObject operation_view_of(imports::Offered const& offered, messages::Language language) {
    auto const& operation = offered.declaration;
    auto const text = [&](char const* pointer) { return std::string(find_text(operation, pointer).value_or("")); };
    auto const* inputs = find_array(operation, "/inputs");
    auto const* effects = find(operation, "/side_effects");
    return {{"key", offered.key}, {"id", text("/id")}, {"title", text(language == messages::Language::fr ? "/title/fr" : "/title/en")},
        {"title_en", text("/title/en")}, {"title_fr", text("/title/fr")}, {"help", text("/help/en")}, {"method", text("/method")},
        {"path", text("/path")}, {"effect", text("/effect")}, {"side_effects", effects != nullptr ? *effects : Json(JsonArray())},
        {"inputs", inputs != nullptr ? inputs->size() : 0}, {"is_chosen", offered.is_chosen}, {"can_verify", offered.can_verify}};
}

Json proposal_view(imports::Proposal const& proposal, messages::Language language) {
    auto const& offer = proposal.offer;
    JsonArray servers, ways, operations, changes;
    for (auto const& each : offer.servers) servers.emplace_back(each);
    for (auto const& each : offer.ways) ways.push_back(JsonObject{{"id", each.id}, {"scheme", each.scheme}});
    for (auto const& each : offer.operations) operations.push_back(operation_view_of(each, language));
    for (auto const& each : proposal.changes) changes.push_back(change_view(each, language));
    return JsonObject{{"id", offer.id}, {"title", offer.title}, {"version", offer.version}, {"servers", std::move(servers)},
        {"base_url", offer.base_url}, {"ways", std::move(ways)}, {"auth", offer.auth}, {"verify", offer.verify},
        {"operations", std::move(operations)}, {"left_out", left_out_views(imports::to_json(offer.left_out), language)},
        {"is_known", proposal.is_known}, {"changes", std::move(changes)}, {"problem", proposal.problem}};
}

JsonObject summary_of(Imported const& imported) {
    auto const text = [&](char const* pointer) { return std::string(find_text(imported.declarations, pointer).value_or("")); };
    return {{"id", imported.id}, {"title", imported.title}, {"version", imported.version}, {"source", imported.source},
        {"base_url", text("/connector/base_url")}, {"operations", imported.operations}, {"imported_at", format_time(imported.imported_at)}};
}

Json imported_view(Imported const& imported, messages::Language language) {
    auto view = summary_of(imported);
    static JsonArray const none;
    auto const* left_out = imported.left_out.if_array();
    view["left_out"] = left_out_views(left_out != nullptr ? *left_out : none, language);
    view["declarations"] = imported.declarations;
    return view;
}

Document document_of(Members const& members) {
    return {.text = members.text("document"), .url = members.text("url"), .source = members.text("file_name")};
}

Wanted wanted_of(Members const& members) {
    Wanted wanted;
    auto& choices = wanted.choices;
    choices.id = members.text("id");
    choices.title = members.text("title");
    choices.base_url = members.text("base_url");
    choices.auth = members.text("auth");
    choices.verify = members.text("verify");
    auto const rate = members.integer("calls_per_minute");
    wanted.has_rate = rate.has_value();
    choices.calls_per_minute = rate.value_or(choices.calls_per_minute);
    if (members.any("operations") != nullptr) {
        choices.operations.emplace();
        for (auto const& each : members.list("operations")) {
            auto const text = [&](char const* pointer) { return std::string(find_text(each, pointer).value_or("")); };
            choices.operations->push_back({text("/key"), {text("/title_en"), text("/title_fr")}});
        }
    }
    wanted.replaces = members.flag("replaces");
    return wanted;
}

Result<void> demand_one_document(Members& members) {
    bool const has_text = !members.text("document").empty(), has_url = !members.text("url").empty();
    if (has_text == has_url) members.fault("document", "one_document");
    return members.finish();
}

Task<Result<HttpReply>> preview(Context& context) {
    Members members(context);
    CO_TRY_VOID(demand_one_document(members));
    CO_TRY(auto const proposal, co_await context.parts.imports.propose(document_of(members), wanted_of(members)));
    co_return json_reply(proposal_view(proposal, context.language));
}

Task<Result<HttpReply>> import_document(Context& context) {
    Members members(context);
    CO_TRY_VOID(demand_one_document(members));
    CO_TRY(auto const imported, co_await context.parts.imports.import(document_of(members), wanted_of(members),
                                    context.visitor.actor, account_note(context)));
    co_return json_reply(imported_view(imported, context.language), 201);
}

Task<Result<HttpReply>> list_imported(Context& context) {
    CO_TRY(auto const all, co_await context.parts.imports.list());
    JsonArray items;
    for (auto const& each : all) items.push_back(summary_of(each));
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> get_imported(Context& context) {
    CO_TRY(auto const imported, co_await context.parts.imports.get(context.path("connector")));
    co_return json_reply(imported_view(imported, context.language));
}

Task<Result<HttpReply>> remove_imported(Context& context) {
    CO_TRY_VOID(co_await context.parts.imports.remove(context.path("connector"), account_note(context)));
    co_return no_content();
}

}  // namespace

std::vector<Route> import_routes() {
    return {
        {"GET", "/api/v1/connectors/imported", Scope::read, list_imported},
        {"POST", "/api/v1/connectors/imported", Scope::write, import_document},
        {"POST", "/api/v1/connectors/imported/preview", Scope::write, preview},
        {"GET", "/api/v1/connectors/imported/{connector}", Scope::read, get_imported},
        {"DELETE", "/api/v1/connectors/imported/{connector}", Scope::write, remove_imported},
    };
}

}  // namespace lockstep::api
