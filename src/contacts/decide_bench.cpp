// SPDX-License-Identifier: Apache-2.0
// What canonical forms and decisions cost. A contact has about a dozen fields, so a comparison of two records is a dozen of
// these.
#include <benchmark/benchmark.h>

#include "contacts/contact_samples.hpp"
#include "contacts/decide.hpp"

namespace lockstep::contacts {
namespace {

void canonical_of(benchmark::State& state, FieldKind kind, Value const& value) {
    for (auto _ : state) benchmark::DoNotOptimize(canonical(kind, value, {}));
}

BENCHMARK_CAPTURE(canonical_of, ascii_text, FieldKind::text, Value{std::string{"Jean Paul"}});
BENCHMARK_CAPTURE(canonical_of, accented_text, FieldKind::text, Value{std::string{"Zo\u00e9 B\u00e9langer"}});
BENCHMARK_CAPTURE(canonical_of, email, FieldKind::email, Value{std::string{"Jean.Paul@example.test"}});
BENCHMARK_CAPTURE(canonical_of, e164_phone, FieldKind::phone, Value{std::string{"+15145550199"}});
BENCHMARK_CAPTURE(canonical_of, formatted_phone, FieldKind::phone, Value{std::string{"(514) 555-0199"}});
BENCHMARK_CAPTURE(canonical_of, french_phone, FieldKind::phone, Value{std::string{"+33612345678"}});
BENCHMARK_CAPTURE(canonical_of, date, FieldKind::date, Value{std::string{"1990-02-03T00:00:00.000Z"}});
BENCHMARK_CAPTURE(canonical_of, set, FieldKind::set, Value{std::vector<std::string>{"lead", "VIP", "client"}});

// Phones nobody has asked for lately: what a first sweep pays.
void unseen_phone(benchmark::State& state) {
    std::uint64_t number = 2000000;
    for (auto _ : state) {
        auto const digits = std::to_string(number++ % 7999999 + 2000000);
        benchmark::DoNotOptimize(canonical(FieldKind::phone, Value{"(514) " + digits.substr(0, 3) + "-" + digits.substr(3)}, {}));
    }
}
BENCHMARK(unseen_phone);

void decide_drawn_cases(benchmark::State& state, FieldKind kind) {
    samples::Draw draw{7};
    std::vector<std::pair<FieldRule, FieldState>> cases;
    for (int i = 0; i < 256; ++i) {
        auto rule = samples::rule(draw, kind);
        cases.emplace_back(rule, samples::state(draw, kind));
    }
    std::size_t at = 0;
    for (auto _ : state) {
        auto const& [rule, field] = cases[at++ % cases.size()];
        benchmark::DoNotOptimize(decide(rule, field, {}));
    }
}
BENCHMARK_CAPTURE(decide_drawn_cases, text, FieldKind::text);
BENCHMARK_CAPTURE(decide_drawn_cases, phone, FieldKind::phone);
BENCHMARK_CAPTURE(decide_drawn_cases, set, FieldKind::set);

}  // namespace
}  // namespace lockstep::contacts
