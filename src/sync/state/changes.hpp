// SPDX-License-Identifier: Apache-2.0
// Rows of `batches` and `changes`: the history of every planned or done write, field by field. Nothing is overwritten but the
// outcome. Every function is part of the caller's transaction.
#pragma once

#include "sync/reconcile/outcome.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

// The changes of one back-fill or of one record's run: the unit of forecast and undo.
Result<void> insert_batch(Scope const& scope, BatchId const& id, std::string_view kind, std::int64_t mapping_version);

struct ChangeContext {
    IntentId const& effect;
    BatchId const& batch;
    Link const& link;
    std::int64_t mapping_version;
    std::string_view cause;
};
Result<void> insert_change(Scope const& scope, JournalledChange const& journalled, ChangeContext const& context);
Result<void> set_change_outcome(Scope const& scope, ChangeId const& id, ChangeOutcome outcome, CallId const& call);
// All changes of an effect at once.
Result<void> set_outcome_of_changes(Scope const& scope, IntentId const& effect, ChangeOutcome outcome, CallId const& call);
// After a create: its changes learn the id of the record that came to be.
Result<void> name_record(Scope const& scope, IntentId const& effect, contacts::Side side, std::string_view record_id);
// The journalled changes of an effect, with their values in side a's domain.
Result<std::vector<JournalledChange>> changes_of(Scope const& scope, contacts::Mapping const& mapping, IntentId const& effect);

// A row of the history as it is shown.
struct StoredChange {
    std::string id;
    TimePoint created_at{};
    std::optional<TimePoint> settled_at;
    std::string batch;
    std::string link;
    std::optional<std::string> a;
    std::optional<std::string> b;
    std::string side;
    std::string row;
    Json values;  // {"before":..., "after":...}
    std::string reason;
    std::int64_t mapping_version = 0;
    std::string cause;
    std::string call;
    std::string outcome;
};
struct ChangeFilter {
    std::string before{};  // cursor: changes older than this id
    std::string record{};  // of a link, or of a record at either side; empty: any
    std::string batch{};
    std::int64_t limit = 50;
};
// Newest first.
Result<std::vector<StoredChange>> list_changes(Scope const& scope, ChangeFilter const& filter);

// Forget the oldest that are older than `before`; return how many, at most `limit`. A change without an outcome stays, and so
// does the batch of a change that stays, or of a back-fill that runs.
Result<std::int64_t> prune_changes(Transaction& transaction, TimePoint before, std::int64_t limit);
Result<std::int64_t> prune_batches(Transaction& transaction, TimePoint before, std::int64_t limit);

}  // namespace lockstep::sync
