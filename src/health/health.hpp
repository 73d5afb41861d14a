// SPDX-License-Identifier: Apache-2.0
// Health of a connection and of a sync, decided in one place: what state it is in, since when, why, what waits, what to do, and
// when it is tried again. Never better than the truth: what is not known is not called well. Pure; every screen, command, metric
// and alert shows what is said here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calls/caller.hpp"
#include "connections/credential_age.hpp"
#include "contacts/side.hpp"
#include "messages/messages.hpp"
#include "sync/engine.hpp"
#include "sync/sync.hpp"

namespace lockstep::health {

enum class State : std::uint8_t {
    well,
    working,  // a first reading is under way
    waiting,  // an app does not answer, or what is due is not done
    limited,  // an allowance or a pace is used up
    refused,  // an app does not accept the credential, or does not allow what we need
    paused,   // nothing is done, because somebody or something stopped it
    unknown,  // not tried since the program started, and nothing is remembered
};
std::string_view to_string(State state);
std::vector<State> all_states();

// How loudly it is said.
enum class Weight : std::uint8_t {
    good,
    quiet,      // as somebody wanted it, or too young to be worried about
    attention,  // to be looked at
    alarm       // nothing goes through, for longer than a hiccup lasts
};
std::string_view to_string(Weight weight);

struct Health {
    State state = State::unknown;
    Weight weight = Weight::quiet;
    // `<code>.message` says what and why, `<code>.remedy` what to do (empty where nothing is to be done).
    messages::Message words;
    std::optional<TimePoint> since;
    std::optional<TimePoint> next_try_at;
    std::int64_t waits = 0;  // records that wait to be looked at

    bool is_good() const { return weight == Weight::good || weight == Weight::quiet; }
    bool operator==(Health const&) const = default;
};

// A failing app is looked at calmly for so long.
inline constexpr Duration hiccup = std::chrono::minutes{1};
// An operation that was not allowed counts for so long after it was last refused.
inline constexpr Duration denial_counts_for = std::chrono::minutes{1};
// Deliveries refused in a row after which a person is told.
inline constexpr std::int64_t rejections_to_tell = 10;

// Webhooks of one connection, as the ingress judged them.
struct Deliveries {
    std::optional<TimePoint> accepted_at;
    std::optional<TimePoint> rejected_at;
    std::string rejection;  // a fixed word: "wrong_signature"
    std::int64_t rejected_in_a_row = 0;
    std::optional<TimePoint> rejected_since;

    bool operator==(Deliveries const&) const = default;
};

// How calls went in the life of the program before this one.
struct Remembered {
    std::optional<TimePoint> answered_at;
    std::optional<TimePoint> failing_since;
    std::string failure_code;
    int failure_status = 0;
    std::optional<TimePoint> refused_since;

    bool operator==(Remembered const&) const = default;
};

struct Quota {
    std::int64_t limit = 0;  // 0: none
    std::int64_t used_month = 0;
    std::int64_t used_30_days = 0;
    std::optional<TimePoint> free_at;  // what syncs may use is used up until then

    bool operator==(Quota const&) const = default;
};

struct ConnectionFacts {
    std::string label;
    std::string app;  // what people call it
    connections::ConnectionState state = connections::ConnectionState::active;
    std::optional<calls::ConnectionTraffic> traffic;  // absent: not called since the start
    Remembered remembered;
    connections::CredentialAge credential;
    Quota quota;
    Deliveries deliveries;
    std::int64_t waits = 0;
    std::optional<TimePoint> next_call_at;  // by a sync's readings or by what waits, where nothing holds the connection back
    bool is_bulk_wanted = false;            // a sync of it reads everything for the first time
};
Health connection_health(ConnectionFacts const& facts, TimePoint now);

// How webhooks of the connection arrive: well also where none is expected. Weight alarm never: what they would have told is found
// by reading.
Health delivery_health(ConnectionFacts const& facts, TimePoint now);

struct SyncFacts {
    sync::SyncState state = sync::SyncState::draft;
    bool is_engine_running = false;
    contacts::PerSide<std::string> labels;
    contacts::PerSide<Health> sides;
    contacts::PerSide<sync::Rounds> rounds;
    std::int64_t waiting = 0;  // due or not
    std::int64_t leased = 0;
    std::int64_t parked = 0;
    std::optional<TimePoint> oldest_due_at;
    std::optional<TimePoint> oldest_enqueued_at;
};
Health sync_health(SyncFacts const& facts, TimePoint now);

// The age of the oldest record that waits though it should not: what is put off again and again counts from when it was asked
// for.
Duration lag(SyncFacts const& facts, TimePoint now);

}  // namespace lockstep::health
