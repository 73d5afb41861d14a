// SPDX-License-Identifier: Apache-2.0
#include "contacts/value.hpp"

#include <gtest/gtest.h>

#include "contacts/normal_form.hpp"

namespace lockstep::contacts {
namespace {

Value text(char const* value) { return Value{std::string{value}}; }
Value set(std::vector<std::string> elements) { return Value{std::move(elements)}; }
Value form(FieldKind kind, char const* value, char const* region = "CA") { return canonical(kind, text(value), {region}); }

TEST(Canonical, TextIsTrimmedCollapsedAndComposed) {
    EXPECT_EQ(form(FieldKind::text, "  Jean \t\n Paul "), text("Jean Paul"));
    EXPECT_EQ(form(FieldKind::text, "Zoe\u0301"), text("Zo\u00e9"));
    EXPECT_EQ(form(FieldKind::text, "\u3000Zo\u00e9\u00a0\u2003R. "), text("Zo\u00e9 R."));
}

TEST(Canonical, BlankHasOneForm) {
    for (auto const kind : {FieldKind::text, FieldKind::email, FieldKind::phone, FieldKind::date, FieldKind::set}) {
        for (Value const& blank : {Value{}, text(""), text(" \t"), text("\u00a0"), set({}), set({" ", ""})}) {
            EXPECT_EQ(canonical(kind, blank, {}), Value{});
        }
    }
}

TEST(Canonical, EmailIsTrimmedAndLowerCase) {
    EXPECT_EQ(form(FieldKind::email, " A.B+1@X.Test "), text("a.b+1@x.test"));
    EXPECT_EQ(form(FieldKind::email, "E\u0301LISE@x.test"), text("\u00e9lise@x.test"));
}

TEST(Canonical, PhoneIsE164InItsRegion) {
    EXPECT_EQ(form(FieldKind::phone, "(514) 555-0199"), text("+15145550199"));
    EXPECT_EQ(form(FieldKind::phone, "1-418-555-0101"), text("+14185550101"));
    EXPECT_EQ(form(FieldKind::phone, "06 12 34 56 78", "FR"), text("+33612345678"));
    EXPECT_EQ(form(FieldKind::phone, "0033 6 12 34 56 78", "FR"), text("+33612345678"));
    EXPECT_EQ(form(FieldKind::phone, "+33 6 12 34 56 78"), text("+33612345678"));
}

TEST(Canonical, PhoneThatIsNoneKeepsItsText) {
    EXPECT_EQ(form(FieldKind::phone, " ask  the desk "), text("ask the desk"));
    EXPECT_EQ(form(FieldKind::phone, "555-0199"), text("555-0199"));
    EXPECT_EQ(form(FieldKind::phone, "06 12 34 56 78", "CA"), text("06 12 34 56 78"));
    EXPECT_EQ(form(FieldKind::phone, "514 555-0199", "nowhere"), text("514 555-0199"));
}

TEST(Canonical, DateIsTheCivilDateAndNeverShifted) {
    EXPECT_EQ(form(FieldKind::date, "1990-02-03T23:59:59-05:00"), text("1990-02-03"));
    EXPECT_EQ(form(FieldKind::date, " 1990-02-03 00:00 "), text("1990-02-03"));
    EXPECT_EQ(form(FieldKind::date, "3 f\u00e9vrier  1990"), text("3 f\u00e9vrier 1990"));
}

TEST(Canonical, InvisibleCharactersAreNoPartOfAnAddressOrANumber) {
    for (auto const* invisible : {"\u200b", "\ufeff", "\u00ad", "\u200e", "\u202c", "\u2060"}) {
        std::string const mark{invisible};
        EXPECT_EQ(form(FieldKind::email, (mark + "anne" + mark + "@x.test" + mark).c_str()), text("anne@x.test"));
        EXPECT_EQ(form(FieldKind::phone, (mark + "514 555" + mark + "-0199" + mark).c_str()), text("+15145550199"));
        EXPECT_EQ(form(FieldKind::text, (mark + "ab12" + mark).c_str()), text("ab12"));
    }
    EXPECT_EQ(form(FieldKind::text, "\u2764\ufe0f"), text("\u2764\ufe0f")) << "a sign keeps how it is drawn";
}

TEST(Canonical, ADomainInLettersIsTheOneInCode) {
    EXPECT_EQ(form(FieldKind::email, "anne@XN--MNCHEN-3YA.test"), text("anne@m\u00fcnchen.test"));
    EXPECT_EQ(form(FieldKind::email, "anne@M\u00dcNCHEN.test"), text("anne@m\u00fcnchen.test"));
    EXPECT_EQ(form(FieldKind::email, "anne@xn--x.test"), text("anne@xn--x.test")) << "what is no name stays";
}

TEST(Canonical, PhonesAsPeopleWriteThem) {
    for (auto const* each : {"514-555-0199 poste 12", "514-555-0199 ext. 12", "514-555-0199 x12", "514-555-0199x12",
             "514-555-0199 (cell)", "(514) 555-0199 maison", "cell: 514-555-0199", "T\u00e9l. : (514) 555-0199",
             "001 514 555 0199", "0015145550199", "011 1 514 555 0199", "514\u2011555\u20110199",
             "\uff15\uff11\uff14 \uff15\uff15\uff15 \uff10\uff11\uff19\uff19", "514-555-0199 #12", "+1 (514) 555-0199, p. 12"}) {
        EXPECT_EQ(form(FieldKind::phone, each), text("+15145550199")) << each;
    }
    EXPECT_EQ(form(FieldKind::phone, "00 33 6 12 34 56 78"), text("+33612345678"));
    EXPECT_EQ(form(FieldKind::phone, "011 33 6 12 34 56 78"), text("+33612345678"));
    EXPECT_EQ(form(FieldKind::phone, "06 12 34 56 78 (portable)", "FR"), text("+33612345678"));
    EXPECT_EQ(form(FieldKind::phone, "1-800-FLOWERS"), text("+18003569377"));
    EXPECT_EQ(form(FieldKind::phone, "ask at 5"), text("ask at 5"));
}

TEST(Canonical, DatesAsAppsWriteThem) {
    for (auto const* each :
        {"633830400000", "633830400", "1990-02-01T00:00:00Z", "1990/02/01", "02/01/1990", "02-01-1990", "1990.02.01",
            "02.01.1990", "1990_02_01", "2/1/1990", "19900201", "\uff11\uff19\uff19\uff10-02-01", "1990/02/01 10:00"}) {
        EXPECT_EQ(form(FieldKind::date, each), text("1990-02-01")) << each;
    }
    EXPECT_EQ(form(FieldKind::date, "25/12/1990"), text("1990-12-25"));
    EXPECT_EQ(form(FieldKind::date, "-631152000000"), text("1950-01-01"));
    for (auto const* each : {"0000-00-00", "0001-01-01T00:00:00", "1900-01-01", "0", "N/A", "-", "Invalid date", "null"})
        EXPECT_EQ(form(FieldKind::date, each), Value{}) << each;
    for (auto const* each : {"1990", "spring 1990", "1990-02", "13/13/1990", "3 Feb 1990"})
        EXPECT_EQ(form(FieldKind::date, each), text(each));
}

TEST(Canonical, SetIsFoldedSortedAndWithoutRepetition) {
    EXPECT_EQ(canonical(FieldKind::set, set({"VIP", " vip", "\u00c9T\u00c9", "e\u0301te\u0301", "Lead"}), {}),
        set({"lead", "vip", "\u00e9t\u00e9"}));
    EXPECT_EQ(canonical(FieldKind::set, set({"STRASSE", "stra\u00dfe"}), {}), set({"strasse"}));
    EXPECT_EQ(canonical(FieldKind::set, text("Lead"), {}), set({"lead"}));
}

TEST(Canonical, SeveralValuesInASingleFieldAreNotDropped) {
    EXPECT_EQ(canonical(FieldKind::text, set({"fr", " ", "en"}), {}), text("fr, en"));
}

TEST(Canonical, InvalidUtf8DoesNotFail) { EXPECT_EQ(form(FieldKind::text, "a\xff"), text("a\ufffd")); }

TEST(NormalForm, NamesCompareWithoutAccentsAndPunctuation) {
    EXPECT_EQ(name_key("Jean-Paul"), name_key(" JEAN  PAUL"));
    EXPECT_EQ(name_key("Zo\u00e9"), name_key("zoe"));
    EXPECT_NE(name_key("李"), name_key("雷"));
    EXPECT_FALSE(name_key("!?").empty());
    EXPECT_TRUE(name_key(" ").empty());
}

TEST(NormalForm, NamesKeepTheMarksThatAreNoAccents) {
    EXPECT_NE(name_key("राम"), name_key("रमा"));
    EXPECT_NE(name_key("ざき"), name_key("さき"));
    EXPECT_NE(name_key("ปู"), name_key("ปี"));
    EXPECT_EQ(name_key("مُحَمَّد"), name_key("محمد"));
    EXPECT_EQ(name_key("\u0141ukasz S\u00f8rensen \u0110"), "lukaszsorensend");
    EXPECT_EQ(name_key("\u0130stanbul"), "istanbul");
}

TEST(NormalForm, LengthIsInCodePoints) { EXPECT_EQ(count_code_points("李雷é"), 3U); }

TEST(ValueJson, GoesThereAndBack) {
    for (Value const& value : {Value{}, text("x"), set({"a", "b"})}) EXPECT_EQ(value_from_json(to_json(value)).value(), value);
    EXPECT_EQ(value_from_json(Json("")).value(), Value{});
    EXPECT_EQ(value_from_json(JsonArray{}).value(), Value{});
}

TEST(ValueJson, RefusesEverythingElse) {
    for (Json const& json : {Json(1), Json(true), Json(JsonObject{}), Json(JsonArray{1})}) {
        EXPECT_EQ(value_from_json(json).error().code, "contacts.bad_value");
    }
}

}  // namespace
}  // namespace lockstep::contacts
