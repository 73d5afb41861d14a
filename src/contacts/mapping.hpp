// SPDX-License-Identifier: Apache-2.0
// Mapping: which field of side a is which field of side b, and under which rules. A versioned document of a sync.
#pragma once

#include "contacts/decide.hpp"
#include "contacts/side.hpp"

namespace lockstep::contacts {

enum class Sensitivity : std::uint8_t {
    identity,
    contact,
    health,
    money
};

// How a value is written at the side that gets it (forms.hpp).
enum class Form : std::uint8_t {
    as_is,
    upper_case,  // the first three forget how it was written: only one-way rows have them
    lower_case,
    proper_name,     // "MARIE-CLAUDE" -> "Marie-Claude"
    day_month_year,  // the others are how side b writes it, and read back what they wrote: "31/12/1990"
    month_day_year,  // "12/31/1990"
    phone_national,  // "(514) 555-0199"
    decimal_comma,   // "12,5"
};

// A table of pairs, for enumerations ("male" <-> "m") and tags <-> groups. Works in side a's domain: a value of b enters
// through the inverse. Elements compare case-folded. What is in no pair is unmapped: it is not part of the value.
// Instead of a table a form, or what counts where the owner of a one-way row says nothing, or both of these.
struct Transform {
    std::vector<std::pair<std::string, std::string>> pairs;  // {a, b}
    Form form = Form::as_is;
    std::string when_blank{};
    bool is_table() const { return form == Form::as_is && when_blank.empty(); }
    bool operator==(Transform const&) const = default;
};

struct FieldRow {
    std::string a;  // field name at side a, as its binding calls it: "firstName", "custom.language"
    std::string b;  // at side b: "firstname"
    FieldRule rule;
    std::optional<Transform> transform;
    Sensitivity sensitivity = Sensitivity::contact;
    // Version of the document with which these two fields began to be paired in this way; 0: with the first. What links remember
    // of the row from before then is about other fields or other values (docs/decisions/0023).
    std::int64_t since = 0;

    std::string const& at(Side side) const { return side == Side::a ? a : b; }
    bool operator==(FieldRow const&) const = default;
};

enum class MatchRule : std::uint8_t {
    stored_id,
    email,
    phone_and_name
};

struct Mapping {
    std::vector<FieldRow> rows;
    // The fields that hold the other side's id; empty when a side has none.
    std::string a_holds_id_of_b;  // "custom.partner_id"
    std::string b_holds_id_of_a;  // "external_id"
    std::vector<MatchRule> match{MatchRule::stored_id, MatchRule::email, MatchRule::phone_and_name};
    // The row names used for matching, at side a; the rows say what they are at side b.
    std::string email_field = "email";
    std::string phone_field = "phone";
    std::string first_name_field = "firstName";    // names: what a stored mapping without it means
    std::string last_name_field = "lastName";      // names: the same
    std::string birth_date_field = "dateOfBirth";  // names: the same
    std::string sex_field = "custom.gender";       // names: the same
    bool create_in_a = true;
    bool create_in_b = true;
    Region region;

    // The field at `side` that holds the id of the other side's record; empty when there is none.
    std::string const& id_holder(Side side) const { return side == Side::a ? a_holds_id_of_b : b_holds_id_of_a; }
    bool creates_at(Side side) const { return side == Side::a ? create_in_a : create_in_b; }
    FieldRow const* row(std::string_view name) const {
        for (auto const& each : rows) {
            if (each.a == name) return &each;
        }
        return nullptr;
    }
    bool operator==(Mapping const&) const = default;
};

// Do the two rows pair the same fields in the same terms? Direction and rules may differ: a base agreed on stays one.
bool means_the_same(FieldRow const& one, FieldRow const& other);
// `wanted` as version `version` that follows `present`: a row that means what it meant keeps its beginning, others begin now.
Mapping with_beginnings(Mapping wanted, Mapping const& present, std::int64_t version);

Result<Mapping> parse_mapping(Json const& document);
Json to_json(Mapping const& mapping);

struct MappingProblem {
    std::size_t row = 0;
    std::string code;     // "mapping.duplicate_target"
    std::string message;  // says which fields and what to do
};
// Two rows with one target, kinds that do not fit, a transform whose inverse is ambiguous on a two-way row, ...
std::vector<MappingProblem> validate(Mapping const& mapping);

// A record's values of the mapped fields in side a's canonical domain, keyed by the row's field name at side a.
// Blank fields are present as blank.
using Projection = std::map<std::string, Value, std::less<>>;
Projection project(Mapping const& mapping, Side side, Record const& record);
// The text of one row; "" where the row is absent or no text.
std::string text_in(Projection const& seen, std::string_view row);

// A canonical value (or edit) in side a's domain as it must be written at `side`.
Value value_for(FieldRow const& row, Side side, Value const& canonical_in_a);
SetEdit edit_for(FieldRow const& row, Side side, SetEdit const& edit_in_a);

// Canonical elements in the spellings that a record shows: each in one, or each in all of them. An element that is not shown
// keeps its canonical form.
std::vector<std::string> spelt_once(std::vector<std::string> const& elements, Value const& shown);
std::vector<std::string> spelt_as_shown(std::vector<std::string> const& elements, Value const& shown);

}  // namespace lockstep::contacts
