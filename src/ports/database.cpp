// SPDX-License-Identifier: Apache-2.0
#include "ports/database.hpp"

namespace lockstep {
namespace {

std::string const empty_text;

}  // namespace

std::int64_t Row::integer(std::size_t column) const {
    auto const& value = values_.at(column);
    if (std::holds_alternative<std::monostate>(value)) return 0;
    CHECK(std::holds_alternative<std::int64_t>(value));
    return std::get<std::int64_t>(value);
}

double Row::real(std::size_t column) const {
    auto const& value = values_.at(column);
    if (std::holds_alternative<std::monostate>(value)) return 0;
    if (auto const* whole = std::get_if<std::int64_t>(&value)) return static_cast<double>(*whole);
    CHECK(std::holds_alternative<double>(value));
    return std::get<double>(value);
}

std::string const& Row::text(std::size_t column) const {
    auto const& value = values_.at(column);
    if (std::holds_alternative<std::monostate>(value)) return empty_text;
    CHECK(std::holds_alternative<std::string>(value));
    return std::get<std::string>(value);
}

std::string const& Row::blob(std::size_t column) const {
    auto const& value = values_.at(column);
    if (std::holds_alternative<std::monostate>(value)) return empty_text;
    CHECK(std::holds_alternative<Blob>(value));
    return std::get<Blob>(value).bytes;
}

std::optional<std::string> Row::optional_text(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return text(column);
}

std::optional<TimePoint> Row::optional_time(std::size_t column) const {
    if (is_null(column)) return std::nullopt;
    return time(column);
}

}  // namespace lockstep
