// SPDX-License-Identifier: Apache-2.0
#include "sync/attached/store.hpp"

#include "sync/attached/request.hpp"
#include "sync/state/links.hpp"
#include "sync/state/test_state.hpp"

namespace lockstep::sync {
namespace {

using catalogue::AttachedField;
using catalogue::AttachedKind;
using contacts::Side;

ItemLink item() {
    ItemLink link;
    link.id = "att_1";
    link.state = ItemState::creating;
    link.item.a = "n1";
    link.base.a = {.title = "t", .text = "Knee", .due = vault::test_time, .completed = true};
    link.copy_at = Side::b;
    link.pending = ItemPending{.side = Side::b,
        .is_unclear = true,
        .effect = "int_1",
        .sent_at = vault::test_time,
        .fields = {AttachedField::text, AttachedField::due},
        .values = {.text = "Knee"},
        .source = {.text = "Knee", .due = {}},
        .looks = 1,
        .looked_at = vault::test_time};
    link.written = ItemWritten{Side::b, vault::test_time, {AttachedField::completed}, {.text = "before"}};
    link.refused = ItemRefused{Side::a, {AttachedField::title}, {.title = "too long"}};
    return link;
}

TEST_F(StateTest, ItemsComeBackAsTheyWereAndAreSealed) {
    LinkId const link{"lnk_1"};
    in_scope([&](Scope const& scope) { return save_item(scope, link, AttachedKind::note, item()); });
    auto const loaded = in_scope([&](Scope const& scope) { return load_items(scope, link, AttachedKind::note); });
    ASSERT_EQ(loaded.size(), 1U);
    EXPECT_EQ(loaded[0], item());
    EXPECT_TRUE(in_scope([&](Scope const& scope) { return load_items(scope, link, AttachedKind::task); }).empty());
    EXPECT_EQ(count("attached_items WHERE instr(sealed_memory, 'Knee') > 0"), 0);
    in_scope([&](Scope const& scope) { return remove_item(scope, link, AttachedKind::note, "att_1"); });
    EXPECT_EQ(count("attached_items"), 0);
}

TEST_F(StateTest, ItemsGoWithTheirLink) {
    Link link;
    link.id = LinkId{"lnk_1"};
    link.a = "a1";
    link.b = "b1";
    in_scope([&](Scope const& scope) -> Result<void> {
        TRY_VOID(insert_link(scope, link));
        TRY_VOID(save_item(scope, link.id, AttachedKind::note, item()));
        TRY_VOID(save_item(scope, LinkId{"lnk_2"}, AttachedKind::note, item()));
        TRY_VOID(save_look(scope, link.id, AttachedKind::note, now));
        return remove_link(scope, link.id);
    });
    EXPECT_EQ(count("attached_items"), 1);
    EXPECT_EQ(count("attached_looks"), 0);
}

TEST_F(StateTest, LooksAndWalksAreRemembered) {
    LinkId const link{"lnk_1"};
    EXPECT_FALSE(in_scope([&](Scope const& scope) { return last_look(scope, link, AttachedKind::task); }));
    in_scope([&](Scope const& scope) { return save_look(scope, link, AttachedKind::task, now); });
    EXPECT_EQ(in_scope([&](Scope const& scope) { return last_look(scope, link, AttachedKind::task); }), now);
    EXPECT_FALSE(in_scope([&](Scope const& scope) { return load_walk(scope); }));
    in_scope([&](Scope const& scope) { return save_walk(scope, {now, "lnk_4", false}); });
    auto const walk = in_scope([&](Scope const& scope) { return load_walk(scope); });
    ASSERT_TRUE(walk);
    EXPECT_EQ(walk->round, now);
    EXPECT_EQ(walk->after_link, "lnk_4");
    EXPECT_FALSE(walk->is_done);
}

// Only links with both records, in the order of their ids.
TEST_F(StateTest, AWalkSeesEveryCompleteLinkOnce) {
    in_scope([&](Scope const& scope) -> Result<void> {
        for (int i = 1; i <= 5; ++i) {
            Link link;
            link.id = LinkId{"lnk_" + std::to_string(i)};
            link.a = "a" + std::to_string(i);
            if (i != 3) link.b = "b" + std::to_string(i);
            TRY_VOID(insert_link(scope, link));
        }
        return {};
    });
    auto const first = in_scope([&](Scope const& scope) { return links_after(scope, "", 3); });
    EXPECT_EQ(first, (std::vector<LinkId>{LinkId{"lnk_1"}, LinkId{"lnk_2"}, LinkId{"lnk_4"}}));
    EXPECT_EQ(in_scope([&](Scope const& scope) { return links_after(scope, "lnk_4", 3); }), std::vector<LinkId>{LinkId{"lnk_5"}});
}

TEST_F(StateTest, AskingTwiceIsOneRow) {
    LinkId const link{"lnk_1"};
    in_scope([&](Scope const& scope) -> Result<void> {
        TRY_VOID(request_attached(scope, link, now + std::chrono::hours{24}, catalogue::Lane::bulk, ""));
        return request_attached(scope, link, now, catalogue::Lane::live, "evt_1");
    });
    auto const row = in_scope(
        [&](Scope const& scope) { return work::find(scope.transaction, scope.account, attached_queue, "attached:lnk_1"); });
    ASSERT_TRUE(row);
    EXPECT_EQ(row->due_at, now);
    EXPECT_EQ(row->lane, work::Lane::live);
    EXPECT_EQ(row->payload, "evt_1");
    EXPECT_EQ(attached_link_of(row->key), link);
    EXPECT_EQ(merge_attached("evt_1", ""), "evt_1");
}

TEST(AttachedPolicyTest, IsReadStrictly) {
    AttachedPolicy const policy{AttachedDirection::b_to_a, true, false, vault::test_time};
    EXPECT_EQ(parse_attached_policy(to_json(policy), "notes").value(), policy);
    EXPECT_EQ(parse_attached_policy(JsonObject{}, "notes").value(), AttachedPolicy{});
    for (auto const& bad : {JsonObject{{"direction", "sideways"}}, JsonObject{{"existing", 1}},
             JsonObject{{"since", "yesterday"}}, JsonObject{{"more", true}}})
        EXPECT_FALSE(parse_attached_policy(bad, "notes")) << to_text(bad);
    EXPECT_FALSE(parse_attached_policy(Json("both"), "notes"));
    EXPECT_FALSE(AttachedPolicy{}.is_on());
    EXPECT_TRUE(policy.goes_to(Side::a));
    EXPECT_FALSE(policy.goes_to(Side::b));
}

}  // namespace
}  // namespace lockstep::sync
