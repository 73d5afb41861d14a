// SPDX-License-Identifier: Apache-2.0
// What a mapping that is not in force would do, with the real connectors and their default mapping.
#include "sync/mapping/trial.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "connectors/default_mapping.hpp"
#include "sync/inbox/conflict_groups.hpp"
#include "sync/mapping/suggestions.hpp"
#include "sync/mapping/versions.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;

TimePoint const a_moment = parse_time("2026-03-01T12:00:00Z").value();

class MappingTrials : public ::testing::Test {
protected:
    void SetUp() override {
        connectors_ = connectors::load_all().value();
        mapping_ = connectors::default_mapping("highlevel", "hexfit-full").value();
        a_.connector = connections::find_connector(connectors_, "highlevel");
        b_.connector = connections::find_connector(connectors_, "hexfit-full");
        person_.mirrors.a = copy(Side::a, {{"firstName", "Anne"}, {"city", "Laval"}, {"phone", "+15145550199"}});
        person_.mirrors.b = copy(Side::b, {{"firstName", "Anne"}, {"city", "Laval"}, {"phone", "+15145550199"}});
        person_.link = Link{};
        person_.link->a = "a";
        person_.link->b = "b";
        for (auto const& row : mapping_.rows) person_.link->memory.base[row.a] = Value{};
        person_.link->memory.base["firstName"] = Value{"Anne"};
        person_.link->memory.base["city"] = Value{"Laval"};
        person_.link->memory.base["phone"] = Value{"+15145550199"};
    }

    // The values by the row's name at side a, whatever the side calls them.
    Mirror copy(Side side, std::map<std::string, std::string> const& values) const {
        Mirror made;
        made.record.id = side == Side::a ? "a" : "b";
        made.observed_at = a_moment;
        for (auto const& row : mapping_.rows) made.record.fields[row.at(side)] = Value{};
        made.record.fields[mapping_.id_holder(side)] = Value{side == Side::a ? "b" : "a"};
        for (auto const& [name, value] : values) made.record.fields[mapping_.row(name)->at(side)] = Value{value};
        return made;
    }

    Trial under(contacts::Mapping const& mapping) const { return try_mapping({mapping, policy_, a_, b_, a_moment}, person_); }
    contacts::Mapping edited(std::string const& name, auto change) const {
        auto wanted = mapping_;
        change(*std::ranges::find(wanted.rows, name, &contacts::FieldRow::a));
        return contacts::with_beginnings(wanted, mapping_, 2);
    }
    static TrialRow const& row_of(contacts::Mapping const& mapping, Trial const& trial, std::string const& name) {
        return trial.rows.at(static_cast<std::size_t>(mapping.row(name) - mapping.rows.data()));
    }

    connections::Connectors connectors_;
    contacts::Mapping mapping_;
    Policy policy_;
    connections::Connection a_, b_;
    TrialPerson person_;
};

TEST_F(MappingTrials, NothingChangesUnderTheMappingInForce) {
    auto const tried = under(mapping_);
    EXPECT_TRUE(tried.changes.empty());
    EXPECT_EQ(tried.rows.size(), mapping_.rows.size());
    EXPECT_EQ(row_of(mapping_, tried, "city").decision, "agree");
}

TEST_F(MappingTrials, ShowWhatATransformWouldWrite) {
    auto const wanted = edited("city", [](contacts::FieldRow& row) {
        row.rule.direction = contacts::Direction::a_to_b;
        row.rule.first_match = contacts::FirstMatchRule::a;
        row.transform = contacts::Transform{{}, contacts::Form::upper_case};
    });
    auto const tried = under(wanted);
    auto const& row = row_of(wanted, tried, "city");
    EXPECT_TRUE(row.is_written.b);
    EXPECT_FALSE(row.is_written.a);
    EXPECT_EQ(row.after.b, Value{"LAVAL"});
    EXPECT_EQ(row.as_written, Value{"LAVAL"});
    EXPECT_EQ(new_changes(under(mapping_), tried).size(), 1U);
    EXPECT_TRUE(new_changes(tried, tried).empty());
}

// Paired with another field the row begins anew: the old base would say that side b has changed, and side a would lose its value.
TEST_F(MappingTrials, APairOfOtherFieldsIsAFirstMatch) {
    auto const wanted = edited("phone", [](contacts::FieldRow& row) {
        row.b = "mobile_phone";
        row.rule.first_match = contacts::FirstMatchRule::ask;
    });
    person_.mirrors.b->record.fields["mobile_phone"] = Value{"+15145550111"};
    auto const tried = under(wanted);
    auto const& row = row_of(wanted, tried, "phone");
    EXPECT_EQ(row.base, std::nullopt);
    EXPECT_EQ(row.reason, "first_match");
    EXPECT_EQ(row.question, "conflict");
    EXPECT_FALSE(row.is_written.a);
    EXPECT_TRUE(asks_more(under(mapping_), tried));
}

TEST_F(MappingTrials, NothingIsDecidedOnAFieldThatNobodyHasRead) {
    auto const wanted = edited("phone", [](contacts::FieldRow& row) { row.b = "mobile_phone"; });
    auto const tried = under(wanted);
    auto const& row = row_of(wanted, tried, "phone");
    EXPECT_FALSE(row.is_known.b);
    EXPECT_EQ(row.reason, "not_read");
    EXPECT_TRUE(tried.changes.empty());
}

TEST_F(MappingTrials, SomebodyOfOneSideWouldBeCreated) {
    person_.link.reset();
    person_.mirrors.b.reset();
    auto const tried = under(mapping_);
    auto const& row = row_of(mapping_, tried, "city");
    EXPECT_EQ(row.decision, "create");
    EXPECT_EQ(row.after.b, Value{"Laval"});
}

TEST_F(MappingTrials, SuggestOnlyWhatIsFreeOnBothSides) {
    auto const a = offered_fields(a_), b = offered_fields(b_);
    EXPECT_GT(a.size(), 5U);
    auto without = mapping_;
    std::erase_if(without.rows, [](auto const& row) { return row.a == "city"; });
    auto const rows = suggested_rows(without, &mapping_, a, b);
    EXPECT_EQ(std::ranges::count(rows, std::string("city"), &contacts::FieldRow::a), 1);
    for (auto const& row : rows) {
        EXPECT_EQ(without.row(row.a), nullptr);
        EXPECT_NE(row.a, without.a_holds_id_of_b);
        EXPECT_NE(row.b, without.b_holds_id_of_a);
    }
}

TEST_F(MappingTrials, VersionsAreComparedRowByRow) {
    auto after = edited("city", [](contacts::FieldRow& row) { row.rule.conflict = contacts::ConflictRule::ask; });
    std::erase_if(after.rows, [](auto const& row) { return row.a == "phone"; });
    auto const list = differences(mapping_, after, Policy{}, Policy{});
    ASSERT_EQ(list.size(), 2U);
    EXPECT_EQ(find_text(list[0], "/kind"), "changed");
    EXPECT_EQ(find_text(list[0], "/members/0/name"), "conflict");
    EXPECT_EQ(find_text(list[0], "/members/0/after"), "ask");
    EXPECT_EQ(find_text(list[1], "/kind"), "removed");
    EXPECT_EQ(find_text(list[1], "/a"), "phone");
    EXPECT_TRUE(differences(mapping_, mapping_, Policy{}, Policy{}).empty());
}

TEST(ConflictPatterns, TellWhatHappenedAtEachSide) {
    auto const of = [](contacts::FieldKind kind, Value const& a, Value const& b, std::optional<Value> const& base) {
        return pattern_of("row", kind, a, b, base);
    };
    auto const phones = of(contacts::FieldKind::phone, Value{"+15145550199"}, Value{"poste 12"}, Value{"+15145550111"});
    EXPECT_EQ(phones.a, SideChange::changed);
    EXPECT_FALSE(phones.a_is_odd);
    EXPECT_TRUE(phones.b_is_odd);
    auto const first = of(contacts::FieldKind::text, Value{"Élodie"}, Value{"elodie"}, std::nullopt);
    EXPECT_EQ(first.a, SideChange::first);
    EXPECT_TRUE(first.differs_in_spelling);
    auto const emptied = of(contacts::FieldKind::text, Value{}, Value{"x"}, Value{"y"});
    EXPECT_EQ(emptied.a, SideChange::emptied);
    EXPECT_EQ(of(contacts::FieldKind::text, Value{"x"}, Value{"z"}, Value{}).a, SideChange::filled);
}

}  // namespace
}  // namespace lockstep::sync
