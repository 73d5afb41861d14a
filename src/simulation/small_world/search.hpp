// SPDX-License-Identifier: Apache-2.0
// Search: every order of the small world's actions up to a depth, each state visited once, and at each state the question: if
// nothing more happened from here, would the end be right?
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "simulation/small_world/model.hpp"

namespace lockstep::simulation::small_world {

struct Report {
    std::uint64_t states = 0;
    std::uint64_t actions = 0;
    int depth = 0;                     // to which everything was tried
    std::string wrong;                 // empty: nothing
    std::vector<std::string> history;  // the shortest that ends wrong, one line each
};

// Deepens one action at a time, so that the first history found is a shortest one. `goes_on` is asked before each depth.
Report search(
    Options const& options, connections::Connectors const& connectors, std::function<bool(int depth)> const& goes_on = {});

// What is wrong with an end; empty: nothing.
std::string judge_end(Model const& model, Options const& options, State const& end);

}  // namespace lockstep::simulation::small_world
