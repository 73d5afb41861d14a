// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <atomic>
#include <boost/asio/detached.hpp>
#include <chrono>
#include <future>
#include <memory>
#include <stdexcept>
#include <thread>

#include "adapters/pool/thread_pool.hpp"
#include "contract/run.hpp"

namespace lockstep::contract {
namespace {

using Make = std::unique_ptr<Offload> (*)();

class OffloadContract : public testing::TestWithParam<Make> {
protected:
    boost::asio::io_context context_;
    std::unique_ptr<Offload> offload_ = GetParam()();
};

// Pools that take a job at a time, and that take several together.
INSTANTIATE_TEST_SUITE_P(Implementations, OffloadContract,
    testing::Values(
        +[]() -> std::unique_ptr<Offload> { return std::make_unique<InlineOffload>(); },
        +[]() -> std::unique_ptr<Offload> { return std::make_unique<adapters::ThreadPool>(1); },
        +[]() -> std::unique_ptr<Offload> { return std::make_unique<adapters::ThreadPool>(1, 8); },
        +[]() -> std::unique_ptr<Offload> { return std::make_unique<adapters::ThreadPool>(2, 8); }));

TEST_P(OffloadContract, ResumesWhereItWasAwaited) {
    auto task = [](Offload& on, std::thread::id home) -> Task<void> {
        bool ran = false;
        co_await on.run([&] { ran = true; });
        EXPECT_TRUE(ran);
        EXPECT_EQ(std::this_thread::get_id(), home);
    };
    run(context_, task(*offload_, std::this_thread::get_id()));
}

TEST_P(OffloadContract, AnExceptionComesBack) {
    EXPECT_THROW(run(context_, offload_->run([] { throw std::runtime_error("a mistake"); })), std::runtime_error);
    int ran = 0;
    run(context_, offload_->run([&] { ++ran; }));
    EXPECT_EQ(ran, 1);
}

TEST_P(OffloadContract, ManyAtOnceAllEnd) {
    std::atomic<int> ran = 0;
    int resumed = 0;
    for (int i = 0; i < 1'000; ++i) {
        boost::asio::co_spawn(context_, offload_->run([&] { ++ran; }), [&](std::exception_ptr error) {
            rethrow(error);
            ++resumed;
        });
    }
    context_.run();
    EXPECT_EQ(ran, 1'000);
    EXPECT_EQ(resumed, 1'000);
}

TEST_P(OffloadContract, AnExceptionAmongManyIsTheOneCallersAlone) {
    int thrown = 0;
    int resumed = 0;
    auto ended = [&](std::exception_ptr error) { ++(error ? thrown : resumed); };
    for (int i = 0; i < 100; ++i) {
        auto work = [i] {
            if (i % 10 == 0) throw std::runtime_error("a mistake");
        };
        boost::asio::co_spawn(context_, offload_->run(work), ended);
    }
    context_.run();
    EXPECT_EQ(thrown, 10);
    EXPECT_EQ(resumed, 90);
}

// The second job ends only after the first has been resumed, which never happens if both are resumed together.
TEST(ThreadPool, ResumesACostlyJobBeforeTheNextOneEnds) {
    boost::asio::io_context context;
    adapters::ThreadPool pool{1};
    std::promise<void> first_resumed;
    auto seen = first_resumed.get_future();
    auto status = std::future_status::timeout;
    // Keeps the only thread busy until both are waiting.
    std::promise<void> both_wait;
    boost::asio::co_spawn(context, pool.run([&] { both_wait.get_future().wait(); }), boost::asio::detached);
    boost::asio::co_spawn(context, pool.run([] {}), [&](std::exception_ptr) { first_resumed.set_value(); });
    boost::asio::co_spawn(context, pool.run([&] { status = seen.wait_for(std::chrono::seconds{10}); }), boost::asio::detached);
    context.poll();
    both_wait.set_value();
    context.run();
    EXPECT_EQ(status, std::future_status::ready);
}

TEST(ThreadPool, WorksOnAThreadOfItsOwn) {
    boost::asio::io_context context;
    adapters::ThreadPool pool{2};
    std::thread::id worked_on;
    run(context, pool.run([&] { worked_on = std::this_thread::get_id(); }));
    EXPECT_NE(worked_on, std::this_thread::get_id());
    EXPECT_NE(worked_on, std::thread::id{});
}

}  // namespace
}  // namespace lockstep::contract
