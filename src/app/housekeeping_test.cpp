// SPDX-License-Identifier: Apache-2.0
#include "app/housekeeping.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/installation.hpp"
#include "outbox/outbox.hpp"
#include "ports/test_ports.hpp"
#include "vault/test_world.hpp"

namespace lockstep::app {
namespace {

using std::chrono::days;

// Rows of a table that nobody has, and how large the portions were.
struct Heap {
    std::int64_t rows = 0;
    std::vector<std::int64_t> portions;

    PruneRule rule(std::string_view table) {
        return {table, vault::test_time, [this](Transaction&, TimePoint, std::int64_t limit) -> Result<std::int64_t> {
                    auto const taken = std::min(rows, limit);
                    rows -= taken;
                    portions.push_back(taken);
                    return taken;
                }};
    }
};

class Housekeeping : public testing::Test {
protected:
    std::map<std::string_view, std::int64_t> keep(std::vector<PruneRule> rules) {
        return vault::run_to_end(keep_house(*database, clock, std::move(rules), is_stopping, stopped, {.rows_at_once = 10}))
            .value();
    }

    JumpingClock clock{vault::test_time};
    bool is_stopping = false;
    Signal stopped;
    std::unique_ptr<adapters::SqliteInline> database = vault::test_database({all_migrations()});
};

TEST_F(Housekeeping, WorksOffEveryTableInPortions) {
    Heap changes{25, {}}, calls{20, {}};
    auto const gone = keep({changes.rule("changes"), calls.rule("calls")});
    EXPECT_THAT(changes.portions, testing::ElementsAre(10, 10, 5));
    EXPECT_THAT(calls.portions, testing::ElementsAre(10, 10, 0));
    EXPECT_EQ(gone.at("changes"), 25);
    EXPECT_EQ(gone.at("calls"), 20);
}

TEST_F(Housekeeping, EndsAfterThePortionThatItIsAt) {
    Heap changes{25, {}};
    auto rule = changes.rule("changes");
    rule.prune = [this, prune = rule.prune](Transaction& transaction, TimePoint before, std::int64_t limit) {
        is_stopping = true;
        return prune(transaction, before, limit);
    };
    keep({rule});
    EXPECT_THAT(changes.portions, testing::ElementsAre(10));
}

TEST_F(Housekeeping, DaysOfZeroKeepForEver) {
    AccountId const account{"acc_1"};
    Settings settings;
    settings.keep_history_days = 0;
    auto const tables = [&] {
        std::vector<std::string_view> names;
        for (auto const& rule : prune_rules(settings, account, vault::test_time)) names.push_back(rule.table);
        return names;
    };
    EXPECT_THAT(tables(), testing::ElementsAre("events", "calls", "effects", "alerts", "deliveries", "delivery_events",
                              "snapshot drafts", "snapshots", "hand_items", "sessions"));
    settings = {};
    settings.keep_events_days = 0;
    EXPECT_THAT(tables(), testing::ElementsAre("workflow_runs", "changes", "batches", "issues", "answers", "snapshot drafts",
                              "snapshots", "hand_items", "sessions"));
}

// The rules are the real ones, over the real tables.
TEST_F(Housekeeping, SettledEffectsGoAndOpenOnesStay) {
    AccountId const account{"acc_1"};
    auto const now = vault::test_time;
    for (int i = 0; i < 30; ++i) {
        vault::write_void(*database, [&](Transaction& transaction) -> Result<void> {
            outbox::Effect effect;
            effect.account = account;
            effect.id = IntentId{"int_" + std::to_string(i)};
            effect.owner = "sync";
            effect.group = "syn_1";
            effect.created_at = now - days{90};
            TRY_VOID(outbox::journal(transaction, effect));
            if (i < 25) {
                TRY_VOID(outbox::close(transaction, account, effect.id, outbox::EffectState::done, "", now - days{40}));
            } else if (i < 28) {
                TRY_VOID(outbox::hold_unknown(transaction, account, effect.id, now, 0, "the answer was lost"));
            }
            return {};
        }).value();
    }
    auto const gone = keep(prune_rules({}, account, now));
    EXPECT_EQ(gone.at("effects"), 25);
    auto const counts = vault::write_to(
        *database, [&](Transaction& transaction) { return outbox::counts_of(transaction, account, "sync", "syn_1"); });
    EXPECT_EQ(counts.value(), (outbox::Counts{.journalled = 2, .unknown = 3}));
}

}  // namespace
}  // namespace lockstep::app
