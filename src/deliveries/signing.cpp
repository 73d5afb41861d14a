// SPDX-License-Identifier: Apache-2.0
#include "deliveries/signing.hpp"

#include <array>

#include "base/bytes.hpp"
#include "vault/signature.hpp"
#include "webhooks/standard_webhooks.hpp"

namespace lockstep::deliveries {
namespace {

constexpr std::size_t key_bytes = 32;

std::string random_bytes(SecureRandom& random) {
    std::array<std::byte, key_bytes> bytes{};
    random.fill(bytes);
    return {reinterpret_cast<char const*>(bytes.data()), bytes.size()};
}

Secret make_secret(SecureRandom& random) { return Secret{"whsec_" + to_base64(random_bytes(random))}; }

Secret secret_at(Json const& json, std::string_view pointer) {
    return Secret{std::string(find_text(json, pointer).value_or(""))};
}

std::string sign_with_seed(Secret const& seed, std::string_view content) {
    return "v1a," + to_base64(vault::ed25519_sign(vault::ed25519_key_pair(seed.reveal()).private_key, content));
}

}  // namespace

Keys make_keys(bool with_key_pair, SecureRandom& random) {
    Keys keys;
    keys.secret = make_secret(random);
    if (with_key_pair) keys.seed = Secret{random_bytes(random)};
    return keys;
}

Keys rotated(Keys const& keys, TimePoint former_until, SecureRandom& random) {
    auto next = make_keys(keys.has_key_pair(), random);
    next.former = keys.secret;
    next.former_seed = keys.seed;
    next.former_until = former_until;
    return next;
}

std::string public_key(Keys const& keys) {
    if (!keys.has_key_pair()) return {};
    return "whpk_" + to_base64(vault::ed25519_key_pair(keys.seed.reveal()).public_key);
}

JsonObject to_sealable(Keys const& keys) {
    JsonObject json{{"secret", keys.secret.reveal()}};
    if (keys.has_key_pair()) json["seed"] = to_base64(keys.seed.reveal());
    if (!keys.former_until) return json;
    json["former"] = keys.former.reveal();
    if (!keys.former_seed.empty()) json["former_seed"] = to_base64(keys.former_seed.reveal());
    json["former_until"] = to_micros(*keys.former_until);
    return json;
}

Result<Keys> keys_from(Json const& sealed) {
    auto const seed_at = [&](std::string_view pointer) -> Result<Secret> {
        TRY(auto bytes, from_base64(find_text(sealed, pointer).value_or("")));
        if (!bytes.empty() && bytes.size() != key_bytes)
            return fail(ErrorKind::corrupt, "deliveries.damaged", "reading the keys of a webhook: they are damaged");
        return Secret{std::move(bytes)};
    };
    Keys keys;
    keys.secret = secret_at(sealed, "/secret");
    TRY(keys.seed, seed_at("/seed"));
    keys.former = secret_at(sealed, "/former");
    TRY(keys.former_seed, seed_at("/former_seed"));
    if (auto const until = find_integer(sealed, "/former_until")) keys.former_until = from_micros(*until);
    return keys;
}

HttpHeaders signed_headers(Keys const& keys, std::string_view id, std::string_view body, TimePoint wall) {
    auto const seconds = std::chrono::floor<std::chrono::seconds>(wall).time_since_epoch().count();
    auto const timestamp = std::to_string(seconds);
    auto const content = std::string(id) + "." + timestamp + "." + std::string(body);
    auto signatures = webhooks::sign_standard(keys.secret, id, timestamp, body);
    bool const overlaps = keys.former_until && wall < *keys.former_until;
    if (overlaps) signatures += " " + webhooks::sign_standard(keys.former, id, timestamp, body);
    if (keys.has_key_pair()) signatures += " " + sign_with_seed(keys.seed, content);
    if (overlaps && !keys.former_seed.empty()) signatures += " " + sign_with_seed(keys.former_seed, content);
    return {{"webhook-id", std::string(id)}, {"webhook-timestamp", timestamp}, {"webhook-signature", std::move(signatures)}};
}

}  // namespace lockstep::deliveries
