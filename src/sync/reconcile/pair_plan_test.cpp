// SPDX-License-Identifier: Apache-2.0
// What the planner decides for pairs of records, with the real connectors and their default mapping.
#include "sync/reconcile/pair_plan.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "base/injected_fault.hpp"
#include "connections/connection.hpp"
#include "connectors/default_mapping.hpp"
#include "sync/reconcile/outcome.hpp"
#include "sync/reconcile/test_noon.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;
using Elements = std::vector<std::string>;

class PlanPair : public ::testing::Test {
protected:
    void SetUp() override {
        connectors_ = connectors::load_all().value();
        mapping_ = connectors::default_mapping("highlevel", "hexfit-full").value();
        a_ = mirror("Kp3x9TqLmNw2VbYc7RdZ", {{"firstName", "Anne"}, {"lastName", "Roy"}, {"email", "anne@x.test"},
                                                {"tags", Elements{"vip", "newsletter"}}, {"custom.hexfit_id", "100241"}});
        b_ = mirror("100241", {{"firstname", "Anne"}, {"lastname", "Roy"}, {"email", "anne@x.test"},
                                  {"groups", Elements{"VIP", "Staff"}}, {"external_id", "Kp3x9TqLmNw2VbYc7RdZ"}});
        memory_.base = {{"firstName", Value{"Anne"}}, {"lastName", Value{"Roy"}}, {"email", Value{"anne@x.test"}},
            {"tags", Value{Elements{"vip"}}}};
    }

    static Mirror mirror(std::string id, std::map<std::string, Value, std::less<>> fields) {
        Mirror made;
        made.record.id = std::move(id);
        made.record.fields = std::move(fields);
        made.observed_at = noon;
        return made;
    }

    PairPlan plan() const {
        auto const binding = [&](std::string_view profile) -> catalogue::RecordBinding const& {
            return *connections::find_connector(connectors_, profile)->contacts;
        };
        // Fields that a record does not name are blank, as an app would show them.
        auto a = a_, b = b_;
        for (auto const& row : mapping_.rows) {
            a.record.fields.try_emplace(row.a, Value{});
            b.record.fields.try_emplace(row.b, Value{});
        }
        auto const seen_a = contacts::project(mapping_, Side::a, a.record),
                   seen_b = contacts::project(mapping_, Side::b, b.record);
        return plan_pair(
            {mapping_, policy_, {a, seen_a, binding("highlevel")}, {b, seen_b, binding("hexfit-full")}, memory_, noon});
    }

    connections::Connectors connectors_;
    contacts::Mapping mapping_;
    Policy policy_;
    Mirror a_, b_;
    LinkMemory memory_;
};

TEST_F(PlanPair, PlansNothingForRecordsThatAgree) {
    auto const planned = plan();
    EXPECT_TRUE(planned.changes.empty());
    EXPECT_TRUE(planned.questions.empty());
}

TEST_F(PlanPair, WritesOnlyTheFieldThatChanged) {
    a_.record.fields["phone"] = Value{"(514) 555-0199"};
    memory_.base["phone"] = Value{};
    auto const planned = plan();
    ASSERT_EQ(planned.changes.size(), 1U);
    EXPECT_EQ(planned.changes[0].side, Side::b);
    EXPECT_EQ(planned.changes[0].field, "phone");
    EXPECT_EQ(planned.changes[0].after, Value{"+15145550199"});
    EXPECT_EQ(writes_for(planned.changes, Side::b, false).values.size(), 1U);
    EXPECT_TRUE(writes_for(planned.changes, Side::a, false).empty());
}

TEST_F(PlanPair, TranslatesTagsAndLeavesUnmappedOnesAlone) {
    a_.record.fields["tags"] = Value{Elements{"newsletter", "yoga"}};
    auto const planned = plan();
    auto const writes = writes_for(planned.changes, Side::b, false);
    ASSERT_TRUE(writes.sets.contains("groups"));
    EXPECT_EQ(writes.sets.at("groups").add, Elements{"Yoga"});
    EXPECT_EQ(writes.sets.at("groups").remove, Elements{"VIP"});
    EXPECT_EQ(planned.changes.size(), 2U) << "added and removed elements are changes of their own";
}

TEST_F(PlanPair, SpellsTagsAsTheSidesShowThem) {
    std::ranges::find(mapping_.rows, "tags", &contacts::FieldRow::a)->transform.reset();
    a_.record.fields["tags"] = Value{Elements{"Stra\u00dfe", "\u0130stanbul"}};
    b_.record.fields["groups"] = Value{Elements{"STRASSE", "e\u0301quipe", "VIP"}};
    memory_.base["tags"] = Value{Elements{"strasse", "vip", "\u00e9quipe"}};
    auto const writes = writes_for(plan().changes, Side::b, false);
    ASSERT_TRUE(writes.sets.contains("groups"));
    EXPECT_EQ(writes.sets.at("groups").add, Elements{"\u0130stanbul"});
    EXPECT_EQ(writes.sets.at("groups").remove, (Elements{"VIP", "e\u0301quipe"}));
    EXPECT_TRUE(writes_for(plan().changes, Side::a, false).empty());
}

TEST_F(PlanPair, RemovesATagOfTheTableInTheSpellingThatIsShown) {
    a_.record.fields["tags"] = Value{};
    b_.record.fields["groups"] = Value{Elements{"vip"}};
    auto const writes = writes_for(plan().changes, Side::b, false);
    EXPECT_EQ(writes.sets.at("groups").remove, Elements{"vip"});
}

TEST_F(PlanPair, TheBetterSpellingOfANameWinsAtFirstMatch) {
    memory_.base.clear();
    a_.record.fields["lastName"] = Value{"CH\u00c2TELAIN"};
    b_.record.fields["lastname"] = Value{"Ch\u00e2telain"};
    auto const planned = plan();
    EXPECT_TRUE(planned.questions.empty());
    EXPECT_EQ(writes_for(planned.changes, Side::a, false).values.at("lastName"), Value{"Ch\u00e2telain"});
}

TEST_F(PlanPair, WritesTheOtherSidesIdWhereItIsMissing) {
    a_.record.fields["custom.hexfit_id"] = Value{};
    b_.record.fields["external_id"] = Value{"somebody else"};
    auto const planned = plan();
    ASSERT_EQ(planned.changes.size(), 2U);
    EXPECT_TRUE(std::ranges::all_of(planned.changes, [](auto const& change) { return change.reason == "link_id"; }));
    EXPECT_EQ(writes_for(planned.changes, Side::a, false).values.at("custom.hexfit_id"), Value{"100241"});
    EXPECT_EQ(writes_for(planned.changes, Side::b, false).values.at("external_id"), Value{"Kp3x9TqLmNw2VbYc7RdZ"});
}

TEST_F(PlanPair, LeavesAFieldAloneThatWasNotStoredUntilASideChanges) {
    a_.record.fields["city"] = Value{"Québec"};
    memory_.base["city"] = Value{"Laval"};
    b_.record.fields["city"] = Value{"Laval"};
    memory_.not_taken["city"] = {Value{"Québec"}, Value{"Laval"}};
    EXPECT_TRUE(plan().changes.empty());
    a_.record.fields["city"] = Value{"Lévis"};
    auto const planned = plan();
    ASSERT_EQ(planned.changes.size(), 1U);
    EXPECT_FALSE(planned.memory.not_taken.contains("city"));
}

// As a create leaves it that gave a field a value of the policy's: the value stays out of the other app until a person changes
// one.
TEST_F(PlanPair, AValueOfThePolicysGoesNowhereUntilAPersonChangesASide) {
    a_.record.fields["city"] = Value{};
    b_.record.fields["city"] = Value{"Laval"};
    memory_.base["city"] = Value{"Laval"};
    memory_.not_taken["city"] = {Value{}, Value{"Laval"}};
    EXPECT_TRUE(plan().changes.empty());
    a_.record.fields["city"] = Value{"Lévis"};
    EXPECT_EQ(writes_for(plan().changes, Side::b, false).values.at("city"), Value{"Lévis"});
    a_.record.fields["city"] = Value{};
    b_.record.fields["city"] = Value{"Gatineau"};
    EXPECT_EQ(writes_for(plan().changes, Side::a, false).values.at("city"), Value{"Gatineau"});
}

// An id that an app does not take is not sent again either, whatever is in its field.
TEST_F(PlanPair, LeavesAnIdAloneThatWasNotTakenUntilItsFieldChanges) {
    b_.record.fields["external_id"] = Value{"somebody else"};
    Sync sync;
    sync.mapping = mapping_;
    Snapshot snapshot;
    snapshot.sync = &sync;
    snapshot.sides.a.mirror = a_;
    snapshot.sides.b.mirror = b_;
    Link link;
    link.a = a_.record.id;
    link.b = b_.record.id;
    remember_not_taken(snapshot, link, "external_id");
    memory_.not_taken = link.memory.not_taken;
    EXPECT_TRUE(plan().changes.empty());
    b_.record.fields["external_id"] = Value{"another one"};
    EXPECT_EQ(plan().changes.size(), 1U);
}

TEST_F(PlanPair, AsksInsteadOfWritingOverAValueOutsideTheTable) {
    a_.record.fields["custom.gender"] = Value{"Two-spirit"};
    b_.record.fields["sexe"] = Value{"f"};
    auto const planned = plan();
    EXPECT_TRUE(planned.changes.empty());
    ASSERT_EQ(planned.questions.size(), 1U);
    EXPECT_EQ(planned.questions[0].kind, QuestionKind::cannot_write);
    EXPECT_EQ(planned.questions[0].reason, "unmapped_value");
}

TEST_F(PlanPair, AsksWhenAnAppCannotBeEmptied) {
    for (auto& row : mapping_.rows) row.rule.blank = contacts::BlankRule::propagate;
    memory_.base["postalCode"] = Value{"G1R 1R1"};
    a_.record.fields["postalCode"] = Value{"G1R 1R1"};
    b_.record.fields["postal_code"] = Value{};
    auto const planned = plan();
    EXPECT_TRUE(planned.changes.empty());
    ASSERT_EQ(planned.questions.size(), 1U);
    EXPECT_EQ(planned.questions[0].reason, "cannot_clear");
}

TEST_F(PlanPair, MovesTheBaseOnlyForFieldsThatAgree) {
    a_.record.fields["city"] = Value{"Laval"};
    b_.record.fields["city"] = Value{" Laval "};
    a_.record.fields["phone"] = Value{"+15145550199"};
    auto const planned = plan();
    EXPECT_EQ(planned.memory.base.at("city"), Value{"Laval"});
    EXPECT_FALSE(planned.memory.base.contains("phone")) << "a planned write is not yet a stored one";
}

TEST_F(PlanPair, RestsAfterItsOwnWrites) {
    a_.record.fields["phone"] = Value{"+15145550199"};
    b_.record.fields["city"] = Value{"Sherbrooke"};
    a_.record.fields["tags"] = Value{Elements{"yoga", "vip"}};
    auto const first = plan();
    for (auto const& change : first.changes) {
        auto& record = change.side == Side::a ? a_.record : b_.record;
        if (!change.is_set) {
            record.fields[change.field] = change.after;
            continue;
        }
        auto elements = std::get<Elements>(record.fields[change.field]);
        elements.insert(elements.end(), change.edit.add.begin(), change.edit.add.end());
        record.fields[change.field] = Value{elements};
    }
    memory_ = first.memory;
    auto const second = plan();
    EXPECT_TRUE(second.changes.empty());
    memory_ = second.memory;
    EXPECT_TRUE(plan().changes.empty());
    EXPECT_EQ(plan().memory, memory_);
}

TEST_F(PlanPair, WritesTooMuchWhenTheFaultOfWritingWholeObjectsIsInjected) {
    a_.record.fields["phone"] = Value{"+15145550199"};
    InjectFault const fault{InjectedFault::whole_object};
    EXPECT_GT(plan().changes.size(), 1U);
}

TEST_F(PlanPair, GivesToAFieldThatTheAppDemandsWhatThePolicySays) {
    auto const& binding = *connections::find_connector(connectors_, "hexfit-v2")->contacts;
    auto const mapping = connectors::default_mapping("highlevel", "hexfit-v2").value();
    Policy policy;
    policy.new_records = {{Side::b, "lang", NewRecordRule::How::value, "FR"}, {Side::b, "sexe", NewRecordRule::How::ask_each}};
    auto const changes = plan_create(mapping, policy, Side::b, a_.record, binding);
    auto const writes = writes_for(changes, Side::b, true);
    EXPECT_EQ(writes.values.at("lang"), Value{"FR"});
    EXPECT_FALSE(writes.values.contains("sexe"));
    EXPECT_EQ(binding.missing_for_create(writes), std::vector<std::string>{"sexe"});
    auto const set = std::ranges::find(changes, "lang", &PlannedChange::field);
    EXPECT_EQ(set->reason, "new_record_value");
    EXPECT_EQ(set->row, "custom.language");

    a_.record.fields["custom.language"] = "en";
    EXPECT_EQ(writes_for(plan_create(mapping, policy, Side::b, a_.record, binding), Side::b, true).values.at("lang"), Value{"EN"})
        << "what the person's own record says comes first";
}

TEST_F(PlanPair, CreatesWithEveryFilledFieldAndTheOtherSidesId) {
    auto const changes =
        plan_create(mapping_, Policy{}, Side::b, a_.record, *connections::find_connector(connectors_, "hexfit-full")->contacts);
    auto const writes = writes_for(changes, Side::b, true);
    EXPECT_EQ(writes.values.at("external_id"), Value{"Kp3x9TqLmNw2VbYc7RdZ"});
    EXPECT_EQ(writes.values.at("firstname"), Value{"Anne"});
    EXPECT_EQ(writes.sets.at("groups").add, Elements{"VIP"});
    EXPECT_FALSE(writes.values.contains("phone")) << "blank fields are not sent";
}

TEST_F(PlanPair, JudgesASetWriteByItsOwnElements) {
    PlannedChange change;
    change.side = Side::a;
    change.row = change.field = "tags";
    change.is_set = true;
    change.edit.add = {"Yoga"};
    contacts::Record seen;
    seen.fields["tags"] = Value{Elements{"newsletter", "yoga"}};
    EXPECT_TRUE(is_stored(change, mapping_, seen)) << "another tag that somebody added meanwhile is no fault of the write";
    seen.fields["tags"] = Value{Elements{"newsletter"}};
    EXPECT_FALSE(is_stored(change, mapping_, seen));
}

}  // namespace
}  // namespace lockstep::sync
