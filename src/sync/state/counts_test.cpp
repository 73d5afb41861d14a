// SPDX-License-Identifier: Apache-2.0
#include "sync/state/counts.hpp"

#include "sync/state/changes.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/test_state.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using std::chrono::hours;
using std::chrono::minutes;

class CountsTest : public StateTest {
protected:
    void save(Side side, std::string const& id, MirrorState state, TimePoint observed_at) {
        Mirror mirror;
        mirror.record.id = id;
        mirror.state = state;
        mirror.observed_at = observed_at;
        in_scope([&](Scope const& scope) { return save_mirror(scope, side, mirror, {}, mapping); });
    }
    void link(std::string const& id, std::optional<std::string> a, std::optional<std::string> b) {
        in_scope([&](Scope const& scope) -> Result<void> {
            Link link;
            link.id = LinkId{id};
            link.a = std::move(a);
            link.b = std::move(b);
            TRY(auto const known, load_link(scope, link.id));
            return known ? update_link(scope, link) : insert_link(scope, link);
        });
    }
    void journal(std::string const& effect) {
        in_scope([&](Scope const& scope) -> Result<void> {
            JournalledChange change{random.id<ChangeTag>(now), {}};
            change.change.row = "email";
            Link link;
            link.id = LinkId{"lnk_1"};
            IntentId const id{effect};
            BatchId const batch{"bat_1"};
            return insert_change(scope, change, {id, batch, link, 1, ""});
        });
    }
    SyncActivity activity() {
        return in_scope([](Scope const& scope) { return load_activity(scope); });
    }
    SyncCounts counted() {
        return {count("links WHERE a_record IS NOT NULL AND b_record IS NOT NULL"),
            {count("mirrors WHERE side = 'a' AND state <> 'gone'"), count("mirrors WHERE side = 'b' AND state <> 'gone'")},
            count("issues WHERE state = 'open'"), count("issues WHERE state = 'open' AND kind = 'match_unsure'")};
    }

    contacts::Mapping mapping;
};

// Whatever is done, in whatever order, also what changes nothing: the kept counts are those that counting gives.
TEST_F(CountsTest, AreWhatCountingGives) {
    constexpr std::array kinds{"match_unsure", "conflict", "gone"};
    for (int step = 0; step < 3'000; ++step) {
        now += minutes{random.below(3)};
        auto const id = std::to_string(random.below(12));
        auto const side = random.below(2) == 0 ? Side::a : Side::b;
        auto const subject = "a:" + id;
        IssueKey const key{kinds.at(random.below(3)), subject, random.below(2) == 0 ? "email" : ""};
        switch (random.below(11)) {
            case 0:
            case 1:
                // Sometimes an older copy than the one that stands there: it changes nothing.
                save(side, id, static_cast<MirrorState>(random.below(3)), now - minutes{random.below(4)});
                break;
            case 2: in_scope([&](Scope const& scope) { return remove_mirror(scope, side, id); }); break;
            case 3: link("lnk_" + id, "a" + id, random.below(2) == 0 ? std::optional("b" + id) : std::nullopt); break;
            case 4: link("lnk_" + id, std::nullopt, "b" + id); break;
            case 5: in_scope([&](Scope const& scope) { return remove_link(scope, LinkId{"lnk_" + id}); }); break;
            case 6:
            case 7: in_scope([&](Scope const& scope) { return raise_issue(scope, random, key, {}); }); break;
            case 8: in_scope([&](Scope const& scope) { return close_issue(scope, key); }); break;
            case 9: in_scope([&](Scope const& scope) { return close_issues(scope, key.kind, subject); }); break;
            default:
                in_scope([&](Scope const& scope) -> Result<void> {
                    TRY_VOID(prune_issues(scope.transaction, now - minutes{30}, 2));
                    return {};
                });
                break;
        }
        if (step % 20 != 0) continue;
        ASSERT_EQ(activity().counts, counted()) << "step " << step;
    }
    EXPECT_GT(counted().linked + counted().records.a + counted().open_issues, 3);
}

// What is undone is not counted.
TEST_F(CountsTest, GoBackWithTheirTransaction) {
    auto const undone = vault::write_void(*database, [&](Transaction& transaction) -> Result<void> {
        Scope const scope{transaction, vault, account, sync, now};
        TRY_VOID(raise_issue(scope, random, {"gone", "a:1", ""}, {}));
        return fail(ErrorKind::internal, "test.undo", "undoing");
    });
    ASSERT_FALSE(undone);
    EXPECT_EQ(activity().counts, SyncCounts{});
}

TEST_F(CountsTest, ChangesAreCountedForADay) {
    for (int hour = 0; hour < 30; ++hour) {
        journal("int_" + std::to_string(hour));
        now += hours{1};
    }
    now -= hours{1};  // the hour of the last one
    EXPECT_EQ(activity().changes_24h, 24);
    EXPECT_EQ(activity().last_change_at, std::nullopt);
    in_scope(
        [&](Scope const& scope) { return set_outcome_of_changes(scope, IntentId{"int_29"}, ChangeOutcome::done, CallId{""}); });
    EXPECT_EQ(activity().last_change_at, now);
    now += hours{100};
    EXPECT_EQ(activity().changes_24h, 0);
    journal("int_x");
    EXPECT_EQ(activity().changes_24h, 1);
    EXPECT_EQ(count("change_hours"), 1) << "old hours are forgotten";
}

}  // namespace
}  // namespace lockstep::sync
