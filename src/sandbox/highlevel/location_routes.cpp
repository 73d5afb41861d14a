// SPDX-License-Identifier: Apache-2.0
// The location itself and its list of tags.
#include "base/text.hpp"
#include "sandbox/highlevel/body.hpp"
#include "sandbox/highlevel/routes.hpp"
#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

constexpr std::array tag_rules{BodyRule{"name", BodyType::text, true}};

JsonObject shown(HighLevelModel const& model, std::string_view id, std::string_view name) {
    return JsonObject{{"name", name}, {"locationId", model.settings.location_id}, {"id", id}};
}

HttpReply get_location(HighLevelModel& model, RouteCall const&) {
    JsonObject settings{{"allowDuplicateContact", model.settings.allow_duplicates}, {"allowDuplicateOpportunity", false},
        {"allowFacebookNameMerge", false}, {"disableContactTimezone", false}};
    JsonObject location{{"id", model.settings.location_id}, {"name", "Simulated location"}, {"country", model.settings.region},
        {"timezone", "America/Toronto"}, {"email", "desk@location.example"}, {"settings", std::move(settings)}};
    return traced(model, 200, JsonObject{{"location", std::move(location)}});
}

HttpReply list_tags(HighLevelModel& model, RouteCall const&) {
    JsonArray list;
    for (auto const& [id, name] : model.tags) list.push_back(shown(model, id, name));
    return traced(model, 200, JsonObject{{"tags", std::move(list)}});
}

HttpReply create_tag(HighLevelModel& model, RouteCall const& call) {
    auto const body = read_body(model, call, tag_rules);
    if (!body) return body.error();
    auto const name = lower_case(trim_ascii(body->at("name").get_string()));
    for (auto const& [id, present] : model.tags) {
        if (present == name) return bad_request(model, "The tag name is already exist.");
    }
    auto const id = model.id_of_tag(name);
    return traced(model, 200, JsonObject{{"tag", shown(model, id, name)}});
}

HttpReply no_tag(HighLevelModel& model) { return bad_request(model, "Tag not found"); }

HttpReply get_tag(HighLevelModel& model, RouteCall const& call) {
    auto const found = model.tags.find(call.names[1]);
    if (found == model.tags.end()) return no_tag(model);
    return traced(model, 200, JsonObject{{"tag", shown(model, found->first, found->second)}});
}

// Renaming a tag renames it on every contact, quietly.
HttpReply update_tag(HighLevelModel& model, RouteCall const& call) {
    auto const found = model.tags.find(call.names[1]);
    if (found == model.tags.end()) return no_tag(model);
    auto const body = read_body(model, call, tag_rules);
    if (!body) return body.error();
    auto const before = found->second;
    found->second = lower_case(trim_ascii(body->at("name").get_string()));
    for (auto const& [id, contact] : ContactMap(model.contacts.all())) {
        if (!contact->has_tag(before)) continue;
        Contact renamed = *contact;
        std::erase(renamed.tags, before);
        if (!renamed.has_tag(found->second)) renamed.tags.push_back(found->second);
        model.save(std::move(renamed), call.now);
    }
    return traced(model, 200, JsonObject{{"tag", shown(model, found->first, found->second)}});
}

HttpReply delete_tag(HighLevelModel& model, RouteCall const& call) {
    auto const found = model.tags.find(call.names[1]);
    if (found == model.tags.end()) return no_tag(model);
    auto const name = found->second;
    model.tags.erase(found);
    for (auto const& [id, contact] : ContactMap(model.contacts.all())) {
        if (!contact->has_tag(name)) continue;
        Contact changed = *contact;
        std::erase(changed.tags, name);
        model.save(std::move(changed), call.now);
    }
    return traced(model, 200, JsonObject{{"succeded", true}});
}

}  // namespace

void add_location_routes(Routes& routes) {
    routes.push_back({"GET", {"locations", "{}"}, "get-location", RouteKind::read, get_location});
    routes.push_back({"GET", {"locations", "{}", "tags"}, "get-location-tags", RouteKind::read, list_tags});
    routes.push_back({"POST", {"locations", "{}", "tags"}, "create-tag", RouteKind::create, create_tag});
    routes.push_back({"GET", {"locations", "{}", "tags", "{}"}, "get-tag-by-id", RouteKind::read, get_tag});
    routes.push_back({"PUT", {"locations", "{}", "tags", "{}"}, "update-tag", RouteKind::write, update_tag});
    routes.push_back({"DELETE", {"locations", "{}", "tags", "{}"}, "delete-tag", RouteKind::write, delete_tag});
}

}  // namespace lockstep::sandbox::highlevel
