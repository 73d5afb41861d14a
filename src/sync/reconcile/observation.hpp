// SPDX-License-Identifier: Apache-2.0
// Observations: what one read of a record showed, and whether it may be believed. A read counts from when its request was sent.
// An app may answer with an older copy for as long as the consistency delay after a change; such a copy is told by the record's
// own time of change or version where it shows one, else by the values that it shows. Pure.
#pragma once

#include <optional>

#include "sync/reconcile/link_memory.hpp"
#include "sync/reconcile/mirror.hpp"
#include "sync/sync.hpp"

namespace lockstep::sync {

struct Observation {
    contacts::Record record;
    TimePoint sent_at{};  // when the request was handed to the network
};

enum class Copy : std::uint8_t {
    fresh,          // counts
    older_request,  // it was asked for before what we know was: dropped
    old_copy,       // it may be from before a change that we know of: read again at `again_at`
};

struct Judgement {
    Copy copy = Copy::fresh;
    TimePoint again_at{};
    std::string row;  // the row that looks old, for the log and the screen; empty when the record's own time says so
};

struct JudgeInput {
    contacts::Mapping const& mapping;
    Policy const& policy;
    contacts::Side side;
    LinkMemory const* memory;  // null: no link, so nothing was written by us
    Mirror const* known;       // null: never seen
};
Judgement judge(JudgeInput const& input, Observation const& seen, TimePoint now);

// Which of two copies of a record is the newer one, by its own time of change and version; unordered when neither tells.
std::partial_ordering order_of(contacts::Record const& left, contacts::Record const& right);

// What a believed observation means for the memory: values that it replaced are remembered, and a late write of ours that
// undid a newer value becomes a doubt. `before` and `after` are projections of the old and the new mirror.
void note_observation(LinkMemory& memory, contacts::Mapping const& mapping, contacts::Side side,
    contacts::Projection const& before, contacts::Projection const& after, TimePoint sent_at);

}  // namespace lockstep::sync
