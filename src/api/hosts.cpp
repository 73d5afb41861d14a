// SPDX-License-Identifier: Apache-2.0
#include "api/hosts.hpp"

#include <algorithm>
#include <boost/asio/ip/address.hpp>

#include "base/text.hpp"

namespace lockstep::api {
namespace {

bool is_ip_address(std::string_view text) {
    boost::system::error_code error;
    boost::asio::ip::make_address(text, error);
    return !error;
}

std::string_view without_port(std::string_view host) {
    if (host.starts_with('[')) return host.substr(1, host.find(']') - 1);
    return host.substr(0, host.rfind(':'));
}

}  // namespace

bool is_known_host(std::string_view host, std::vector<std::string> const& known) {
    if (host.empty()) return true;
    auto name = lower_ascii(without_port(host));
    if (name.ends_with('.')) name.pop_back();
    if (name == "localhost" || name.ends_with(".localhost") || is_ip_address(name)) return true;
    return std::ranges::any_of(known, [&](std::string const& each) { return equal_ignoring_case(each, name); });
}

}  // namespace lockstep::api
