// SPDX-License-Identifier: Apache-2.0
// WebhookRules: what a connector's declaration says of the deliveries that its app sends. Read once, when the connector is
// loaded; whoever verifies, routes or names a delivery asks here and nowhere else.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/json.hpp"
#include "messages/messages.hpp"
#include "ports/http.hpp"

namespace lockstep::catalogue {

enum class SignatureScheme : std::uint8_t {
    none,  // the app sends no webhooks
    ed25519,
    standard_webhooks
};
std::string_view to_string(SignatureScheme scheme);

// RSA-SHA256, beside the present scheme, for senders that have not moved to it.
struct LegacySignature {
    std::string header;
    std::vector<std::string> keys;  // PEM, or the base64 in it
    bool is_enabled = false;        // an installation may switch it on as well
};

struct WebhookRules {
    SignatureScheme scheme = SignatureScheme::none;
    std::string header;                            // that carries the signature
    std::string id_header;                         // of the delivery; empty where the scheme has none
    std::string timestamp_header;                  // the same
    std::vector<std::string> keys{};               // public ones, as declared: base64 of a SubjectPublicKeyInfo
    std::vector<std::string> never_a_signature{};  // what the app writes into the header for "none"
    std::optional<LegacySignature> legacy{};
    std::string event_parameter{};  // query parameter of the receiving address that gives the type to events that state none
    // How a person makes the app send webhooks by hand, to an address and with a secret of the connection; empty: no way is
    // known.
    messages::LocalText guide{};
    std::string guide_body{};  // what the request is to hold
    Json declared{};           // the member "webhooks", for events.hpp; null when there is none

    // The header's trimmed value; empty when it is missing, or stands for "none".
    std::string_view signature_in(HttpHeaders const& headers, std::string_view header_name) const;
};

// `declared` is the connector's member "webhooks", null when the profile sends none. It has passed the schema.
WebhookRules read_webhook_rules(Json const* declared);

}  // namespace lockstep::catalogue
