// SPDX-License-Identifier: Apache-2.0
#include "webhooks/classify.hpp"

#include <initializer_list>

#include "base/text.hpp"
#include "catalogue/binding.hpp"

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

// Invoices and orders name the location as altId; events about a location carry its id as their own.
std::string location_of(Json const& body) {
    auto location = first_word(body, {"/locationId", "/data/locationId"});
    if (!location.empty()) return location;
    if (word_at(body, "/altType") == "location") return word_at(body, "/altId");
    if (word_at(body, "/data/altType") == "location") return word_at(body, "/data/altId");
    auto const type = word_at(body, "/type");
    if (type == "LocationCreate" || type == "LocationUpdate") return first_word(body, {"/id", "/data/id"});
    return {};
}

std::unexpected<Error> bad_envelope(std::string_view why) {
    return fail(ErrorKind::invalid, "webhooks.bad_envelope", "reading a delivery: " + std::string(why));
}

Result<Classified> classify_envelope(Json const& body) {
    auto const type = find_text(body, "/eventType");
    if (!type || type->empty() || type->size() > word_length_max) {
        return bad_envelope("eventType must be a text of 1 to 128 characters, such as contact.updated");
    }
    if (find_object(body, "/payload") == nullptr) return bad_envelope("payload must be an object");
    Classified classified;
    classified.type = printable(*type);
    classified.record_id = first_word(body, {"/payload/id", "/payload/contactId", "/payload/externalId"});
    classified.delivery_id = first_word(body, {"/deliveryId", "/webhookId"});
    classified.account_key = first_word(body, {"/payload/locationId", "/locationId"});
    classified.connection = first_word(body, {"/connectionId", "/payload/connectionId"});
    if (classified.record_id.empty() && classified.type.starts_with("contact.")) {
        auto const email = find_text(body, "/payload/email");
        if (email && email->size() <= email_length_max) classified.email = *email;
        classified.trouble = classified.email.empty() ? "names_nobody" : "names_no_record";
    }
    return classified;
}

}  // namespace

Classified classify_app_delivery(Json const& body, catalogue::Connector const& connector) {
    Classified classified;
    if (auto facts = connector.contacts->identify_event(body)) {
        classified.type = std::move(facts->type);
        classified.record_id = std::move(facts->record_id);
        classified.delivery_id = std::move(facts->delivery_id);
        classified.account_key = std::move(facts->account_key);
    } else {
        classified.trouble = "not_understood: " + facts.error().code;
    }
    if (classified.type.empty()) classified.type = first_word(body, {"/type", "/data/type"});
    if (classified.type.empty()) classified.type = "unknown";
    if (classified.account_key.empty()) classified.account_key = location_of(body);
    if (classified.delivery_id.empty()) classified.delivery_id = word_at(body, "/webhookId");
    return classified;
}

Result<Classified> classify_authenticated(Json const& body, catalogue::Connector const& connector) {
    if (!body.is_object()) return bad_envelope("it must be a JSON object");
    if (body.as_object().contains("eventType")) return classify_envelope(body);
    auto classified = classify_app_delivery(body, connector);
    if (!classified.trouble.empty() && classified.type == "unknown") {
        return bad_envelope("it needs eventType and payload, or must be an event of " + connector.title);
    }
    return classified;
}

Destination peek_destination(Json const& body) {
    Destination destination;
    if (!body.is_object()) return destination;
    destination.connection = first_word(body, {"/connectionId", "/payload/connectionId"});
    destination.account_key = first_word(body, {"/locationId", "/payload/locationId", "/data/locationId"});
    return destination;
}

}  // namespace lockstep::webhooks
