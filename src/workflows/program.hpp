// SPDX-License-Identifier: Apache-2.0
// Program: a definition made ready to run. Its steps stand in one list and say by number which comes next, so that a run only has
// to remember where it is. Made by check.hpp; never changes.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "messages/messages.hpp"
#include "workflows/expression.hpp"
#include "workflows/limits.hpp"

namespace lockstep::workflows {

inline constexpr int at_the_end = -1;   // of the whole workflow
inline constexpr int at_the_join = -2;  // of a parallel branch
inline constexpr int nowhere = -3;

enum class StepKind : std::uint8_t {
    call,
    choice,
    selection,
    wait,
    wait_until,
    wait_for_event,
    loop,
    parallel,
    set,
    stop,
    go_to
};
std::string_view to_string(StepKind kind);  // as definitions write it
std::optional<StepKind> step_kind_from(std::string_view word);

// What is to be done where the answer to a write was lost and it cannot be repeated.
enum class IfUnclear : std::uint8_t {
    ask,
    fail,
    look
};

struct Retry {
    std::int64_t times = 5;
    Duration wait = std::chrono::seconds{30};  // before the first; doubled each time, up to an hour
};

// How it is found out whether a write of unknown outcome was carried out.
struct Look {
    std::string slot, operation;
    Pattern inputs;
    Expression found;               // over `answer`
    std::optional<Pattern> output;  // what the step gives then; unset: the answer
};

struct Arm {
    std::vector<Json> values;  // of a switch: any of them
    int first = at_the_end;
};

struct Node {
    std::string step;
    StepKind kind = StepKind::stop;
    int next = at_the_end;
    int on_error = nowhere;
    std::vector<Arm> arms{};     // choice: then; selection: the cases; parallel: the branches
    int otherwise = at_the_end;  // choice, selection: where no arm fits; wait_for_event: after its time
    Pattern pattern{};  // call: inputs; set: values; selection: the value; loop: the list; wait_until: the time; stop: because
    std::optional<Expression> when{};  // choice, wait_for_event
    // call, wait_for_event: which connection of the definition ("general" for our own), which operation or trigger.
    std::string slot{}, operation{};
    bool is_pure = false;  // done at once, without a command
    bool is_read = false;
    bool may_repeat = false;  // sending it twice is the same as sending it once
    Retry retry{};
    IfUnclear if_unclear = IfUnclear::ask;
    std::optional<Look> look{};
    Duration duration{0};  // wait; wait_until: offset; wait_for_event: at most
    bool fails_if_past = false;
    std::string item{};     // loop: what the item is called
    bool goes_on = false;   // loop: after a failure
    std::int64_t most = 0;  // loop: items; go_to: jumps
    int target = nowhere;   // loop: its first step; go_to
    int leaves = 0;         // go_to: how many loops end by it
    bool is_failure = false;
};

// How often one trigger may start a run for one and the same key.
enum class Again : std::uint8_t {
    always,
    not_while_running,
    once
};
std::string_view to_string(Again again);

struct Trigger {
    std::string slot, operation;
    std::string event_type;  // as the app sends it
    std::string inbox_type;  // as the inbox names it
    JsonObject inputs;       // of a schedule
    std::optional<Expression> when;
    std::vector<Expression> changed;  // values of which at least one must be another than the last time
    std::optional<Pattern> key;       // unset: the contact
    bool catches_up = true;           // a schedule that was missed runs once
};

struct Program {
    std::string id;
    messages::LocalText name;
    messages::LocalText about;
    std::map<std::string, std::string, std::less<>> apps;  // by the name that the definition gives a connection: its profile
    std::vector<Trigger> triggers;
    Again again = Again::always;
    bool starts_by_own = false;  // a change that a run of it made may start it
    std::int64_t deepest = 1;    // how many such runs one after the other
    std::vector<Node> nodes;
    int first = at_the_end;

    Node const* find(std::string_view step) const;
};

inline constexpr std::string_view general_slot = "general";
inline constexpr std::string_view own_slot = "lockstep";    // what Lockstep itself tells
inline constexpr std::string_view webhook_app = "webhook";  // in place of a profile: an address that anybody may post to

}  // namespace lockstep::workflows
