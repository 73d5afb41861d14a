// SPDX-License-Identifier: Apache-2.0
#include "base/ip_network.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <string>

#include "base/text.hpp"

namespace lockstep {
namespace {

constexpr int mapped_bits = 96;

bool is_mapped(IpBytes const& address) {
    return std::ranges::all_of(std::span(address).first(10), [](auto byte) { return byte == 0; }) && address[10] == 0xFF &&
           address[11] == 0xFF;
}

// The four bytes of an IPv4 address that an IPv6 address carries.
IpBytes carried(IpBytes const& address, std::size_t at, std::uint8_t mask = 0) {
    std::array<std::uint8_t, 4> raw{};
    for (std::size_t i = 0; i < raw.size(); ++i) raw[i] = static_cast<std::uint8_t>(address[at + i] ^ mask);
    return ip_bytes(raw);
}

std::vector<IpNetwork> networks(std::initializer_list<std::string_view> texts) {
    std::vector<IpNetwork> list;
    for (auto const text : texts) list.push_back(parse_network(text).value());
    return list;
}

bool is_in(std::vector<IpNetwork> const& list, IpBytes const& address) {
    return std::ranges::any_of(list, [&](IpNetwork const& network) { return network.contains(address); });
}

// The registries of special-purpose addresses (RFC 6890 and its successors).
std::vector<IpNetwork> const& special_v4() {
    static std::vector<IpNetwork> const list = networks({"0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8",
        "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15",
        "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/3"});
    return list;
}

}  // namespace

IpBytes ip_bytes(std::span<std::uint8_t const> raw) {
    IpBytes bytes{};
    CHECK(raw.size() == 4 || raw.size() == bytes.size());
    if (raw.size() == 4) bytes[10] = bytes[11] = 0xFF;
    std::ranges::copy(raw, bytes.begin() + static_cast<std::ptrdiff_t>(bytes.size() - raw.size()));
    return bytes;
}

bool IpNetwork::contains(IpBytes const& address) const {
    auto left = bits;
    for (std::size_t i = 0; i < address.size() && left > 0; ++i, left -= 8) {
        auto const mask = left >= 8 ? 0xFF : 0xFF << (8 - left) & 0xFF;
        if (((address[i] ^ first[i]) & mask) != 0) return false;
    }
    return true;
}

Result<IpNetwork> parse_network(std::string_view text) {
    auto const bad = [&] {
        return fail(ErrorKind::invalid, "base.bad_network",
            "reading a network: \"" + printable(text.substr(0, 60)) + "\" does not read like 10.0.0.0/8 or 127.0.0.1");
    };
    auto const slash = text.find('/');
    std::string const address(text.substr(0, slash));
    IpNetwork network;
    std::array<std::uint8_t, 4> four{};
    std::array<std::uint8_t, 16> six{};
    bool const is_four = ::inet_pton(AF_INET, address.c_str(), four.data()) == 1;
    if (is_four)
        network.first = ip_bytes(four);
    else if (::inet_pton(AF_INET6, address.c_str(), six.data()) == 1)
        network.first = ip_bytes(six);
    else
        return bad();
    if (slash == std::string_view::npos) return network;
    auto const width = text.substr(slash + 1);
    int bits = 0;
    auto const [end, error] = std::from_chars(width.data(), width.data() + width.size(), bits);
    if (width.empty() || error != std::errc{} || end != width.data() + width.size() || bits < 0 || bits > (is_four ? 32 : 128))
        return bad();
    network.bits = is_four ? bits + mapped_bits : bits;
    return network;
}

bool is_public(IpBytes const& address) {
    if (is_mapped(address)) return !is_in(special_v4(), address);
    static auto const global = parse_network("2000::/3").value();
    static auto const special = networks({"2001::/23", "2001:db8::/32", "3fff::/20", "2002::/16"});
    static auto const nat64 = parse_network("64:ff9b::/96").value();
    if (nat64.contains(address)) return is_public(carried(address, 12));
    if (address[0] == 0x20 && address[1] == 0x02) return is_public(carried(address, 2));
    return global.contains(address) && !is_in(special, address);
}

bool may_be_reached(IpBytes const& address, std::vector<IpNetwork> const& allowed) {
    return is_public(address) || is_in(allowed, address);
}

}  // namespace lockstep
