// SPDX-License-Identifier: Apache-2.0
// `lockstep catalogue`: what an app can do, and doing one thing by hand.
#include "api/catalogue/views.hpp"
#include "api/connections/run_operation.hpp"
#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "base/text.hpp"
#include "catalogue/general.hpp"
#include "connectors/default_mapping.hpp"

namespace lockstep::app {
namespace {

ExitCode say_operations(Console& console, Json const& page) {
    console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items")) {
        rows.push_back({text_at(item, "/profile"), text_at(item, "/id"), text_at(item, "/kind"), text_at(item, "/effect"),
            text_at(item, "/title"), text_at(item, "/evidence")});
    }
    console.table({"PROFILE", "OPERATION", "KIND", "EFFECT", "TITLE", "EVIDENCE"}, rows);
    return ExitCode::ok;
}

Result<ExitCode> list_operations(Console& console, std::string const& app, std::string const& kind) {
    TRY(auto const connectors, connectors::load_all());
    return say_operations(
        console, JsonObject{{"items", api::operations_view(connectors, app, kind, console.language())}, {"next", nullptr}});
}

// With those that the installation imported.
Task<Result<ExitCode>> list_of_installation(Session& session, std::string const& app, std::string const& kind) {
    CO_TRY(auto const page, co_await session.api.get(with_query("/api/v1/catalogue", {{"app", app}, {"kind", kind}})));
    co_return say_operations(session.console, page);
}

ExitCode say_operation(Console& console, Json const& operation) {
    console.result(operation);
    console.say(
        text_at(operation, "/title") + "  (" + text_at(operation, "/profile") + ", " + text_at(operation, "/evidence") + ")");
    console.say("  " + text_at(operation, "/help"));
    console.say("  " + text_at(operation, "/method") + " " + text_at(operation, "/path"));
    for (auto const& note : *find_array(operation, "/notes")) console.say("  " + text_at(note, "/text"));
    std::vector<std::vector<std::string>> rows;
    for (auto const& input : *find_array(operation, "/inputs")) {
        auto const* example = find(input, "/sample");
        rows.push_back({text_at(input, "/name"), text_at(input, "/type"), text_at(input, "/place"),
            find_bool(input, "/required").value_or(false) ? "required" : "",
            example == nullptr || example->is_null() ? "" : shown(*example), text_at(input, "/label")});
    }
    if (!rows.empty()) console.table({"INPUT", "TYPE", "PLACE", "", "EXAMPLE", "MEANING"}, rows);
    return ExitCode::ok;
}

Result<ExitCode> show_operation(Console& console, std::string const& id, std::string const& app) {
    TRY(auto const connectors, connectors::load_all());
    TRY(auto view, api::operation_view(connectors, id, app, console.language()));
    return say_operation(console, Json(std::move(view)));
}

Task<Result<ExitCode>> show_of_installation(Session& session, std::string const& id, std::string const& app) {
    CO_TRY(auto const operation, co_await session.api.get(with_query("/api/v1/catalogue/" + percent_encode(id), {{"app", app}})));
    co_return say_operation(session.console, operation);
}

// What is part of the program needs no installation.
bool is_of_program(std::string const& app) {
    auto const connectors = connectors::load_all();
    if (!connectors || app == catalogue::general_id) return true;
    return std::ranges::any_of(*connectors, [&](auto const& each) { return each->id == app || each->profile == app; });
}

bool has_installation(Common const& common) {
    auto const settings = load_settings(common.given);
    return settings && file_exists(settings->database_file());
}

// What is no text by the operation's declaration is read as JSON.
Result<JsonObject> read_inputs(CallInput const& input, Json const& operation) {
    JsonObject inputs;
    if (!input.input_json_file.empty()) {
        TRY(auto const text, read_file(input.input_json_file, 1 << 20));
        TRY(auto const json, parse_json(text));
        if (!json.is_object())
            return fail(ErrorKind::invalid, "app.bad_input", "reading " + input.input_json_file + ": it has to be an object");
        inputs = json.get_object();
    }
    for (auto const& word : input.inputs) {
        auto const at = word.find('=');
        if (at == std::string::npos || at == 0)
            return fail(ErrorKind::invalid, "app.bad_input",
                "reading an input: \"" + printable(word) + "\" does not read like name=value");
        auto const name = word.substr(0, at);
        auto const text = word.substr(at + 1);
        std::string type = "string";
        if (auto const* declared = find_array(operation, "/inputs")) {
            for (auto const& each : *declared) {
                if (text_at(each, "/name") == name) type = text_at(each, "/type");
            }
        }
        auto json = type == "string" ? Result<Json>(Json(text)) : parse_json(text);
        if (!json)
            return fail(ErrorKind::invalid, "app.bad_input",
                "reading the input \"" + printable(name) + "\": it has to be of type " + type + ", as JSON");
        inputs[name] = *std::move(json);
    }
    return inputs;
}

// What turns inputs into a result needs no installation.
Result<ExitCode> run_alone_here(Console& console, CallInput const& input) {
    TRY(auto const connectors, connectors::load_all());
    TRY(auto view, api::operation_view(connectors, input.operation, catalogue::general_id, console.language()));
    TRY(auto const inputs, read_inputs(input, Json(std::move(view))));
    TRY(auto ran, api::pure_run_view(input.operation, inputs, console.language()));
    Json const result = std::move(ran);
    console.result(result);
    console.say(to_pretty_text(*find(result, "/reply/body")));
    return ExitCode::ok;
}

Task<Result<ExitCode>> run(Session& session, CallInput const& input) {
    std::string connection, app(catalogue::general_id);
    bool const is_general = input.connection == catalogue::general_id;
    if (!is_general) {
        CO_TRY(connection, co_await find_connection(session, input.connection));
        CO_TRY(auto const view, co_await session.api.get("/api/v1/connections/" + connection));
        app = text_at(view, "/connection/profile");
    }
    CO_TRY(auto const operation,
        co_await session.api.get(with_query("/api/v1/catalogue/" + percent_encode(input.operation), {{"app", app}})));
    CO_TRY(auto inputs, read_inputs(input, operation));
    Json body = JsonObject{{"inputs", std::move(inputs)}, {"dry_run", input.is_dry_run}, {"confirm", input.is_confirmed}};
    auto const id = percent_encode(input.operation);
    auto const path =
        is_general ? "/api/v1/catalogue/" + id + "/run" : "/api/v1/connections/" + connection + "/operations/" + id + "/run";
    CO_TRY(auto const result, co_await session.api.post(path, std::move(body)));
    auto& console = session.console;
    console.result(result);
    auto const method = text_at(result, "/request/method");
    if (!method.empty()) console.say(method + " " + text_at(result, "/request/url"));
    if (auto const* headers = find_object(result, "/request/headers")) {
        for (auto const& header : *headers) console.say("  " + std::string(header.key()) + ": " + shown(header.value()));
    }
    if (auto const* sent = find(result, "/request/body"); sent != nullptr && !sent->is_null()) console.say(to_pretty_text(*sent));
    if (!method.empty()) console.say("");
    if (find_bool(result, "/dry_run").value_or(false)) {
        console.say(messages::text(console.language(), "command.not_sent"));
        for (auto const& note : *find_array(result, "/notes")) console.say("  " + text_at(note, "/text"));
        co_return ExitCode::ok;
    }
    auto const status = integer_at(result, "/reply/status");
    console.say((status == 0 ? std::string() : std::to_string(status) + "  ") + text_at(result, "/outcome") + " (" +
                text_at(result, "/reply_class") + ")");
    if (auto const message = text_at(result, "/reply/message"); !message.empty()) console.say(printable(message));
    if (auto const* received = find(result, "/reply/body"); received != nullptr && !received->is_null())
        console.say(to_pretty_text(*received));
    auto const outcome = text_at(result, "/outcome");
    auto const reply_class = text_at(result, "/reply_class");
    if (outcome == "done") co_return ExitCode::ok;
    console.say(text_at(result, "/error/title") + ". " + text_at(result, "/error/message"));
    if (reply_class == "not_found") co_return ExitCode::not_found;
    co_return outcome == "refused" ? ExitCode::refused : ExitCode::unavailable;
}

}  // namespace

int run_catalogue_list(Common const& common, std::string const& app, std::string const& kind) {
    if (!is_of_program(app) && has_installation(common))
        return run_with_api(common, Needs::records, [&](Session& session) { return list_of_installation(session, app, kind); });
    return run_alone(common, [&](Console& console) { return list_operations(console, app, kind); });
}
int run_catalogue_show(Common const& common, std::string const& operation, std::string const& app) {
    if (!is_of_program(app) && has_installation(common))
        return run_with_api(
            common, Needs::records, [&](Session& session) { return show_of_installation(session, operation, app); });
    return run_alone(common, [&](Console& console) { return show_operation(console, operation, app); });
}
int run_catalogue_run(Common const& common, CallInput const& input) {
    auto const* own = catalogue::general_operations()->find(input.operation);
    if (input.connection == catalogue::general_id && (own == nullptr || catalogue::is_pure(*own)))
        return run_alone(common, [&](Console& console) { return run_alone_here(console, input); });
    return run_with_api(common, Needs::records, [&](Session& session) { return run(session, input); });
}

}  // namespace lockstep::app
