// SPDX-License-Identifier: Apache-2.0
// WebhookQueue: webhooks that wait to be sent, in order of time and, at the same time, of arrival.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.hpp"

namespace lockstep::sandbox {

struct QueuedWebhook {
    std::string id;
    std::string target;  // which registered receiver; "" where an app has one only
    std::string body;
    int attempt = 1;
};

class WebhookQueue {
public:
    void push(TimePoint at, QueuedWebhook webhook) { waiting_.emplace(std::pair{at, next_++}, std::move(webhook)); }
    std::optional<std::pair<TimePoint, QueuedWebhook>> pop_due(TimePoint now) {
        if (waiting_.empty() || waiting_.begin()->first.first > now) return std::nullopt;
        auto node = waiting_.extract(waiting_.begin());
        return std::pair{node.key().first, std::move(node.mapped())};
    }
    std::optional<TimePoint> next_at() const {
        if (waiting_.empty()) return std::nullopt;
        return waiting_.begin()->first.first;
    }
    std::size_t size() const { return waiting_.size(); }
    void clear() { waiting_.clear(); }

private:
    std::map<std::pair<TimePoint, std::uint64_t>, QueuedWebhook> waiting_;
    std::uint64_t next_ = 0;
};

}  // namespace lockstep::sandbox
