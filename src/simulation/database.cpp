// SPDX-License-Identifier: Apache-2.0
#include "simulation/database.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lockstep::simulation {

Task<void> SimulatedDatabase::take_time() {
    if (faults.slow_ppm > 0 && stream_.chance_ppm(faults.slow_ppm)) {
        struck.push_back(clock_.now());
        tally_.add("fault: database slow");
        co_await clock_.sleep_until(clock_.now() + draw(stream_, std::chrono::milliseconds{200}, std::chrono::seconds{8}));
        co_return;
    }
    co_await clock_.sleep_until(clock_.now() + draw(stream_, std::chrono::microseconds{200}, std::chrono::microseconds{3'000}));
}

Task<Result<void>> SimulatedDatabase::write(TransactionBody body) {
    co_await take_time();
    auto const refuse_commit = [this](std::string_view code, std::string_view message) {
        inner_.before_commit = [code, message] {
            return std::optional{Error{ErrorKind::unavailable, std::string(code), std::string(message), {}}};
        };
    };
    if (strikes(faults.runs_twice_ppm, "database body runs twice")) {
        refuse_commit("database.full", "writing: the first run of a body that runs twice");
        (void)co_await inner_.write(body);
        inner_.before_commit = nullptr;
    }
    bool const is_full = strikes(faults.full_ppm, "database full");
    bool const is_lost = !is_full && strikes(faults.unknown_and_lost_ppm, "database outcome unknown and lost");
    if (is_full) refuse_commit("database.full", "writing: the simulated disk is full");
    if (is_lost) refuse_commit("database.outcome_unknown", "writing: the simulated answer was lost, and the commit too");
    auto result = co_await inner_.write(std::move(body));
    inner_.before_commit = nullptr;
    if (result && on_commit) on_commit();
    if (result && strikes(faults.outcome_unknown_ppm, "database outcome unknown"))
        result = fail(ErrorKind::unavailable, "database.outcome_unknown", "writing: the simulated answer was lost");
    // The answer takes its time too: a process may end between the commit and the next line.
    co_await boost::asio::post(boost::asio::use_awaitable);
    co_return result;
}

Task<Result<void>> SimulatedDatabase::read(TransactionBody body) {
    co_await boost::asio::post(boost::asio::use_awaitable);
    if (strikes(faults.read_fails_ppm, "database read fails"))
        co_return fail(ErrorKind::unavailable, "database.full", "reading: the simulated disk does not answer");
    if (strikes(faults.runs_twice_ppm, "database body of a read runs twice")) (void)co_await inner_.read(body);
    co_return co_await inner_.read(std::move(body));
}

bool SimulatedDatabase::strikes(std::uint32_t ppm, std::string_view name) {
    if (ppm == 0 || !stream_.chance_ppm(ppm)) return false;
    struck.push_back(clock_.now());
    tally_.add("fault: " + std::string(name));
    return true;
}

}  // namespace lockstep::simulation
