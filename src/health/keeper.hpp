// SPDX-License-Identifier: Apache-2.0
// Keeper: looks at the health of everything every few seconds and does what follows: remembers it over a restart, raises and
// closes the issues that are about a connection as a whole, and writes a log line when a state changes.
#pragma once

#include <functional>
#include <set>
#include <tuple>

#include "health/reporter.hpp"
#include "ports/log.hpp"
#include "ports/random.hpp"

namespace lockstep::health {

struct KeeperParts {
    AccountId account;
    Database& database;
    vault::Vault const& vault;
    DeliveryLedger& deliveries;
    Reporter const& reporter;
    Clock& clock;
    Random& random;
    Log& log;
};

inline constexpr std::string_view quota_issue = "quota_spent";
inline constexpr std::string_view deliveries_issue = "deliveries_refused";

class Keeper {
public:
    explicit Keeper(KeeperParts parts) : parts_(std::move(parts)) {}

    // Loads what is remembered; before anything is delivered.
    Task<Result<void>> open();
    Task<void> run();
    void stop();
    // One look; run() does nothing else.
    Task<Result<void>> look();
    // Told of each look, after what follows from it was done. Before run().
    using Watcher = std::function<Task<Result<void>>(Report const&)>;
    void on_look(Watcher watcher) { watcher_ = std::move(watcher); }

private:
    using Told = std::tuple<SyncId, ConnectionId, std::string_view>;  // an open issue of ours

    Task<Result<void>> remember(Report const& report);
    Task<Result<void>> tell(Report const& report);
    void log_changes(Report const& report);

    KeeperParts parts_;
    Watcher watcher_;
    std::map<ConnectionId, StoredHealth> stored_;
    std::set<Told> told_;
    bool knows_what_is_told_ = false;
    std::map<std::string, std::string> words_;  // what was last said, by connection and by sync
    std::int64_t unknown_senders_ = 0;          // refused deliveries of nobody that were logged
    Signal stopping_;
    bool is_stopping_ = false;
};

}  // namespace lockstep::health
