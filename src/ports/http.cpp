// SPDX-License-Identifier: Apache-2.0
#include "ports/http.hpp"

#include "base/text.hpp"

namespace lockstep {

void HttpHeaders::set(std::string_view name, std::string value) {
    std::erase_if(list_, [&](HttpHeader const& header) { return equal_ignoring_case(header.name, name); });
    list_.push_back({std::string(name), std::move(value)});
}

std::optional<std::string_view> HttpHeaders::find(std::string_view name) const {
    for (auto const& header : list_) {
        if (equal_ignoring_case(header.name, name)) return header.value;
    }
    return std::nullopt;
}

}  // namespace lockstep
