// SPDX-License-Identifier: Apache-2.0
#include "contacts/match.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "contacts/contact_samples.hpp"

namespace lockstep::contacts {
namespace {

using ::testing::ElementsAre;

MatchSubject person(char const* id, char const* first, char const* last, char const* email, char const* phone) {
    MatchSubject out;
    out.id = id;
    auto const put = [&](char const* field, FieldKind kind, char const* value) {
        out.projection[field] = canonical(kind, Value{std::string{value}}, {});
    };
    put("firstName", FieldKind::text, first);
    put("lastName", FieldKind::text, last);
    put("email", FieldKind::email, email);
    put("phone", FieldKind::phone, phone);
    return out;
}

MatchSubject linked(MatchSubject subject) {
    subject.is_linked = true;
    return subject;
}

MatchSubject pointing_at(MatchSubject subject, char const* id) {
    subject.stored_other_id = id;
    return subject;
}

constexpr char const* desk = "514 555-0199";
MatchSubject anne() { return person("a1", "Anne", "Roy", "anne@x.test", desk); }

std::string answer(
    MatchSubject const& subject, std::vector<MatchSubject> const& candidates, std::vector<MatchSubject> const& same_side = {}) {
    auto const found = match({}, Side::a, subject, candidates, same_side);
    if (found.outcome == MatchOutcome::nobody) return "nobody";
    if (found.outcome == MatchOutcome::matched) return found.id + " by " + found.reason;
    std::string out = "ambiguous " + found.reason;
    for (auto const& id : found.candidates) out += " " + id;
    return out;
}

TEST(Match, NobodyWithoutCandidates) { EXPECT_EQ(answer(anne(), {}), "nobody"); }

TEST(Match, StoredIdsDecideBeforeEverythingElse) {
    auto const other_email = person("b2", "Anne", "Roy", "anne@x.test", desk);
    EXPECT_EQ(answer(pointing_at(anne(), "b1"), {person("b1", "Anne", "Roy", "old@x.test", ""), other_email}), "b1 by stored_id");
    EXPECT_EQ(answer(anne(), {pointing_at(person("b1", "Anne", "Roy", "old@x.test", ""), "a1"), other_email}), "b1 by stored_id");
}

TEST(Match, AnIdThatOnlyOneHoldsNeedsSomethingThatAgrees) {
    // Left over from another account of the app: it happens to be the id of a stranger.
    auto const stranger = person("b1", "Bruno", "Gagnon", "bruno@x.test", "");
    EXPECT_EQ(answer(pointing_at(anne(), "b1"), {stranger}), "ambiguous stored_id_alone b1");
    EXPECT_EQ(answer(anne(), {pointing_at(stranger, "a1")}), "ambiguous stored_id_alone b1");
    EXPECT_EQ(answer(pointing_at(anne(), "b1"), {pointing_at(stranger, "a1")}), "b1 by stored_id") << "each names the other";
}

TEST(Match, StoredIdsThatContradictLinksOrEachOtherAreAmbiguous) {
    auto const b1 = person("b1", "Anne", "Roy", "anne@x.test", desk);
    auto const b2 = person("b2", "Anne", "Roy", "anne@x.test", desk);
    EXPECT_EQ(answer(pointing_at(anne(), "b1"), {linked(b1)}), "ambiguous already_linked b1");
    EXPECT_EQ(answer(pointing_at(anne(), "b1"), {pointing_at(b1, "a9")}), "ambiguous stored_id_differs b1");
    EXPECT_EQ(answer(pointing_at(anne(), "b1"), {b1, pointing_at(b2, "a1")}), "ambiguous stored_ids_disagree b1 b2");
    EXPECT_EQ(answer(pointing_at(anne(), "b1"), {pointing_at(b1, "a1"), pointing_at(b2, "a1")}), "b1 by stored_id");
    EXPECT_EQ(answer(pointing_at(anne(), "b1"), {b1}, {pointing_at(person("a2", "Anne", "Roy", "", ""), "b1")}),
        "ambiguous stored_id_shared b1");
    EXPECT_EQ(answer(anne(), {pointing_at(b1, "a9")}), "ambiguous stored_id_differs b1");
    EXPECT_EQ(answer(pointing_at(anne(), "b9"), {b1}), "ambiguous stored_id_differs b1");
}

TEST(Match, AnEmailOfOneOnEachSideMatchesUnlessTheNamesDisagree) {
    EXPECT_EQ(answer(anne(), {person("b1", "L\u00e9o", "Roy", "anne@x.test", "")}), "ambiguous names_differ b1");
    EXPECT_EQ(answer(anne(), {person("b1", "Annie", "Roy-Tremblay", "ANNE@x.test", "")}), "b1 by email");
    EXPECT_EQ(answer(anne(), {linked(person("b1", "Anne", "Roy", "anne@x.test", ""))}), "ambiguous already_linked b1");
}

TEST(Match, ASharedEmailNeedsTheNameOfExactlyOne) {
    auto const mother = person("b1", "Anne", "Roy", "anne@x.test", "");
    auto const child = person("b2", "L\u00e9o", "Roy", "anne@x.test", "");
    EXPECT_EQ(answer(anne(), {mother, child}), "b1 by email");
    EXPECT_EQ(answer(anne(), {mother, linked(child)}), "b1 by email");
    EXPECT_EQ(answer(anne(), {linked(mother), child}), "ambiguous already_linked b1");
    EXPECT_EQ(answer(person("a2", "LEO", "Roy", "anne@x.test", ""), {mother, child}, {anne()}), "b2 by email");
    EXPECT_EQ(answer(person("a3", "Max", "Roy", "anne@x.test", ""), {child, mother}), "ambiguous email_shared b1 b2");
    EXPECT_EQ(answer(person("a3", "Max", "Roy", "anne@x.test", ""), {mother}, {anne()}), "ambiguous email_shared b1");
    EXPECT_EQ(answer(anne(), {mother}, {person("a4", "Anne", "Roy", "anne@x.test", "")}), "ambiguous email_shared b1");
}

TEST(Match, PhoneNeedsTheName) {
    EXPECT_EQ(answer(anne(), {person("b1", "anne", "ROY", "new@x.test", "1-514-555-0199")}), "b1 by phone_and_name");
    EXPECT_EQ(answer(anne(), {person("b1", "L\u00e9o", "Roy", "", desk)}), "ambiguous names_differ b1");
    EXPECT_EQ(answer(anne(), {person("b1", "", "", "", desk)}), "ambiguous name_missing b1");
    EXPECT_EQ(answer(anne(), {person("b2", "Anne", "Roy", "", desk), person("b1", "Anne", "Roy", "", desk)}),
        "ambiguous phone_shared b1 b2");
    EXPECT_EQ(answer(anne(), {linked(person("b1", "Anne", "Roy", "", desk))}), "ambiguous already_linked b1");
    EXPECT_EQ(answer(anne(), {person("b1", "Anne", "Roy", "", desk)}, {person("a2", "Anne", "Roy", "", desk)}),
        "ambiguous phone_shared b1");
}

TEST(Match, NamesAloneNeverMatch) { EXPECT_EQ(answer(anne(), {person("b1", "Anne", "Roy", "", "")}), "nobody"); }

TEST(Match, RulesThatPointAtDifferentPeopleAreAmbiguous) {
    EXPECT_EQ(answer(anne(), {person("b2", "Ann", "King", "anne@x.test", ""), person("b1", "Anne", "Roy", "", desk)}),
        "ambiguous rules_disagree b1 b2");
}

TEST(Match, OnlyTheMappingsRulesCount) {
    Mapping mapping;
    mapping.match = {MatchRule::phone_and_name};
    auto const candidate = pointing_at(person("b1", "Ann", "King", "anne@x.test", ""), "a1");
    EXPECT_EQ(match(mapping, Side::a, anne(), {candidate}, {}).outcome, MatchOutcome::nobody);
    mapping.match = {};
    EXPECT_EQ(match(mapping, Side::a, anne(), {candidate}, {}).outcome, MatchOutcome::nobody);
}

// Small families drawn at random: few names, addresses and numbers, so that everything collides.
class Crowd {
public:
    explicit Crowd(std::uint64_t seed) : draw_(seed) {}

    MatchSubject member(std::string const& prefix, std::size_t number, std::string const& other_prefix) {
        constexpr std::array<char const*, 4> firsts{"Anne", "Zo\u00e9", "Zoe", ""};
        constexpr std::array<char const*, 3> emails{"x@x.test", "y@x.test", ""};
        constexpr std::array<char const*, 3> numbers{"514 555-0199", "418 555-0101", ""};
        auto const id = prefix + std::to_string(number);
        auto out = person(id.c_str(), draw_.from(firsts), "Roy", draw_.from(emails), draw_.from(numbers));
        if (draw_.chance(5)) out.stored_other_id = other_prefix + std::to_string(draw_.below(5));
        out.is_linked = draw_.chance(6);
        return out;
    }
    std::vector<MatchSubject> members(std::string const& prefix, std::size_t first, std::string const& other_prefix) {
        std::vector<MatchSubject> out;
        for (std::size_t count = draw_.below(4), i = 0; i < count; ++i) out.push_back(member(prefix, first + i, other_prefix));
        return out;
    }
    samples::Draw& draw() { return draw_; }

private:
    samples::Draw draw_;
};

TEST(MatchLaws, DoNotDependOnTheOrderOfCandidates) {
    for (std::uint64_t seed = 0; seed < 5000; ++seed) {
        SCOPED_TRACE(seed);
        Crowd crowd{seed};
        auto const subject = crowd.member("a", 0, "b");
        auto candidates = crowd.members("b", 0, "a");
        auto same_side = crowd.members("a", 1, "b");
        auto const expected = answer(subject, candidates, same_side);
        for (int round = 0; round < 4; ++round) {
            for (std::size_t i = candidates.size(); i > 1; --i) std::swap(candidates[i - 1], candidates[crowd.draw().below(i)]);
            std::ranges::reverse(same_side);
            ASSERT_EQ(answer(subject, candidates, same_side), expected);
        }
    }
}

TEST(MatchLaws, NeverChooseALinkedRecordAndNeverOneWithNothingInCommon) {
    for (std::uint64_t seed = 0; seed < 5000; ++seed) {
        SCOPED_TRACE(seed);
        Crowd crowd{seed};
        auto const subject = crowd.member("a", 0, "b");
        auto const candidates = crowd.members("b", 0, "a");
        auto const found = match({}, Side::a, subject, candidates, crowd.members("a", 1, "b"));
        ASSERT_EQ(found.outcome == MatchOutcome::matched, !found.id.empty());
        ASSERT_EQ(found.outcome == MatchOutcome::ambiguous, !found.candidates.empty());
        if (found.id.empty()) continue;
        auto const& chosen = *std::ranges::find(candidates, found.id, &MatchSubject::id);
        ASSERT_FALSE(chosen.is_linked);
        bool const shares_id = chosen.stored_other_id == subject.id || subject.stored_other_id == chosen.id;
        auto const shares = [&](char const* field) {
            return !is_blank(subject.projection.at(field)) && subject.projection.at(field) == chosen.projection.at(field);
        };
        ASSERT_TRUE(shares_id || shares("email") || shares("phone"));
    }
}

// Two records of one side never both take the same unlinked record of the other, when each is told about the other.
TEST(MatchLaws, TwoOfOneSideNeverTakeTheSameRecord) {
    for (std::uint64_t seed = 0; seed < 5000; ++seed) {
        SCOPED_TRACE(seed);
        Crowd crowd{seed};
        auto const first = crowd.member("a", 0, "b");
        auto const second = crowd.member("a", 1, "b");
        auto const candidates = crowd.members("b", 0, "a");
        auto const one = match({}, Side::a, first, candidates, {second});
        auto const two = match({}, Side::a, second, candidates, {first});
        if (one.outcome != MatchOutcome::matched || two.outcome != MatchOutcome::matched) continue;
        // What a stored id and an address say can only be reconciled by the caller's link, made before the second is asked.
        if (one.reason == "stored_id" || two.reason == "stored_id" || one.reason != two.reason) continue;
        ASSERT_NE(one.id, two.id) << one.reason;
    }
}

}  // namespace
}  // namespace lockstep::contacts
