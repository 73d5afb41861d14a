// SPDX-License-Identifier: Apache-2.0
#include "webhooks/source_throttle.hpp"

#include <algorithm>

#include "base/text.hpp"

namespace lockstep::webhooks {

double SourceThrottle::tokens_at(Bucket const& bucket, TimePoint now) const {
    // A clock that went back gives nothing.
    auto const passed = std::max(Duration{0}, now - bucket.filled_at);
    return std::min(limits_.burst, bucket.tokens + limits_.per_second * static_cast<double>(passed.count()) / 1e6);
}

bool SourceThrottle::admits(std::string_view source, TimePoint now) const {
    auto const found = buckets_.find(source);
    return found == buckets_.end() || tokens_at(found->second, now) >= 1;
}

void SourceThrottle::charge(std::string_view source, TimePoint now) {
    auto found = buckets_.find(source);
    if (found == buckets_.end()) {
        make_room(now);
        found = buckets_.emplace(std::string(source), Bucket{limits_.burst, now}).first;
    }
    auto& bucket = found->second;
    bucket.tokens = std::max(0.0, tokens_at(bucket, now) - 1);
    bucket.filled_at = now;
}

void SourceThrottle::make_room(TimePoint now) {
    if (buckets_.size() < limits_.sources_max) return;
    // A full bucket is the same as none. When none is full, the attack has more addresses than we keep: start over.
    std::erase_if(buckets_, [&](auto const& entry) { return tokens_at(entry.second, now) >= limits_.burst; });
    if (buckets_.size() >= limits_.sources_max) buckets_.clear();
}

std::string source_of(std::string_view address) {
    std::size_t groups = 0;
    for (std::size_t i = 0; i < address.size(); ++i) {
        if (address[i] == ':' && ++groups == 4) return std::string(address.substr(0, i));
    }
    return std::string(address);
}

std::string source_address(HttpRequest const& request, std::vector<std::string> const& trusted_proxies) {
    return source_of(client_address(request, trusted_proxies));
}

}  // namespace lockstep::webhooks
