// SPDX-License-Identifier: Apache-2.0
#include "sync/discovery/outdate.hpp"

#include "ports/test_ports.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/syncs.hpp"
#include "sync/state/test_state.hpp"

namespace lockstep::sync {
namespace {

class OutdateTest : public StateTest {
protected:
    OutdateTest() {
        present.account = account;
        present.id = sync;
        present.version = 2;
        present.backfill_phase = outdating_phase;
        in_scope([&](Scope const& scope) -> Result<void> {
            TRY_VOID(insert_sync(scope.transaction, present, "test", now));
            for (int i = 0; i < 25; ++i) {
                Mirror mirror;
                mirror.record.id = std::to_string(i);
                mirror.observed_at = now;
                TRY_VOID(save_mirror(scope, i % 2 == 0 ? contacts::Side::a : contacts::Side::b, mirror, {}, {}));
            }
            return {};
        });
    }
    Result<void> outdate() { return vault::run_to_end(outdate_all(*database, vault, clock, present, 10)); }
    std::int64_t current() { return count("mirrors WHERE observed_at > 0"); }

    JumpingClock clock{vault::test_time};
    Sync present;
};

TEST_F(OutdateTest, GoesOnInPortionsUntilNobodyIsCurrent) {
    std::vector<std::int64_t> left;
    database->after_commit = [&]() -> std::optional<Error> {
        database->after_commit = nullptr;  // the count below commits, too
        left.push_back(current());
        return std::nullopt;
    };
    ASSERT_TRUE(outdate());
    EXPECT_EQ(left, (std::vector<std::int64_t>{15})) << "ten at a time";
    EXPECT_EQ(current(), 0);
    EXPECT_EQ(count("syncs WHERE backfill_phase = ''"), 1);
}

TEST_F(OutdateTest, IsGoneOnWithAfterAnEndInTheMiddle) {
    int commits = 0;
    database->before_commit = [&]() -> std::optional<Error> {
        if (++commits < 2) return std::nullopt;
        return fail(ErrorKind::unavailable, "test.killed", "killed").error();
    };
    ASSERT_FALSE(outdate());
    database->before_commit = nullptr;
    EXPECT_EQ(current(), 15);
    EXPECT_EQ(count("syncs WHERE backfill_phase = 'outdate'"), 1) << "it is still to be done";
    ASSERT_TRUE(outdate());
    EXPECT_EQ(current(), 0);
}

TEST_F(OutdateTest, LeavesASyncAloneThatHasChangedMeanwhile) {
    auto older = present;
    older.version = 1;
    ASSERT_TRUE(vault::run_to_end(outdate_all(*database, vault, clock, older, 10)));
    EXPECT_EQ(current(), 25);
    EXPECT_EQ(count("syncs WHERE backfill_phase = 'outdate'"), 1);
}

}  // namespace
}  // namespace lockstep::sync
