// SPDX-License-Identifier: Apache-2.0
#include "contacts/forms.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <array>

#include "contacts/rule_words.hpp"

namespace lockstep::contacts {
namespace {

FieldRow row_of(FieldKind kind, Form form, Direction direction, std::string when_blank = {}) {
    FieldRow row;
    row.a = "left";
    row.b = "right";
    row.rule.kind = kind;
    row.rule.direction = direction;
    row.transform = Transform{{}, form, std::move(when_blank)};
    return row;
}

Mapping mapping_of(FieldRow row) {
    Mapping mapping;
    mapping.match.clear();
    mapping.rows.push_back(std::move(row));
    return mapping;
}

Value seen(FieldRow const& row, Side side, Value value) {
    Record record;
    record.fields[row.at(side)] = std::move(value);
    return project(mapping_of(row), side, record).at(row.a);
}

std::vector<std::string> codes_of(FieldRow row) {
    std::vector<std::string> codes;
    for (auto const& problem : validate(mapping_of(std::move(row)))) codes.push_back(problem.code);
    return codes;
}

TEST(Forms, WriteWhatPeopleExpect) {
    EXPECT_EQ(in_form(Form::proper_name, "MARIE-CLAUDE O'NEIL"), "Marie-Claude O'Neil");
    EXPECT_EQ(in_form(Form::proper_name, "élodie"), "Élodie");
    EXPECT_EQ(in_form(Form::proper_name, "Jean de la Fontaine"), "Jean de la Fontaine") << "written with care already";
    EXPECT_EQ(in_form(Form::upper_case, "Zoé"), "ZOÉ");
    EXPECT_EQ(in_form(Form::lower_case, "ÉCOLE"), "école");
    EXPECT_EQ(in_form(Form::day_month_year, "1990-02-03"), "03/02/1990");
    EXPECT_EQ(in_form(Form::month_day_year, "1990-02-03"), "02/03/1990");
    EXPECT_EQ(in_form(Form::phone_national, "+15145550199"), "(514) 555-0199");
    EXPECT_EQ(in_form(Form::phone_national, "+33612345678"), "+33612345678") << "nobody could read it back without its prefix";
    EXPECT_EQ(in_form(Form::decimal_comma, "-12.5"), "-12,5");
    EXPECT_EQ(in_form(Form::decimal_comma, "1.2.3"), "1.2.3");
}

// A date of which both readings are possible is read as its form says, and not as dates are read elsewhere.
TEST(Forms, AmbiguousDatesAreReadByTheirForm) {
    auto const canadian = row_of(FieldKind::date, Form::day_month_year, Direction::both);
    EXPECT_EQ(seen(canadian, Side::b, Value{"05/06/1990"}), Value{"1990-06-05"});
    EXPECT_EQ(seen(canadian, Side::a, Value{"1990-06-05"}), Value{"1990-06-05"});
    auto const american = row_of(FieldKind::date, Form::month_day_year, Direction::both);
    EXPECT_EQ(seen(american, Side::b, Value{"05/06/1990"}), Value{"1990-05-06"});
}

// The law of a form with an inverse: what it writes reads back the same, and written again it is the same text.
TEST(Forms, WithAnInverseReadBackWhatTheyWrote) {
    std::array<std::pair<FieldKind, std::vector<std::string>>, 3> const values{{
        {FieldKind::date, {"1990-02-03", "2024-02-29", "0001-12-31", "no date", ""}},
        {FieldKind::phone, {"+15145550199", "+33612345678", "poste 12", ""}},
        {FieldKind::text, {"12.5", "0", "-3.25", "1.2.3", "twelve", "12,5 kg", "12,5", ""}},
    }};
    for (auto const& word : WordTable<Form>::words) {
        if (!has_inverse(word.value) || word.value == Form::as_is) continue;
        for (auto const& [kind, texts] : values) {
            if (!fits(word.value, kind)) continue;
            auto const row = row_of(kind, word.value, Direction::both);
            for (auto const& text : texts) {
                auto const value = seen(row, Side::a, Value{text});
                auto const written = value_for(row, Side::b, value);
                EXPECT_EQ(seen(row, Side::b, written), value) << word.word << " of " << text;
                EXPECT_EQ(value_for(row, Side::b, seen(row, Side::b, written)), written) << word.word << " of " << text;
            }
        }
    }
}

// Without an inverse the owner is compared as it would be written: once that is there, the row is at rest.
TEST(Forms, WithoutAnInverseComeToRest) {
    for (auto const form : {Form::upper_case, Form::lower_case, Form::proper_name}) {
        for (auto const owner : both_sides) {
            auto const row = row_of(FieldKind::text, form, owner == Side::a ? Direction::a_to_b : Direction::b_to_a);
            for (std::string const text : {"jean-marc", "ZOÉ", "Straße", "ǆungla", "名前", "", "  a  b "}) {
                auto const wanted = seen(row, owner, Value{text});
                auto const written = value_for(row, other(owner), wanted);
                EXPECT_EQ(seen(row, other(owner), written), wanted) << word_for(form) << " of " << text;
                EXPECT_EQ(seen(row, owner, written), wanted) << "twice is once";
            }
            EXPECT_NE(seen(row, owner, Value{"jEAN"}) == Value{"jEAN"}, form != Form::proper_name);
        }
    }
}

TEST(Forms, ABlankOwnerCountsAsWhatTheRowSays) {
    auto const row = row_of(FieldKind::text, Form::as_is, Direction::a_to_b, "fr");
    EXPECT_EQ(seen(row, Side::a, Value{}), Value{"fr"});
    EXPECT_EQ(seen(row, Side::a, Value{"en"}), Value{"en"});
    EXPECT_TRUE(is_blank(seen(row, Side::b, Value{}))) << "the other side says what it says";
}

TEST(Forms, AreRefusedWhereTheyCannotHold) {
    using testing::Contains;
    EXPECT_THAT(codes_of(row_of(FieldKind::text, Form::upper_case, Direction::both)), Contains("mapping.no_inverse"));
    EXPECT_THAT(codes_of(row_of(FieldKind::text, Form::upper_case, Direction::a_to_b)), testing::IsEmpty());
    EXPECT_THAT(codes_of(row_of(FieldKind::text, Form::day_month_year, Direction::both)), Contains("mapping.form_kind"));
    EXPECT_THAT(codes_of(row_of(FieldKind::date, Form::day_month_year, Direction::both)), testing::IsEmpty());
    EXPECT_THAT(codes_of(row_of(FieldKind::text, Form::as_is, Direction::both, "fr")), Contains("mapping.default_needs_owner"));
    auto named = row_of(FieldKind::email, Form::as_is, Direction::a_to_b, "a@b.example");
    named.a = "email";
    EXPECT_THAT(codes_of(named), Contains("mapping.default_misleads")) << "everybody without an address would be one person";
    auto both = row_of(FieldKind::text, Form::upper_case, Direction::a_to_b);
    both.transform->pairs = {{"a", "b"}};
    EXPECT_THAT(codes_of(both), Contains("mapping.table_and_form"));
}

TEST(Forms, AreWrittenIntoTheDocumentAndRead) {
    auto row = row_of(FieldKind::text, Form::proper_name, Direction::a_to_b, "Nobody");
    row.since = 4;
    auto const mapping = mapping_of(row);
    auto const read = parse_mapping(to_json(mapping));
    ASSERT_TRUE(read) << read.error().message;
    EXPECT_EQ(*read, mapping);
    EXPECT_FALSE(parse_mapping(*parse_json(R"({"rows":[{"a":"x","b":"y","transform":{"form":"shouted"}}]})")));
}

// What links remember of a row is about its two fields and its terms; who wins may change under it.
TEST(Beginnings, AreKeptByWhatMeansTheSame) {
    auto present = mapping_of(row_of(FieldKind::text, Form::as_is, Direction::both));
    present.rows[0].transform.reset();
    present.rows[0].since = 2;
    auto const since = [&](auto change) {
        auto wanted = present;
        wanted.rows[0].since = 99;  // nobody's to say
        change(wanted.rows[0]);
        return with_beginnings(wanted, present, 7).rows[0].since;
    };
    EXPECT_EQ(since([](FieldRow&) {}), 2);
    EXPECT_EQ(since([](FieldRow& row) { row.rule.direction = Direction::a_to_b; }), 2);
    EXPECT_EQ(since([](FieldRow& row) { row.rule.conflict = ConflictRule::ask; }), 2);
    EXPECT_EQ(since([](FieldRow& row) { row.b = "elsewhere"; }), 7);
    EXPECT_EQ(since([](FieldRow& row) { row.a = "elsewhere"; }), 7);
    EXPECT_EQ(since([](FieldRow& row) { row.rule.kind = FieldKind::date; }), 7);
    EXPECT_EQ(since([](FieldRow& row) { row.transform = Transform{{{"x", "y"}}}; }), 7);
}

}  // namespace
}  // namespace lockstep::contacts
