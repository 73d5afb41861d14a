// SPDX-License-Identifier: Apache-2.0
#include "api/general/schedules.hpp"

#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "general/schedules.hpp"
#include "general/timekeeper.hpp"

namespace lockstep::api {
namespace {

using general::ScheduleId;
using general::StoredSchedule;

constexpr int times_ahead = 5;

Json schedule_view(StoredSchedule const& stored) {
    auto view = general::schedule_inputs(stored.schedule);
    for (auto const* absent : {"minutes", "at"}) {
        if (!view.contains(absent)) view[absent] = nullptr;
    }
    if (!view.contains("weekdays")) view["weekdays"] = JsonArray{};
    view["id"] = stored.id.text();
    view["label"] = stored.label;
    view["missed"] = general::to_string(stored.missed);
    view["created_at"] = format_time(stored.created_at);
    view["paused_at"] = time_or_null(stored.paused_at);
    view["last_at"] = time_or_null(stored.last_at);
    view["fired"] = stored.fired;
    view["left_out"] = stored.left_out;
    JsonArray next;
    auto time = stored.next_at;
    for (int i = 0; i < times_ahead && !stored.paused_at; ++i) {
        next.emplace_back(format_time(time));
        time = general::next_due(stored.schedule, time);
    }
    view["next"] = std::move(next);
    return view;
}

Task<Result<HttpReply>> list_schedules(Context& context) {
    CO_TRY(auto const list, co_await context.parts.database.read_value([&](Transaction& transaction) {
        return general::list_schedules(transaction, context.account());
    }));
    JsonArray items;
    for (auto const& each : list) items.push_back(schedule_view(each));
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> create_schedule(Context& context) {
    Members const members(context);
    CO_TRY(auto schedule, general::read_schedule(context.body));
    auto const missed = general::missed_from(members.text("missed")).value_or(general::Missed::once);
    auto const stored =
        general::make_schedule(members.text("label"), std::move(schedule), missed, context.parts.random, context.parts.clock);
    CO_TRY_VOID(co_await context.parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(general::insert_schedule(transaction, context.account(), stored, context.parts.clock));
        return note_in_audit(context, transaction, "schedule.create", stored.id.text());
    }));
    context.parts.timekeeper.wake();
    co_return json_reply(schedule_view(stored), 201);
}

using Change = Result<StoredSchedule> (*)(Transaction&, AccountId const&, ScheduleId const&, Clock const&);

Task<Result<HttpReply>> change_schedule(Context& context, Change change, std::string_view action) {
    ScheduleId const id{context.path("schedule_id")};
    CO_TRY(
        auto const stored, co_await context.parts.database.write_value([&](Transaction& transaction) -> Result<StoredSchedule> {
            TRY(auto changed, change(transaction, context.account(), id, context.parts.clock));
            TRY_VOID(note_in_audit(context, transaction, action, id.text()));
            return changed;
        }));
    context.parts.timekeeper.wake();
    co_return json_reply(schedule_view(stored));
}

Task<Result<HttpReply>> pause_schedule(Context& context) {
    co_return co_await change_schedule(context, general::pause_schedule, "schedule.pause");
}

Task<Result<HttpReply>> resume_schedule(Context& context) {
    co_return co_await change_schedule(context, general::resume_schedule, "schedule.resume");
}

Task<Result<HttpReply>> remove_schedule(Context& context) {
    ScheduleId const id{context.path("schedule_id")};
    CO_TRY_VOID(co_await context.parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(general::remove_schedule(transaction, context.account(), id));
        return note_in_audit(context, transaction, "schedule.remove", id.text());
    }));
    co_return no_content();
}

}  // namespace

std::vector<Route> schedule_routes() {
    return {
        {"GET", "/api/v1/schedules", Scope::read, list_schedules},
        {"POST", "/api/v1/schedules", Scope::write, create_schedule},
        {"POST", "/api/v1/schedules/{schedule_id}/pause", Scope::write, pause_schedule},
        {"POST", "/api/v1/schedules/{schedule_id}/resume", Scope::write, resume_schedule},
        {"DELETE", "/api/v1/schedules/{schedule_id}", Scope::write, remove_schedule},
    };
}

}  // namespace lockstep::api
