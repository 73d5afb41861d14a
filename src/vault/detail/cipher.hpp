// SPDX-License-Identifier: Apache-2.0
// The one place that calls XChaCha20-Poly1305. The associated data is a list of parts, each preceded by its length, so that no
// two lists read the same.
#pragma once

#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>

namespace lockstep::vault::detail {

constexpr std::size_t key_bytes = 32;
constexpr std::size_t nonce_bytes = 24;
constexpr std::size_t tag_bytes = 16;

// Must have run before any other use of libsodium; cheap to repeat.
void start_sodium();

std::string join_parts(std::initializer_list<std::string_view> parts);

// Appends nonce, ciphertext and tag to `out`.
void encrypt(std::string& out, std::string_view key, std::string_view nonce, std::string_view associated, std::string_view plain);
// nullopt when anything differs from what was encrypted.
std::optional<std::string> decrypt(std::string_view key, std::string_view associated, std::string_view nonce_and_ciphertext);

}  // namespace lockstep::vault::detail
