// SPDX-License-Identifier: Apache-2.0
// The master key as text: the content of its file, and a recovery copy that a passphrase opens. Pure; files are app's business.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"
#include "ports/random.hpp"

namespace lockstep::vault {

Secret new_master_key(SecureRandom& random);  // 32 bytes

// "lockstep-master-key-v1:<base64>" and a line break; four bytes of checksum tell a typing mistake from a wrong key.
Secret master_key_to_text(Secret const& master_key);
Result<Secret> master_key_from_text(std::string_view text);

// What one guess at the passphrase costs. Argon2id with one lane.
struct RecoveryCost {
    std::uint32_t passes = 3;
    std::uint32_t memory_kib = 128 * 1024;
};

// "lockstep-recovery-v1:<base64>": cost, salt, nonce and the key in a secretbox. The passphrase needs 12 characters.
Result<std::string> make_recovery_copy(
    Secret const& master_key, Secret const& passphrase, SecureRandom& random, RecoveryCost const& cost = {});
Result<Secret> open_recovery_copy(std::string_view text, Secret const& passphrase);

}  // namespace lockstep::vault
