// SPDX-License-Identifier: Apache-2.0
// Checking request bodies of the full contract, and applying them to a client.
#pragma once

#include <expected>
#include <initializer_list>
#include <string_view>

#include "sandbox/hexfit/model.hpp"

namespace lockstep::sandbox::hexfit {

// The body as an object with no members beside `known`; else 400.
std::expected<JsonObject, HttpReply> read_body(
    HexfitModel& model, RouteCall const& call, std::initializer_list<std::string_view> known);

// nullopt, or the refusal. Checks every member first, so that nothing is half applied. Members that are no field are left alone.
std::optional<HttpReply> apply_fields(HexfitModel& model, JsonObject const& body, Client& client);
// The names of "names" or "groups"; checked.
std::expected<std::vector<std::string>, HttpReply> read_names(
    HexfitModel& model, JsonObject const& body, std::string_view member, bool needs_one);
bool is_stage(std::string_view text);
// An optional text of at most `most` bytes, null and absent allowed.
std::optional<HttpReply> check_text(
    HexfitModel& model, JsonObject const& body, std::string_view member, std::size_t most, bool nullable);

// Paging over a map by id: where to begin, or the refusal. Cursors are good for an hour.
struct PageRequest {
    std::size_t limit = 100;
    std::string after;
};
std::expected<PageRequest, HttpReply> read_page(HexfitModel& model, RouteCall const& call);
std::expected<std::size_t, HttpReply> read_limit(HexfitModel& model, RouteCall const& call);
std::string make_cursor(std::string_view after, TimePoint now);

}  // namespace lockstep::sandbox::hexfit
