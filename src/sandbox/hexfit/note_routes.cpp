// SPDX-License-Identifier: Apache-2.0
// Notes on a client. Writing one touches the client.
#include "sandbox/hexfit/attachment.hpp"
#include "sandbox/hexfit/routes.hpp"

namespace lockstep::sandbox::hexfit {
namespace {

JsonObject shown_note(Attachment const& note) {
    return JsonObject{{"id", note.id}, {"client_id", note.client_id}, {"body", note.fields.at("body")}, {"author", "1"},
        {"external_id", member_or_null(note.fields, "external_id")}, {"created_at", format_time(note.created)},
        {"updated_at", format_time(note.updated)}};
}

HttpReply list_notes(HexfitModel& model, RouteCall const& call) {
    return list_attachments(model, call, model.notes, true, shown_note);
}

HttpReply create_note(HexfitModel& model, RouteCall const& call) {
    if (!model.clients.contains(call.names[0])) return not_found(model);
    auto body = read_body(model, call, {"body", "external_id"});
    if (!body) return std::move(body.error());
    if (member_or_null(*body, "body").is_null()) return invalid(model, "body", "A text is expected.");
    if (auto refused = check_text(model, *body, "body", 20'000, false)) return std::move(*refused);
    if (auto refused = check_text(model, *body, "external_id", 100, false)) return std::move(*refused);
    if (auto const* twin = find_by_external_id(model.notes, call.names[0], *body)) {
        return failed(model, 409, "external_id_in_use", "This external id is in use.", JsonObject{{"note_id", twin->id}});
    }
    auto const id = model.new_id("n");
    auto const& note =
        model.notes.emplace(id, Attachment{id, std::string(call.names[0]), std::move(*body), call.now, call.now}).first->second;
    model.touch(note.client_id, call.now);
    return succeeded(201, shown_note(note));
}

HttpReply update_note(HexfitModel& model, RouteCall const& call) {
    auto const note = model.notes.find(call.names[0]);
    if (note == model.notes.end()) return not_found(model);
    auto body = read_body(model, call, {"body"});
    if (!body) return std::move(body.error());
    if (member_or_null(*body, "body").is_null()) return invalid(model, "body", "A text is expected.");
    if (auto refused = check_text(model, *body, "body", 20'000, false)) return std::move(*refused);
    note->second.fields["body"] = body->at("body");
    note->second.updated = call.now;
    model.touch(note->second.client_id, call.now);
    return succeeded(200, shown_note(note->second));
}

}  // namespace

void add_note_routes(Routes& routes) {
    routes.push_back({"GET", {"full", "v1", "clients", "{}", "notes"}, "listNotes", RouteKind::read, list_notes});
    routes.push_back({"POST", {"full", "v1", "clients", "{}", "notes"}, "createNote", RouteKind::create, create_note});
    routes.push_back({"PATCH", {"full", "v1", "notes", "{}"}, "updateNote", RouteKind::write, update_note});
}

}  // namespace lockstep::sandbox::hexfit
