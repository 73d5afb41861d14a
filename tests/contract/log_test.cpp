// SPDX-License-Identifier: Apache-2.0
// What every Log promises: one line per call, nothing a terminal or a reader of lines could be fooled with, no waiting.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>
#include <array>
#include <limits>

#include "adapters/clock_system/clock_system.hpp"
#include "adapters/log_json/log_json.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace lockstep::contract {
namespace {

using adapters::LogFormat;
using adapters::StreamLog;
using adapters::StreamLogOptions;

class LogContract : public testing::Test {
protected:
    LogContract() { EXPECT_EQ(::pipe(ends_.data()), 0); }
    ~LogContract() override {
        ::close(ends_[0]);
        if (ends_[1] >= 0) ::close(ends_[1]);
    }

    StreamLogOptions options(LogFormat format = LogFormat::json) const {
        StreamLogOptions options;
        options.file = ends_[1];
        options.format = format;
        return options;
    }
    std::string read_all() {
        ::close(std::exchange(ends_[1], -1));
        std::string text;
        std::array<char, 4096> piece{};
        for (ssize_t size = 0; (size = ::read(ends_[0], piece.data(), piece.size())) > 0;) {
            text.append(piece.data(), static_cast<std::size_t>(size));
        }
        return text;
    }

    std::array<int, 2> ends_{};
    adapters::SystemClock clock_;
};

TEST_F(LogContract, WritesOneJsonObjectPerLine) {
    {
        StreamLog log{options(), clock_};
        log.info("started", {{"port", std::int64_t{80}}, {"ratio", 0.5}, {"ok", true}, {"code", std::string_view("a\"b\\c")}});
        log.debug("not shown");
        log.error("second", {{"bad", std::numeric_limits<double>::infinity()}});
    }
    auto const text = read_all();
    auto const lines = split(text, '\n');
    ASSERT_EQ(lines.size(), 3U);
    auto const first = parse_json(lines[0]).value();
    EXPECT_EQ(find_text(first, "/level"), "info");
    EXPECT_EQ(find_text(first, "/message"), "started");
    EXPECT_EQ(find_integer(first, "/port"), 80);
    EXPECT_EQ(find_bool(first, "/ok"), true);
    EXPECT_TRUE(parse_time(find_text(first, "/time").value()));
    EXPECT_TRUE(parse_json(lines[1]));
}

TEST_F(LogContract, WhateverAFieldHoldsItIsOneCleanLine) {
    std::string const nasty =
        "a\nb\r\x1b[31mred\x7f\xff\xe2\x80\xae"
        "evil" +
        std::string(1, '\0');
    for (auto const format : {LogFormat::json, LogFormat::readable}) {
        std::array<int, 2> ends{};
        ASSERT_EQ(::pipe(ends.data()), 0);
        std::swap(ends, ends_);
        {
            StreamLog log{options(format), clock_};
            log.info(nasty, {{"name", std::string_view(nasty)}});
        }
        auto const text = read_all();
        EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 1);
        for (auto const* piece : {"\r", "\x1b", "\x7f", "\xe2\x80\xae"}) EXPECT_FALSE(text.contains(piece));
        EXPECT_FALSE(text.contains('\0'));
        EXPECT_TRUE(is_valid_utf8(text));
        ::close(ends_[0]);
        std::swap(ends, ends_);
    }
}

TEST_F(LogContract, AStuckReaderCostsLinesNotTime) {
    auto small = options();
    small.buffer_bytes_max = 10'000;
    StreamLog log{small, clock_};
    // More than buffer and pipe hold together.
    for (int i = 0; i < 5'000; ++i) log.info("a line that nobody reads", {{"number", std::int64_t{i}}});
    EXPECT_GT(log.dropped(), 1'000U);
}

}  // namespace
}  // namespace lockstep::contract
