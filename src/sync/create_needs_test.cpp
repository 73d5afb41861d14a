// SPDX-License-Identifier: Apache-2.0
#include "sync/create_needs.hpp"

#include "connectors/default_mapping.hpp"
#include "sync/reconcile/request.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/test_state.hpp"
#include "sync/state/waiting_creates.hpp"
#include "work/queue.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;
using How = NewRecordRule::How;

TEST(NewRecordRules, AreReadAsTheyAreWritten) {
    Policy policy;
    policy.new_records = {{Side::b, "lang", How::value, "FR"}, {Side::b, "sexe", How::ask_each}, {Side::a, "x", How::leave_out}};
    auto const again = parse_policy(to_json(policy));
    ASSERT_TRUE(again) << again.error().message;
    EXPECT_EQ(*again, policy);
    for (auto const* bad : {R"({"new_records":1})", R"({"new_records":[{"side":"c","field":"x","how":"ask_each"}]})",
             R"({"new_records":[{"side":"b","field":"x","how":"value"}]})", R"({"new_records":[{"side":"b","how":"ask_each"}]})",
             R"({"new_records":[{"side":"b","field":"x","how":"ask_each","value":"y"}]})",
             R"({"new_records":[{"side":"b","field":"x","how":"ask_each"},{"side":"b","field":"x","how":"leave_out"}]})",
             R"({"new_records":[{"side":"b","field":"x","how":"ask_each","more":"y"}]})"})
        EXPECT_FALSE(parse_policy(*parse_json(bad))) << bad;
}

TEST(NewRecordRules, SayWhetherEverybodyOrOnePersonIsAskedAbout) {
    Policy policy;
    policy.new_records = {{Side::b, "lang", How::ask_each}, {Side::b, "city", How::leave_out}};
    auto const block = block_of(policy, Side::b, {"lang", "sexe"});
    EXPECT_EQ(block.to_ask, std::vector<std::string>{"sexe"});
    EXPECT_TRUE(block.asks_each);
    auto const left_out = block_of(policy, Side::b, {"lang", "sexe", "city"});
    EXPECT_TRUE(left_out.to_ask.empty() && !left_out.asks_each) << "nobody is asked about whom a rule leaves out";
    EXPECT_EQ(block_of(policy, Side::a, {"lang"}).to_ask, std::vector<std::string>{"lang"}) << "a rule is about one side";
}

class CreateNeeds : public StateTest {
protected:
    CreateNeeds() {
        known = connectors::load_all().value();
        for (auto const side : contacts::both_sides) {
            there[side].id = ConnectionId{side == Side::a ? "con_a" : "con_b"};
            there[side].account = account;
            there[side].connector = connections::find_connector(known, side == Side::a ? "highlevel" : "hexfit-v2");
        }
        there.a.custom_fields = {{"f1", "spoken", "Langue", "TEXT"}};
        subject.id = sync;
        subject.account = account;
        subject.a = there.a.id;
        subject.b = there.b.id;
        subject.mapping = connectors::default_mapping("highlevel", "hexfit-v2").value();
    }

    void wait(std::string const& record, std::vector<std::string> const& fields) {
        in_scope([&](Scope const& scope) { return wait_for_fields(scope, random, Side::b, subject.b, record, fields); });
    }
    void stop(std::string const& record) {
        in_scope([&](Scope const& scope) { return stop_waiting(scope, {subject.a, subject.b}, record); });
    }
    std::vector<StoredIssue> issues() {
        return in_scope([&](Scope const& scope) { return list_issues(scope, true, "", 10); });
    }
    Result<StoredAnswer> give(AnswerRequest request) {
        Result<StoredAnswer> given = fail(ErrorKind::invalid, "none", "none");
        in_scope([&](Scope const& scope) -> Result<void> {
            TRY(auto const open, open_for_everybody(scope, request));
            if (open) given = answer_need(scope, subject, {&there.a, &there.b}, request, *open, random);
            return {};
        });
        return given;
    }
    void take_back(StoredAnswer const& answer) {
        in_scope([&](Scope const& scope) { return take_back_answer(scope, subject, answer.answer.id, "usr_1", random); });
    }

    connections::Connectors known;
    contacts::PerSide<connections::Connection> there;
    Sync subject;
};

TEST_F(CreateNeeds, AreOneQuestionForEachFieldThatClosesWithItsLastPerson) {
    wait("a:1", {"lang", "sexe"});
    wait("a:2", {"lang"});
    wait("a:2", {"lang"});
    auto const asked = issues();
    ASSERT_EQ(asked.size(), 2U);
    for (auto const& each : asked) {
        EXPECT_EQ(each.kind, "create_needs");
        EXPECT_EQ(each.count, 1) << "raised once, whoever comes";
        EXPECT_EQ(find_text(each.detail, "/count"), each.field == "lang" ? "2" : "1");
    }
    wait("a:1", {"lang"});
    EXPECT_EQ(issues().size(), 1U) << "nobody lacks the other one any more";
    stop("a:1");
    EXPECT_EQ(find_text(issues().front().detail, "/count"), "1");
    stop("a:2");
    EXPECT_TRUE(issues().empty());
}

TEST_F(CreateNeeds, AValueIsOneThatTheAppTakesAndCanBeTakenBack) {
    wait("a:1", {"lang"});
    auto const issue = issues().front().id;
    EXPECT_EQ(give({issue, Choice::use_value, "", "", "usr_1", "Klingon"}).error().code, "sync.not_a_choice");
    EXPECT_EQ(give({issue, Choice::use_value, "", "", "usr_1", ""}).error().code, "sync.not_a_choice");
    EXPECT_EQ(give({issue, Choice::try_again, "", "", "usr_1"}).error().code, "sync.not_a_choice");
    EXPECT_TRUE(subject.policy.new_records.empty());
    auto const given = give({issue, Choice::use_value, "", "", "usr_1", "FR"});
    ASSERT_TRUE(given);
    EXPECT_EQ(subject.policy.new_records, (std::vector<NewRecordRule>{{Side::b, "lang", How::value, "FR"}}));
    EXPECT_TRUE(issues().empty());

    auto const more = in_scope([&](Scope const& scope) { return free_waiting(scope, subject, 10); });
    EXPECT_FALSE(more);
    EXPECT_EQ(count("waiting_creates"), 0);
    EXPECT_EQ(count("work_items"), 1) << "decided about again";

    take_back(*given);
    EXPECT_TRUE(subject.policy.new_records.empty());
}

TEST_F(CreateNeeds, AFieldOfTheOtherAppBecomesTheSourceAndCanBeTakenBack) {
    wait("a:1", {"lang"});
    auto const issue = issues().front().id;
    EXPECT_EQ(give({issue, Choice::use_field, "", "", "usr_1", "", "custom.nothing"}).error().code, "sync.not_a_choice");
    auto const given = give({issue, Choice::use_field, "", "", "usr_1", "", "custom.spoken"});
    ASSERT_TRUE(given) << given.error().message;
    EXPECT_NE(subject.mapping.row("custom.spoken"), nullptr);
    EXPECT_EQ(subject.mapping.row("custom.language"), nullptr);
    take_back(*given);
    EXPECT_EQ(subject.mapping, connectors::default_mapping("highlevel", "hexfit-v2").value());
}

TEST_F(CreateNeeds, ManyAreFreedInPortions) {
    for (int i = 0; i < 7; ++i) wait("a:" + std::to_string(i), {"lang", "sexe"});
    subject.policy.new_records = {{Side::b, "lang", How::value, "FR"}};
    int portions = 0;
    while (in_scope([&](Scope const& scope) { return free_waiting(scope, subject, 3); })) ++portions;
    EXPECT_EQ(portions, 2);
    EXPECT_EQ(count("work_items"), 7);
    EXPECT_EQ(count("waiting_creates"), 7) << "all of them still lack the other field";
}

// Seen to fail: an answer closed the questions about all fields until the people had been decided about again, each then with a
// new id, so that an answer on its way to one of them found nothing.
TEST_F(CreateNeeds, AnAnswerAboutOneFieldLeavesTheOtherQuestionAsItIs) {
    wait("a:1", {"lang", "sexe"});
    auto const before = issues();
    auto const lang = std::ranges::find(before, "lang", &StoredIssue::field);
    auto const sexe = std::ranges::find(before, "sexe", &StoredIssue::field);
    ASSERT_TRUE(lang != before.end() && sexe != before.end());
    ASSERT_TRUE(give({lang->id, Choice::ask_each, "", "", "usr_1"}));
    in_scope([&](Scope const& scope) { return free_waiting(scope, subject, 10); });
    auto const after = issues();
    ASSERT_EQ(after.size(), 1U);
    EXPECT_EQ(after.front().id, sexe->id);
    EXPECT_EQ(after.front().last_at, sexe->last_at);
    EXPECT_EQ(count("work_items"), 1) << "decided about again";
}

}  // namespace
}  // namespace lockstep::sync
