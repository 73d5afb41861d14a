// SPDX-License-Identifier: Apache-2.0
// Uninstalls: hears from the inbox that an account's owner has taken the app out, and ends the grant in the same transaction.
// Whoever calls with the old token is refused by the app and then finds the grant removed.
#pragma once

#include "connections/connection.hpp"
#include "events/inbox.hpp"
#include "vault/vault.hpp"

namespace lockstep::oauth {

class Uninstalls final : public events::Listener {
public:
    struct Parts {
        vault::Vault const& vault;
        connections::Directory const& directory;
        AccountId account;
    };
    explicit Uninstalls(Parts parts) : parts_(std::move(parts)) {}

    Result<void> on_event(Transaction& transaction, events::Event& event) override;

private:
    Parts parts_;
};

}  // namespace lockstep::oauth
