// SPDX-License-Identifier: Apache-2.0
// The sentences a person reads, by code and language: en.json and fr.json beside this file, in the program. What decides or
// stores keeps a Message; whoever shows it asks for the text in the reader's language. The web app takes the same two files.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"

namespace lockstep::messages {

enum class Language : std::uint8_t {
    en,
    fr  // as written in Québec
};

std::string_view to_string(Language language);  // "en", "fr"

struct LocalText {
    std::string en;
    std::string fr;

    std::string const& in(Language language) const { return language == Language::fr ? fr : en; }
    bool operator==(LocalText const&) const = default;
};

struct Message {
    std::string code;  // the path of the sentence: "issue.gone.any"
    MessageParams params;

    bool operator==(Message const&) const = default;
};

// "fr", "fr-CA", "fr_CA.UTF-8", in any case; nullopt for a language that we do not have.
std::optional<Language> parse_language(std::string_view tag);

// The best of an Accept-Language header (RFC 9110, 12.5.4); English when it names none of ours.
Language preferred_language(std::string_view accept_language);

bool has_text(std::string_view code);

// The sentence with its {{names}} filled in; what has no parameter becomes empty. An unknown code gives an empty text.
std::string text(Language language, std::string_view code, MessageParams const& params = {});
std::string text(Language language, Message const& message);

// The sentence for so many: `code`_one or `code`_other, with the number as {{count}}.
std::string text_for(Language language, std::string_view code, std::int64_t count, MessageParams params = {});

// "1,234" and, with a space that does not break, "1 234".
std::string number(Language language, std::int64_t value);

// The sentence as the file has it, with its {{names}}; empty for an unknown code.
std::string_view sentence(Language language, std::string_view code);

// True when `params` has a value for each {{name}} of the sentence.
bool fills(std::string_view code, MessageParams const& params);

// The {{names}} of a sentence, sorted and each once.
std::vector<std::string> names_in(std::string_view sentence);

// Every code of one language, sorted.
std::vector<std::string> codes(Language language);

JsonObject to_json(MessageParams const& params);

}  // namespace lockstep::messages
