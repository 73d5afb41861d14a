// SPDX-License-Identifier: Apache-2.0
#include "api/stream.hpp"

#include "api/test_world.hpp"

namespace lockstep::api {
namespace {

TEST(Stream, SlowListenersAreToldThatTheyMissedSomething) {
    JumpingClock clock{vault::test_time};
    Stream stream(clock, {.notices_kept = 3});
    auto const body = stream.listen("").value();
    next(body);
    for (int i = 0; i < 10; ++i) stream.publish("status", JsonObject{{"number", i}});
    EXPECT_TRUE(next(body).contains("event: reset"));
    stream.publish("status", JsonObject{{"number", 10}});
    auto const text = next(body);
    EXPECT_FALSE(text.contains("reset"));
    EXPECT_TRUE(text.contains("\"number\":10"));
}

TEST(Stream, ChunksAreBounded) {
    JumpingClock clock{vault::test_time};
    Stream stream(clock, {.chunk_bytes_max = 1000});
    auto const body = stream.listen("").value();
    next(body);
    for (int i = 0; i < 100; ++i) stream.publish("status", JsonObject{{"text", std::string(100, 'x')}});
    std::size_t chunks = 0;
    for (auto text = next(body); text.contains("event: status"); text = next(body)) {
        EXPECT_LT(text.size(), 1400U);
        ++chunks;
    }
    EXPECT_GT(chunks, 10U);
}

TEST(Stream, ListenersAreCountedAndEnd) {
    JumpingClock clock{vault::test_time};
    Stream stream(clock, {.listeners_max = 2, .listens_at_most = std::chrono::seconds{20}});
    auto first = stream.listen("").value();
    {
        auto const second = stream.listen("").value();
        EXPECT_EQ(stream.listen("").error().code, "api.too_many_listeners");
    }
    EXPECT_EQ(stream.listeners(), 1U);
    EXPECT_TRUE(stream.listen("").has_value());
    next(first);
    EXPECT_EQ(next(first), ": still here\n\n");
    EXPECT_EQ(next(first), "(end)");
}

TEST(Stream, WhoMayNotListenAnyMoreIsCutOffAtOnce) {
    JumpingClock clock{vault::test_time};
    Stream stream(clock);
    auto const ended = stream.listen("", "ses_1").value();
    auto const other = stream.listen("", "ses_2").value();
    next(ended);
    next(other);
    stream.end_admission("ses_1");
    stream.publish("status", {});
    EXPECT_EQ(next(ended), "(end)") << "nothing of what came after, either";
    EXPECT_TRUE(next(other).contains("event: status"));
    stream.end_admission("");  // nobody in particular
    stream.publish("status", {});
    EXPECT_TRUE(next(other).contains("event: status"));
}

TEST(Stream, IdsOfAnotherProcessAreNotTakenForOurs) {
    JumpingClock clock{vault::test_time};
    Stream before(clock);
    before.publish("status", {});
    auto const body = before.listen("").value();
    clock.advance(std::chrono::seconds{1});
    Stream after(clock);
    after.publish("status", {});
    for (auto const* id :
        {"", "x", "-", "1-1", "99999999999999999999-1", "1772000000000-", "1772000000000-1", "1772000001000-99"}) {
        auto const text = next(after.listen(id).value());
        EXPECT_EQ(text.contains("reset"), *id != '\0') << id;
    }
}

}  // namespace
}  // namespace lockstep::api
