// SPDX-License-Identifier: Apache-2.0
// Checking request bodies as the API does: unknown properties and wrong types are refused with 422 and a list of messages.
#pragma once

#include <cstdint>
#include <expected>
#include <span>
#include <string_view>

#include "sandbox/highlevel/model.hpp"

namespace lockstep::sandbox::highlevel {

enum class BodyType : std::uint8_t {
    text,
    boolean,
    number,
    text_list,
    object,
    list,
    any
};

struct BodyRule {
    std::string_view name;
    BodyType type = BodyType::text;
    bool required = false;
    bool nullable = false;
};

// The body as an object that keeps the rules, or the reply that refuses it. No body at all reads as {}.
std::expected<JsonObject, HttpReply> read_body(HighLevelModel& model, RouteCall const& call, std::span<BodyRule const> rules);

// The rules of create, update and upsert.
std::span<BodyRule const> create_rules();
std::span<BodyRule const> update_rules();
std::span<BodyRule const> upsert_rules();

// Applies a checked body to a contact. Null and "" clear; tags are replaced; custom fields merge per id. Returns what is wrong.
std::vector<std::string> apply_to_contact(HighLevelModel& model, JsonObject const& body, Contact& contact);

// As HighLevel stores it: E.164 where the text is a phone number; nullopt where it is none.
std::optional<std::string> normal_phone(std::string_view text, std::string_view region);
// "YYYY-MM-DD" of any shape the API accepts.
std::optional<std::string> normal_date(std::string_view text);
std::vector<std::string> lowered_tags(JsonArray const& list);

}  // namespace lockstep::sandbox::highlevel
