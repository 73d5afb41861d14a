// SPDX-License-Identifier: Apache-2.0
// When a copy that contradicts an event is read again, and when a value that an event told of was covered by our write.
#include "sync/reconcile/covered.hpp"

#include <gtest/gtest.h>

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;
using namespace std::chrono_literals;

TimePoint const noon = parse_time("2026-03-01T12:00:00Z").value();

// Our copy was asked for at noon and shows Lévis; five seconds before an event told Laval.
struct Contradiction : ::testing::Test {
    Sync sync;
    LinkMemory memory;
    SideSnapshot seen;

    Contradiction() {
        sync.mapping.rows.push_back({"city", "city", {contacts::FieldKind::text}, {}, {}});
        seen.record_id = "r1";
        seen.mirror = Mirror{};
        seen.mirror->record.id = "r1";
        seen.mirror->observed_at = noon;
        seen.seen = {{"city", Value{"Lévis"}}};
        seen.told.push_back(told("Laval", noon - 5s));
        memory.base["city"] = Value{"Lévis"};
    }
    static Told told(char const* city, TimePoint received_at) {
        Told one;
        one.received_at = received_at;
        one.values = contacts::Projection{{"city", Value{city}}};
        return one;
    }
    std::optional<TimePoint> again_at() const { return look_again_at(memory, sync, Side::a, seen, "city"); }
};

TEST_F(Contradiction, IsReadAgainSoonAtFirstAndThenLater) {
    EXPECT_EQ(again_at(), noon + 5s);
    seen.mirror->observed_at = noon + 5s;
    EXPECT_EQ(again_at(), noon + 15s);
    seen.told.front().received_at = noon + 5s;
    EXPECT_EQ(again_at(), noon + 7s);
}

TEST_F(Contradiction, EndsWithTheConsistencyDelay) {
    seen.mirror->observed_at = noon - 5s + sync.policy.consistency_delay;
    EXPECT_EQ(again_at(), std::nullopt);
}

TEST_F(Contradiction, IsNoneWhereTheCopyShowsWhatWasTold) {
    seen.seen["city"] = Value{"Laval"};
    EXPECT_EQ(again_at(), std::nullopt);
}

TEST_F(Contradiction, IsNoneWhereALaterEventTellsWhatTheCopyShows) {
    seen.told.push_back(told("Lévis", noon - 2s));
    EXPECT_EQ(again_at(), std::nullopt);
}

TEST_F(Contradiction, IsNoneForAValueThatWeKnew) {
    memory.past.push_back({Side::a, "city", Value{"Laval"}, noon - 60s});
    EXPECT_EQ(again_at(), std::nullopt);
}

TEST_F(Contradiction, IsNoneForTheValueOnWhichBothSidesAgreed) {
    memory.base["city"] = Value{"Laval"};
    EXPECT_EQ(again_at(), std::nullopt);
}

TEST_F(Contradiction, IsNoneForAnEventThatCameAfterTheCopyWasAskedFor) {
    seen.told.front().received_at = noon + 1s;  // that alone leads to a read
    EXPECT_EQ(again_at(), std::nullopt);
}

TEST_F(Contradiction, TheAppsOwnTimesDecideWhereItShowsThem) {
    seen.told.front().sent_at = noon - 6s;
    seen.mirror->record.changed_at = noon - 6s;
    EXPECT_EQ(again_at(), std::nullopt) << "the copy holds this change or a later one";
    seen.mirror->record.changed_at = noon - 7s;
    EXPECT_EQ(again_at(), noon + 5s);
    sync.policy.trusts_record_times = false;
    seen.mirror->record.changed_at = noon - 6s;
    EXPECT_EQ(again_at(), noon + 5s);
}

TEST_F(Contradiction, IsNoneForARowThatTheEventDoesNotCarry) {
    seen.told.front().values->clear();
    EXPECT_EQ(again_at(), std::nullopt);
}

// At noon we asked for the copy, ten seconds later Québec was written over what was there, and the read after that shows it.
struct Covered : ::testing::Test {
    Sync sync;
    LinkMemory memory;
    SideSnapshot seen;

    Covered() {
        sync.mapping.rows.push_back({"city", "city", {contacts::FieldKind::text}, {}, {}});
        seen.mirror = Mirror{};
        seen.mirror->observed_at = noon + 1min;
        seen.seen = {{"city", Value{"Québec"}}};
        wrote("Lévis", "Québec", noon, noon + 10s);
    }
    void wrote(char const* before, char const* after, TimePoint read_at, TimePoint sent_at) {
        OwnWrite write;
        write.side = Side::a;
        write.row = "city";
        write.before = Value{before};
        write.after = Value{after};
        write.read_at = read_at;
        write.sent_at = sent_at;
        write.answered_at = sent_at + 1s;
        write.until = sent_at + sync.policy.consistency_delay;
        memory.own_writes.push_back(write);
    }
    void tell(char const* city, TimePoint sent_at) {
        Told one;
        one.sent_at = sent_at;
        one.received_at = noon + 30s;
        one.values = contacts::Projection{{"city", Value{city}}};
        seen.told.push_back(one);
    }
    std::vector<Doubt> doubts() {
        note_covered(memory, sync, Side::a, seen);
        return memory.doubts;
    }
};

TEST_F(Covered, IsAskedAboutWhenItWasSetBetweenOurReadAndOurWrite) {
    tell("Laval", noon + 5s);
    auto const found = doubts();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].kept, Value{"Laval"});
    EXPECT_EQ(found[0].stands, Value{"Québec"});
    EXPECT_EQ(found[0].told_at, noon + 5s);
}

TEST_F(Covered, IsNothingOlderThanTheCopyByTheAppsOwnClock) {
    memory.own_writes[0].read_changed_at = noon - 1s;
    tell("Laval", noon - 2s);
    EXPECT_TRUE(doubts().empty());
    sync.policy.trusts_record_times = false;
    EXPECT_FALSE(doubts().empty()) << "then the read may have shown an old copy";
}

TEST_F(Covered, IsNothingThatWasReplacedBeforeOurWriteEvenIfThatIsToldLater) {
    tell("Laval", noon + 3s);
    EXPECT_EQ(doubts().size(), 1U);
    seen.told.clear();
    tell("Lévis", noon + 5s);
    EXPECT_TRUE(doubts().empty()) << "somebody had set it back to what we wrote over";
}

TEST_F(Covered, StaysWhenTheEventOfOurOwnWriteComes) {
    tell("Laval", noon + 5s);
    EXPECT_EQ(doubts().size(), 1U);
    seen.told.clear();
    tell("Québec", noon + 10s);
    EXPECT_EQ(doubts().size(), 1U);
}

TEST_F(Covered, IsAskedAboutAlsoWhenALaterWriteOfOursStandsByNow) {
    wrote("Québec", "Rimouski", noon + 11s, noon + 20s);
    memory.past.push_back({Side::a, "city", Value{"Québec"}, noon + 20s});
    seen.seen["city"] = Value{"Rimouski"};
    tell("Laval", noon + 5s);
    auto const found = doubts();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].stands, Value{"Rimouski"});
}

TEST_F(Covered, IsNothingAtAnAppThatRefusesSuchWrites) {
    memory.own_writes[0].is_conditional = true;
    tell("Laval", noon + 5s);
    EXPECT_TRUE(doubts().empty());
}

}  // namespace
}  // namespace lockstep::sync
