// SPDX-License-Identifier: Apache-2.0
// SimulatedDatabase: SQLite in memory behind the Database port, with places to crash at and failures: nothing written, or
// written although the answer says that nobody knows.
#pragma once

#include "adapters/db_sqlite/inline.hpp"
#include "simulation/chance.hpp"
#include "simulation/clock.hpp"
#include "simulation/tally.hpp"

namespace lockstep::simulation {

struct DatabaseFaults {
    std::uint32_t full_ppm = 0;             // a write fails, nothing of it stays
    std::uint32_t outcome_unknown_ppm = 0;  // a write is committed, its answer lost
    std::uint32_t slow_ppm = 0;
    std::uint32_t read_fails_ppm = 0;
    std::uint32_t runs_twice_ppm = 0;        // a body runs, is undone, and runs again from its beginning
    std::uint32_t unknown_and_lost_ppm = 0;  // nobody knows whether a write was committed, and it was not
    bool operator==(DatabaseFaults const&) const = default;
};

class SimulatedDatabase final : public Database {
public:
    SimulatedDatabase(adapters::SqliteInline& inner, SimulatedClock& clock, Stream stream, Tally& tally)
        : inner_(inner), clock_(clock), stream_(stream), tally_(tally) {}

    Task<Result<void>> write(TransactionBody body) override;
    Task<Result<void>> read(TransactionBody body) override;

    DatabaseFaults faults;
    std::function<void()> on_commit;  // after each commit, before anybody hears of it
    std::vector<TimePoint> struck;    // when a fault did, in order

private:
    Task<void> take_time();
    bool strikes(std::uint32_t ppm, std::string_view name);

    adapters::SqliteInline& inner_;
    SimulatedClock& clock_;
    Stream stream_;
    Tally& tally_;
};

}  // namespace lockstep::simulation
