// SPDX-License-Identifier: Apache-2.0
// SourceThrottle: a token bucket of failed checks per sender. A sender whose bucket is empty is turned away before any
// signature is looked at, so that forged deliveries cannot eat the processor. Good deliveries cost nothing.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "ports/http.hpp"

namespace lockstep::webhooks {

struct ThrottleLimits {
    double burst = 60;      // failures at once
    double per_second = 2;  // refill
    std::size_t sources_max = 10'000;
};

class SourceThrottle {
public:
    explicit SourceThrottle(ThrottleLimits limits) : limits_(limits) {}

    bool admits(std::string_view source, TimePoint now) const;
    void charge(std::string_view source, TimePoint now);
    std::size_t size() const { return buckets_.size(); }

private:
    struct Bucket {
        double tokens = 0;
        TimePoint filled_at{};
    };
    double tokens_at(Bucket const& bucket, TimePoint now) const;
    void make_room(TimePoint now);

    ThrottleLimits limits_;
    std::map<std::string, Bucket, std::less<>> buckets_;
};

// What counts as one sender: an IPv6 address by its /64, which is one customer.
std::string source_of(std::string_view address);
// The same of who sent a request.
std::string source_address(HttpRequest const& request, std::vector<std::string> const& trusted_proxies);

}  // namespace lockstep::webhooks
