// SPDX-License-Identifier: Apache-2.0
// Hexfit as people see it: seeding, the view of a record, and edits at the screen. Fields are those of the contract; groups are
// a list of names.
#include <algorithm>

#include "base/text.hpp"
#include "sandbox/hexfit/body.hpp"
#include "sandbox/hexfit/hexfit_app.hpp"

namespace lockstep::sandbox {

using namespace hexfit;

std::vector<std::string> HexfitApp::add_people(std::vector<Person> const& people, TimePoint now) {
    std::vector<std::string> ids;
    auto const name_or_dash = [](std::string const& name) {
        auto const trimmed = trim_ascii(name);
        return trimmed.empty() ? std::string("-") : std::string(trimmed);
    };
    for (auto const& person : people) {
        Client client;
        client.id = model_.new_client_id();
        client[Field::firstname] = name_or_dash(person.first_name);
        client[Field::lastname] = name_or_dash(person.last_name);
        client[Field::email] = person.email;
        client[Field::phone] = person.phone;
        client[Field::birthdate] = person.date_of_birth;
        client[Field::sexe] = person.gender;
        client[Field::lang] = person.language == "fr"   ? "FR"
                              : person.language == "en" ? "EN"
                              : person.language == "pt" ? "PT-BR"
                                                        : "";
        client[Field::street] = person.address1;
        client[Field::city] = person.city;
        // Half of the front desks write places out.
        bool const is_written_out = ids.size() % 2 == 1;
        client[Field::province] = is_written_out && person.state == "QC" ? "Québec" : person.state;
        client[Field::country] = is_written_out && person.country == "CA" ? "Canada" : person.country;
        client[Field::postal_code] = person.postal_code;
        client[Field::external_id] = person.other_id;
        for (auto const& tag : person.tags) client.groups.insert(model_.group_for(tag));
        ids.push_back(client.id);
        model_.plant(std::move(client), now - person.last_touched_ago, now);
    }
    return ids;
}

RecordView HexfitApp::view_of(Client const& client) const {
    return {client.id, model_.shown(client), client.created, client.updated, client.archived};
}

std::vector<RecordView> HexfitApp::records() const {
    std::vector<RecordView> views;
    views.reserve(model_.clients.size());
    for (auto const& [id, client] : model_.clients) views.push_back(view_of(client));
    return views;
}

std::optional<RecordView> HexfitApp::record(std::string_view id) const {
    auto const client = model_.clients.find(id);
    return client == model_.clients.end() ? std::nullopt : std::optional{view_of(client->second)};
}

Result<void> HexfitApp::apply_person_fields(JsonObject const& fields, Client& client) {
    auto const refuse = [](std::string_view name) {
        return fail(ErrorKind::invalid, "sandbox.bad_fields",
            "editing a client: unknown, mistyped or refused field " + std::string(name));
    };
    for (auto const& [name, value] : fields) {
        bool const known = field_from(name) || name == "address" || name == "groups" || name == "stage" || name == "archived" ||
                           name == "access_enabled";
        if (!known) return refuse(name);
    }
    if (apply_fields(model_, fields, client)) return refuse("(see the contract)");
    if (auto const* holder = model_.find_by_external_id(client[Field::external_id]);
        holder != nullptr && holder->id != client.id && !client[Field::external_id].empty()) {
        return fail(ErrorKind::conflict, "sandbox.duplicate", "editing a client: another client has this external id");
    }
    if (auto const* archived = fields.if_contains("archived")) {
        if (!archived->is_bool()) return refuse("archived");
        client.archived = archived->get_bool();
    }
    if (auto const* access = fields.if_contains("access_enabled")) {
        if (!access->is_bool()) return refuse("access_enabled");
        client.access_enabled = access->get_bool();
    }
    if (auto const* stage = fields.if_contains("stage")) {
        if (!stage->is_string() || !is_stage(stage->get_string())) return refuse("stage");
        client.stage = std::string(stage->get_string());
    }
    if (fields.contains("groups")) {
        auto const names = read_names(model_, fields, "groups", false);
        if (!names) return refuse("groups");
        client.groups.clear();
        for (auto const& name : *names) client.groups.insert(model_.group_for(name));
    }
    return {};
}

Result<std::string> HexfitApp::create_as_person(JsonObject const& fields, TimePoint now) {
    advance(now);
    Client client;
    TRY_VOID(apply_person_fields(fields, client));
    if (client[Field::firstname].empty() || client[Field::lastname].empty()) {
        return fail(ErrorKind::invalid, "sandbox.bad_fields", "creating a client: firstname and lastname are required");
    }
    client.id = model_.new_client_id();
    return model_.save(std::move(client), "client.created", now).id;
}

Result<void> HexfitApp::edit_as_person(std::string_view id, JsonObject const& changes, TimePoint now) {
    advance(now);
    auto const present = model_.clients.find(id);
    if (present == model_.clients.end())
        return fail(ErrorKind::not_found, "sandbox.no_record", "editing a client: there is none of this id");
    Client client = present->second;
    TRY_VOID(apply_person_fields(changes, client));
    bool const archives = client.archived && !present->second.archived;
    model_.save(std::move(client), archives ? "client.archived" : "client.updated", now);
    return {};
}

Result<void> HexfitApp::merge_as_person(std::string_view kept, std::string_view gone, TimePoint now) {
    advance(now);
    auto const present = model_.clients.find(kept);
    auto const other = model_.clients.find(gone);
    if (present == model_.clients.end() || other == model_.clients.end() || present == other)
        return fail(ErrorKind::not_found, "sandbox.no_record", "merging clients: two that exist are needed");
    Client client = present->second;
    Client const from = other->second;
    for (std::size_t i = 0; i < field_count; ++i) {
        if (client.texts[i].empty()) client.texts[i] = from.texts[i];
    }
    client.groups.insert(from.groups.begin(), from.groups.end());
    model_.remove(gone, now);
    model_.save(std::move(client), "client.updated", now);
    return {};
}

Result<void> HexfitApp::remove_as_person(std::string_view id, TimePoint now) {
    advance(now);
    if (!model_.clients.contains(id))
        return fail(ErrorKind::not_found, "sandbox.no_record", "deleting a client: there is none of this id");
    model_.remove(id, now);
    return {};
}

std::string HexfitApp::name_of(JsonObject const& fields) const {
    std::string name;
    for (auto const field : {Field::firstname, Field::lastname}) {
        auto const* text = fields.if_contains(to_string(field));
        if (text == nullptr || !text->is_string() || text->get_string().empty()) continue;
        name.append(name.empty() ? "" : " ").append(text->get_string());
    }
    return name;
}

std::vector<FormField> HexfitApp::form() const {
    return {{"firstname"}, {"lastname"}, {"email"}, {"phone"}, {"birthdate", "date"}, {"sexe", "choice", {"f", "m"}},
        {"lang", "choice", {"EN", "FR", "PT-BR"}}, {"address.street"}, {"address.city"}, {"address.province"},
        {"address.postal_code"}, {"address.country"}, {"groups", "list"},
        {"stage", "choice", {"lead", "ready", "invited", "active", "paused", "archived"}}, {"archived", "flag"}};
}

std::vector<Allowance> HexfitApp::allowances(TimePoint now) {
    roll_month(now);
    per_second_.roll(now);
    auto const most = model_.settings.monthly_quota;
    bool const is_spent = quota_spent_since_ || used_ >= most;
    std::vector<Allowance> list{{"month", most, is_spent ? 0 : most - used_}};
    // Turned on, the month is spent even where it has no limit.
    if (most == 0 && quota_spent_since_) list.front().most = std::max<std::uint64_t>(used_, 1);
    list.push_back({"second", per_second_.settings.burst_most, per_second_.burst_left()});
    return list;
}

AttachedForm HexfitApp::notes_of(std::string_view record) const {
    return {"/full/v1/clients/" + std::string(record) + "/notes?limit=100", "/value/items", "", "body", "", "", "created_at"};
}

AttachedForm HexfitApp::tasks_of(std::string_view record) const {
    return {"/full/v1/clients/" + std::string(record) + "/tasks?limit=100", "/value/items", "title", "body", "due_at",
        "completed", "created_at"};
}

}  // namespace lockstep::sandbox
