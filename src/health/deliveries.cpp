// SPDX-License-Identifier: Apache-2.0
#include "health/deliveries.hpp"

namespace lockstep::health {
namespace {

void note_one(Deliveries& deliveries, webhooks::Judgement const& judgement) {
    if (judgement.is_accepted) {
        deliveries.accepted_at = judgement.at;
        deliveries.rejected_in_a_row = 0;
        deliveries.rejected_since.reset();
        return;
    }
    deliveries.rejected_at = judgement.at;
    deliveries.rejection = judgement.reason;
    if (deliveries.rejected_in_a_row++ == 0) deliveries.rejected_since = judgement.at;
}

}  // namespace

void DeliveryLedger::restore(ConnectionId const& connection, Deliveries deliveries) { of_[connection] = std::move(deliveries); }

void DeliveryLedger::note(webhooks::Judgement const& judgement) {
    if (judgement.connections.empty()) return note_one(of_nobody_, judgement);
    for (auto const& connection : judgement.connections) note_one(of_[connection], judgement);
}

Deliveries DeliveryLedger::of(ConnectionId const& connection) const {
    auto const found = of_.find(connection);
    return found == of_.end() ? Deliveries{} : found->second;
}

}  // namespace lockstep::health
