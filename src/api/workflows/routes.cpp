// SPDX-License-Identifier: Apache-2.0
#include "api/workflows/routes.hpp"

#include <charconv>
#include <set>

#include "api/catalogue/views.hpp"
#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "catalogue/general.hpp"
#include "messages/error_words.hpp"
#include "workflows/template_files.hpp"

namespace lockstep::api {
namespace {

using workflows::Service;

// 0 for what is no number; there is no such version.
std::int64_t number_in(std::string_view text) {
    std::int64_t number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

// In the reader's words.
JsonArray problems_in_words(JsonArray const& problems, messages::Language language) {
    JsonArray told;
    for (auto const& problem : problems) {
        Error error;
        error.kind = ErrorKind::invalid;
        error.code = find_text(problem, "/code").value_or("");
        for (auto const& [name, value] : *find_object(problem, "/params")) {
            if (value.is_string()) error.params.emplace_back(name, value.get_string());
        }
        auto const words = messages::error_words(language, error);
        told.push_back(JsonObject{{"code", error.code}, {"step", *find(problem, "/step")}, {"field", *find(problem, "/field")},
            {"title", words.title}, {"message", words.detail}, {"remedy", words.remedy}});
    }
    return told;
}

JsonObject workflow_view(JsonObject workflow, messages::Language language) {
    workflow["problems"] = problems_in_words(workflow.at("problems").as_array(), language);
    return workflow;
}

Service::AuditNote workflow_note(Context& context, std::string action) {
    return [&context, action = std::move(action)](Transaction& transaction, std::string_view subject) {
        return note_in_audit(context, transaction, action, std::string(subject));
    };
}

workflows::Bindings bindings_from(Members const& members) {
    workflows::Bindings given;
    for (auto const& [name, connection] : members.object("connections")) given[name] = std::string(connection.as_string());
    return given;
}

Task<Result<HttpReply>> list_workflows(Context& context) {
    CO_TRY(auto const all, co_await context.parts.workflows.list());
    JsonArray items;
    for (auto const& each : all) items.push_back(workflow_view(each.as_object(), context.language));
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> shown_workflow(Context& context, std::string id, int status = 200) {
    CO_TRY(auto workflow, co_await context.parts.workflows.show(std::move(id)));
    co_return json_reply(workflow_view(std::move(workflow), context.language), status);
}

Task<Result<HttpReply>> get_workflow(Context& context) {
    co_return co_await shown_workflow(context, context.path("workflow_id"));
}

Task<Result<HttpReply>> save_workflow(Context& context) {
    Members const members(context);
    std::optional<workflows::Bindings> chosen;
    if (members.any("connections") != nullptr) chosen = bindings_from(members);
    CO_TRY(auto id, co_await context.parts.workflows.save(
                        members.text("definition"), std::move(chosen), workflow_note(context, "workflow.save")));
    co_return co_await shown_workflow(context, std::move(id));
}

Task<Result<HttpReply>> check_workflow(Context& context) {
    Members const members(context);
    auto const definition = workflows::read_definition(members.text("definition"));
    auto const problems = definition ? workflows::check(*definition, context.parts.workflows.apps()).problems
                                     : std::vector<Error>{definition.error()};
    JsonObject told{{"problems", problems_in_words(Service::problems_json(problems), context.language)}};
    if (members.any("step") != nullptr)
        told["fields"] =
            definition ? workflows::fields_at(*definition, context.parts.workflows.apps(), members.text("step")) : JsonObject{};
    co_return json_reply(told);
}

// What a template needs, does and causes, read from its steps.
JsonObject template_view(Context& context, std::string_view text) {
    auto const definition = workflows::read_definition(text).value();
    auto const program = workflows::check(definition, context.parts.workflows.apps()).program;
    JsonArray connections, operations;
    for (auto const& [name, app] : program.apps) connections.push_back(JsonObject{{"name", name}, {"app", app}});
    std::set<std::string> seen;
    auto const add = [&](std::string const& slot, std::string const& operation) {
        auto const app = program.apps.find(slot);
        auto const profile =
            app == program.apps.end() || app->second == workflows::webhook_app ? std::string(catalogue::general_id) : app->second;
        if (operation.empty() || !seen.insert(profile + "/" + operation).second) return;
        auto view = operation_view(context.parts.connectors, operation, profile, context.language);
        if (!view) return;
        operations.push_back(
            JsonObject{{"id", operation}, {"profile", profile}, {"kind", view->at("kind")}, {"effect", view->at("effect")},
                {"title", view->at("title")}, {"notes", view->at("notes")}, {"side_effects", view->at("side_effects")}});
    };
    for (auto const& trigger : program.triggers) add(trigger.slot, trigger.operation);
    for (auto const& node : program.nodes) {
        // What it waits for does not start it.
        if (node.kind != workflows::StepKind::wait_for_event) add(node.slot, node.operation);
    }
    return {{"id", program.id}, {"name", JsonObject{{"en", program.name.en}, {"fr", program.name.fr}}},
        {"about", JsonObject{{"en", program.about.en}, {"fr", program.about.fr}}}, {"connections", std::move(connections)},
        {"operations", std::move(operations)}, {"definition", text}};
}

Task<Result<HttpReply>> list_workflow_templates(Context& context) {
    JsonArray items;
    for (auto const& file : workflows::template_files()) items.push_back(template_view(context, file.bytes));
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> try_workflow(Context& context) {
    Members const members(context);
    if (!context.parts.try_workflow)
        co_return fail(ErrorKind::not_found, "api.no_such_address", "trying a workflow: this program has no simulated apps");
    CO_TRY(auto const run, co_await context.parts.try_workflow(members.text("definition"), members.object("input")));
    co_return json_reply(run);
}

Task<Result<HttpReply>> list_workflow_versions(Context& context) {
    CO_TRY(auto items, co_await context.parts.workflows.versions(context.path("workflow_id")));
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> get_workflow_version(Context& context) {
    auto const& text = context.path("version");
    CO_TRY(auto const version, co_await context.parts.workflows.show_version(context.path("workflow_id"), number_in(text)));
    co_return json_reply(version);
}

Task<Result<HttpReply>> publish_workflow(Context& context) {
    Members const members(context);
    auto const& id = context.path("workflow_id");
    CO_TRY_VOID(co_await context.parts.workflows.publish(id, bindings_from(members), workflow_note(context, "workflow.publish")));
    co_return co_await shown_workflow(context, id);
}

Task<Result<HttpReply>> pause_workflow(Context& context) {
    auto const& id = context.path("workflow_id");
    CO_TRY_VOID(co_await context.parts.workflows.pause(id, workflow_note(context, "workflow.pause")));
    co_return co_await shown_workflow(context, id);
}

Task<Result<HttpReply>> resume_workflow(Context& context) {
    auto const& id = context.path("workflow_id");
    CO_TRY_VOID(co_await context.parts.workflows.resume(id, workflow_note(context, "workflow.resume")));
    co_return co_await shown_workflow(context, id);
}

Task<Result<HttpReply>> start_workflow(Context& context) {
    Members const members(context);
    CO_TRY(auto const event, co_await context.parts.workflows.start(
                                 context.path("workflow_id"), members.object("data"), workflow_note(context, "workflow.start")));
    co_return json_reply(JsonObject{{"event", event}}, 202);
}

Task<Result<HttpReply>> listed_runs(Context& context, std::string workflow) {
    workflows::RunFilter filter;
    filter.workflow = std::move(workflow);
    filter.status = context.query.text("status");
    filter.before = context.query.text("cursor");
    filter.limit = context.query.number("limit");
    CO_TRY(auto items, co_await context.parts.workflows.runs(filter));
    std::string next;
    if (static_cast<std::int64_t>(items.size()) == filter.limit) next = find_text(items.back(), "/id").value_or("");
    co_return json_reply(page(std::move(items), next));
}

Task<Result<HttpReply>> list_workflow_runs(Context& context) {
    co_return co_await listed_runs(context, context.path("workflow_id"));
}

Task<Result<HttpReply>> list_all_workflow_runs(Context& context) { co_return co_await listed_runs(context, {}); }

Task<Result<HttpReply>> shown_run(Context& context, int status) {
    CO_TRY(auto run, co_await context.parts.workflows.show_run(context.path("run_id")));
    if (std::string const code(run.at("error_code").as_string()); !code.empty()) {
        Error error;
        error.kind = ErrorKind::invalid;
        error.code = code;
        auto const words = messages::error_words(context.language, error);
        run["error"] = JsonObject{{"title", words.title}, {"remedy", words.remedy}};
    }
    co_return json_reply(run, status);
}

Task<Result<HttpReply>> get_workflow_run(Context& context) { co_return co_await shown_run(context, 200); }

Task<Result<HttpReply>> cancel_workflow_run(Context& context) {
    CO_TRY_VOID(co_await context.parts.workflows.cancel(context.path("run_id"), workflow_note(context, "workflow.cancel_run")));
    co_return co_await shown_run(context, 202);
}

Task<Result<HttpReply>> settle_workflow_run(Context& context) {
    Members const members(context);
    CO_TRY_VOID(co_await context.parts.workflows.settle(
        context.path("run_id"), members.text("outcome"), workflow_note(context, "workflow.settle_run")));
    co_return co_await shown_run(context, 202);
}

Task<Result<HttpReply>> get_workflow_schema(Context&) { co_return json_reply(workflows::definition_schema()); }

}  // namespace

std::vector<Route> workflow_routes() {
    return {
        {"GET", "/api/v1/workflows", Scope::read, list_workflows},
        {"POST", "/api/v1/workflows", Scope::write, save_workflow},
        {"POST", "/api/v1/workflow-check", Scope::read, check_workflow},
        {"GET", "/api/v1/workflow-schema", Scope::read, get_workflow_schema},
        {"GET", "/api/v1/workflows/{workflow_id}", Scope::read, get_workflow},
        {"POST", "/api/v1/workflows/{workflow_id}/publish", Scope::write, publish_workflow},
        {"POST", "/api/v1/workflows/{workflow_id}/pause", Scope::write, pause_workflow},
        {"POST", "/api/v1/workflows/{workflow_id}/resume", Scope::write, resume_workflow},
        {"GET", "/api/v1/workflows/{workflow_id}/versions", Scope::read, list_workflow_versions},
        {"GET", "/api/v1/workflows/{workflow_id}/versions/{version}", Scope::read, get_workflow_version},
        {"GET", "/api/v1/workflow-templates", Scope::read, list_workflow_templates},
        {"POST", "/api/v1/workflow-trial", Scope::read, try_workflow},
        {"GET", "/api/v1/workflow-runs", Scope::read, list_all_workflow_runs},
        {"POST", "/api/v1/workflows/{workflow_id}/start", Scope::write, start_workflow},
        {"GET", "/api/v1/workflows/{workflow_id}/runs", Scope::read, list_workflow_runs},
        {"GET", "/api/v1/workflow-runs/{run_id}", Scope::read, get_workflow_run},
        {"POST", "/api/v1/workflow-runs/{run_id}/cancel", Scope::write, cancel_workflow_run},
        {"POST", "/api/v1/workflow-runs/{run_id}/settle", Scope::write, settle_workflow_run},
    };
}

}  // namespace lockstep::api
