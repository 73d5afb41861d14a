// SPDX-License-Identifier: Apache-2.0
// What one delivery costs the processor: signature, JSON, classification, sealing and an insert into an in-memory database.
// bench/ measures the whole server with fsync.
#include <benchmark/benchmark.h>

#include "webhooks/test_ingress.hpp"

namespace lockstep::webhooks {
namespace {

std::string contact(int number) {
    std::string body = R"({"type":"ContactUpdate","locationId":"loc1","id":"rec)" + std::to_string(number) +
                       R"(","webhookId":"wh)" + std::to_string(number) +
                       R"(","firstName":"Marie","lastName":"Tremblay","email":"marie@example.com","customFields":[)";
    for (int i = 0; i < 20; ++i) {
        if (i > 0) body += ',';
        body += R"({"id":"field)" + std::to_string(i) + R"(","value":"a value of some thirty letters"})";
    }
    return body + "]}";
}

void signed_delivery(benchmark::State& state) {
    TestIngress world;
    world.open();
    std::vector<HttpRequest> requests;
    for (int i = 0; i < 2000; ++i) requests.push_back(world.signed_by_app(contact(i)));
    std::size_t at = 0;
    for (auto _ : state) benchmark::DoNotOptimize(world.send(requests[at++ % requests.size()]));
    state.counters["bytes"] = static_cast<double>(requests.front().body.size());
}
BENCHMARK(signed_delivery);

void new_bearer_delivery(benchmark::State& state) {
    TestIngress world;
    world.open();
    int number = 0;
    for (auto _ : state) {
        auto const id = std::to_string(number++);
        benchmark::DoNotOptimize(
            world.send(world.post("/webhooks/contacts", R"({"eventType":"contact.updated","payload":{"id":"r)" + id + "\"}}",
                {{"Authorization", "Bearer secret of con_plain"}})));
    }
}
BENCHMARK(new_bearer_delivery);

void forged_delivery(benchmark::State& state) {
    TestIngress world;
    world.options.throttle.burst = 1e12;
    world.open();
    auto request = world.signed_by_app(contact(1));
    request.body.back() = ' ';
    for (auto _ : state) benchmark::DoNotOptimize(world.send(request));
}
BENCHMARK(forged_delivery);

void forged_delivery_of_a_known_forger(benchmark::State& state) {
    TestIngress world;
    world.options.throttle = {.burst = 1, .per_second = 0, .sources_max = 10};
    world.open();
    auto request = world.signed_by_app(contact(1));
    request.body.back() = ' ';
    for (auto _ : state) benchmark::DoNotOptimize(world.send(request));
}
BENCHMARK(forged_delivery_of_a_known_forger);

}  // namespace
}  // namespace lockstep::webhooks
