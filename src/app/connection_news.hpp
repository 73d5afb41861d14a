// SPDX-License-Identifier: Apache-2.0
// ConnectionNews: tells whoever subscribed (deliveries/tell.hpp) that an app cannot be called any more, and when it can again, by
// what health says of each connection.
#pragma once

#include <map>

#include "health/reporter.hpp"

namespace lockstep::app {

class ConnectionNews {
public:
    ConnectionNews(AccountId account, Database& database, vault::Vault const& vault)
        : account_(std::move(account)), database_(database), vault_(vault) {}

    // After each look of health's keeper.
    Task<Result<void>> look(health::Report const& report);

private:
    AccountId account_;
    Database& database_;
    vault::Vault const& vault_;
    std::map<ConnectionId, TimePoint> lost_;
    bool knows_what_is_lost_ = false;
};

}  // namespace lockstep::app
