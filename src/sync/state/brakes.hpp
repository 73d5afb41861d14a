// SPDX-License-Identifier: Apache-2.0
// Rows of `brakes` and `braked_links`: what the mass-change brake (reconcile/brake.hpp) has counted within the present hour, what
// it holds, and for whom. An open issue of kind "mass_cleared" or "mass_changed" stands for each brake that holds.
#pragma once

#include <vector>

#include "sync/reconcile/brake.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

inline constexpr std::int64_t braked_counted_max = 1'000;

// The issue's kind; its subject is the connection at the side that would be written to, its field the row.
std::string_view issue_kind_of(Harm harm);
// None: an issue of another kind.
std::optional<Harm> harm_of_issue(std::string_view issue_kind);

enum class BrakeAnswer : std::uint8_t {
    none,
    carry_over,  // what is held is written, and nothing is held for a day
    put_back,    // the side where it was emptied or changed gets back what the other one shows
};

struct Brake {
    BrakeKey key;
    std::optional<TimePoint> held_since;
    BrakeAnswer answer = BrakeAnswer::none;  // given, and not yet worked off
    std::string answered_by;
    IssueId issue;
};

// Those that hold, or have been answered and not yet worked off.
Result<std::vector<Brake>> brakes_at_work(Scope const& scope);
Result<std::vector<BrakeKey>> brakes_that_hold(Scope const& scope);

// A change that does harm is about to be journalled. False: its brake holds, it must not be. The one with which the limit is
// reached is still let through, sets the brake and asks.
Result<bool> let_through(Scope const& scope, Sync const& sync, Random& random, BrakeKey const& key);

// What is held of this link from now on; only of brakes that hold. A brake for which nobody waits any more ends, with its
// question.
Result<void> save_braked(Scope const& scope, Sync const& sync, LinkId const& link, std::vector<BrakeKey> const& held);

// At most `braked_counted_max` and one more.
Result<std::int64_t> count_braked(Scope const& scope, BrakeKey const& key);
Result<std::vector<LinkId>> links_braked(Scope const& scope, BrakeKey const& key, std::int64_t limit);
Result<void> free_link(Scope const& scope, BrakeKey const& key, LinkId const& link);

// `brake` with the answer that was given to its question, and by whom.
Result<void> save_brake_answer(Scope const& scope, Brake const& brake);
// It holds nothing any more, and counts anew.
Result<void> end_brake(Scope const& scope, BrakeKey const& key);

}  // namespace lockstep::sync
