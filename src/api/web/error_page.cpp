// SPDX-License-Identifier: Apache-2.0
#include "api/web/error_page.hpp"

#include "base/text.hpp"
#include "messages/error_words.hpp"

namespace lockstep::api {
namespace {

using messages::Language;

constexpr std::string_view prefix = "/docs/errors/";

void append_escaped(std::string& out, char letter) {
    switch (letter) {
        case '&': out += "&amp;"; break;
        case '<': out += "&lt;"; break;
        case '>': out += "&gt;"; break;
        case '"': out += "&quot;"; break;
        default: out += letter;
    }
}

// One paragraph's text with its marks.
std::string inline_html(std::string_view text) {
    std::string out;
    bool is_strong = false;
    bool is_code = false;
    for (std::size_t at = 0; at < text.size(); ++at) {
        if (text[at] == '`') {
            out += is_code ? "</code>" : "<code>";
            is_code = !is_code;
        } else if (!is_code && text.substr(at).starts_with("**")) {
            out += is_strong ? "</strong>" : "<strong>";
            is_strong = !is_strong;
            ++at;
        } else if (auto const close = text.find("](", at); !is_code && text[at] == '[' && close != std::string_view::npos) {
            auto const end = text.find(')', close);
            for (char const letter : text.substr(at + 1, close - at - 1)) append_escaped(out, letter);
            at = end == std::string_view::npos ? text.size() : end;
        } else {
            append_escaped(out, text[at]);
        }
    }
    if (is_code) out += "</code>";
    if (is_strong) out += "</strong>";
    return out;
}

Language language_of(HttpRequest const& request, std::string_view query) {
    for (auto const part : split(query, '&')) {
        if (!part.starts_with("language=")) continue;
        if (auto const asked = messages::parse_language(part.substr(std::string_view("language=").size()))) return *asked;
    }
    return messages::preferred_language(request.headers.find("Accept-Language").value_or(""));
}

}  // namespace

std::string html_of(std::string_view markdown) {
    std::string out;
    while (!markdown.empty()) {
        auto const end = markdown.find("\n\n");
        auto const block = trim_ascii(markdown.substr(0, end));
        markdown.remove_prefix(end == std::string_view::npos ? markdown.size() : end + 2);
        if (block.empty()) continue;
        if (block.starts_with("# "))
            out += "<h1>" + inline_html(block.substr(2)) + "</h1>\n";
        else if (block.starts_with("## "))
            out += "<h2>" + inline_html(block.substr(3)) + "</h2>\n";
        else
            out += "<p>" + inline_html(block) + "</p>\n";
    }
    return out;
}

std::optional<HttpReply> answer_with_error_page(HttpRequest const& request, std::string_view path, std::string_view query) {
    if (!path.starts_with(prefix) || (request.method != "GET" && request.method != "HEAD")) return std::nullopt;
    auto code = path.substr(prefix.size());
    // The documents link to each other by their file names.
    if (code.ends_with(".md")) code.remove_suffix(3);
    auto const language = language_of(request, query);
    auto const page = messages::error_page(language, code);
    auto const text = messages::page_text(language, code);
    if (!page || !text) return std::nullopt;
    bool const is_french = language == Language::fr;
    std::string title;
    for (char const letter : page->title) append_escaped(title, letter);
    HttpReply reply;
    reply.headers.add("Content-Type", "text/html; charset=utf-8");
    reply.headers.add("Content-Language", is_french ? "fr-CA" : "en-CA");
    reply.headers.add("Cache-Control", "no-cache");
    reply.headers.add("Vary", "Accept-Language");
    reply.body =
        "<!doctype html>\n<html lang=\"" + std::string(is_french ? "fr-CA" : "en-CA") +
        "\">\n<head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>" +
        title +
        "</title><style>:root{color-scheme:light dark}body{font:1rem/1.6 system-ui,sans-serif;max-width:42rem;"
        "margin:3rem auto;padding:0 1rem}h1{font-size:1.5rem;line-height:1.3}</style></head>\n<body>\n" +
        html_of(*text) + "<p><a href=\"?language=" + (is_french ? "en" : "fr") + "\" hreflang=\"" + (is_french ? "en" : "fr") +
        "\">" + (is_french ? "English" : "Français") + "</a> · <a href=\"/\">Lockstep</a></p>\n" + "</body>\n</html>\n";
    return reply;
}

}  // namespace lockstep::api
