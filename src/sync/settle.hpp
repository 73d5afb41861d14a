// SPDX-License-Identifier: Apache-2.0
// settle(): what the outcome of a performed intent means for mirrors, link, history and issues. Part of one transaction.
#pragma once

#include "calls/caller.hpp"
#include "sync/id_source.hpp"
#include "sync/journal.hpp"

namespace lockstep::sync {

// One intent with the call that carries it out and the changes it makes.
struct Prepared {
    Intent intent;
    catalogue::BoundCall call;
    std::string target_id;  // updates only
    std::vector<JournalledChange> changes;
};

// A performed intent. `reply` is the record that the reply (or a read-back) showed; absent when there was none.
struct Performed {
    Prepared prepared;
    calls::CallOutcome outcome;
    std::optional<contacts::Record> reply;
    bool was_sent = true;  // false: an earlier intent of the run failed, so this one was not tried
};

struct SettleInput {
    Sync const& sync;
    connections::Connection const& a;
    connections::Connection const& b;
    std::vector<Performed> performed;
    std::string own_id;
    contacts::Side own_side;
    Mutant mutant = Mutant::none;
};

struct Settled {
    std::optional<TimePoint> again_at;  // the look has to be taken up again
    bool counts_as_attempt = false;
    std::vector<std::string> fields_done;
    std::string outcome = "done";  // the worst of the intents': done, not_stored, refused, unknown, abandoned
};

Result<Settled> settle(Scope const& scope, SettleInput const& input, IdSource& ids);

// A key for what a refused create was about: it is tried again only when the record has changed.
std::string fingerprint(
    Scope const& scope, contacts::Mapping const& mapping, contacts::Side side, contacts::Record const& record);
std::string issue_subject(contacts::Side side, std::string_view record_id);

}  // namespace lockstep::sync
