// SPDX-License-Identifier: Apache-2.0
#include "snapshots/columns.hpp"

#include <gmock/gmock.h>

#include "snapshots/cells.hpp"

namespace lockstep::snapshots {
namespace {

Targets const targets = with_plain_fields({});

std::vector<std::string> guessed(std::string_view file) {
    std::vector<std::string> taken;
    for (auto const& column : guesses(look_at_columns(read_table(file).value(), targets))) taken.push_back(column.takes);
    return taken;
}

TEST(Columns, FrenchAndEnglishNamesAreKnown) {
    EXPECT_EQ(guessed("Identifiant;Prénom;Nom;Courriel;Téléphone;Date de naissance;Ville;Code postal;Sexe;Langue;Statut\n"
                      "1;Zoé;Roy;z@example.test;514 555-0199;31/12/1985;Lévis;G6V 1A1;Femme;Français;Actif\n"),
        (std::vector<std::string>{"#id", "first_name", "last_name", "email", "phone", "date_of_birth", "city", "postal_code",
            "gender", "language", "#archived"}));
    EXPECT_EQ(guessed("Client ID,First Name,LAST_NAME,E-mail Address,Mobile "
                      "phone,DOB,State\n7,A,B,a@example.test,5145550199,1/2/1990,QC\n"),
        (std::vector<std::string>{"#id", "first_name", "last_name", "email", "phone", "date_of_birth", "state"}));
}

TEST(Columns, AnUnknownNameIsGuessedByWhatStandsInIt) {
    EXPECT_EQ(guessed("x,y,z\na@example.test,(514) 555-0199,blue\nb@example.test,514-555-0198,red\n"),
        (std::vector<std::string>{"email", "phone", ""}));
}

TEST(Columns, APartOfANameIsLessSureThanAName) {
    auto const looks = look_at_columns(read_table("Courriel du client,Prénom\na@example.test,Ann\n").value(), targets);
    EXPECT_EQ(looks[0].guess.takes, "email");
    EXPECT_EQ(looks[0].sureness, Sureness::likely);
    EXPECT_EQ(looks[1].sureness, Sureness::known);
}

TEST(Columns, ValuesSpeakAgainstAName) {
    EXPECT_EQ(guessed("email,nom\nyes,Roy\nno,Ray\nno,Rey\n"), (std::vector<std::string>{"", "last_name"}))
        << "no addresses in it";
    EXPECT_EQ(guessed("id,nom\n7,Roy\n7,Ray\n"), (std::vector<std::string>{"", "last_name"})) << "an id is nobody else's";
    EXPECT_EQ(guessed("courriel,email\na@example.test,b@example.test\n"), (std::vector<std::string>{"email", ""})) << "each once";
}

TEST(Columns, OneDateTellsTheOrderOfAllDates) {
    auto const order = [](std::string_view file) {
        auto const looks = look_at_columns(read_table(file).value(), targets);
        return std::pair{looks[0].guess.order, looks[0].is_order_open};
    };
    EXPECT_EQ(order("DOB,b\n03/02/1990,x\n31/12/1985,x\n"), std::pair(DateOrder::day_first, false));
    EXPECT_EQ(order("DOB,b\n03/02/1990,x\n12/31/1985,x\n"), std::pair(DateOrder::month_first, false));
    EXPECT_EQ(order("DOB,Name\n03/02/1990,x\n"), std::pair(DateOrder::month_first, true));
    EXPECT_EQ(order("Date de naissance,Nom\n03/02/1990,x\n"), std::pair(DateOrder::day_first, true));
    EXPECT_EQ(order("DOB,b\n1990-02-03,x\n"), std::pair(DateOrder::year_first, false));
}

TEST(Columns, TheFingerprintHeedsOrderAndNamesOnly) {
    EXPECT_EQ(fingerprint({"Prénom", "NOM"}), fingerprint({"prenom", "nom "}));
    EXPECT_NE(fingerprint({"Prénom", "NOM"}), fingerprint({"nom", "prenom"}));
    EXPECT_NE(fingerprint({"ab", "c"}), fingerprint({"a", "bc"}));
}

TEST(Columns, WhatCannotWorkIsRefused) {
    auto const table = read_table("a,b\n1,2\n").value();
    auto const reason = [&](Columns const& columns) {
        return check_columns(columns, table, targets).error().params.front().second;
    };
    EXPECT_EQ(reason({{"email", {}}}), "number");
    EXPECT_EQ(reason({{"email", {}}, {"nonsense", {}}}), "unknown_field");
    EXPECT_EQ(reason({{"email", {}}, {"email", {}}}), "twice");
    EXPECT_EQ(reason({{"city", {}}, {"", {}}}), "nobody");
    EXPECT_TRUE(check_columns({{"#id", {}}, {"last_name", {}}}, table, targets));
    EXPECT_EQ(
        columns_from_json(to_json(Columns{{"email", DateOrder::day_first}})).value(), (Columns{{"email", DateOrder::day_first}}));
}

TEST(Cells, DatesFollowTheirColumn) {
    EXPECT_EQ(read_date("03/02/1990", DateOrder::day_first), "1990-02-03");
    EXPECT_EQ(read_date("03/02/1990 00:00", DateOrder::month_first), "1990-03-02");
    EXPECT_EQ(read_date("31/12/1985", DateOrder::month_first), std::nullopt) << "never turned round for a single cell";
    EXPECT_EQ(read_date("1990-02-03T00:00:00Z", DateOrder::day_first), "1990-02-03");
    EXPECT_EQ(read_date("-", DateOrder::day_first), "");
    EXPECT_EQ(read_date("03/02/90", DateOrder::day_first), std::nullopt);
    EXPECT_EQ(read_date("soon", DateOrder::day_first), std::nullopt);
}

}  // namespace
}  // namespace lockstep::snapshots
