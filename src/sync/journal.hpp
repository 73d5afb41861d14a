// SPDX-License-Identifier: Apache-2.0
// Journal: batches, intents and changes. Everything stands here before anything is sent, and nothing is overwritten but the
// outcome.
#pragma once

#include "sync/plan.hpp"
#include "sync/store.hpp"

namespace lockstep::sync {

enum class IntentKind : std::uint8_t {
    create,
    update
};
enum class IntentState : std::uint8_t {
    journalled,  // about to be sent, or sent
    unknown,     // a create whose answer was lost: looked for at look_at
    done,
    refused,
    abandoned,  // an update whose outcome is decided by reading again
};
std::string_view to_string(IntentState state);

struct Intent {
    IntentId id;
    LinkId link;
    BatchId batch;
    contacts::Side side = contacts::Side::a;
    IntentKind kind = IntentKind::update;
    std::string operation;
    std::string marker;  // creates: the id of the other side's record, which the app stores in the id-holding field
    IntentState state = IntentState::journalled;
    TimePoint created_at{};
    std::optional<TimePoint> look_at;
    std::int64_t negative_looks = 0;
    std::string note;
};

struct JournalledChange {
    ChangeId id;
    PlannedChange change;
};

Result<void> insert_batch(Scope const& scope, BatchId const& id, std::string_view kind, std::int64_t mapping_version);
Result<void> insert_intent(Scope const& scope, Intent const& intent);
struct ChangeContext {
    IntentId const& intent;
    BatchId const& batch;
    Link const& link;
    std::int64_t mapping_version;
    std::string_view cause;
};
Result<void> insert_change(Scope const& scope, JournalledChange const& journalled, ChangeContext const& context);

Result<bool> has_open_intent(Scope const& scope, LinkId const& link);
Result<void> close_intent(Scope const& scope, IntentId const& id, IntentState state, std::string_view note);
// A create of unknown outcome is looked for at `look_at`.
Result<void> hold_intent(
    Scope const& scope, IntentId const& id, TimePoint look_at, std::int64_t negative_looks, std::string_view note);
Result<void> settle_change(Scope const& scope, ChangeId const& id, std::string_view outcome, CallId const& call);
// The journalled changes of an intent, as rows with their values at its side. For those whose sender is gone.
struct RowWrite {
    std::string row;
    contacts::Value before;
    contacts::Value after;
};
Result<std::vector<RowWrite>> writes_of(Scope const& scope, IntentId const& id);
// Notes at the link that these writes may have been stored.
void leave_unconfirmed(LinkBase& base, Sync const& sync, contacts::Side side, std::vector<RowWrite> const& writes, TimePoint now);
// All changes of an intent at once.
Result<void> settle_changes(Scope const& scope, IntentId const& id, std::string_view outcome, CallId const& call);
// After a create: its changes learn the id of the record that came to be.
Result<void> name_record(Scope const& scope, IntentId const& id, contacts::Side side, std::string_view record_id);

struct OpenIntent {
    AccountId account;
    SyncId sync;
    Intent intent;
};
// Unknown creates that are due to be looked for.
Result<std::vector<OpenIntent>> unknown_due(Transaction& transaction, TimePoint now, std::int64_t limit);
Result<std::optional<TimePoint>> next_unknown(Transaction& transaction);
// What was under way when the process ended: creates become unknown, updates abandoned with their link looked at again.
Result<std::vector<OpenIntent>> journalled_intents(Transaction& transaction);
Result<std::optional<Intent>> open_create_of(Scope const& scope, LinkId const& link);

}  // namespace lockstep::sync
