// SPDX-License-Identifier: Apache-2.0
// Log: structured lines. Values of contacts and secrets are never passed to it: fields are ids, codes, counts, durations.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <variant>

namespace lockstep {

enum class LogLevel : std::uint8_t {
    debug,
    info,
    warning,
    error
};

struct LogField {
    std::string_view name;
    std::variant<std::string_view, std::int64_t, double, bool> value;
};

class Log {
public:
    virtual ~Log() = default;

    // `message` is a fixed sentence; what varies goes into fields. Bounded: lines may be dropped, with a count.
    virtual void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) = 0;

    void debug(std::string_view message, std::initializer_list<LogField> fields = {}) { write(LogLevel::debug, message, fields); }
    void info(std::string_view message, std::initializer_list<LogField> fields = {}) { write(LogLevel::info, message, fields); }
    void warning(std::string_view message, std::initializer_list<LogField> fields = {}) {
        write(LogLevel::warning, message, fields);
    }
    void error(std::string_view message, std::initializer_list<LogField> fields = {}) { write(LogLevel::error, message, fields); }
};

}  // namespace lockstep
