// SPDX-License-Identifier: Apache-2.0
// Kept schedules and what fires them, over a real database, in a time that jumps.
#include "general/timekeeper.hpp"

#include <gmock/gmock.h>

#include "events/migrations.hpp"
#include "general/migrations.hpp"
#include "ports/test_ports.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"
#include "work/claim.hpp"
#include "work/holders.hpp"
#include "work/migrations.hpp"
#include "work/queue.hpp"

namespace lockstep::general {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::SizeIs;
using vault::run_to_end;
using namespace std::chrono_literals;

// Breaks the transactions that it is told to, after the work in them was done.
class Listening final : public events::Listener {
public:
    Result<void> on_event(Transaction&, events::Event& event) override {
        if (fails) return fail(ErrorKind::unavailable, "test.broken", "listening");
        heard.push_back(event.connection.text());
        return {};
    }
    bool fails = false;
    std::vector<std::string> heard;
};

class Keeping : public testing::Test {
protected:
    void SetUp() override {
        in_transaction([&](Transaction& transaction) { return vault.add_account(transaction, account, clock.now()); });
    }
    void in_transaction(std::function<Result<void>(Transaction&)> body) { vault::write_void(*database, std::move(body)).value(); }
    ScheduleId make(std::string_view inputs, Missed missed = Missed::once) {
        auto const read = read_schedule(parse_json(inputs).value().as_object()).value();
        auto const stored = make_schedule("Morning", read, missed, random, clock);
        in_transaction([&](Transaction& transaction) { return insert_schedule(transaction, account, stored, clock); });
        return stored.id;
    }
    StoredSchedule get(ScheduleId const& id) {
        return vault::write_to(*database, [&](Transaction& transaction) -> Result<StoredSchedule> {
            TRY(auto const found, find_schedule(transaction, account, id));
            return *found;
        }).value();
    }
    // What the program does between two moments, and what came of it: "2026-03-02T13:00 +3" stands for three others as well.
    std::vector<std::string> run_until(std::string_view time) {
        auto const until = parse_time(time).value();
        for (;;) {
            auto const next = run_to_end(keeper->round()).value();
            if (!next || *next > until) break;
            clock.advance(*next - clock.now());
        }
        clock.advance(std::max(Duration{0}, Duration{until - clock.now()}));
        run_to_end(keeper->round()).value();
        return news();
    }
    std::vector<std::string> news() {
        std::vector<std::string> lines;
        auto const found = vault::write_to(*database, [&](Transaction& transaction) -> Result<std::vector<events::Event>> {
            TRY(auto const list, events::list(transaction, account, {.limit = 200}));
            std::vector<events::Event> whole;
            for (auto const& each : list) {
                if (seen.contains(each.id)) continue;
                TRY(auto event, events::load(transaction, vault, account, each.id));
                whole.push_back(*std::move(event));
            }
            return whole;
        }).value();
        for (auto each = found.rbegin(); each != found.rend(); ++each) {
            seen.insert(each->id);
            auto const payload = parse_json(each->payload).value();
            auto line = std::string(find_text(payload, "/due_at").value()).substr(0, 16);
            if (auto const missed = find_integer(payload, "/missed").value(); missed > 0) line += " +" + std::to_string(missed);
            lines.push_back(line);
        }
        return lines;
    }
    // As after a crash: a new process, whose engine frees what its holder held (sync::Engine::open).
    void restart() {
        keeper = std::make_unique<Timekeeper>(parts());
        in_transaction([&](Transaction& transaction) -> Result<void> {
            TRY_VOID(work::release_own(transaction, "main", clock.now()));
            return {};
        });
    }
    TimekeeperParts parts() { return {account, *database, vault, clock, random, log, "main", {&listening}}; }

    AccountId account{"acc_test"};
    JumpingClock clock{parse_time("2026-03-02T12:00:00Z").value()};  // a Monday, seven in the morning in Toronto
    vault::TestRandom random;
    SilentLog log;
    std::unique_ptr<adapters::SqliteInline> database =
        vault::test_database({vault::migrations(), work::migrations(), events::migrations(), general::migrations()});
    vault::Vault vault{Secret{std::string(32, 'k')}, random};
    Listening listening;
    std::unique_ptr<Timekeeper> keeper = std::make_unique<Timekeeper>(parts());
    std::set<EventId> seen;
};

constexpr std::string_view weekdays = R"({"every":"week","weekdays":[1,2,3,4,5],"at":"08:00","zone":"America/Toronto"})";

TEST_F(Keeping, EveryWeekdayAtEight) {
    auto const id = make(weekdays);
    EXPECT_EQ(get(id).next_at, parse_time("2026-03-02T13:00:00Z").value());
    // The clocks change on Sunday the 8th.
    EXPECT_THAT(run_until("2026-03-10T00:00:00Z"), ElementsAre("2026-03-02T13:00", "2026-03-03T13:00", "2026-03-04T13:00",
                                                       "2026-03-05T13:00", "2026-03-06T13:00", "2026-03-09T12:00"));
    auto const stored = get(id);
    EXPECT_EQ(stored.fired, 6);
    EXPECT_EQ(stored.left_out, 0);
    EXPECT_EQ(stored.last_at, parse_time("2026-03-09T12:00:00Z").value());
    EXPECT_THAT(listening.heard, testing::Each(id.text()));
    EXPECT_THAT(listening.heard, SizeIs(6));
}

TEST_F(Keeping, AnEventSaysWhatItsScheduleIs) {
    auto const id = make(R"({"every":"day","at":"02:30","zone":"America/Toronto"})");
    clock.advance(parse_time("2026-03-08T07:30:00Z").value() - clock.now());
    run_to_end(keeper->round()).value();
    auto const event = vault::write_to(*database, [&](Transaction& transaction) -> Result<events::Event> {
        TRY(auto const list, events::list(transaction, account, {}));
        TRY(auto loaded, events::load(transaction, vault, account, list.front().id));
        return *std::move(loaded);
    }).value();
    EXPECT_EQ(event.type, "schedule.due");
    EXPECT_EQ(event.source, events::Source::schedule);
    EXPECT_EQ(event.connection.text(), id.text());
    // At 02:30 the wall shows 03:30 that night; the five days before were missed.
    EXPECT_EQ(event.payload, R"({"schedule":")" + id.text() +
                                 R"(","label":"Morning","due_at":"2026-03-08T07:30:00.000Z","local_time":"2026-03-08T03:30",)" +
                                 R"("zone":"America/Toronto","missed":5})");
}

TEST_F(Keeping, WhatWasMissedWhileTheProgramWasDownIsAsItsSettingSays) {
    auto const skip = make(weekdays, Missed::skip), once = make(weekdays, Missed::once), all = make(weekdays, Missed::all);
    EXPECT_THAT(run_until("2026-03-02T14:00:00Z"), SizeIs(3));
    clock.advance(72h);
    restart();
    EXPECT_THAT(run_until("2026-03-05T15:00:00Z"),
        testing::UnorderedElementsAre("2026-03-05T13:00 +2", "2026-03-03T13:00", "2026-03-04T13:00", "2026-03-05T13:00"));
    EXPECT_EQ(get(skip).left_out, 3);
    EXPECT_EQ(get(skip).fired, 1);
    EXPECT_EQ(get(once).fired, 2);
    EXPECT_EQ(get(all).fired, 4);
    EXPECT_THAT(run_until("2026-03-06T15:00:00Z"), ElementsAre("2026-03-06T13:00", "2026-03-06T13:00", "2026-03-06T13:00"));
}

TEST_F(Keeping, WhatIsMadeUpIsListedInItsOrder) {
    make(R"({"every":"minutes","minutes":1})", Missed::all);
    clock.advance(30min + 1s);
    run_to_end(keeper->round()).value();
    auto const lines = news();
    EXPECT_THAT(lines, SizeIs(30));
    EXPECT_TRUE(std::ranges::is_sorted(lines));
}

// The lease of a process that died is freed at the next start; what it had not stored is done then, and what it had is not again.
TEST_F(Keeping, AProcessThatDiesInTheMiddleLosesNothingAndRepeatsNothing) {
    auto const id = make(weekdays);
    clock.advance(1h);
    listening.fails = true;
    (void)run_to_end(keeper->round());
    EXPECT_THAT(news(), IsEmpty());
    EXPECT_EQ(get(id).fired, 0);
    EXPECT_EQ(log.errors, 1);
    listening.fails = false;
    clock.advance(1min);
    in_transaction([&](Transaction& transaction) -> Result<void> {
        TRY(auto const claim, work::claim(transaction, {.queue = std::string(schedule_queue), .holder = "main"}, clock.now()));
        EXPECT_THAT(claim.items, SizeIs(1));
        return {};
    });
    EXPECT_THAT(run_until("2026-03-02T13:05:00Z"), IsEmpty()) << "the dead one has it";
    restart();
    EXPECT_THAT(run_until("2026-03-02T13:10:00Z"), ElementsAre("2026-03-02T13:00"));
    restart();
    EXPECT_THAT(run_until("2026-03-03T12:00:00Z"), IsEmpty());
    EXPECT_EQ(get(id).fired, 1);
}

TEST_F(Keeping, APausedOneDoesNothingAndMakesUpNothing) {
    auto const id = make(weekdays, Missed::all);
    in_transaction([&](Transaction& transaction) -> Result<void> {
        TRY(auto const paused, pause_schedule(transaction, account, id, clock));
        EXPECT_TRUE(paused.paused_at);
        return {};
    });
    EXPECT_EQ(run_to_end(keeper->round()).value(), std::nullopt);
    EXPECT_THAT(run_until("2026-03-04T15:00:00Z"), IsEmpty());
    in_transaction([&](Transaction& transaction) -> Result<void> {
        TRY(auto const resumed, resume_schedule(transaction, account, id, clock));
        EXPECT_EQ(resumed.next_at, parse_time("2026-03-05T13:00:00Z").value());
        return {};
    });
    EXPECT_THAT(run_until("2026-03-05T15:00:00Z"), ElementsAre("2026-03-05T13:00"));
    in_transaction([&](Transaction& transaction) { return remove_schedule(transaction, account, id); });
    EXPECT_THAT(run_until("2026-03-09T15:00:00Z"), IsEmpty());
    auto const twice =
        vault::write_void(*database, [&](Transaction& transaction) { return remove_schedule(transaction, account, id); });
    EXPECT_EQ(twice.error().code, "general.unknown_schedule");
    auto const gone =
        vault::write_to(*database, [&](Transaction& transaction) { return pause_schedule(transaction, account, id, clock); });
    EXPECT_EQ(gone.error().code, "general.unknown_schedule");
}

// Two copies of the data may exist, and one of them is not to act.
TEST_F(Keeping, NothingFiresWhileWritesAreHeld) {
    make(R"({"every":"minutes","minutes":15})");
    keeper->hold(true);
    keeper->stop();
    run_to_end([](Timekeeper& self) -> Task<Result<void>> {
        co_await self.run();
        co_return Result<void>{};
    }(*keeper))
        .value();
    clock.advance(20min);
    EXPECT_THAT(news(), IsEmpty());
}

// The wall is what a schedule goes by; the queue's time is another one and does not go back.
TEST_F(Keeping, FollowsAClockThatIsSet) {
    make(R"({"every":"day","at":"08:00","zone":"America/Toronto"})");
    clock.step_wall(2h);
    EXPECT_THAT(run_until("2026-03-02T12:01:00Z"), ElementsAre("2026-03-02T13:00")) << "set forward: it has come";
    clock.step_wall(-3h);
    EXPECT_THAT(run_until("2026-03-02T23:00:00Z"), IsEmpty()) << "set back: it comes again, and was dealt with";
    EXPECT_THAT(run_until("2026-03-03T15:00:00Z"), ElementsAre("2026-03-03T13:00"));
}

TEST_F(Keeping, AnAccountHasAtMostSoMany) {
    auto const read = read_schedule(parse_json(R"({"every":"day","at":"14:00"})").value().as_object()).value();
    in_transaction([&](Transaction& transaction) -> Result<void> {
        for (std::int64_t i = 0; i < schedules_max; ++i) {
            auto const one = make_schedule("x", read, Missed::once, random, clock);
            TRY_VOID(insert_schedule(transaction, account, one, clock));
        }
        auto const more = insert_schedule(transaction, account, make_schedule("x", read, Missed::once, random, clock), clock);
        EXPECT_FALSE(more);
        EXPECT_EQ(more.error().code, "general.too_many_schedules");
        TRY(auto const list, list_schedules(transaction, account));
        EXPECT_THAT(list, SizeIs(schedules_max));
        return {};
    });
    // All of them come at once, more than one claim takes.
    EXPECT_THAT(run_until("2026-03-02T15:00:00Z"), SizeIs(200));
}

}  // namespace
}  // namespace lockstep::general
