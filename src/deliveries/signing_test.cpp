// SPDX-License-Identifier: Apache-2.0
#include "deliveries/signing.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "vault/signature.hpp"
#include "vault/test_world.hpp"
#include "webhooks/standard_webhooks.hpp"

namespace lockstep::deliveries {
namespace {

constexpr std::string_view id = "dlv_1";
constexpr std::string_view body = R"({"type":"issue.opened"})";

bool accepts(Secret const& secret, HttpHeaders const& headers, std::string_view text, TimePoint now) {
    auto const given = webhooks::signed_headers(headers);
    return given &&
           webhooks::verify_standard(secret, *given, text, now, std::chrono::minutes{5}) == webhooks::StandardVerdict::good;
}

TEST(DeliverySigning, ItsOwnVerifierAcceptsItAndNothingElse) {
    vault::TestRandom random{3};
    auto const keys = make_keys(false, random);
    EXPECT_TRUE(keys.secret.reveal().starts_with("whsec_"));
    EXPECT_EQ(webhooks::signing_key(keys.secret).reveal().size(), 32U);
    EXPECT_EQ(public_key(keys), "");
    auto const headers = signed_headers(keys, id, body, vault::test_time);
    EXPECT_TRUE(accepts(keys.secret, headers, body, vault::test_time));
    EXPECT_FALSE(accepts(keys.secret, headers, std::string(body) + " ", vault::test_time));
    EXPECT_FALSE(accepts(make_keys(false, random).secret, headers, body, vault::test_time));
    EXPECT_FALSE(accepts(keys.secret, headers, body, vault::test_time + std::chrono::hours{1}));
}

// The example of the specification's libraries.
TEST(DeliverySigning, AgreesWithThePublishedExample) {
    Keys keys;
    keys.secret = Secret{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"};
    auto const headers = signed_headers(
        keys, "msg_p5jXN8AQM9LWM0D4loKWxJek", R"({"test": 2432232314})", TimePoint{std::chrono::seconds{1'614'265'330}});
    EXPECT_EQ(headers.find("webhook-timestamp"), "1614265330");
    EXPECT_EQ(headers.find("webhook-signature"), "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
}

TEST(DeliverySigning, AKeyPairSignsBesideTheSecret) {
    vault::TestRandom random{4};
    auto const keys = make_keys(true, random);
    auto const headers = signed_headers(keys, id, body, vault::test_time);
    auto const signatures = split(*headers.find("webhook-signature"), ' ');
    ASSERT_EQ(signatures.size(), 2U);
    ASSERT_TRUE(signatures[1].starts_with("v1a,"));
    ASSERT_TRUE(public_key(keys).starts_with("whpk_"));
    auto const key = from_base64(public_key(keys).substr(5)).value();
    auto const signature = from_base64(signatures[1].substr(4)).value();
    auto const content = std::string(id) + "." + std::string(*headers.find("webhook-timestamp")) + "." + std::string(body);
    EXPECT_TRUE(vault::ed25519_verify(key, content, signature));
    EXPECT_FALSE(vault::ed25519_verify(key, content + "x", signature));
}

TEST(DeliverySigning, BothSignWhileOneReplacesTheOther) {
    vault::TestRandom random{5};
    auto const before = make_keys(true, random);
    auto const until = vault::test_time + std::chrono::hours{24};
    auto const after = rotated(before, until, random);
    EXPECT_NE(before.secret.reveal(), after.secret.reveal());
    EXPECT_NE(public_key(before), public_key(after));
    auto const meanwhile = signed_headers(after, id, body, vault::test_time);
    EXPECT_TRUE(accepts(before.secret, meanwhile, body, vault::test_time));
    EXPECT_TRUE(accepts(after.secret, meanwhile, body, vault::test_time));
    EXPECT_EQ(split(*meanwhile.find("webhook-signature"), ' ').size(), 4U);
    auto const later = signed_headers(after, id, body, until);
    EXPECT_FALSE(accepts(before.secret, later, body, until));
    EXPECT_TRUE(accepts(after.secret, later, body, until));
}

TEST(DeliverySigning, IsReadAsItWasStored) {
    vault::TestRandom random{6};
    auto const keys = rotated(make_keys(true, random), vault::test_time, random);
    auto const read = keys_from(Json(to_sealable(keys))).value();
    EXPECT_EQ(to_text(to_sealable(read)), to_text(to_sealable(keys)));
    EXPECT_FALSE(keys_from(Json(JsonObject{{"secret", "whsec_"}, {"seed", "AAAA"}})));
}

}  // namespace
}  // namespace lockstep::deliveries
