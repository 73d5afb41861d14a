// SPDX-License-Identifier: Apache-2.0
// Query: the part of an address after "?", read strictly: percent-decoded UTF-8, no name twice, no name the route does not know.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>

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
    // "limit": 1 to 200, 50 when absent.
    Result<std::int64_t> limit() const;
    // "cursor" of a list that is paged by its ids, which begin with `prefix`; empty when absent. What no page can have given is
    // refused: answered with a page, it would hide a fault of the caller.
    Result<std::string> cursor(std::string_view prefix) const;
    // "cursor" of a list that is paged by numbers; 0 when absent.
    Result<std::int64_t> number_cursor() const;
    // One of `words`, or empty when absent.
    Result<std::string> word(std::string_view name, std::span<std::string_view const> words) const;
    // A moment as every reply writes it ("2026-03-01T10:04:03Z"); nullopt when absent.
    Result<std::optional<TimePoint>> time(std::string_view name) const;

private:
    std::map<std::string, std::string, std::less<>> values_;
};

}  // namespace lockstep::api
