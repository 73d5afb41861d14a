// SPDX-License-Identifier: Apache-2.0
#include "app/connection_news.hpp"

#include "deliveries/tell.hpp"

namespace lockstep::app {

Task<Result<void>> ConnectionNews::look(health::Report const& report) {
    if (!knows_what_is_lost_) {
        CO_TRY(lost_, co_await database_.read_value(
                          [this](Transaction& transaction) { return deliveries::lost_connections(transaction, account_); }));
        knows_what_is_lost_ = true;
    }
    std::map<ConnectionId, health::ConnectionReport const*> turned;
    for (auto const& [id, each] : report.connections) {
        if (each.facts.state == connections::ConnectionState::disabled) continue;
        bool const was_lost = lost_.contains(id);
        bool const is_lost = each.health.weight == health::Weight::alarm;
        if (was_lost ? each.health.is_good() : is_lost) turned.emplace(id, &each);
    }
    if (turned.empty()) co_return Result<void>{};
    CO_TRY_VOID(co_await database_.write([&](Transaction& transaction) -> Result<void> {
        for (auto const& [id, each] : turned) {
            deliveries::Connection const connection{id, each->facts.label, each->health.words.code};
            auto const since = lost_.find(id);
            TRY_VOID(since == lost_.end()
                         ? deliveries::tell_lost(transaction, vault_, account_, connection, report.at)
                         : deliveries::tell_recovered(transaction, vault_, account_, connection, since->second, report.at));
        }
        return {};
    }));
    for (auto const& [id, each] : turned) {
        if (lost_.erase(id) == 0) lost_.emplace(id, report.at);
    }
    co_return Result<void>{};
}

}  // namespace lockstep::app
