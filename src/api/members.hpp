// SPDX-License-Identifier: Apache-2.0
// Members: reads the members of a request's JSON object strictly. Remembers the first fault, so that a handler reads everything
// and asks once, with finish(), whether it was right; members nobody read are a fault too.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "api/context.hpp"

namespace lockstep::api {

// The body as JSON object: UTF-8, application/json, within `bytes_max`, at most 32 deep.
Result<JsonObject> read_body(Context& context, std::size_t bytes_max);
Result<JsonObject> read_body(Context& context);
// For a route without a body: nothing, or "{}".
Result<void> expect_no_body(Context& context);

class Members {
public:
    // Both outlive the reader.
    Members(Context& context, JsonObject const& object) : context_(context), object_(object) {}

    // Length in bytes; no control characters. A required text is not empty.
    std::string text(std::string_view name, std::size_t bytes_max);
    std::string optional_text(std::string_view name, std::size_t bytes_max);
    std::string optional_lines(std::string_view name, std::size_t bytes_max);  // may have line breaks
    Secret secret(std::string_view name, std::size_t bytes_max);
    Secret optional_secret(std::string_view name, std::size_t bytes_min, std::size_t bytes_max);
    std::optional<std::int64_t> optional_integer(std::string_view name, std::int64_t least, std::int64_t most);
    std::optional<bool> optional_switch(std::string_view name);
    bool optional_flag(std::string_view name);  // false when absent
    JsonObject optional_object(std::string_view name);
    JsonArray array(std::string_view name, std::size_t size_max);
    // Null when absent; of any type.
    Json const* any(std::string_view name);
    // `reason` as in error.api.bad_member.<reason> of messages/<language>.json.
    void fault(std::string_view name, std::string_view reason, MessageParams params = {});

    Result<void> finish();

private:
    Json const* take(std::string_view name);
    std::string read_text(std::string_view name, std::size_t bytes_max, bool is_required, bool has_lines = false);

    Context& context_;
    JsonObject const& object_;
    std::set<std::string, std::less<>> read_;
    std::optional<Error> fault_;
};

}  // namespace lockstep::api
