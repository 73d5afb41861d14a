// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/request.hpp"

#include <gtest/gtest.h>

namespace lockstep::sync {
namespace {

using contacts::Side;

SyncId const one{"syn_1"};
SyncId const another{"syn_2"};

TEST(RequestKey, IsReadAsItWasWritten) {
    for (RequestKey const& key :
        {RequestKey{LinkId{"lnk_1"}, Side::a, {}}, RequestKey{{}, Side::a, "ab:cd"}, RequestKey{{}, Side::b, "7"}}) {
        EXPECT_EQ(key_from(encode(key, one)), key);
    }
    EXPECT_EQ(key_from("record:"), RequestKey{});
    EXPECT_EQ(key_from("record:syn_1"), RequestKey{});
    EXPECT_EQ(key_from("record:syn_1:b"), RequestKey{});
}

TEST(RequestKey, OfTheSameIdInTwoSyncsAreTwo) {
    EXPECT_NE(key_of(one, Side::b, "100001"), key_of(another, Side::b, "100001"));
    EXPECT_EQ(key_of(one, LinkId{"lnk_1"}), key_of(another, LinkId{"lnk_1"}));
}

}  // namespace
}  // namespace lockstep::sync
