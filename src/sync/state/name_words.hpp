// SPDX-License-Identifier: Apache-2.0
// Rows of `name_words`: who has a word in the name that begins so. Names are sealed; these rows hold no letter of one, only what
// docs/decisions/0019 says of it. Functions with a scope are part of the caller's transaction.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "contacts/mapping.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

// The words of a name, or of what somebody looks for, as they are compared: without case, accents and punctuation, parted at
// spaces and dashes; each once, at most `name_words_most`. An apostrophe parts nothing: "O'Brien" is one word.
inline constexpr std::size_t name_words_most = 8;
std::vector<std::string> words_of_name(std::string_view name);
// Does every word that is looked for begin one of the name's?
bool has_words(std::vector<std::string> const& name, std::vector<std::string> const& wanted);

// Whose tokens: the same word has another one in each sync and at each side, so that nobody can see who is where as well.
struct NamePlace {
    vault::Vault const& vault;
    AccountId const& account;
    SyncId const& sync;
    contacts::Side side;
};
std::int64_t name_token(NamePlace const& place, std::string_view word);
// Sorted, each once; as they stand in the row of the copy.
std::string name_tokens(NamePlace const& place, std::string_view name);
struct TokenRange {
    std::int64_t first = 0;
    std::int64_t last = 0;
    bool contains(std::int64_t token) const { return token >= first && token <= last; }
};
// Of every word that begins so. Fewer than three letters find only words that have no more.
TokenRange tokens_beginning(NamePlace const& place, std::string_view word);

// Before is what the row of the copy said, now what it says.
Result<void> replace_name_words(Scope const& scope, std::string_view record_id, std::string_view before, std::string_view now);

// Makes the tokens of copies that have none yet; returns how many it looked at, at most `limit`.
Result<std::int64_t> fill_name_words(Scope const& scope, contacts::Mapping const& mapping, std::int64_t limit);
Result<bool> are_names_complete(Scope const& scope);

struct NamedRecord {
    contacts::Side side = contacts::Side::a;
    std::string record_id;
};
// Goes through everybody whose name may have these words and asks `is_wanted` about those who do, until `limit` were wanted or so
// many were looked at that a request should end. The cursor says where to go on; nullopt in the result: there is nobody else.
struct NameSearch {
    std::vector<std::string> words;  // not empty
    std::string cursor;              // empty: from the start
    std::int64_t limit = 50;
};
inline constexpr int names_opened_most = 2'000;
Result<std::optional<std::string>> find_names(Scope const& scope, contacts::Mapping const& mapping, NameSearch const& search,
    std::function<Result<bool>(NamedRecord const&)> const& is_wanted);

}  // namespace lockstep::sync
