// SPDX-License-Identifier: Apache-2.0
// notice_faults(): puts each fault of base/injected_fault.hpp into the engine in turn and tells who noticed it. A fault that
// nobody notices means that a check is missing; a judge counts only after it has failed on a broken engine.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/injected_fault.hpp"
#include "base/json.hpp"
#include "base/result.hpp"

namespace lockstep::simulation {

// Where a fault has to show itself.
struct Demand {
    InjectedFault fault = InjectedFault::none;
    bool in_drawn_worlds = true;
    bool in_small_world = false;
    std::string_view why_not_drawn{};  // where drawn worlds are not asked: what keeps them right
};
// One for each injected fault.
std::span<Demand const> demands();

struct Notice {
    std::string_view fault;
    std::string_view where;    // "drawn worlds" or "small world"
    std::int64_t tried = 0;    // worlds that ran, or kinds of apps that were searched
    std::string noticed_by;    // what the judge said; empty: nobody noticed
    std::string seed_or_kind;  // of the world that showed it
};
struct NoticeOptions {
    std::uint64_t first_seed = 1;
    std::int64_t seeds = 200;  // within so many worlds
    int depth = 6;             // of the small world
    int threads = 1;
};
// In the order of demands(). `progress` is called after each notice; it may be empty.
Result<std::vector<Notice>> notice_faults(NoticeOptions const& options, std::function<void(Notice const&)> const& progress = {});

Json to_json(std::vector<Notice> const& notices);

}  // namespace lockstep::simulation
