// SPDX-License-Identifier: Apache-2.0
#include "catalogue/attached_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

#include "base/text.hpp"

namespace lockstep::catalogue {
namespace {

constexpr std::string_view arrow = "\xE2\x86\x94";        // the arrow with two ends
constexpr std::string_view no_break = "\xC2\xA0";         // the blank that does not break
constexpr std::string_view cut_mark = " [\xE2\x80\xA6]";  // three dots in brackets
constexpr std::string_view mark_prefix = "lockstep:";
constexpr std::size_t stamp_bytes_max = 200;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

void append_character(std::string& text, std::uint32_t code) {
    bool const is_character = code > 0 && code <= 0x10FFFF && (code < 0xD800 || code > 0xDFFF);
    if (!is_character) code = 0xFFFD;
    auto const byte = [&](std::uint32_t bits) { text += static_cast<char>(bits); };
    if (code < 0x80) {
        byte(code);
    } else if (code < 0x800) {
        byte(0xC0 | (code >> 6));
        byte(0x80 | (code & 0x3F));
    } else if (code < 0x10000) {
        byte(0xE0 | (code >> 12));
        byte(0x80 | ((code >> 6) & 0x3F));
        byte(0x80 | (code & 0x3F));
    } else {
        byte(0xF0 | (code >> 18));
        byte(0x80 | ((code >> 12) & 0x3F));
        byte(0x80 | ((code >> 6) & 0x3F));
        byte(0x80 | (code & 0x3F));
    }
}

// The entity at the beginning of `text`: appended, and its length; 0 when there is none.
std::size_t take_entity(std::string_view text, std::string& into) {
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> known{{{"&amp;", "&"}, {"&lt;", "<"},
        {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&nbsp;", " "}, {"&hellip;", "\xE2\x80\xA6"}}};
    for (auto const& [name, meaning] : known) {
        if (!text.starts_with(name)) continue;
        into += meaning;
        return name.size();
    }
    if (!text.starts_with("&#")) return 0;
    auto const end = text.substr(0, 12).find(';');
    if (end == std::string_view::npos) return 0;
    bool const is_hex = end > 2 && (text[2] == 'x' || text[2] == 'X');
    auto const digits = text.substr(is_hex ? 3 : 2, end - (is_hex ? 3 : 2));
    std::uint32_t code = 0;
    auto const [stop, failure] = std::from_chars(digits.data(), digits.data() + digits.size(), code, is_hex ? 16 : 10);
    if (failure != std::errc{} || stop != digits.data() + digits.size() || digits.empty()) return 0;
    if (code == 0xA0) code = ' ';
    append_character(into, code);
    return end + 1;
}

bool is_block(std::string_view name) {
    static constexpr std::array<std::string_view, 15> blocks{
        "br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote"};
    return std::ranges::find(blocks, name) != blocks.end();
}

std::size_t characters_in(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

std::string_view first_characters(std::string_view text, std::size_t count) {
    std::size_t at = 0;
    for (std::size_t seen = 0; at < text.size(); ++at) {
        if ((static_cast<unsigned char>(text[at]) & 0xC0) != 0x80 && seen++ == count) break;
    }
    return text.substr(0, at);
}

// The id in a line that is a stamp; empty when it is none.
std::string_view origin_in(std::string_view line) {
    line = trim_ascii(line);
    if (line.size() > stamp_bytes_max || !line.starts_with('[') || !line.ends_with(']')) return {};
    line = trim_ascii(line.substr(1, line.size() - 2));
    if (!line.starts_with(arrow)) return {};
    line = trim_ascii(line.substr(arrow.size()));
    auto const blank = line.rfind(' ');
    return blank == std::string_view::npos ? std::string_view{} : line.substr(blank + 1);
}

}  // namespace

std::string plain_from_html(std::string_view html) {
    std::string plain;
    plain.reserve(html.size());
    while (!html.empty()) {
        if (html.front() == '&') {
            auto const length = take_entity(html, plain);
            if (length == 0) plain += '&';
            html.remove_prefix(std::max<std::size_t>(length, 1));
            continue;
        }
        if (html.starts_with("<!--")) {
            auto const end = html.find("-->", 4);
            html = end == std::string_view::npos ? std::string_view{} : html.substr(end + 3);
            continue;
        }
        bool const is_closing = html.starts_with("</");
        std::size_t const name_at = is_closing ? 2 : 1;
        bool const is_tag = html.front() == '<' && html.size() > name_at && is_letter(html[name_at]);
        auto const end = is_tag ? html.find('>') : std::string_view::npos;
        if (end == std::string_view::npos) {
            plain += html.front();
            html.remove_prefix(1);
            continue;
        }
        auto name_end = name_at;
        while (name_end < end && (is_letter(html[name_end]) || (html[name_end] >= '0' && html[name_end] <= '9'))) ++name_end;
        auto const name = lower_ascii(html.substr(name_at, name_end - name_at));
        html.remove_prefix(end + 1);
        if (!is_closing && (name == "script" || name == "style")) {
            auto const close = lower_ascii(html).find("</" + name);
            html = close == std::string::npos ? std::string_view{} : html.substr(close);
            continue;
        }
        // A block begins on a line of its own; a break and the end of a block end the line.
        if (is_block(name) && (is_closing || name == "br" || (!plain.empty() && plain.back() != '\n'))) plain += '\n';
        if (!is_closing && name == "li") plain += "- ";
    }
    return tidy_text(plain);
}

std::string html_from_plain(std::string_view plain) {
    std::string html;
    html.reserve(plain.size());
    for (char const c : plain) {
        switch (c) {
            case '&': html += "&amp;"; break;
            case '<': html += "&lt;"; break;
            case '>': html += "&gt;"; break;
            case '\n': html += "<br>"; break;
            default: html += c;
        }
    }
    return html;
}

std::string tidy_text(std::string_view text) {
    std::string tidy;
    int empty_lines = 0;
    for (auto line : split(text, '\n')) {
        while (!line.empty() && (is_space(line.back()) || line.ends_with(no_break)))
            line.remove_suffix(is_space(line.back()) ? 1 : no_break.size());
        if (line.empty()) {
            ++empty_lines;
            continue;
        }
        if (!tidy.empty()) tidy += empty_lines > 0 ? "\n\n" : "\n";
        empty_lines = 0;
        tidy += line;
    }
    return tidy;
}

std::string folded_text(std::string_view text) {
    std::string folded;
    bool is_gap = false;
    while (!text.empty()) {
        bool const is_wide = text.starts_with(no_break);
        if (is_wide || is_space(text.front())) {
            is_gap = !folded.empty();
            text.remove_prefix(is_wide ? no_break.size() : 1);
            continue;
        }
        if (std::exchange(is_gap, false)) folded += ' ';
        folded += text.front();
        text.remove_prefix(1);
    }
    return folded;
}

std::string cut_text(std::string_view text, std::size_t characters) {
    if (characters == 0 || characters_in(text) <= characters) return std::string(text);
    auto const mark = characters_in(cut_mark);
    auto const kept = first_characters(text, characters > mark ? characters - mark : 0);
    return std::string(trim_ascii(kept)) + std::string(cut_mark);
}

bool is_cut(std::string_view text) { return text.ends_with(cut_mark); }

std::string stamp_line(std::string_view app_title, std::string_view origin) {
    std::string line = "[";
    line += arrow;
    line += ' ';
    line += app_title;
    line += ' ';
    line += origin;
    return line + "]";
}

std::string with_stamp(std::string_view text, std::string_view app_title, std::string_view origin) {
    return std::string(text) + (text.empty() ? "" : "\n\n") + stamp_line(app_title, origin);
}

Stamped take_stamp(std::string_view text) {
    Stamped taken;
    std::string rest;
    for (auto const line : split(text, '\n')) {
        if (auto const origin = origin_in(line); !origin.empty()) {
            taken.origin = origin;
            continue;
        }
        rest += line;
        rest += '\n';
    }
    taken.text = tidy_text(rest);
    return taken;
}

std::string origin_mark(std::string_view origin) { return std::string(mark_prefix) + std::string(origin); }

std::string origin_from_mark(std::string_view mark) {
    return mark.starts_with(mark_prefix) ? std::string(mark.substr(mark_prefix.size())) : std::string();
}

}  // namespace lockstep::catalogue
