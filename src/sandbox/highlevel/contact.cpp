// SPDX-License-Identifier: Apache-2.0
// The five shapes of a contact. They differ on purpose: so do the real ones.
#include "sandbox/highlevel/contact.hpp"

#include <algorithm>

#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

constexpr std::array<std::string_view, field_count> names{"firstName", "lastName", "email", "phone", "address1", "city", "state",
    "country", "postalCode", "website", "timezone", "companyName", "source", "assignedTo", "dateOfBirth", "gender", "businessId"};

JsonArray custom_fields_json(Contact const& contact) {
    JsonArray list;
    list.reserve(contact.custom_fields.size());
    for (auto const& [id, value] : contact.custom_fields) list.push_back(JsonObject{{"id", id}, {"value", value}});
    return list;
}

void add_text(JsonObject& object, std::string_view name, std::string const& text) {
    if (!text.empty()) object.emplace(name, text);
}

void add_texts(JsonObject& object, Contact const& contact, std::initializer_list<Field> fields) {
    for (auto const field : fields) add_text(object, to_string(field), contact[field]);
}

std::string midnight(std::string const& date) { return date.empty() ? date : date + "T00:00:00.000Z"; }

void add_names_in_lower_case(JsonObject& object, Contact const& contact) {
    add_text(object, "firstNameLowerCase", lower_case(contact[Field::first_name]));
    add_text(object, "lastNameLowerCase", lower_case(contact[Field::last_name]));
}

}  // namespace

std::string_view to_string(Field field) { return names[static_cast<std::size_t>(field)]; }

std::optional<Field> field_from(std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i) {
        if (names[i] == name) return static_cast<Field>(i);
    }
    return std::nullopt;
}

std::string Contact::full_name() const {
    auto const& first = (*this)[Field::first_name];
    auto const& last = (*this)[Field::last_name];
    if (first.empty() || last.empty()) return first + last;
    return first + " " + last;
}

bool Contact::has_tag(std::string_view lowered) const { return std::ranges::find(tags, lowered) != tags.end(); }

std::int64_t to_millis(TimePoint time) { return std::chrono::floor<std::chrono::milliseconds>(time).time_since_epoch().count(); }

JsonArray to_json_list(std::vector<std::string> const& texts) {
    JsonArray list;
    list.reserve(texts.size());
    for (auto const& text : texts) list.emplace_back(text);
    return list;
}

JsonObject shown_by_id(Contact const& contact, std::string_view location_id) {
    JsonObject object;
    object.reserve(34);
    object.emplace("id", contact.id);
    object.emplace("locationId", location_id);
    add_text(object, "name", contact.full_name());
    add_texts(object, contact, {Field::first_name, Field::last_name});
    add_names_in_lower_case(object, contact);
    add_text(object, "fullNameLowerCase", lower_case(contact.full_name()));
    add_texts(object, contact, {Field::email});
    add_text(object, "emailLowerCase", lower_case(contact[Field::email]));
    add_texts(object, contact,
        {Field::phone, Field::timezone, Field::company_name, Field::source, Field::assigned_to, Field::address1, Field::city,
            Field::state, Field::country, Field::postal_code, Field::website, Field::business_id, Field::date_of_birth});
    object.emplace("type", "lead");
    object.emplace("dnd", contact.dnd);
    if (!contact.dnd_settings.empty()) object.emplace("dndSettings", contact.dnd_settings);
    if (!contact.inbound_dnd_settings.empty()) object.emplace("inboundDndSettings", contact.inbound_dnd_settings);
    object.emplace("tags", to_json_list(contact.tags));
    object.emplace("dateAdded", format_time(contact.added));
    object.emplace("dateUpdated", format_time(contact.updated));
    object.emplace("customFields", custom_fields_json(contact));
    return object;
}

JsonObject shown_after_create(Contact const& contact, std::string_view location_id) {
    auto object = shown_by_id(contact, location_id);
    object.emplace("deleted", false);
    object.emplace("bounceEmail", false);
    object.emplace("unsubscribeEmail", false);
    auto const& born = contact[Field::date_of_birth];
    if (born.size() == 10) {
        object["dateOfBirth"] = midnight(born);
        object.emplace("birthMonth", (born[5] - '0') * 10 + (born[6] - '0'));
        object.emplace("birthDay", (born[8] - '0') * 10 + (born[9] - '0'));
    }
    object.emplace("offers", JsonArray{});
    object.emplace("products", JsonArray{});
    return object;
}

JsonObject shown_in_search(Contact const& contact, std::string_view location_id) {
    JsonObject object;
    object.reserve(30);
    object.emplace("id", contact.id);
    object.emplace("locationId", location_id);
    add_names_in_lower_case(object, contact);
    add_texts(object, contact,
        {Field::email, Field::phone, Field::company_name, Field::source, Field::assigned_to, Field::city, Field::state,
            Field::country, Field::postal_code, Field::website, Field::business_id});
    add_text(object, "address", contact[Field::address1]);
    add_text(object, "dateOfBirth", midnight(contact[Field::date_of_birth]));
    add_text(object, "businessName", contact[Field::company_name]);
    object.emplace("phoneLabel", nullptr);
    object.emplace("validEmail", nullptr);
    object.emplace("type", "lead");
    object.emplace("dnd", contact.dnd);
    if (!contact.dnd_settings.empty()) object.emplace("dndSettings", contact.dnd_settings);
    object.emplace("additionalEmails", JsonArray{});
    object.emplace("additionalPhones", JsonArray{});
    object.emplace("followers", to_json_list(contact.followers));
    object.emplace("tags", to_json_list(contact.tags));
    object.emplace("customFields", custom_fields_json(contact));
    object.emplace("dateAdded", format_time(contact.added));
    object.emplace("dateUpdated", format_time(contact.updated));
    return object;
}

JsonObject shown_in_listing(Contact const& contact, std::string_view location_id) {
    JsonObject object;
    object.reserve(28);
    object.emplace("id", contact.id);
    object.emplace("locationId", location_id);
    add_text(object, "contactName", lower_case(contact.full_name()));
    add_texts(object, contact,
        {Field::first_name, Field::last_name, Field::email, Field::phone, Field::timezone, Field::company_name, Field::country,
            Field::source, Field::city, Field::state, Field::postal_code, Field::address1, Field::website, Field::assigned_to,
            Field::business_id});
    add_text(object, "dateOfBirth", midnight(contact[Field::date_of_birth]));
    object.emplace("dnd", contact.dnd);
    object.emplace("type", "lead");
    object.emplace("dateAdded", format_time(contact.added));
    object.emplace("dateUpdated", format_time(contact.updated));
    object.emplace("customFields", custom_fields_json(contact));
    object.emplace("tags", to_json_list(contact.tags));
    object.emplace("followers", to_json_list(contact.followers));
    object.emplace("attributions", JsonArray{});
    return object;
}

JsonObject shown_in_webhook(Contact const& contact, std::string_view location_id, bool with_dnd_settings) {
    JsonObject object;
    object.reserve(26);
    object.emplace("locationId", location_id);
    object.emplace("id", contact.id);
    add_texts(object, contact, {Field::address1, Field::city, Field::state, Field::company_name, Field::country, Field::source});
    object.emplace("dateAdded", format_time(contact.added));
    add_text(object, "dateOfBirth", midnight(contact[Field::date_of_birth]));
    object.emplace("dnd", contact.dnd);
    if (with_dnd_settings) object.emplace("dndSettings", contact.dnd_settings);
    add_texts(object, contact, {Field::email});
    add_text(object, "name", contact.full_name());
    add_texts(object, contact,
        {Field::first_name, Field::last_name, Field::phone, Field::postal_code, Field::website, Field::assigned_to});
    if (!contact.tags.empty()) object.emplace("tags", to_json_list(contact.tags));
    object.emplace("attachments", JsonArray{});
    if (!contact.custom_fields.empty()) object.emplace("customFields", custom_fields_json(contact));
    return object;
}

}  // namespace lockstep::sandbox::highlevel
