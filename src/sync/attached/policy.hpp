// SPDX-License-Identifier: Apache-2.0
// What a sync does with the notes, or with the tasks, of people who are linked. Off unless somebody switches it on.
#pragma once

#include <optional>

#include "base/json.hpp"
#include "base/time.hpp"
#include "contacts/side.hpp"

namespace lockstep::sync {

enum class AttachedDirection : std::uint8_t {
    off,
    a_to_b,
    b_to_a,
    both
};
std::string_view to_string(AttachedDirection direction);

struct AttachedPolicy {
    AttachedDirection direction = AttachedDirection::off;
    bool existing = false;             // also what was written before it was switched on
    bool edits = true;                 // what is changed later follows; off: copies only
    std::optional<TimePoint> since{};  // when this direction was chosen, set by whoever stores the policy

    bool is_on() const { return direction != AttachedDirection::off; }
    bool goes_to(contacts::Side side) const {
        return direction == AttachedDirection::both ||
               direction == (side == contacts::Side::b ? AttachedDirection::a_to_b : AttachedDirection::b_to_a);
    }
    bool operator==(AttachedPolicy const&) const = default;
};
Json to_json(AttachedPolicy const& policy);
Result<AttachedPolicy> parse_attached_policy(Json const& json, std::string_view name);

}  // namespace lockstep::sync
