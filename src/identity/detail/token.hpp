// SPDX-License-Identifier: Apache-2.0
// Random texts that open doors, and the hash under which they are stored. They carry at least 128 random bits, so a plain
// SHA-256 is enough: there is nothing to guess.
#pragma once

#include <string>

#include "base/secret.hpp"
#include "ports/random.hpp"

namespace lockstep::identity::detail {

// `prefix` and 256 random bits in the URL-safe alphabet.
Secret random_token(SecureRandom& random, std::string_view prefix);
// 26 characters of Crockford's base 32 in groups of five: easy to type, hard to misread.
Secret random_code(SecureRandom& random);
// As a person may type it: case, dashes and spaces do not count; O is 0, I and L are 1.
std::string normal_code(std::string_view typed);

std::string token_hash(std::string_view token);

}  // namespace lockstep::identity::detail
