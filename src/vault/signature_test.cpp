// SPDX-License-Identifier: Apache-2.0
#include "vault/signature.hpp"

#include <gtest/gtest.h>

#include "base/bytes.hpp"
#include "vault/test_world.hpp"

namespace lockstep::vault {
namespace {

std::string hex(std::string_view text) { return from_hex(text).value(); }

// A key pair made for this test; only the public half is kept.
constexpr std::string_view rsa_public_key =
    "-----BEGIN PUBLIC KEY-----\n"
    "MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAxSI1bbJbKbcxgqpKe5OV\n"
    "wxLiVqX8ES1+/uBebjo8dVtyGsBN/Q12YGpO3ymyDnXEMEMq+eg+kZ8Uu7u7Dxev\n"
    "5BJd7wUuCpVsI+P3eOqxrlUDFV5G0zYLBxlguS4AhzMPW5hoN5O7CV16TSfaSORf\n"
    "iZjWvfJVHTS2ggmOCI1EVQ/3dKoxgmNcN1a83wpg85lLv6xO5A1Hux8h41FZFJnc\n"
    "f6WC9Jpe253U8/42Li9IzBPZeuKkrqWYahUnlKzGMyFGFkeyZ3kNhrTHAg1p1xPJ\n"
    "thawaEKDjJq+81F7DBAjYdj5ieY8DXQ/twBGPd6sbcQTV22Vig1ye5uzf3OM79Uc\n"
    "LwIDAQAB\n"
    "-----END PUBLIC KEY-----\n";
constexpr std::string_view rsa_signature =
    "ACUzwgy66pyY69MzOhSksgCUVHRMk0yPHW9i6lrxTeeXQlHpNbggtRJyfEHhSgagHmgIdRK3OtPiQR6y+Lg41usT5RZ9x7nfinvt"
    "Y33kmWZfHhopFAcU3jylOFxVTArhM7sAJMEcdeFyXhAMRzYvj3098yacPE7DMFhSa1o20cavgrXceO/2+newJxPdr7l5BovgzozE"
    "3cxA0f0hIWBCWlSs4V1vUz3ynu6YMGVaqWb+II3Sg4m7paztjBpwCquVoh5a6ygD0Hp7Qw1GCAF2HpJFuqPRcALu84y0RCoWJcg9"
    "uOYDdq2KYvhxgY+qCKILuwhzN3vZ/IojIMCArJPk1w==";

TEST(Ed25519, AgreesWithTheVectorsOfRfc8032) {
    auto const pair = ed25519_key_pair(hex("4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb"));
    EXPECT_EQ(to_hex(pair.public_key), "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c");
    EXPECT_EQ(to_hex(ed25519_sign(pair.private_key, "\x72")),
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
        "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00");
}

TEST(Ed25519, NoticesEveryFlippedBit) {
    TestRandom random;
    auto const pair = ed25519_key_pair(random.bytes(32));
    std::string const message = "a delivery";
    auto const signature = ed25519_sign(pair.private_key, message);
    EXPECT_TRUE(ed25519_verify(pair.public_key, message, signature));
    for (std::size_t i = 0; i < 8 * signature.size(); ++i) {
        auto damaged = signature;
        damaged[i / 8] = static_cast<char>(damaged[i / 8] ^ (1 << (i % 8)));
        EXPECT_FALSE(ed25519_verify(pair.public_key, message, damaged));
    }
    for (std::size_t i = 0; i < 8 * message.size(); ++i) {
        auto damaged = message;
        damaged[i / 8] = static_cast<char>(damaged[i / 8] ^ (1 << (i % 8)));
        EXPECT_FALSE(ed25519_verify(pair.public_key, damaged, signature));
    }
}

TEST(Ed25519, WrongLengthsAreWrongSignatures) {
    TestRandom random;
    auto const pair = ed25519_key_pair(random.bytes(32));
    auto const signature = ed25519_sign(pair.private_key, "m");
    EXPECT_FALSE(ed25519_verify(pair.public_key, "m", ""));
    EXPECT_FALSE(ed25519_verify(pair.public_key, "m", signature.substr(1)));
    EXPECT_FALSE(ed25519_verify(pair.public_key.substr(1), "m", signature));
    EXPECT_FALSE(ed25519_verify("", "m", signature));
}

TEST(Ed25519, KeysTravelAsPem) {
    TestRandom random;
    auto const raw = ed25519_key_pair(random.bytes(32)).public_key;
    auto const pem = ed25519_public_key_to_pem(raw);
    EXPECT_EQ(ed25519_public_key_from_pem(pem), raw);
    auto const bare = pem.substr(27, 60);
    EXPECT_EQ(ed25519_public_key_from_pem(bare), raw);
    EXPECT_EQ(ed25519_public_key_from_pem("\n  " + pem + "\n"), raw);
}

TEST(Ed25519, OtherTextsAreNoKeys) {
    for (std::string_view text :
        {std::string_view{}, std::string_view{"-----BEGIN PUBLIC KEY-----"}, std::string_view{"MCow"}, rsa_public_key}) {
        EXPECT_EQ(ed25519_public_key_from_pem(text).error().code, "vault.bad_public_key");
    }
}

TEST(Ed25519, ReadsTheKeyThatHighLevelPublishes) {
    auto const key = ed25519_public_key_from_pem(
        "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAi2HR1srL4o18O8BRa7gVJY7G7bupbN3H9AwJrHCDiOg=\n-----END PUBLIC KEY-----\n");
    EXPECT_EQ(to_hex(key.value()), "8b61d1d6cacbe28d7c3bc0516bb815258ec6edbba96cddc7f40c09ac708388e8");
}

TEST(Rsa, AcceptsASignatureAndNothingElse) {
    auto const signature = from_base64(rsa_signature).value();
    EXPECT_TRUE(rsa_sha256_verify(rsa_public_key, "a signed message", signature));
    EXPECT_FALSE(rsa_sha256_verify(rsa_public_key, "a signed massage", signature));
    EXPECT_FALSE(rsa_sha256_verify(rsa_public_key, "a signed message", signature.substr(1)));
    EXPECT_FALSE(rsa_sha256_verify(rsa_public_key, "a signed message", ""));
    EXPECT_FALSE(rsa_sha256_verify("no key", "a signed message", signature));
    EXPECT_FALSE(rsa_sha256_verify(ed25519_public_key_to_pem(std::string(32, 'k')), "a signed message", signature));
}

TEST(Hmac, AgreesWithTheVectorsOfRfc4231) {
    EXPECT_EQ(to_hex(hmac_sha256("Jefe", "what do ya want for nothing?")),
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    EXPECT_EQ(to_hex(hmac_sha256(std::string(131, '\xaa'), "Test Using Larger Than Block-Size Key - Hash Key First")),
        "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
    EXPECT_EQ(hmac_sha256("", "x").size(), 32);
}

TEST(Sha256, AgreesWithTheVectorsOfFips180) {
    EXPECT_EQ(to_hex(sha256("")), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    EXPECT_EQ(to_hex(sha256("abc")), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace lockstep::vault
