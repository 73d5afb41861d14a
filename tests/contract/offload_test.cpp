// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>
#include <atomic>
#include <set>
#include <stdexcept>
#include <thread>

#include "adapters/pool/thread_pool.hpp"
#include "contract/run.hpp"

namespace lockstep::contract {
namespace {

TEST(OffloadContract, RunsElsewhereAndResumesHere) {
    boost::asio::io_context context;
    adapters::ThreadPool pool{2};
    auto const here = std::this_thread::get_id();
    auto task = [](adapters::ThreadPool& on, std::thread::id home) -> Task<void> {
        std::thread::id worked_on;
        co_await on.run([&] { worked_on = std::this_thread::get_id(); });
        EXPECT_NE(worked_on, home);
        EXPECT_EQ(std::this_thread::get_id(), home);
    };
    run(context, task(pool, here));
}

TEST(OffloadContract, AnExceptionComesBack) {
    boost::asio::io_context context;
    adapters::ThreadPool pool{1};
    EXPECT_THROW(run(context, pool.run([] { throw std::runtime_error("a mistake"); })), std::runtime_error);
    int ran = 0;
    run(context, pool.run([&] { ++ran; }));
    EXPECT_EQ(ran, 1);
}

TEST(OffloadContract, ManyAtOnceAllEnd) {
    boost::asio::io_context context;
    adapters::ThreadPool pool{2};
    std::atomic<int> ran = 0;
    int resumed = 0;
    for (int i = 0; i < 1'000; ++i) {
        boost::asio::co_spawn(context, pool.run([&] { ++ran; }), [&](std::exception_ptr error) {
            rethrow(error);
            ++resumed;
        });
    }
    context.run();
    EXPECT_EQ(ran, 1'000);
    EXPECT_EQ(resumed, 1'000);
}

}  // namespace
}  // namespace lockstep::contract
