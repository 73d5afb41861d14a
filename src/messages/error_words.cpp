// SPDX-License-Identifier: Apache-2.0
#include "messages/error_words.hpp"

#include <algorithm>
#include <map>

#include "base/text.hpp"
#include "messages/error_page_files.hpp"

namespace lockstep::messages {
namespace {

constexpr std::string_view french_heading = "\n## En français : ";

struct Page {
    std::string_view whole;
    ErrorPage en, fr;
};

std::map<std::string, Page, std::less<>> const& pages() {
    static auto const all = [] {
        std::map<std::string, Page, std::less<>> made;
        for (auto const& file : error_page_files()) {
            auto const code = file.path.substr(0, file.path.size() - std::string_view(".md").size());
            made.emplace(std::string(code),
                Page{file.bytes, parse_error_page(Language::en, file.bytes), parse_error_page(Language::fr, file.bytes)});
        }
        return made;
    }();
    return all;
}

std::string_view first_line(std::string_view text) { return trim_ascii(text.substr(0, text.find('\n'))); }

// The paragraph that begins with **heading**, without the heading and as one line.
std::string paragraph(std::string_view text, std::string_view heading) {
    auto const at = text.find("**" + std::string(heading));
    if (at == std::string_view::npos) return {};
    auto const begin = text.find("**", at + 2);
    if (begin == std::string_view::npos) return {};
    auto body = text.substr(begin + 2);
    std::string line{trim_ascii(body.substr(0, body.find("\n\n")))};
    std::ranges::replace(line, '\n', ' ');
    return line;
}

std::string_view english_part(std::string_view whole) { return whole.substr(0, whole.find(french_heading)); }

std::string_view french_part(std::string_view whole) {
    auto const at = whole.find(french_heading);
    return at == std::string_view::npos ? std::string_view() : whole.substr(at + french_heading.size());
}

std::string_view reason_of(Error const& error) {
    auto const found =
        std::ranges::find(error.params, "reason", [](auto const& param) -> std::string_view { return param.first; });
    return found == error.params.end() ? std::string_view() : std::string_view(found->second);
}

}  // namespace

ErrorPage parse_error_page(Language language, std::string_view markdown) {
    if (language == Language::fr) {
        auto const part = french_part(markdown);
        return {std::string(first_line(part)), paragraph(part, "Ce qui s’est passé"), paragraph(part, "Quoi faire")};
    }
    auto const part = english_part(markdown);
    auto const title = first_line(part);
    return {std::string(title.starts_with("# ") ? title.substr(2) : title), paragraph(part, "What happened"),
        paragraph(part, "What to do")};
}

std::optional<ErrorPage> error_page(Language language, std::string_view code) {
    auto const found = pages().find(code);
    if (found == pages().end()) return std::nullopt;
    return language == Language::fr ? found->second.fr : found->second.en;
}

std::vector<std::string> error_codes() {
    std::vector<std::string> codes;
    for (auto const& [code, page] : pages()) codes.push_back(code);
    return codes;
}

ErrorWords error_words(Language language, Error const& error) {
    ErrorWords words;
    if (auto page = error_page(language, error.code)) {
        words = {std::move(page->title), std::move(page->happened), std::move(page->remedy)};
    } else {
        auto const kind = "error_kind." + std::string(to_string(error.kind));
        words = {text(language, kind + ".title"), text(language, kind + ".detail"), {}};
    }
    auto const reason = reason_of(error);
    if (reason.empty()) return words;
    auto const code = "error." + error.code + "." + std::string(reason);
    if (!fills(code, error.params)) return words;
    words.detail = text(language, code, error.params);
    words.is_particular = true;
    return words;
}

std::optional<std::string> page_text(Language language, std::string_view code) {
    auto const found = pages().find(code);
    if (found == pages().end()) return std::nullopt;
    if (language == Language::en) return std::string(trim_ascii(english_part(found->second.whole))) + "\n";
    return "# " + std::string(first_line(french_part(found->second.whole))) + "\n\n`" + std::string(code) + "`\n\n" +
           std::string(trim_ascii(french_part(found->second.whole).substr(french_part(found->second.whole).find('\n') + 1))) +
           "\n";
}

}  // namespace lockstep::messages
