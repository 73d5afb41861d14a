// SPDX-License-Identifier: Apache-2.0
// What an app demands of a new record and the person's own record does not say: one question about each such field, and what its
// answer changes in the sync's document.
#pragma once

#include "connections/connection.hpp"
#include "sync/answering.hpp"

namespace lockstep::sync {

// Why a record cannot be created at `side`, by the policy's rules for the fields that are missing.
struct CreateBlock {
    std::vector<std::string> to_ask;  // no rule yet: asked about once for everybody
    bool asks_each = false;           // a question about this record
};
CreateBlock block_of(Policy const& policy, contacts::Side side, std::vector<std::string> const& missing);

// Those who waited for a field that has a rule now are decided about again; at most `limit`. True: there may be more.
Result<bool> free_waiting(Scope const& scope, Sync const& sync, std::int64_t limit);

// The open issue that is answered, if it is one that is asked once for everybody: "create_needs", or one of the mass-change
// brake.
Result<std::optional<StoredIssue>> open_for_everybody(Scope const& scope, AnswerRequest const& request);

// Choices use_value, use_field, ask_each, leave_alone of an issue "create_needs". Changes the mapping or policy of `sync`, which
// the caller stores as a new version, closes the question and keeps the answer. Errors: invalid "sync.not_a_choice".
Result<StoredAnswer> answer_need(Scope const& scope, Sync& sync,
    contacts::PerSide<connections::Connection const*> const& connections, AnswerRequest const& request, StoredIssue const& issue,
    Random& ids);
// True: it was an answer of that kind, and `sync` is as it was before; whoever was created meanwhile stays.
Result<bool> take_back_need(Scope const& scope, Sync& sync, StoredAnswer const& stored);
bool is_about_need(StoredAnswer const& stored);

}  // namespace lockstep::sync
