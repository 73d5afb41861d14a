// SPDX-License-Identifier: Apache-2.0
// `lockstep schedules`: times at which something happens.
#include "app/commands/session.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

// "08:00 on 1,2,3,4,5 (America/Toronto)": as it was given.
std::string times_of(Json const& schedule) {
    auto const every = text_at(schedule, "/every");
    if (every == "minutes") return std::to_string(integer_at(schedule, "/minutes")) + " min";
    auto times = text_at(schedule, "/at");
    std::string days;
    for (auto const& each : *find_array(schedule, "/weekdays"))
        days += (days.empty() ? "" : ",") + std::to_string(each.to_number<std::int64_t>());
    if (!days.empty()) times += " on " + days;
    return times + " (" + text_at(schedule, "/zone") + ")";
}

void say_schedules(Session& session, JsonArray const& schedules) {
    std::vector<std::vector<std::string>> rows;
    for (auto const& each : schedules) {
        auto const next = text_at(each, "/next/0"), last = text_at(each, "/last_at");
        rows.push_back({text_at(each, "/id"), text_at(each, "/label"), times_of(each), text_at(each, "/missed"),
            next.empty() ? messages::text(session.console.language(), "command.schedule_paused") : next,
            last.empty() ? "-" : last, std::to_string(integer_at(each, "/fired"))});
    }
    session.console.table({"SCHEDULE", "LABEL", "TIMES", "MISSED", "NEXT", "LAST", "EVENTS"}, rows);
}

Task<Result<ExitCode>> list_schedules(Session& session) {
    CO_TRY(auto const page, co_await session.api.get("/api/v1/schedules"));
    session.console.result(page);
    say_schedules(session, *find_array(page, "/items"));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> create_schedule(Session& session, ScheduleInput const& input) {
    JsonObject body{{"label", input.label}, {"every", input.every}, {"zone", input.zone}, {"missed", input.missed}};
    if (input.every == "minutes")
        body["minutes"] = input.minutes;
    else
        body["at"] = input.at;
    if (input.every == "week") {
        JsonArray weekdays;
        for (auto const each : input.weekdays) weekdays.emplace_back(each);
        body["weekdays"] = std::move(weekdays);
    }
    CO_TRY(auto const schedule, co_await session.api.post("/api/v1/schedules", Json(std::move(body))));
    session.console.result(schedule);
    say_schedules(session, JsonArray{schedule});
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> change_schedule(Session& session, std::string const& schedule, std::string_view what) {
    auto path = "/api/v1/schedules/" + percent_encode(schedule) + "/" + std::string(what);
    CO_TRY(auto const changed, co_await session.api.post(std::move(path)));
    session.console.result(changed);
    say_schedules(session, JsonArray{changed});
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> remove_schedule(Session& session, std::string const& schedule) {
    CO_TRY_VOID(co_await session.api.remove("/api/v1/schedules/" + percent_encode(schedule)));
    session.console.result(JsonObject{});
    session.console.say(messages::text(session.console.language(), "command.schedule_removed"));
    co_return ExitCode::ok;
}

}  // namespace

int run_schedules_list(Common const& common) { return run_with_api(common, Needs::records, list_schedules); }
int run_schedules_create(Common const& common, ScheduleInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return create_schedule(session, input); });
}
int run_schedules_pause(Common const& common, std::string const& schedule) {
    return run_with_api(common, Needs::records, [&](Session& session) { return change_schedule(session, schedule, "pause"); });
}
int run_schedules_resume(Common const& common, std::string const& schedule) {
    return run_with_api(common, Needs::records, [&](Session& session) { return change_schedule(session, schedule, "resume"); });
}
int run_schedules_remove(Common const& common, std::string const& schedule) {
    return run_with_api(common, Needs::records, [&](Session& session) { return remove_schedule(session, schedule); });
}

}  // namespace lockstep::app
