// SPDX-License-Identifier: Apache-2.0
// check(): the small world searched for several kinds of apps, with the engine as it is or with a fault injected into it.
#pragma once

#include "simulation/small_world/search.hpp"

namespace lockstep::simulation::small_world {

struct Kind {
    std::string_view name;
    Options options;
    int deeper = 0;  // how many happenings more than asked for: where little can happen, long histories cost no more
};
// Apps that show times and apps that do not, with and without conditional writes, with events that carry values and with such
// that only name the record; a text and a set.
std::vector<Kind> kinds();

struct CheckOptions {
    int depth = 6;
    std::string fault;  // an injected fault by name; empty: none
    // Asked before each depth of each kind, with what is about to be searched; false ends the check there.
    std::function<bool(std::string_view kind, int depth)> goes_on{};
};
struct Searched {
    std::string_view kind;
    Report report;
};
// The kinds in turn, until something is wrong. Errors: sync.unknown_mutant for a fault that does not exist.
Result<std::vector<Searched>> check(CheckOptions const& options);

Json to_json(std::vector<Searched> const& searched);

}  // namespace lockstep::simulation::small_world
