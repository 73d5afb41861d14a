// SPDX-License-Identifier: Apache-2.0
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "adapters/metrics_prometheus/metrics_prometheus.hpp"

namespace lockstep::contract {
namespace {

using adapters::PrometheusMetrics;
using testing::HasSubstr;
using testing::Not;

TEST(MetricsContract, CountsByNameAndLabels) {
    PrometheusMetrics metrics;
    metrics.add("lockstep_events_total", 1, {{"app", "highlevel"}, {"kind", "update"}});
    metrics.add("lockstep_events_total", 2, {{"app", "highlevel"}, {"kind", "update"}});
    metrics.add("lockstep_events_total", 5, {{"app", "hexfit"}, {"kind", "update"}});
    metrics.set("lockstep_queue_length", 7, {});
    metrics.set("lockstep_queue_length", 3, {});
    auto const text = metrics.exposition();
    EXPECT_THAT(text, HasSubstr("# TYPE lockstep_events_total counter"));
    EXPECT_THAT(text, HasSubstr("lockstep_events_total{app=\"highlevel\",kind=\"update\"} 3\n"));
    EXPECT_THAT(text, HasSubstr("lockstep_events_total{app=\"hexfit\",kind=\"update\"} 5\n"));
    EXPECT_THAT(text, HasSubstr("lockstep_queue_length 3\n"));
}

TEST(MetricsContract, DurationsAreHistogramsInSeconds) {
    PrometheusMetrics metrics;
    metrics.observe("lockstep_call_seconds", std::chrono::milliseconds(20), {{"app", "hexfit"}});
    auto const text = metrics.exposition();
    EXPECT_THAT(text, HasSubstr("lockstep_call_seconds_count{app=\"hexfit\"} 1\n"));
    EXPECT_THAT(text, HasSubstr("lockstep_call_seconds_sum{app=\"hexfit\"} 0.02"));
    EXPECT_THAT(text, HasSubstr("lockstep_call_seconds_bucket{app=\"hexfit\",le=\"0.01\"} 0\n"));
    EXPECT_THAT(text, HasSubstr("lockstep_call_seconds_bucket{app=\"hexfit\",le=\"0.025\"} 1\n"));
}

TEST(MetricsContract, LabelValuesAreEscaped) {
    PrometheusMetrics metrics;
    metrics.add("lockstep_odd_total", 1, {{"text", "a\"b\nc\\"}});
    EXPECT_THAT(metrics.exposition(), HasSubstr("lockstep_odd_total{text=\"a\\\"b\\nc\\\\\"} 1\n"));
}

TEST(MetricsContract, WrongUseIsCountedNotFatal) {
    PrometheusMetrics metrics;
    metrics.add("lockstep_events_total", 1, {});
    metrics.set("lockstep_events_total", 1, {});
    metrics.add("not a name", 1, {});
    metrics.add("lockstep_labels_total", 1, {{"not-a-label", "x"}});
    auto const text = metrics.exposition();
    EXPECT_THAT(text, HasSubstr("lockstep_metrics_dropped_total 3\n"));
    EXPECT_THAT(text, Not(HasSubstr("not a name")));
}

TEST(MetricsContract, TheNumberOfSeriesIsBounded) {
    PrometheusMetrics metrics{{.series_max = 10}};
    for (int i = 0; i < 30; ++i) metrics.add("lockstep_many_total", 1, {{"id", std::to_string(i)}});
    metrics.add("lockstep_many_total", 1, {{"id", "3"}});
    auto const text = metrics.exposition();
    EXPECT_THAT(text, HasSubstr("lockstep_many_total{id=\"3\"} 2\n"));
    EXPECT_THAT(text, HasSubstr("lockstep_metrics_dropped_total 20\n"));
}

}  // namespace
}  // namespace lockstep::contract
