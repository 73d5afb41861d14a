// SPDX-License-Identifier: Apache-2.0
// Wish: a person as another system describes them, and what has to be done if they are there, or not. Pure.
#pragma once

#include <map>
#include <string>

#include "contacts/mapping.hpp"

namespace lockstep::people {

enum class Mode : std::uint8_t {
    create_or_update,
    create,  // somebody who is there is left alone
    update,  // nobody is created
};
std::optional<Mode> mode_from(std::string_view text);

// Texts as they were given; empty: not given, which leaves what is there as it is.
struct Wish {
    Mode mode = Mode::create_or_update;
    std::string id;           // of a link, or of a record of either side
    std::string external_id;  // the other system's own
    std::string email;
    std::string phone;
    std::string full_name;  // counts where neither first nor last name is given
    std::string first_name;
    std::string last_name;
    std::map<std::string, contacts::Value, std::less<>> fields;  // further ones, in side a's names
};

struct NameParts {
    std::string first;
    std::string last;
    bool operator==(NameParts const&) const = default;
};
// The last word is the last name; one word alone is a first name. ASSUMPTION: so names are written where these clinics are;
// whoever knows better gives the two parts.
NameParts split_name(std::string_view full_name);

// The values that are asked for, canonical and in side a's domain, by row; what is blank is left out. Errors: invalid
// "people.unknown_field", "people.bad_value"; both name the field.
Result<contacts::Projection> wanted(Wish const& wish, contacts::Mapping const& mapping);

}  // namespace lockstep::people
