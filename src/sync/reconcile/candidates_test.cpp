// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/load.hpp"

#include "sync/reconcile/decide.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/statements.hpp"
#include "sync/state/test_state.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

// Many people share one telephone number, as those do whose own is not known.
class CandidatesTest : public StateTest {
protected:
    CandidatesTest() {
        mapping.email_field = "email";
        mapping.phone_field = "phone";
        mapping.first_name_field = "firstName";
        mapping.last_name_field = "lastName";
        contacts::FieldRow row;
        row.a = row.b = "phone";
        mapping.rows.push_back(row);
    }
    void share_phone(std::int64_t people) {
        in_scope([&](Scope const& scope) -> Result<void> {
            auto const blind = vault.blind_index(account, "phone", phone);
            for (std::int64_t i = 0; i < people; ++i) {
                TRY_VOID(scope.transaction.execute(sql::insert_mirror_key, account, sync, "b", "phone", blind, 100'000 + i));
            }
            return {};
        });
    }
    Candidates candidates() {
        return in_scope([&](Scope const& scope) {
            Sync with_mapping;
            with_mapping.mapping = mapping;
            Mirror mirror;
            mirror.record.id = "a1";
            contacts::Projection const seen{{"phone", phone}};
            return load_candidates(scope, with_mapping, Side::a, mirror, seen, std::nullopt);
        });
    }

    std::string phone = "+15145550100";
    contacts::Mapping mapping;
};

TEST_F(CandidatesTest, AreAllLoadedOrSaidToBeCut) {
    share_phone(found_at_most);
    EXPECT_FALSE(candidates().is_cut);
    in_scope([&](Scope const& scope) -> Result<void> {
        TRY_VOID(scope.transaction.execute(
            sql::insert_mirror_key, account, sync, "b", "phone", vault.blind_index(account, "phone", phone), "one more"));
        return {};
    });
    EXPECT_TRUE(candidates().is_cut);
}

TEST_F(CandidatesTest, ThatWereCutDecideNothing) {
    Sync running;
    running.state = SyncState::running;
    running.mapping = mapping;
    Snapshot snapshot;
    snapshot.now = now;
    snapshot.sync = &running;
    auto& own = snapshot.sides[Side::a];
    own.record_id = "a1";
    own.was_read_in_this_run = true;
    own.mirror.emplace();
    own.mirror->record.id = "a1";
    own.mirror->observed_at = now;
    snapshot.candidates.emplace();
    EXPECT_FALSE(std::holds_alternative<Ambiguous>(decide(snapshot).step)) << "nobody shares anything: nothing is doubtful";
    snapshot.candidates->is_cut = true;
    auto const decision = decide(snapshot);
    ASSERT_TRUE(std::holds_alternative<Ambiguous>(decision.step));
    EXPECT_EQ(std::get<Ambiguous>(decision.step).reason, "too_many_share");
}

}  // namespace
}  // namespace lockstep::sync
