// SPDX-License-Identifier: Apache-2.0
#include "api/imports/routes.hpp"

#include "api/connections/accounts.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "imports/service.hpp"

namespace lockstep::api {
namespace {

using imports::Imported;

JsonObject one_left_out(Json const& left_out, messages::Language language) {
    auto const text = [&](char const* pointer) { return std::string(find_text(left_out, pointer).value_or("")); };
    JsonObject view{{"place", text("/place")}, {"reason", text("/reason")}, {"detail", text("/detail")},
        {"is_whole", find_bool(left_out, "/is_whole").value_or(false)}};
    view["message"] = messages::text(language, "import.left_out." + text("/reason"), {{"detail", text("/detail")}});
    return view;
}

JsonArray left_out_views(JsonArray const& list, messages::Language language) {
    JsonArray views;
    for (auto const& each : list) views.push_back(one_left_out(each, language));
    return views;
}

JsonObject import_change_view(imports::Change const& change, messages::Language language) {
    JsonArray details;
    for (auto const& each : change.details) {
        details.push_back(JsonObject{{"word", each.word}, {"name", each.name},
            {"message", messages::text(language, "import.detail." + each.word, {{"name", each.name}})}});
    }
    return {
        {"kind", imports::to_string(change.kind)}, {"key", change.key}, {"title", change.title}, {"details", std::move(details)}};
}

JsonObject offered_view(imports::Offered const& offered, messages::Language language) {
    auto const& operation = offered.declaration;
    auto const text = [&](char const* pointer) { return std::string(find_text(operation, pointer).value_or("")); };
    auto const* inputs = find_array(operation, "/inputs");
    auto const* effects = find(operation, "/side_effects");
    return {{"key", offered.key}, {"id", text("/id")},
        {"title", text(language == messages::Language::fr ? "/title/fr" : "/title/en")}, {"title_en", text("/title/en")},
        {"title_fr", text("/title/fr")}, {"help", text("/help/en")}, {"method", text("/method")}, {"path", text("/path")},
        {"effect", text("/effect")}, {"side_effects", effects != nullptr ? *effects : Json(JsonArray())},
        {"inputs", inputs != nullptr ? inputs->size() : 0}, {"is_chosen", offered.is_chosen}, {"can_verify", offered.can_verify}};
}

Json proposal_view(imports::Proposal const& proposal, messages::Language language) {
    auto const& offer = proposal.offer;
    JsonArray servers, ways, operations, changes;
    for (auto const& each : offer.servers) servers.emplace_back(each);
    for (auto const& each : offer.ways) ways.push_back(JsonObject{{"id", each.id}, {"scheme", each.scheme}});
    for (auto const& each : offer.operations) operations.push_back(offered_view(each, language));
    for (auto const& each : proposal.changes) changes.push_back(import_change_view(each, language));
    return JsonObject{{"id", offer.id}, {"title", offer.title}, {"version", offer.version}, {"servers", std::move(servers)},
        {"base_url", offer.base_url}, {"ways", std::move(ways)}, {"auth", offer.auth}, {"verify", offer.verify},
        {"operations", std::move(operations)}, {"left_out", left_out_views(imports::to_json(offer.left_out), language)},
        {"is_known", proposal.is_known}, {"changes", std::move(changes)}, {"problem", proposal.problem}};
}

JsonObject summary_of(Imported const& imported) {
    auto const text = [&](char const* pointer) { return std::string(find_text(imported.declarations, pointer).value_or("")); };
    return {{"id", imported.id}, {"title", imported.title}, {"version", imported.version}, {"source", imported.source},
        {"base_url", text("/connector/base_url")}, {"operations", imported.operations},
        {"imported_at", format_time(imported.imported_at)}};
}

Json imported_view(Imported const& imported, messages::Language language) {
    auto view = summary_of(imported);
    static JsonArray const none;
    auto const* left_out = imported.left_out.if_array();
    view["left_out"] = left_out_views(left_out != nullptr ? *left_out : none, language);
    view["declarations"] = imported.declarations;
    return view;
}

imports::Document import_source(Members const& members) {
    return {.text = members.text("document"), .url = members.text("url"), .source = members.text("file_name")};
}

imports::Wanted import_wanted(Members const& members) {
    imports::Wanted wanted;
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

Task<Result<HttpReply>> preview_import(Context& context) {
    Members members(context);
    CO_TRY_VOID(demand_one_document(members));
    CO_TRY(auto const proposal, co_await context.parts.imports.propose(import_source(members), import_wanted(members)));
    co_return json_reply(proposal_view(proposal, context.language));
}

Task<Result<HttpReply>> import_document(Context& context) {
    Members members(context);
    CO_TRY_VOID(demand_one_document(members));
    CO_TRY(auto const imported, co_await context.parts.imports.import(import_source(members), import_wanted(members),
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
        {"POST", "/api/v1/connectors/imported/preview", Scope::write, preview_import},
        {"GET", "/api/v1/connectors/imported/{connector}", Scope::read, get_imported},
        {"DELETE", "/api/v1/connectors/imported/{connector}", Scope::write, remove_imported},
    };
}

}  // namespace lockstep::api
