// SPDX-License-Identifier: Apache-2.0
#include "base/ip_network.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

bool is_public_text(std::string_view text) { return is_public(parse_network(text).value().first); }

TEST(IpNetwork, only_the_public_internet_is_public) {
    for (auto const* text : {"8.8.8.8", "1.1.1.1", "172.15.255.255", "172.32.0.1", "100.63.255.255", "100.128.0.1",
             "223.255.255.255", "2606:4700:4700::1111", "2a00:1450::1", "64:ff9b::808:808", "2002:808:808::1", "::ffff:8.8.8.8"})
        EXPECT_TRUE(is_public_text(text)) << text;
    for (auto const* text : {"0.0.0.0", "0.1.2.3", "10.1.2.3", "100.64.0.1", "127.0.0.1", "127.255.0.1", "169.254.169.254",
             "172.16.0.1", "172.31.255.255", "192.0.0.192", "192.168.1.1", "198.18.0.1", "203.0.113.1", "224.0.0.1", "239.1.1.1",
             "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fc00::1", "fd00:ec2::254", "ff02::1", "2001:db8::1",
             "2001::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::7f00:1", "64:ff9b::7f00:1", "64:ff9b:1::1",
             "2002:7f00:1::1", "2002:a9fe:a9fe::", "fec0::1"})
        EXPECT_FALSE(is_public_text(text)) << text;
}

TEST(IpNetwork, what_the_operator_allows_may_be_reached) {
    std::vector<IpNetwork> const allowed{parse_network("10.20.0.0/15").value(), parse_network("fd12::/16").value()};
    auto const may = [&](std::string_view text) { return may_be_reached(parse_network(text).value().first, allowed); };
    EXPECT_TRUE(may("10.20.0.1"));
    EXPECT_TRUE(may("10.21.255.255"));
    EXPECT_TRUE(may("::ffff:10.21.0.1"));
    EXPECT_FALSE(may("10.22.0.0"));
    EXPECT_TRUE(may("fd12::5"));
    EXPECT_FALSE(may("fd13::5"));
    EXPECT_TRUE(may("8.8.8.8"));
}

TEST(IpNetwork, texts_that_are_none) {
    for (auto const* text :
        {"", "/", "10.0.0.0/", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0/8", "localhost", "fd00::/129", "10.0.0.0/8x"})
        EXPECT_FALSE(parse_network(text)) << text;
    EXPECT_EQ(parse_network("0.0.0.0/0")->bits, 96);
    EXPECT_TRUE(parse_network("0.0.0.0/0")->contains(parse_network("10.0.0.1").value().first));
    EXPECT_FALSE(parse_network("0.0.0.0/0")->contains(parse_network("fd00::1").value().first));
}

}  // namespace
}  // namespace lockstep
