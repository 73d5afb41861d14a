// SPDX-License-Identifier: Apache-2.0
// The overview of whoever keeps many syncs, an agency with a clinic in each: which of them are shown, the worst first, page by
// page. Pure. What each of them comes to stands in its report; nothing here judges anew.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "health/reporter.hpp"

namespace lockstep::health {

// How soon somebody should look. A question waits for a person without anything being wrong; what rests because somebody wanted
// it to comes after that, and what goes on by itself comes last.
enum class Urgency : std::uint8_t {
    none,
    working,
    resting,
    question,
    attention,
    alarm
};
Urgency urgency(SyncReport const& report);

struct OverviewQuery {
    std::string text;            // part of a name, however it is spelled; empty: any
    std::optional<State> state;  // nullopt: any
    bool needs_look = false;     // only those for whom somebody should look: Urgency::question and above
    std::string cursor;
    std::int64_t limit = 50;
};

struct Overview {
    std::vector<SyncReport const*> items;  // into the report
    std::string next;                      // empty: that was the last page
    // Of every sync with such a name, whatever else was asked for.
    std::int64_t total = 0;
    std::int64_t needs_look = 0;
    std::vector<std::pair<State, std::int64_t>> states;
};

// A cursor says after whom the page begins, and how urgent that one was: whoever got better or worse meanwhile may be shown twice
// or not at all, and the next look shows it right. nullopt: a cursor that no page gave.
std::optional<Overview> overview(Report const& report, OverviewQuery const& query);

}  // namespace lockstep::health
