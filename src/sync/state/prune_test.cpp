// SPDX-License-Identifier: Apache-2.0
#include "sync/state/changes.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/test_state.hpp"

namespace lockstep::sync {
namespace {

using std::chrono::hours;

class PruneTest : public StateTest {
protected:
    // A change of this batch, settled or not.
    void journal(std::string const& batch, bool is_settled) {
        in_scope([&](Scope const& scope) -> Result<void> {
            JournalledChange change{random.id<ChangeTag>(now), {}};
            change.change.row = "email";
            Link link;
            link.id = LinkId{"lnk_1"};
            auto const effect = random.id<IntentTag>(now);
            BatchId const id{batch};
            TRY_VOID(insert_change(scope, change, {effect, id, link, 1, ""}));
            return is_settled ? set_change_outcome(scope, change.id, ChangeOutcome::done, CallId{""}) : Result<void>{};
        });
    }
    void begin(std::string const& batch) {
        in_scope([&](Scope const& scope) { return insert_batch(scope, BatchId{batch}, "live", 1); });
    }
    using Prune = Result<std::int64_t> (*)(Transaction&, TimePoint, std::int64_t);
    std::int64_t pruned(Prune prune, TimePoint before, std::int64_t limit) {
        return in_scope([&](Scope const& scope) { return prune(scope.transaction, before, limit); });
    }
};

TEST_F(PruneTest, SettledChangesGoTheOldestFirstInPortionsAndTheOthersStay) {
    begin("bat_old");
    begin("bat_open");
    for (int i = 0; i < 5; ++i) {
        journal("bat_old", true);
        now += hours{1};
    }
    journal("bat_open", false);
    now += hours{1};
    begin("bat_new");
    auto const before = now + hours{1};
    EXPECT_EQ(pruned(prune_batches, before - hours{1}, 10), 0) << "their changes are there";
    EXPECT_EQ(pruned(prune_changes, before, 2), 2);
    EXPECT_EQ(count("changes WHERE outcome = 'done'"), 3);
    EXPECT_EQ(pruned(prune_changes, before, 2), 2);
    EXPECT_EQ(pruned(prune_changes, before, 2), 1);
    EXPECT_EQ(pruned(prune_changes, before, 2), 0);
    EXPECT_EQ(count("changes WHERE outcome = 'planned'"), 1);
    EXPECT_EQ(pruned(prune_batches, now, 10), 1);
    EXPECT_EQ(count("batches WHERE batch_id IN ('bat_open', 'bat_new')"), 2);
}

TEST_F(PruneTest, ClosedIssuesGoByTheTimeOfTheirEndAndOpenOnesStay) {
    for (int i = 0; i < 4; ++i) {
        auto const subject = "a:" + std::to_string(i);
        in_scope([&](Scope const& scope) -> Result<void> {
            TRY_VOID(raise_issue(scope, random, {"gone", subject, ""}, {}));
            return i == 0 ? Result<void>{} : close_issue(scope, {"gone", subject, ""});
        });
        now += hours{1};
    }
    auto const before = vault::test_time + hours{3};
    EXPECT_EQ(pruned(prune_issues, before, 1), 1);
    EXPECT_EQ(count("issues WHERE subject = 'a:1'"), 0);
    EXPECT_EQ(pruned(prune_issues, before, 1), 1);
    EXPECT_EQ(pruned(prune_issues, before, 1), 0);
    EXPECT_EQ(count("issues WHERE state = 'open'"), 1);
    EXPECT_EQ(count("issues"), 2);
    // One that is raised again is open again, and stays.
    in_scope([&](Scope const& scope) { return raise_issue(scope, random, {"gone", "a:3", ""}, {}); });
    EXPECT_EQ(pruned(prune_issues, now + hours{9}, 10), 0);
}

}  // namespace
}  // namespace lockstep::sync
