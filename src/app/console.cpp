// SPDX-License-Identifier: Apache-2.0
#include "app/console.hpp"

#include <unistd.h>
#include <algorithm>
#include <cstdio>

#include "base/text.hpp"
#include "messages/error_words.hpp"

namespace lockstep::app {
namespace {

void write(std::FILE* file, std::string_view text) {
    std::fwrite(text.data(), 1, text.size(), file);
    std::fflush(file);
}

std::size_t width(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char byte) { return (static_cast<unsigned char>(byte) & 0xC0U) != 0x80U; }));
}

// A message of the database holds the statement it was about: for the log, and for nobody else.
bool is_of_the_inside(Error const& error) {
    return error.kind == ErrorKind::internal || (error.code.starts_with("database.") && error.message.starts_with("running \""));
}

}  // namespace

Console::Console(bool is_json, messages::Language language)
    : is_json_(is_json), language_(language), is_terminal_(::isatty(2) == 1) {}
Console::~Console() { end_progress(); }

void Console::say(std::string_view text) {
    if (is_json_) return;
    end_progress();
    write(stdout, std::string(text) + "\n");
}

void Console::table(std::vector<std::string> const& head, std::vector<std::vector<std::string>> const& rows) {
    if (is_json_) return;
    end_progress();
    std::vector<std::size_t> widths;
    widths.reserve(head.size());
    for (auto const& cell : head) widths.push_back(width(cell));
    for (auto const& row : rows) {
        for (std::size_t i = 0; i < row.size() && i < widths.size(); ++i) widths[i] = std::max(widths[i], width(row[i]));
    }
    auto const line = [&](std::vector<std::string> const& cells) {
        std::string text;
        for (std::size_t i = 0; i < cells.size(); ++i) {
            auto const cell = printable(cells[i]);
            text += cell;
            if (i + 1 < cells.size()) text.append(widths[i] - std::min(widths[i], width(cell)) + 2, ' ');
        }
        write(stdout, text + "\n");
    };
    line(head);
    for (auto const& row : rows) line(row);
}

void Console::result(Json const& json) {
    if (!is_json_) return;
    end_progress();
    write(stdout, to_text(json) + "\n");
}

void Console::remark(std::string_view text) {
    end_progress();
    write(stderr, std::string(text) + "\n");
}

void Console::progress(std::string_view what, std::int64_t done, std::int64_t total) {
    if (!is_terminal_) return;
    constexpr std::int64_t cells = 30;
    auto const filled = total <= 0 ? 0 : std::clamp<std::int64_t>(cells * done / total, 0, cells);
    std::string bar;
    for (std::int64_t i = 0; i < cells; ++i) bar += i < filled ? "█" : "░";
    write(stderr,
        "\r\033[K" + bar + "  " + std::string(what) + "  " + with_commas(done) + (total > 0 ? " of " + with_commas(total) : ""));
    has_progress_ = true;
}

void Console::end_progress() {
    if (!has_progress_) return;
    write(stderr, "\r\033[K");
    has_progress_ = false;
}

ExitCode Console::error(Error const& error) {
    auto const code = exit_code_for(error);
    auto const words = messages::error_words(language_, error);
    bool const says_more = !error.message.empty() && !is_of_the_inside(error);
    std::string text = "lockstep: " + words.title;
    if (words.is_particular || !says_more || language_ != messages::Language::en) text += "\n  " + words.detail;
    if (!words.is_particular && says_more)
        text += language_ == messages::Language::en ? "\n  " + error.message : "\n  (" + error.message + ")";
    if (!words.remedy.empty()) text += "\n  " + words.remedy;
    MessageParams const command{{"code", error.code}};
    text += "\n  " + messages::text(language_, "command.explain", command);
    remark(text);
    result(JsonObject{{"error", JsonObject{{"code", error.code}, {"title", words.title}, {"message", error.message},
                                    {"params", messages::to_json(error.params)}, {"exit_code", static_cast<int>(code)}}}});
    return code;
}

std::string with_commas(std::int64_t number) {
    auto text = std::to_string(number);
    std::size_t const first = number < 0 ? 1 : 0;
    for (auto at = text.size(); at > first + 3; at -= 3) text.insert(at - 3, ",");
    return text;
}

std::string text_at(Json const& json, std::string_view pointer) { return std::string(find_text(json, pointer).value_or("")); }

std::int64_t integer_at(Json const& json, std::string_view pointer) {
    auto const* value = find(json, pointer);
    if (value == nullptr) return 0;
    if (value->is_double()) return static_cast<std::int64_t>(value->get_double());
    return find_integer(json, pointer).value_or(0);
}

std::string shown(Json const& value) {
    if (auto const* text = value.if_string()) return text->empty() ? "-" : std::string(*text);
    if (auto const* list = value.if_array()) {
        std::string joined;
        for (auto const& each : *list) joined += (joined.empty() ? "" : ", ") + shown(each);
        return joined.empty() ? "-" : joined;
    }
    return value.is_null() ? "-" : to_text(value);
}

}  // namespace lockstep::app
