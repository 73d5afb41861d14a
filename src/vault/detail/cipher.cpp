// SPDX-License-Identifier: Apache-2.0
#include "vault/detail/cipher.hpp"

#include <sodium.h>

#include <cstdint>

#include "base/result.hpp"
#include "vault/detail/bytes.hpp"

namespace lockstep::vault::detail {

void start_sodium() {
    static bool const started = sodium_init() >= 0;
    CHECK(started);
}

std::string join_parts(std::initializer_list<std::string_view> parts) {
    std::size_t size = 0;
    for (auto part : parts) size += 4 + part.size();
    std::string joined;
    joined.reserve(size);
    for (auto part : parts) {
        append_big_endian<std::uint32_t>(joined, static_cast<std::uint32_t>(part.size()));
        joined += part;
    }
    return joined;
}

void encrypt(
    std::string& out, std::string_view key, std::string_view nonce, std::string_view associated, std::string_view plain) {
    CHECK(key.size() == key_bytes);
    CHECK(nonce.size() == nonce_bytes);
    out += nonce;
    auto const start = out.size();
    out.resize(start + plain.size() + tag_bytes);
    unsigned long long written = 0;
    crypto_aead_xchacha20poly1305_ietf_encrypt(octets(out) + start, &written, octets(plain), plain.size(), octets(associated),
        associated.size(), nullptr, octets(nonce), octets(key));
    CHECK(written == plain.size() + tag_bytes);
}

std::optional<std::string> decrypt(std::string_view key, std::string_view associated, std::string_view nonce_and_ciphertext) {
    CHECK(key.size() == key_bytes);
    if (nonce_and_ciphertext.size() < nonce_bytes + tag_bytes) return std::nullopt;
    auto const nonce = nonce_and_ciphertext.substr(0, nonce_bytes);
    auto const ciphertext = nonce_and_ciphertext.substr(nonce_bytes);
    std::string plain(ciphertext.size() - tag_bytes, '\0');
    unsigned long long written = 0;
    int const outcome = crypto_aead_xchacha20poly1305_ietf_decrypt(octets(plain), &written, nullptr, octets(ciphertext),
        ciphertext.size(), octets(associated), associated.size(), octets(nonce), octets(key));
    if (outcome != 0) return std::nullopt;
    return plain;
}

}  // namespace lockstep::vault::detail
