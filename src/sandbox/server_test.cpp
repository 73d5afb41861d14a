// SPDX-License-Identifier: Apache-2.0
// Serving an App: latency, lost replies, and webhooks that go out; on a clock that jumps.
#include "sandbox/server.hpp"

#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "sandbox/test_calls.hpp"

namespace lockstep::sandbox::test {
namespace {

class JumpingClock final : public Clock {
public:
    TimePoint now() const override { return now_; }
    Task<void> sleep_until(TimePoint time) override {
        // Jumps only when everything that can run has run.
        co_await boost::asio::post(co_await boost::asio::this_coro::executor, boost::asio::use_awaitable);
        now_ = std::max(now_, time);
    }
    Task<void> sleep_until_or(TimePoint time, Signal&) override { return sleep_until(time); }

private:
    TimePoint now_ = start;
};

class Receiver final : public HttpClient {
public:
    Task<std::expected<HttpReply, SendFailure>> send(HttpRequest request, Deadline) override {
        received.push_back(std::move(request));
        HttpReply reply;
        reply.status = status;
        co_return reply;
    }
    std::vector<HttpRequest> received;
    int status = 200;
};

class NoLog final : public Log {
public:
    void write(LogLevel, std::string_view, std::initializer_list<LogField>) override {}
};

struct World {
    // Serves one request, lets the loop send what is due, and stops.
    int serve(HttpRequest request) {
        int status = 0;
        boost::asio::co_spawn(
            context,
            [&]() -> Task<void> {
                auto const reply = co_await server.handle(std::move(request));
                status = reply.status;
            },
            boost::asio::detached);
        context.run();
        context.restart();
        return status;
    }
    void run_loop_until(std::size_t deliveries) {
        boost::asio::co_spawn(context, server.deliver_loop(), boost::asio::detached);
        for (int i = 0; i < 100'000 && receiver.received.size() < deliveries; ++i) context.poll_one();
        server.stop();
        context.run();
        context.restart();
    }
    HttpRequest create() {
        return make_request("POST", "/contacts/", highlevel.app.token(),
            R"({"locationId":")" + highlevel.app.location_id() + R"(","email":"a@b.test"})");
    }

    boost::asio::io_context context;
    HighLevel highlevel;
    JumpingClock clock;
    Receiver receiver;
    NoLog log;
    SandboxServer server{highlevel.app, clock, receiver, log, context.get_executor()};
};

TEST(SandboxServerTest, ServesAndSendsItsWebhook) {
    World world;
    world.highlevel.app.set_webhook_url("http://127.0.0.1:1/hook");
    EXPECT_EQ(world.serve(world.create()), 201);
    world.run_loop_until(1);
    ASSERT_EQ(world.receiver.received.size(), 1U);
    EXPECT_EQ(world.receiver.received[0].url, "http://127.0.0.1:1/hook");
    EXPECT_EQ(world.highlevel.app.counters().get("webhook", "accepted"), 1U);
}

TEST(SandboxServerTest, WaitsAndLosesReplies) {
    World world;
    world.highlevel.app.faults().settings.latency = {std::chrono::milliseconds{5}, std::chrono::milliseconds{5}};
    EXPECT_EQ(world.serve(world.create()), 201);
    EXPECT_EQ(world.clock.now() - start, std::chrono::milliseconds{5});
    world.highlevel.app.faults().forced = {{.kind = FaultKind::lost_reply}};
    EXPECT_EQ(world.serve(world.create()), 504);
    EXPECT_GE(world.clock.now() - start, std::chrono::seconds{60});
}

TEST(SandboxServerTest, LoopSendsWhatFallsDueLater) {
    World world;
    world.highlevel.app.set_webhook_url("http://127.0.0.1:1/hook");
    world.highlevel.app.faults().forced = {{.kind = FaultKind::webhook_late}};
    ASSERT_TRUE(world.highlevel.app.create_as_person(JsonObject{{"firstName", "Léa"}}, start));
    world.run_loop_until(1);
    EXPECT_EQ(world.receiver.received.size(), 1U);
    EXPECT_GE(world.clock.now() - start, std::chrono::minutes{1});
}

}  // namespace
}  // namespace lockstep::sandbox::test
