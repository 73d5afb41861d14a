// SPDX-License-Identifier: Apache-2.0
// PrometheusMetrics: the Metrics port on prometheus-cpp's registry. A series is looked up in a cache by one text key; making
// it is the slow case. The number of series is bounded, so that a label that varies without end cannot eat the memory.
#pragma once

#include <cstddef>
#include <memory>

#include "ports/metrics.hpp"

namespace lockstep::adapters {

struct PrometheusOptions {
    std::size_t series_max = 5'000;
};

class PrometheusMetrics final : public Metrics {
public:
    explicit PrometheusMetrics(PrometheusOptions options = {});
    ~PrometheusMetrics() override;

    void add(std::string_view counter, double amount, MetricLabels labels) override;
    void set(std::string_view gauge, double value, MetricLabels labels) override;
    void observe(std::string_view histogram, Duration duration, MetricLabels labels) override;
    std::string exposition() const override;

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::adapters
