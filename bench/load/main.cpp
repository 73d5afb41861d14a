// SPDX-License-Identifier: Apache-2.0
// bench_load: sends signed webhooks to a server on this machine and prints one line of JSON with what came of it. The ids that
// were answered 2xx go into a file, so that somebody can check that the server really has them.
#include <CLI/CLI.hpp>
#include <cstdio>

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "load/event_pool.hpp"
#include "load/load_run.hpp"

namespace lockstep::bench {
namespace {

// Nearest rank.
double percentile_ms(std::vector<std::uint32_t> const& sorted, double share) {
    if (sorted.empty()) return 0;
    auto const rank = static_cast<std::size_t>(share * static_cast<double>(sorted.size()));
    return sorted[std::min(rank, sorted.size() - 1)] / 1e3;
}

Json report(LoadFigures const& figures, std::size_t body_bytes) {
    JsonObject statuses;
    std::size_t answered = 0;
    for (auto const& [status, count] : figures.statuses) {
        statuses[std::to_string(status)] = count;
        answered += count;
    }
    auto const accepted = static_cast<double>(figures.accepted_meanwhile);
    auto const per_thousand = [&](double cpu) { return accepted > 0 ? cpu * 1000 / accepted : 0; };
    return JsonObject{{"sent", figures.sent}, {"unanswered", figures.unanswered}, {"accepted_in_all", figures.accepted.size()},
        {"statuses", std::move(statuses)}, {"seconds", figures.seconds},
        {"accepted_per_second", figures.seconds > 0 ? accepted / figures.seconds : 0},
        {"refused_later_share", answered == 0
                                    ? 0
                                    : static_cast<double>(figures.statuses.contains(429) ? figures.statuses.at(429) : 0) /
                                          static_cast<double>(answered)},
        {"p50_ms", percentile_ms(figures.latencies_us, 0.5)}, {"p95_ms", percentile_ms(figures.latencies_us, 0.95)},
        {"p99_ms", percentile_ms(figures.latencies_us, 0.99)}, {"p999_ms", percentile_ms(figures.latencies_us, 0.999)},
        {"max_ms", percentile_ms(figures.latencies_us, 1)}, {"server_cpu_per_1000", per_thousand(figures.server_cpu_seconds)},
        {"client_cpu_per_1000", per_thousand(figures.client_cpu_seconds)}, {"body_bytes", body_bytes},
        {"ran_out", figures.ran_out}, {"began", std::chrono::duration<double>(figures.began.time_since_epoch()).count()},
        {"seconds_to_last_answer", figures.seconds_to_last_answer}};
}

std::vector<std::string> lines_of(std::string const& path) {
    std::vector<std::string> lines;
    auto* file = std::fopen(path.c_str(), "r");
    if (file == nullptr) return lines;
    std::string line;
    for (int c = 0; (c = std::fgetc(file)) != EOF;) {
        if (c != '\n') {
            line += static_cast<char>(c);
        } else if (!line.empty()) {
            lines.push_back(std::exchange(line, {}));
        }
    }
    std::fclose(file);
    return lines;
}

int run(int count, char** arguments) {
    EventSettings events{.host = {}, .path = "/webhooks/contacts", .location = {}, .run = "bench", .seed = {}, .records = {}};
    LoadPlan plan;
    double seconds = 10, warm_up = 2;
    std::size_t prepared = 0;
    bool waits = false;
    std::string seed, records_file, bodies_file, accepted_file;
    CLI::App app{"Sends signed webhooks to a server on this machine."};
    app.add_option("--port", plan.port)->required();
    app.add_option("--seed", seed, "of the signing key, 64 hexadecimal digits")->required();
    app.add_option("--path", events.path);
    app.add_option("--location", events.location)->required();
    app.add_option("--run", events.run, "what every delivery id begins with");
    app.add_option("--records", records_file, "contact ids, one a line; the events are made up");
    app.add_option("--bodies", bodies_file, "the events themselves, one a line, each sent once and then it ends");
    app.add_option("--body-bytes", events.body_bytes);
    app.add_option("--connections", plan.connections);
    app.add_option("--rate", plan.rate, "requests a second; absent: as many as are answered");
    app.add_option("--seconds", seconds);
    app.add_option("--warm-up", warm_up);
    app.add_option("--prepared", prepared, "events to sign beforehand; they are never sent twice");
    app.add_flag("--wait", waits, "say \"ready\" when everything is signed, and begin when a line comes in");
    app.add_option("--server-process", plan.server_process);
    app.add_option("--accepted", accepted_file, "where the accepted ids go");
    CLI11_PARSE(app, count, arguments);

    auto const key = from_hex(seed);
    events.records = lines_of(records_file);
    auto const bodies = lines_of(bodies_file);
    if (!key || key->size() != 32 || events.records.empty() == bodies.empty() || plan.connections == 0) {
        std::fputs("a seed of 64 digits, a file with records or one with bodies, and a connection are needed\n", stderr);
        return 2;
    }
    events.seed = *key;
    events.host = "127.0.0.1:" + std::to_string(plan.port);
    plan.warm_up = std::chrono::milliseconds(static_cast<std::int64_t>(warm_up * 1e3));
    plan.measured = std::chrono::milliseconds(static_cast<std::int64_t>(seconds * 1e3));
    constexpr double fastest = 20'000;  // nobody is quicker on such a machine
    if (prepared == 0) prepared = static_cast<std::size_t>((seconds + warm_up) * (plan.rate > 0 ? plan.rate : fastest)) + 1;

    auto const pool = bodies.empty() ? EventPool(std::move(events), prepared) : EventPool(std::move(events), bodies);
    auto const request = pool.request(0);
    auto const body_bytes = request.size() - request.find("\r\n\r\n") - 4;
    if (waits) {
        std::printf("ready\n");
        std::fflush(stdout);
        while (std::getchar() != '\n' && std::feof(stdin) == 0) {}
    }
    auto const figures = run_load(pool, plan);
    if (!accepted_file.empty()) {
        auto* file = std::fopen(accepted_file.c_str(), "w");
        if (file == nullptr) return 1;
        for (auto const number : figures.accepted) std::fprintf(file, "%s\n", pool.id(number).c_str());
        std::fclose(file);
    }
    std::printf("%s\n", to_text(report(figures, body_bytes)).c_str());
    return 0;
}

}  // namespace
}  // namespace lockstep::bench

int main(int count, char** arguments) { return lockstep::bench::run(count, arguments); }
