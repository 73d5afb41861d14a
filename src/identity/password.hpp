// SPDX-License-Identifier: Apache-2.0
// Passwords as Argon2id hashes. Both functions cost tens of milliseconds and 48 MiB by design: run them through Offload.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "ports/random.hpp"

namespace lockstep::identity {

constexpr std::size_t password_length_min = 8;  // of bytes; 12 and more is what we advise
constexpr std::size_t password_length_max = 1024;

struct PasswordCost {
    std::uint32_t passes = 2;
    std::uint32_t memory_kib = 48 * 1024;
};

// invalid "identity.password_length" when it is too short or too long, "identity.guessable_password" when it is among what
// guessers try first: a well-known word, digits only, one after the other. No other rule: length is what counts.
Result<void> check_password(Secret const& password);

// "argon2id$<passes>$<KiB>$<salt>$<hash>"
Result<std::string> hash_password(Secret const& password, SecureRandom& random, PasswordCost const& cost = {});
// False for a damaged hash as well.
bool verify_password(std::string_view hash, Secret const& password);
// A hash that no password fits, as costly to check as a real one: for logins that do not exist.
std::string unmatchable_hash();

}  // namespace lockstep::identity
