// SPDX-License-Identifier: Apache-2.0
#include "people/wish.hpp"

#include <gmock/gmock.h>

#include "people/choose.hpp"

namespace lockstep::people {
namespace {

using contacts::FieldKind;
using contacts::Projection;
using contacts::Side;
using contacts::Value;
using testing::ElementsAre;
using testing::UnorderedElementsAre;

contacts::Mapping mapping() {
    contacts::Mapping map;
    auto const row = [&map](std::string a, std::string b, FieldKind kind) -> contacts::FieldRow& {
        contacts::FieldRow added{std::move(a), std::move(b), {}, {}, {}};
        added.rule.kind = kind;
        return map.rows.emplace_back(std::move(added));
    };
    row("firstName", "firstname", FieldKind::text);
    row("lastName", "lastname", FieldKind::text);
    row("email", "email", FieldKind::email);
    row("phone", "phone", FieldKind::phone);
    row("dateOfBirth", "birthdate", FieldKind::date);
    row("tags", "groups", FieldKind::set);
    return map;
}

Projection of(std::string first, std::string last, std::string email, std::string phone = {}) {
    Wish wish;
    wish.first_name = std::move(first);
    wish.last_name = std::move(last);
    wish.email = std::move(email);
    wish.phone = std::move(phone);
    return wanted(wish, mapping()).value();
}

std::string code_of(Wish const& wish) {
    auto const result = wanted(wish, mapping());
    return result ? "" : result.error().code;
}

TEST(Wish, TheLastWordOfAFullNameIsTheLastName) {
    EXPECT_EQ(split_name("  Anne-Marie   de la  Tour "), (NameParts{"Anne-Marie de la", "Tour"}));
    EXPECT_EQ(split_name("Zoé"), (NameParts{"Zoé", ""}));
    EXPECT_EQ(split_name(" "), (NameParts{"", ""}));
    Wish wish;
    wish.full_name = "Anne Roy";
    wish.last_name = "Tremblay";
    EXPECT_EQ(wanted(wish, mapping()).value(), (Projection{{"lastName", Value{"Tremblay"}}}))
        << "parts count more than the whole";
}

TEST(Wish, ValuesAreCanonicalAndBlanksAreLeftOut) {
    Wish wish;
    wish.email = " Anne.Roy@Example.COM ";
    wish.phone = "(514) 555-0199";
    wish.fields = {{"dateOfBirth", Value{"1990-02-03T00:00:00Z"}}, {"tags", Value{"VIP"}}, {"lastName", Value{}}};
    auto const values = wanted(wish, mapping()).value();
    EXPECT_EQ(values.at("email"), Value{"anne.roy@example.com"});
    EXPECT_EQ(values.at("phone"), Value{"+15145550199"});
    EXPECT_EQ(values.at("dateOfBirth"), Value{"1990-02-03"});
    EXPECT_EQ(values.at("tags"), Value{std::vector<std::string>{"vip"}});
    EXPECT_FALSE(values.contains("lastName"));
    EXPECT_FALSE(values.contains("firstName"));
}

TEST(Wish, WhatDoesNotFitIsRefusedWithTheField) {
    Wish wish;
    for (auto const* address : {"anne", "anne@", "@roy", "anne roy@example.com", "a@b@c", "a@b, c@d"}) {
        wish.email = address;
        EXPECT_EQ(code_of(wish), "people.bad_value") << address;
    }
    wish.email.clear();
    wish.phone = "12";
    EXPECT_EQ(code_of(wish), "people.bad_value");
    wish.phone.clear();
    wish.fields = {{"dateOfBirth", Value{"1990-02-31"}}};
    EXPECT_EQ(code_of(wish), "people.bad_value");
    wish.fields = {{"firstName", Value{std::vector<std::string>{"Anne"}}}};
    EXPECT_EQ(code_of(wish), "people.bad_value");
    wish.fields = {{"shoeSize", Value{"43"}}};
    EXPECT_EQ(code_of(wish), "people.unknown_field");
}

Known at(Side side, std::string id, Projection seen, std::optional<std::string> partner = {}) {
    return {{side, std::move(id)}, std::move(partner), std::move(seen)};
}

TEST(Choose, FindsAPersonByTheAddressAtEitherSideAndPrefersSideA) {
    auto const anne = of("Anne", "Roy", "anne@example.com");
    EXPECT_EQ(choose(mapping(), anne, {}).kind, Choice::Kind::nobody);
    EXPECT_EQ(
        choose(mapping(), anne, {at(Side::a, "a1", anne, "b1"), at(Side::b, "b1", anne, "a1")}).who, (RecordName{Side::a, "a1"}));
    EXPECT_EQ(choose(mapping(), anne, {at(Side::b, "b1", anne)}).who, (RecordName{Side::b, "b1"}));
    EXPECT_EQ(choose(mapping(), anne, {at(Side::b, "b1", anne, "a9")}).who, (RecordName{Side::a, "a9"}))
        << "the address differs at side a";
    EXPECT_EQ(choose(mapping(), of("", "", "anne@example.com"), {at(Side::a, "a1", anne)}).who, (RecordName{Side::a, "a1"}))
        << "no name given";
}

TEST(Choose, IsUnsureWhereTheNameContradictsOrSeveralShareTheAddress) {
    auto const anne = of("Anne", "Roy", "roy@example.com");
    auto const luc = of("Luc", "Roy", "roy@example.com");
    auto const contradicted = choose(mapping(), luc, {at(Side::a, "a1", anne)});
    EXPECT_EQ(contradicted.kind, Choice::Kind::unsure);
    EXPECT_THAT(contradicted.candidates, ElementsAre("a1"));
    auto const shared = choose(mapping(), of("", "", "roy@example.com"), {at(Side::a, "a1", anne), at(Side::a, "a2", luc)});
    EXPECT_EQ(shared.kind, Choice::Kind::unsure);
    EXPECT_THAT(shared.candidates, UnorderedElementsAre("a1", "a2"));
    // The sync holds the two for different people.
    auto const torn = choose(mapping(), anne, {at(Side::a, "a1", anne, "b9"), at(Side::b, "b1", anne, "a9")});
    EXPECT_EQ(torn.kind, Choice::Kind::unsure);
}

TEST(Choose, AnAddressOfAnotherPersonIsSomebodyElses) {
    auto const anne = of("Anne", "Roy", "anne@example.com");
    RecordName const who{Side::a, "a1"};
    EXPECT_FALSE(is_somebody_elses(who, "b1", {}));
    EXPECT_FALSE(is_somebody_elses(who, "b1", {at(Side::a, "a1", anne, "b1"), at(Side::b, "b1", anne, "a1")}));
    EXPECT_TRUE(is_somebody_elses(who, "b1", {at(Side::b, "b2", anne)}));
    EXPECT_TRUE(is_somebody_elses(who, std::nullopt, {at(Side::a, "a2", anne)}));
}

}  // namespace
}  // namespace lockstep::people
