// SPDX-License-Identifier: Apache-2.0
// The location: storing, deleting, the duplicate rule, ids, and what is published when.
#include "sandbox/highlevel/model.hpp"

#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

std::string random_text(Prng& stream, std::size_t length, std::string_view alphabet) {
    std::string text;
    text.reserve(length);
    for (std::size_t i = 0; i < length; ++i) text += alphabet[stream.below(alphabet.size())];
    return text;
}

}  // namespace

HighLevelModel::HighLevelModel(Settings given, Prng const& root, Faults& faults)
    : settings(std::move(given)), ids_(root.fork("ids")), traces_(root.fork("traces")), faults_(faults) {
    auto identity = root.fork("identity");
    if (settings.location_id.empty()) {
        settings.location_id = random_text(identity, 20, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
    }
    if (settings.token.empty()) {
        auto tokens = root.fork("token");
        settings.token = "pit-" + random_text(tokens, 8, "0123456789abcdef") + "-" + random_text(tokens, 24, "0123456789abcdef");
    }
    for (auto const& key : settings.custom_field_keys) add_custom_field(key, key, "TEXT", "contact");
}

std::string HighLevelModel::new_id() {
    return random_text(ids_, 20, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");
}

std::string HighLevelModel::new_trace_id() {
    constexpr std::string_view digits = "0123456789abcdef";
    auto high = traces_.next();
    auto low = traces_.next();
    std::string text;
    text.reserve(36);
    for (int i = 0; i < 32; ++i) {
        if (i == 8 || i == 12 || i == 16 || i == 20) text += '-';
        auto& bits = i < 16 ? high : low;
        text += digits[bits & 15U];
        bits >>= 4U;
    }
    return text;
}

Duration HighLevelModel::draw_index_delay(TimePoint now) {
    auto delay = faults_.draw_index_delay();
    if (faults_.strikes(FaultKind::index_lag, "", now)) delay = faults_.draw(FaultKind::index_lag, faults_.settings.index_lag);
    if (faults_.strikes(FaultKind::long_index_lag, "", now))
        delay = faults_.draw(FaultKind::long_index_lag, faults_.settings.long_index_lag);
    return delay;
}

ContactPointer HighLevelModel::old_copy(std::string_view id, std::size_t back, TimePoint not_before) const {
    auto const copies = old_copies_.find(id);
    if (copies == old_copies_.end()) return nullptr;
    ContactPointer found;
    for (auto copy = copies->second.rbegin(); copy != copies->second.rend() && back > 0; ++copy, --back) {
        if (copy->replaced_at < not_before) break;
        found = copy->contact;
    }
    return found;
}

ContactPointer HighLevelModel::save(Contact contact, TimePoint now) {
    auto const skew = faults_.quirks.clock_skew;
    if (contact.version == 0) contact.added += skew;
    contact.version = next_version_++;
    contact.updated = now + skew;
    auto stored = std::make_shared<Contact const>(std::move(contact));
    if (auto before = contacts.find(stored->id)) {
        constexpr std::size_t copies_most = 4;
        auto& copies = old_copies_[stored->id];
        copies.push_back({now, std::move(before)});
        if (copies.size() > copies_most) copies.erase(copies.begin());
    }
    auto const delay = draw_index_delay(now);
    index.catch_up(now);
    index.note(stored->id, stored->version, stored, now + delay);
    contacts.put(stored);
    return stored;
}

void HighLevelModel::plant(Contact contact, TimePoint now) {
    contact.version = next_version_++;
    for (auto const& tag : contact.tags) id_of_tag(tag);
    auto stored = std::make_shared<Contact const>(std::move(contact));
    index.note(stored->id, stored->version, stored, now);
    index.catch_up(now);
    contacts.put(std::move(stored));
}

void HighLevelModel::remove(ContactPointer const& contact, TimePoint now) {
    index.note(contact->id, next_version_++, nullptr, now + draw_index_delay(now));
    old_copies_.erase(contact->id);
    contacts.erase(contact->id);
    std::erase_if(notes, [&](auto const& item) { return item.second.contact_id == contact->id; });
    std::erase_if(tasks, [&](auto const& item) { return item.second.contact_id == contact->id; });
    publish_contact("ContactDelete", *contact, now);
}

void HighLevelModel::publish_contact(std::string_view type, Contact const& contact, TimePoint now) {
    if (publish) publish(type, shown_in_webhook(contact, settings.location_id, type == "ContactDndUpdate"), now);
}

void HighLevelModel::publish_changes(Contact const& before, Contact const& after, TimePoint now) {
    if (before.texts != after.texts || before.custom_fields != after.custom_fields || before.dnd != after.dnd) {
        publish_contact("ContactUpdate", after, now);
    }
    if (before.tags != after.tags) publish_contact("ContactTagUpdate", after, now);
    if (before.dnd != after.dnd || before.dnd_settings != after.dnd_settings) publish_contact("ContactDndUpdate", after, now);
}

HighLevelModel::Duplicate HighLevelModel::find_duplicate(
    std::string_view email, std::string_view phone, std::string_view except_id) const {
    if (settings.allow_duplicates) return {};
    auto const by_email = contacts.find_by_email(lower_case(email));
    auto const by_phone = contacts.find_by_phone(phone);
    bool const email_hits = by_email && by_email->id != except_id;
    bool const phone_hits = by_phone && by_phone->id != except_id;
    if (email_hits && (settings.match_email_first || !phone_hits)) return {by_email, Field::email};
    if (phone_hits) return {by_phone, Field::phone};
    return {};
}

CustomField const* HighLevelModel::custom_field_by_key(std::string_view key) const {
    constexpr std::string_view prefix = "contact.";
    if (key.starts_with(prefix)) key.remove_prefix(prefix.size());
    for (auto const& [id, field] : custom_fields) {
        if (field.model == "contact" && field.key.size() == prefix.size() + key.size() && field.key.ends_with(key)) return &field;
    }
    return nullptr;
}

CustomField& HighLevelModel::add_custom_field(
    std::string_view name, std::string_view key, std::string_view data_type, std::string_view model) {
    CustomField field;
    field.id = new_id();
    field.name = std::string(name);
    field.model = std::string(model);
    field.data_type = std::string(data_type);
    std::string wanted;
    for (char const c : lower_case(key)) {
        bool const plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        if (plain)
            wanted += c;
        else if (!wanted.empty() && wanted.back() != '_')
            wanted += '_';
    }
    while (wanted.ends_with('_')) wanted.pop_back();
    field.key = field.model + "." + wanted;
    for (int twin = 1; custom_field_by_key(field.key) != nullptr; ++twin)
        field.key = field.model + "." + wanted + std::to_string(twin);
    field.position = static_cast<std::int64_t>(custom_fields.size()) * 50;
    auto id = field.id;
    return custom_fields.emplace(std::move(id), std::move(field)).first->second;
}

std::string HighLevelModel::id_of_tag(std::string_view lowered) {
    for (auto const& [id, name] : tags) {
        if (name == lowered) return id;
    }
    auto id = new_id();
    tags.emplace(id, lowered);
    return id;
}

void HighLevelModel::clear() {
    contacts.clear();
    old_copies_.clear();
    index.clear();
    notes.clear();
    tasks.clear();
    tags.clear();
}

HttpReply traced(HighLevelModel& model, int status, JsonObject body) {
    if (!model.faults().quirks.shows_change_time) {
        if (auto* contact = body.if_contains("contact"); contact != nullptr && contact->is_object())
            contact->get_object().erase("dateUpdated");
        if (auto* list = body.if_contains("contacts"); list != nullptr && list->is_array()) {
            for (auto& contact : list->get_array()) contact.get_object().erase("dateUpdated");
        }
    }
    body.emplace("traceId", model.new_trace_id());
    return json_reply(status, body);
}

HttpReply error_reply(HighLevelModel& model, int status, std::string_view message) {
    JsonObject body{{"statusCode", status}, {"message", message}};
    if (status == 401) body.emplace("error", "Unauthorized");
    if (status == 403) body.emplace("error", "Forbidden");
    return traced(model, status, std::move(body));
}

HttpReply bad_request(HighLevelModel& model, std::string_view message) { return error_reply(model, 400, message); }

HttpReply not_found(HighLevelModel& model, std::string_view message) { return error_reply(model, 404, message); }

HttpReply unprocessable(HighLevelModel& model, std::vector<std::string> const& messages) {
    return traced(
        model, 422, JsonObject{{"statusCode", 422}, {"message", to_json_list(messages)}, {"error", "Unprocessable Entity"}});
}

HttpReply contact_not_found(HighLevelModel& model, std::string_view id) {
    return error_reply(model, 400, "Contact with id " + std::string(id) + " not found");
}

}  // namespace lockstep::sandbox::highlevel
