// SPDX-License-Identifier: Apache-2.0
// Faults: what each does to a call, that they are independent, and that a seed repeats itself to the byte.
#include "sandbox/test_calls.hpp"

namespace lockstep::sandbox::test {
namespace {

TEST(SandboxFaultsTest, LostReplyIsCarriedOutLostRequestIsNot) {
    HighLevel highlevel;
    highlevel.app.faults().forced = {{.kind = FaultKind::lost_reply, .operation = "create-contact"}};
    auto const body = R"({"locationId":")" + highlevel.app.location_id() + R"(","email":"a@b.test"})";
    EXPECT_EQ(highlevel("GET", "/locations/" + highlevel.app.location_id()).lost, false);
    EXPECT_TRUE(highlevel("POST", "/contacts/", body).lost);
    EXPECT_EQ(highlevel.app.records().size(), 1U);
    EXPECT_EQ(highlevel("POST", "/contacts/", body).status, 400);
    highlevel.app.faults().forced = {{.kind = FaultKind::lost_request}};
    EXPECT_TRUE(highlevel("DELETE", "/contacts/" + highlevel.app.records()[0].id).lost);
    EXPECT_EQ(highlevel.app.records().size(), 1U);
}

TEST(SandboxFaultsTest, CreateFailsButIsStored) {
    HighLevel highlevel;
    highlevel.app.faults().forced = {{.kind = FaultKind::create_failed_but_stored}};
    auto const reply =
        highlevel("POST", "/contacts/", R"({"locationId":")" + highlevel.app.location_id() + R"(","email":"a@b.test"})");
    EXPECT_TRUE(reply.status == 422 || reply.status == 500);
    EXPECT_EQ(highlevel.app.records().size(), 1U);
}

TEST(SandboxFaultsTest, LateCommitHappensLater) {
    HighLevel highlevel;
    highlevel.app.faults().forced = {{.kind = FaultKind::late_commit}};
    EXPECT_TRUE(
        highlevel("POST", "/contacts/", R"({"locationId":")" + highlevel.app.location_id() + R"(","email":"a@b.test"})").lost);
    EXPECT_TRUE(highlevel.app.records().empty());
    ASSERT_TRUE(highlevel.app.next_delivery_at());
    highlevel.app.advance(start + std::chrono::seconds{10});
    EXPECT_TRUE(highlevel.app.records().empty());
    highlevel.app.advance(start + std::chrono::seconds{45});
    EXPECT_EQ(highlevel.app.records().size(), 1U);
}

TEST(SandboxFaultsTest, ServerErrorsTooManyStaleAndAutomation) {
    HighLevel highlevel;
    auto const id = highlevel.create(R"("lastName":"Roy","city":"Laval","postalCode":"H2X 1Y4")");
    highlevel.now += std::chrono::seconds{5};
    highlevel.app.faults().forced = {{.kind = FaultKind::server_error}};
    EXPECT_GE(highlevel("GET", "/contacts/" + id).status, 500);
    highlevel.app.faults().forced = {{.kind = FaultKind::too_many_requests}};
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).status, 429);
    highlevel("GET", "/contacts/" + id);
    highlevel.search(R"("pageLimit":1)");
    highlevel("PUT", "/contacts/" + id, R"({"city":"Gatineau"})");
    highlevel.app.faults().forced = {{.kind = FaultKind::stale_read}};
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).text("/contact/city"), "Laval");
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).text("/contact/city"), "Gatineau");
    highlevel.app.faults().forced = {{.kind = FaultKind::automation}};
    auto const before = to_text(to_json(*highlevel.app.record(id)));
    highlevel("PUT", "/contacts/" + id, R"({"city":"Gatineau"})");
    highlevel.app.advance(highlevel.now + std::chrono::seconds{30});
    EXPECT_NE(to_text(to_json(*highlevel.app.record(id))), before);
}

TEST(SandboxFaultsTest, StreamsDoNotMoveEachOther) {
    Faults one(Prng{9});
    Faults two(Prng{9});
    one.settings.rate(FaultKind::lost_reply) = two.settings.rate(FaultKind::lost_reply) = 100'000;
    two.settings.rate(FaultKind::server_error) = 500'000;
    for (int i = 0; i < 1'000; ++i) {
        two.strikes(FaultKind::server_error, "x", start);
        two.draw_latency();
        EXPECT_EQ(one.strikes(FaultKind::lost_reply, "x", start), two.strikes(FaultKind::lost_reply, "x", start));
    }
}

TEST(SandboxFaultsTest, JsonGoesRoundAndIsChecked) {
    Faults faults(Prng{1});
    EXPECT_TRUE(faults.apply_json(*parse_json(
        R"({"rates_ppm":{"lost_reply":1000},"durations_ms":{"latency":[1,5]},"forced":[{"kind":"index_lag","times":0}]})")));
    Faults other(Prng{1});
    EXPECT_TRUE(other.apply_json(faults.to_json()));
    EXPECT_EQ(other.settings, faults.settings);
    EXPECT_EQ(other.forced.size(), 1U);
    for (auto const* text : {R"([])", R"({"x":1})", R"({"rates_ppm":{"lost_reply":1000001}})", R"({"rates_ppm":{"none":1}})",
             R"({"durations_ms":{"latency":[5,1]}})"}) {
        EXPECT_FALSE(faults.apply_json(*parse_json(text))) << text;
    }
}

std::string trace_of(std::uint64_t seed) {
    HighLevel highlevel({.seed = seed});
    highlevel.app.set_webhook_url("http://127.0.0.1:1/hook");
    for (auto& rate : highlevel.app.faults().settings.rates_ppm) rate = 100'000;
    auto const people = seed_people(seed, 20, 10);
    highlevel.app.add_people(people.highlevel, start);
    Prng chance{seed};
    std::string trace;
    for (int i = 0; i < 300; ++i) {
        highlevel.now += std::chrono::milliseconds{chance.below(60'000)};
        auto const records = highlevel.app.records();
        auto const& id = records[chance.below(records.size())].id;
        auto const request =
            make_request("PUT", "/contacts/" + id, highlevel.app.token(), R"({"city":"City )" + std::to_string(i) + "\"}");
        auto const answer = highlevel.app.handle(request, highlevel.now);
        trace += std::to_string(answer.reply.status) + (answer.lose_reply ? "!" : "") + std::to_string(answer.latency.count()) +
                 answer.reply.body;
        for (auto const& delivery : highlevel.app.due_deliveries(highlevel.now))
            trace += delivery.request.body + std::string(*delivery.request.headers.find("X-GHL-Signature"));
    }
    return trace;
}

TEST(SandboxFaultsTest, SameSeedSameBytes) {
    EXPECT_EQ(trace_of(5), trace_of(5));
    EXPECT_NE(trace_of(5), trace_of(6));
}

}  // namespace
}  // namespace lockstep::sandbox::test
