// SPDX-License-Identifier: Apache-2.0
// JSON for the whole program: Boost.JSON behind a strict reader. One parser, one set of limits.
#pragma once

#include <array>
#include <boost/json/array.hpp>
#include <boost/json/monotonic_resource.hpp>
#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"

namespace lockstep {

using Json = boost::json::value;
using JsonObject = boost::json::object;
using JsonArray = boost::json::array;

struct JsonLimits {
    std::size_t bytes = 1 << 20;
    std::size_t depth = 64;
    std::size_t members = 10'000;  // keys and elements in the whole document
    std::size_t string_bytes = 1 << 18;
};

// Where a value keeps its parts. By default the heap; a reader that drops the value soon brings an arena (JsonArena).
using JsonStorage = boost::json::storage_ptr;

// Memory for values that die together, without a free for each part. Outlives them.
class JsonArena {
public:
    JsonStorage storage() { return &resource_; }

private:
    std::array<unsigned char, 16 * 1024> first_;
    boost::json::monotonic_resource resource_{first_.data(), first_.size()};
};

// Refuses invalid UTF-8, duplicate keys, trailing text and whatever exceeds the limits; the message says which and where.
Result<Json> parse_json(std::string_view text, JsonLimits const& limits = {}, JsonStorage storage = {});

// What an app answers. One bad value must not hide a whole page: where parse_json refuses the text, bytes that are no UTF-8 and
// halves of surrogate pairs are read as U+FFFD, and the last of repeated keys counts. The limits stay.
Result<Json> parse_foreign_json(std::string_view text, JsonLimits const& limits = {}, JsonStorage storage = {});

std::string to_text(Json const& value);         // compact
std::string to_pretty_text(Json const& value);  // two spaces

// RFC 6901 pointer; null when a step is missing or the pointer is malformed. An empty pointer is the whole value.
Json const* find(Json const& value, std::string_view pointer);

// Members of an object by name; nullopt when absent or of another type. Never coerces.
std::optional<std::string_view> find_text(Json const& value, std::string_view pointer);
std::optional<std::int64_t> find_integer(Json const& value, std::string_view pointer);
std::optional<bool> find_bool(Json const& value, std::string_view pointer);
JsonObject const* find_object(Json const& value, std::string_view pointer);
JsonArray const* find_array(Json const& value, std::string_view pointer);

}  // namespace lockstep
