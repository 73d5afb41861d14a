// SPDX-License-Identifier: Apache-2.0
// Short ways to call the simulated apps from tests.
#pragma once

#include <gtest/gtest.h>

#include "sandbox/hexfit/hexfit_app.hpp"
#include "sandbox/highlevel/highlevel_app.hpp"

namespace lockstep::sandbox::test {

inline TimePoint const start = from_micros(1'770'000'000'000'000);

struct Reply {
    int status = 0;
    Json body;
    HttpHeaders headers;
    bool lost = false;

    std::string text(std::string_view pointer) const { return std::string(find_text(body, pointer).value_or("")); }
    std::int64_t integer(std::string_view pointer) const { return find_integer(body, pointer).value_or(-1); }
};

inline HttpRequest make_request(std::string method, std::string url, std::string_view token, std::string body = {}) {
    HttpRequest request;
    request.method = std::move(method);
    request.url = std::move(url);
    request.body = std::move(body);
    request.headers = {{"Authorization", "Bearer " + std::string(token)}, {"Version", "2021-07-28"}};
    return request;
}

inline Reply call(App& app, std::string_view token, std::string method, std::string url, std::string body, TimePoint now,
    HttpHeaders extra = {}) {
    HttpRequest request;
    request.method = std::move(method);
    request.url = std::move(url);
    request.body = std::move(body);
    request.headers = std::move(extra);
    if (!token.empty()) request.headers.add("Authorization", "Bearer " + std::string(token));
    if (!request.headers.find("Version")) request.headers.add("Version", "2021-07-28");
    auto answer = app.handle(request, now);
    auto parsed = parse_json(answer.reply.body);
    return {answer.reply.status, parsed ? std::move(*parsed) : Json(), answer.reply.headers, answer.lose_reply};
}

struct HighLevel {
    explicit HighLevel(HighLevelSettings settings = {}) : app(std::move(settings)) {
        app.rate_limit().settings = {0, std::chrono::seconds{10}, 0};
    }

    Reply operator()(std::string method, std::string url, std::string body = {}) {
        return call(app, app.token(), std::move(method), std::move(url), std::move(body), now);
    }
    std::string create(std::string fields) {
        auto const reply = (*this)("POST", "/contacts/", R"({"locationId":")" + app.location_id() + "\"," + fields + "}");
        EXPECT_EQ(reply.status, 201) << to_text(reply.body);
        return reply.text("/contact/id");
    }
    Reply search(std::string rest) {
        return (*this)("POST", "/contacts/search", R"({"locationId":")" + app.location_id() + "\"," + rest + "}");
    }

    HighLevelApp app;
    TimePoint now = start;
};

struct Hexfit {
    explicit Hexfit(HexfitSettings settings = {.monthly_quota = 0, .per_second_most = 0}) : app(std::move(settings)) {}

    Reply operator()(std::string method, std::string url, std::string body = {}, HttpHeaders extra = {}) {
        return call(app, app.key(), std::move(method), std::move(url), std::move(body), now, std::move(extra));
    }
    std::string create(std::string fields) {
        auto const reply = (*this)("POST", "/full/v1/clients", "{" + fields + "}");
        EXPECT_EQ(reply.status, 201) << to_text(reply.body);
        return reply.text("/value/id");
    }

    HexfitApp app;
    TimePoint now = start;
};

}  // namespace lockstep::sandbox::test
