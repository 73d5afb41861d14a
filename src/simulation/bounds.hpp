// SPDX-License-Identifier: Apache-2.0
// Bounds: how late news and writes may be, computed from what really went wrong. In calm an edit arrives within seconds; a lost
// webhook costs a poll; a failed call its pause; an outage its length and about as much again. Only what struck counts, not what
// could have.
#pragma once

#include <optional>
#include <vector>

#include "simulation/chronicle.hpp"

namespace lockstep::simulation {

class World;

// A span in which the program or one app could not work.
struct Trouble {
    TimePoint from{};
    TimePoint until{};
    std::optional<Side> side{};  // absent: the program itself
    Duration aftermath{};        // how much longer whatever was under way may need
};

class Bounds {
public:
    explicit Bounds(World& world);

    // Did anything keep the program from noting down what it had just done?
    bool is_disturbed(TimePoint from, TimePoint until) const;

    // However badly things went in this world, what lasted so long was noticed.
    Duration noticed_after() const;

    // By when the program must have heard of a change of `key`, whose counterpart is `other`.
    TimePoint heard_at_the_latest(RecordKey const& key, RecordKey const& other, TimePoint happened_at) const;
    // By when the other side must show it. `not_before`: when there was a link to carry it along.
    TimePoint arrived_at_the_latest(
        RecordKey const& key, RecordKey const& other, TimePoint happened_at, TimePoint not_before) const;

private:
    TimePoint news_of(RecordKey const& key, TimePoint happened_at) const;
    // Failures of the database that were counted already.
    struct DatabaseStrikes {
        TimePoint since{};
        int seen = 0;
        int most = 4;
    };
    TimePoint extended(TimePoint bound, RecordKey const& key, RecordKey const& other, TimePoint from, Duration allowance) const;
    TimePoint after_database(TimePoint bound, DatabaseStrikes& strikes) const;
    TimePoint after_calls(
        TimePoint bound, RecordKey const& key, RecordKey const& other, TimePoint from, Duration allowance) const;
    bool comes_after_outage(AppCall const& call) const;
    void count_failures_in_a_row();

    World& world_;
    std::vector<int> failures_in_a_row_;  // by call
    std::vector<Trouble> troubles_;       // of the world, with what was done to the sync and what an app did for a while
};

}  // namespace lockstep::simulation
