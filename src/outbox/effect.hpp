// SPDX-License-Identifier: Apache-2.0
// Effect: one thing done to the outside (a record created or changed, another call that changes something), as it was decided,
// and what became of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/time.hpp"

namespace lockstep::outbox {

enum class EffectKind : std::uint8_t {
    create,
    update,
    action,
};
enum class EffectState : std::uint8_t {
    journalled,  // about to be sent, or sent
    unknown,     // its answer was lost: looked for at look_at
    done,
    refused,
    abandoned,  // never sent, or given up: what the outside shows decides
};
std::string_view to_string(EffectKind kind);
std::string_view to_string(EffectState state);
constexpr bool is_open(EffectState state) { return state == EffectState::journalled || state == EffectState::unknown; }

struct Effect {
    AccountId account;
    IntentId id;
    std::string owner;    // whose effect it is: "sync"
    std::string group;    // whose turn it is: a sync id
    std::string subject;  // what it is about: a link id; the key of the work under whose lease it is done
    ConnectionId connection;
    std::string side;
    std::string target;  // id of the record; empty for a create
    EffectKind kind = EffectKind::update;
    std::string operation;
    std::string marker;  // what the app stores with it, by which it can be found again
    EffectState state = EffectState::journalled;
    std::int64_t fence = 0;  // of the lease under which it was journalled
    std::string holder;
    BatchId batch;
    TimePoint created_at{};
    std::optional<TimePoint> look_at;
    std::int64_t looks = 0;  // how often it was looked for in vain
    std::string note;        // never a person's value
    std::optional<TimePoint> closed_at;

    bool operator==(Effect const&) const = default;
};

// Whether its sender is gone without having said what became of it: journalled under a lease that somebody else, or the same
// holder after a restart, has got since.
bool is_orphaned(Effect const& effect, std::int64_t present_fence);

}  // namespace lockstep::outbox
