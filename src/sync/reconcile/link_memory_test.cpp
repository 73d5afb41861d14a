// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/link_memory.hpp"

#include <gtest/gtest.h>

#include "sync/reconcile/test_noon.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;
using namespace std::chrono_literals;

OwnWrite unclear(std::string value, TimePoint sent_at) {
    OwnWrite write;
    write.side = Side::b;
    write.row = "city";
    write.before = Value{"Québec"};
    write.after = Value{std::move(value)};
    write.read_at = sent_at - 1s;
    write.sent_at = sent_at;
    write.until = sent_at + 180s;
    return write;
}

TEST(LinkMemory, SurvivesTheWayThroughTheDatabase) {
    LinkMemory memory;
    memory.base["tags"] = Value{std::vector<std::string>{"vip"}};
    memory.base["phone"] = Value{};
    memory.not_taken["city"] = {Value{"Québec"}, Value{}};
    memory.own_writes.push_back(unclear("Laval", noon));
    memory.own_writes.back().answered_at = noon + 1s;
    memory.own_writes.back().failures = 2;
    memory.past.push_back({Side::a, "city", Value{"Lévis"}, noon});
    memory.doubts.push_back(
        {DoubtKind::late_write, Side::b, "city", Value{"Lévis"}, Value{"Laval"}, noon, noon - std::chrono::seconds{9}, true});
    memory.one_by_one.b.insert("phone");
    memory.mapped_at = 3;
    EXPECT_EQ(link_memory_from_json(parse_json(to_text(to_json(memory))).value()).value(), memory);
}

// A row that pairs other fields now begins as at a first match: what is remembered of it is about the fields of before.
TEST(LinkMemory, ForgetsWhatIsAboutAPairOfBefore) {
    contacts::Mapping mapping;
    for (std::string const name : {"city", "phone"}) {
        contacts::FieldRow row;
        row.a = row.b = name;
        mapping.rows.push_back(row);
    }
    LinkMemory memory;
    memory.base = {{"city", Value{"Laval"}}, {"phone", Value{"1"}}};
    memory.not_taken["city"] = {Value{"Québec"}, Value{}};
    memory.past.push_back({Side::a, "city", Value{"Lévis"}, noon});
    memory.doubts.push_back({DoubtKind::covered, Side::b, "city", Value{"Lévis"}, Value{"Laval"}, noon, {}, false});
    memory.one_by_one.b = {"city", "phone"};
    remember_write(memory, unclear("Laval", noon));
    auto const before = memory;

    forget_remapped(memory, mapping);
    EXPECT_EQ(memory, before) << "a mapping that was never edited changes nothing";

    mapping.rows[0].since = 4;
    forget_remapped(memory, mapping);
    EXPECT_FALSE(memory.base.contains("city"));
    EXPECT_EQ(memory.base.at("phone"), Value{"1"});
    EXPECT_TRUE(memory.not_taken.empty());
    EXPECT_TRUE(memory.past.empty());
    EXPECT_TRUE(memory.doubts.empty());
    EXPECT_EQ(memory.one_by_one.b.size(), 1U);
    EXPECT_EQ(held_until(memory, Side::b, noon + 30s), noon + 180s) << "it may still be carried out";
    ASSERT_EQ(memory.own_writes.size(), 1U);
    EXPECT_EQ(mapping.row(memory.own_writes[0].row), nullptr) << "and says nothing of the new pair";

    // Once only: what both sides agree on from now on stays.
    memory.base["city"] = Value{"Gatineau"};
    forget_remapped(memory, mapping);
    EXPECT_EQ(memory.base.at("city"), Value{"Gatineau"});
}

TEST(LinkMemory, HoldsASideAfterAnUnclearWriteUntilItCanNoLongerBeCarriedOut) {
    LinkMemory memory;
    remember_write(memory, unclear("Laval", noon));
    EXPECT_EQ(held_until(memory, Side::b, noon + 30s), noon + 180s);
    EXPECT_EQ(held_until(memory, Side::a, noon + 30s), TimePoint{});
    EXPECT_EQ(held_until(memory, Side::b, noon + 181s), TimePoint{});
}

TEST(LinkMemory, DoesNotHoldForAConditionalWriteButTriesItEverLessOften) {
    LinkMemory memory;
    auto write = unclear("Laval", noon);
    write.is_conditional = true;
    remember_write(memory, write);
    EXPECT_EQ(held_until(memory, Side::b, noon + 1s), noon + 20s);
    write.sent_at = noon + 20s;
    write.until = write.sent_at + 180s;
    remember_write(memory, write);
    EXPECT_EQ(held_until(memory, Side::b, noon + 21s), noon + 60s);
    EXPECT_EQ(memory.own_writes.size(), 1U) << "one entry per side, row and value, however often it was sent";
}

TEST(LinkMemory, AtMostFiveWritesInTenMinutesOfWhatKeepsFailing) {
    LinkMemory memory;
    int sent = 0;
    for (auto now = noon; now < noon + 10min; now += 1s) {
        if (held_until(memory, Side::b, now) > now) continue;
        auto write = unclear("Laval", now);
        write.is_conditional = true;
        remember_write(memory, write);
        ++sent;
    }
    EXPECT_LE(sent, 5);
    EXPECT_GE(sent, 4);
}

TEST(LinkMemory, AnotherValueStartsAnew) {
    LinkMemory memory;
    auto write = unclear("Laval", noon);
    write.is_conditional = true;
    for (int i = 0; i < 5; ++i) {
        write.sent_at += 100s;
        remember_write(memory, write);
    }
    auto other = unclear("Lévis", write.sent_at + 1s);
    other.answered_at = other.sent_at + 1s;
    remember_write(memory, other);
    EXPECT_EQ(held_until(memory, Side::b, other.sent_at + 2s), TimePoint{});
}

TEST(LinkMemory, GrowsWithRowsAndValuesNotWithTries) {
    LinkMemory memory;
    for (int i = 0; i < 1000; ++i) {
        remember_write(memory, unclear("city " + std::to_string(i % 40), noon + i * 1s));
        remember_past(memory, {Side::b, "city", Value{"city " + std::to_string(i % 40)}, noon + i * 1s});
    }
    EXPECT_LE(memory.own_writes.size(), 12U);
    EXPECT_LE(memory.past.size(), 12U);
}

TEST(LinkMemory, ForgetsAnUnclearWriteOnlyAfterItsSideWasReadLateEnough) {
    LinkMemory memory;
    remember_write(memory, unclear("Laval", noon));
    forget(memory, {noon + 170s, noon + 170s}, noon + 3h, 180s);
    ASSERT_EQ(memory.own_writes.size(), 1U);
    EXPECT_FALSE(memory.own_writes[0].answered_at);
    forget(memory, {noon + 170s, noon + 181s}, noon + 3h, 180s);
    EXPECT_TRUE(memory.own_writes.empty());
}

}  // namespace
}  // namespace lockstep::sync
