// SPDX-License-Identifier: Apache-2.0
// When a copy that contradicts an event is read again.
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

}  // namespace
}  // namespace lockstep::sync
