// SPDX-License-Identifier: Apache-2.0
// A HighLevel contact and the shapes in which the API shows it: by id, after a create, in a search, in a listing, in a webhook.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "base/time.hpp"

namespace lockstep::sandbox::highlevel {

enum class Field : std::uint8_t {
    first_name,
    last_name,
    email,
    phone,
    address1,
    city,
    state,
    country,
    postal_code,
    website,
    timezone,
    company_name,
    source,
    assigned_to,
    date_of_birth,
    gender,
    business_id,
};
inline constexpr std::size_t field_count = 17;
std::string_view to_string(Field field);  // as the API names it
std::optional<Field> field_from(std::string_view name);

struct Contact {
    std::string id;
    std::uint64_t version = 0;
    std::array<std::string, field_count> texts;  // empty: not set; date_of_birth is "YYYY-MM-DD"
    bool dnd = false;
    JsonObject dnd_settings;
    JsonObject inbound_dnd_settings;
    std::vector<std::string> tags;                           // lower case, in order of arrival
    std::map<std::string, Json, std::less<>> custom_fields;  // by id
    std::vector<std::string> followers;
    std::set<std::string, std::less<>> campaigns;
    std::set<std::string, std::less<>> workflows;
    TimePoint added{};
    TimePoint updated{};

    std::string& operator[](Field field) { return texts[static_cast<std::size_t>(field)]; }
    std::string const& operator[](Field field) const { return texts[static_cast<std::size_t>(field)]; }
    std::string full_name() const;
    bool has_tag(std::string_view lowered) const;
};
using ContactPointer = std::shared_ptr<Contact const>;

// API times have milliseconds; two contacts of one millisecond look equally old.
std::int64_t to_millis(TimePoint time);

JsonObject shown_by_id(Contact const& contact, std::string_view location_id);
JsonObject shown_after_create(Contact const& contact, std::string_view location_id);
JsonObject shown_in_search(Contact const& contact, std::string_view location_id);
JsonObject shown_in_listing(Contact const& contact, std::string_view location_id);
// Empty fields are absent.
JsonObject shown_in_webhook(Contact const& contact, std::string_view location_id, bool with_dnd_settings);

JsonArray to_json_list(std::vector<std::string> const& texts);

}  // namespace lockstep::sandbox::highlevel
