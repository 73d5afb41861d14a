// SPDX-License-Identifier: Apache-2.0
#include "webhooks/classify.hpp"

#include <initializer_list>

#include "base/text.hpp"
#include "catalogue/binding.hpp"
#include "catalogue/events.hpp"

namespace lockstep::webhooks {
namespace {

constexpr std::size_t word_length_max = 128;
constexpr std::size_t email_length_max = 254;  // RFC 5321 4.5.3.1

// A short text or a whole number as text; empty for anything else. What is longer is no id or type of anybody's.
std::string word_at(Json const& body, std::string_view pointer) {
    if (auto const text = find_text(body, pointer)) {
        if (text->size() <= word_length_max) return printable(*text);
    } else if (auto const number = find_integer(body, pointer)) {
        return std::to_string(*number);
    }
    return {};
}

std::string first_word(Json const& body, std::initializer_list<std::string_view> pointers) {
    for (auto pointer : pointers) {
        if (auto word = word_at(body, pointer); !word.empty()) return word;
    }
    return {};
}

std::string short_word(std::string_view text) { return text.size() <= word_length_max ? printable(text) : std::string(); }

std::unexpected<Error> bad_envelope(std::string_view why) {
    return fail(ErrorKind::invalid, "webhooks.bad_envelope", "reading a delivery: " + std::string(why));
}

// Our own envelope; only the account's key stands where the connection's app has it.
Result<Classified> classify_envelope(Json const& body, catalogue::Connector const& connector) {
    auto const type = find_text(body, "/eventType");
    if (!type || type->empty() || type->size() > word_length_max) {
        return bad_envelope("eventType must be a text of 1 to 128 characters, such as contact.updated");
    }
    auto const* payload = find(body, "/payload");
    if (payload == nullptr || !payload->is_object()) return bad_envelope("payload must be an object");
    Classified classified;
    classified.type = printable(*type);
    classified.record_id = first_word(body, {"/payload/id", "/payload/contactId", "/payload/externalId"});
    classified.delivery_id = first_word(body, {"/deliveryId", "/webhookId"});
    classified.account_key = account_key_in(body, connector);
    classified.connection = connection_in(body);
    if (classified.record_id.empty() && classified.type.starts_with("contact.")) {
        auto const email = find_text(body, "/payload/email");
        if (email && email->size() <= email_length_max) classified.email = *email;
        classified.trouble = classified.email.empty() ? "names_nobody" : "names_no_record";
    }
    return classified;
}

}  // namespace

std::string account_key_in(Json const& body, catalogue::Connector const& connector) {
    auto const& declared = connector.webhooks.declared;
    if (auto const* payload = find(body, "/payload"); payload != nullptr && payload->is_object()) {
        if (auto key = short_word(catalogue::glance(declared, *payload).account_key); !key.empty()) return key;
    }
    return short_word(catalogue::glance(declared, body).account_key);
}

std::string connection_in(Json const& body) { return first_word(body, {"/connectionId", "/payload/connectionId"}); }

Classified classify_app_delivery(Json const& body, catalogue::Connector const& connector) {
    Classified classified;
    auto facts = connector.contacts->identify_event(body);
    if (!facts) classified.trouble = "not_understood: " + facts.error().code;
    auto const seen = facts ? *std::move(facts) : catalogue::glance(connector.webhooks.declared, body);
    classified.type = printable(seen.type);
    classified.record_id = seen.record_id;
    classified.delivery_id = short_word(seen.delivery_id);
    classified.account_key = short_word(seen.account_key);
    if (classified.type.empty()) classified.type = "unknown";
    return classified;
}

Result<Classified> classify_authenticated(Json const& body, catalogue::Connector const& connector) {
    if (!body.is_object()) return bad_envelope("it must be a JSON object");
    if (body.as_object().contains("eventType")) return classify_envelope(body, connector);
    auto classified = classify_app_delivery(body, connector);
    if (!classified.trouble.empty() && classified.type == "unknown") {
        return bad_envelope("it needs eventType and payload, or must be an event of " + connector.title);
    }
    return classified;
}

}  // namespace lockstep::webhooks
