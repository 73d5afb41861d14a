// SPDX-License-Identifier: Apache-2.0
#include "ports/http.hpp"

#include <gtest/gtest.h>

namespace lockstep {
namespace {

TEST(HttpHeaders, FindsTheFirstWhateverTheCase) {
    HttpHeaders headers{{"Content-Type", "text/plain"}, {"content-type", "text/html"}};
    EXPECT_EQ(headers.find("CONTENT-TYPE"), "text/plain");
    EXPECT_EQ(headers.find("Accept"), std::nullopt);
}

TEST(HttpHeaders, KeepsOrderAndRepetition) {
    HttpHeaders headers;
    headers.add("Set-Cookie", "a=1");
    headers.add("X", "y");
    headers.add("Set-Cookie", "b=2");
    EXPECT_EQ(headers, (HttpHeaders{{"Set-Cookie", "a=1"}, {"X", "y"}, {"Set-Cookie", "b=2"}}));
}

TEST(HttpHeaders, SettingReplacesEveryOneOfTheName) {
    HttpHeaders headers{{"A", "1"}, {"B", "2"}, {"a", "3"}};
    headers.set("a", "4");
    EXPECT_EQ(headers, (HttpHeaders{{"B", "2"}, {"a", "4"}}));
}

TEST(ClientAddress, IsTheSendersUnlessANamedProxySaysOtherwise) {
    HttpRequest request;
    request.remote_address = "192.0.2.1:50012";
    request.headers.add("X-Forwarded-For", "203.0.113.9, 198.51.100.1");
    EXPECT_EQ(client_address(request, {}), "192.0.2.1");
    EXPECT_EQ(client_address(request, {"192.0.2.2"}), "192.0.2.1");
    EXPECT_EQ(client_address(request, {"192.0.2.1"}), "198.51.100.1");
    request.remote_address = "[::1]:443";
    EXPECT_EQ(client_address(request, {}), "::1");
    EXPECT_EQ(client_address(request, {"::1"}), "198.51.100.1");
    EXPECT_EQ(address_without_port("["), "");
}

TEST(SendFailure, IsAnUnknownOutcomeUnlessSaidOtherwise) {
    SendFailure const failure{.error = {ErrorKind::timeout, "http.timeout", "waiting for the reply", {}}};
    EXPECT_TRUE(failure.may_have_arrived);
}

}  // namespace
}  // namespace lockstep
