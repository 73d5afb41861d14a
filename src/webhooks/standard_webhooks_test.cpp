// SPDX-License-Identifier: Apache-2.0
#include "webhooks/standard_webhooks.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "vault/test_world.hpp"

namespace lockstep::webhooks {
namespace {

using namespace std::chrono_literals;
// The example of the specification.
Secret const secret{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"};
constexpr std::string_view id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
constexpr std::string_view timestamp = "1614265330";
constexpr std::string_view body = R"({"test": 2432232314})";
constexpr std::string_view good = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
constexpr TimePoint now{1614265330s};

StandardVerdict check(
    std::string_view signatures, std::string_view text = body, std::string_view at = timestamp, TimePoint when = now) {
    return verify_standard(secret, {id, at, signatures}, text, when, 5min);
}

TEST(StandardWebhooks, AgreesWithTheExampleOfTheSpecification) {
    EXPECT_EQ(sign_standard(secret, id, timestamp, body), good);
    EXPECT_EQ(check(good), StandardVerdict::good);
}

TEST(StandardWebhooks, OneGoodSignatureAmongFiveIsEnoughAndSixAreTooMany) {
    std::string const other = "v1," + to_base64(std::string(32, 'x'));
    EXPECT_EQ(check(other + " " + std::string(good)), StandardVerdict::good);
    EXPECT_EQ(check("v2,abc v1a,def " + other + " " + other + " " + std::string(good)), StandardVerdict::good);
    EXPECT_EQ(check(other + " " + other + " " + other + " " + other + " " + other + " " + std::string(good)),
        StandardVerdict::malformed);
    std::string many;
    for (int i = 0; i < 1000; ++i) many += other + " ";
    EXPECT_EQ(check(many), StandardVerdict::malformed);
}

TEST(StandardWebhooks, WhateverDiffersIsWrong) {
    EXPECT_EQ(check(good.substr(0, good.size() - 4)), StandardVerdict::wrong);
    EXPECT_EQ(check(good.substr(3)), StandardVerdict::wrong);
    EXPECT_EQ(check("v2," + std::string(good.substr(3))), StandardVerdict::wrong);
    EXPECT_EQ(check(good, R"({"test": 2432232315})"), StandardVerdict::wrong);
    EXPECT_EQ(check(good, body, "1614265331"), StandardVerdict::wrong);
    EXPECT_EQ(check("v1,"), StandardVerdict::wrong);
    EXPECT_EQ(check(""), StandardVerdict::wrong);
}

TEST(StandardWebhooks, TimestampsAreWholeSecondsNearNow) {
    EXPECT_EQ(check(good, body, timestamp, now + 5min), StandardVerdict::good);
    EXPECT_EQ(check(good, body, timestamp, now + 5min + 1s), StandardVerdict::too_old_or_new);
    EXPECT_EQ(check(good, body, timestamp, now - 5min - 1s), StandardVerdict::too_old_or_new);
    for (std::string_view bad : {"", "soon", "-1", "1614265330.5", " 1614265330", "99999999999999999999", "0x10"}) {
        EXPECT_EQ(check(good, body, bad), StandardVerdict::malformed) << bad;
    }
}

TEST(StandardWebhooks, SecretsMayBeRawAndDamagedOnesFitNothing) {
    Secret const raw{"just some text"};
    auto const signature = sign_standard(raw, id, timestamp, body);
    EXPECT_EQ(verify_standard(raw, {id, timestamp, signature}, body, now, 5min), StandardVerdict::good);
    for (auto const& empty : {Secret{""}, Secret{"whsec_"}, Secret{"whsec_***"}}) {
        auto const forged = sign_standard(empty, id, timestamp, body);
        EXPECT_EQ(verify_standard(empty, {id, timestamp, forged}, body, now, 5min), StandardVerdict::wrong);
    }
}

TEST(StandardWebhooks, ASecretShownWithoutItsPrefixCountsInBothReadings) {
    Secret const shown{"MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"};
    EXPECT_EQ(verify_standard(shown, {id, timestamp, good}, body, now, 5min), StandardVerdict::good);
    auto const as_written = sign_standard(shown, id, timestamp, body);
    EXPECT_EQ(verify_standard(shown, {id, timestamp, as_written}, body, now, 5min), StandardVerdict::good);
}

TEST(StandardWebhooks, SigningAndVerifyingAgreeOnAnything) {
    vault::TestRandom random{21};
    for (int i = 0; i < 1000; ++i) {
        Secret const key{random.bytes(1 + random.below(80))};
        auto const message = random.bytes(random.below(300));
        auto const signature = sign_standard(key, id, timestamp, message);
        EXPECT_EQ(verify_standard(key, {id, timestamp, signature}, message, now, 5min), StandardVerdict::good);
        EXPECT_EQ(verify_standard(key, {id, timestamp, signature}, message + "x", now, 5min), StandardVerdict::wrong);
    }
}

}  // namespace
}  // namespace lockstep::webhooks
