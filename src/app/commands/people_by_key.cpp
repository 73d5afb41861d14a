// SPDX-License-Identifier: Apache-2.0
// `lockstep records find`, `put` and `news`: people by e-mail address, phone number or another system's id, as other systems ask.
#include "app/commands/session.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

void show_people(Console& console, JsonArray const& items) {
    std::vector<std::vector<std::string>> rows;
    for (auto const& person : items) {
        rows.push_back(
            {text_at(person, "/full_name"), text_at(person, "/email"), text_at(person, "/phone"), text_at(person, "/state"),
                shown(*find(person, "/external_id")), shown(*find(person, "/a_record")), shown(*find(person, "/b_record"))});
    }
    console.table({"NAME", "E-MAIL", "PHONE", "STATE", "EXTERNAL ID", "A", "B"}, rows);
}

Task<Result<std::string>> people_of(Session& session, std::string const& name) {
    CO_TRY(auto const sync, co_await find_sync(session, name));
    co_return "/api/v1/syncs/" + sync + "/people";
}

Task<Result<ExitCode>> find_person(Session& session, PersonInput const& input) {
    CO_TRY(auto const people, co_await people_of(session, input.sync));
    CO_TRY(auto const page,
        co_await session.api.get(with_query(
            people, {{"email", input.email}, {"phone", input.phone}, {"external_id", input.external_id}, {"id", input.id}})));
    session.console.result(page);
    show_people(session.console, *find_array(page, "/items"));
    co_return find_array(page, "/items")->empty() ? ExitCode::not_found : ExitCode::ok;
}

Task<Result<ExitCode>> put_person(Session& session, PersonInput const& input) {
    JsonObject body{{"mode", input.mode}};
    auto const add = [&body](std::string_view name, std::string const& text) {
        if (!text.empty()) body[name] = text;
    };
    add("id", input.id);
    add("external_id", input.external_id);
    add("email", input.email);
    add("phone", input.phone);
    add("full_name", input.full_name);
    add("first_name", input.first_name);
    add("last_name", input.last_name);
    JsonObject fields;
    for (auto const& word : input.fields) {
        auto const at = word.find('=');
        if (at == std::string::npos || at == 0)
            co_return fail(ErrorKind::invalid, "app.bad_usage",
                "reading a field: \"" + printable(word) + "\" does not read like name=value");
        fields[word.substr(0, at)] = word.substr(at + 1);
    }
    if (!fields.empty()) body["fields"] = std::move(fields);
    CO_TRY(auto const people, co_await people_of(session, input.sync));
    CO_TRY(auto const done, co_await session.api.post(people, body));
    session.console.result(done);
    auto const did = text_at(done, "/did");
    session.console.say(messages::text(session.console.language(), "put_person." + did) + " " + text_at(done, "/why"));
    show_people(session.console, {*find(done, "/person")});
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> news(Session& session, PersonInput const& input) {
    CO_TRY(auto const people, co_await people_of(session, input.sync));
    CO_TRY(auto const page,
        co_await session.api.get(with_query(people + "/news", {{"kind", input.kind}, {"limit", std::to_string(input.limit)}})));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items")) {
        std::string fields;
        for (auto const& field : *find_array(item, "/fields")) fields += (fields.empty() ? "" : ", ") + shown(field);
        rows.push_back({text_at(item, "/at"), text_at(item, "/kind"), text_at(item, "/person/full_name"),
            text_at(item, "/person/email"), fields});
    }
    session.console.table({"AT", "WHAT", "NAME", "E-MAIL", "FIELDS"}, rows);
    co_return ExitCode::ok;
}

}  // namespace

int run_records_find(Common const& common, PersonInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return find_person(session, input); });
}
int run_records_put(Common const& common, PersonInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return put_person(session, input); });
}
int run_records_news(Common const& common, PersonInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return news(session, input); });
}

}  // namespace lockstep::app
