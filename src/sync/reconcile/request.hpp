// SPDX-License-Identifier: Apache-2.0
// Reconcile requests: "decide this record". One row in the work queue per link, or per sync and record that has no link yet,
// however many events asked for it; the row's lease is the link's lock, from the first read to the outcome.
#pragma once

#include "catalogue/rate.hpp"
#include "contacts/side.hpp"
#include "sync/state/scope.hpp"
#include "work/queue.hpp"

namespace lockstep::sync {

inline constexpr std::string_view reconcile_queue = "reconcile";
inline constexpr std::string_view contact_type = "contact";  // the record type; notes and tasks come beside it

enum class RequestReason : std::uint8_t {
    event,      // something arrived, or a poll or sweep found a difference
    backfill,   // both sides are brought together
    follow_up,  // an earlier step of ours leads to this one
    person,     // somebody pressed "look now"
};
std::string_view to_string(RequestReason reason);

struct ReconcileRequest {
    contacts::Side side = contacts::Side::a;
    std::string record_id;
    TimePoint due_at{};
    // A copy that was asked for since then is fresh enough; the epoch: any copy is.
    TimePoint fresh_since{};
    // An event came then: the same, unless the waiting events tell nothing that our copy does not show.
    TimePoint told_at{};
    catalogue::Lane lane = catalogue::Lane::live;
    RequestReason reason = RequestReason::event;
    std::string cause = {};  // id of the event or effect
    bool overrides_backoff = false;
};
// Joins the row of the record's link, or of the record.
Result<void> request_reconcile(Scope const& scope, ReconcileRequest const& request);

// What a row of the queue says.
struct RequestPayload {
    contacts::PerSide<TimePoint> fresh_since;
    contacts::PerSide<TimePoint> told_at;
    RequestReason reason = RequestReason::event;
    std::string cause;

    bool operator==(RequestPayload const&) const = default;
};
std::string encode(RequestPayload const& payload);
RequestPayload payload_from(std::string_view text);
// Two payloads for one row: the stronger demand of each.
std::string merge_payloads(std::string_view present, std::string_view added);

// What a row is about.
struct RequestKey {
    std::optional<LinkId> link;
    contacts::Side side = contacts::Side::a;
    std::string record_id;

    bool operator==(RequestKey const&) const = default;
};
// "link:<link>", or "record:<sync>:<side>:<id>": ids are an app's own, so two syncs of one account may know different people by
// the same id, or look at the same record each for itself.
std::string encode(RequestKey const& key, SyncId const& sync);
RequestKey key_from(std::string_view text);
inline std::string key_of(SyncId const& sync, LinkId const& link) { return encode({link, contacts::Side::a, {}}, sync); }
inline std::string key_of(SyncId const& sync, contacts::Side side, std::string record_id) {
    return encode({{}, side, std::move(record_id)}, sync);
}

}  // namespace lockstep::sync
