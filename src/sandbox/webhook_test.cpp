// SPDX-License-Identifier: Apache-2.0
// Webhooks of both apps: signatures, shapes, retries, and the faults of delivery.
#include "base/bytes.hpp"
#include "sandbox/test_calls.hpp"
#include "vault/signature.hpp"

namespace lockstep::sandbox::test {
namespace {

std::vector<std::string> types(std::vector<Delivery> const& deliveries) {
    std::vector<std::string> list;
    for (auto const& delivery : deliveries)
        list.emplace_back(find_text(*parse_json(delivery.request.body), "/type").value_or(""));
    return list;
}

TEST(SandboxWebhookTest, HighLevelSignsTheRawBody) {
    HighLevel highlevel;
    highlevel.app.set_webhook_url("http://127.0.0.1:1/hook");
    auto const id = highlevel.create(R"("firstName":"Zoé","tags":["a"])");
    highlevel("PUT", "/contacts/" + id, R"({"dnd":true,"tags":["b"]})");
    highlevel("POST", "/contacts/" + id + "/notes", R"({"body":"x"})");
    highlevel("DELETE", "/contacts/" + id);
    EXPECT_EQ(highlevel.app.next_delivery_at(), start);
    auto const due = highlevel.app.due_deliveries(start);
    EXPECT_EQ(types(due), (std::vector<std::string>{"ContactCreate", "ContactUpdate", "ContactTagUpdate", "ContactDndUpdate",
                              "NoteCreate", "ContactDelete"}));
    for (auto const& delivery : due) {
        auto const signature = from_base64(*delivery.request.headers.find("X-GHL-Signature"));
        ASSERT_TRUE(signature);
        EXPECT_TRUE(vault::ed25519_verify(highlevel.app.webhook_public_key(), delivery.request.body, *signature));
        EXPECT_FALSE(vault::ed25519_verify(highlevel.app.webhook_public_key(), delivery.request.body + " ", *signature));
        auto const body = *parse_json(delivery.request.body);
        EXPECT_EQ(find_text(body, "/webhookId"), delivery.id);
        EXPECT_EQ(find_text(body, "/locationId"), highlevel.app.location_id());
    }
    EXPECT_EQ(find(*parse_json(due[0].request.body), "/email"), nullptr);
    EXPECT_FALSE(highlevel.app.next_delivery_at());
}

TEST(SandboxWebhookTest, HighLevelCanNestAndRetriesOnlyOn429) {
    HighLevel highlevel({.nested_webhooks = true});
    highlevel.app.set_webhook_url("http://127.0.0.1:1/hook");
    auto const id = highlevel.create(R"("firstName":"Zoé")");
    auto due = highlevel.app.due_deliveries(start);
    EXPECT_EQ(find_text(*parse_json(due[0].request.body), "/data/id"), id);
    highlevel.app.delivered(due[0], 503, start);
    highlevel.app.delivered(due[0], 0, start);
    EXPECT_FALSE(highlevel.app.next_delivery_at());
    auto now = start;
    auto const body = due[0].request.body;
    for (int retry = 1; retry <= 6; ++retry) {
        highlevel.app.delivered(due[0], 429, now);
        auto const next = highlevel.app.next_delivery_at();
        ASSERT_TRUE(next);
        EXPECT_GE(*next - now, std::chrono::minutes{10});
        EXPECT_LE(*next - now, std::chrono::minutes{12});
        now = *next;
        due = highlevel.app.due_deliveries(now);
        ASSERT_EQ(due.size(), 1U);
        EXPECT_EQ(due[0].attempt, retry + 1);
        EXPECT_EQ(due[0].request.body, body);
    }
    highlevel.app.delivered(due[0], 429, now);
    EXPECT_FALSE(highlevel.app.next_delivery_at());
}

TEST(SandboxWebhookTest, LostDoubledAndLate) {
    HighLevel highlevel;
    highlevel.app.set_webhook_url("http://127.0.0.1:1/hook");
    highlevel.app.faults().settings.rate(FaultKind::webhook_lost) = 1'000'000;
    highlevel.create(R"("firstName":"One")");
    EXPECT_FALSE(highlevel.app.next_delivery_at());
    EXPECT_EQ(highlevel.app.counters().get("webhook", "lost"), 1U);
    highlevel.app.faults().calm();
    highlevel.app.faults().settings.rate(FaultKind::webhook_doubled) = 1'000'000;
    highlevel.create(R"("firstName":"Two")");
    EXPECT_EQ(highlevel.app.due_deliveries(start + std::chrono::minutes{1}).size(), 2U);
    highlevel.app.faults().calm();
    highlevel.app.faults().forced.push_back({.kind = FaultKind::webhook_late});
    highlevel.create(R"("firstName":"Three")");
    EXPECT_TRUE(highlevel.app.due_deliveries(start + std::chrono::seconds{59}).empty());
    EXPECT_EQ(highlevel.app.due_deliveries(start + std::chrono::hours{1}).size(), 1U);
}

TEST(SandboxWebhookTest, HexfitSignsAsStandardWebhooks) {
    Hexfit hexfit;
    auto const secret = "whsec_" + to_base64(std::string(32, 'k'));
    auto const made = hexfit("POST", "/full/v1/webhooks",
        R"({"url":"http://127.0.0.1:1/in","events":["client.created","client.archived"],"secret":")" + secret + "\"}");
    EXPECT_EQ(made.status, 201);
    auto const id = hexfit.create(R"("firstname":"A","lastname":"B")");
    hexfit("PATCH", "/full/v1/clients/" + id, R"({"phone":"1"})");
    hexfit("POST", "/full/v1/clients/" + id + "/archive");
    auto const due = hexfit.app.due_deliveries(start);
    EXPECT_EQ(types(due), (std::vector<std::string>{"client.created", "client.archived"}));
    auto const& headers = due[0].request.headers;
    auto const signed_text = due[0].id + "." + std::string(*headers.find("webhook-timestamp")) + "." + due[0].request.body;
    EXPECT_EQ(headers.find("webhook-signature"), "v1," + to_base64(vault::hmac_sha256(std::string(32, 'k'), signed_text)));
    EXPECT_EQ(headers.find("webhook-id"), due[0].id);
    hexfit.app.delivered(due[0], 500, start);
    EXPECT_EQ(hexfit.app.next_delivery_at(), start + std::chrono::seconds{5});
    EXPECT_EQ(hexfit.app.due_deliveries(start + std::chrono::seconds{5})[0].id, due[0].id);
    EXPECT_EQ(hexfit("DELETE", "/full/v1/webhooks/" + made.text("/value/id")).status, 200);
    hexfit.create(R"("firstname":"A","lastname":"B")");
    EXPECT_FALSE(hexfit.app.next_delivery_at());
}

}  // namespace
}  // namespace lockstep::sandbox::test
