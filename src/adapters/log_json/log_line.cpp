// SPDX-License-Identifier: Apache-2.0
#include "adapters/log_json/log_line.hpp"

#include <array>
#include <charconv>
#include <cmath>

#include "base/text.hpp"

namespace lockstep::adapters {
namespace {

std::string_view name_of(LogLevel level) {
    switch (level) {
        case LogLevel::debug: return "debug";
        case LogLevel::info: return "info";
        case LogLevel::warning: return "warning";
        case LogLevel::error: return "error";
    }
    return "error";
}

template <class Number>
void append_number(std::string& out, Number number) {
    std::array<char, 40> digits{};
    auto const end = std::to_chars(digits.data(), digits.data() + digits.size(), number).ptr;
    out.append(digits.data(), end);
}

// printable() leaves no control characters; what it shows them with is a backslash.
void append_quoted(std::string& out, std::string_view text) {
    out += '"';
    for (char const letter : printable(text)) {
        if (letter == '"' || letter == '\\') out += '\\';
        out += letter;
    }
    out += '"';
}

void append_json_value(std::string& out, LogField const& field) {
    if (auto const* text = std::get_if<std::string_view>(&field.value))
        append_quoted(out, *text);
    else if (auto const* whole = std::get_if<std::int64_t>(&field.value))
        append_number(out, *whole);
    else if (auto const* truth = std::get_if<bool>(&field.value))
        out += *truth ? "true" : "false";
    else if (auto const number = std::get<double>(field.value); std::isfinite(number))
        append_number(out, number);
    else
        out += "null";  // JSON has no word for it
}

}  // namespace

void append_json_line(
    std::string& out, TimePoint time, LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
    out += R"({"time":")";
    out += format_time(time);
    out += R"(","level":")";
    out += name_of(level);
    out += R"(","message":)";
    append_quoted(out, message);
    for (auto const& field : fields) {
        out += ',';
        append_quoted(out, field.name);
        out += ':';
        append_json_value(out, field);
    }
    out += "}\n";
}

void append_readable_line(
    std::string& out, TimePoint time, LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
    constexpr std::size_t time_begins = 11;
    constexpr std::size_t time_size = 12;
    constexpr std::array marks{"debug  ", "info   ", "WARNING", "ERROR  "};
    out += format_time(time).substr(time_begins, time_size);
    out += ' ';
    out += marks.at(static_cast<std::size_t>(level));
    out += ' ';
    out += printable(message);
    for (auto const& field : fields) {
        out += "  ";
        out += printable(field.name);
        out += '=';
        if (auto const* text = std::get_if<std::string_view>(&field.value))
            out += printable(*text);
        else
            append_json_value(out, field);
    }
    out += '\n';
}

}  // namespace lockstep::adapters
