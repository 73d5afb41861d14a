// SPDX-License-Identifier: Apache-2.0
// Coming in by the API, for tests: the owner is made with the code, and what a browser sends along.
#pragma once

#include "api/test_world.hpp"

namespace lockstep::api {

inline constexpr char const* password = "correct horse battery staple";

inline std::string cookie_of(Answer const& answer) {
    std::string const cookie{answer.headers.find("Set-Cookie").value_or("")};
    return cookie.substr(0, cookie.find(';'));
}

// As the web app asks, from the page that the server gave it.
inline HttpHeaders as_our_web_app(std::string const& cookie) {
    return {
        {"Cookie", cookie}, {"Host", "lockstep.example"}, {"Origin", "https://lockstep.example"}, {"X-Lockstep-Request", "1"}};
}

// Makes the owner with the code; returns the cookie.
inline std::string set_up(World& world) {
    auto const answer = world.post("/api/v1/setup",
        R"({"setup_code":")" + world.make_setup_code() + R"(","email":"owner@example.com","password":")" + password + "\"}");
    EXPECT_EQ(answer.status, 201);
    return cookie_of(answer);
}

}  // namespace lockstep::api
