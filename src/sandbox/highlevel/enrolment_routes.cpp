// SPDX-License-Identifier: Apache-2.0
// What a contact takes part in: followers, campaigns, workflows, a business.
#include <algorithm>

#include "sandbox/highlevel/body.hpp"
#include "sandbox/highlevel/resources.hpp"
#include "sandbox/highlevel/routes.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

constexpr std::array follower_rules{BodyRule{"followers", BodyType::text_list, true}};
constexpr std::array workflow_rules{BodyRule{"eventStartTime"}};
constexpr std::array business_rules{BodyRule{"locationId", BodyType::text, true}, BodyRule{"ids", BodyType::text_list, true},
    BodyRule{"businessId", BodyType::text, false, true}};

HttpReply change_followers(HighLevelModel& model, RouteCall const& call, bool adds) {
    auto const present = model.contacts.find(call.names[0]);
    if (!present) return contact_not_found(model, call.names[0]);
    auto const body = read_body(model, call, follower_rules);
    if (!body) return body.error();
    Contact contact = *present;
    std::vector<std::string> changed;
    for (auto const& item : body->at("followers").get_array()) {
        std::string const user(item.get_string());
        bool const follows = std::ranges::find(contact.followers, user) != contact.followers.end();
        if (follows == adds) continue;
        if (adds)
            contact.followers.push_back(user);
        else
            std::erase(contact.followers, user);
        changed.push_back(user);
    }
    if (!changed.empty()) model.save(contact, call.now);
    return traced(model, adds ? 201 : 200,
        JsonObject{{"followers", to_json_list(contact.followers)},
            {adds ? "followersAdded" : "followersRemoved", to_json_list(changed)}});
}

HttpReply add_followers(HighLevelModel& model, RouteCall const& call) { return change_followers(model, call, true); }
HttpReply remove_followers(HighLevelModel& model, RouteCall const& call) { return change_followers(model, call, false); }

// Saves the contact after `change`, without an event.
template <class Change>
HttpReply enrol(HighLevelModel& model, RouteCall const& call, int status, Change const& change) {
    auto const present = model.contacts.find(call.names[0]);
    if (!present) return contact_not_found(model, call.names[0]);
    Contact contact = *present;
    change(contact);
    model.save(std::move(contact), call.now);
    return traced(model, status, JsonObject{{"succeded", true}});
}

HttpReply add_to_campaign(HighLevelModel& model, RouteCall const& call) {
    return enrol(model, call, 201, [&](Contact& contact) { contact.campaigns.emplace(call.names[1]); });
}

HttpReply remove_from_campaign(HighLevelModel& model, RouteCall const& call) {
    return enrol(model, call, 200, [&](Contact& contact) { contact.campaigns.erase(std::string(call.names[1])); });
}

HttpReply remove_from_all_campaigns(HighLevelModel& model, RouteCall const& call) {
    return enrol(model, call, 200, [&](Contact& contact) { contact.campaigns.clear(); });
}

HttpReply add_to_workflow(HighLevelModel& model, RouteCall const& call) {
    if (auto const body = read_body(model, call, workflow_rules); !body) return body.error();
    return enrol(model, call, 200, [&](Contact& contact) { contact.workflows.emplace(call.names[1]); });
}

HttpReply remove_from_workflow(HighLevelModel& model, RouteCall const& call) {
    if (auto const body = read_body(model, call, workflow_rules); !body) return body.error();
    return enrol(model, call, 200, [&](Contact& contact) { contact.workflows.erase(std::string(call.names[1])); });
}

HttpReply set_business(HighLevelModel& model, RouteCall const& call) {
    auto const body = read_body(model, call, business_rules);
    if (!body) return body.error();
    if (auto refusal = refuse_other_location(model, *body)) return *std::move(refusal);
    auto const* business = body->if_contains("businessId");
    if (business == nullptr) return unprocessable(model, {"businessId should not be empty"});
    auto const& ids = body->at("ids").get_array();
    if (ids.size() > 50) return unprocessable(model, {"ids must contain no more than 50 elements"});
    JsonArray changed;
    for (auto const& id : ids) {
        auto const present = model.contacts.find(id.get_string());
        if (!present) continue;
        Contact contact = *present;
        contact[Field::business_id] = business->is_null() ? std::string{} : std::string(business->get_string());
        model.save(std::move(contact), call.now);
        changed.push_back(id);
    }
    return traced(model, 200, JsonObject{{"success", true}, {"ids", std::move(changed)}});
}

}  // namespace

void add_enrolment_routes(Routes& routes) {
    routes.push_back(
        {"POST", {"contacts", "bulk", "business"}, "add-remove-contact-from-business", RouteKind::write, set_business});
    routes.push_back({"POST", {"contacts", "{}", "followers"}, "add-followers-contact", RouteKind::write, add_followers});
    routes.push_back({"DELETE", {"contacts", "{}", "followers"}, "remove-followers-contact", RouteKind::write, remove_followers});
    routes.push_back({"DELETE", {"contacts", "{}", "campaigns", "removeAll"}, "remove-contact-from-every-campaign",
        RouteKind::write, remove_from_all_campaigns});
    routes.push_back(
        {"POST", {"contacts", "{}", "campaigns", "{}"}, "add-contact-to-campaign", RouteKind::write, add_to_campaign});
    routes.push_back({"DELETE", {"contacts", "{}", "campaigns", "{}"}, "remove-contact-from-campaign", RouteKind::write,
        remove_from_campaign});
    routes.push_back(
        {"POST", {"contacts", "{}", "workflow", "{}"}, "add-contact-to-workflow", RouteKind::write, add_to_workflow});
    routes.push_back(
        {"DELETE", {"contacts", "{}", "workflow", "{}"}, "delete-contact-from-workflow", RouteKind::write, remove_from_workflow});
}

}  // namespace lockstep::sandbox::highlevel
