// SPDX-License-Identifier: Apache-2.0
// DeliveryLedger: when a webhook of each connection was last accepted and last refused, and why. Kept in memory, because nothing
// that is refused may touch the database; the keeper stores it now and then. On the engine's executor, as the ingress is.
#pragma once

#include <map>

#include "health/health.hpp"
#include "webhooks/ingress.hpp"

namespace lockstep::health {

class DeliveryLedger {
public:
    // What a restart found stored.
    void restore(ConnectionId const& connection, Deliveries deliveries);
    void note(webhooks::Judgement const& judgement);

    Deliveries of(ConnectionId const& connection) const;
    // Those that named no connection of ours, or nobody's address.
    Deliveries const& of_nobody() const { return of_nobody_; }

private:
    std::map<ConnectionId, Deliveries> of_;
    Deliveries of_nobody_;
};

}  // namespace lockstep::health
