// SPDX-License-Identifier: Apache-2.0
// What the steps of one item's life cost beside a million items that wait for later, in five hundred groups.
#include <benchmark/benchmark.h>

#include "work/test_world.hpp"

namespace lockstep::work {
namespace {

using std::chrono::hours;

constexpr int groups = 500;

Request request(int number, TimePoint due_at) {
    Request made;
    made.account = AccountId{"acc_" + std::to_string(number % 50)};
    made.queue = "reconcile";
    made.key = "link:lnk_01ABCDEFGHJKMNPQRSTVWXYZ_" + std::to_string(number);
    made.group = "syn_01ABCDEFGHJKMNPQRSTVWXYZ_" + std::to_string(number % groups);
    made.due_at = due_at;
    made.record_type = "contact";
    made.payload = R"({"fresh_since":1772000000000000,"cause":"evt_01ABCDEFGHJKMNPQRSTVWXYZ"})";
    return made;
}

World& world_with(std::int64_t postponed) {
    static std::map<std::int64_t, std::unique_ptr<World>> worlds;
    auto& world = worlds[postponed];
    if (world) return *world;
    world = std::make_unique<World>();
    (*world)([&](Transaction& transaction) -> Result<void> {
        for (int i = 0; i < postponed; ++i) TRY_VOID(enqueue(transaction, request(i, start + hours{24}), start));
        return {};
    });
    return *world;
}

// Requests are made, claimed and completed, 64 at a time, in a transaction each.
void life_of_64(benchmark::State& state) {
    auto& world = world_with(state.range(0));
    ClaimLimits const limits{.queue = "reconcile", .holder = "node_1"};
    int number = 10'000'000;
    for (auto _ : state) {
        world([&](Transaction& transaction) -> Result<void> {
            for (int i = 0; i < 64; ++i) TRY_VOID(enqueue(transaction, request(++number, start), start));
            return {};
        });
        auto const claimed = world(claim, limits, start);
        CHECK(claimed.items.size() == 64);
        world([&](Transaction& transaction) -> Result<void> {
            for (auto const& item : claimed.items) TRY_VOID(complete(transaction, lease_of(item)));
            return {};
        });
    }
    state.SetItemsProcessed(state.iterations() * 64);
}
BENCHMARK(life_of_64)->Arg(1'000)->Arg(1'000'000);

void claim_64(benchmark::State& state) {
    auto& world = world_with(state.range(0));
    ClaimLimits const limits{.queue = "reconcile", .holder = "node_1"};
    for (int i = 0; i < 64; ++i) world(enqueue, request(20'000'000 + i, start), start, nullptr);
    for (auto _ : state) {
        auto const claimed = world(claim, limits, start);
        state.PauseTiming();
        CHECK(claimed.items.size() == 64);
        for (auto const& item : claimed.items) world(requeue, lease_of(item), Requeue{.due_at = start}, nullptr);
        state.ResumeTiming();
    }
    for (int i = 0; i < 64; ++i) {
        auto const made = request(20'000'000 + i, start);
        world(withdraw, made.account, made.queue, made.key);
    }
}
BENCHMARK(claim_64)->Arg(1'000)->Arg(1'000'000);

// The usual claim of a live sync: one item, just asked for.
void life_of_one(benchmark::State& state) {
    auto& world = world_with(state.range(0));
    ClaimLimits const limits{.queue = "reconcile", .holder = "node_1"};
    int number = 30'000'000;
    for (auto _ : state) {
        world(enqueue, request(++number, start), start, nullptr);
        auto const claimed = world(claim, limits, start);
        CHECK(claimed.items.size() == 1);
        world(complete, lease_of(claimed.items.front()));
    }
}
BENCHMARK(life_of_one)->Arg(1'000)->Arg(1'000'000);

void claim_nothing(benchmark::State& state) {
    auto& world = world_with(state.range(0));
    ClaimLimits const limits{.queue = "reconcile", .holder = "node_1"};
    for (auto _ : state) CHECK(world(claim, limits, start).items.empty());
}
BENCHMARK(claim_nothing)->Arg(1'000)->Arg(1'000'000);

void ask_again(benchmark::State& state) {
    auto& world = world_with(state.range(0));
    int number = 0;
    for (auto _ : state) world(enqueue, request(number++ % 1'000, start + hours{24}), start, nullptr);
}
BENCHMARK(ask_again)->Arg(1'000)->Arg(1'000'000);

}  // namespace
}  // namespace lockstep::work
