// SPDX-License-Identifier: Apache-2.0
// resolve(): which record of the other side belongs to this one? A stored link, a create of ours that has just come to be
// seen, a match by the sync's rules, nobody, or unsure.
#pragma once

#include "contacts/match.hpp"
#include "sync/mutant.hpp"
#include "sync/store.hpp"

namespace lockstep::sync {

enum class ResolutionKind : std::uint8_t {
    linked,   // link holds it
    adopted,  // a creating link whose missing side is this record: link is complete now, to be saved
    matched,  // other_id is the same person; no link yet
    waiting,  // the other record is being created right now: look again when that is settled
    nobody,
    unsure,
};

struct Resolution {
    ResolutionKind kind = ResolutionKind::nobody;
    std::optional<Link> link;
    std::string other_id;
    contacts::MatchAnswer answer;
};

struct ResolveInput {
    contacts::Mapping const& mapping;
    contacts::Side side;
    Mirror const& mirror;
    Mutant mutant = Mutant::none;
};
Result<Resolution> resolve(Scope const& scope, ResolveInput const& input);

}  // namespace lockstep::sync
