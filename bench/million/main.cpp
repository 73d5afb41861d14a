// SPDX-License-Identifier: Apache-2.0
// bench_million: works on the data folder of a stopped server, for bench/million.py. `copies` fills it with copies of a linked
// person and looks that wait; `claim` tells how long a claim takes among them. Prints one line of JSON.
#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>

#include "app/account.hpp"
#include "app/installation.hpp"
#include "app/master_key_file.hpp"
#include "million/claims.hpp"
#include "million/copies.hpp"

namespace lockstep::bench {
namespace {

struct Input {
    std::string folder;
    CopyPlan plan;
    std::int64_t postponed = 10'000;
    bool claims = false;
};

Task<Result<Json>> work(app::Foundation& foundation, Input input) {
    app::Settings settings;
    settings.data = input.folder;
    settings.key_file = input.folder + "/master.key";
    CO_TRY(auto key, app::read_master_key(settings.key_file));
    CO_TRY(auto database, co_await app::open_database(foundation, settings, {}));
    vault::Vault vault(std::move(key), foundation.secure_random);
    CO_TRY_VOID(co_await vault.load(*database));
    auto const now = foundation.clock.now();
    if (input.claims) co_return co_await time_claims(*database, vault, now);
    CO_TRY_VOID(co_await postpone_looks(*database, vault, input.postponed, now + std::chrono::hours{24}, now));
    database.reset();  // the copies are made with nobody else at the file
    input.plan.database_file = settings.database_file();
    input.plan.now = now;
    CO_TRY(auto const report, copy_links(vault, input.plan));
    co_return JsonObject{{"links", report.links}, {"rows", report.rows}};
}

Task<int> print(app::Foundation& foundation, Input input) {
    auto const result = co_await work(foundation, std::move(input));
    if (!result) {
        std::fprintf(stderr, "%s\n", describe(result.error()).c_str());
        co_return 1;
    }
    std::printf("%s\n", to_text(*result).c_str());
    co_return 0;
}

int run(int count, char** arguments) {
    Input input;
    CLI::App app{"Fills a stopped server's database with copies of a linked person, or times its claims."};
    app.add_option("--data", input.folder)->required();
    app.require_subcommand(1);
    auto* copies = app.add_subcommand("copies");
    copies->add_option("--links", input.plan.links);
    copies->add_option("--changes", input.plan.changes, "of each link");
    copies->add_option("--postponed", input.postponed, "looks that wait until tomorrow");
    auto* claim = app.add_subcommand("claim");
    CLI11_PARSE(app, count, arguments);
    input.claims = claim->parsed();
    auto const foundation = app::Foundation::open({});
    if (!foundation) {
        std::fprintf(stderr, "%s\n", describe(foundation.error()).c_str());
        return 1;
    }
    return (*foundation)->run(print(**foundation, std::move(input)));
}

}  // namespace
}  // namespace lockstep::bench

int main(int count, char** arguments) { return lockstep::bench::run(count, arguments); }
