// SPDX-License-Identifier: Apache-2.0
// decide(): what to do next about one record, from a snapshot. One pure function, asked again after each step until it says that
// there is nothing to do or something to wait for. Everything around it only reads, journals and sends.
#pragma once

#include <variant>

#include "sync/reconcile/snapshot.hpp"

namespace lockstep::sync {

// Read the record at that side.
struct Read {
    contacts::Side side = contacts::Side::a;
    std::string record_id;
    bool operator==(Read const&) const = default;
};
// Ask the other app whether it knows somebody with this e-mail address: a listing may lag, and nobody is made twice.
struct FindElsewhere {
    contacts::Side side = contacts::Side::a;
    std::string email;
    bool operator==(FindElsewhere const&) const = default;
};

enum class WaitReason : std::uint8_t {
    unclear_write,     // a write without a clear answer may still be carried out at that side
    read_after_write,  // the same, and it is too early to read
    old_copy,          // an event told an edit that the copy does not show: it is read again before anything is written over it
    creating,          // the create of the other side is under way, or its outcome is not known yet
    gone_once,         // the record was not found; it is looked for once more before that is believed
    first_reading,     // both sides are being read for the first time
    paused,
    other_lease,  // somebody else is at the other record
};
std::string_view to_string(WaitReason reason);

struct Wait {
    TimePoint until{};
    WaitReason why = WaitReason::unclear_write;
    bool operator==(Wait const&) const = default;
};

// More than one person could be meant: a person decides.
struct Ambiguous {
    std::string reason;
    std::vector<std::string> candidates;
    bool operator==(Ambiguous const&) const = default;
};
// Keep this link: matched, adopted, healed or broken, or reserved for a create (one side missing). Deciding goes on with it.
struct KeepLink {
    Link link;
    bool is_new = false;
    // A link of the other record that is given up: reserved for a create which is not needed, or to a record that is gone.
    std::optional<LinkId> replaces;
    bool operator==(KeepLink const&) const = default;
};
// The reserved link is given up.
struct DropLink {
    std::string reason;
    bool operator==(DropLink const&) const = default;
};
// Changes to one side that are sent as calls of their own, in this order.
struct WriteGroup {
    contacts::Side side = contacts::Side::a;
    std::vector<PlannedChange> changes;
    bool operator==(WriteGroup const&) const = default;
};
struct Write {
    std::vector<WriteGroup> groups;
    bool operator==(Write const&) const = default;
};
struct Create {
    contacts::Side side = contacts::Side::a;  // where
    std::vector<PlannedChange> changes;
    bool operator==(Create const&) const = default;
};
// The effects' sender is gone: whether they were carried out is not known.
struct TakeOver {
    std::vector<IntentId> effects;
    bool operator==(TakeOver const&) const = default;
};
// Look for the record that a create of unknown outcome may have made.
struct LookForCreate {
    IntentId effect;
    bool operator==(LookForCreate const&) const = default;
};

enum class DoneReason : std::uint8_t {
    agreed,  // both sides agree, or what differs is asked or not wanted
    braked,  // what differs is held by the mass-change brake
    counterpart_gone,
    gone,
    archived_not_created,
    not_created_here,  // nobody on the other side, and creating there is off
    refused_before,    // creating it was refused, and nothing has changed since
    cannot_read,       // this profile cannot read a single record
    left_alone,        // a person said so
    not_known,         // neither side has it
};
std::string_view to_string(DoneReason reason);
struct Done {
    DoneReason reason = DoneReason::agreed;
    bool operator==(Done const&) const = default;
};

using Step = std::variant<Read, FindElsewhere, Wait, Ambiguous, KeepLink, DropLink, Write, Create, TakeOver, LookForCreate, Done>;
std::string_view name_of(Step const& step);

struct Decision {
    Step step;
    // Where both sides were compared: what the link remembers afterwards, and every question that is open about it.
    std::optional<LinkMemory> memory;
    std::optional<std::vector<Question>> questions;
    std::vector<AnswerId> answers_done = {};  // of people: carried out with this step, or void
    std::vector<BrakeKey> braked = {};        // where both sides were compared: what the mass-change brake holds of it
};

Decision decide(Snapshot const& snapshot);

// Does this event tell something that the mirror does not show?
bool tells_news(Told const& told, SideSnapshot const& side);

}  // namespace lockstep::sync
