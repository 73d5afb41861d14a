// SPDX-License-Identifier: Apache-2.0
// Which copies of a record are believed, and what a link remembers of them.
#include "sync/reconcile/observation.hpp"

#include <gtest/gtest.h>

#include "sync/reconcile/test_noon.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;
using namespace std::chrono_literals;
using Elements = std::vector<std::string>;

contacts::Mapping mapping_of_two() {
    contacts::Mapping mapping;
    mapping.rows.push_back({"city", "city", {contacts::FieldKind::text}, {}, {}});
    mapping.rows.push_back({"tags", "groups", {contacts::FieldKind::set}, {}, {}});
    return mapping;
}

struct Reads : ::testing::Test {
    contacts::Mapping mapping = mapping_of_two();
    Policy policy;
    LinkMemory memory;
    Mirror known;

    Reads() {
        known.record.id = "r1";
        known.record.fields = {{"city", Value{"Lévis"}}, {"tags", Value{Elements{"vip", "yoga"}}}};
        known.observed_at = noon;
    }
    Observation seen(Value city, Value tags = Value{Elements{"vip", "yoga"}}) const {
        Observation one;
        one.record = known.record;
        one.record.fields = {{"city", std::move(city)}, {"tags", std::move(tags)}};
        one.sent_at = noon + 10s;
        return one;
    }
    Copy copy_of(Observation const& one) const {
        return judge({mapping, policy, Side::a, &memory, &known}, one, one.sent_at + 1s).copy;
    }
};

TEST_F(Reads, AReplyThatWasAskedForEarlierThanWhatIsKnownIsDropped) {
    auto one = seen(Value{"Laval"});
    one.sent_at = noon - 1s;
    EXPECT_EQ(copy_of(one), Copy::older_request);
}

TEST_F(Reads, ANewValueIsBelieved) {
    memory.past.push_back({Side::a, "city", Value{"Québec"}, noon - 5s});
    EXPECT_EQ(copy_of(seen(Value{"Laval"})), Copy::fresh);
}

TEST_F(Reads, EveryValueOfTheLastWhileMakesACopyOld) {
    memory.past = {{Side::a, "city", Value{"Montréal"}, noon - 60s}, {Side::a, "city", Value{"Québec"}, noon - 5s}};
    EXPECT_EQ(copy_of(seen(Value{"Québec"})), Copy::old_copy);
    EXPECT_EQ(copy_of(seen(Value{"Montréal"})), Copy::old_copy);
    memory.past[0].replaced_at = noon - 200s;
    EXPECT_EQ(copy_of(seen(Value{"Montréal"})), Copy::fresh) << "after the consistency delay it is somebody's doing";
}

TEST_F(Reads, AValueSetBackIsBelievedAtOnceWhenTheRecordsOwnTimeIsNewer) {
    memory.past.push_back({Side::a, "city", Value{"Québec"}, noon - 5s});
    known.record.changed_at = noon - 5s;
    auto one = seen(Value{"Québec"});
    one.record.changed_at = noon + 8s;
    EXPECT_EQ(copy_of(one), Copy::fresh);
    policy.trusts_record_times = false;
    EXPECT_EQ(copy_of(one), Copy::old_copy);
}

TEST_F(Reads, ACopyWithAnOlderTimeOfChangeIsOldWhateverItShows) {
    known.record.changed_at = noon;
    auto one = seen(Value{"Laval"});
    one.record.changed_at = noon - 1s;
    EXPECT_EQ(copy_of(one), Copy::old_copy);
    one.sent_at = noon + 181s;
    EXPECT_EQ(copy_of(one), Copy::fresh) << "by then the app's own clock must have been set back";
}

TEST_F(Reads, ACopyFromBeforeOurWriteIsOldForTheDelayAfterItsAnswer) {
    known.record.changed_at = noon + 19s;
    memory.past.push_back({Side::a, "city", Value{"Québec"}, noon + 20s});  // the write was sent at noon and answered then
    auto one = seen(Value{"Québec"});
    one.record.changed_at = noon - 1s;
    one.sent_at = noon + 190s;
    EXPECT_EQ(copy_of(one), Copy::old_copy);
    one.sent_at = noon + 201s;
    EXPECT_EQ(copy_of(one), Copy::fresh);
}

TEST_F(Reads, ACopyThatShowsWhatOurWriteCoveredIsNoAnswer) {
    memory.doubts.push_back({DoubtKind::covered, Side::a, "city", Value{"Lévis"}, Value{"Gatineau"}, noon, std::nullopt, true});
    auto one = seen(Value{"Gatineau"});
    one.sent_at = noon + 5s;
    EXPECT_EQ(copy_of(one), Copy::old_copy);
    one.sent_at = noon + 181s;
    EXPECT_EQ(copy_of(one), Copy::fresh) << "by then somebody has set it again";
}

TEST_F(Reads, VersionsTellTheOrderAsNumbers) {
    known.record.version = "9";
    auto one = seen(Value{"Laval"});
    one.record.version = "10";
    EXPECT_EQ(order_of(one.record, known.record), std::partial_ordering::greater);
    one.record.version = "abc";
    EXPECT_EQ(order_of(one.record, known.record), std::partial_ordering::unordered);
}

TEST_F(Reads, SetsAreJudgedElementByElement) {
    // "yoga" was just added; an old copy lacks it, and somebody has added "gym" since.
    memory.past.push_back({Side::a, "tags", Value{Elements{"vip"}}, noon - 5s});
    EXPECT_EQ(copy_of(seen(Value{"Lévis"}, Value{Elements{"gym", "vip"}})), Copy::old_copy);
    EXPECT_EQ(copy_of(seen(Value{"Lévis"}, Value{Elements{"gym", "vip", "yoga"}})), Copy::fresh);
}

TEST_F(Reads, AReadAgainComesSoonAndNeverAfterTheDelay) {
    memory.past.push_back({Side::a, "city", Value{"Québec"}, noon - 170s});
    auto one = seen(Value{"Québec"});
    one.sent_at = noon + 1s;
    auto const judgement = judge({mapping, policy, Side::a, &memory, &known}, one, noon + 2s);
    EXPECT_EQ(judgement.copy, Copy::old_copy);
    EXPECT_EQ(judgement.again_at, noon + 10s);
    EXPECT_EQ(judgement.row, "city");
}

TEST(NoteObservation, RemembersWhatWasReplacedAndDoubtsALateWriteOverANewerValue) {
    LinkMemory memory;
    OwnWrite write;
    write.side = Side::b;
    write.row = "city";
    write.before = Value{"Québec"};
    write.after = Value{"Laval"};
    write.sent_at = noon;
    write.until = noon + 180s;
    memory.own_writes.push_back(write);
    note_observation(memory, mapping_of_two(), Side::b, {{"city", Value{"Lévis"}}}, {{"city", Value{"Laval"}}}, noon + 40s);
    ASSERT_EQ(memory.doubts.size(), 1U);
    EXPECT_EQ(memory.doubts[0].stands, Value{"Lévis"});
    EXPECT_EQ(memory.doubts[0].kept, Value{"Laval"});
    ASSERT_EQ(memory.past.size(), 1U);
    EXPECT_EQ(memory.past[0].value, Value{"Lévis"});

    LinkMemory plain;
    plain.own_writes.push_back(write);
    note_observation(plain, mapping_of_two(), Side::b, {{"city", Value{"Québec"}}}, {{"city", Value{"Laval"}}}, noon + 40s);
    EXPECT_TRUE(plain.doubts.empty()) << "the write was carried out over what it was meant for";
}

}  // namespace
}  // namespace lockstep::sync
