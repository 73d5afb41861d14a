// SPDX-License-Identifier: Apache-2.0
// Tasks of a contact, and the search over all tasks of the location. There is an event for a completed task, none for another
// change of it.
#include <algorithm>

#include "sandbox/highlevel/body.hpp"
#include "sandbox/highlevel/routes.hpp"
#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

constexpr std::array create_task_rules{BodyRule{"title", BodyType::text, true}, BodyRule{"dueDate", BodyType::text, true},
    BodyRule{"completed", BodyType::boolean, true}, BodyRule{"body"}, BodyRule{"assignedTo", BodyType::text, false, true}};
constexpr std::array update_task_rules{BodyRule{"title"}, BodyRule{"dueDate"}, BodyRule{"completed", BodyType::boolean},
    BodyRule{"body"}, BodyRule{"assignedTo", BodyType::text, false, true}};
constexpr std::array completed_rules{BodyRule{"completed", BodyType::boolean, true}};
constexpr std::array task_search_rules{BodyRule{"contactId", BodyType::text_list}, BodyRule{"completed", BodyType::boolean},
    BodyRule{"assignedTo", BodyType::text_list}, BodyRule{"query"}, BodyRule{"limit", BodyType::number},
    BodyRule{"skip", BodyType::number}, BodyRule{"businessId"}};

JsonObject shown(ContactTask const& task) {
    JsonObject object{{"id", task.id}};
    for (auto const& [name, value] : task.fields) object.insert_or_assign(name, value);
    object.emplace("contactId", task.contact_id);
    return object;
}

void publish(HighLevelModel& model, std::string_view type, ContactTask const& task, TimePoint now) {
    if (!model.publish) return;
    JsonObject fields{{"locationId", model.settings.location_id}, {"id", task.id}, {"contactId", task.contact_id}};
    for (auto const name : {"assignedTo", "body", "title", "dueDate"}) {
        if (auto const* value = task.fields.if_contains(name); value != nullptr && !value->is_null())
            fields.emplace(name, *value);
    }
    fields.emplace("dateAdded", format_time(task.added));
    model.publish(type, std::move(fields), now);
}

ContactTask* find_task(HighLevelModel& model, RouteCall const& call) {
    auto const found = model.tasks.find(call.names[1]);
    return found == model.tasks.end() || found->second.contact_id != call.names[0] ? nullptr : &found->second;
}

HttpReply no_task(HighLevelModel& model) { return error_reply(model, 400, "Task not found"); }

// nullopt, or the refusal of a due date that is none.
std::optional<HttpReply> settle_due_date(HighLevelModel& model, JsonObject& body) {
    auto* due = body.if_contains("dueDate");
    if (due == nullptr) return std::nullopt;
    auto const time = parse_time(due->get_string());
    if (!time) return unprocessable(model, {"dueDate must be a valid ISO 8601 date string"});
    *due = format_time(*time);
    return std::nullopt;
}

bool is_completed(ContactTask const& task) {
    auto const* completed = task.fields.if_contains("completed");
    return completed != nullptr && completed->is_bool() && completed->get_bool();
}

HttpReply list_tasks(HighLevelModel& model, RouteCall const& call) {
    if (!model.contacts.find(call.names[0])) return contact_not_found(model, call.names[0]);
    JsonArray list;
    for (auto const& [id, task] : model.tasks) {
        if (task.contact_id == call.names[0]) list.push_back(shown(task));
    }
    return traced(model, 200, JsonObject{{"tasks", std::move(list)}});
}

HttpReply create_task(HighLevelModel& model, RouteCall const& call) {
    if (!model.contacts.find(call.names[0])) return contact_not_found(model, call.names[0]);
    auto body = read_body(model, call, create_task_rules);
    if (!body) return std::move(body.error());
    if (auto refused = settle_due_date(model, *body)) return std::move(*refused);
    auto const id = model.new_id();
    auto const& task =
        model.tasks.emplace(id, ContactTask{id, std::string(call.names[0]), std::move(*body), call.now}).first->second;
    publish(model, "TaskCreate", task, call.now);
    return traced(model, 201, JsonObject{{"task", shown(task)}});
}

HttpReply get_task(HighLevelModel& model, RouteCall const& call) {
    auto const* task = find_task(model, call);
    return task == nullptr ? no_task(model) : traced(model, 200, JsonObject{{"task", shown(*task)}});
}

HttpReply change_task(HighLevelModel& model, RouteCall const& call, std::span<BodyRule const> rules) {
    auto* task = find_task(model, call);
    if (task == nullptr) return no_task(model);
    auto body = read_body(model, call, rules);
    if (!body) return std::move(body.error());
    if (auto refused = settle_due_date(model, *body)) return std::move(*refused);
    bool const was_completed = is_completed(*task);
    for (auto const& [name, value] : *body) task->fields[name] = value;
    if (!was_completed && is_completed(*task)) publish(model, "TaskComplete", *task, call.now);
    return traced(model, 200, JsonObject{{"task", shown(*task)}});
}

HttpReply update_task(HighLevelModel& model, RouteCall const& call) { return change_task(model, call, update_task_rules); }
HttpReply update_task_completed(HighLevelModel& model, RouteCall const& call) {
    return change_task(model, call, completed_rules);
}

HttpReply delete_task(HighLevelModel& model, RouteCall const& call) {
    auto const* task = find_task(model, call);
    if (task == nullptr) return no_task(model);
    publish(model, "TaskDelete", *task, call.now);
    model.tasks.erase(std::string(call.names[1]));
    return traced(model, 200, JsonObject{{"succeded", true}});
}

bool lists(JsonObject const& body, char const* name, std::string_view text) {
    auto const* list = body.if_contains(name);
    if (list == nullptr || list->get_array().empty()) return true;
    return std::ranges::any_of(list->get_array(), [&](Json const& item) { return std::string_view(item.get_string()) == text; });
}

HttpReply search_tasks(HighLevelModel& model, RouteCall const& call) {
    auto const body = read_body(model, call, task_search_rules);
    if (!body) return body.error();
    Json const json(*body);
    auto const limit = std::clamp<std::int64_t>(find_integer(json, "/limit").value_or(25), 1, 1'000);
    auto const skip = find_integer(json, "/skip").value_or(0);
    auto const completed = find_bool(json, "/completed");
    auto const query = lower_case(find_text(json, "/query").value_or(""));
    JsonArray list;
    std::int64_t seen = 0;
    for (auto const& [id, task] : model.tasks) {
        Json const fields(task.fields);
        if (!lists(*body, "contactId", task.contact_id) ||
            !lists(*body, "assignedTo", find_text(fields, "/assignedTo").value_or("")))
            continue;
        if (completed && *completed != is_completed(task)) continue;
        if (!query.empty() && lower_case(find_text(fields, "/title").value_or("")).find(query) == std::string::npos) continue;
        if (seen++ >= skip && static_cast<std::int64_t>(list.size()) < limit) list.push_back(shown(task));
    }
    return traced(model, 200, JsonObject{{"tasks", std::move(list)}});
}

}  // namespace

void add_task_routes(Routes& routes) {
    routes.push_back({"GET", {"contacts", "{}", "tasks"}, "get-all-tasks", RouteKind::read, list_tasks});
    routes.push_back({"POST", {"contacts", "{}", "tasks"}, "create-task", RouteKind::create, create_task});
    routes.push_back({"GET", {"contacts", "{}", "tasks", "{}"}, "get-task", RouteKind::read, get_task});
    routes.push_back({"PUT", {"contacts", "{}", "tasks", "{}"}, "update-task", RouteKind::write, update_task});
    routes.push_back({"DELETE", {"contacts", "{}", "tasks", "{}"}, "delete-task", RouteKind::write, delete_task});
    routes.push_back({"PUT", {"contacts", "{}", "tasks", "{}", "completed"}, "update-task-completed", RouteKind::write,
        update_task_completed});
    routes.push_back({"POST", {"locations", "{}", "tasks", "search"}, "task-search", RouteKind::read, search_tasks});
}

}  // namespace lockstep::sandbox::highlevel
