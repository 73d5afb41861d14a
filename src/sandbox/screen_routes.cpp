// SPDX-License-Identifier: Apache-2.0
// The admin routes by which both books are shown side by side and edited: people, their notes and tasks, the switches of the
// faults. Fields are flat here: "address.city". What is changed is changed as a person would: no limits, no faults, webhooks as
// ever.
#include <algorithm>

#include "base/text.hpp"
#include "sandbox/letter_case.hpp"
#include "sandbox/modelled_app.hpp"

namespace lockstep::sandbox {
namespace {

// Faults of a kind stand together where a person chooses one.
std::string_view group_of(FaultKind kind) {
    switch (kind) {
        case FaultKind::slow_reply:
        case FaultKind::lost_request:
        case FaultKind::lost_reply:
        case FaultKind::late_commit:
        case FaultKind::create_failed_but_stored:
        case FaultKind::repeated_write: return "answers";
        case FaultKind::too_many_requests:
        case FaultKind::server_error:
        case FaultKind::unauthorized:
        case FaultKind::forbidden:
        case FaultKind::spurious_not_found:
        case FaultKind::failing_record:
        case FaultKind::failing_create: return "refusals";
        case FaultKind::webhook_lost:
        case FaultKind::webhook_doubled:
        case FaultKind::webhook_late: return "webhooks";
        case FaultKind::automation:
        case FaultKind::name_case: return "inside";
        case FaultKind::stale_read:
        case FaultKind::index_lag:
        case FaultKind::empty_listing:
        case FaultKind::listing_gap:
        case FaultKind::listing_repeats:
        case FaultKind::wrong_total:
        case FaultKind::unreadable_record:
        case FaultKind::absent_member:
        case FaultKind::old_read:
        case FaultKind::long_index_lag: break;
    }
    return "reads";
}

void flatten(JsonObject const& object, std::string const& before, JsonObject& flat) {
    for (auto const& [name, value] : object) {
        auto const path = before + std::string(name);
        if (auto const* inner = value.if_object())
            flatten(*inner, path + ".", flat);
        else
            flat.emplace(path, value);
    }
}

JsonObject flat_fields(RecordView const& view) {
    JsonObject flat;
    flatten(view.fields, "", flat);
    return flat;
}

// "address.city" becomes a member of "address".
JsonObject deep_fields(JsonObject const& flat) {
    JsonObject deep;
    for (auto const& [name, value] : flat) {
        auto const path = std::string_view(name);
        auto const dot = path.find('.');
        if (dot == std::string_view::npos) {
            deep[path] = value;
            continue;
        }
        auto& inner = deep[path.substr(0, dot)];
        if (!inner.is_object()) inner = JsonObject{};
        inner.get_object()[path.substr(dot + 1)] = value;
    }
    return deep;
}

// Every word of the search stands somewhere in what the record says.
bool says_all_of(RecordView const& view, std::string_view name, std::string_view search) {
    if (trim_ascii(search).empty()) return true;
    std::string text = lower_case(name) + " " + lower_case(view.id);
    for (auto const& [field, value] : flat_fields(view)) {
        if (auto const* own = value.if_string()) text += " " + lower_case(*own);
        if (auto const* list = value.if_array()) {
            for (auto const& each : *list) text += " " + lower_case(each.is_string() ? std::string_view(each.get_string()) : "");
        }
    }
    auto const wanted = lower_case(search);
    for (auto const& word : split(wanted, ' ')) {
        if (!word.empty() && !text.contains(word)) return false;
    }
    return true;
}

// People stand in the order of their names; the id makes it certain. Goes into addresses, so a long name counts by its beginning.
std::string place_of(RecordView const& view, std::string_view name) {
    constexpr std::size_t bytes_most = 200;
    auto text = lower_case(name);
    auto end = std::min(text.size(), bytes_most);
    while (end < text.size() && end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // no half letter
    text.resize(end);
    return text + "\n" + view.id;
}

JsonObject line_of(RecordView const& view, std::string const& name) {
    auto const text = [&](char const* member) {
        auto const* value = view.fields.if_contains(member);
        return value != nullptr && value->is_string() && !value->get_string().empty() ? *value : Json(nullptr);
    };
    return {{"id", view.id}, {"name", name}, {"email", text("email")}, {"phone", text("phone")}, {"archived", view.archived},
        {"changed_at", format_time(view.changed_at)}, {"place", place_of(view, name)}};
}

Json member(JsonObject const& item, std::string_view name) {
    auto const* value = name.empty() ? nullptr : item.if_contains(name);
    return value == nullptr || (value->is_string() && value->get_string().empty()) ? Json(nullptr) : *value;
}

JsonObject attached_view(JsonObject const& item, AttachedForm const& form) {
    auto const done = member(item, form.completed);
    return {{"id", member(item, "id")}, {"title", member(item, form.title)}, {"text", member(item, form.text)},
        {"due_at", member(item, form.due)}, {"completed", done.is_bool() && done.get_bool()},
        {"added_at", member(item, form.added)}};
}

HttpReply no_record() { return problem(404, "sandbox.no_record", "there is no record of this id"); }

}  // namespace

std::optional<HttpReply> ModelledApp::handle_screen(Request const& request, TimePoint now) {
    auto const& subject = request.segments[1];
    auto const parts = request.segments.size();
    if (subject == "screen" && parts == 2 && request.method == "GET") return show_screen(now);
    if (subject == "people" && parts == 2 && request.method == "GET") return list_people(request);
    if (subject == "people" && parts == 3 && request.method == "GET") return show_person(request, now);
    if (subject == "people" && parts == 4 && request.method == "POST") return attach(request, now);
    if (subject == "people" && parts <= 3) return handle_person(request, now);
    if (subject == "switches" && parts <= 3) return handle_switches(request, now);
    if (subject == "heal" && parts == 2 && request.method == "POST") {
        heal();
        return json_reply(200, JsonObject{{"switches", switches()}});
    }
    return std::nullopt;
}

HttpReply ModelledApp::show_screen(TimePoint now) {
    JsonArray fields;
    for (auto const& field : form()) {
        JsonArray choices;
        for (auto const choice : field.choices) choices.emplace_back(choice);
        fields.push_back(JsonObject{{"name", field.name}, {"kind", field.kind}, {"choices", std::move(choices)}});
    }
    JsonArray allowance;
    for (auto const& each : allowances(now)) {
        bool const has_limit = each.most > 0;
        allowance.push_back(JsonObject{{"name", each.name}, {"limit", has_limit ? Json(each.most) : Json(nullptr)},
            {"left", has_limit ? Json(each.left) : Json(nullptr)}});
    }
    JsonArray types;
    for (auto const& type : event_types()) types.emplace_back(type);
    auto const webhook = [&](std::string_view name) { return counters_.get("webhook", name); };
    return json_reply(
        200, JsonObject{{"people", records().size()}, {"form", std::move(fields)}, {"allowance", std::move(allowance)},
                 {"events", std::move(types)}, {"calls", counters_.sum("call")},
                 {"webhooks", JsonObject{{"waiting", queue_.size()}, {"sent", webhook("sent")}, {"accepted", webhook("accepted")},
                                  {"lost", webhook("lost")}, {"given_up", webhook("given_up")}}}});
}

HttpReply ModelledApp::list_people(Request const& request) const {
    auto const most = static_cast<std::size_t>(std::clamp<std::int64_t>(request.query_integer("limit").value_or(50), 1, 1'000));
    auto const after = request.query_value("after").value_or("");
    auto const search = request.query_value("q").value_or("");
    std::map<std::string, JsonObject> found;
    for (auto const& view : records()) {
        auto const name = name_of(view.fields);
        auto place = place_of(view, name);
        if (place <= after || !says_all_of(view, name, search)) continue;
        found.emplace(std::move(place), line_of(view, name));
        // One more than the page says that there are more.
        if (found.size() > most + 1) found.erase(std::prev(found.end()));
    }
    bool const more = found.size() > most;
    if (more) found.erase(std::prev(found.end()));
    JsonArray items;
    for (auto& [place, line] : found) items.push_back(std::move(line));
    Json next = more ? Json(found.rbegin()->first) : Json(nullptr);
    return json_reply(200, JsonObject{{"items", std::move(items)}, {"next", std::move(next)}});
}

// `fits` of the answer: whether the search `q` finds this person, too.
HttpReply ModelledApp::show_person(Request const& request, TimePoint now) {
    auto const& id = request.segments[2];
    auto const view = record(id);
    if (!view) return no_record();
    auto const name = name_of(view->fields);
    auto person = line_of(*view, name);
    person["fits"] = says_all_of(*view, name, request.query_value("q").value_or(""));
    person["created_at"] = format_time(view->created_at);
    person["fields"] = flat_fields(*view);
    for (auto const& [word, own] : {std::pair{"notes", notes_of(id)}, std::pair{"tasks", tasks_of(id)}}) {
        JsonArray items;
        HttpRequest asked;
        asked.method = "GET";
        asked.url = own.path;
        auto const reply = own.path.empty() ? HttpReply{} : perform(parse_request(asked), now);
        auto const body = parse_json(reply.body);
        auto const* list = body ? find_array(*body, own.list) : nullptr;
        if (list != nullptr) {
            for (auto const& item : *list) {
                if (auto const* object = item.if_object()) items.push_back(attached_view(*object, own));
            }
        }
        person[word] = std::move(items);
    }
    return json_reply(200, person);
}

// A note or a task, through the app's own route, without its limits and faults.
HttpReply ModelledApp::attach(Request const& request, TimePoint now) {
    auto const& id = request.segments[2];
    bool const is_task = request.segments[3] == "tasks";
    if (!is_task && request.segments[3] != "notes") return problem(404, "sandbox.no_route", "there is no such admin route");
    if (!record(id)) return no_record();
    auto const wish = parse_json(request.body);
    if (!wish || !wish->is_object()) return problem(400, "sandbox.bad_fields", "an object is expected");
    auto const own = is_task ? tasks_of(id) : notes_of(id);
    JsonObject body{{own.text, find_text(*wish, "/text").value_or("")}};
    if (is_task) {
        body[own.title] = find_text(*wish, "/title").value_or("");
        body[own.completed] = false;
        auto const due = find_text(*wish, "/due_at");
        body[own.due] = due ? std::string(*due) : format_time(now + std::chrono::days{7});
    }
    HttpRequest asked;
    asked.method = "POST";
    asked.url = own.path.substr(0, own.path.find('?'));
    asked.headers.add("Content-Type", "application/json");
    asked.body = to_text(body);
    auto const reply = perform(parse_request(asked), now);
    if (reply.status >= 300) return problem(400, "sandbox.bad_fields", "adding to a record: " + reply.body);
    auto shown = request;
    shown.query.clear();
    auto answer = show_person(shown, now);
    answer.status = 201;
    return answer;
}

HttpReply ModelledApp::handle_person(Request const& request, TimePoint now) {
    bool const names_one = request.segments.size() == 3;
    if (request.method == "DELETE" && names_one) {
        auto const removed = remove_as_person(request.segments[2], now);
        return removed ? json_reply(200, JsonObject{{"removed", true}}) : problem(removed.error());
    }
    auto const body = parse_json(request.body);
    auto const* fields = body ? body->if_object() : nullptr;
    if (fields == nullptr) return problem(400, "sandbox.bad_fields", "an object of fields is expected");
    Request shown = request;
    shown.query.clear();
    if (request.method == "PATCH" && names_one) {
        if (auto const edited = edit_as_person(request.segments[2], deep_fields(*fields), now); !edited)
            return problem(edited.error());
        return show_person(shown, now);
    }
    if (request.method != "POST" || names_one) return problem(404, "sandbox.no_route", "there is no such admin route");
    auto const created = create_as_person(deep_fields(*fields), now);
    if (!created) return problem(created.error());
    shown.segments.push_back(*created);
    auto answer = show_person(shown, now);
    answer.status = 201;
    return answer;
}

JsonArray ModelledApp::switches() {
    JsonArray list;
    auto const time = [](std::optional<TimePoint> const& since) { return since ? Json(format_time(*since)) : Json(nullptr); };
    for (auto const kind : all_fault_kinds()) {
        if (!can_have(kind)) continue;
        list.push_back(JsonObject{{"name", to_string(kind)}, {"group", group_of(kind)}, {"on", faults_.may_strike(kind)},
            {"since", time(faults_.on_since(kind))}, {"struck", counters_.get("fault", to_string(kind))}});
    }
    for (auto const& own : own_faults()) {
        list.push_back(JsonObject{{"name", own.name}, {"group", own.group}, {"on", own.since->has_value()},
            {"since", time(*own.since)}, {"struck", counters_.get("fault", own.name)}});
    }
    return list;
}

void ModelledApp::heal() {
    faults_.calm();
    for (auto const& own : own_faults()) own.since->reset();
}

HttpReply ModelledApp::handle_switches(Request const& request, TimePoint now) {
    bool const names_one = request.segments.size() == 3;
    if (request.method == "GET" && !names_one) return json_reply(200, JsonObject{{"switches", switches()}});
    if (request.method != "PUT" || !names_one) return problem(404, "sandbox.no_route", "there is no such admin route");
    auto const body = parse_json(request.body);
    auto const on = body ? find_bool(*body, "/on") : std::nullopt;
    if (!on) return problem(400, "sandbox.bad_faults", R"({"on": true} or {"on": false} is expected)");
    auto const& name = request.segments[2];
    auto const own = own_faults();
    auto const found = std::ranges::find(own, std::string_view(name), &OwnFault::name);
    auto const kind = fault_kind_from(name);
    if (found == own.end() && (!kind || !can_have(*kind)))
        return problem(404, "sandbox.no_fault", "this app has no fault called " + printable(name.substr(0, 100)));
    if (found != own.end()) {
        if (!*on)
            found->since->reset();
        else if (!*found->since)
            *found->since = now;
    } else if (*on) {
        faults_.turn_on(*kind, now);
    } else {
        faults_.turn_off(*kind);
    }
    for (auto& each : switches()) {
        if (find_text(each, "/name") == std::string_view(name)) return json_reply(200, each);
    }
    return problem(404, "sandbox.no_fault", "this app has no such fault");
}

}  // namespace lockstep::sandbox
