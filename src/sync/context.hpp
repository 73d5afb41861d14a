// SPDX-License-Identifier: Apache-2.0
// Context: what the parts of the engine share. References to long-lived parts only.
#pragma once

#include <functional>

#include "calls/caller.hpp"
#include "connections/connection.hpp"
#include "ports/clock.hpp"
#include "ports/database.hpp"
#include "ports/log.hpp"
#include "ports/metrics.hpp"
#include "ports/random.hpp"
#include "sync/sync.hpp"
#include "vault/vault.hpp"

namespace lockstep::sync {

// What happened, for live views: ids and field names, no values.
struct ChangeNotice {
    SyncId sync;
    LinkId link;
    std::string record_id;
    contacts::Side side = contacts::Side::a;
    std::vector<std::string> fields;
    std::string outcome;
    TimePoint at{};
};

struct Context {
    Database& database;
    vault::Vault const& vault;
    connections::Directory& directory;
    calls::Caller& caller;
    Clock& clock;
    Random& random;
    Log& log;
    Metrics& metrics;
    Signal& beat_soon;  // notified when we have to say again that we are alive before anything may be written
    Signal& requests;   // notified when reconcile requests were made or freed
    Signal& attached;   // the same for requests about notes and tasks
    // Until then nobody else takes what we hold. After it nothing is written: another engine may be at work on the record.
    TimePoint alive_until = TimePoint::max();
    std::string holder;  // who we are to the queue: the installation's own name
    std::function<void(ChangeNotice const&)> on_change;
};

}  // namespace lockstep::sync
