// SPDX-License-Identifier: Apache-2.0
// The words by which rules are called in documents: one table per enumeration, used for reading and writing alike.
#pragma once

#include <array>
#include <cstddef>
#include <string>
#include <string_view>

#include "contacts/mapping.hpp"

namespace lockstep::contacts {

template <class Enum>
struct Word {
    Enum value;
    std::string_view word;
};

template <class Enum>
struct WordTable;

template <>
struct WordTable<FieldKind> {
    static constexpr std::array words{Word<FieldKind>{FieldKind::text, "text"}, Word<FieldKind>{FieldKind::email, "email"},
        Word<FieldKind>{FieldKind::phone, "phone"}, Word<FieldKind>{FieldKind::date, "date"},
        Word<FieldKind>{FieldKind::country, "country"}, Word<FieldKind>{FieldKind::subdivision, "subdivision"},
        Word<FieldKind>{FieldKind::set, "set"}};
};

template <>
struct WordTable<Direction> {
    static constexpr std::array words{Word<Direction>{Direction::both, "both"}, Word<Direction>{Direction::a_to_b, "a_to_b"},
        Word<Direction>{Direction::b_to_a, "b_to_a"}};
};

template <>
struct WordTable<ConflictRule> {
    static constexpr std::array words{Word<ConflictRule>{ConflictRule::a, "a"}, Word<ConflictRule>{ConflictRule::b, "b"},
        Word<ConflictRule>{ConflictRule::newest, "newest"}, Word<ConflictRule>{ConflictRule::longest, "longest"},
        Word<ConflictRule>{ConflictRule::union_of_sets, "union"}, Word<ConflictRule>{ConflictRule::ask, "ask"}};
};

template <>
struct WordTable<BlankRule> {
    static constexpr std::array words{
        Word<BlankRule>{BlankRule::keep, "keep"}, Word<BlankRule>{BlankRule::propagate, "propagate"}};
};

template <>
struct WordTable<FirstMatchRule> {
    static constexpr std::array words{Word<FirstMatchRule>{FirstMatchRule::a, "a"}, Word<FirstMatchRule>{FirstMatchRule::b, "b"},
        Word<FirstMatchRule>{FirstMatchRule::newest, "newest"}, Word<FirstMatchRule>{FirstMatchRule::ask, "ask"}};
};

template <>
struct WordTable<Sensitivity> {
    static constexpr std::array words{Word<Sensitivity>{Sensitivity::identity, "identity"},
        Word<Sensitivity>{Sensitivity::contact, "contact"}, Word<Sensitivity>{Sensitivity::health, "health"},
        Word<Sensitivity>{Sensitivity::money, "money"}};
};

template <>
struct WordTable<Form> {
    static constexpr std::array words{Word<Form>{Form::as_is, "as_is"}, Word<Form>{Form::upper_case, "upper_case"},
        Word<Form>{Form::lower_case, "lower_case"}, Word<Form>{Form::proper_name, "proper_name"},
        Word<Form>{Form::day_month_year, "day_month_year"}, Word<Form>{Form::month_day_year, "month_day_year"},
        Word<Form>{Form::phone_national, "phone_national"}, Word<Form>{Form::decimal_comma, "decimal_comma"}};
};

template <>
struct WordTable<MatchRule> {
    static constexpr std::array words{Word<MatchRule>{MatchRule::stored_id, "stored_id"},
        Word<MatchRule>{MatchRule::email, "email"}, Word<MatchRule>{MatchRule::phone_and_name, "phone_and_name"}};
};

template <class Enum>
std::string_view word_for(Enum value) {
    for (auto const& each : WordTable<Enum>::words) {
        if (each.value == value) return each.word;
    }
    return "";
}

template <class Enum>
std::optional<Enum> from_word(std::string_view word) {
    for (auto const& each : WordTable<Enum>::words) {
        if (each.word == word) return each.value;
    }
    return std::nullopt;
}

// "a, b, newest": for messages.
template <class Enum>
std::string known_words() {
    std::string out;
    for (auto const& each : WordTable<Enum>::words) {
        if (!out.empty()) out += ", ";
        out += each.word;
    }
    return out;
}

// Reads the word under `key` into `target`; an absent key leaves it as it is. The message names the words there are.
template <class Enum>
Result<void> read_word(JsonObject const& object, std::string_view key, std::string_view code, Enum& target) {
    auto const* json = object.if_contains(key);
    if (json == nullptr) return {};
    auto const* text = json->if_string();
    auto const value = text == nullptr ? std::nullopt : from_word<Enum>({text->data(), text->size()});
    if (!value) {
        return fail(ErrorKind::invalid, code, "reading \"" + std::string(key) + "\": it has to be one of " + known_words<Enum>());
    }
    target = *value;
    return {};
}

// The settings of decide() out of an object; absent ones keep their defaults (for a set, conflict is "union").
Result<FieldRule> parse_field_rule(JsonObject const& object, std::string_view code);

}  // namespace lockstep::contacts
