// SPDX-License-Identifier: Apache-2.0
// Metrics: counters, gauges and durations by name and labels. Labels never hold a contact's value.
// Names follow Prometheus: "lockstep_events_accepted_total", "lockstep_call_seconds".
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

#include "base/time.hpp"

namespace lockstep {

using MetricLabels = std::initializer_list<std::pair<std::string_view, std::string_view>>;

class Metrics {
public:
    virtual ~Metrics() = default;

    virtual void add(std::string_view counter, double amount, MetricLabels labels = {}) = 0;
    virtual void set(std::string_view gauge, double value, MetricLabels labels = {}) = 0;
    virtual void observe(std::string_view histogram, Duration duration, MetricLabels labels = {}) = 0;

    // The Prometheus text format, version 0.0.4.
    virtual std::string exposition() const = 0;
};

}  // namespace lockstep
