// SPDX-License-Identifier: Apache-2.0
// Query: the part of an address after "?", read strictly: percent-decoded UTF-8, no name twice, no name the route does not know.
// Which values fit is checked by the document (request_check.hpp) before a handler reads one.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace lockstep::api {

class Query {
public:
    // `text` is without the "?". Names that look like credentials are refused on every route: addresses end up in logs.
    static Result<Query> parse(std::string_view text, std::span<std::string_view const> known);

    // Empty when absent.
    std::string const& text(std::string_view name) const;
    bool has(std::string_view name) const { return values_.contains(name); }
    // Of a parameter that the document says is a whole number; 0 when absent and without a default.
    std::int64_t number(std::string_view name) const;
    // Of one of the format date-time; nullopt when absent.
    std::optional<TimePoint> moment(std::string_view name) const;
    // Of one that is a list, parted by commas.
    std::vector<std::string> list(std::string_view name) const;
    void set(std::string_view name, std::string text) { values_.insert_or_assign(std::string(name), std::move(text)); }

private:
    std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace lockstep::api
