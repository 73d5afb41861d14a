// SPDX-License-Identifier: Apache-2.0
#include "api/workflows/routes.hpp"

#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "messages/error_words.hpp"

namespace lockstep::api {
namespace {

using workflows::Service;

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
    CO_TRY(auto id, co_await context.parts.workflows.save(members.text("definition"), workflow_note(context, "workflow.save")));
    co_return co_await shown_workflow(context, std::move(id));
}

Task<Result<HttpReply>> check_workflow(Context& context) {
    Members const members(context);
    auto const definition = workflows::read_definition(members.text("definition"));
    auto const problems = definition ? workflows::check(*definition, context.parts.workflows.apps()).problems
                                     : std::vector<Error>{definition.error()};
    co_return json_reply(JsonObject{{"problems", problems_in_words(Service::problems_json(problems), context.language)}});
}

Task<Result<HttpReply>> publish_workflow(Context& context) {
    Members const members(context);
    workflows::Bindings given;
    for (auto const& [name, connection] : members.object("connections")) given[name] = std::string(connection.as_string());
    auto const& id = context.path("workflow_id");
    CO_TRY_VOID(co_await context.parts.workflows.publish(id, std::move(given), workflow_note(context, "workflow.publish")));
    co_return co_await shown_workflow(context, id);
}

Task<Result<HttpReply>> pause_workflow(Context& context) {
    auto const& id = context.path("workflow_id");
    CO_TRY_VOID(co_await context.parts.workflows.pause(id, workflow_note(context, "workflow.pause")));
    co_return co_await shown_workflow(context, id);
}

Task<Result<HttpReply>> start_workflow(Context& context) {
    Members const members(context);
    CO_TRY(auto const event, co_await context.parts.workflows.start(
                                 context.path("workflow_id"), members.object("data"), workflow_note(context, "workflow.start")));
    co_return json_reply(JsonObject{{"event", event}}, 202);
}

Task<Result<HttpReply>> list_workflow_runs(Context& context) {
    workflows::RunFilter filter;
    filter.workflow = context.path("workflow_id");
    filter.status = context.query.text("status");
    filter.before = context.query.text("cursor");
    filter.limit = context.query.number("limit");
    CO_TRY(auto items, co_await context.parts.workflows.runs(filter));
    std::string next;
    if (static_cast<std::int64_t>(items.size()) == filter.limit) next = find_text(items.back(), "/id").value_or("");
    co_return json_reply(page(std::move(items), next));
}

Task<Result<HttpReply>> shown_run(Context& context, int status) {
    CO_TRY(auto const run, co_await context.parts.workflows.show_run(context.path("run_id")));
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
        {"POST", "/api/v1/workflows/{workflow_id}/start", Scope::write, start_workflow},
        {"GET", "/api/v1/workflows/{workflow_id}/runs", Scope::read, list_workflow_runs},
        {"GET", "/api/v1/workflow-runs/{run_id}", Scope::read, get_workflow_run},
        {"POST", "/api/v1/workflow-runs/{run_id}/cancel", Scope::write, cancel_workflow_run},
        {"POST", "/api/v1/workflow-runs/{run_id}/settle", Scope::write, settle_workflow_run},
    };
}

}  // namespace lockstep::api
