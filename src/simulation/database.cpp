// SPDX-License-Identifier: Apache-2.0
#include "simulation/database.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace lockstep::simulation {

Task<void> SimulatedDatabase::take_time() {
    if (faults.slow_ppm > 0 && stream_.chance_ppm(faults.slow_ppm)) {
        tally_.add("fault: database slow");
        co_await clock_.sleep_until(clock_.now() + draw(stream_, std::chrono::milliseconds{200}, std::chrono::seconds{8}));
        co_return;
    }
    co_await clock_.sleep_until(clock_.now() + draw(stream_, std::chrono::microseconds{200}, std::chrono::microseconds{3'000}));
}

Task<Result<void>> SimulatedDatabase::write(TransactionBody body) {
    co_await take_time();
    if (faults.full_ppm > 0 && stream_.chance_ppm(faults.full_ppm)) {
        tally_.add("fault: database full");
        inner_.before_commit = [] {
            return std::optional{Error{ErrorKind::unavailable, "database.full", "writing: the simulated disk is full", {}}};
        };
    }
    auto result = co_await inner_.write(std::move(body));
    inner_.before_commit = nullptr;
    if (result && on_commit) on_commit();
    if (result && faults.outcome_unknown_ppm > 0 && stream_.chance_ppm(faults.outcome_unknown_ppm)) {
        tally_.add("fault: database outcome unknown");
        result = fail(ErrorKind::unavailable, "database.outcome_unknown", "writing: the simulated answer was lost");
    }
    // The answer takes its time too: a process may end between the commit and the next line.
    co_await boost::asio::post(boost::asio::use_awaitable);
    co_return result;
}

Task<Result<void>> SimulatedDatabase::read(TransactionBody body) {
    co_await boost::asio::post(boost::asio::use_awaitable);
    if (faults.read_fails_ppm > 0 && stream_.chance_ppm(faults.read_fails_ppm)) {
        tally_.add("fault: database read fails");
        co_return fail(ErrorKind::unavailable, "database.full", "reading: the simulated disk does not answer");
    }
    co_return co_await inner_.read(std::move(body));
}

}  // namespace lockstep::simulation
