// SPDX-License-Identifier: Apache-2.0
#include "adapters/metrics_prometheus/metrics_prometheus.hpp"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>
#include <exception>
#include <map>
#include <mutex>
#include <string>
#include <unordered_map>

namespace lockstep::adapters {
namespace {

// Seconds; from a step inside the program to a slow call of a remote app.
prometheus::Histogram::BucketBoundaries const& buckets() {
    static prometheus::Histogram::BucketBoundaries const boundaries{
        0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60};
    return boundaries;
}

std::map<std::string, std::string> to_map(MetricLabels labels) {
    std::map<std::string, std::string> map;
    for (auto const& [name, value] : labels) map.emplace(name, value);
    return map;
}

struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
};

template <class Series>
using Cache = std::unordered_map<std::string, Series*, TextHash, std::equal_to<>>;

}  // namespace

class PrometheusMetrics::Impl {
public:
    explicit Impl(PrometheusOptions options) : options_(options) {}

    // Null when the name or a label is unusable, or there are too many series already.
    template <class Series, class Make>
    Series* find(Cache<Series>& cache, std::string_view name, MetricLabels labels, Make make) {
        // Names and values cannot hold this separator where they are well-formed; where not, the worst is a shared series.
        constexpr char separator = '\x1f';
        thread_local std::string key;
        key.assign(name);
        for (auto const& [label, value] : labels) {
            key += separator;
            key += label;
            key += separator;
            key += value;
        }
        std::lock_guard lock{mutex_};
        if (auto found = cache.find(std::string_view(key)); found != cache.end()) return found->second;
        if (series_ >= options_.series_max) return count_dropped();
        try {
            Series* series = make();
            cache.emplace(key, series);
            ++series_;
            return series;
        } catch (std::exception const&) {
            return count_dropped();  // malformed, or the name belongs to another kind of metric
        }
    }

    std::nullptr_t count_dropped() {
        dropped_.Increment();
        return nullptr;
    }

    PrometheusOptions options_;
    prometheus::Registry registry_{prometheus::Registry::InsertBehavior::Merge};
    std::mutex mutex_;
    std::size_t series_ = 0;
    Cache<prometheus::Counter> counters_;
    Cache<prometheus::Gauge> gauges_;
    Cache<prometheus::Histogram> histograms_;
    prometheus::Counter& dropped_ = prometheus::BuildCounter()
                                        .Name("lockstep_metrics_dropped_total")
                                        .Help("Observations without a place: too many series, or a malformed name")
                                        .Register(registry_)
                                        .Add({});
};

PrometheusMetrics::PrometheusMetrics(PrometheusOptions options) : impl_(std::make_unique<Impl>(options)) {}

PrometheusMetrics::~PrometheusMetrics() = default;

void PrometheusMetrics::add(std::string_view counter, double amount, MetricLabels labels) {
    auto make = [&] {
        return &prometheus::BuildCounter().Name(std::string(counter)).Register(impl_->registry_).Add(to_map(labels));
    };
    if (auto* series = impl_->find(impl_->counters_, counter, labels, make)) series->Increment(amount);
}

void PrometheusMetrics::set(std::string_view gauge, double value, MetricLabels labels) {
    auto make = [&] { return &prometheus::BuildGauge().Name(std::string(gauge)).Register(impl_->registry_).Add(to_map(labels)); };
    if (auto* series = impl_->find(impl_->gauges_, gauge, labels, make)) series->Set(value);
}

void PrometheusMetrics::observe(std::string_view histogram, Duration duration, MetricLabels labels) {
    auto make = [&] {
        return &prometheus::BuildHistogram()
                    .Name(std::string(histogram))
                    .Register(impl_->registry_)
                    .Add(to_map(labels), buckets());
    };
    auto* series = impl_->find(impl_->histograms_, histogram, labels, make);
    if (series != nullptr) series->Observe(std::chrono::duration<double>(duration).count());
}

std::string PrometheusMetrics::exposition() const { return prometheus::TextSerializer{}.Serialize(impl_->registry_.Collect()); }

}  // namespace lockstep::adapters
