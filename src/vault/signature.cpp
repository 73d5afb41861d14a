// SPDX-License-Identifier: Apache-2.0
#include "vault/signature.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>
#include <openssl/x509.h>
#include <sodium.h>

#include <memory>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "vault/detail/bytes.hpp"
#include "vault/detail/cipher.hpp"

namespace lockstep::vault {
namespace {

using detail::octets;

// SubjectPublicKeyInfo of Ed25519 (RFC 8410) is this prefix and the 32 bytes of the key.
constexpr std::string_view ed25519_prefix{"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00", 12};
constexpr std::string_view pem_begin = "-----BEGIN PUBLIC KEY-----";
constexpr std::string_view pem_end = "-----END PUBLIC KEY-----";

// The DER inside PEM armour, or of bare base64.
Result<std::string> der_of(std::string_view pem) {
    auto text = trim_ascii(pem);
    if (text.size() >= pem_begin.size() + pem_end.size() && text.starts_with(pem_begin) && text.ends_with(pem_end)) {
        text = text.substr(pem_begin.size(), text.size() - pem_begin.size() - pem_end.size());
    }
    std::string packed;
    for (char c : text) {
        if (c != ' ' && c != '\t' && c != '\r' && c != '\n') packed += c;
    }
    return from_base64(packed);
}

}  // namespace

Ed25519KeyPair ed25519_key_pair(std::string_view seed_32_bytes) {
    detail::start_sodium();
    CHECK(seed_32_bytes.size() == crypto_sign_SEEDBYTES);
    std::string public_key(crypto_sign_PUBLICKEYBYTES, '\0');
    std::string private_key(crypto_sign_SECRETKEYBYTES, '\0');
    crypto_sign_seed_keypair(octets(public_key), octets(private_key), octets(seed_32_bytes));
    return {std::move(public_key), Secret{std::move(private_key)}};
}

std::string ed25519_sign(Secret const& private_key, std::string_view message) {
    CHECK(private_key.reveal().size() == crypto_sign_SECRETKEYBYTES);
    std::string signature(crypto_sign_BYTES, '\0');
    crypto_sign_detached(
        octets(signature), nullptr, octets(message), message.size(), octets(std::string_view(private_key.reveal())));
    return signature;
}

bool ed25519_verify(std::string_view public_key, std::string_view message, std::string_view signature) {
    if (public_key.size() != crypto_sign_PUBLICKEYBYTES || signature.size() != crypto_sign_BYTES) return false;
    detail::start_sodium();
    return crypto_sign_verify_detached(octets(signature), octets(message), message.size(), octets(public_key)) == 0;
}

Result<std::string> ed25519_public_key_from_pem(std::string_view pem) {
    auto const der = der_of(pem);
    if (!der || der->size() != ed25519_prefix.size() + crypto_sign_PUBLICKEYBYTES || !der->starts_with(ed25519_prefix)) {
        return fail(ErrorKind::invalid, "vault.bad_public_key",
            "reading an Ed25519 public key: it must be PEM, or the base64 of a SubjectPublicKeyInfo of 44 bytes");
    }
    return der->substr(ed25519_prefix.size());
}

std::string ed25519_public_key_to_pem(std::string_view public_key) {
    CHECK(public_key.size() == crypto_sign_PUBLICKEYBYTES);
    std::string der{ed25519_prefix};
    der += public_key;
    std::string pem{pem_begin};
    pem += '\n';
    pem += to_base64(der);
    pem += '\n';
    pem += pem_end;
    pem += '\n';
    return pem;
}

bool rsa_sha256_verify(std::string_view public_key_pem, std::string_view message, std::string_view signature) {
    auto const der = der_of(public_key_pem);
    if (!der) return false;
    auto const* at = octets(std::string_view(*der));
    std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> const key(
        d2i_PUBKEY(nullptr, &at, static_cast<long>(der->size())), EVP_PKEY_free);
    if (!key || EVP_PKEY_get_base_id(key.get()) != EVP_PKEY_RSA) return false;
    std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> const context(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    if (!context) return false;
    if (EVP_DigestVerifyInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get()) != 1) return false;
    return EVP_DigestVerify(context.get(), octets(signature), signature.size(), octets(message), message.size()) == 1;
}

std::string hmac_sha256(std::string_view key, std::string_view message) {
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    unsigned int size = 0;
    auto const* done =
        HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), octets(message), message.size(), octets(digest), &size);
    CHECK(done != nullptr);
    return digest;
}

std::string sha256(std::string_view message) {
    std::string digest(SHA256_DIGEST_LENGTH, '\0');
    SHA256(octets(message), message.size(), octets(digest));
    return digest;
}

}  // namespace lockstep::vault
