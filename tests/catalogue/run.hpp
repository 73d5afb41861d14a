// SPDX-License-Identifier: Apache-2.0
// Running an entry of a catalogue against its simulated app, and saying what is wrong with it in one sentence.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "catalogue/stage.hpp"

namespace lockstep::catalogue_tests {

struct Exceptions {
    // Of those that need one of several inputs, and have no required one: inputs that the test gives instead of the declared
    // examples, by operation: {"calendars.create_group": {"slug": "other"}}.
    JsonObject inputs;
    // Entries whose listing has nothing in it on a fresh stage, with the reason.
    JsonObject empty_listings;
    // Updates that have to be sent with the examples as they stand.
    JsonObject kept_values;
    // Writes that only the app's own store shows.
    JsonObject not_looked_at;

    std::size_t size() const { return inputs.size() + empty_listings.size() + kept_values.size() + not_looked_at.size(); }
};
Exceptions read_exceptions();

// What an entry's declared examples make of its inputs; only what is required, or all of them.
JsonObject example_inputs(catalogue::Operation const& operation, Exceptions const& exceptions, bool only_required);

// How an action or search ran: empty when everything was as declared, else what was not.
struct Ran {
    std::string problem;
    bool seen_by_api = false;  // another entry showed what it did
};
Ran run(catalogue::Connector const& connector, catalogue::Operation const& operation, Exceptions const& exceptions);

// Whether a search without inputs gives choices where "choices_from" says; empty when it does.
std::string problem_with_choices(catalogue::Connector const& connector, Json const& from, Exceptions const& exceptions);

}  // namespace lockstep::catalogue_tests
