// SPDX-License-Identifier: Apache-2.0
#include "api/hosts.hpp"

#include <gtest/gtest.h>

#include "api/test_world.hpp"

namespace lockstep::api {
namespace {

TEST(Hosts, AddressesAndLocalhostAreKnown) {
    for (auto const* host : {"127.0.0.1", "127.0.0.1:8080", "[::1]:8080", "[2001:db8::1]", "192.0.2.7:443", "localhost",
             "LOCALHOST:1", "app.localhost:8080", ""})
        EXPECT_TRUE(is_known_host(host, {})) << host;
}

TEST(Hosts, NamesAreKnownWhenTheyWereNamed) {
    for (auto const* host : {"lockstep.example", "lockstep.example:8080", "LockStep.Example.", "a.lockstep.example"})
        EXPECT_FALSE(is_known_host(host, {})) << host;
    EXPECT_TRUE(is_known_host("lockstep.example:8080", {"lockstep.example"}));
    EXPECT_TRUE(is_known_host("LockStep.Example.", {"lockstep.example"}));
    EXPECT_FALSE(is_known_host("a.lockstep.example", {"lockstep.example"}));
    EXPECT_FALSE(is_known_host("lockstep.example.evil.example", {"lockstep.example"}));
    for (auto const* host : {"127.0.0.1.evil.example", "localhost.evil.example", "0x7f000001.evil.example", "evil@localhost"})
        EXPECT_FALSE(is_known_host(host, {"lockstep.example"})) << host;
}

TEST(Hosts, AStrangeNameIsAnsweredNothing) {
    World world;
    auto const ask = [&](std::string const& url, std::string const& host) {
        return world.send("GET", url, {}, {{"Host", host}, {"Authorization", "Bearer " + world.write_token()}});
    };
    EXPECT_EQ(ask("/api/v1/session", "lockstep.example").status, 200);
    auto const refused = ask("/api/v1/session", "rebound.example");
    EXPECT_EQ(refused.status, 421);
    EXPECT_EQ(refused.code(), "api.unknown_host");
    EXPECT_EQ(refused.at("/params/host"), "rebound.example");
    for (auto const* url : {"/", "/metrics", "/api/v1/connections", "/docs/errors/api.unknown_host"})
        EXPECT_EQ(ask(url, "rebound.example").status, 421) << url;
    EXPECT_EQ(ask("/health", "balancer.example").status, 200);
    EXPECT_NE(ask("/webhooks/contacts", "anything.example").status, 421);
}

}  // namespace
}  // namespace lockstep::api
