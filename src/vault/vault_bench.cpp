// SPDX-License-Identifier: Apache-2.0
// What sealing and opening a webhook's payload costs, and what its signature costs.
#include <benchmark/benchmark.h>

#include "vault/migrations.hpp"
#include "vault/signature.hpp"
#include "vault/test_world.hpp"

namespace lockstep::vault {
namespace {

AccountId const account{"acc_bench"};
Place const place{"events", "evt_01", "payload"};

struct World {
    TestRandom random{1};
    std::unique_ptr<adapters::SqliteInline> database = test_database({migrations()});
    Vault vault{Secret{random.bytes(32)}, random};
    std::string payload = random.bytes(1500);

    World() {
        write_void(*database, [&](Transaction& transaction) {
            return vault.add_account(transaction, account, test_time);
        }).value();
    }
};

void seal(benchmark::State& state) {
    World world;
    for (auto _ : state) benchmark::DoNotOptimize(world.vault.seal(account, place, world.payload));
}
BENCHMARK(seal);

void open(benchmark::State& state) {
    World world;
    auto const sealed = world.vault.seal(account, place, world.payload);
    for (auto _ : state) benchmark::DoNotOptimize(world.vault.open(account, place, sealed));
}
BENCHMARK(open);

void blind_index(benchmark::State& state) {
    World world;
    for (auto _ : state) benchmark::DoNotOptimize(world.vault.blind_index(account, "email", "somebody@example.com"));
}
BENCHMARK(blind_index);

void verify_ed25519(benchmark::State& state) {
    World world;
    auto const pair = ed25519_key_pair(world.random.bytes(32));
    auto const signature = ed25519_sign(pair.private_key, world.payload);
    for (auto _ : state) benchmark::DoNotOptimize(ed25519_verify(pair.public_key, world.payload, signature));
}
BENCHMARK(verify_ed25519);

void verify_hmac(benchmark::State& state) {
    World world;
    for (auto _ : state) benchmark::DoNotOptimize(hmac_sha256("a key of some length", world.payload));
}
BENCHMARK(verify_hmac);

}  // namespace
}  // namespace lockstep::vault
