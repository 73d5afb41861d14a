// SPDX-License-Identifier: Apache-2.0
// Members: reads the body of a request plainly. It is as the document demands when a handler sees it (request_check.hpp), so what
// is absent here may be absent. What the document cannot say, such as that two members do not go together, is a fault() of the
// handler, told by finish().
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "api/context.hpp"

namespace lockstep::api {

class Members {
public:
    // The context outlives the reader.
    explicit Members(Context& context) : context_(context), object_(context.body) {}

    std::string text(std::string_view name) const;  // empty when absent
    Secret secret(std::string_view name) const { return Secret{text(name)}; }
    std::optional<std::int64_t> integer(std::string_view name) const;
    bool flag(std::string_view name) const;                 // false when absent
    JsonObject const& object(std::string_view name) const;  // empty when absent
    JsonArray const& list(std::string_view name) const;     // empty when absent
    Json const* any(std::string_view name) const { return object_.if_contains(name); }

    // `reason` as in error.api.bad_member.<reason> of messages/<language>.json. The first one counts.
    void fault(std::string_view name, std::string_view reason, MessageParams params = {});
    Result<void> finish() const;

private:
    Context& context_;
    JsonObject const& object_;
    std::optional<Error> fault_{};
};

}  // namespace lockstep::api
