// SPDX-License-Identifier: Apache-2.0
// Which IP addresses the world may be asked at: a person who may type an address into a form must not reach, through us, what
// stands beside us in the same network, or what a host tells machines inside it only. Judged by the address that is connected
// to, never by a name, which may mean something else a moment later.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/result.hpp"

namespace lockstep {

// An address as 16 bytes; of IPv4 in its mapped form (::ffff:192.0.2.1), so that one rule judges both spellings.
using IpBytes = std::array<std::uint8_t, 16>;
IpBytes ip_bytes(std::span<std::uint8_t const> raw);  // of 4 or 16 bytes

struct IpNetwork {
    IpBytes first{};
    int bits = 128;  // of the mapped form
    bool contains(IpBytes const& address) const;
    bool operator==(IpNetwork const&) const = default;
};
// "10.0.0.0/8", "127.0.0.1", "fd00::/8". invalid "base.bad_network".
Result<IpNetwork> parse_network(std::string_view text);

// Neither private, loopback, link-local (where clouds keep their metadata), multicast, reserved nor for documentation; of an
// address that carries another one (NAT64, 6to4, Teredo): nor is that.
bool is_public(IpBytes const& address);

bool may_be_reached(IpBytes const& address, std::vector<IpNetwork> const& allowed);

}  // namespace lockstep
