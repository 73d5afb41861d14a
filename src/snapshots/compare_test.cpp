// SPDX-License-Identifier: Apache-2.0
#include "snapshots/compare.hpp"

#include <gmock/gmock.h>

namespace lockstep::snapshots {
namespace {

Targets const plain_targets = with_plain_fields({});

People people_in(std::string_view file) {
    auto const table = read_table(file).value();
    return read_people(table, guesses(look_at_columns(table, plain_targets)), plain_targets, {});
}

std::vector<contacts::Record> known_from(std::string_view file) {
    std::vector<contacts::Record> records;
    for (auto const& person : people_in(file).people) records.push_back(person.record);
    return records;
}

std::vector<std::string> told(std::string_view before, std::string_view after) {
    std::vector<std::string> lines;
    for (auto const& item : compare(people_in(after), known_from(before), plain_targets).items) {
        auto line = std::string(to_string(item.kind)) + " " + name_of(item.record, plain_targets);
        for (auto const& change : item.changes)
            line += " " + change.field + ":" + to_text(contacts::to_json(change.before)) + ">" +
                    to_text(contacts::to_json(change.after));
        lines.push_back(line);
    }
    return lines;
}

using Lines = std::vector<std::string>;

TEST(People, ValuesGetTheirCanonicalForm) {
    auto const people =
        people_in("Prénom;Nom;Courriel;Téléphone;Date de naissance\n Zoé ;Roy;ZOE@Example.test;(514) 555-0199;31/12/1985\n");
    auto const& fields = people.people.at(0).record.fields;
    EXPECT_EQ(std::get<std::string>(fields.at("first_name")), "Zoé");
    EXPECT_EQ(std::get<std::string>(fields.at("email")), "zoe@example.test");
    EXPECT_EQ(std::get<std::string>(fields.at("phone")), "+15145550199");
    EXPECT_EQ(std::get<std::string>(fields.at("date_of_birth")), "1985-12-31");
}

TEST(People, ACellThatCannotBeReadIsNamedAndNotTakenForBlank) {
    auto const people = people_in(
        "Nom;Courriel;Téléphone;Date de naissance\nRoy;no address;123;1985-13-45\nRay;r@example.test;;1990-01-02\n"
        "Rey;s@example.test;;1990-01-03\nRiy;t@example.test;;1990-01-03\n");
    auto const& person = people.people.at(0);
    EXPECT_EQ(person.problems.size(), 3U);
    EXPECT_EQ(person.record.fields.size(), 1U);
    EXPECT_TRUE(contacts::is_blank(people.people.at(1).record.fields.at("phone"))) << "an empty cell is blank";
}

TEST(People, LettersThatAnExportLostAreNoValue) {
    EXPECT_EQ(told("id,nom,ville\n1,Roy,東京\n", "id,nom,ville\n1,Roy,??\n"), (std::vector<std::string>{"unchanged Roy"}));
    auto const people = people_in("id,nom,ville\n1,Roy,? ?\n2,Ray,Quoi?\n");
    ASSERT_EQ(people.people.at(0).problems.size(), 1U);
    EXPECT_EQ(people.people.at(0).problems.front().fault, CellFault::lost);
    EXPECT_TRUE(people.people.at(1).problems.empty());
}

TEST(People, RowsThatAreNobodyOrSomebodyTwiceAreSetAside) {
    auto const people = people_in(
        "nom,courriel,ville\nRoy,a@example.test,Lévis\n,,Lévis\nRoy,a@example.test,Québec\nX,b@example.test,L,more\nY\n");
    EXPECT_EQ(people.people.size(), 2U);
    ASSERT_EQ(people.faulty.size(), 2U);
    EXPECT_EQ(people.faulty[0].line, 3U);
    EXPECT_EQ(people.faulty[0].fault, RowFault::nobody);
    EXPECT_EQ(people.faulty[1].fault, RowFault::too_many_cells);
    ASSERT_EQ(people.repeated.size(), 1U);
    EXPECT_EQ(people.repeated[0].line, 4U);
    EXPECT_EQ(people.repeated[0].first_line, 2U);
    EXPECT_EQ(people.short_rows, 1U);
}

TEST(Compare, NewChangedAbsentUnchanged) {
    EXPECT_EQ(told("id,first,last,city\n1,Ann,Roy,A\n2,Bob,Ray,B\n3,Cyd,Rey,C\n",
                  "id,first,last,city\n1,Ann,Roy,A\n2,Bob,Ray,X\n4,Dan,Riy,D\n"),
        (Lines{"unchanged Ann Roy", "changed Bob Ray city:\"B\">\"X\"", "new Dan Riy", "absent Cyd Rey"}));
}

TEST(Compare, SpellingOfPhonesAddressesSexAndLanguageIsNoChange) {
    EXPECT_EQ(told("id,nom,courriel,tel,sexe,langue\n1,Roy,A@example.test,514 555 0199,F,fr\n",
                  "id,nom,courriel,tel,sexe,langue\n1,Roy,a@EXAMPLE.test,+1 (514) 555-0199,Femme,Français\n"),
        (Lines{"unchanged Roy"}));
}

TEST(Compare, AColumnThatOneFileLacksIsNoChangeAndABlankIsOne) {
    EXPECT_EQ(told("id,nom,ville\n1,Roy,Lévis\n", "id,nom\n1,Roy\n"), (Lines{"unchanged Roy"}));
    EXPECT_EQ(told("id,nom,ville\n1,Roy,Lévis\n", "id,nom,ville\n1,Roy,\n"), (Lines{"changed Roy city:\"Lévis\">null"}));
}

TEST(Compare, WithoutIdsPeopleAreFoundByAddressThenByNameAndBirthDateOrPhone) {
    EXPECT_EQ(told("first,last,email,city\nAnn,Roy,a@example.test,A\n", "first,last,email,city\nAnn,Royer,a@example.test,A\n"),
        (Lines{"changed Ann Royer last_name:\"Roy\">\"Royer\""}));
    EXPECT_EQ(told("first,last,dob,email\nAnn,Roy,1990-01-02,a@example.test\n",
                  "first,last,dob,email\nAnn,Roy,1990-01-02,new@example.test\n"),
        (Lines{"changed Ann Roy email:\"a@example.test\">\"new@example.test\""}));
    EXPECT_EQ(told("first,last,phone\nAnn,Roy,514 555 0199\n", "first,last,phone\nAnn,Roy,514 555 0199\n"),
        (Lines{"unchanged Ann Roy"}));
}

TEST(Compare, ACoupleWithOneAddressStaysTwo) {
    EXPECT_EQ(
        told("first,last,email\nAnn,Roy,a@example.test\nBob,Roy,a@example.test\n", "first,last,email\nBob,Roy,a@example.test\n"),
        (Lines{"unchanged Bob Roy", "absent Ann Roy"}));
    EXPECT_EQ(told("first,last,email\nAnn,Roy,a@example.test\n", "first,last,email\nBob,Roy,a@example.test\n"),
        (Lines{"new Bob Roy", "absent Ann Roy"}));
}

TEST(Compare, NobodyIsFoundByANameWhenThereIsMore) {
    EXPECT_EQ(told("first,last,email\nAnn,Roy,a@example.test\n", "first,last,email\nAnn,Roy,b@example.test\n"),
        (Lines{"new Ann Roy", "absent Ann Roy"}));
    EXPECT_EQ(told("first,last\nAnn,Roy\n", "first,last\nAnn,Roy\n"), (Lines{"unchanged Ann Roy"}));
}

TEST(Compare, ArchivingIsAChange) {
    auto const result = compare(people_in("id,nom,statut\n1,Roy,archivé\n2,Ray,actif\n"),
        known_from("id,nom,statut\n1,Roy,actif\n2,Ray,actif\n"), plain_targets);
    EXPECT_EQ(result.items[0].kind, DifferenceKind::changed);
    EXPECT_EQ(result.items[0].archived_before, false);
    EXPECT_EQ(result.items[1].kind, DifferenceKind::unchanged);
}

TEST(Compare, ALargeLossIsAskedAbout) {
    Counts counts;
    counts.known = 10;
    counts.absent = 2;
    EXPECT_FALSE(loses_many(counts, 20));
    counts.absent = 3;
    EXPECT_TRUE(loses_many(counts, 20));
    EXPECT_FALSE(loses_many({}, 0));
}

}  // namespace
}  // namespace lockstep::snapshots
