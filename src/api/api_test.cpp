// SPDX-License-Identifier: Apache-2.0
// What belongs to no resource: health, metrics, the web app's files, webhooks, the merge on paper.
#include <gmock/gmock.h>

#include "api/test_world.hpp"

namespace lockstep::api {
namespace {

TEST(Api, HealthIsOpenAndHonest) {
    World world;
    world.is_stranger = true;
    world.clock.advance(std::chrono::seconds{90});
    auto const good = world.get("/health");
    EXPECT_EQ(good.status, 200);
    EXPECT_EQ(good.at("/status"), "ok");
    EXPECT_EQ(good.integer("/uptime_seconds"), 90);
    EXPECT_EQ(world.send("HEAD", "/health").status, 200);
    world.checks = {{"disk", false, "less than 100 MiB are free"}};
    auto const bad = world.get("/api/v1/health");
    EXPECT_EQ(bad.status, 503);
    EXPECT_EQ(bad.at("/status"), "failing");
}

TEST(Api, MetricsAreForATokensHolderUnlessTheOperatorShieldsThem) {
    World world;
    HttpRequest request;
    request.url = "/metrics";
    for (auto const* address : {"127.0.0.1:40000", "[::1]:40000", "203.0.113.9:40000"}) {
        request.remote_address = address;
        EXPECT_EQ(world.send(request).status, 401) << address;
    }
    EXPECT_EQ(
        world.send("GET", "/metrics", "", {{"Authorization", "Bearer " + world.make_token(identity::Scope::read)}}).status, 200);
    ApiOptions options;
    options.has_open_metrics = true;
    World open{options};
    EXPECT_EQ(open.send(request).text.substr(0, 20), "lockstep_tests_total");
}

TEST(Api, ServesItsDocument) {
    World world;
    world.is_stranger = true;
    EXPECT_EQ(world.get("/api/v1/openapi.json").at("/openapi"), "3.1.0");
}

TEST(Api, ServesTheWebApp) {
    World world;
    world.is_stranger = true;
    auto const index = world.get("/");
    EXPECT_EQ(index.status, 200);
    EXPECT_EQ(index.headers.find("Content-Type"), "text/html; charset=utf-8");
    EXPECT_EQ(index.headers.find("Cache-Control"), "no-cache");
    EXPECT_TRUE(index.headers.find("Content-Security-Policy")->contains("script-src 'self';"));
    EXPECT_EQ(world.get("/syncs/syn_1/records").text, index.text);
    auto const script = world.get("/assets/index-BfX9s2aQ.js");
    EXPECT_EQ(script.headers.find("Content-Type"), "text/javascript; charset=utf-8");
    EXPECT_TRUE(script.headers.find("Cache-Control")->contains("immutable"));
    auto const again =
        world.send("GET", "/assets/index-BfX9s2aQ.js", "", {{"If-None-Match", std::string(*script.headers.find("ETag"))}});
    EXPECT_EQ(again.status, 304);
    EXPECT_TRUE(again.text.empty());
    EXPECT_EQ(world.get("/assets/gone-AAAAAAAA.js").status, 404);
    EXPECT_EQ(world.get("/../etc/passwd.txt").status, 404);
    EXPECT_EQ(world.post("/").status, 404);
}

TEST(Api, HandsWebhooksOn) {
    World world;
    world.is_stranger = true;
    EXPECT_EQ(world.post("/webhooks/contacts?x=1", "{}").status, 200);
    EXPECT_EQ(world.post("/webhooks/in/abc", "{}").status, 200);
    EXPECT_EQ(world.webhooks.paths, (std::vector<std::string>{"/webhooks/contacts?x=1", "/webhooks/in/abc"}));
}

TEST(Api, MergesOnPaper) {
    World world;
    auto const answer = world.post("/api/v1/merge", R"({"cases":[
        {"name":"one","field":{"kind":"phone","direction":"both","conflict":"newest"},"base":"+15145550123","a":"(514) 555-0199","b":"+15145550123"},
        {"field":{"kind":"colour"},"a":"x","b":"y"}]})");
    ASSERT_EQ(answer.status, 200);
    EXPECT_EQ(answer.at("/results/0/decision"), "write_b");
    EXPECT_EQ(answer.at("/results/0/value"), "+15145550199");
    EXPECT_FALSE(answer.at("/results/1/error/code").empty());
}

TEST(Api, CountsWhatItAnswers) {
    World world;
    world.get("/api/v1/syncs");
    world.get("/api/v1/nowhere");
    using testing::Contains, testing::Pair, testing::EndsWith, testing::StartsWith, testing::AllOf;
    auto const one_with = [](std::string_view status) {
        return Contains(Pair(AllOf(StartsWith("lockstep_api_requests_total,"), EndsWith(status)), 1));
    };
    EXPECT_THAT(world.metrics.counts, one_with(",200"));
    EXPECT_THAT(world.metrics.counts, one_with(",404"));
}

}  // namespace
}  // namespace lockstep::api
