// SPDX-License-Identifier: Apache-2.0
// HighLevel as people see it: seeding, the view of a record with all its fields, and edits at the screen.
#include "base/text.hpp"
#include "sandbox/highlevel/body.hpp"
#include "sandbox/highlevel/highlevel_app.hpp"
#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox {

using namespace highlevel;

std::vector<std::string> HighLevelApp::add_people(std::vector<Person> const& people, TimePoint now) {
    std::vector<std::string> ids;
    auto const* language = model_.custom_field_by_key("language");
    auto const* gender = model_.custom_field_by_key("gender");
    auto const* other_id = model_.custom_field_by_key("hexfit_id");
    for (auto const& person : people) {
        Contact contact;
        contact.id = model_.new_id();
        contact[Field::first_name] = std::string(trim_ascii(person.first_name));
        contact[Field::last_name] = std::string(trim_ascii(person.last_name));
        contact[Field::email] = model_.settings.lower_case_emails ? lower_case(person.email) : person.email;
        contact[Field::phone] = normal_phone(person.phone, model_.settings.region).value_or("");
        contact[Field::date_of_birth] = person.date_of_birth;
        contact[Field::address1] = person.address1;
        contact[Field::city] = person.city;
        contact[Field::state] = person.state;
        contact[Field::country] = person.country;
        contact[Field::postal_code] = person.postal_code;
        contact[Field::gender] = person.gender == "f" ? "female" : person.gender == "m" ? "male" : "";
        contact[Field::source] = "public api";
        for (auto const& tag : person.tags) contact.tags.push_back(lower_case(tag));
        if (language != nullptr && !person.language.empty()) contact.custom_fields[language->id] = person.language;
        if (gender != nullptr && !person.gender.empty()) contact.custom_fields[gender->id] = person.gender;
        if (other_id != nullptr && !person.other_id.empty()) contact.custom_fields[other_id->id] = person.other_id;
        contact.added = contact.updated = now - person.last_touched_ago;
        ids.push_back(contact.id);
        model_.plant(std::move(contact), now);
    }
    return ids;
}

RecordView HighLevelApp::view_of(Contact const& contact) const {
    RecordView view{contact.id, {}, contact.added, contact.updated, false};
    for (std::size_t i = 0; i < field_count; ++i) {
        if (!contact.texts[i].empty()) view.fields.emplace(to_string(static_cast<Field>(i)), contact.texts[i]);
    }
    view.fields.emplace("dnd", contact.dnd);
    view.fields.emplace("tags", to_json_list(contact.tags));
    JsonObject custom;
    for (auto const& [id, value] : contact.custom_fields) {
        auto const field = model_.custom_fields.find(id);
        if (field == model_.custom_fields.end()) continue;
        constexpr std::string_view prefix = "contact.";
        custom.emplace(std::string_view(field->second.key).substr(prefix.size()), value);
    }
    view.fields.emplace("customFields", std::move(custom));
    return view;
}

std::vector<RecordView> HighLevelApp::records() const {
    std::vector<RecordView> views;
    views.reserve(model_.contacts.all().size());
    for (auto const& [id, contact] : model_.contacts.all()) views.push_back(view_of(*contact));
    return views;
}

std::optional<RecordView> HighLevelApp::record(std::string_view id) const {
    auto const contact = model_.contacts.find(id);
    return contact ? std::optional{view_of(*contact)} : std::nullopt;
}

Result<void> HighLevelApp::apply_person_fields(JsonObject const& fields, Contact& contact) {
    JsonObject body;
    for (auto const& [name, value] : fields) {
        bool const fits_text = value.is_string() || value.is_null();
        if (name == "customFields" && value.is_object()) {
            JsonArray list;
            for (auto const& [key, custom] : value.get_object()) {
                if (model_.custom_field_by_key(key) == nullptr) model_.add_custom_field(key, key, "TEXT", "contact");
                list.push_back(JsonObject{{"key", key}, {"field_value", custom}});
            }
            body.emplace(name, std::move(list));
        } else if ((name == "tags" && value.is_array()) || (name == "dnd" && value.is_bool()) ||
                   ((name == "name" || field_from(name)) && fits_text)) {
            body.emplace(name, value);
        } else {
            return fail(
                ErrorKind::invalid, "sandbox.bad_fields", "editing a contact: unknown or mistyped field " + std::string(name));
        }
    }
    auto const problems = apply_to_contact(model_, body, contact);
    if (!problems.empty()) return fail(ErrorKind::invalid, "sandbox.bad_fields", "editing a contact: " + problems.front());
    return {};
}

Result<std::string> HighLevelApp::create_as_person(JsonObject const& fields, TimePoint now) {
    advance(now);
    Contact contact;
    TRY_VOID(apply_person_fields(fields, contact));
    if (model_.find_duplicate(contact[Field::email], contact[Field::phone], "").contact) {
        return fail(ErrorKind::conflict, "sandbox.duplicate", "creating a contact: the location does not allow duplicates");
    }
    contact.id = model_.new_id();
    contact.added = now;
    auto const stored = model_.save(std::move(contact), now);
    model_.publish_contact("ContactCreate", *stored, now);
    return stored->id;
}

Result<void> HighLevelApp::edit_as_person(std::string_view id, JsonObject const& changes, TimePoint now) {
    advance(now);
    auto const present = model_.contacts.find(id);
    if (!present) return fail(ErrorKind::not_found, "sandbox.no_record", "editing a contact: there is none of this id");
    Contact contact = *present;
    TRY_VOID(apply_person_fields(changes, contact));
    auto const changed = [&](Field field) {
        return contact[field] == (*present)[field] ? std::string_view{} : std::string_view(contact[field]);
    };
    if (model_.find_duplicate(changed(Field::email), changed(Field::phone), id).contact) {
        return fail(ErrorKind::conflict, "sandbox.duplicate", "editing a contact: another contact has this e-mail or phone");
    }
    bool const same = contact.texts == present->texts && contact.tags == present->tags &&
                      contact.custom_fields == present->custom_fields && contact.dnd == present->dnd;
    if (same) return {};
    auto const stored = model_.save(std::move(contact), now);
    model_.publish_changes(*present, *stored, now);
    return {};
}

Result<void> HighLevelApp::merge_as_person(std::string_view kept, std::string_view gone, TimePoint now) {
    advance(now);
    auto const present = model_.contacts.find(kept);
    auto const other = model_.contacts.find(gone);
    if (!present || !other || present == other)
        return fail(ErrorKind::not_found, "sandbox.no_record", "merging contacts: two that exist are needed");
    Contact contact = *present;
    for (std::size_t i = 0; i < field_count; ++i) {
        if (contact.texts[i].empty()) contact.texts[i] = other->texts[i];
    }
    for (auto const& tag : other->tags) {
        if (!contact.has_tag(tag)) contact.tags.push_back(tag);
    }
    for (auto const& [id, value] : other->custom_fields) contact.custom_fields.emplace(id, value);
    model_.remove(other, now);
    auto const stored = model_.save(std::move(contact), now);
    model_.publish_changes(*present, *stored, now);
    return {};
}

Result<void> HighLevelApp::remove_as_person(std::string_view id, TimePoint now) {
    advance(now);
    auto const present = model_.contacts.find(id);
    if (!present) return fail(ErrorKind::not_found, "sandbox.no_record", "deleting a contact: there is none of this id");
    model_.remove(present, now);
    return {};
}

std::string HighLevelApp::name_of(JsonObject const& fields) const {
    std::string name;
    for (auto const field : {Field::first_name, Field::last_name}) {
        auto const* text = fields.if_contains(to_string(field));
        if (text == nullptr || !text->is_string() || text->get_string().empty()) continue;
        name.append(name.empty() ? "" : " ").append(text->get_string());
    }
    return name;
}

std::vector<FormField> HighLevelApp::form() const {
    std::vector<FormField> fields{{"firstName"}, {"lastName"}, {"email"}, {"phone"}, {"dateOfBirth", "date"}, {"address1"},
        {"city"}, {"state"}, {"postalCode"}, {"country"}, {"tags", "list"}, {"dnd", "flag"}};
    for (auto const& [id, field] : model_.custom_fields) {
        constexpr std::string_view prefix = "contact.";
        if (field.key.starts_with(prefix)) fields.push_back({"customFields." + field.key.substr(prefix.size())});
    }
    return fields;
}

std::vector<Allowance> HighLevelApp::allowances(TimePoint now) {
    limit_.roll(now);
    return {{"burst", limit_.settings.burst_most, limit_.burst_left()}, {"day", limit_.settings.daily_most, limit_.daily_left()}};
}

AttachedForm HighLevelApp::notes_of(std::string_view record) const {
    return {"/contacts/" + std::string(record) + "/notes", "/notes", "", "body", "", "", "dateAdded"};
}

AttachedForm HighLevelApp::tasks_of(std::string_view record) const {
    return {"/contacts/" + std::string(record) + "/tasks", "/tasks", "title", "body", "dueDate", "completed", ""};
}

}  // namespace lockstep::sandbox
