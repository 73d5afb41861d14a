// SPDX-License-Identifier: Apache-2.0
// What a run knows when it starts: what the event says, and about whom. Pure.
#pragma once

#include "connections/connection.hpp"
#include "workflows/program.hpp"

namespace lockstep::workflows {

struct Occasion {
    Json trigger;           // what the event says, its wrapper taken off
    JsonObject contact;     // members as contact_shape() says, as far as the event shows them
    std::string wire_type;  // as the app names it; empty where there is no app
};

// `connection` is null where there is no app behind the event.
Occasion read_occasion(connections::Connection const* connection, Json const& payload, std::string_view record_id);

// An app may have several types of which the inbox makes one; a trigger means the one that it names.
bool is_of_type(Trigger const& trigger, Occasion const& occasion);

struct Wish {
    bool starts = false;
    std::string key;                          // whom or what it is about; empty: nobody
    std::optional<std::string> changed = {};  // the values that have to be others than the last time
};
// Whether the event starts a run, as far as the event itself shows. An error where a condition cannot be judged.
Result<Wish> judge(Trigger const& trigger, Occasion const& occasion, TimePoint now);

// The data of Happening::started.
JsonObject start_data(Occasion const& occasion, std::string_view run, std::string_view workflow, TimePoint now);

}  // namespace lockstep::workflows
