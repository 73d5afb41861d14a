// SPDX-License-Identifier: Apache-2.0
// Making, passing on and describing errors; and the end of the process when a CHECK does not hold.
#include "base/result.hpp"

#include <cstdio>
#include <cstdlib>

namespace lockstep {

std::string_view to_string(ErrorKind kind) {
    switch (kind) {
        case ErrorKind::invalid: return "invalid";
        case ErrorKind::not_found: return "not_found";
        case ErrorKind::conflict: return "conflict";
        case ErrorKind::denied: return "denied";
        case ErrorKind::unavailable: return "unavailable";
        case ErrorKind::timeout: return "timeout";
        case ErrorKind::cancelled: return "cancelled";
        case ErrorKind::limited: return "limited";
        case ErrorKind::corrupt: return "corrupt";
        case ErrorKind::internal: return "internal";
    }
    return "internal";
}

std::unexpected<Error> fail(ErrorKind kind, std::string_view code, std::string message, std::source_location place) {
    return std::unexpected(Error{kind, std::string(code), std::move(message), {place}});
}

std::unexpected<Error> fail(
    ErrorKind kind, std::string_view code, std::string message, MessageParams params, std::source_location place) {
    return std::unexpected(Error{kind, std::string(code), std::move(message), {place}, std::move(params)});
}

std::unexpected<Error> pass_on(Error error, std::source_location place) {
    error.trace.push_back(place);
    return std::unexpected(std::move(error));
}

bool is_worth_retrying(Error const& error) {
    return error.kind == ErrorKind::unavailable || error.kind == ErrorKind::timeout || error.kind == ErrorKind::limited;
}

std::string describe(Error const& error) {
    std::string text{to_string(error.kind)};
    text += ' ';
    text += error.code;
    text += ": ";
    text += error.message;
    char const* separator = " (";
    for (auto const& place : error.trace) {
        std::string_view file = place.file_name();
        if (auto at = file.rfind("src/"); at != std::string_view::npos) file.remove_prefix(at + 4);
        text += separator;
        text += file;
        text += ':';
        text += std::to_string(place.line());
        separator = " < ";
    }
    if (!error.trace.empty()) text += ')';
    return text;
}

void check_failed(char const* condition, std::source_location place) {
    std::fprintf(stderr, "CHECK failed: %s at %s:%u in %s\n", condition, place.file_name(), place.line(), place.function_name());
    std::abort();
}

}  // namespace lockstep
