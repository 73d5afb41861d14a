// SPDX-License-Identifier: Apache-2.0
// When a copy that contradicts an event is read again, and when a value that an event told of was covered by our write.
#include "sync/reconcile/covered.hpp"

#include <gtest/gtest.h>

#include "sync/reconcile/test_noon.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;
using namespace std::chrono_literals;

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

TEST_F(Contradiction, IsOneForAKnownValueThatTheAppSaysWasSetAgainSince) {
    memory.past.push_back({Side::a, "city", Value{"Laval"}, noon - 60s});
    seen.told.front().sent_at = noon - 55s;
    EXPECT_EQ(again_at(), std::nullopt) << "the time of an event may lag behind";
    seen.told.front().sent_at = noon - 6s;
    EXPECT_EQ(again_at(), noon + 5s);
}

TEST_F(Contradiction, IsOneWhereTheAppSaysThatTheCopyShowsTheOlderOfTwoValues) {
    memory.past.push_back({Side::a, "city", Value{"Laval"}, noon - 5s});
    seen.told.front().sent_at = noon - 6s;
    seen.told.insert(seen.told.begin(), told("Lévis", noon - 8s));
    seen.told.front().sent_at = noon - 9s;
    EXPECT_EQ(again_at(), noon + 5s);
}

// Our write of Lévis over Laval had no clear answer; the read at noon shows what the test says.
struct UnclearWrite : Contradiction {
    UnclearWrite() {
        OwnWrite write;
        write.side = Side::a;
        write.row = "city";
        write.before = Value{"Laval"};
        write.after = Value{"Lévis"};
        write.read_at = noon - 30s;
        write.sent_at = noon - 29s;
        write.until = noon + 151s;
        memory.own_writes.push_back(write);
        memory.base["city"] = Value{"Laval"};
        seen.told = {told("Lévis", noon - 20s), told("Laval", noon - 10s)};
        seen.told[0].sent_at = noon - 28s;
        seen.told[1].sent_at = noon - 12s;
    }
};

TEST_F(UnclearWrite, IsAgreedOnWhenEventsTellThatItArrivedAndWasUndoneByAPerson) {
    seen.seen["city"] = Value{"Laval"};
    note_carried_out(memory, sync, Side::a, seen);
    EXPECT_EQ(memory.base.at("city"), Value{"Lévis"}) << "so Laval is an edit";
    memory.base["city"] = Value{"Laval"};
    std::swap(seen.told[0].sent_at, seen.told[1].sent_at);
    note_carried_out(memory, sync, Side::a, seen);
    EXPECT_EQ(memory.base.at("city"), Value{"Laval"}) << "the copy may be from before the write";
}

TEST_F(UnclearWrite, ThatIsCarriedOutOnceMoreCoversWhatWasSetBackMeanwhile) {
    note_covered(memory, sync, Side::a, seen);
    ASSERT_EQ(memory.doubts.size(), 1U);
    EXPECT_EQ(memory.doubts[0].stands, Value{"Lévis"});
    EXPECT_EQ(memory.doubts[0].kept, Value{"Laval"});
}

// It was carried out late: a person changed something else meanwhile, and that event still tells what was there before.
TEST_F(UnclearWrite, ThatArrivedLateIsNoValueSetBack) {
    seen.seen["city"] = Value{"Lévis"};
    memory.base["city"] = Value{"Lévis"};
    seen.told = {told("Laval", noon - 20s)};
    seen.told[0].sent_at = noon - 28s;
    note_covered(memory, sync, Side::a, seen);
    EXPECT_TRUE(memory.doubts.empty());
}

TEST_F(UnclearWrite, OfAnotherRowSaysNothingOfWhatAnEventTells) {
    sync.mapping.rows.push_back({"street", "street", {contacts::FieldKind::text}, {}, {}});
    memory.own_writes[0].row = "street";
    seen.seen["street"] = Value{"Lévis"};
    note_covered(memory, sync, Side::a, seen);
    note_carried_out(memory, sync, Side::a, seen);
    EXPECT_TRUE(memory.doubts.empty());
}

TEST_F(UnclearWrite, ItsOwnEventDoesNotHideTheEditThatItCovered) {
    // The sender ended: the write counts from when that was noticed, which was after its event.
    memory.own_writes[0].sent_at = noon - 5s;
    seen.told = {told("Gatineau", noon - 20s), told("Lévis", noon - 19s)};
    seen.told[0].sent_at = noon - 29s;
    seen.told[1].sent_at = noon - 28s;
    note_covered(memory, sync, Side::a, seen);
    ASSERT_EQ(memory.doubts.size(), 1U);
    EXPECT_EQ(memory.doubts[0].kept, Value{"Gatineau"});
}

TEST_F(Contradiction, OfASetIsJudgedByElement) {
    sync.mapping.rows[0].rule.kind = contacts::FieldKind::set;
    auto const set = [](std::vector<std::string> elements) { return Value{std::move(elements)}; };
    seen.seen["city"] = set({"vip"});
    memory.base["city"] = set({"vip"});
    seen.told.front().values->at("city") = set({"vip", "yoga"});
    EXPECT_EQ(again_at(), noon + 5s);
    memory.past.push_back({Side::a, "city", set({"gym", "yoga"}), noon - 6s});
    EXPECT_EQ(again_at(), std::nullopt) << "yoga was there before: the event may be an old one";
}

}  // namespace
}  // namespace lockstep::sync
