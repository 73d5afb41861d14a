// SPDX-License-Identifier: Apache-2.0
// Answer: what a person chose where the engine asked. decide() looks at the answers that stand, so that an answer goes the same
// way as everything else: under the link's lease, journalled, and void once both sides show something else than the person saw.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/id.hpp"
#include "base/time.hpp"
#include "contacts/mapping.hpp"

namespace lockstep::sync {

enum class Choice : std::uint8_t {
    same_person,       // this record and that record are one person
    different_people,  // never link these two
    create_anyway,     // it is nobody of the candidates: create it on the other side
    leave_alone,       // neither link nor create this record; of a field: leave both values as they are
    use_a,             // side a's value is right
    use_b,             // side b's value is right
    try_again,         // whatever was refused or failed is tried once more
    take_apart,        // the link is wrong: remove it; values stay as they are
    use_value,         // of a field that the app demands of new records: everybody gets this value
    use_field,         // the same: it comes from that field of the other app
    ask_each,          // the same: a question about each person
    carry_over,        // of a change that the mass-change brake holds: it is meant, everybody gets it
    put_back,          // the same: it is not meant, and what they had is put back
};
std::string_view to_string(Choice choice);
std::optional<Choice> choice_from(std::string_view text);

struct Answer {
    AnswerId id;
    Choice choice = Choice::leave_alone;
    TimePoint given_at{};
    std::string other_record;  // same_person, different_people: the record at the other side
    std::string row;           // about a field: its name at side a; empty: about the record or link
    // use_a, use_b, and leave_alone of a field: it stands as long as both sides show what the person saw, or what it wants.
    contacts::PerSide<contacts::Value> saw;
    contacts::PerSide<contacts::Value> want;
    // An answer that takes back another one also brings back the base that was before, or that there was none.
    bool restores_base = false;
    std::optional<contacts::Value> base;

    bool operator==(Answer const&) const = default;
};

// What can be answered to a question of this kind.
std::vector<Choice> choices_for(std::string_view issue_kind);

}  // namespace lockstep::sync
