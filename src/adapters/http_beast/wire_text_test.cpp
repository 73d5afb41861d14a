// SPDX-License-Identifier: Apache-2.0
// A remembered server never changes where a request goes.
#include "adapters/http_beast/wire_text.hpp"

#include <gtest/gtest.h>

namespace lockstep::adapters {
namespace {

std::string shown(Result<Destination> const& destination) {
    if (!destination) return destination.error().code;
    return destination->origin() + " " + destination->host_header + " " + destination->target;
}

TEST(Destinations, SayWhatReadingTheWholeUrlSays) {
    Destinations destinations;
    for (int round = 0; round < 2; ++round) {
        for (std::string const url : {"https://app.example/a", "https://app.example/b?c=d", "https://app.example:443/a",
                 "https://app.example:8443/a", "http://app.example/a", "http://[::1]:80/x", "https://app.example",
                 "https://app.example?x=/y", "https://app.example#/y", "https://user@app.example/", "https://app.example/%41",
                 "https://app.example/%zz", "https://app.example/a b", "https://app.example/é", "https://app.example/a#b",
                 "ftp://app.example/a", "/a", "", "https:///a", "https://app.example:99999/a", "https://app.example/a\r\nX: y"}) {
            EXPECT_EQ(shown(destinations.find(url)), shown(parse_destination(url))) << url;
        }
    }
}

TEST(Destinations, ForgetWhenTheyHaveMetTooManyServers) {
    Destinations destinations;
    for (int i = 0; i < 2'500; ++i) {
        auto const server = "https://h" + std::to_string(i) + ".example";
        ASSERT_EQ(destinations.find(server + "/a").value().host, server.substr(8));
        ASSERT_EQ(destinations.find(server + "/b").value().target, "/b");
    }
}

}  // namespace
}  // namespace lockstep::adapters
