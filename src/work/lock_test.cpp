// SPDX-License-Identifier: Apache-2.0
#include "work/lock.hpp"

#include <gtest/gtest.h>

#include "work/test_world.hpp"

namespace lockstep::work {
namespace {

using std::chrono::seconds;

class LockTest : public testing::Test {
protected:
    std::optional<Lock> take(std::string const& holder, TimePoint now, TimePoint until) {
        auto const fence = world(try_lock, "tend", holder, until, now);
        if (!fence) return std::nullopt;
        return Lock{"tend", holder, *fence};
    }
    bool held(Lock const& lock, TimePoint now) {
        return world([](Transaction& t, Lock const& asked, TimePoint when) { return holds(t, asked, when); }, lock, now);
    }

    World world;
};

TEST_F(LockTest, OneHasItAtATime) {
    auto const first = take("node_1", start, at(seconds{10}));
    ASSERT_TRUE(first);
    EXPECT_FALSE(take("node_2", at(seconds{5}), at(seconds{15})));
    EXPECT_FALSE(take("node_1", at(seconds{5}), at(seconds{15})));
    EXPECT_TRUE(held(*first, at(seconds{9})));
    EXPECT_TRUE(world(unlock, *first));
    EXPECT_FALSE(world(unlock, *first));
    EXPECT_TRUE(take("node_2", at(seconds{5}), at(seconds{15})));
}

TEST_F(LockTest, ItEndsByItself) {
    auto const first = take("node_1", start, at(seconds{10}));
    EXPECT_FALSE(held(*first, at(seconds{10})));
    auto const second = take("node_2", at(seconds{10}), at(seconds{20}));
    ASSERT_TRUE(second);
    EXPECT_GT(second->fence, first->fence);
    EXPECT_FALSE(world(extend, *first, at(seconds{90}), at(seconds{11})));
    EXPECT_FALSE(world(unlock, *first));
    EXPECT_TRUE(held(*second, at(seconds{11})));
}

TEST_F(LockTest, ItCanBeExtendedWhileItIsHeld) {
    auto const lock = take("node_1", start, at(seconds{10}));
    EXPECT_TRUE(world(extend, *lock, at(seconds{30}), at(seconds{9})));
    EXPECT_TRUE(held(*lock, at(seconds{29})));
    EXPECT_FALSE(world(extend, *lock, at(seconds{60}), at(seconds{30})));
}

TEST_F(LockTest, ItsFenceGrowsAlsoWhenItWasGivenBack) {
    std::int64_t last = 0;
    for (int i = 0; i < 3; ++i) {
        auto const lock = take("node_1", start, at(seconds{10}));
        ASSERT_TRUE(lock);
        EXPECT_GT(lock->fence, last);
        last = lock->fence;
        EXPECT_TRUE(world(unlock, *lock));
    }
}

}  // namespace
}  // namespace lockstep::work
