// SPDX-License-Identifier: Apache-2.0
// The items, their events, and the routes that are no listing.
#include "sandbox/resource_store.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "sandbox/resource_turn.hpp"

namespace lockstep::sandbox {
namespace {

ResourceAnswer refused(int status, std::string problem) { return {status, nullptr, {std::move(problem)}}; }

bool is_blank(Json const* value) {
    return value == nullptr || value->is_null() || (value->is_string() && value->get_string().empty());
}

// Another value of the same type.
Json other_value(Json const* value) {
    if (value == nullptr || value->is_null()) return "changed";
    if (value->is_bool()) return !value->get_bool();
    if (value->is_int64()) return value->get_int64() + 1;
    if (value->is_double()) return value->get_double() + 1;
    if (value->is_string()) return Json(std::string(value->get_string()) + " 2");
    return "changed";
}

}  // namespace

Json fill(Json const& shape, JsonObject const& values) {
    if (auto const* text = shape.if_string(); text != nullptr && text->starts_with('$')) {
        auto const name = std::string_view(*text).substr(1);
        constexpr std::string_view of_item = "member.";
        Json const* found = nullptr;
        if (name.starts_with(of_item)) {
            auto const* item = values.if_contains("item");
            if (item != nullptr && item->is_object()) found = item->get_object().if_contains(name.substr(of_item.size()));
        } else {
            found = values.if_contains(name);
        }
        return found == nullptr ? Json(nullptr) : *found;
    }
    if (auto const* object = shape.if_object()) {
        JsonObject filled;
        for (auto const& [name, value] : *object) filled[name] = fill(value, values);
        return filled;
    }
    if (auto const* array = shape.if_array()) {
        JsonArray filled;
        for (auto const& value : *array) filled.push_back(fill(value, values));
        return filled;
    }
    return shape;
}

std::string ResourceStore::new_id(std::string_view form) {
    constexpr std::string_view mixed = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    constexpr std::string_view hex = "0123456789abcdef";
    auto const draw = [this](std::string_view letters, std::size_t length) {
        std::string id;
        while (id.size() < length) id += letters[ids_.below(letters.size())];
        return id;
    };
    if (form == "hex") return draw(hex, 24);
    if (form != "uuid") return draw(mixed, 20);
    auto id = draw(hex, 36);
    for (auto const at : {8U, 13U, 18U, 23U}) id[at] = '-';
    return id;
}

JsonArray& ResourceStore::items_of(ResourceKind const& kind) {
    auto const found = items_.find(kind.name);
    if (found != items_.end()) return found->second;
    auto const seed = fill(kind.seed, JsonObject{{"location", location_}});
    return items_.emplace(kind.name, seed.get_array()).first->second;
}

JsonObject* ResourceStore::find_item(ResourceKind const& kind, std::string_view member, std::string_view value) {
    for (auto& item : items_of(kind)) {
        auto const* held = item.get_object().if_contains(member);
        if (held != nullptr && held->is_string() && held->get_string() == value) return &item.get_object();
    }
    return nullptr;
}

JsonObject& ResourceStore::create(ResourceKind const& kind, JsonObject members, TimePoint now) {
    JsonObject item{{kind.id_member, new_id(kind.id_form)}};
    for (auto const& [name, value] : members) {
        if (name != kind.id_member) item[name] = value;
    }
    for (auto const& [name, value] : kind.defaults) {
        if (!item.contains(name)) item[name] = value;
    }
    for (auto const& stamp : {kind.created_member, kind.updated_member}) {
        if (!stamp.empty()) item[stamp] = format_time(now);
    }
    auto& items = items_of(kind);
    items.push_back(std::move(item));
    auto& stored = items.back().get_object();
    fire(kind, "create", nullptr, stored, now);
    return stored;
}

void ResourceStore::update(ResourceKind const& kind, JsonObject& item, JsonObject const& changes, TimePoint now) {
    auto const before = item;
    for (auto const& [name, value] : changes) {
        if (name != kind.id_member) item[name] = value;
    }
    if (!kind.updated_member.empty()) item[kind.updated_member] = format_time(now);
    fire(kind, "update", &before, item, now);
}

void ResourceStore::remove(ResourceKind const& kind, std::string_view id, TimePoint now) {
    auto& items = items_of(kind);
    auto const found = std::ranges::find_if(items, [&](Json const& item) { return item.at(kind.id_member) == Json(id); });
    if (found == items.end()) return;
    auto const gone = found->get_object();
    items.erase(found);
    fire(kind, "remove", nullptr, gone, now);
}

void ResourceStore::fire(
    ResourceKind const& kind, std::string_view on, JsonObject const* before, JsonObject const& after, TimePoint now) {
    if (!publish) return;
    auto const changed = [&](std::string_view member) {
        auto const* was = before == nullptr ? nullptr : before->if_contains(member);
        auto const* is = after.if_contains(member);
        return (was == nullptr) != (is == nullptr) || (was != nullptr && *was != *is);
    };
    for (auto const& event : kind.events) {
        if (event.on != on || (!event.changed.empty() && !changed(event.changed))) continue;
        bool const matches = std::ranges::all_of(event.when, [&](auto const& member) {
            auto const* value = after.if_contains(member.key());
            return value != nullptr && *value == member.value() && changed(member.key());
        });
        if (!matches) continue;
        JsonObject const values{{"item", after}, {"id", after.at(kind.id_member)}, {"location", location_}};
        JsonObject fields;
        if (kind.event_shape.is_object()) {
            fields = fill(kind.event_shape, values).get_object();
        } else {
            fields = after;
            if (!fields.contains("locationId")) fields["locationId"] = location_;
        }
        publish(event.type, std::move(fields), now);
    }
}

std::vector<std::string> ResourceStore::event_types() const {
    std::vector<std::string> types;
    for (auto const& kind : table_.kinds()) {
        for (auto const& event : kind->events) types.push_back(event.type);
    }
    return types;
}

Result<void> ResourceStore::provoke(std::string_view type, TimePoint now) {
    for (auto const& kind : table_.kinds()) {
        auto const event = std::ranges::find(kind->events, type, &ResourceEvent::type);
        if (event == kind->events.end() || kind->seed.empty()) continue;
        auto members = fill(kind->seed.front(), JsonObject{{"location", location_}}).get_object();
        for (auto const& [name, value] : event->when) members[name] = value;
        if (event->on == "create") {
            create(*kind, std::move(members), now);
            return {};
        }
        if (items_of(*kind).empty()) create(*kind, members, now);
        auto& item = items_of(*kind).front().get_object();
        if (event->on == "remove") {
            remove(*kind, std::string(item.at(kind->id_member).as_string()), now);
            return {};
        }
        // An event that says "set to this" needs another value first.
        for (auto const& [name, value] : event->when) item[name] = other_value(&value);
        auto changes = event->when;
        std::string_view const member = event->changed.empty() ? std::string_view("name") : event->changed;
        if (changes.empty()) changes[member] = other_value(item.if_contains(member));
        update(*kind, item, changes, now);
        return {};
    }
    return fail(ErrorKind::not_found, "sandbox.no_event", "making something happen: no resource fires this type of event");
}

JsonObject ResourceStore::everything() {
    JsonObject all;
    for (auto const& kind : table_.kinds()) all[kind->name] = items_of(*kind);
    return all;
}

bool ResourceStore::refers_to_something(std::string_view what, std::string_view id) {
    if (auto const* kind = table_.find_kind(what)) return find_item(*kind, kind->id_member, id) != nullptr;
    return !exists_elsewhere || exists_elsewhere(what, id);
}

// What is wrong with a request before anything is done.
std::optional<ResourceAnswer> ResourceStore::refuse(Turn const& turn) {
    auto const& row = turn.route.row;
    std::vector<std::string> problems;
    if (auto const* needs = find_array(row, "/needs")) {
        for (auto const& name : *needs) {
            if (is_blank(turn.body.if_contains(name.as_string())))
                problems.push_back(std::string(name.as_string()) + " should not be empty");
        }
    }
    if (auto const* needs = find_array(row, "/needs_query")) {
        for (auto const& name : *needs) {
            if (turn.request.query_value(name.as_string()).value_or("").empty())
                problems.push_back(std::string(name.as_string()) + " should not be empty");
        }
    }
    if (auto const* takes = find_array(row, "/takes")) {
        for (auto const& [name, value] : turn.body) {
            if (std::ranges::find(*takes, Json(name)) == takes->end())
                problems.push_back("property " + std::string(name) + " should not exist");
        }
    }
    if (!problems.empty()) return ResourceAnswer{422, nullptr, std::move(problems)};
    for (auto const source : {"query.locationId", "query.location_id", "query.altId", "body.locationId"}) {
        auto const named = turn.text_at(source);
        if (!named.empty() && named != location_) return refused(403, "The token does not have access to this location.");
    }
    if (auto const* refers = find_object(row, "/refers")) {
        for (auto const& [source, what] : *refers) {
            auto const id = turn.text_at(source);
            if (!id.empty() && !refers_to_something(what.as_string(), id))
                return refused(400, std::string(what.as_string()) + " not found for id: " + id);
        }
    }
    return std::nullopt;
}

// What a body becomes as members of an item.
JsonObject ResourceStore::members_from(Turn const& turn) const {
    auto const& row = turn.route.row;
    JsonObject members;
    auto const* renamed = find_object(row, "/rename");
    auto const* left_out = find_array(row, "/leaves_out");
    for (auto const& [name, value] : turn.body) {
        if (left_out != nullptr && std::ranges::find(*left_out, Json(name)) != left_out->end()) continue;
        auto const* other = renamed == nullptr ? nullptr : renamed->if_contains(name);
        members[other == nullptr ? std::string(name) : std::string(other->as_string())] = value;
    }
    if (auto const* set = find_object(row, "/set")) {
        for (auto const& [name, value] : *set) members[name] = value;
    }
    if (auto const* within = find_array(row, "/within")) {
        for (auto const& name : *within) members[name.as_string()] = turn.names.at(name.as_string());
    }
    return members;
}

ResourceAnswer ResourceStore::perform(ResourceRoute const& route, Request const& request, TimePoint now) {
    Turn turn{*this, route, request, route.fit(request).value_or(JsonObject{}), {}, now, {}};
    if (!request.body.empty()) {
        auto const body = parse_json(request.body);
        if (!body || !body->is_object()) return refused(400, "the body is not valid JSON");
        turn.body = body->get_object();
    }
    if (auto refusal = refuse(turn)) return *std::move(refusal);
    turn.values["location"] = location_;
    auto const& row = route.row;
    if (route.does == Does::special) {
        auto const special = specials.find(find_text(row, "/special").value_or(""));
        if (special == specials.end()) return refused(501, "not modelled");
        return special->second(*this, route, request, members_from(turn), now);
    }
    if (route.does == Does::list) return list(turn);
    if (route.does == Does::check) {
        auto const value = turn.text_at(find_text(row, "/value").value_or("").substr(1));
        turn.values["absent"] = find_item(*route.kind, find_text(row, "/by").value_or("id"), value) == nullptr;
        return turn.answer();
    }
    if (route.does == Does::create) {
        if (auto const unique = find_text(row, "/unique")) {
            if (find_item(*route.kind, *unique, turn.text_at("body." + std::string(*unique))) != nullptr)
                return refused(400, std::string(*unique) + " already exists");
        }
        return turn.answer_with(*route.kind, create(*route.kind, members_from(turn), now));
    }
    return act_on_item(turn);
}

ResourceAnswer ResourceStore::act_on_item(Turn& turn) {
    auto const& row = turn.route.row;
    ResourceKind const* kind = turn.route.kind;
    std::string const source{find_text(row, "/id_from")
            .value_or(
                find_text(row, "/by") && !turn.names.contains("id") ? "path." + std::string(*find_text(row, "/by")) : "path.id")};
    auto const id = turn.text_at(source);
    auto const by = std::string(find_text(row, "/by").value_or(kind->id_member));
    JsonObject* item = id.empty() ? nullptr : find_item(*kind, by, id);
    for (auto const* other : turn.route.other_kinds) {
        if (item != nullptr) break;
        item = find_item(*other, other->id_member, id);
        kind = other;
    }
    if (item != nullptr && !turn.is_within(*item)) item = nullptr;

    if (turn.route.does == Does::upsert) {
        if (item == nullptr && id.empty()) {
            for (auto& each : items_of(*kind)) {
                bool const is_same = std::ranges::all_of(row.at("match").as_array(), [&](Json const& name) {
                    auto const* held = each.get_object().if_contains(name.as_string());
                    auto const* given = turn.body.if_contains(name.as_string());
                    return held != nullptr && given != nullptr && *held == *given;
                });
                if (is_same) item = &each.get_object();
            }
        }
        turn.values["is_new"] = item == nullptr;
        if (item == nullptr) return turn.answer_with(*kind, create(*kind, members_from(turn), turn.now));
        update(*kind, *item, members_from(turn), turn.now);
        return turn.answer_with(*kind, *item);
    }
    if (item == nullptr) return refused(404, turn.route.kind->name + " not found");
    switch (turn.route.does) {
        case Does::update: update(*kind, *item, members_from(turn), turn.now); break;
        case Does::remove: {
            auto const gone = *item;
            remove(*kind, std::string(gone.at(kind->id_member).as_string()), turn.now);
            return turn.answer_with(*kind, gone);
        }
        case Does::add_to:
        case Does::remove_from: {
            auto const member = std::string(*find_text(row, "/member"));
            auto const* given = turn.value_at(find_text(row, "/value").value_or("").substr(1));
            JsonArray const wanted = given == nullptr ? JsonArray{} : given->is_array() ? given->get_array() : JsonArray{*given};
            auto const* held = item->if_contains(member);
            JsonArray list = held != nullptr && held->is_array() ? held->get_array() : JsonArray{};
            JsonArray changed;
            for (auto const& value : wanted) {
                auto const at = std::ranges::find(list, value);
                if ((at != list.end()) == (turn.route.does == Does::add_to)) continue;
                if (at != list.end())
                    list.erase(at);
                else
                    list.push_back(value);
                changed.push_back(value);
            }
            turn.values["changed"] = std::move(changed);
            update(*kind, *item, JsonObject{{member, std::move(list)}}, turn.now);
            break;
        }
        case Does::get:
        case Does::create:
        case Does::list:
        case Does::upsert:
        case Does::check:
        case Does::special: break;
    }
    return turn.answer_with(*kind, *item);
}

}  // namespace lockstep::sandbox
