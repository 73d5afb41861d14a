// SPDX-License-Identifier: Apache-2.0
// `lockstep workflow`: definitions checked and tried without an installation; workflows and runs of one.
#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "app/workflow_trial.hpp"
#include "base/text.hpp"
#include "connectors/default_mapping.hpp"
#include "messages/error_words.hpp"
#include "workflows/check.hpp"
#include "workflows/service.hpp"
#include "workflows/template_files.hpp"

namespace lockstep::app {
namespace {

constexpr std::size_t shown_data_max = 100;

std::string cut_for_line(std::string text) {
    return text.size() <= shown_data_max ? text : with_valid_utf8(text.substr(0, shown_data_max)) + "…";
}

void say_problem(Console& console, std::string_view step, std::string_view field, Error const& problem) {
    auto const words = messages::error_words(console.language(), problem);
    auto const where = std::string(step) + (step.empty() || field.empty() ? "" : ", ") + std::string(field);
    console.say(
        (where.empty() ? "" : where + ": ") + words.title + ". " + words.detail + " " + words.remedy + " (" + problem.code + ")");
}

std::string param_of(Error const& problem, std::string_view name) {
    for (auto const& [known, value] : problem.params) {
        if (known == name) return value;
    }
    return {};
}

Result<ExitCode> lint(Console& console, std::string const& file) {
    TRY(auto const text, read_file(file, std::size_t{1} << 20));
    TRY(auto const connectors, connectors::load_all());
    auto const definition = workflows::read_definition(text);
    auto const problems =
        definition ? workflows::check(*definition, connectors).problems : std::vector<Error>{definition.error()};
    console.result(JsonObject{{"problems", workflows::Service::problems_json(problems)}});
    for (auto const& problem : problems) say_problem(console, param_of(problem, "step"), param_of(problem, "field"), problem);
    auto const count = static_cast<std::int64_t>(problems.size());
    console.say(problems.empty() ? messages::text(console.language(), "command.workflow_right")
                                 : messages::text_for(console.language(), "command.workflow_problems", count));
    return problems.empty() ? ExitCode::ok : ExitCode::failed;
}

void say_steps(Console& console, Json const& run) {
    std::vector<std::vector<std::string>> rows;
    for (auto const& step : *find_array(run, "/steps")) {
        auto const* data = find(step, "/data");
        auto const* items = find(step, "/items");
        auto const place = items == nullptr || items->as_array().empty() ? "" : to_text(*items);
        rows.push_back({text_at(step, "/at"), text_at(step, "/step") + place, text_at(step, "/what"),
            cut_for_line(data == nullptr || data->is_null() ? "" : printable(to_text(*data)))});
    }
    console.table({"AT", "STEP", "WHAT", "DATA"}, rows);
    auto const error = text_at(run, "/error_code");
    console.say(text_at(run, "/status") + (error.empty() ? "" : " at " + text_at(run, "/error_step") + " (" + error + ")"));
}

Result<ExitCode> try_definition(Console& console, WorkflowInput const& input) {
    TRY(auto definition, read_file(input.file, std::size_t{1} << 20));
    JsonObject what;
    if (!input.input_file.empty()) {
        TRY(auto const text, read_file(input.input_file, std::size_t{1} << 20));
        TRY(auto const json, parse_json(text));
        if (!json.is_object()) return fail(ErrorKind::invalid, "app.bad_input", "reading the input of a trial: it is no object");
        what = json.get_object();
    }
    TRY(auto const run, try_workflow_here(std::move(definition), std::move(what)));
    console.result(run);
    Json const shown_run(run);
    say_steps(console, shown_run);
    auto const status = text_at(shown_run, "/status");
    return status == "done" || status == "waiting" || status == "not_started" ? ExitCode::ok : ExitCode::failed;
}

std::string workflow_path(std::string const& id, std::string_view what = {}) {
    return "/api/v1/workflows/" + percent_encode(id) + std::string(what);
}
std::string run_path(std::string const& id, std::string_view what = {}) {
    return "/api/v1/workflow-runs/" + percent_encode(id) + std::string(what);
}

void say_workflow(Console& console, Json const& workflow) {
    console.result(workflow);
    console.say(text_at(workflow, "/id") + "  " + text_at(workflow, "/state") + "  version " +
                std::to_string(integer_at(workflow, "/version")));
    for (auto const& problem : *find_array(workflow, "/problems")) {
        auto const step = text_at(problem, "/step");
        console.say("  " + step + (step.empty() ? "" : ", ") + text_at(problem, "/field") + ": " + text_at(problem, "/title") +
                    ". " + text_at(problem, "/message"));
    }
}

Task<Result<ExitCode>> post_workflow(Session& session, std::string path, std::optional<Json> body) {
    auto const answer = body ? co_await session.api.post(path, *std::move(body)) : co_await session.api.post(path);
    if (!answer) co_return pass_on(answer.error());
    auto const& workflow = *answer;
    say_workflow(session.console, workflow);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> create_one(Session& session, WorkflowInput const& input) {
    CO_TRY(auto const text, read_file(input.file, std::size_t{1} << 20));
    co_return co_await post_workflow(session, "/api/v1/workflows", JsonObject{{"definition", text}});
}

Task<Result<ExitCode>> list_all_workflows(Session& session) {
    CO_TRY(auto const all, co_await session.api.get("/api/v1/workflows"));
    session.console.result(all);
    std::vector<std::vector<std::string>> rows;
    auto const name = session.console.language() == messages::Language::fr ? "/name/fr" : "/name/en";
    for (auto const& item : *find_array(all, "/items")) {
        auto const problems = find_array(item, "/problems")->size();
        rows.push_back({text_at(item, "/id"), text_at(item, name), text_at(item, "/state"),
            std::to_string(integer_at(item, "/version")), problems == 0 ? "-" : std::to_string(problems)});
    }
    session.console.table({"ID", "NAME", "STATE", "VERSION", "PROBLEMS"}, rows);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> publish_one(Session& session, WorkflowInput const& input) {
    JsonObject given;
    for (auto const& each : input.connections) {
        auto const equals = each.find('=');
        if (equals == std::string::npos)
            co_return fail(ErrorKind::invalid, "app.bad_input", "reading --connect: it has the form name=id");
        auto connection = each.substr(equals + 1);
        if (!connection.starts_with("hok_")) {
            CO_TRY(connection, co_await find_connection(session, connection));
        }
        given[each.substr(0, equals)] = connection;
    }
    co_return co_await post_workflow(session, workflow_path(input.id, "/publish"), JsonObject{{"connections", std::move(given)}});
}

Task<Result<ExitCode>> start_one(Session& session, WorkflowInput const& input) {
    CO_TRY(auto const data, parse_json(input.data.empty() ? "{}" : input.data));
    CO_TRY(auto const started, co_await session.api.post(workflow_path(input.id, "/start"), JsonObject{{"data", data}}));
    session.console.result(started);
    session.console.say(text_at(started, "/event"));
    co_return ExitCode::ok;
}

// One by one, or the text of one.
Task<Result<ExitCode>> list_versions_of(Session& session, WorkflowInput const& input) {
    if (input.version > 0) {
        CO_TRY(auto const one, co_await session.api.get(workflow_path(input.id, "/versions/" + std::to_string(input.version))));
        session.console.result(one);
        session.console.say(trim_ascii(text_at(one, "/definition")));
        co_return ExitCode::ok;
    }
    CO_TRY(auto const all, co_await session.api.get(workflow_path(input.id, "/versions")));
    session.console.result(all);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(all, "/items"))
        rows.push_back({std::to_string(integer_at(item, "/version")), text_at(item, "/published_at")});
    session.console.table({"VERSION", "PUBLISHED"}, rows);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> list_runs_of(Session& session, WorkflowInput const& input) {
    auto const path = input.id.empty() ? std::string("/api/v1/workflow-runs") : workflow_path(input.id, "/runs");
    CO_TRY(auto const all, co_await session.api.get(paging_query(path, {{"status", input.status}}, input.paging)));
    session.console.result(all);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(all, "/items")) {
        auto const error = text_at(item, "/error_code");
        rows.push_back({text_at(item, "/id"), text_at(item, "/started_at"), text_at(item, "/status"),
            error.empty() ? "-" : text_at(item, "/error_step") + " (" + error + ")", text_at(item, "/wakes_at")});
    }
    session.console.table({"ID", "STARTED", "STATUS", "ERROR", "WAKES"}, rows);
    if (auto const next = text_at(all, "/next"); !next.empty()) session.console.say("More: --cursor " + next);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> show_one_run(Session& session, Json run) {
    session.console.result(run);
    session.console.say(
        text_at(run, "/id") + "  " + text_at(run, "/workflow") + "  version " + std::to_string(integer_at(run, "/version")));
    say_steps(session.console, run);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> get_run(Session& session, std::string id) {
    CO_TRY(auto run, co_await session.api.get(run_path(id)));
    co_return co_await show_one_run(session, std::move(run));
}

Task<Result<ExitCode>> tell_one_run(Session& session, std::string path, std::optional<Json> body) {
    auto answer = body ? co_await session.api.post(path, *std::move(body)) : co_await session.api.post(path);
    if (!answer) co_return pass_on(answer.error());
    co_return co_await show_one_run(session, *std::move(answer));
}

}  // namespace

int run_workflow_lint(Common const& common, WorkflowInput const& input) {
    return run_alone(common, [&](Console& console) { return lint(console, input.file); });
}
int run_workflow_run(Common const& common, WorkflowInput const& input) {
    return run_alone(common, [&](Console& console) { return try_definition(console, input); });
}
int run_workflow_schema(Common const& common) {
    return run_alone(common, [&](Console& console) -> Result<ExitCode> {
        console.result(workflows::definition_schema());
        console.say(to_pretty_text(workflows::definition_schema()));
        return ExitCode::ok;
    });
}
int run_workflow_templates(Common const& common, WorkflowInput const& input) {
    return run_alone(common, [&](Console& console) -> Result<ExitCode> {
        std::vector<std::vector<std::string>> rows;
        JsonArray all;
        for (auto const& file : workflows::template_files()) {
            TRY(auto const definition, workflows::read_definition(file.bytes));
            auto const id = text_at(definition, "/id");
            if (!input.id.empty() && id != input.id) continue;
            auto const language = std::string(messages::to_string(console.language()));
            rows.push_back({id, text_at(definition, "/name/" + language)});
            all.push_back(JsonObject{{"id", id}, {"name", *find(definition, "/name")}, {"definition", file.bytes}});
            if (!input.id.empty()) console.say(trim_ascii(file.bytes));
        }
        if (all.empty())
            return fail(ErrorKind::not_found, "workflows.unknown_workflow", "finding a template: there is no such one");
        if (input.id.empty()) console.table({"ID", "NAME"}, rows);
        console.result(std::move(all));
        return ExitCode::ok;
    });
}
int run_workflow_create(Common const& common, WorkflowInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return create_one(session, input); });
}
int run_workflow_list(Common const& common) {
    return run_with_api(common, Needs::records, [](Session& session) { return list_all_workflows(session); });
}
int run_workflow_publish(Common const& common, WorkflowInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return publish_one(session, input); });
}
int run_workflow_pause(Common const& common, WorkflowInput const& input) {
    return run_with_api(common, Needs::records,
        [&](Session& session) { return post_workflow(session, workflow_path(input.id, "/pause"), std::nullopt); });
}
int run_workflow_resume(Common const& common, WorkflowInput const& input) {
    return run_with_api(common, Needs::records,
        [&](Session& session) { return post_workflow(session, workflow_path(input.id, "/resume"), std::nullopt); });
}
int run_workflow_versions(Common const& common, WorkflowInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return list_versions_of(session, input); });
}
int run_workflow_start(Common const& common, WorkflowInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return start_one(session, input); });
}
int run_workflow_runs(Common const& common, WorkflowInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return list_runs_of(session, input); });
}
int run_workflow_show_run(Common const& common, WorkflowInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return get_run(session, input.run); });
}
int run_workflow_cancel(Common const& common, WorkflowInput const& input) {
    return run_with_api(common, Needs::records,
        [&](Session& session) { return tell_one_run(session, run_path(input.run, "/cancel"), std::nullopt); });
}
int run_workflow_settle(Common const& common, WorkflowInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) {
        return tell_one_run(session, run_path(input.run, "/settle"), JsonObject{{"outcome", input.outcome}});
    });
}

}  // namespace lockstep::app
