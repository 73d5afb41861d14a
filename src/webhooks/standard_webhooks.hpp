// SPDX-License-Identifier: Apache-2.0
// Signatures after the Standard Webhooks specification: three headers carry an id, a timestamp and the signatures, a list of
// "v1,<base64>" entries, each an HMAC-SHA256 over "<id>.<timestamp>.<body>".
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/secret.hpp"
#include "base/time.hpp"
#include "ports/http.hpp"

namespace lockstep::webhooks {

constexpr std::size_t signatures_max = 5;

// The names of the three headers; an app may declare others than the specification's.
struct SignedHeaderNames {
    std::string_view id = "webhook-id";
    std::string_view timestamp = "webhook-timestamp";
    std::string_view signatures = "webhook-signature";
    bool operator==(SignedHeaderNames const&) const = default;
};

struct SignedHeaders {
    std::string_view id;
    std::string_view timestamp;
    std::string_view signatures;
};
// nullopt when one of the three is missing or empty.
std::optional<SignedHeaders> signed_headers(HttpHeaders const& headers, SignedHeaderNames const& names = {});

// The key bytes of a secret: "whsec_" and base64, or the text itself. Empty when the base64 is damaged.
Secret signing_key(Secret const& secret);

// One "v1,<base64>" entry. `secret` in text form.
std::string sign_standard(Secret const& secret, std::string_view id, std::string_view timestamp, std::string_view body);

enum class StandardVerdict : std::uint8_t {
    good,
    malformed,
    too_old_or_new,
    wrong
};
// Compares in constant time with each signature given, of which there may be five at most.
StandardVerdict verify_standard(
    Secret const& secret, SignedHeaders const& headers, std::string_view body, TimePoint now, Duration tolerance);

}  // namespace lockstep::webhooks
