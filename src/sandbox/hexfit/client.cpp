// SPDX-License-Identifier: Apache-2.0
// Names and limits of a client's fields.
#include "sandbox/hexfit/client.hpp"

namespace lockstep::sandbox::hexfit {
namespace {

struct FieldFacts {
    std::string_view name;
    std::size_t length_most;
};
constexpr std::array<FieldFacts, field_count> facts{
    {{"firstname", 100}, {"lastname", 100}, {"email", 254}, {"phone", 40}, {"birthdate", 10}, {"sexe", 1}, {"lang", 5},
        {"external_id", 100}, {"street", 300}, {"city", 100}, {"province", 100}, {"country", 100}, {"postal_code", 20}}};

std::optional<Field> find_between(std::string_view name, std::size_t first, std::size_t end) {
    for (std::size_t i = first; i < end; ++i) {
        if (facts[i].name == name) return static_cast<Field>(i);
    }
    return std::nullopt;
}

}  // namespace

std::string_view to_string(Field field) { return facts[static_cast<std::size_t>(field)].name; }
std::optional<Field> field_from(std::string_view name) { return find_between(name, 0, first_address_field); }
std::optional<Field> address_field_from(std::string_view name) { return find_between(name, first_address_field, field_count); }
std::size_t length_most(Field field) { return facts[static_cast<std::size_t>(field)].length_most; }

bool Client::says_the_same(Client const& other) const {
    return texts == other.texts && groups == other.groups && stage == other.stage && archived == other.archived &&
           access_enabled == other.access_enabled;
}

std::string version_text(Client const& client) { return "v" + std::to_string(client.version); }

}  // namespace lockstep::sandbox::hexfit
