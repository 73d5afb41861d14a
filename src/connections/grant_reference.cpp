// SPDX-License-Identifier: Apache-2.0
#include "connections/grant_reference.hpp"

namespace lockstep::connections {
namespace {

constexpr std::string_view beginning = "\x01grant ";

}  // namespace

Secret grant_reference(GrantId const& grant, std::int64_t generation) {
    return Secret{std::string(beginning) + grant.text() + " " + std::to_string(generation)};
}

std::optional<GrantId> grant_of(Secret const& credential) {
    std::string_view text = credential.reveal();
    if (!text.starts_with(beginning)) return std::nullopt;
    text.remove_prefix(beginning.size());
    return GrantId{std::string(text.substr(0, text.find(' ')))};
}

}  // namespace lockstep::connections
