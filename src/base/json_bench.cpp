// SPDX-License-Identifier: Apache-2.0
// Reading a webhook of 1.5 KB, which happens ten thousand times a second at the budget of the design.
#include <benchmark/benchmark.h>

#include "base/json.hpp"

namespace {

std::string webhook() {
    std::string text =
        R"({"type":"ContactUpdate","locationId":"ve9EPM428h8vShlRW1KT","id":"nmFmQEsNgz6AVpgLVUJ0","address1":"3535 1st St N",)"
        R"("city":"Montréal","email":"jane.doe@example.com","dnd":false,"score":12.5,"tags":["a","b","c"],"customFields":[)";
    for (int i = 0; i < 12; ++i)
        text += (i == 0 ? "" : ",") +
                std::string(R"({"id":"BcdmQEsNgz6AVpgLVUJ0","value":"a value of some length for a field of )") +
                std::to_string(i) + "\"}";
    return text + "]}";
}

void read_webhook(benchmark::State& state) {
    auto const text = webhook();
    for (auto _ : state) benchmark::DoNotOptimize(lockstep::parse_json(text));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(text.size()));
}
BENCHMARK(read_webhook);

void find_in_webhook(benchmark::State& state) {
    auto const value = *lockstep::parse_json(webhook());
    for (auto _ : state) benchmark::DoNotOptimize(lockstep::find_text(value, "/customFields/7/value"));
}
BENCHMARK(find_in_webhook);

}  // namespace
