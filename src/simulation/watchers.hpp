// SPDX-License-Identifier: Apache-2.0
// Log, metrics and offload of the simulated world. Log and metrics look at every text for canaries: values of contacts and
// secrets, which must never get there.
#pragma once

#include <set>
#include <string>

#include "ports/log.hpp"
#include "ports/metrics.hpp"
#include "ports/offload.hpp"
#include "simulation/clock.hpp"
#include "simulation/tally.hpp"
#include "simulation/trace.hpp"

namespace lockstep::simulation {

// Texts that may not be seen. Short ones are left out: they occur in ids by chance.
class Canaries {
public:
    void add(std::string_view text);
    void look_at(std::string_view text);
    std::string const& found() const { return found_; }  // the first text that held one; empty: none

private:
    std::set<std::string, std::less<>> words_;
    std::set<std::string, std::less<>> clean_;  // texts already looked at, since the last word was added
    std::string found_;
};

class WatchedLog final : public Log {
public:
    WatchedLog(SimulatedClock const& clock, Trace& trace, Tally& tally, Canaries& canaries)
        : clock_(clock), trace_(trace), tally_(tally), canaries_(canaries) {}
    void write(LogLevel level, std::string_view message, std::initializer_list<LogField> fields) override;

private:
    SimulatedClock const& clock_;
    Trace& trace_;
    Tally& tally_;
    Canaries& canaries_;
};

class CountingMetrics final : public Metrics {
public:
    CountingMetrics(Tally& tally, Canaries& canaries) : tally_(tally), canaries_(canaries) {}
    void add(std::string_view counter, double amount, MetricLabels labels) override;
    void set(std::string_view, double, MetricLabels labels) override { look_at(labels); }
    void observe(std::string_view, Duration, MetricLabels labels) override { look_at(labels); }
    std::string exposition() const override { return {}; }

private:
    void look_at(MetricLabels labels);

    Tally& tally_;
    Canaries& canaries_;
};

}  // namespace lockstep::simulation
