// SPDX-License-Identifier: Apache-2.0
// Any text as a definition: it is read or refused, checked without a crash, and what has no problems runs to its end or waits.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "workflows/check.hpp"
#include "workflows/decide.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace lockstep;
    auto const definition = workflows::read_definition({reinterpret_cast<char const*>(data), size});
    if (!definition) {
        CHECK(definition.error().code == "workflows.unreadable");
        return 0;
    }
    auto const checked = workflows::check(*definition, {});
    for (auto const& problem : checked.problems) CHECK(problem.code.starts_with("workflows."));
    if (!checked.problems.empty()) return 0;
    workflows::Happening start;
    start.data = JsonObject{{"trigger", {{"n", 1}}}, {"contact", {{"id", "c"}}}, {"run", JsonObject{}}};
    auto decision = workflows::decide(checked.program, {}, start, TimePoint{std::chrono::seconds{1'772'445'600}});
    for (int turn = 0; turn < 20 && !workflows::is_over(decision.state.status); ++turn) {
        auto const at = decision.state.wakes_at();
        if (!at) break;
        workflows::Happening woke;
        woke.kind = workflows::Happening::Kind::woke;
        decision = workflows::decide(checked.program, std::move(decision.state), woke, *at);
    }
    CHECK(workflows::run_state_from(workflows::to_json(decision.state)).has_value());
    return 0;
}
