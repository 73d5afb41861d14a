// SPDX-License-Identifier: Apache-2.0
// Notes of a contact.
#include "sandbox/highlevel/body.hpp"
#include "sandbox/highlevel/routes.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

constexpr std::array create_note_rules{BodyRule{"body", BodyType::text, true}, BodyRule{"userId"}, BodyRule{"title"},
    BodyRule{"color"}, BodyRule{"pinned", BodyType::boolean}};
constexpr std::array update_note_rules{
    BodyRule{"body"}, BodyRule{"userId"}, BodyRule{"title"}, BodyRule{"color"}, BodyRule{"pinned", BodyType::boolean}};

JsonObject shown(Note const& note) {
    JsonObject object{{"id", note.id}};
    for (auto const& [name, value] : note.fields) object.insert_or_assign(name, value);
    object.emplace("dateAdded", format_time(note.added));
    object.emplace("contactId", note.contact_id);
    return object;
}

void publish(HighLevelModel& model, std::string_view type, Note const& note, TimePoint now) {
    if (!model.publish) return;
    JsonObject fields{{"locationId", model.settings.location_id}, {"id", note.id}};
    if (auto const* body = note.fields.if_contains("body")) fields.emplace("body", *body);
    fields.emplace("contactId", note.contact_id);
    fields.emplace("dateAdded", format_time(note.added));
    model.publish(type, std::move(fields), now);
}

Note* find_note(HighLevelModel& model, RouteCall const& call) {
    auto const found = model.notes.find(call.names[1]);
    return found == model.notes.end() || found->second.contact_id != call.names[0] ? nullptr : &found->second;
}

HttpReply no_note(HighLevelModel& model) { return error_reply(model, 400, "Note not found"); }

HttpReply list_notes(HighLevelModel& model, RouteCall const& call) {
    if (!model.contacts.find(call.names[0])) return contact_not_found(model, call.names[0]);
    JsonArray list;
    for (auto const& [id, note] : model.notes) {
        if (note.contact_id == call.names[0]) list.push_back(shown(note));
    }
    return traced(model, 200, JsonObject{{"notes", std::move(list)}});
}

HttpReply create_note(HighLevelModel& model, RouteCall const& call) {
    if (!model.contacts.find(call.names[0])) return contact_not_found(model, call.names[0]);
    auto body = read_body(model, call, create_note_rules);
    if (!body) return std::move(body.error());
    auto const id = model.new_id();
    auto const& note = model.notes.emplace(id, Note{id, std::string(call.names[0]), std::move(*body), call.now}).first->second;
    publish(model, "NoteCreate", note, call.now);
    return traced(model, 201, JsonObject{{"note", shown(note)}});
}

HttpReply get_note(HighLevelModel& model, RouteCall const& call) {
    auto const* note = find_note(model, call);
    return note == nullptr ? no_note(model) : traced(model, 200, JsonObject{{"note", shown(*note)}});
}

HttpReply update_note(HighLevelModel& model, RouteCall const& call) {
    auto* note = find_note(model, call);
    if (note == nullptr) return no_note(model);
    auto const body = read_body(model, call, update_note_rules);
    if (!body) return body.error();
    for (auto const& [name, value] : *body) note->fields[name] = value;
    publish(model, "NoteUpdate", *note, call.now);
    return traced(model, 200, JsonObject{{"note", shown(*note)}});
}

HttpReply delete_note(HighLevelModel& model, RouteCall const& call) {
    auto const* note = find_note(model, call);
    if (note == nullptr) return no_note(model);
    publish(model, "NoteDelete", *note, call.now);
    model.notes.erase(std::string(call.names[1]));
    return traced(model, 200, JsonObject{{"succeded", true}});
}

}  // namespace

void add_note_routes(Routes& routes) {
    routes.push_back({"GET", {"contacts", "{}", "notes"}, "get-all-notes", RouteKind::read, list_notes});
    routes.push_back({"POST", {"contacts", "{}", "notes"}, "create-note", RouteKind::create, create_note});
    routes.push_back({"GET", {"contacts", "{}", "notes", "{}"}, "get-note", RouteKind::read, get_note});
    routes.push_back({"PUT", {"contacts", "{}", "notes", "{}"}, "update-note", RouteKind::write, update_note});
    routes.push_back({"DELETE", {"contacts", "{}", "notes", "{}"}, "delete-note", RouteKind::write, delete_note});
}

}  // namespace lockstep::sandbox::highlevel
