// SPDX-License-Identifier: Apache-2.0
// The location's custom fields. Contacts name them by id only, so every client has to read this list.
#include <algorithm>

#include "sandbox/highlevel/body.hpp"
#include "sandbox/highlevel/routes.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

constexpr std::array create_rules_list{BodyRule{"name", BodyType::text, true}, BodyRule{"dataType", BodyType::text, true},
    BodyRule{"placeholder"}, BodyRule{"acceptedFormat", BodyType::any}, BodyRule{"isMultipleFile", BodyType::boolean},
    BodyRule{"maxNumberOfFiles", BodyType::number}, BodyRule{"textBoxListOptions", BodyType::list},
    BodyRule{"position", BodyType::number}, BodyRule{"model"}, BodyRule{"options", BodyType::text_list}};
constexpr std::array update_rules_list{BodyRule{"name", BodyType::text, true}, BodyRule{"placeholder"},
    BodyRule{"acceptedFormat", BodyType::any}, BodyRule{"isMultipleFile", BodyType::boolean},
    BodyRule{"maxNumberOfFiles", BodyType::number}, BodyRule{"textBoxListOptions", BodyType::list},
    BodyRule{"position", BodyType::number}, BodyRule{"model"}, BodyRule{"options", BodyType::text_list}};
constexpr std::array<std::string_view, 15> data_types{"TEXT", "LARGE_TEXT", "NUMERICAL", "PHONE", "MONETORY", "CHECKBOX",
    "SINGLE_OPTIONS", "MULTIPLE_OPTIONS", "FLOAT", "TIME", "DATE", "TEXTBOX_LIST", "FILE_UPLOAD", "SIGNATURE", "RADIO"};

JsonObject shown(HighLevelModel const& model, CustomField const& field) {
    JsonObject object{{"id", field.id}, {"name", field.name}, {"model", field.model}, {"fieldKey", field.key},
        {"placeholder", field.placeholder}, {"dataType", field.data_type}, {"position", field.position},
        {"locationId", model.settings.location_id}};
    if (!field.options.empty()) object.emplace("picklistOptions", to_json_list(field.options));
    return object;
}

void apply(JsonObject const& body, CustomField& field) {
    Json const json(body);
    if (auto const name = find_text(json, "/name")) field.name = std::string(*name);
    if (auto const placeholder = find_text(json, "/placeholder")) field.placeholder = std::string(*placeholder);
    if (auto const position = find_integer(json, "/position")) field.position = *position;
    if (auto const* options = find_array(json, "/options")) {
        field.options.clear();
        for (auto const& option : *options) field.options.emplace_back(option.get_string());
    }
}

HttpReply list_custom_fields(HighLevelModel& model, RouteCall const& call) {
    auto const wanted = call.request.query_value("model").value_or("contact");
    if (wanted != "contact" && wanted != "opportunity" && wanted != "all") {
        return unprocessable(model, {"model must be one of the following values: contact, opportunity, all"});
    }
    JsonArray list;
    for (auto const& [id, field] : model.custom_fields) {
        if (wanted == "all" || field.model == wanted) list.push_back(shown(model, field));
    }
    return traced(model, 200, JsonObject{{"customFields", std::move(list)}});
}

HttpReply create_custom_field(HighLevelModel& model, RouteCall const& call) {
    auto const body = read_body(model, call, create_rules_list);
    if (!body) return body.error();
    Json const json(*body);
    auto const name = *find_text(json, "/name");
    auto const data_type = *find_text(json, "/dataType");
    auto const owner = find_text(json, "/model").value_or("contact");
    if (std::ranges::find(data_types, data_type) == data_types.end()) return unprocessable(model, {"dataType is not known"});
    if (owner != "contact" && owner != "opportunity")
        return unprocessable(model, {"model must be one of the following values: contact, opportunity"});
    for (auto const& [id, field] : model.custom_fields) {
        if (field.name == name && field.model == owner) return bad_request(model, "A custom field with this name already exists");
    }
    auto& field = model.add_custom_field(name, name, data_type, owner);
    apply(*body, field);
    return traced(model, 201, JsonObject{{"customField", shown(model, field)}});
}

CustomField* find_field(HighLevelModel& model, RouteCall const& call) {
    auto const found = model.custom_fields.find(call.names[1]);
    return found == model.custom_fields.end() ? nullptr : &found->second;
}

HttpReply no_field(HighLevelModel& model) { return bad_request(model, "Custom field not found"); }

HttpReply get_custom_field(HighLevelModel& model, RouteCall const& call) {
    auto const* field = find_field(model, call);
    return field == nullptr ? no_field(model) : traced(model, 200, JsonObject{{"customField", shown(model, *field)}});
}

HttpReply update_custom_field(HighLevelModel& model, RouteCall const& call) {
    auto* field = find_field(model, call);
    if (field == nullptr) return no_field(model);
    auto const body = read_body(model, call, update_rules_list);
    if (!body) return body.error();
    apply(*body, *field);  // the key stays what it was
    return traced(model, 200, JsonObject{{"customField", shown(model, *field)}});
}

HttpReply delete_custom_field(HighLevelModel& model, RouteCall const& call) {
    auto const* field = find_field(model, call);
    if (field == nullptr) return no_field(model);
    auto const id = field->id;
    model.custom_fields.erase(id);
    for (auto const& [contact_id, contact] : ContactMap(model.contacts.all())) {
        if (!contact->custom_fields.contains(id)) continue;
        Contact changed = *contact;
        changed.custom_fields.erase(id);
        model.save(std::move(changed), call.now);
    }
    return traced(model, 200, JsonObject{{"succeded", true}});
}

}  // namespace

void add_custom_field_routes(Routes& routes) {
    routes.push_back({"GET", {"locations", "{}", "customFields"}, "get-custom-fields", RouteKind::read, list_custom_fields});
    routes.push_back(
        {"POST", {"locations", "{}", "customFields"}, "create-custom-field", RouteKind::create, create_custom_field});
    routes.push_back({"GET", {"locations", "{}", "customFields", "{}"}, "get-custom-field", RouteKind::read, get_custom_field});
    routes.push_back(
        {"PUT", {"locations", "{}", "customFields", "{}"}, "update-custom-field", RouteKind::write, update_custom_field});
    routes.push_back(
        {"DELETE", {"locations", "{}", "customFields", "{}"}, "delete-custom-field", RouteKind::write, delete_custom_field});
}

}  // namespace lockstep::sandbox::highlevel
