// SPDX-License-Identifier: Apache-2.0
// What a delivery is signed with, after the Standard Webhooks specification: a secret that both sides know (HMAC-SHA256, "v1"),
// and, where it is wanted, a key pair of which the other side knows the public half (Ed25519, "v1a"). While a key is being
// exchanged for another one, deliveries carry a signature of each.
#pragma once

#include <string>
#include <string_view>

#include "base/json.hpp"
#include "base/secret.hpp"
#include "ports/http.hpp"
#include "ports/random.hpp"

namespace lockstep::deliveries {

struct Keys {
    Secret secret;  // "whsec_..."
    Secret seed;    // of the key pair, 32 bytes; empty: there is none
    Secret former;  // the secret before
    Secret former_seed;
    std::optional<TimePoint> former_until{};  // by the wall

    bool has_key_pair() const { return !seed.empty(); }
};

Keys make_keys(bool with_key_pair, SecureRandom& random);
// New ones; the present ones sign as well until `former_until`.
Keys rotated(Keys const& keys, TimePoint former_until, SecureRandom& random);
// "whpk_..."; empty where there is no key pair.
std::string public_key(Keys const& keys);

JsonObject to_sealable(Keys const& keys);
Result<Keys> keys_from(Json const& sealed);

// webhook-id, webhook-timestamp and webhook-signature. `wall` is now, by the clock on the wall.
HttpHeaders signed_headers(Keys const& keys, std::string_view id, std::string_view body, TimePoint wall);

}  // namespace lockstep::deliveries
