// SPDX-License-Identifier: Apache-2.0
#include "sync/person_name.hpp"

#include <algorithm>
#include <variant>

namespace lockstep::sync {
namespace {

bool is_of_a_name(unsigned char byte) {
    return byte >= 0x80 || (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z');
}

}  // namespace

std::string person_name(contacts::Mapping const& mapping, contacts::Projection const& seen) {
    std::string name;
    for (auto const& field : {mapping.first_name_field, mapping.last_name_field}) {
        auto const found = seen.find(field);
        auto const* text = found == seen.end() ? nullptr : std::get_if<std::string>(&found->second);
        if (text == nullptr || std::ranges::none_of(*text, is_of_a_name)) continue;
        name += (name.empty() ? "" : " ") + *text;
    }
    return name;
}

}  // namespace lockstep::sync
