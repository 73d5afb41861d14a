// SPDX-License-Identifier: Apache-2.0
#include "accounts/pasted.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "vault/signature.hpp"
#include "vault/test_world.hpp"

namespace lockstep::accounts {
namespace {

std::string reason_of(Error const& error) {
    for (auto const& [name, value] : error.params) {
        if (name == "reason") return error.code + " " + value;
    }
    return error.code;
}

std::string secret_of(std::string_view pasted) {
    auto const read = read_webhook_secret(Secret{std::string(pasted)});
    return read ? std::string(read->reveal()) : reason_of(read.error());
}

TEST(PastedTest, WebhookSecretsAreReadAsTheyWereMeant) {
    std::string const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ==";
    for (std::string const form : {"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ==", "  whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ==\n",
             "\"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ==\"", "'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ'",
             "“whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ==”", "\u00A0WHSEC_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ==\u200B",
             "\uFEFF« whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLQ »", "whsec_MfKQ9r8GKYqr\r\nTwjUPD8ILPZIo2LaLQ=="})
        EXPECT_EQ(secret_of(form), secret) << form;
    EXPECT_EQ(secret_of("whsec_-_-_-_-_-_-_-_-_-_-_-_"), secret_of("whsec_+/+/+/+/+/+/+/+/+/+/+/"));
    EXPECT_EQ(secret_of(" a text of our own "), "a text of our own");
    EXPECT_EQ(secret_of("a text over\ntwo lines"), "api.bad_webhook_secret lines");
    EXPECT_EQ(secret_of(" a-text-of-our-own "), "a-text-of-our-own");
    EXPECT_EQ(secret_of("short"), "api.bad_webhook_secret short");
    EXPECT_EQ(secret_of(" \"\" "), "api.bad_webhook_secret short");
    EXPECT_EQ(secret_of("whsec_AAAA"), "api.bad_webhook_secret short");
    EXPECT_EQ(secret_of("whsec_MfKQ9r8GKY*rTwjUPD8ILPZIo2LaLQ=="), "api.bad_webhook_secret base64");
    EXPECT_EQ(secret_of("-----BEGIN PUBLIC KEY-----\nMCow\n-----END PUBLIC KEY-----"), "api.bad_webhook_secret key");
}

TEST(PastedTest, PublicKeysAreReadInEveryFormThatPeopleHave) {
    vault::TestRandom random{5};
    auto const raw = vault::ed25519_key_pair(random.bytes(32)).public_key;
    auto const pem = vault::ed25519_public_key_to_pem(raw);
    std::string lines;
    for (char letter : pem) lines += letter == '\n' ? std::string("\\n") : std::string(1, letter);
    auto der = pem.substr(pem.find('\n') + 1);
    der = der.substr(0, der.find('\n'));
    auto bare = to_base64(raw);
    auto unpadded = bare.substr(0, bare.find('='));
    std::string upper = to_hex(raw);
    for (auto& letter : upper) letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    for (auto const& form : {pem, lines, "\"" + lines + "\"", "  " + pem + "\r\n", der, "'" + der + "'", bare, unpadded,
             to_base64url(raw), "whpk_" + bare, to_hex(raw), upper}) {
        auto const read = read_webhook_public_key(form);
        ASSERT_TRUE(read) << form;
        EXPECT_EQ(*read, raw) << form;
    }
    auto const next = vault::ed25519_key_pair(random.bytes(32)).public_key;
    EXPECT_EQ(read_webhook_public_key(vault::ed25519_public_key_to_pem(next) + pem), next + raw);

    auto const reason = [](std::string_view text) { return reason_of(read_webhook_public_key(text).error()); };
    EXPECT_EQ(reason("no key"), "api.bad_public_key form");
    EXPECT_EQ(reason(""), "api.bad_public_key form");
    EXPECT_EQ(reason(to_base64(std::string(31, 'x'))), "api.bad_public_key form");
    EXPECT_EQ(reason(to_base64(std::string(294, 'x'))), "api.bad_public_key rsa");
    EXPECT_EQ(reason("-----BEGIN PRIVATE KEY-----\nMC4CAQ\n-----END PRIVATE KEY-----"), "api.bad_public_key private");
}

TEST(PastedTest, AddressesAreRefusedWithTheReason) {
    EXPECT_EQ(read_address("https://api.example.com/v1/"), "https://api.example.com/v1");
    EXPECT_EQ(read_address(" api.example.com "), "https://api.example.com");
    EXPECT_EQ(read_address("localhost:8081"), "http://localhost:8081");
    auto const reason = [](std::string_view text) { return reason_of(read_address(text).error()); };
    EXPECT_EQ(reason("ftp://host"), "api.bad_address scheme");
    EXPECT_EQ(reason("http://u:p@host"), "api.bad_address user");
    EXPECT_EQ(reason("https://host/?a=b"), "api.bad_address extra");
    EXPECT_EQ(reason("https://host/#top"), "api.bad_address extra");
    EXPECT_EQ(reason("https:///path"), "api.bad_address form");
    EXPECT_EQ(reason("my clinic"), "api.bad_address form");
    EXPECT_EQ(reason("https://"), "api.bad_address form");
}

}  // namespace
}  // namespace lockstep::accounts
