// SPDX-License-Identifier: Apache-2.0
// Faults: what goes wrong at an app, and how often. Either by rate (parts per million, one stream of chance per kind, so that
// switching one never reshuffles the others) or forced from outside (the next n calls of an operation, or a span of time).
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "sandbox/prng.hpp"

namespace lockstep::sandbox {

enum class FaultKind : std::uint8_t {
    slow_reply,                // carried out at once, answered late
    lost_request,              // never arrives; the caller hears nothing
    lost_reply,                // carried out; the caller hears nothing
    late_commit,               // a write is carried out long after the caller gave up
    create_failed_but_stored,  // answered 422 or 500 though created
    too_many_requests,         // 429 before the limit
    server_error,              // 500, 502 or 503, not carried out
    stale_read,                // a read by id answers with the copy of the search index
    index_lag,                 // a change reaches the search index very late
    automation,                // something inside the app rewrites a value shortly after our write
    webhook_lost,
    webhook_doubled,
    webhook_late,
};
inline constexpr std::size_t fault_kind_count = 13;
std::string_view to_string(FaultKind kind);
std::optional<FaultKind> fault_kind_from(std::string_view name);

struct DurationRange {
    Duration least{};
    Duration most{};
    bool operator==(DurationRange const&) const = default;
};

struct FaultSettings {
    std::array<std::uint32_t, fault_kind_count> rates_ppm{};
    DurationRange latency{};  // of every reply
    DurationRange slow_reply{std::chrono::seconds{2}, std::chrono::seconds{20}};
    DurationRange late_commit{std::chrono::seconds{11}, std::chrono::seconds{45}};
    DurationRange index_delay{std::chrono::milliseconds{500}, std::chrono::seconds{3}};  // always there
    DurationRange index_lag{std::chrono::seconds{20}, std::chrono::seconds{120}};        // when that fault strikes
    DurationRange automation{std::chrono::seconds{1}, std::chrono::seconds{30}};
    DurationRange webhook_delay{};  // of every webhook
    DurationRange webhook_late{std::chrono::minutes{1}, std::chrono::minutes{60}};

    std::uint32_t& rate(FaultKind kind) { return rates_ppm[static_cast<std::size_t>(kind)]; }
    bool operator==(FaultSettings const&) const = default;
};

// Strikes for certain while it lasts. An empty operation means any; `times` 0 means without limit.
struct ForcedFault {
    FaultKind kind = FaultKind::lost_reply;
    std::string operation{};
    std::uint32_t times = 1;
    TimePoint from = TimePoint::min();
    TimePoint until = TimePoint::max();
};

class Faults {
public:
    explicit Faults(Prng const& root);

    FaultSettings settings;
    std::vector<ForcedFault> forced;

    bool strikes(FaultKind kind, std::string_view operation, TimePoint now);
    // Uniform in the range; from the stream of its own kind.
    Duration draw(FaultKind stream, DurationRange const& range);
    Duration draw_latency() { return draw_from(latency_stream_, settings.latency); }
    Duration draw_index_delay() { return draw_from(index_stream_, settings.index_delay); }
    Duration draw_webhook_delay() { return draw_from(webhook_stream_, settings.webhook_delay); }
    // One of `count` ways in which a fault can show.
    std::uint64_t variant(FaultKind stream, std::uint64_t count) {
        return streams_[static_cast<std::size_t>(stream)].below(count);
    }

    // The calm phase: every rate zero, nothing forced. Durations stay.
    void calm();

    Json to_json() const;
    // Replaces what is given and keeps the rest. Errors: invalid "sandbox.bad_faults".
    Result<void> apply_json(Json const& json);

private:
    static Duration draw_from(Prng& stream, DurationRange const& range);

    std::vector<Prng> streams_;
    Prng latency_stream_;
    Prng index_stream_;
    Prng webhook_stream_;
};

}  // namespace lockstep::sandbox
