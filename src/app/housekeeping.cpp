// SPDX-License-Identifier: Apache-2.0
#include "app/housekeeping.hpp"

#include "alerts/store.hpp"
#include "calls/caller.hpp"
#include "deliveries/store.hpp"
#include "events/inbox.hpp"
#include "identity/access.hpp"
#include "outbox/outbox.hpp"
#include "snapshots/store.hpp"
#include "sync/state/answers.hpp"
#include "sync/state/changes.hpp"
#include "sync/state/issues.hpp"
#include "workflows/store.hpp"

namespace lockstep::app {

std::vector<PruneRule> prune_rules(Settings const& settings, AccountId const& account, TimePoint now) {
    std::vector<PruneRule> rules;
    if (settings.keep_events_days > 0) {
        auto const before = now - std::chrono::days{settings.keep_events_days};
        rules.push_back({"events", before, events::prune});
        rules.push_back({"calls", before, calls::prune});
        rules.push_back({"effects", before, outbox::prune});
        rules.push_back({"alerts", before, alerts::prune});
        rules.push_back({"deliveries", before, deliveries::prune});
        rules.push_back({"delivery_events", before, deliveries::prune_told});
    }
    if (settings.keep_history_days > 0) {
        auto const before = now - std::chrono::days{settings.keep_history_days};
        rules.push_back({"workflow_runs", before, [now](Transaction& transaction, TimePoint ended, std::int64_t limit) {
                             return workflows::prune(transaction, ended, now, limit);
                         }});
        rules.push_back({"changes", before, sync::prune_changes});
        rules.push_back({"batches", before, sync::prune_batches});
        rules.push_back({"issues", before, sync::prune_issues});
        rules.push_back({"answers", before, sync::prune_answers});
    }
    constexpr auto drafts_kept = std::chrono::days{1};
    constexpr auto earlier_kept = std::chrono::days{90};
    rules.push_back({"snapshot drafts", now - drafts_kept, snapshots::prune_drafts});
    rules.push_back({"snapshots", now - earlier_kept, snapshots::prune_earlier});
    rules.push_back({"hand_items", now - earlier_kept, snapshots::prune_hand_items});
    rules.push_back(
        {"sessions", now, [account](Transaction& transaction, TimePoint before, std::int64_t) -> Result<std::int64_t> {
             TRY_VOID(identity::prune_sessions(transaction, account, before));
             return 0;  // all at once: a few for each person
         }});
    return rules;
}

Task<Result<std::map<std::string_view, std::int64_t>>> keep_house(Database& database, Clock& clock, std::vector<PruneRule> rules,
    bool const& is_stopping, Signal& stopped, HousekeepingOptions options) {
    std::map<std::string_view, std::int64_t> gone;
    for (auto const& rule : rules) {
        while (!is_stopping) {
            CO_TRY(auto const count, co_await database.write_value([&](Transaction& transaction) {
                return rule.prune(transaction, rule.before, options.rows_at_once);
            }));
            gone[rule.table] += count;
            if (count < options.rows_at_once) break;
            co_await clock.sleep_until_or(clock.now() + options.pause, stopped);
        }
    }
    co_return gone;
}

}  // namespace lockstep::app
