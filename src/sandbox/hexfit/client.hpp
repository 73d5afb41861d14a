// SPDX-License-Identifier: Apache-2.0
// A Hexfit client and what belongs to it, in the shapes of docs/contracts/hexfit-full.openapi.yaml.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"

namespace lockstep::sandbox::hexfit {

enum class Field : std::uint8_t {
    firstname,
    lastname,
    email,
    phone,
    birthdate,
    sexe,
    lang,
    external_id,
    street,
    city,
    province,
    country,
    postal_code
};
inline constexpr std::size_t field_count = 13;
inline constexpr std::size_t first_address_field = 8;
std::string_view to_string(Field field);
std::optional<Field> field_from(std::string_view name);  // not those of the address
std::optional<Field> address_field_from(std::string_view name);
std::size_t length_most(Field field);

struct Client {
    std::string id;
    std::uint64_t version = 0;
    std::array<std::string, field_count> texts;  // empty: null
    std::set<std::string, std::less<>> groups;   // ids
    std::string stage = "active";
    TimePoint stage_changed{};
    bool archived = false;
    bool access_enabled = true;
    TimePoint created{};
    TimePoint updated{};

    std::string& operator[](Field field) { return texts[static_cast<std::size_t>(field)]; }
    std::string const& operator[](Field field) const { return texts[static_cast<std::size_t>(field)]; }
    bool says_the_same(Client const& other) const;
};

// Of a note or a task: its own fields, checked, beside ids and times.
struct Attachment {
    std::string id;
    std::string client_id;
    JsonObject fields;
    TimePoint created{};
    TimePoint updated{};
};

struct WebhookTarget {
    std::string id;
    std::string url;
    std::set<std::string, std::less<>> events;
    std::string secret;  // "whsec_..."
    TimePoint created{};
};

std::string version_text(Client const& client);

}  // namespace lockstep::sandbox::hexfit
