// SPDX-License-Identifier: Apache-2.0
#include "ports/http.hpp"

#include <algorithm>

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

std::string_view address_without_port(std::string_view remote_address) {
    if (remote_address.starts_with('[')) return remote_address.substr(1, remote_address.find(']') - 1);
    return remote_address.substr(0, remote_address.rfind(':'));
}

std::string client_address(HttpRequest const& request, std::vector<std::string> const& trusted_proxies) {
    std::string sender{address_without_port(request.remote_address)};
    if (std::ranges::find(trusted_proxies, sender) == trusted_proxies.end()) return sender;
    auto const forwarded = request.headers.find("X-Forwarded-For");
    if (!forwarded) return sender;
    return std::string(trim_ascii(split(*forwarded, ',').back()));
}

}  // namespace lockstep
