// SPDX-License-Identifier: Apache-2.0
// `lockstep connector`: connectors that are made from OpenAPI documents.
#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "base/text.hpp"
#include "imports/document.hpp"

namespace lockstep::app {
namespace {

constexpr std::string_view imported_path = "/api/v1/connectors/imported";

// "GET /orders" or "GET /orders=All orders".
JsonObject operation_of(std::string const& word) {
    auto const at = word.find('=');
    JsonObject operation{{"key", word.substr(0, at)}};
    if (at != std::string::npos) operation["title_en"] = word.substr(at + 1);
    return operation;
}

Result<Json> import_body(ImportInput const& input) {
    JsonObject body;
    if (input.source.starts_with("https://") || input.source.starts_with("http://")) {
        body["url"] = input.source;
    } else {
        TRY(auto const text, read_file(input.source, imports::document_bytes_max));
        body["document"] = with_valid_utf8(text);
        body["file_name"] = input.source.substr(input.source.rfind('/') + 1).substr(0, 200);
    }
    for (auto const& [name, value] : std::initializer_list<std::pair<char const*, std::string const&>>{{"id", input.id},
             {"title", input.title}, {"base_url", input.base_url}, {"auth", input.auth}, {"verify", input.verify}}) {
        if (!value.empty()) body[name] = value;
    }
    if (input.calls_per_minute != 0) body["calls_per_minute"] = input.calls_per_minute;
    if (!input.operations.empty()) {
        JsonArray operations;
        for (auto const& each : input.operations) operations.push_back(operation_of(each));
        body["operations"] = std::move(operations);
    }
    return Json(std::move(body));
}

void say_left_out(Console& console, JsonArray const& left_out) {
    if (left_out.empty()) return;
    console.say(messages::text(console.language(), "command.import_left_out", {{"count", std::to_string(left_out.size())}}));
    for (auto const& each : left_out) console.say("  " + text_at(each, "/place") + ": " + text_at(each, "/message"));
}

void say_changes(Console& console, JsonArray const& changes) {
    console.say(
        messages::text(console.language(), changes.empty() ? "command.import_nothing_changes" : "command.import_changes"));
    for (auto const& each : changes) {
        auto const kind = text_at(each, "/kind");
        auto const key = text_at(each, "/key");
        console.say("  " +
                    std::string(kind == "added"     ? "+ "
                                : kind == "removed" ? "- "
                                                    : "~ ") +
                    (key.empty() ? text_at(each, "/title") : key));
        for (auto const& detail : *find_array(each, "/details")) console.say("      " + text_at(detail, "/message"));
    }
}

void say_proposal(Console& console, Json const& proposal) {
    console.say(text_at(proposal, "/title") + "  " + text_at(proposal, "/version") + "  (" + text_at(proposal, "/id") + ")");
    auto const verify = text_at(proposal, "/verify");
    console.table({"ADDRESS", "CREDENTIAL", "TRIED WITH"},
        {{text_at(proposal, "/base_url"), text_at(proposal, "/auth"), verify.empty() ? "-" : verify}});
    std::vector<std::vector<std::string>> rows;
    for (auto const& each : *find_array(proposal, "/operations")) {
        rows.push_back({find_bool(each, "/is_chosen").value_or(false) ? "x" : "", text_at(each, "/key"), text_at(each, "/id"),
            text_at(each, "/effect"), text_at(each, "/title")});
    }
    console.table({"", "KEY", "OPERATION", "EFFECT", "TITLE"}, rows);
    say_left_out(console, *find_array(proposal, "/left_out"));
}

Task<Result<ExitCode>> import(Session& session, ImportInput const& input) {
    CO_TRY(auto body, import_body(input));
    auto& console = session.console;
    CO_TRY(auto const proposal, co_await session.api.post(std::string(imported_path) + "/preview", body));
    bool const is_known = find_bool(proposal, "/is_known").value_or(false);
    bool const is_only_shown = input.is_dry_run || (is_known && !input.replaces);
    if (is_only_shown) console.result(proposal);
    say_proposal(console, proposal);
    if (is_known) say_changes(console, *find_array(proposal, "/changes"));
    if (input.is_dry_run) {
        console.say(messages::text(console.language(), "command.import_dry"));
        co_return ExitCode::ok;
    }
    if (is_known && !input.replaces) {
        console.say(messages::text(console.language(), "command.import_confirm"));
        co_return ExitCode::refused;
    }
    body.get_object()["replaces"] = input.replaces;
    CO_TRY(auto const made, co_await session.api.post(std::string(imported_path), std::move(body)));
    console.result(made);
    console.say(messages::text(console.language(), "command.imported",
        {{"title", text_at(made, "/title")}, {"id", text_at(made, "/id")},
            {"count", std::to_string(integer_at(made, "/operations"))}}));
    if (!is_known) console.say(messages::text(console.language(), "command.import_next", {{"id", text_at(made, "/id")}}));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> list_imported(Session& session) {
    CO_TRY(auto const page, co_await session.api.get(std::string(imported_path)));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& each : *find_array(page, "/items")) {
        rows.push_back({text_at(each, "/id"), text_at(each, "/title"), text_at(each, "/version"),
            std::to_string(integer_at(each, "/operations")), text_at(each, "/base_url"), text_at(each, "/source"),
            text_at(each, "/imported_at")});
    }
    session.console.table({"ID", "TITLE", "VERSION", "OPERATIONS", "ADDRESS", "FROM", "IMPORTED"}, rows);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> show_imported(Session& session, std::string const& id) {
    CO_TRY(auto const view, co_await session.api.get(std::string(imported_path) + "/" + percent_encode(id)));
    session.console.result(view);
    session.console.say(text_at(view, "/title") + "  " + text_at(view, "/version") + "  " + text_at(view, "/base_url"));
    std::vector<std::vector<std::string>> rows;
    for (auto const& each : *find_array(view, "/declarations/operations"))
        rows.push_back(
            {text_at(each, "/id"), text_at(each, "/method") + " " + text_at(each, "/path"), text_at(each, "/title/en")});
    session.console.table({"OPERATION", "KEY", "TITLE"}, rows);
    say_left_out(session.console, *find_array(view, "/left_out"));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> remove_imported(Session& session, std::string const& id) {
    CO_TRY_VOID(co_await session.api.remove(std::string(imported_path) + "/" + percent_encode(id)));
    session.console.result(JsonObject{{"id", id}, {"deleted", true}});
    session.console.say(messages::text(session.console.language(), "command.import_removed", {{"id", id}}));
    co_return ExitCode::ok;
}

}  // namespace

int run_connector_import(Common const& common, ImportInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return import(session, input); });
}
int run_connector_list(Common const& common) {
    return run_with_api(common, Needs::records, [](Session& session) { return list_imported(session); });
}
int run_connector_show(Common const& common, std::string const& id) {
    return run_with_api(common, Needs::records, [&](Session& session) { return show_imported(session, id); });
}
int run_connector_remove(Common const& common, std::string const& id) {
    return run_with_api(common, Needs::records, [&](Session& session) { return remove_imported(session, id); });
}

}  // namespace lockstep::app
