// SPDX-License-Identifier: Apache-2.0
// Contest: who must win one field (or one element of a set) of one linked pair. From the true history of both sides it computes
// every end that the sync's rules allow. There is one, unless the order of things could not be known from outside: both sides
// edited before news of either could arrive, or a write of ours whose answer nobody heard. Pure; the judges of edits ask it.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "contacts/decide.hpp"
#include "contacts/mapping.hpp"

namespace lockstep::simulation {

// The value of one side became `after`.
struct Happening {
    TimePoint at{};
    contacts::Side side = contacts::Side::a;
    bool is_foreign = true;  // a person, or an automation of the app; not the program
    bool is_heard = true;    // of the program's writes: their answer came back
    contacts::Value after;
    std::size_t origin = 0;  // the caller's own number
};

struct ContestInput {
    contacts::FieldRule rule;
    contacts::Region region;
    bool is_name = false;               // of two spellings of a name the better one wins
    std::vector<Happening> happenings;  // of both sides, in order of time; the first of each side is the record's beginning
    TimePoint linked_at{};
    // Did anything (a crash, a failing database) keep the program from noting what it did in this span?
    std::function<bool(TimePoint from, TimePoint until)> is_disturbed;
    // However badly things went, an agreement that lasted so long was noticed.
    Duration noticed_after = std::chrono::minutes{20};
    // How long the program may at most have needed to hear of this happening.
    std::function<Duration(Happening const&)> news_takes;
};

struct End {
    contacts::Value a;
    contacts::Value b;
    bool is_asked = false;  // the two stand as they are, and a question about this field is open
    std::string reason;

    bool operator==(End const& other) const { return a == other.a && b == other.b && is_asked == other.is_asked; }
};

struct Contest {
    std::vector<End> ends;         // empty: nobody but the program ever wrote this field
    std::size_t last_foreign = 0;  // in `happenings`: the edit that everything has to follow
};

Contest hold_contest(ContestInput const& input);

}  // namespace lockstep::simulation
