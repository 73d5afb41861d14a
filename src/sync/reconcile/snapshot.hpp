// SPDX-License-Identifier: Apache-2.0
// Snapshot: everything that deciding about one record takes: what the database knows of it and of its counterpart, what was read
// in this run, what events say, what is under way, and what time it is. decide() looks at nothing else.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "connections/connection.hpp"
#include "contacts/match.hpp"
#include "outbox/effect.hpp"
#include "sync/reconcile/answer.hpp"
#include "sync/reconcile/brake.hpp"
#include "sync/reconcile/link.hpp"
#include "sync/reconcile/observation.hpp"
#include "sync/reconcile/pair_plan.hpp"

namespace lockstep::sync {

// A record that is not found is looked for once more after this time, before it is believed to be gone.
inline constexpr auto believed_gone_after = std::chrono::minutes{10};
inline constexpr auto moment = std::chrono::seconds{1};  // what only waits for its turn comes again after this time

// What one waiting event says of a record. Never acted on, only compared: does it tell something that we have not seen?
struct Told {
    TimePoint received_at{};
    std::optional<TimePoint> sent_at;            // by the app's clock
    std::optional<contacts::Projection> values;  // of the rows that it carries; absent: it names the record and says no more
    contacts::Value other_id;                    // what its id-holding field says
    bool archived = false;
    bool is_deletion = false;
};

struct SideSnapshot {
    std::string record_id;  // empty: this side has no record (yet)
    std::optional<Mirror> mirror;
    contacts::Projection seen;  // of the mirror
    std::vector<Told> told;     // oldest first
    TimePoint fresh_since{};    // somebody wants to know what is there since then
    TimePoint told_at{};        // an event came then
    bool was_read_in_this_run = false;
    bool can_read = true;             // the profile reads single records
    bool conditional_writes = false;  // the app refuses a write when the record has changed since `version`
    bool event_carries_all = false;
};

// A link whose missing side is to be created, or is being created.
struct CreatingLink {
    Link link;
    bool is_sent = false;       // its create was journalled: the record may exist
    bool is_under_way = false;  // and has not been answered yet: its own outcome completes the link
};

// A candidate that is linked to a record of our side that is gone, or may be: its person may have been typed in anew.
struct LeftBehind {
    Link link;
    bool is_sure = false;  // the counterpart is believed gone, and nothing of ours is under way: the link can be given up
    TimePoint known_at{};  // otherwise when it should be known
};

// Who may be meant at the other side, for a record without a complete link.
struct Candidates {
    std::vector<contacts::MatchSubject> other_side;
    std::vector<contacts::MatchSubject> same_side;
    std::map<std::string, CreatingLink> creating;   // of candidates, by their record id at the other side
    std::map<std::string, LeftBehind> left_behind;  // of candidates, by their record id
    std::optional<CreatingLink> by_marker;          // this record carries the marker of its create
    std::vector<std::string> namesakes;             // of the other side, without e-mail and phone, equal in name and address
    bool is_cut = false;                            // more records share a key than were loaded: the lists do not show everybody
};

struct Snapshot {
    TimePoint now{};
    Sync const* sync = nullptr;
    contacts::PerSide<connections::Connection const*> connections{};
    contacts::PerSide<SideSnapshot> sides;
    contacts::Side own = contacts::Side::a;  // the side that asked, where there is no complete link
    std::optional<Link> link;
    std::vector<outbox::Effect> open;      // effects of the link without an outcome
    std::vector<Answer> answers;           // of people, that stand: about the link, or about the record without a complete one
    std::vector<std::string> taken_apart;  // records of the other side that a person took apart from this one again
    std::vector<BrakeKey> brakes;          // that hold: such changes are not written
    std::int64_t fence = 0;                // of the lease under which we decide
    std::optional<Candidates> candidates;  // loaded where there is no complete link
    bool asked_elsewhere = false;          // the other app was asked for this e-mail address in this run, and knows nobody new
    std::string refused_print;             // fingerprint of what was refused when this record was created before; empty: nothing
    std::string print;                     // fingerprint of the record as it is now

    SideSnapshot const& mine() const { return sides[own]; }
    SideSnapshot const& theirs() const { return sides[contacts::other(own)]; }
};

}  // namespace lockstep::sync
