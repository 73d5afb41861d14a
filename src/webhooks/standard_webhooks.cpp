// SPDX-License-Identifier: Apache-2.0
#include "webhooks/standard_webhooks.hpp"

#include <charconv>
#include <vector>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "vault/signature.hpp"

namespace lockstep::webhooks {
namespace {

constexpr std::string_view secret_prefix = "whsec_";
constexpr std::string_view scheme = "v1,";
constexpr std::size_t id_length_max = 256;
constexpr std::size_t signatures_length_max = 1024;

std::string mac(std::string_view key, std::string_view id, std::string_view timestamp, std::string_view body) {
    std::string content;
    content.reserve(id.size() + timestamp.size() + body.size() + 2);
    content += id;
    content += '.';
    content += timestamp;
    content += '.';
    content += body;
    return vault::hmac_sha256(key, content);
}

std::optional<TimePoint> parse_seconds(std::string_view text) {
    std::int64_t seconds = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    if (seconds < 0 || seconds > 253'402'300'799) return std::nullopt;
    return TimePoint{std::chrono::seconds{seconds}};
}

constexpr std::size_t key_bytes_min = 24;  // of a secret, by the specification

// Some apps show the secret without its prefix: then base64 of enough bytes may be meant as that, or as it is written. An empty
// key is none: anybody can compute what it signs.
std::vector<Secret> readings_of(Secret const& secret) {
    std::vector<Secret> keys;
    if (auto key = signing_key(secret); !key.empty()) keys.push_back(std::move(key));
    std::string_view const text = secret.reveal();
    if (text.starts_with(secret_prefix)) return keys;
    if (auto bytes = from_base64(text); bytes && bytes->size() >= key_bytes_min) keys.emplace_back(*std::move(bytes));
    return keys;
}

}  // namespace

std::optional<SignedHeaders> signed_headers(HttpHeaders const& headers, SignedHeaderNames const& names) {
    auto const id = headers.find(names.id);
    auto const timestamp = headers.find(names.timestamp);
    auto const signatures = headers.find(names.signatures);
    if (!id || !timestamp || !signatures || id->empty() || timestamp->empty() || signatures->empty()) return std::nullopt;
    return SignedHeaders{*id, *timestamp, *signatures};
}

Secret signing_key(Secret const& secret) {
    std::string_view const text = secret.reveal();
    if (!text.starts_with(secret_prefix)) return secret;
    auto decoded = from_base64(text.substr(secret_prefix.size()));
    return decoded ? Secret{std::move(*decoded)} : Secret{};
}

std::string sign_standard(Secret const& secret, std::string_view id, std::string_view timestamp, std::string_view body) {
    auto const key = signing_key(secret);
    return std::string(scheme) + to_base64(mac(key.reveal(), id, timestamp, body));
}

StandardVerdict verify_standard(
    Secret const& secret, SignedHeaders const& headers, std::string_view body, TimePoint now, Duration tolerance) {
    if (headers.id.size() > id_length_max || headers.signatures.size() > signatures_length_max) return StandardVerdict::malformed;
    auto const entries = split(headers.signatures, ' ');
    if (entries.size() > signatures_max) return StandardVerdict::malformed;
    auto const sent_at = parse_seconds(headers.timestamp);
    if (!sent_at) return StandardVerdict::malformed;
    if (*sent_at < now - tolerance || *sent_at > now + tolerance) return StandardVerdict::too_old_or_new;

    bool is_good = false;
    for (auto const& key : readings_of(secret)) {
        auto const expected = mac(key.reveal(), headers.id, headers.timestamp, body);
        for (auto entry : entries) {
            if (!entry.starts_with(scheme)) continue;
            auto const given = from_base64(entry.substr(scheme.size()));
            if (given && given->size() == expected.size() && equal_constant_time(*given, expected)) is_good = true;
        }
    }
    return is_good ? StandardVerdict::good : StandardVerdict::wrong;
}

}  // namespace lockstep::webhooks
