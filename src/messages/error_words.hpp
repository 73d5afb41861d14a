// SPDX-License-Identifier: Apache-2.0
// What an error says to a person. Title, explanation and remedy stand in the code's page, docs/errors/<code>.md, in both
// languages; the pages are in the program. Where the place that failed says more ("reason" among the parameters), the sentence
// error.<code>.<reason> of <language>.json takes the place of the explanation.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "messages/messages.hpp"

namespace lockstep::messages {

struct ErrorPage {
    std::string title;
    std::string happened;
    std::string remedy;
};

// The page's part in this language; nullopt when no page has this code.
std::optional<ErrorPage> error_page(Language language, std::string_view code);

// The codes that have a page, sorted.
std::vector<std::string> error_codes();

struct ErrorWords {
    std::string title;
    std::string detail;
    std::string remedy;          // may be empty
    bool is_particular = false;  // the detail is about this very case, not about the code
};

// Never empty: a code without a page is told by its kind.
ErrorWords error_words(Language language, Error const& error);

// The page as it is shown by itself: the whole English text, or the French part. nullopt as for error_page.
std::optional<std::string> page_text(Language language, std::string_view code);

// Takes a page apart; members stay empty where the page lacks the part.
ErrorPage parse_error_page(Language language, std::string_view markdown);

}  // namespace lockstep::messages
