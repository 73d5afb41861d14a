// SPDX-License-Identifier: Apache-2.0
// Swarm: what one seed's world is like. Each feature of the work and each fault is present by chance and then at a rate of its
// own, because a world with everything in it hides what a world with little in it shows. swarm_text.hpp writes one down.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contacts/mapping.hpp"
#include "sandbox/faults.hpp"
#include "simulation/database.hpp"
#include "simulation/http.hpp"
#include "sync/attached/policy.hpp"

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
    edit_long_value,         // longer than the other app takes; repaired later, or not
    edit_beside_long_value,  // a long value and a good one in one edit
    remove_and_make_again,   // deleted, and typed in anew
    merge,                   // two records of one app become one
    edit_name_case,          // the same name in capitals, or in proper case
};
inline constexpr std::size_t deed_count = 20;
std::string_view to_string(Deed deed);
std::optional<Deed> deed_from(std::string_view name);

struct PlannedDeed {
    TimePoint at{};
    Deed deed = Deed::edit_field;
    std::uint64_t stream = 0;  // what it draws depends on nothing else
    bool operator==(PlannedDeed const&) const = default;
};

enum class CrashMoment : std::uint8_t {
    at_once,
    at_commit,
    at_write,
    at_create
};
std::string_view to_string(CrashMoment moment);
struct PlannedCrash {
    TimePoint at{};
    CrashMoment moment = CrashMoment::at_once;
    std::uint32_t skips = 0;  // commits or writes to let pass first
    Duration down{};
    bool operator==(PlannedCrash const&) const = default;
};

// The running engine stands still, as a machine that sleeps, while a second one begins its work on the same database. It wakes
// and works on beside the other, until it is ended.
struct Stall {
    TimePoint at{};
    Duration lasts{};       // zero: a second engine beside the first, and nothing else
    Duration beside{};      // how long both work; zero: it never goes on
    bool at_write = false;  // with its next write, which is under way then; else at once
    bool operator==(Stall const&) const = default;
};

// A fault of an app that lasts for a while and strikes every time. Record faults name a record by its place ("#3": the third of
// that side when the spell begins), absent_member names the member.
struct Spell {
    Side side = Side::a;
    sandbox::FaultKind kind = sandbox::FaultKind::unauthorized;
    TimePoint from{};
    TimePoint until{};
    std::string operation{};  // empty: any
    std::string subject{};    // empty: any
    bool operator==(Spell const&) const = default;
};

// What whoever runs the program does with it, by the ways of the API.
enum class OperatorDeed : std::uint8_t {
    pause,           // and start again after a while
    disable,         // a connection, and enable it again
    change_mapping,  // a rule of one row
    dry_run,
    look_now,
    reconnect,  // enters the same credential again
    answer,     // one of the questions that are open then
};
inline constexpr std::size_t operator_deed_count = 7;
std::string_view to_string(OperatorDeed deed);
struct PlannedOperatorDeed {
    TimePoint at{};
    OperatorDeed deed = OperatorDeed::pause;
    Duration lasts{0};
    std::uint64_t stream = 0;
    bool operator==(PlannedOperatorDeed const&) const = default;
};

// The wall clock of the program's machine is set by somebody; how long things take does not change.
struct ClockStep {
    TimePoint at{};
    Duration by{0};
    bool operator==(ClockStep const&) const = default;
};

// Who is in the two apps.
enum class Crowd : std::uint8_t {
    usual,
    households,  // three people with one e-mail or one phone
    namesakes,   // pairs with one name
    strangers,   // every third without e-mail and phone
};
inline constexpr std::size_t crowd_count = 4;
std::string_view to_string(Crowd crowd);

// Whom else the same program serves. What they do must not touch the pair that is judged, nor the other way round.
enum class NeighbourKind : std::uint8_t {
    other_account,    // a pair of apps of another account
    same_account,     // a second pair of apps of the same account
    public_hexfit,    // of another account; its Hexfit can only create (profile hexfit-v2)
    shared_location,  // a second, empty business beside the same location, added while everything runs
};
inline constexpr std::size_t neighbour_kind_count = 4;
std::string_view to_string(NeighbourKind kind);
struct Neighbourhood {
    NeighbourKind kind = NeighbourKind::other_account;
    std::size_t people = 0;
    std::size_t overlap = 0;
    std::size_t edits = 0;
    bool operator==(Neighbourhood const&) const = default;
};

// Allowances of the apps that bite, until `lifted_at`. 0: the usual ones.
struct Limits {
    std::uint64_t highlevel_daily = 0;
    std::uint64_t hexfit_monthly = 0;
    std::uint64_t hexfit_used = 0;
    bool connection_knows = true;  // the connection is set to Hexfit's allowance; else only the app's refusals tell
    TimePoint lifted_at{};
    bool operator==(Limits const&) const = default;
};

// What the sync does with notes and tasks, and how often somebody writes or changes one.
struct AttachedSwarm {
    sync::AttachedDirection notes = sync::AttachedDirection::off;
    sync::AttachedDirection tasks = sync::AttachedDirection::off;
    std::size_t deeds = 0;
    bool is_on() const { return notes != sync::AttachedDirection::off || tasks != sync::AttachedDirection::off; }
    bool operator==(AttachedSwarm const&) const = default;
};

struct Swarm {
    std::uint64_t seed = 0;
    TimePoint start{};
    TimePoint calm_from{};
    TimePoint end{};
    std::size_t people = 0;
    std::size_t overlap = 0;
    Crowd crowd = Crowd::usual;
    bool leftover_ids = false;  // the id fields hold ids of an earlier business and an earlier location
    bool allow_duplicates = false;
    bool match_email_first = true;
    bool nested_webhooks = false;
    bool keeps_bodies = false;
    bool proxy_answers_429 = true;  // while our process is down
    std::uint32_t webhook_answer_lost_ppm = 0;
    std::uint32_t webhook_replayed_ppm = 0;
    std::size_t text_length_most = 255;  // of HighLevel's texts
    bool cut_long_texts = false;         // HighLevel stores their beginning instead of refusing them
    Limits limits;
    contacts::Mapping mapping;
    sandbox::FaultSettings app_faults[2];
    sandbox::Quirks quirks[2];
    NetworkFaults network[2];
    DatabaseFaults database;
    std::vector<PlannedDeed> deeds;
    std::vector<PlannedCrash> crashes;
    std::vector<Stall> stalls;
    std::vector<Outage> outages;
    std::vector<Spell> spells;
    std::vector<PlannedOperatorDeed> operator_deeds;
    std::vector<ClockStep> clock_steps;
    std::vector<Neighbourhood> neighbours;
    AttachedSwarm attached;

    // The longest that news can take from one side to the other while things go wrong.
    Duration slowest_news() const;
};

// Nobody does anything and nothing goes wrong: what a scenario starts from.
Swarm plain_swarm(contacts::Mapping mapping);

enum class SwarmKind : std::uint8_t {
    quiet,  // no faults, for the first look at a change of the engine
    usual,  // the network, the database, crashes, what persons do: the worlds in which the engine has to be right every time
    wide,   // the same, and everything that is rarer: spells, limits, habits of the apps, neighbours, operators, clock steps
};
Swarm draw_swarm(std::uint64_t seed, contacts::Mapping mapping, SwarmKind kind);

}  // namespace lockstep::simulation
