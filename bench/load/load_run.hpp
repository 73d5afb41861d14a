// SPDX-License-Identifier: Apache-2.0
// One run of load from one thread over keep-alive connections. Closed loop (each connection sends when it was answered) tells how
// much a server can take; open loop (a constant rate, whatever the server does) tells how long people wait: latencies count from
// the moment a request was meant to be sent, so a server that stands still cannot hide the requests that would have come.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <vector>

#include "load/event_pool.hpp"

namespace lockstep::bench {

struct LoadPlan {
    std::uint16_t port = 0;
    std::size_t connections = 64;
    double rate = 0;  // requests a second; 0: closed loop
    std::chrono::milliseconds warm_up{2'000};
    std::chrono::milliseconds measured{10'000};
    int server_process = 0;  // whose processor time is read; 0: nobody's
};

struct LoadFigures {
    std::size_t sent = 0;
    std::size_t unanswered = 0;               // still open at the end, or on a connection that broke
    std::vector<std::size_t> accepted;        // numbers of the events answered 2xx, warm-up included
    std::map<int, std::size_t> statuses;      // in the measured time, as the next two
    std::vector<std::uint32_t> latencies_us;  // of 2xx, sorted
    double seconds = 0;
    std::chrono::system_clock::time_point began{};  // when the first was sent
    double seconds_to_last_answer = 0;              // from then
    std::size_t accepted_meanwhile = 0;             // 2xx answered in those seconds, whenever they were meant to be sent
    double client_cpu_seconds = 0;
    double server_cpu_seconds = 0;
    bool ran_out = false;  // of prepared events: the run was shorter than planned
};

LoadFigures run_load(EventPool const& pool, LoadPlan const& plan);

}  // namespace lockstep::bench
