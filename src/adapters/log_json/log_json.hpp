// SPDX-License-Identifier: Apache-2.0
// StreamLog: the Log port on a file descriptor: JSON lines, or readable lines for a terminal. Callers never wait: lines go to
// a bounded buffer that a thread writes out, and are dropped, and counted, while whoever reads them is stuck.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>

#include "ports/clock.hpp"
#include "ports/log.hpp"

namespace lockstep::adapters {

enum class LogFormat : std::uint8_t {
    json,
    readable
};

struct StreamLogOptions {
    int file = 2;  // stays open
    LogFormat format = LogFormat::json;
    LogLevel least = LogLevel::info;
    std::size_t buffer_bytes_max = 1 << 20;
};

// Readable on a terminal, else JSON.
LogFormat format_for(int file);

class StreamLog final : public Log {
public:
    // Starts its thread. The clock outlives the log.
    StreamLog(StreamLogOptions options, Clock const& clock);
    // Writes out what is buffered, for at most a second.
    ~StreamLog() override;

    void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) override;

    std::uint64_t dropped() const;
    // From the next line on.
    void set_least(LogLevel least);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::adapters
