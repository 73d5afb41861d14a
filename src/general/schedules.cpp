// SPDX-License-Identifier: Apache-2.0
#include "general/schedules.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "general/statements.hpp"
#include "work/queue.hpp"

namespace lockstep::general {
namespace {

Result<StoredSchedule> read_row(Row const& row) {
    StoredSchedule stored;
    stored.id = row.id<ScheduleId>(0);
    stored.label = row.text(1);
    TRY(auto const times, parse_json(row.text(2)));
    auto const missed = missed_from(row.text(3));
    if (!times.is_object() || !missed)
        return fail(ErrorKind::corrupt, "general.damaged_schedule", "reading schedule " + stored.id.text() + ": it is damaged");
    TRY(stored.schedule, read_schedule(times.get_object()));
    stored.missed = *missed;
    stored.created_at = row.time(4);
    stored.paused_at = row.optional_time(5);
    stored.next_at = row.time(6);
    stored.last_at = row.optional_time(7);
    stored.fired = row.integer(8);
    stored.left_out = row.integer(9);
    return stored;
}

std::unexpected<Error> unknown_schedule(ScheduleId const& id) {
    return fail(ErrorKind::not_found, "general.unknown_schedule",
        "looking for a schedule: there is none called \"" + printable(std::string_view(id.text()).substr(0, 60)) + "\"");
}

Result<StoredSchedule> get_schedule(Transaction& transaction, AccountId const& account, ScheduleId const& id) {
    TRY(auto found, find_schedule(transaction, account, id));
    if (!found) return unknown_schedule(id);
    return *std::move(found);
}

Result<void> save_pause(Transaction& transaction, AccountId const& account, StoredSchedule const& stored) {
    TRY_VOID(transaction.execute(sql::pause_schedule, account, stored.id, stored.paused_at, stored.next_at));
    return {};
}

}  // namespace

StoredSchedule make_schedule(std::string label, Schedule schedule, Missed missed, Random& random, Clock const& clock) {
    StoredSchedule stored;
    stored.id = random.id<ScheduleTag>(clock.now());
    stored.label = std::move(label);
    stored.schedule = std::move(schedule);
    stored.missed = missed;
    stored.created_at = clock.now();
    stored.next_at = next_due(stored.schedule, clock.wall());
    return stored;
}

Result<void> insert_schedule(
    Transaction& transaction, AccountId const& account, StoredSchedule const& stored, Clock const& clock) {
    TRY(auto const rows, transaction.query(sql::count_schedules, account));
    if (rows.front().integer(0) >= schedules_max)
        return fail(ErrorKind::conflict, "general.too_many_schedules",
            "making a schedule: there are " + std::to_string(schedules_max) + " already");
    TRY_VOID(transaction.execute(sql::insert_schedule, account, stored.id, stored.label,
        to_text(Json(schedule_inputs(stored.schedule))), to_string(stored.missed), stored.created_at, stored.next_at));
    return ask_for(transaction, account, stored.id, stored.next_at, clock);
}

Result<std::vector<StoredSchedule>> list_schedules(Transaction& transaction, AccountId const& account) {
    TRY(auto const rows, transaction.query(sql::list_schedules, account));
    std::vector<StoredSchedule> list;
    for (auto const& row : rows) {
        TRY(auto stored, read_row(row));
        list.push_back(std::move(stored));
    }
    return list;
}

Result<std::optional<StoredSchedule>> find_schedule(Transaction& transaction, AccountId const& account, ScheduleId const& id) {
    TRY(auto const rows, transaction.query(sql::find_schedule, account, id));
    if (rows.empty()) return std::optional<StoredSchedule>{};
    TRY(auto stored, read_row(rows.front()));
    return std::optional(std::move(stored));
}

Result<StoredSchedule> pause_schedule(
    Transaction& transaction, AccountId const& account, ScheduleId const& id, Clock const& clock) {
    TRY(auto stored, get_schedule(transaction, account, id));
    if (stored.paused_at) return stored;
    stored.paused_at = clock.now();
    TRY_VOID(save_pause(transaction, account, stored));
    // Should it be in somebody's hands just now: they look whether it is paused before they make an event.
    TRY_VOID(work::withdraw(transaction, account, schedule_queue, id.text()));
    return stored;
}

Result<StoredSchedule> resume_schedule(
    Transaction& transaction, AccountId const& account, ScheduleId const& id, Clock const& clock) {
    TRY(auto stored, get_schedule(transaction, account, id));
    if (!stored.paused_at) return stored;
    stored.paused_at.reset();
    stored.next_at = next_due(stored.schedule, clock.wall());
    TRY_VOID(save_pause(transaction, account, stored));
    TRY_VOID(ask_for(transaction, account, id, stored.next_at, clock));
    return stored;
}

Result<void> remove_schedule(Transaction& transaction, AccountId const& account, ScheduleId const& id) {
    // Unread: a damaged one can be removed.
    TRY(auto const count, transaction.execute(sql::remove_schedule, account, id));
    if (count == 0) return unknown_schedule(id);
    TRY_VOID(work::withdraw(transaction, account, schedule_queue, id.text()));
    return {};
}

Result<void> note_firings(Transaction& transaction, AccountId const& account, StoredSchedule const& stored) {
    TRY_VOID(transaction.execute(
        sql::note_firings, account, stored.id, stored.next_at, stored.last_at, stored.fired, stored.left_out));
    return {};
}

Result<std::optional<FirstDue>> first_due(Transaction& transaction, AccountId const& account) {
    TRY(auto const rows, transaction.query(sql::first_due, account));
    if (rows.empty()) return std::optional<FirstDue>{};
    return std::optional(FirstDue{rows.front().id<ScheduleId>(0), rows.front().time(1)});
}

TimePoint engine_time_of(Clock const& clock, TimePoint wall) {
    return clock.now() + std::max(Duration{0}, Duration{wall - clock.wall()});
}

Result<void> ask_for(
    Transaction& transaction, AccountId const& account, ScheduleId const& id, TimePoint next_at, Clock const& clock) {
    work::Request request;
    request.account = account;
    request.queue = schedule_queue;
    request.key = id.text();
    request.group = account.text();
    request.due_at = engine_time_of(clock, next_at);
    return work::enqueue(transaction, request, clock.now());
}

}  // namespace lockstep::general
