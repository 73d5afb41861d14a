// SPDX-License-Identifier: Apache-2.0
// A sync: two connections, a versioned document (mapping and policy), and where it stands.
#pragma once

#include "base/id.hpp"
#include "catalogue/attached.hpp"
#include "contacts/mapping.hpp"
#include "sync/attached/policy.hpp"
#include "sync/reconcile/brake.hpp"

namespace lockstep::sync {

enum class SyncState : std::uint8_t {
    draft,        // made, nothing is written
    backfilling,  // both sides are read, matched and brought together
    running,      // changes flow
    paused,       // nothing is written; events are kept
};
std::string_view to_string(SyncState state);
std::optional<SyncState> sync_state_from(std::string_view text);

// What becomes of a person whom the other app does not take, because a field that it demands is blank here.
struct NewRecordRule {
    enum class How : std::uint8_t {
        value,      // every such record gets this value
        ask_each,   // a question about each of them
        leave_out,  // they are not created, and nobody is asked
    };
    contacts::Side side = contacts::Side::b;  // where the record is made
    std::string field;                        // at that side
    How how = How::value;
    std::string value{};
    bool operator==(NewRecordRule const&) const = default;
};
std::string_view to_string(NewRecordRule::How how);
std::optional<NewRecordRule::How> new_record_how_from(std::string_view text);

struct Policy {
    // How long an app may show an older copy of a record after a change, how long a write without a clear answer may still be
    // carried out, and how long a lost create is left alone before it is looked for. Longer than the app's longest server time
    // plus index lag.
    Duration consistency_delay = std::chrono::seconds{180};
    Duration poll_every = std::chrono::seconds{60};   // incremental poll, where the app has one
    Duration sweep_every = std::chrono::minutes{15};  // complete sweep, which heals lost events
    // A record is read again before it is written when our copy is older than this and the app has no conditional write.
    Duration read_before_write_after = std::chrono::seconds{2};
    // The part of the app's allowance, per interval, day and month, that this sync may use. Unset: four fifths of an interval and
    // of a day, nine tenths of a month.
    std::optional<double> quota_share{};
    bool send_invitations = false;  // creating a record may e-mail the person
    // ASSUMPTION: a record's own time of change or version never goes back from one copy to a newer one. Off: only values tell
    // an old copy from an edit, which takes up to the consistency delay when somebody sets a value back.
    bool trusts_record_times = true;
    // The same value is sent to a record at most this often within the hour; then a person is asked (two automations at odds).
    std::int64_t same_write_max = 4;
    // One field emptied or changed for more people within an hour waits for a person.
    BrakeLimits brake{};
    // Notes and tasks of linked people. Off: nothing of them is read or written.
    AttachedPolicy notes{}, tasks{};
    // At most one for a field; a field without one is asked about once.
    std::vector<NewRecordRule> new_records{};

    NewRecordRule const* new_record_rule(contacts::Side side, std::string_view field) const {
        for (auto const& each : new_records) {
            if (each.side == side && each.field == field) return &each;
        }
        return nullptr;
    }

    AttachedPolicy const& attached(catalogue::AttachedKind kind) const {
        return kind == catalogue::AttachedKind::note ? notes : tasks;
    }
    bool operator==(Policy const&) const = default;
};
Json to_json(Policy const& policy);
Result<Policy> parse_policy(Json const& json);

struct Sync {
    AccountId account;
    SyncId id;
    std::string label;
    ConnectionId a;
    ConnectionId b;
    SyncState state = SyncState::draft;
    std::int64_t version = 1;  // of the document
    contacts::Mapping mapping;
    Policy policy;
    TimePoint created_at{};
    // Back-fill: "", "read", "pair_a", "pair_b", "done". Kept so that a killed one goes on where it stood.
    std::string backfill_phase;
    BatchId backfill_batch;

    ConnectionId const& connection(contacts::Side side) const { return side == contacts::Side::a ? a : b; }
};

}  // namespace lockstep::sync
