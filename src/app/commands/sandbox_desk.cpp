// SPDX-License-Identifier: Apache-2.0
// `lockstep sandbox people|show|create|edit|delete|faults|fault|heal|event`: a person at the simulated apps of a running demo.
#include "app/commands/sandbox_commands.hpp"
#include "app/commands/session.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

std::string at_sandbox(std::string_view path = "") { return "/api/v1/sandbox" + std::string(path); }

std::string person_path(SandboxDeskInput const& input) {
    return at_sandbox("/people/") + percent_encode(input.app) + "/" + percent_encode(input.record);
}

void say_desk(Session& session, std::string_view word, MessageParams const& params = {}) {
    session.console.say(messages::text(session.console.language(), "command.sandbox." + std::string(word), params));
}

std::string name_and_id(Json const& pair, std::string_view side) {
    auto const at = "/" + std::string(side);
    auto const id = text_at(pair, at + "/id");
    if (id.empty()) return "-";
    return text_at(pair, at + "/name") + " (" + id + ")";
}

Task<Result<ExitCode>> list_people(Session& session, SandboxDeskInput const& input) {
    CO_TRY(auto const books, co_await session.api.get(at_sandbox()));
    CO_TRY(
        auto const page, co_await session.api.get(paging_query(at_sandbox("/people"), {{"query", input.query}}, input.paging)));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& pair : *find_array(page, "/items"))
        rows.push_back(
            {name_and_id(pair, "left"), name_and_id(pair, "right"), text_at(pair, "/link_id").empty() ? "-" : "linked"});
    session.console.table({text_at(books, "/books/0/title"), text_at(books, "/books/1/title"), "LINK"}, rows);
    if (auto const next = text_at(page, "/next"); !next.empty()) say_desk(session, "more", {{"cursor", next}});
    co_return ExitCode::ok;
}

void say_person(Session& session, Json const& person) {
    auto& console = session.console;
    console.result(person);
    std::vector<std::vector<std::string>> rows;
    for (auto const& [name, value] : *find_object(person, "/fields")) rows.push_back({std::string(name), shown(value)});
    console.table({"FIELD", text_at(person, "/name")}, rows);
    for (auto const& [pointer, word] : {std::pair{"/notes", "note"}, std::pair{"/tasks", "task"}}) {
        for (auto const& each : *find_array(person, pointer)) {
            auto const title = text_at(each, "/title");
            auto const text = text_at(each, "/text");
            say_desk(session, word, {{"text", printable(title + (title.empty() || text.empty() ? "" : ": ") + text)}});
        }
    }
    if (auto const partner = text_at(person, "/partner"); !partner.empty()) say_desk(session, "linked", {{"record", partner}});
}

Task<Result<ExitCode>> show_person(Session& session, SandboxDeskInput const& input) {
    CO_TRY(auto const person, co_await session.api.get(person_path(input)));
    say_person(session, person);
    co_return ExitCode::ok;
}

// A number stays a text: phones and postal codes are none.
Result<JsonObject> fields_of(SandboxDeskInput const& input) {
    JsonObject fields;
    for (auto const& each : input.fields) {
        auto const equals = each.find('=');
        if (equals == std::string::npos || equals == 0)
            return fail(ErrorKind::invalid, "app.bad_input", "reading --set: it reads like city=Laval, not " + printable(each));
        auto const text = each.substr(equals + 1);
        auto const json = parse_json(text);
        bool const is_no_text = json && (json->is_array() || json->is_bool());
        fields[each.substr(0, equals)] = is_no_text ? *json : Json(text);
    }
    return fields;
}

Task<Result<ExitCode>> create_person(Session& session, SandboxDeskInput const& input) {
    CO_TRY(auto fields, fields_of(input));
    Json body = JsonObject{{"fields", std::move(fields)}};
    CO_TRY(auto const person, co_await session.api.post(at_sandbox("/people/") + percent_encode(input.app), std::move(body)));
    say_person(session, person);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> edit_person(Session& session, SandboxDeskInput const& input) {
    CO_TRY(auto fields, fields_of(input));
    auto const path = person_path(input);
    std::optional<Json> person;
    if (!fields.empty()) {
        Json body = JsonObject{{"fields", std::move(fields)}};
        CO_TRY(person, co_await session.api.patch(path, std::move(body)));
    }
    if (!input.note.empty()) {
        Json body = JsonObject{{"text", input.note}};
        CO_TRY(person, co_await session.api.post(path + "/notes", std::move(body)));
    }
    if (!input.task.empty()) {
        Json body = JsonObject{{"title", input.task}};
        CO_TRY(person, co_await session.api.post(path + "/tasks", std::move(body)));
    }
    if (!person) co_return fail(ErrorKind::invalid, "app.bad_input", "editing a person: give --set, --note or --task");
    say_person(session, *person);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> delete_person(Session& session, SandboxDeskInput const& input) {
    CO_TRY_VOID(co_await session.api.remove(person_path(input)));
    session.console.result(JsonObject{{"deleted", true}});
    say_desk(session, "deleted");
    co_return ExitCode::ok;
}

void say_faults(Session& session, Json const& page) {
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& each : *find_array(page, "/items"))
        rows.push_back({text_at(each, "/app"), text_at(each, "/name"), find_bool(each, "/on").value_or(false) ? "ON" : "-",
            std::to_string(integer_at(each, "/struck")), text_at(each, "/title")});
    session.console.table({"APP", "FAULT", "STATE", "STRUCK", "WHAT"}, rows);
}

Task<Result<ExitCode>> list_faults(Session& session) {
    CO_TRY(auto const page, co_await session.api.get(at_sandbox("/faults")));
    say_faults(session, page);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> turn(Session& session, SandboxDeskInput const& input, bool is_on) {
    auto const path = at_sandbox("/faults/") + percent_encode(input.app) + "/" + percent_encode(input.fault);
    Json body = JsonObject{{"on", is_on}};
    CO_TRY(auto const fault, co_await session.api.put(path, std::move(body)));
    session.console.result(fault);
    session.console.say(text_at(fault, "/title") + (is_on ? ": " + text_at(fault, "/explanation") : ""));
    if (is_on) session.console.say(text_at(fault, "/remedy"));
    say_desk(session, is_on ? "turned_on" : "turned_off");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> heal(Session& session) {
    CO_TRY(auto const page, co_await session.api.post(at_sandbox("/heal")));
    session.console.result(page);
    say_desk(session, "healed");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> make_event(Session& session, SandboxDeskInput const& input) {
    Json body = JsonObject{{"type", input.type}};
    CO_TRY_VOID(co_await session.api.post(at_sandbox("/events/") + percent_encode(input.app), std::move(body)));
    session.console.result(JsonObject{{"happened", true}});
    say_desk(session, "happened", {{"type", printable(input.type)}});
    co_return ExitCode::ok;
}

}  // namespace

int run_sandbox_people(Common const& common, SandboxDeskInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return list_people(session, input); });
}
int run_sandbox_show(Common const& common, SandboxDeskInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return show_person(session, input); });
}
int run_sandbox_create(Common const& common, SandboxDeskInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return create_person(session, input); });
}
int run_sandbox_edit(Common const& common, SandboxDeskInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return edit_person(session, input); });
}
int run_sandbox_delete(Common const& common, SandboxDeskInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return delete_person(session, input); });
}
int run_sandbox_faults(Common const& common) { return run_with_api(common, Needs::records, list_faults); }
int run_sandbox_fault(Common const& common, SandboxDeskInput const& input, bool is_on) {
    return run_with_api(common, Needs::records, [&](Session& session) { return turn(session, input, is_on); });
}
int run_sandbox_heal(Common const& common) { return run_with_api(common, Needs::records, heal); }
int run_sandbox_event(Common const& common, SandboxDeskInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return make_event(session, input); });
}

}  // namespace lockstep::app
