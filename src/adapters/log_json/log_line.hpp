// SPDX-License-Identifier: Apache-2.0
// One log line as text. Plain functions; whatever a field holds, the result is one line without control characters.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "base/time.hpp"
#include "ports/log.hpp"

namespace lockstep::adapters {

// {"time":"...","level":"info","message":"...","field":1}
void append_json_line(
    std::string& out, TimePoint time, LogLevel level, std::string_view message, std::initializer_list<LogField> fields);
// 10:04:00.000 INFO  message  field=1
void append_readable_line(
    std::string& out, TimePoint time, LogLevel level, std::string_view message, std::initializer_list<LogField> fields);

}  // namespace lockstep::adapters
