// SPDX-License-Identifier: Apache-2.0
// Uninstalls: hears from the inbox that an account's owner has taken the app out, and ends the grant in the same transaction.
// When that is stored, its connection is held at once and told as one that needs a person: no call is spent on finding out. What
// waits for it stays.
#pragma once

#include <mutex>
#include <vector>

#include "calls/caller.hpp"
#include "connections/connection.hpp"
#include "events/inbox.hpp"
#include "oauth/grants.hpp"
#include "vault/vault.hpp"

namespace lockstep::oauth {

class Uninstalls final : public events::Listener {
public:
    struct Parts {
        Database& database;
        vault::Vault const& vault;
        connections::Directory const& directory;
        AccountId account;
        Grants& grants;
        calls::Caller& caller;
    };
    explicit Uninstalls(Parts parts) : parts_(std::move(parts)) {}

    // On the database's thread.
    Result<void> on_event(Transaction& transaction, events::Event& event) override;
    // After a delivery was stored, on the engine's executor: what follows from the uninstalls that it told of.
    Task<void> settle();

private:
    struct Ended {
        ConnectionId connection;
        GrantId grant;
    };
    std::vector<Ended> take();

    Parts parts_;
    std::mutex mutex_;
    std::vector<Ended> ended_;  // in transactions that may have been undone since
};

}  // namespace lockstep::oauth
