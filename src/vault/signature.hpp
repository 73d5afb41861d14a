// SPDX-License-Identifier: Apache-2.0
// Signatures over raw bytes: Ed25519 (RFC 8032, libsodium), RSA-SHA256 PKCS#1 v1.5 (OpenSSL, legacy only), HMAC-SHA256.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace lockstep::vault {

struct Ed25519KeyPair {
    std::string public_key;  // 32 bytes
    Secret private_key;      // 64 bytes, libsodium's form
};
Ed25519KeyPair ed25519_key_pair(std::string_view seed_32_bytes);
std::string ed25519_sign(Secret const& private_key, std::string_view message);  // 64 bytes
bool ed25519_verify(std::string_view public_key, std::string_view message, std::string_view signature);
// "-----BEGIN PUBLIC KEY-----" (SubjectPublicKeyInfo) or bare base64 of it; the raw 32 bytes.
Result<std::string> ed25519_public_key_from_pem(std::string_view pem);
std::string ed25519_public_key_to_pem(std::string_view public_key);

// PEM or the bare base64 in it.
bool rsa_sha256_verify(std::string_view public_key_pem, std::string_view message, std::string_view signature);

std::string hmac_sha256(std::string_view key, std::string_view message);  // 32 bytes
std::string sha256(std::string_view message);                             // 32 bytes

}  // namespace lockstep::vault
