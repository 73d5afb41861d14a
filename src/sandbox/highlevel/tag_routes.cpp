// SPDX-License-Identifier: Apache-2.0
// Tags of a contact (added and removed, never replaced here) and of many contacts at once.
#include <algorithm>

#include "sandbox/highlevel/body.hpp"
#include "sandbox/highlevel/resources.hpp"
#include "sandbox/highlevel/routes.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

constexpr std::array tag_rules{BodyRule{"tags", BodyType::text_list, true}};
constexpr std::array bulk_rules{BodyRule{"contacts", BodyType::text_list, true}, BodyRule{"tags", BodyType::text_list, true},
    BodyRule{"locationId", BodyType::text, true}, BodyRule{"removeAllTags", BodyType::boolean}};

// Returns the tags that were added or removed.
std::vector<std::string> change_tags(
    HighLevelModel& model, ContactPointer const& present, std::vector<std::string> const& tags, bool adds, TimePoint now) {
    Contact contact = *present;
    std::vector<std::string> changed;
    for (auto const& tag : tags) {
        if (contact.has_tag(tag) == adds) continue;
        if (adds) {
            model.id_of_tag(tag);
            contact.tags.push_back(tag);
        } else {
            std::erase(contact.tags, tag);
        }
        changed.push_back(tag);
    }
    if (!changed.empty()) {
        auto const stored = model.save(std::move(contact), now);
        model.publish_contact("ContactTagUpdate", *stored, now);
    }
    return changed;
}

HttpReply change_tags_of_one(HighLevelModel& model, RouteCall const& call, bool adds) {
    auto const present = model.contacts.find(call.names[0]);
    if (!present) return contact_not_found(model, call.names[0]);
    auto const body = read_body(model, call, tag_rules);
    if (!body) return body.error();
    auto const changed = change_tags(model, present, lowered_tags(body->at("tags").get_array()), adds, call.now);
    auto const after = model.contacts.find(call.names[0]);
    return traced(model, adds ? 201 : 200,
        JsonObject{{"tags", to_json_list(after->tags)}, {adds ? "tagsAdded" : "tagsRemoved", to_json_list(changed)}});
}

HttpReply add_tags(HighLevelModel& model, RouteCall const& call) { return change_tags_of_one(model, call, true); }
HttpReply remove_tags(HighLevelModel& model, RouteCall const& call) { return change_tags_of_one(model, call, false); }

HttpReply bulk_update_tags(HighLevelModel& model, RouteCall const& call) {
    auto const type = call.names[0];
    if (type != "add" && type != "remove") return bad_request(model, "type must be add or remove");
    auto const body = read_body(model, call, bulk_rules);
    if (!body) return body.error();
    if (auto refusal = refuse_other_location(model, *body)) return *std::move(refusal);
    auto const tags = lowered_tags(body->at("tags").get_array());
    auto const* remove_all = body->if_contains("removeAllTags");
    bool const removes_all = type == "remove" && remove_all != nullptr && remove_all->get_bool();
    JsonArray responses;
    std::int64_t errors = 0;
    for (auto const& item : body->at("contacts").get_array()) {
        auto const id = std::string_view(item.get_string());
        auto const present = model.contacts.find(id);
        if (!present) {
            ++errors;
            responses.push_back(JsonObject{{"contactId", id}, {"message", "Contact not found"}, {"type", "error"},
                {"oldTags", JsonArray{}}, {"tagsAdded", JsonArray{}}, {"tagsRemoved", JsonArray{}}});
            continue;
        }
        auto const changed = change_tags(model, present, removes_all ? present->tags : tags, type == "add", call.now);
        auto const list = to_json_list(changed);
        responses.push_back(JsonObject{{"contactId", id}, {"message", "Tags updated"}, {"type", "success"},
            {"oldTags", to_json_list(present->tags)}, {"tagsAdded", type == "add" ? list : JsonArray{}},
            {"tagsRemoved", type == "add" ? JsonArray{} : list}});
    }
    return traced(model, 201, JsonObject{{"succeded", true}, {"errorCount", errors}, {"responses", std::move(responses)}});
}

}  // namespace

void add_tag_routes(Routes& routes) {
    routes.push_back(
        {"POST", {"contacts", "bulk", "tags", "update", "{}"}, "create-association", RouteKind::write, bulk_update_tags});
    routes.push_back({"POST", {"contacts", "{}", "tags"}, "add-tags", RouteKind::write, add_tags});
    routes.push_back({"DELETE", {"contacts", "{}", "tags"}, "remove-tags", RouteKind::write, remove_tags});
}

}  // namespace lockstep::sandbox::highlevel
