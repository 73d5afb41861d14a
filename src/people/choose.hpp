// SPDX-License-Identifier: Apache-2.0
// Who is meant by a wish, and what has to be written then. Pure.
#pragma once

#include "catalogue/binding.hpp"
#include "people/external_ids.hpp"
#include "sync/reconcile/pair_plan.hpp"

namespace lockstep::people {

// A record that may be the person.
struct Known {
    RecordName record;
    std::optional<std::string> partner;  // its counterpart at the other side
    contacts::Projection seen;
};

struct Choice {
    enum class Kind : std::uint8_t {
        nobody,
        one,
        unsure,  // several could be meant, or the names contradict
    };
    Kind kind = Kind::nobody;
    RecordName who;                       // at side a, where the person has a record there
    std::vector<std::string> candidates;  // for `unsure`: ids of records
    bool operator==(Choice const&) const = default;
};

// By e-mail address, phone number and name, with the rules by which the sync matches the two sides.
Choice choose(contacts::Mapping const& mapping, contacts::Projection const& wanted, std::vector<Known> const& known);

// Whether the address belongs to somebody else than the person who is named by an id.
bool is_somebody_elses(RecordName const& who, std::optional<std::string> const& partner, std::vector<Known> const& with_email);

struct Target {
    contacts::Mapping const& mapping;
    catalogue::RecordBinding const& binding;
    contacts::Side side;
    bool is_create = false;
};
// What differs from what the record shows (nothing, for a create). Errors: invalid "people.field_fixed" (the app does not let it
// be written) and "people.field_one_way" (the sync would set it back), each with the field.
Result<std::vector<sync::PlannedChange>> differences(
    Target const& target, contacts::Projection const& wanted, contacts::Projection const& seen);

}  // namespace lockstep::people
