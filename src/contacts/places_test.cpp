// SPDX-License-Identifier: Apache-2.0
#include "contacts/places.hpp"

#include <gtest/gtest.h>

#include "contacts/value.hpp"

namespace lockstep::contacts {
namespace {

TEST(Places, ACountryIsKnownHoweverItIsWritten) {
    for (auto const* text : {"CA", "ca", "CAN", "Canada", " canada ", "CANADA"}) EXPECT_EQ(country_code(text), "CA") << text;
    for (auto const* text : {"US", "USA", "U.S.A.", "United States", "États-Unis", "etats unis", "United States of America"})
        EXPECT_EQ(country_code(text), "US") << text;
    for (auto const* text : {"FR", "France", "FRA"}) EXPECT_EQ(country_code(text), "FR") << text;
    for (auto const* text : {"Allemagne", "Germany", "DE"}) EXPECT_EQ(country_code(text), "DE") << text;
    for (auto const* text : {"Royaume-Uni", "UK", "United Kingdom", "GB"}) EXPECT_EQ(country_code(text), "GB") << text;
}

TEST(Places, WhatIsNoCountryIsNone) {
    for (auto const* text : {"", " ", "Québec", "Canadian", "XX", "n/a", "Canada, France"})
        EXPECT_EQ(country_code(text), std::nullopt) << text;
}

TEST(Places, AProvinceOrStateIsKnownHoweverItIsWritten) {
    for (auto const* text : {"QC", "qc", "Québec", "QUEBEC", "Qué.", "que", "P.Q."})
        EXPECT_EQ(subdivision_code(text), "QC") << text;
    for (auto const* text : {"ON", "Ontario", "Ont."}) EXPECT_EQ(subdivision_code(text), "ON") << text;
    for (auto const* text : {"Colombie-Britannique", "British Columbia", "C.-B.", "B.C."})
        EXPECT_EQ(subdivision_code(text), "BC") << text;
    for (auto const* text : {"CA", "Calif.", "California"}) EXPECT_EQ(subdivision_code(text), "CA") << text;
    EXPECT_EQ(subdivision_code("Washington, D.C."), "DC");
    EXPECT_EQ(subdivision_code("Washington"), "WA");
    for (auto const* text : {"", "Île-de-France", "Outaouais", "Q"}) EXPECT_EQ(subdivision_code(text), std::nullopt) << text;
}

TEST(Places, CanonicalFormsAreFixedPointsAndKeepWhatIsUnknown) {
    EXPECT_EQ(canonical(FieldKind::country, Value{"Canada"}, {}), Value{"CA"});
    EXPECT_EQ(canonical(FieldKind::country, Value{"CA"}, {}), Value{"CA"});
    EXPECT_EQ(canonical(FieldKind::country, Value{" Atlantis  City "}, {}), Value{"Atlantis City"});
    EXPECT_EQ(canonical(FieldKind::subdivision, Value{"québec"}, {}), Value{"QC"});
    EXPECT_EQ(canonical(FieldKind::subdivision, Value{"Île-de-France"}, {}), Value{"Île-de-France"});
    EXPECT_EQ(canonical(FieldKind::subdivision, Value{" "}, {}), Value{});
}

}  // namespace
}  // namespace lockstep::contacts
