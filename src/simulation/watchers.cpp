// SPDX-License-Identifier: Apache-2.0
#include "simulation/watchers.hpp"

namespace lockstep::simulation {
namespace {

constexpr std::size_t shortest_canary = 7;
constexpr std::size_t clean_texts_max = 4'000;

}  // namespace

void Canaries::add(std::string_view text) {
    if (text.size() < shortest_canary || words_.contains(text)) return;
    words_.emplace(text);
    clean_.clear();
}

void Canaries::look_at(std::string_view text) {
    if (text.size() < shortest_canary || !found_.empty() || clean_.contains(text)) return;
    for (auto const& word : words_) {
        if (text.find(word) == std::string_view::npos) continue;
        found_ = "\"" + word + "\" in \"" + std::string(text) + "\"";
        return;
    }
    if (clean_.size() >= clean_texts_max) clean_.clear();
    clean_.emplace(text);
}

void WatchedLog::write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) {
    canaries_.look_at(message);
    std::string line{message};
    for (auto const& field : fields) {
        auto const* text = std::get_if<std::string_view>(&field.value);
        if (text != nullptr) canaries_.look_at(*text);
        if (!trace_.keeps_lines()) continue;
        ((line += ' ') += field.name) += '=';
        if (text != nullptr)
            line += *text;
        else if (auto const* number = std::get_if<std::int64_t>(&field.value))
            line += std::to_string(*number);
    }
    if (level >= LogLevel::warning) tally_.add(std::string("log: ") + std::string(message));
    if (trace_.keeps_lines()) trace_.explain(clock_.now(), "log: " + line);
}

void CountingMetrics::look_at(MetricLabels labels) {
    for (auto const& [name, value] : labels) canaries_.look_at(value);
}

void CountingMetrics::add(std::string_view counter, double amount, MetricLabels labels) {
    look_at(labels);
    std::string name{counter};
    for (auto const& [label, value] : labels) {
        if (label != "connector") (name += ' ') += value;
    }
    tally_.add(name, static_cast<std::uint64_t>(amount));
}

}  // namespace lockstep::simulation
