// SPDX-License-Identifier: Apache-2.0
// `lockstep explain CODE`: the page of an error code, in the reader's language. Needs no data folder.
#include <algorithm>

#include "app/commands/session.hpp"
#include "base/text.hpp"
#include "messages/error_words.hpp"

namespace lockstep::app {
namespace {

// Marks are for pages; a terminal has none.
std::string plain(std::string_view markdown) {
    std::string out;
    for (std::size_t at = 0; at < markdown.size(); ++at) {
        if (markdown.substr(at).starts_with("**")) {
            ++at;
        } else if ((at == 0 || markdown[at - 1] == '\n') && markdown.substr(at).starts_with("# ")) {
            ++at;
        } else if (markdown[at] != '`') {
            out += markdown[at];
        }
    }
    return out;
}

// The codes that hold the word: "no_plan", "plan".
std::string near(std::string_view code) {
    auto const word = code.substr(code.rfind('.') == std::string_view::npos ? 0 : code.rfind('.') + 1);
    std::string found;
    int count = 0;
    for (auto const& each : messages::error_codes()) {
        if (word.size() < 3 || !each.contains(word) || ++count > 6) continue;
        found.append(found.empty() ? "" : ", ").append(each);
    }
    return found;
}

}  // namespace

int run_explain(Common const& common, std::string const& code) {
    auto const language = common.given.language;
    return run_alone(common, [&](Console& console) -> Result<ExitCode> {
        if (code.empty()) {
            std::vector<std::vector<std::string>> rows;
            JsonArray all;
            for (auto const& each : messages::error_codes()) {
                auto const title = messages::error_page(language, each)->title;
                rows.push_back({each, title});
                all.push_back(JsonObject{{"code", each}, {"title", title}});
            }
            console.table({"CODE", "TITLE"}, rows);
            console.result(std::move(all));
            return ExitCode::ok;
        }
        auto const page = messages::error_page(language, code);
        if (!page) {
            auto const shown = printable(std::string_view(code).substr(0, 60));
            return fail(ErrorKind::not_found, "app.unknown_code", "explaining \"" + shown + "\": no message has this code",
                {{"reason", "near"}, {"name", shown}, {"choices", near(code)}});
        }
        console.result(
            JsonObject{{"code", code}, {"title", page->title}, {"happened", page->happened}, {"remedy", page->remedy}});
        console.say(trim_ascii(plain(*messages::page_text(language, code))));
        return ExitCode::ok;
    });
}

}  // namespace lockstep::app
