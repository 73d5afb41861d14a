// SPDX-License-Identifier: Apache-2.0
// Reading, creating, changing, upserting, deleting and listing contacts, with the location's duplicate rule.
#include <algorithm>

#include "base/text.hpp"
#include "sandbox/highlevel/body.hpp"
#include "sandbox/highlevel/routes.hpp"
#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

HttpReply get_contact(HighLevelModel& model, RouteCall const& call) {
    auto contact = model.contacts.find(call.names[0]);
    if (contact && model.faults().strikes(FaultKind::stale_read, call.operation, call.now)) {
        model.index.catch_up(call.now);
        auto stale = model.index.find(call.names[0]);
        if (stale && stale != contact) {
            model.faults().count(FaultKind::stale_read);
            contact = std::move(stale);
        }
    }
    if (contact && model.faults().strikes(FaultKind::old_read, call.operation, call.now)) {
        auto const back = 1 + model.faults().variant(FaultKind::old_read, 3);
        auto const age = model.faults().draw(FaultKind::old_read, model.faults().settings.old_read);
        if (auto old = model.old_copy(call.names[0], back, call.now - age)) {
            model.faults().count(FaultKind::old_read);
            contact = std::move(old);
        }
    }
    if (!contact) return contact_not_found(model, call.names[0]);
    return traced(model, 200, JsonObject{{"contact", shown_by_id(*contact, model.settings.location_id)}});
}

HttpReply refuse_duplicate(HighLevelModel& model, HighLevelModel::Duplicate const& duplicate) {
    JsonObject meta{{"contactId", duplicate.contact->id}, {"matchingField", to_string(duplicate.field)}};
    if (auto name = duplicate.contact->full_name(); !name.empty()) meta["contactName"] = std::move(name);
    return traced(model, 400,
        JsonObject{
            {"statusCode", 400}, {"message", "This location does not allow duplicated contacts."}, {"meta", std::move(meta)}});
}

bool names_another_location(HighLevelModel const& model, JsonObject const& body) {
    auto const* id = body.if_contains("locationId");
    return id != nullptr && id->is_string() && std::string_view(id->get_string()) != model.settings.location_id;
}

HttpReply wrong_location(HighLevelModel& model) {
    return error_reply(model, 403, "The token does not have access to this location.");
}

ContactPointer store_new(HighLevelModel& model, Contact contact, TimePoint now) {
    contact.id = model.new_id();
    contact.added = now;
    auto stored = model.save(std::move(contact), now);
    model.publish_contact("ContactCreate", *stored, now);
    return stored;
}

HttpReply create_contact(HighLevelModel& model, RouteCall const& call) {
    auto body = read_body(model, call, create_rules());
    if (!body) return std::move(body.error());
    if (names_another_location(model, *body)) return wrong_location(model);
    Contact contact;
    if (auto const problems = apply_to_contact(model, *body, contact); !problems.empty()) return unprocessable(model, problems);
    if (auto const duplicate = model.find_duplicate(contact[Field::email], contact[Field::phone], ""); duplicate.contact) {
        return refuse_duplicate(model, duplicate);
    }
    auto const stored = store_new(model, std::move(contact), call.now);
    return traced(model, 201, JsonObject{{"contact", shown_after_create(*stored, model.settings.location_id)}});
}

ContactPointer store_changed(HighLevelModel& model, Contact const& before, Contact contact, TimePoint now) {
    auto stored = model.save(std::move(contact), now);
    // A write tells the world even when it changed nothing.
    model.publish_contact("ContactUpdate", *stored, now);
    if (before.tags != stored->tags) model.publish_contact("ContactTagUpdate", *stored, now);
    if (before.dnd != stored->dnd || before.dnd_settings != stored->dnd_settings)
        model.publish_contact("ContactDndUpdate", *stored, now);
    return stored;
}

HttpReply update_contact(HighLevelModel& model, RouteCall const& call) {
    auto const present = model.contacts.find(call.names[0]);
    if (!present) return contact_not_found(model, call.names[0]);
    auto body = read_body(model, call, update_rules());
    if (!body) return std::move(body.error());
    Contact contact = *present;
    if (auto const problems = apply_to_contact(model, *body, contact); !problems.empty()) return unprocessable(model, problems);
    // Only a key that changes can collide: an old duplicate does not block other edits.
    auto const changed = [&](Field field) {
        return contact[field] == (*present)[field] ? std::string_view{} : std::string_view(contact[field]);
    };
    if (auto const duplicate = model.find_duplicate(changed(Field::email), changed(Field::phone), contact.id);
        duplicate.contact) {
        return refuse_duplicate(model, duplicate);
    }
    auto const stored = store_changed(model, *present, std::move(contact), call.now);
    return traced(model, 200, JsonObject{{"succeded", true}, {"contact", shown_by_id(*stored, model.settings.location_id)}});
}

HttpReply upsert_contact(HighLevelModel& model, RouteCall const& call) {
    auto body = read_body(model, call, upsert_rules());
    if (!body) return std::move(body.error());
    if (names_another_location(model, *body)) return wrong_location(model);
    Contact wanted;
    if (auto const problems = apply_to_contact(model, *body, wanted); !problems.empty()) return unprocessable(model, problems);
    auto const* flag = body->if_contains("createNewIfDuplicateAllowed");
    bool const creates_always = flag != nullptr && flag->get_bool() && model.settings.allow_duplicates;
    ContactPointer match;
    if (!creates_always) {
        auto const by_email = model.contacts.find_by_email(lower_case(wanted[Field::email]));
        auto const by_phone = model.contacts.find_by_phone(wanted[Field::phone]);
        bool const email_first = model.settings.match_email_first || model.settings.allow_duplicates;
        match = email_first ? (by_email ? by_email : by_phone) : (by_phone ? by_phone : by_email);
    }
    ContactPointer stored;
    if (match) {
        // The key of a second contact is ignored without a word, as are the fields that cannot be changed.
        body->erase("gender");
        for (auto const field : {Field::email, Field::phone}) {
            auto const other = field == Field::email ? model.contacts.find_by_email(lower_case(wanted[field]))
                                                     : model.contacts.find_by_phone(wanted[field]);
            if (other && other->id != match->id) body->erase(to_string(field));
        }
        Contact contact = *match;
        apply_to_contact(model, *body, contact);
        stored = store_changed(model, *match, std::move(contact), call.now);
    } else {
        stored = store_new(model, std::move(wanted), call.now);
    }
    return traced(model, 200, JsonObject{{"new", !match}, {"contact", shown_by_id(*stored, model.settings.location_id)}});
}

HttpReply delete_contact(HighLevelModel& model, RouteCall const& call) {
    auto const contact = model.contacts.find(call.names[0]);
    if (!contact) return contact_not_found(model, call.names[0]);
    model.remove(contact, call.now);
    return traced(model, 200, JsonObject{{"succeded", true}});
}

HttpReply find_duplicate_contact(HighLevelModel& model, RouteCall const& call) {
    auto const email = call.request.query_value("email").value_or("");
    auto const number = call.request.query_value("number").value_or("");
    if (email.empty() && number.empty()) return bad_request(model, "Either email or number should be provided");
    auto const by_email = model.contacts.find_by_email(lower_case(email));
    auto const by_phone = model.contacts.find_by_phone(normal_phone(number, model.settings.region).value_or(std::string(number)));
    bool const email_first = model.settings.allow_duplicates || model.settings.match_email_first;
    auto const found = email_first ? (by_email ? by_email : by_phone) : (by_phone ? by_phone : by_email);
    JsonObject reply{{"contact", nullptr}};
    if (found) reply["contact"] = shown_by_id(*found, model.settings.location_id);
    return traced(model, 200, std::move(reply));
}

bool fits_query(Contact const& contact, std::string_view lowered) {
    if (lowered.empty()) return true;
    for (auto const field : {Field::email, Field::phone, Field::company_name}) {
        if (lower_case(contact[field]).find(lowered) != std::string::npos) return true;
    }
    return lower_case(contact.full_name()).find(lowered) != std::string::npos;
}

// Newest first, from the store itself: unlike search it does not lag.
HttpReply list_contacts(HighLevelModel& model, RouteCall const& call) {
    auto limit = call.request.query_integer("limit").value_or(20);
    if (limit < 1 || limit > 100) return unprocessable(model, {"limit must not be greater than 100"});
    if (auto const most = static_cast<std::int64_t>(model.faults().quirks.page_most); most > 0) limit = std::min(limit, most);
    auto const query = lower_case(call.request.query_value("query").value_or(""));
    auto const& order = model.contacts.by_added();
    auto place = order.rbegin();
    auto const start_after = call.request.query_integer("startAfter");
    if (start_after) {
        std::pair const key{*start_after, std::string(call.request.query_value("startAfterId").value_or(""))};
        place = std::make_reverse_iterator(order.lower_bound(key));
    }
    JsonArray list;
    ContactPointer last;
    bool more = false;
    std::size_t total = order.size();
    if (!query.empty()) {
        total = static_cast<std::size_t>(
            std::ranges::count_if(order, [&](auto const& item) { return fits_query(*item.second, query); }));
    }
    for (; place != order.rend(); ++place) {
        if (!fits_query(*place->second, query)) continue;
        if (static_cast<std::int64_t>(list.size()) == limit) {
            more = true;
            break;
        }
        last = place->second;
        auto shown = shown_in_listing(*last, model.settings.location_id);
        if (model.faults().quirks.lists_in_part) {
            for (auto const* name : {"firstName", "lastName"}) {
                if (auto* text = shown.if_contains(name); text != nullptr && text->is_string())
                    *text = lower_case(text->get_string());
            }
            shown.erase("customFields");
            model.faults().note_quirk("lists_in_part");
        }
        list.push_back(std::move(shown));
    }
    JsonObject meta{{"total", total}, {"nextPageUrl", nullptr}, {"startAfterId", nullptr}, {"startAfter", nullptr},
        {"currentPage", 1}, {"nextPage", nullptr}, {"prevPage", nullptr}};
    if (last) {
        meta["startAfterId"] = last->id;
        meta["startAfter"] = to_millis(last->added);
    }
    if (more) {
        meta["nextPage"] = 2;
        meta["nextPageUrl"] = "/contacts/?locationId=" + percent_encode(model.settings.location_id) +
                              "&limit=" + std::to_string(limit) + "&startAfter=" + std::to_string(to_millis(last->added)) +
                              "&startAfterId=" + last->id;
    }
    return traced(model, 200, JsonObject{{"count", total}, {"contacts", std::move(list)}, {"meta", std::move(meta)}});
}

HttpReply list_business_contacts(HighLevelModel& model, RouteCall const& call) {
    auto const limit = call.request.query_integer("limit").value_or(25);
    auto const skip = call.request.query_integer("skip").value_or(0);
    if (limit < 1 || limit > 100 || skip < 0) return unprocessable(model, {"limit must not be greater than 100"});
    auto const query = lower_case(call.request.query_value("query").value_or(""));
    JsonArray list;
    std::int64_t seen = 0;
    for (auto const& [id, contact] : model.contacts.all()) {
        if ((*contact)[Field::business_id] != call.names[0] || !fits_query(*contact, query)) continue;
        if (seen++ >= skip && static_cast<std::int64_t>(list.size()) < limit)
            list.push_back(shown_in_listing(*contact, model.settings.location_id));
    }
    return traced(model, 200, JsonObject{{"count", seen}, {"contacts", std::move(list)}});
}

}  // namespace

void add_contact_routes(Routes& routes) {
    routes.push_back(
        {"GET", {"contacts", "search", "duplicate"}, "get-duplicate-contact", RouteKind::read, find_duplicate_contact});
    routes.push_back({"POST", {"contacts", "upsert"}, "upsert-contact", RouteKind::create, upsert_contact});
    routes.push_back(
        {"GET", {"contacts", "business", "{}"}, "get-contacts-by-businessId", RouteKind::read, list_business_contacts});
    routes.push_back({"GET", {"contacts", "{}"}, "get-contact", RouteKind::read, get_contact});
    routes.push_back({"PUT", {"contacts", "{}"}, "update-contact", RouteKind::write, update_contact});
    routes.push_back({"DELETE", {"contacts", "{}"}, "delete-contact", RouteKind::write, delete_contact});
    routes.push_back({"POST", {"contacts"}, "create-contact", RouteKind::create, create_contact});
    routes.push_back({"GET", {"contacts"}, "get-contacts", RouteKind::read, list_contacts});
}

Routes const& all_routes() {
    static Routes const routes = [] {
        Routes list;
        add_search_routes(list);
        add_contact_routes(list);
        add_tag_routes(list);
        add_note_routes(list);
        add_task_routes(list);
        add_enrolment_routes(list);
        add_location_routes(list);
        add_custom_field_routes(list);
        return list;
    }();
    return routes;
}

}  // namespace lockstep::sandbox::highlevel
