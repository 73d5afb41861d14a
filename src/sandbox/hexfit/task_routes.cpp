// SPDX-License-Identifier: Apache-2.0
// Tasks of a client. Writing one touches the client.
#include "sandbox/hexfit/attachment.hpp"
#include "sandbox/hexfit/routes.hpp"

namespace lockstep::sandbox::hexfit {
namespace {

JsonObject shown_task(Attachment const& task) {
    auto const* completed = task.fields.if_contains("completed");
    return JsonObject{{"id", task.id}, {"client_id", task.client_id}, {"title", task.fields.at("title")},
        {"body", member_or_null(task.fields, "body")}, {"due_at", member_or_null(task.fields, "due_at")},
        {"completed", completed != nullptr && completed->get_bool()}, {"assignee", member_or_null(task.fields, "assignee")},
        {"external_id", member_or_null(task.fields, "external_id")}, {"created_at", format_time(task.created)},
        {"updated_at", format_time(task.updated)}};
}

std::optional<HttpReply> check_task(HexfitModel& model, JsonObject& body) {
    if (body.contains("title") && member_or_null(body, "title").is_null()) return invalid(model, "title", "A text is expected.");
    if (auto refused = check_text(model, body, "title", 200, false)) return refused;
    if (auto refused = check_text(model, body, "body", 20'000, true)) return refused;
    if (auto refused = check_text(model, body, "assignee", 100, true)) return refused;
    if (auto refused = check_text(model, body, "external_id", 100, true)) return refused;
    if (auto const* completed = body.if_contains("completed"); completed != nullptr && !completed->is_bool()) {
        return invalid(model, "completed", "true or false is expected.");
    }
    if (auto* due = body.if_contains("due_at"); due != nullptr && !due->is_null()) {
        auto const time = due->is_string() ? parse_time(due->get_string()) : parse_time("");
        if (!time) return invalid(model, "due_at", "A time is expected.");
        *due = format_time(*time);
    }
    return std::nullopt;
}

HttpReply list_tasks(HexfitModel& model, RouteCall const& call) {
    return list_attachments(model, call, model.tasks, false, shown_task);
}

HttpReply create_task(HexfitModel& model, RouteCall const& call) {
    if (!model.clients.contains(call.names[0])) return not_found(model);
    auto body = read_body(model, call, {"title", "body", "due_at", "completed", "assignee", "external_id"});
    if (!body) return std::move(body.error());
    if (!body->contains("title")) return invalid(model, "title", "This member is required.");
    if (auto refused = check_task(model, *body)) return std::move(*refused);
    if (auto const* twin = find_by_external_id(model.tasks, call.names[0], *body)) {
        return failed(model, 409, "external_id_in_use", "This external id is in use.", JsonObject{{"task_id", twin->id}});
    }
    auto const id = model.new_id("t");
    auto const& task =
        model.tasks.emplace(id, Attachment{id, std::string(call.names[0]), std::move(*body), call.now, call.now}).first->second;
    model.touch(task.client_id, call.now);
    return succeeded(201, shown_task(task));
}

HttpReply get_task(HexfitModel& model, RouteCall const& call) {
    auto const task = model.tasks.find(call.names[0]);
    return task == model.tasks.end() ? not_found(model) : succeeded(200, shown_task(task->second));
}

HttpReply update_task(HexfitModel& model, RouteCall const& call) {
    auto const task = model.tasks.find(call.names[0]);
    if (task == model.tasks.end()) return not_found(model);
    auto body = read_body(model, call, {"title", "body", "due_at", "completed", "assignee"});
    if (!body) return std::move(body.error());
    if (body->empty()) return invalid(model, "", "At least one member is expected.");
    if (auto refused = check_task(model, *body)) return std::move(*refused);
    for (auto const& [name, value] : *body) task->second.fields[name] = value;
    task->second.updated = call.now;
    model.touch(task->second.client_id, call.now);
    return succeeded(200, shown_task(task->second));
}

HttpReply delete_task(HexfitModel& model, RouteCall const& call) {
    auto const task = model.tasks.find(call.names[0]);
    if (task == model.tasks.end()) return not_found(model);
    auto const client = task->second.client_id;
    model.tasks.erase(task);
    model.touch(client, call.now);
    return succeeded(200, JsonObject{{"id", call.names[0]}});
}

}  // namespace

void add_task_routes(Routes& routes) {
    routes.push_back({"GET", {"full", "v1", "clients", "{}", "tasks"}, "listTasks", RouteKind::read, list_tasks});
    routes.push_back({"POST", {"full", "v1", "clients", "{}", "tasks"}, "createTask", RouteKind::create, create_task});
    routes.push_back({"GET", {"full", "v1", "tasks", "{}"}, "getTask", RouteKind::read, get_task});
    routes.push_back({"PATCH", {"full", "v1", "tasks", "{}"}, "updateTask", RouteKind::write, update_task});
    routes.push_back({"DELETE", {"full", "v1", "tasks", "{}"}, "deleteTask", RouteKind::write, delete_task});
}

}  // namespace lockstep::sandbox::hexfit
