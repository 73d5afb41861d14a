// SPDX-License-Identifier: Apache-2.0
// Swarm: what one seed's world is like. Each feature of the work and each fault is present with one chance in two and then at
// a rate of its own, because a world with everything in it hides what a world with little in it shows.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "contacts/mapping.hpp"
#include "sandbox/faults.hpp"
#include "simulation/database.hpp"
#include "simulation/http.hpp"

namespace lockstep::simulation {

// What persons at the apps' screens do.
enum class Deed : std::uint8_t {
    edit_field,
    edit_field_again_and_again,  // three values of one field within seconds
    edit_same_field_on_both,
    edit_different_fields_on_both,
    undo_edit,  // back to what it was
    blank_field,
    change_tags,
    change_tags_on_both,
    edit_unmapped,
    create,
    create_on_both,          // the same e-mail on both sides
    create_without_address,  // neither e-mail nor phone: nothing to match by
    create_namesake,         // another person with the name of one who exists
    remove,
    archive,
};
inline constexpr std::size_t deed_count = 15;
std::string_view to_string(Deed deed);

struct PlannedDeed {
    TimePoint at{};
    Deed deed = Deed::edit_field;
    std::uint64_t stream = 0;  // what it draws depends on nothing else
};

enum class CrashMoment : std::uint8_t {
    at_once,
    at_commit,
    at_write,
    at_create
};
struct PlannedCrash {
    TimePoint at{};
    CrashMoment moment = CrashMoment::at_once;
    std::uint32_t skips = 0;  // commits or writes to let pass first
    Duration down{};
};

struct Swarm {
    std::uint64_t seed = 0;
    TimePoint start{};
    TimePoint calm_from{};
    TimePoint end{};
    std::size_t people = 0;
    std::size_t overlap = 0;
    bool allow_duplicates = false;
    bool match_email_first = true;
    bool nested_webhooks = false;
    bool keeps_bodies = false;
    bool proxy_answers_429 = true;  // while our process is down
    std::uint32_t webhook_answer_lost_ppm = 0;
    std::uint32_t webhook_replayed_ppm = 0;
    contacts::Mapping mapping;
    sandbox::FaultSettings app_faults[2];
    NetworkFaults network[2];
    DatabaseFaults database;
    std::vector<PlannedDeed> deeds;
    std::vector<PlannedCrash> crashes;
    std::vector<Outage> outages;

    // The longest that news can take from one side to the other while things go wrong.
    Duration slowest_news() const;
};

// `is_quiet`: no faults, for the first look at a change of the engine.
Swarm draw_swarm(std::uint64_t seed, contacts::Mapping mapping, bool is_quiet);

}  // namespace lockstep::simulation
