// SPDX-License-Identifier: Apache-2.0
// What an upload costs: 10,000 clients read, mapped and compared with 10,000 that are known. The budget is two seconds.
#include <benchmark/benchmark.h>

#include "snapshots/compare.hpp"

namespace lockstep::snapshots {
namespace {

// French headers, semicolons, a quoted line break in each address, numbers in the usual spelling.
std::string clients(std::size_t count, bool is_windows, std::size_t edited_every) {
    std::string const e = is_windows ? "\xE9" : "é";
    std::string text = is_windows ? "" : "\xEF\xBB\xBF";
    text += "Identifiant;Pr" + e + "nom;Nom;Courriel;T" + e + "l" + e +
            "phone;Date de naissance;Adresse;Ville;Code postal;Sexe;Langue;Statut\r\n";
    for (std::size_t i = 0; i < count; ++i) {
        auto const number = std::to_string(1'000'000 + i);
        bool const is_edited = edited_every > 0 && i % edited_every == 0;
        text += number + ";Ren" + e + std::to_string(i % 97) + ";B" + e + "langer" + std::to_string(i) + ";client" + number +
                "@example.test;(514) " + number.substr(1, 3) + "-" + number.substr(3) + ";" + std::to_string(i % 28 + 1) + "/0" +
                std::to_string(i % 9 + 1) + "/19" + std::to_string(50 + i % 50) + ";\"" + std::to_string(i) +
                ", rue Principale\r\nbureau \"\"B\"\"\";" + (is_edited ? "Qu" + e + "bec" : "L" + e + "vis") + ";G6V 1A1;" +
                (i % 2 == 0 ? "Femme" : "Homme") + ";Fran" + (is_windows ? "\xE7" : "ç") + "ais;Actif\r\n";
    }
    return text;
}

std::vector<contacts::Record> known_people(std::string const& file, Targets const& targets) {
    auto const table = read_table(file).value();
    std::vector<contacts::Record> known;
    for (auto& person : read_people(table, guesses(look_at_columns(table, targets)), targets, {}).people)
        known.push_back(std::move(person.record));
    return known;
}

void read_map_compare(benchmark::State& state, bool is_windows) {
    auto const targets = with_plain_fields({});
    auto const known = known_people(clients(10'000, is_windows, 0), targets);
    auto const file = clients(10'000, is_windows, 10);
    for (auto _ : state) {
        auto const table = read_table(file).value();
        auto const columns = guesses(look_at_columns(table, targets));
        auto const result = compare(read_people(table, columns, targets, {}), known, targets);
        if (result.counts.changed != 1'000 || result.counts.unchanged != 9'000) state.SkipWithError("compared wrongly");
    }
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(file.size()));
}
BENCHMARK_CAPTURE(read_map_compare, utf8_with_mark, false)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(read_map_compare, windows_1252, true)->Unit(benchmark::kMillisecond);

void read_only(benchmark::State& state) {
    auto const file = clients(10'000, false, 0);
    for (auto _ : state) benchmark::DoNotOptimize(read_table(file));
    state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(file.size()));
}
BENCHMARK(read_only)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace lockstep::snapshots
