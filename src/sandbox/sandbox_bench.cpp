// SPDX-License-Identifier: Apache-2.0
// What a call of the simulated HighLevel costs: the simulation's speed hangs on it.
#include <benchmark/benchmark.h>

#include "sandbox/highlevel/highlevel_app.hpp"

namespace lockstep::sandbox {
namespace {

void highlevel_get_contact(benchmark::State& state) {
    HighLevelApp app({});
    app.rate_limit().settings = {0, std::chrono::seconds{10}, 0};
    auto const now = from_micros(1'770'000'000'000'000);
    app.add_people(seed_people(1, 10'000, 0).highlevel, now);
    HttpRequest request;
    request.method = "GET";
    request.headers = {{"Authorization", "Bearer " + app.token()}, {"Version", "2021-07-28"}};
    request.url = "/contacts/" + app.records()[5'000].id;
    for (auto _ : state) benchmark::DoNotOptimize(app.handle(request, now));
}
BENCHMARK(highlevel_get_contact);

void highlevel_put_contact(benchmark::State& state) {
    HighLevelApp app({});
    app.rate_limit().settings = {0, std::chrono::seconds{10}, 0};
    auto now = from_micros(1'770'000'000'000'000);
    app.add_people(seed_people(1, 10'000, 0).highlevel, now);
    HttpRequest request;
    request.method = "PUT";
    request.headers = {{"Authorization", "Bearer " + app.token()}, {"Version", "2021-07-28"}};
    request.url = "/contacts/" + app.records()[5'000].id;
    request.body = R"({"city":"Laval","phone":"+15145550123"})";
    for (auto _ : state) benchmark::DoNotOptimize(app.handle(request, now += std::chrono::milliseconds{10}));
}
BENCHMARK(highlevel_put_contact);

void highlevel_search_page(benchmark::State& state) {
    HighLevelApp app({});
    app.rate_limit().settings = {0, std::chrono::seconds{10}, 0};
    auto const now = from_micros(1'770'000'000'000'000);
    app.add_people(seed_people(1, 10'000, 0).highlevel, now);
    HttpRequest request;
    request.method = "POST";
    request.headers = {{"Authorization", "Bearer " + app.token()}, {"Version", "2021-07-28"}};
    request.url = "/contacts/search";
    request.body =
        R"({"locationId":")" + app.location_id() + R"(","pageLimit":100,"sort":[{"field":"dateUpdated","direction":"asc"}]})";
    for (auto _ : state) benchmark::DoNotOptimize(app.handle(request, now));
}
BENCHMARK(highlevel_search_page);

}  // namespace
}  // namespace lockstep::sandbox
