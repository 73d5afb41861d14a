// SPDX-License-Identifier: Apache-2.0
// What a person pastes into a form, read as it was meant: with white space and quotes around it, keys in any of the forms that
// apps and tools show them in. Pure. What cannot be read is refused when it is given, not at the first delivery.
#pragma once

#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/secret.hpp"

namespace lockstep::accounts {

// Without white space, invisible characters and pairs of quotes around it.
std::string_view trim_pasted(std::string_view text);

// "whsec_" with base64 of either alphabet, padded or not, becomes whsec_ and plain base64; any other text stays as it is.
// invalid "api.bad_webhook_secret" (reasons: key, base64, short, lines).
Result<Secret> read_webhook_secret(Secret const& pasted);

// One Ed25519 public key, raw, or two during a rotation: PEM, also with \n written out, base64 or hexadecimal of the key or of
// its SubjectPublicKeyInfo, "whpk_" and base64. invalid "api.bad_public_key" (reasons: private, rsa, form).
Result<std::string> read_webhook_public_key(std::string_view pasted);

// An app's address: a missing scheme is https, or http for this machine itself. invalid "api.bad_address" (reasons: scheme, user,
// extra, form).
Result<std::string> read_address(std::string_view pasted);

}  // namespace lockstep::accounts
