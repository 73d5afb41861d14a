// SPDX-License-Identifier: Apache-2.0
// Values of a contact's fields and their canonical forms. The merge compares and writes canonical values only.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"

namespace lockstep::contacts {

enum class FieldKind : std::uint8_t {
    text,
    email,
    phone,
    date,
    country,
    subdivision,  // a province or state, as ISO 3166-2 calls it
    set
};

// Blank, one text, or a set of texts. Null, "" and [] are all blank in canonical form.
using Value = std::variant<std::monostate, std::string, std::vector<std::string>>;

// The country in which phone numbers without a prefix are read: ISO 3166 alpha-2, "CA".
struct Region {
    std::string code = "CA";
    bool operator==(Region const&) const = default;
};

bool is_blank(Value const& value);
std::string text_in(Value const& value);  // "" for what is no text

// text: NFC, white space trimmed and collapsed. email: trimmed, lower case. phone: E.164 by libphonenumber, or the text form
// when it is no number. date: the civil date, the first ten characters of an ISO text. country, subdivision: the code of two
// letters, or the text form of what is none (places.hpp). set: each element as text and case-folded, sorted by code point,
// without repetition. Canonical forms are fixed points.
Value canonical(FieldKind kind, Value const& value, Region const& region);

// Null for blank; text; array of texts.
Json to_json(Value const& value);
Result<Value> value_from_json(Json const& json);

// A record as one app shows it, after its connector's binding has read it: the app's own field names, values as shown.
struct Record {
    std::string id;
    std::map<std::string, Value, std::less<>> fields;
    std::optional<TimePoint> changed_at;  // the app's own time for the whole record, if it has one
    std::optional<std::string> version;   // opaque; sent back with a conditional write where the app offers one
    bool archived = false;

    bool operator==(Record const&) const = default;
};

struct SetEdit {
    std::vector<std::string> add;
    std::vector<std::string> remove;

    bool empty() const { return add.empty() && remove.empty(); }
    bool operator==(SetEdit const&) const = default;
};

// What is to be written to one record: whole values of plain fields (blank clears), and edits of sets. Never a whole object.
struct FieldWrites {
    std::map<std::string, Value, std::less<>> values;
    std::map<std::string, SetEdit, std::less<>> sets;

    bool empty() const { return values.empty() && sets.empty(); }
    bool operator==(FieldWrites const&) const = default;
};

}  // namespace lockstep::contacts
