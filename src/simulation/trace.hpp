// SPDX-License-Identifier: Apache-2.0
// Trace: what happened in a run, in order. Always hashed, so that two runs of a seed can be compared; kept as lines on demand.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"

namespace lockstep::simulation {

class Trace {
public:
    explicit Trace(bool keeps_lines) : keeps_lines_(keeps_lines) {}

    void note(TimePoint at, std::initializer_list<std::string_view> words) {
        mix(static_cast<std::uint64_t>(to_micros(at)));
        for (auto const word : words) add(word);
        if (!keeps_lines_) return;
        auto line = format_time(at);
        for (auto const word : words) (line += ' ') += word;
        lines_.push_back(std::move(line));
    }
    // Only where somebody reads: not part of the hash.
    void explain(TimePoint at, std::string_view text) {
        if (keeps_lines_) lines_.push_back(format_time(at) + "   " + std::string(text));
    }

    bool keeps_lines() const { return keeps_lines_; }
    std::uint64_t hash() const { return hash_; }
    std::vector<std::string> take_lines() { return std::move(lines_); }

private:
    void mix(std::uint64_t value) { hash_ = (hash_ ^ value) * 0x100000001b3ULL; }
    void add(std::string_view word) {
        for (char const c : word) mix(static_cast<unsigned char>(c));
        mix(0x100);
    }

    bool keeps_lines_;
    std::uint64_t hash_ = 0xcbf29ce484222325ULL;
    std::vector<std::string> lines_;
};

}  // namespace lockstep::simulation
