// SPDX-License-Identifier: Apache-2.0
#include "catalogue/webhook_rules.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "catalogue/pointers.hpp"

namespace lockstep::catalogue {
namespace {

constexpr std::string_view standard_webhooks = "standard_webhooks";

// The names that the Standard Webhooks specification gives; an app that uses others declares them.
std::string declared_or(Json const& signature, std::string_view member, std::string_view standard) {
    auto declared = text_at(signature, member);
    return declared.empty() ? std::string(standard) : declared;
}

}  // namespace

std::string_view to_string(SignatureScheme scheme) {
    switch (scheme) {
        case SignatureScheme::none: return "none";
        case SignatureScheme::ed25519: return "ed25519";
        case SignatureScheme::standard_webhooks: return standard_webhooks;
    }
    return "none";
}

std::string_view WebhookRules::signature_in(HttpHeaders const& headers, std::string_view header_name) const {
    auto const value = trim_ascii(headers.find(header_name).value_or(""));
    return std::ranges::find(never_a_signature, value) == never_a_signature.end() ? value : std::string_view{};
}

WebhookRules read_webhook_rules(Json const* declared) {
    WebhookRules rules;
    if (declared == nullptr || !declared->is_object()) return rules;
    rules.declared = *declared;
    if (auto const* routing = find(*declared, "/routing")) rules.event_parameter = text_at(*routing, "event_parameter");
    if (auto const* guide = find(*declared, "/guide")) {
        if (auto const* text = find(*guide, "/text")) rules.guide = {text_at(*text, "en"), text_at(*text, "fr")};
        rules.guide_body = text_at(*guide, "body");
    }
    auto const* signature = find(*declared, "/signature");
    if (signature == nullptr) return rules;
    rules.header = text_at(*signature, "header");
    if (text_at(*signature, "scheme") == standard_webhooks) {
        rules.scheme = SignatureScheme::standard_webhooks;
        rules.id_header = declared_or(*signature, "id_header", "webhook-id");
        rules.timestamp_header = declared_or(*signature, "timestamp_header", "webhook-timestamp");
    } else {
        rules.scheme = SignatureScheme::ed25519;
        rules.keys = texts_at(*signature, "keys");
    }
    rules.never_a_signature = texts_at(*signature, "never_a_signature");
    if (auto const* legacy = find(*signature, "/legacy"))
        rules.legacy = LegacySignature{text_at(*legacy, "header"), texts_at(*legacy, "keys"), flag_at(*legacy, "enabled", false)};
    return rules;
}

}  // namespace lockstep::catalogue
