// SPDX-License-Identifier: Apache-2.0
// Ports for tests of single modules: a clock that jumps, a log that counts, metrics that count. Included by tests only; whole
// programs of parts are tested in the simulation.
#pragma once

#include <algorithm>
#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "ports/clock.hpp"
#include "ports/http.hpp"
#include "ports/log.hpp"
#include "ports/mail.hpp"
#include "ports/metrics.hpp"

namespace lockstep {

// Waiting makes the time pass at once, unless there is a signal.
class JumpingClock final : public Clock {
public:
    explicit JumpingClock(TimePoint start) : now_(start) {}

    TimePoint now() const override { return now_; }
    TimePoint wall() const override { return now_ + wall_ahead_; }
    Task<void> sleep_until(TimePoint time) override {
        now_ = std::max(now_, time);
        co_return;
    }
    Task<void> sleep_until_or(TimePoint time, Signal& signal) override {
        if (!signal.take_raised()) now_ = std::max(now_, time);
        co_return;
    }
    void advance(Duration duration) { now_ += duration; }
    void step_wall(Duration by) { wall_ahead_ += by; }

private:
    TimePoint now_;
    Duration wall_ahead_{0};
};

class SilentLog final : public Log {
public:
    void write(LogLevel level, std::string_view, std::initializer_list<LogField>) override {
        errors += level == LogLevel::error ? 1 : 0;
    }
    int errors = 0;
};

class CountedMetrics final : public Metrics {
public:
    void add(std::string_view counter, double amount, MetricLabels labels) override {
        std::string name{counter};
        for (auto const& [label, value] : labels) name += "," + std::string(value);
        counts[name] += amount;
    }
    void set(std::string_view, double, MetricLabels) override {}
    void observe(std::string_view, Duration, MetricLabels) override {}
    std::string exposition() const override { return "lockstep_tests_total 1\n"; }

    std::map<std::string, double> counts;  // by name and the labels' values, separated by commas
};

// Answers what the test says, and remembers what was asked.
class ScriptedHttp final : public HttpClient {
public:
    using Answer = std::expected<HttpReply, SendFailure>;

    std::function<Answer(HttpRequest const&)> answer;
    std::vector<HttpRequest> requests;

    Task<Answer> send(HttpRequest request, Deadline) override {
        requests.push_back(request);
        CHECK(requests.size() < 2000);  // a loop that never ends would otherwise only end by time
        CHECK(answer != nullptr);
        co_return answer(request);
    }
    static HttpReply json(int status, std::string body) {
        HttpReply reply;
        reply.status = status;
        reply.headers.add("Content-Type", "application/json");
        reply.body = std::move(body);
        return reply;
    }
    static Answer lost(bool may_have_arrived) {
        return std::unexpected(
            SendFailure{Error{ErrorKind::timeout, "http.timeout", "waiting for the reply", {}}, may_have_arrived});
    }
};

// Takes every message, unless told otherwise, and remembers it.
class ScriptedMail final : public MailSender {
public:
    struct Sent {
        MailServer server;
        MailEnvelope envelope;
    };
    std::function<std::expected<void, MailFailure>(Sent const&)> answer;
    std::vector<Sent> sent;

    Task<std::expected<void, MailFailure>> send(MailServer server, MailEnvelope envelope, Duration) override {
        sent.push_back({std::move(server), std::move(envelope)});
        if (!answer) co_return std::expected<void, MailFailure>{};
        co_return answer(sent.back());
    }
};

}  // namespace lockstep
