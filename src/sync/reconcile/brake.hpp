// SPDX-License-Identifier: Apache-2.0
// The mass-change brake: when one field is emptied, or changed, at one side for more people within an hour than the sync allows,
// the rest waits until a person has said that it is meant. An app that stops showing a field, an import gone wrong or an
// automation gone mad is so carried to a few people and not to all. Pure; what is counted and held stands in state/brakes.hpp.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contacts/mapping.hpp"

namespace lockstep::sync {

struct PlannedChange;

enum class Harm : std::uint8_t {
    cleared,  // the field holds nothing any more
    changed,  // it holds something else, or of a set less
};
std::string_view to_string(Harm harm);
std::optional<Harm> harm_from(std::string_view text);

// For how many people within an hour: as many as the larger of the two. No people: no limit.
struct BrakeLimit {
    std::int64_t people = 0;
    std::int64_t percent = 0;  // of the linked people
    bool operator==(BrakeLimit const&) const = default;
};
// None: no limit.
std::optional<std::int64_t> most_in_an_hour(BrakeLimit const& limit, std::int64_t linked);

struct BrakeLimits {
    BrakeLimit cleared{25, 5};
    BrakeLimit changed{500, 50};
    BrakeLimit const& of(Harm harm) const { return harm == Harm::cleared ? cleared : changed; }
    bool operator==(BrakeLimits const&) const = default;
};

// Which changes are counted together, and held together.
struct BrakeKey {
    contacts::Side side = contacts::Side::a;  // where it would be written
    std::string row;
    Harm harm = Harm::cleared;
    auto operator<=>(BrakeKey const&) const = default;
};

// None: it takes nothing away (a field was blank before, elements are added), it follows from the link, or a person has chosen
// it.
std::optional<Harm> harm_of(PlannedChange const& change);

// Takes what a brake holds out of `changes`, and says which brakes that were, sorted, each once.
std::vector<BrakeKey> hold_back(std::vector<PlannedChange>& changes, std::vector<BrakeKey> const& holding);

}  // namespace lockstep::sync
