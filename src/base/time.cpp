// SPDX-License-Identifier: Apache-2.0
// Times as text, read and written without locale and without a library that might be lenient.
#include "base/time.hpp"

#include <charconv>
#include <cstdio>
#include <optional>

namespace lockstep {
namespace {

std::unexpected<Error> bad_time(std::string_view text) {
    return fail(ErrorKind::invalid, "base.bad_time",
        "reading a time: \"" + std::string(text.substr(0, 40)) + "\" is not ISO 8601 with seconds and zone");
}

bool read_digits(std::string_view text, std::size_t at, std::size_t count, int& value) {
    if (at + count > text.size()) return false;
    auto const* first = text.data() + at;
    for (std::size_t i = 0; i < count; ++i) {
        if (first[i] < '0' || first[i] > '9') return false;
    }
    return std::from_chars(first, first + count, value).ec == std::errc{};
}

// ".123" at `at`, which moves behind it; zero when there is no point. Digits beyond the sixth are dropped.
std::optional<Duration> read_fraction(std::string_view text, std::size_t& at) {
    if (at >= text.size() || text[at] != '.') return Duration{0};
    std::int64_t micros = 0;
    std::int64_t scale = 100'000;
    std::size_t const first = ++at;
    for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
        micros += (text[at] - '0') * scale;
        scale /= 10;
    }
    if (at == first) return std::nullopt;
    return Duration{micros};
}

// "Z" or "+02:00" at `at`, which moves behind it.
std::optional<std::chrono::minutes> read_offset(std::string_view text, std::size_t& at) {
    if (at >= text.size()) return std::nullopt;
    char const sign = text[at];
    if (sign == 'Z' || sign == 'z') {
        ++at;
        return std::chrono::minutes{0};
    }
    int hours = 0;
    int minutes = 0;
    bool const shape = (sign == '+' || sign == '-') && read_digits(text, at + 1, 2, hours) && at + 3 < text.size() &&
                       text[at + 3] == ':' && read_digits(text, at + 4, 2, minutes);
    if (!shape || hours > 23 || minutes > 59) return std::nullopt;
    at += 6;
    std::chrono::minutes const offset{hours * 60 + minutes};
    return sign == '-' ? -offset : offset;
}

}  // namespace

std::string format_time(TimePoint time) {
    using namespace std::chrono;
    auto const day = floor<days>(time);
    year_month_day const date{day};
    hh_mm_ss const clock{floor<milliseconds>(time - day)};
    char text[40];
    std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02d.%03dZ", static_cast<int>(date.year()),
        static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
        static_cast<int>(clock.minutes().count()), static_cast<int>(clock.seconds().count()),
        static_cast<int>(clock.subseconds().count()));
    return text;
}

Result<TimePoint> parse_time(std::string_view text) {
    using namespace std::chrono;
    int year_number = 0, month_number = 0, day_number = 0, hour = 0, minute = 0, second = 0;
    bool const shape = text.size() >= 20 && read_digits(text, 0, 4, year_number) && text[4] == '-' &&
                       read_digits(text, 5, 2, month_number) && text[7] == '-' && read_digits(text, 8, 2, day_number) &&
                       (text[10] == 'T' || text[10] == 't' || text[10] == ' ') && read_digits(text, 11, 2, hour) &&
                       text[13] == ':' && read_digits(text, 14, 2, minute) && text[16] == ':' && read_digits(text, 17, 2, second);
    if (!shape) return bad_time(text);
    year_month_day const date{
        year{year_number}, month{static_cast<unsigned>(month_number)}, day{static_cast<unsigned>(day_number)}};
    if (!date.ok() || year_number < 1970 || hour > 23 || minute > 59 || second > 60) return bad_time(text);

    std::size_t at = 19;
    auto const micros = read_fraction(text, at);
    auto const offset = read_offset(text, at);
    if (!micros || !offset || at != text.size()) return bad_time(text);
    return TimePoint{sys_days{date}.time_since_epoch() + hours{hour} + minutes{minute} + seconds{second} + *micros - *offset};
}

}  // namespace lockstep
