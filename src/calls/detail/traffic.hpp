// SPDX-License-Identifier: Apache-2.0
// What a caller keeps in memory of each connection.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calls/caller.hpp"
#include "calls/fallback.hpp"
#include "calls/line.hpp"
#include "catalogue/rate.hpp"

namespace lockstep::calls {

// What we know about calling one connection.
struct Traffic {
    std::shared_ptr<Line> line = std::make_shared<Line>();
    catalogue::RateState rate;
    std::weak_ptr<connections::Connection const> entry;  // as it was stored when it was last called
    Secret refused_credential;
    Fallback fallback;
    bool is_troubled = false;         // said so in the log
    std::int64_t prepaid = 0;         // calls charged to the quota and not yet used
    std::int64_t left_of_month = -1;  // of the quota after the last charge; -1: not known
    std::int64_t stored_learnt = -1;  // the monthly limit of the app's own words, as it was last handed to the database
    std::map<std::string, std::int64_t> counts;
    double retry_tokens = 10;  // retry budget: a tenth of the calls, and a few to begin with
    std::optional<TimePoint> answered_at;
    std::optional<TimePoint> spent_since;
    std::string failure_code;
    int failure_status = 0;
    std::map<std::string, Denial> denied;
    std::map<std::string, std::vector<std::string>> health_names;  // by operation, as far as it was looked up
};

struct LearntQuota {
    AccountId account;
    ConnectionId connection;
    std::int64_t limit = 0;
};

}  // namespace lockstep::calls
