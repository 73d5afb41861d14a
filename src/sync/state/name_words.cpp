// SPDX-License-Identifier: Apache-2.0
#include "sync/state/name_words.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "contacts/normal_form.hpp"
#include "sync/person_name.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/statements.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr std::size_t short_prefix = 3;
constexpr std::size_t long_prefix = 5;
constexpr std::size_t token_digits = 16;
constexpr std::int64_t rows_at_once = 200;

std::string_view first_letters(std::string_view word, std::size_t count) {
    std::size_t at = 0;
    while (at < word.size()) {
        bool const begins_letter = (static_cast<unsigned char>(word[at]) & 0xC0U) != 0x80U;
        if (begins_letter && count-- == 0) break;
        ++at;
    }
    return word.substr(0, at);
}

std::uint64_t from_hex(std::string_view digits) {
    std::uint64_t value = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
    return value;
}

std::uint64_t half_token(NamePlace const& place, std::string_view purpose, std::string_view letters) {
    std::string value = place.sync.text();
    ((value += '/') += contacts::to_string(place.side)) += '/';
    value += letters;
    return from_hex(std::string_view(place.vault.blind_index(place.account, purpose, value)).substr(0, 8));
}

// 31 bits, so that a token is never negative.
std::int64_t high_half(NamePlace const& place, std::string_view word) {
    return static_cast<std::int64_t>(half_token(place, "name3", first_letters(word, short_prefix)) >> 1U) << 32U;
}

std::string token_text(std::int64_t token) {
    std::string text(token_digits, '0');
    std::string digits(token_digits, ' ');
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), static_cast<std::uint64_t>(token), 16).ptr;
    auto const count = static_cast<std::size_t>(end - digits.data());
    text.replace(token_digits - count, count, digits, 0, count);
    return text;
}

std::vector<std::int64_t> tokens_from(std::string_view text) {
    std::vector<std::int64_t> tokens;
    for (; text.size() >= token_digits; text.remove_prefix(token_digits))
        tokens.push_back(static_cast<std::int64_t>(from_hex(text.substr(0, token_digits))));
    return tokens;
}

struct Position {
    Side side = Side::a;
    std::int64_t token = -1;
    std::string record_id;

    std::string text() const { return "n:" + std::string(contacts::to_string(side)) + ":" + token_text(token) + ":" + record_id; }
};

Result<Position> position_from(std::string const& cursor) {
    if (cursor.empty()) return Position{};
    bool const is_hex =
        cursor.size() > 21 && std::ranges::all_of(std::string_view(cursor).substr(4, token_digits),
                                  [](char each) { return (each >= '0' && each <= '9') || (each >= 'a' && each <= 'f'); });
    if (!is_hex || (!cursor.starts_with("n:a:") && !cursor.starts_with("n:b:")) || cursor[20] != ':' || cursor[4] > '7')
        return fail(ErrorKind::invalid, "api.bad_parameter", "searching names: the cursor is none that a page gave");
    return Position{cursor[2] == 'a' ? Side::a : Side::b, tokens_from(cursor.substr(4, token_digits)).front(), cursor.substr(21)};
}

Result<std::optional<std::vector<std::string>>> words_of_record(
    Scope const& scope, contacts::Mapping const& mapping, Side side, std::string_view record_id) {
    TRY(auto const mirror, load_mirror(scope, side, record_id));
    if (!mirror) return std::nullopt;
    return std::optional(words_of_name(person_name(mapping, contacts::project(mapping, side, mirror->record))));
}

}  // namespace

std::vector<std::string> words_of_name(std::string_view name) {
    std::vector<std::string> words;
    auto const plain = contacts::text_form(contacts::plain_form(name));
    std::string piece;
    auto const end_piece = [&] {
        auto word = contacts::name_key(piece);
        piece.clear();
        if (word.empty() || words.size() >= name_words_most || std::ranges::find(words, word) != words.end()) return;
        // A key of nothing but signs, such as "-", is no word.
        if (std::ranges::none_of(word, [](char each) {
                return static_cast<unsigned char>(each) >= 0x80 || (each >= '0' && each <= '9') || (each >= 'a' && each <= 'z');
            }))
            return;
        words.push_back(std::move(word));
    };
    for (char const each : plain) {
        if (each == ' ' || each == '-' || each == '/' || each == ',')
            end_piece();
        else
            piece += each;
    }
    end_piece();
    return words;
}

bool has_words(std::vector<std::string> const& name, std::vector<std::string> const& wanted) {
    return std::ranges::all_of(wanted, [&](std::string const& word) {
        return std::ranges::any_of(name, [&](std::string const& each) { return each.starts_with(word); });
    });
}

std::int64_t name_token(NamePlace const& place, std::string_view word) {
    return high_half(place, word) | static_cast<std::int64_t>(half_token(place, "name5", first_letters(word, long_prefix)));
}

std::string name_tokens(NamePlace const& place, std::string_view name) {
    std::vector<std::int64_t> tokens;
    for (auto const& word : words_of_name(name)) tokens.push_back(name_token(place, word));
    std::ranges::sort(tokens);
    tokens.erase(std::ranges::unique(tokens).begin(), tokens.end());
    std::string text;
    for (auto const token : tokens) text += token_text(token);
    return text;
}

TokenRange tokens_beginning(NamePlace const& place, std::string_view word) {
    auto const count = contacts::count_code_points(word);
    if (count >= long_prefix || count < short_prefix) {
        auto const token = name_token(place, word);
        return {token, token};
    }
    auto const high = high_half(place, word);
    return {high, high | 0xFFFF'FFFF};
}

Result<void> replace_name_words(Scope const& scope, std::string_view record_id, std::string_view before, std::string_view now) {
    if (before == now) return {};
    auto const old_tokens = tokens_from(before), new_tokens = tokens_from(now);
    for (auto const token : old_tokens) {
        if (std::ranges::find(new_tokens, token) != new_tokens.end()) continue;
        TRY_VOID(scope.transaction.execute(sql::delete_name_word, scope.account, token, record_id));
    }
    for (auto const token : new_tokens) {
        if (std::ranges::find(old_tokens, token) != old_tokens.end()) continue;
        TRY_VOID(scope.transaction.execute(sql::insert_name_word, scope.account, token, record_id));
    }
    return {};
}

Result<std::int64_t> fill_name_words(Scope const& scope, contacts::Mapping const& mapping, std::int64_t limit) {
    TRY(auto const rows, scope.transaction.query(sql::mirrors_without_names, scope.account, scope.sync, limit));
    for (auto const& row : rows) {
        auto const side = contacts::side_from(row.text(0));
        auto const id = row.text(1);
        TRY(auto const mirror, load_mirror(scope, side, id));
        std::string tokens;
        if (mirror) {
            tokens = name_tokens({scope.vault, scope.account, scope.sync, side},
                person_name(mapping, contacts::project(mapping, side, mirror->record)));
        }
        TRY_VOID(replace_name_words(scope, id, "", tokens));
        TRY_VOID(
            scope.transaction.execute(sql::set_name_tokens, scope.account, scope.sync, contacts::to_string(side), id, tokens));
    }
    return static_cast<std::int64_t>(rows.size());
}

Result<bool> are_names_complete(Scope const& scope) {
    TRY(auto const rows, scope.transaction.query(sql::mirrors_without_names, scope.account, scope.sync, std::int64_t{1}));
    return rows.empty();
}

Result<std::optional<std::string>> find_names(Scope const& scope, contacts::Mapping const& mapping, NameSearch const& search,
    std::function<Result<bool>(NamedRecord const&)> const& is_wanted) {
    CHECK(!search.words.empty());
    TRY(auto at, position_from(search.cursor));
    // The longest word leaves the fewest; the others are looked for in the names themselves.
    auto const leading =
        *std::ranges::max_element(search.words, {}, [](auto const& word) { return contacts::count_code_points(word); });
    std::int64_t found = 0;
    int opened = 0;
    for (auto const side : contacts::both_sides) {
        if (at.side == Side::b && side == Side::a) continue;
        if (side != at.side) at = {side, -1, ""};
        NamePlace const place{scope.vault, scope.account, scope.sync, side};
        auto const range = tokens_beginning(place, leading);
        for (bool has_more = true; has_more;) {
            TRY(auto const rows, scope.transaction.query(sql::name_words_after, scope.account, range.first, range.last, at.token,
                                     at.record_id, rows_at_once));
            has_more = static_cast<std::int64_t>(rows.size()) == rows_at_once;
            for (auto const& row : rows) {
                if (found == search.limit || opened == names_opened_most) return std::optional(at.text());
                at = {side, row.integer(0), row.text(1)};
                ++opened;
                TRY(auto const words, words_of_record(scope, mapping, side, at.record_id));
                if (!words || !has_words(*words, search.words)) continue;
                // Whose name has two such words stands here twice: the first time counts.
                bool const was_here = std::ranges::any_of(*words, [&](std::string const& word) {
                    auto const token = name_token(place, word);
                    return range.contains(token) && token < at.token;
                });
                if (was_here) continue;
                TRY(bool const is_taken, is_wanted({side, at.record_id}));
                found += is_taken ? 1 : 0;
            }
        }
    }
    return std::optional<std::string>{};
}

}  // namespace lockstep::sync
