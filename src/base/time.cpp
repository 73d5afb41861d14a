// SPDX-License-Identifier: Apache-2.0
// Times as text, read and written without locale and without a library that might be lenient.
#include "base/time.hpp"

#include <charconv>
#include <cstdio>

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
    std::int64_t micros = 0;
    if (text[at] == '.') {
        std::int64_t scale = 100'000;
        std::size_t const first = ++at;
        for (; at < text.size() && text[at] >= '0' && text[at] <= '9'; ++at) {
            micros += (text[at] - '0') * scale;
            scale /= 10;
        }
        if (at == first) return bad_time(text);
    }
    minutes offset{0};
    if (at < text.size() && (text[at] == 'Z' || text[at] == 'z')) {
        ++at;
    } else if (at + 6 <= text.size() && (text[at] == '+' || text[at] == '-') && text[at + 3] == ':') {
        int offset_hours = 0, offset_minutes = 0;
        if (!read_digits(text, at + 1, 2, offset_hours) || !read_digits(text, at + 4, 2, offset_minutes)) return bad_time(text);
        if (offset_hours > 23 || offset_minutes > 59) return bad_time(text);
        offset = minutes{offset_hours * 60 + offset_minutes};
        if (text[at] == '-') offset = -offset;
        at += 6;
    } else {
        return bad_time(text);
    }
    if (at != text.size()) return bad_time(text);
    return TimePoint{
        sys_days{date}.time_since_epoch() + hours{hour} + minutes{minute} + seconds{second} + Duration{micros} - offset};
}

}  // namespace lockstep
