// SPDX-License-Identifier: Apache-2.0
#include "catalogue/binding.hpp"

#include "base/text.hpp"

namespace lockstep::catalogue {

BoundField RecordBinding::field(std::string_view name) const {
    for (auto& known : fields()) {
        if (known.name == name) return known;
    }
    BoundField custom;
    custom.name = std::string(name);
    std::string const own_name(name.starts_with("custom.") ? name.substr(7) : name);
    custom.label = {own_name, own_name};
    return custom;
}

Json to_json(CustomFields const& fields) {
    JsonArray array;
    for (auto const& field : fields) {
        array.push_back(JsonObject{{"id", field.id}, {"key", field.key}, {"name", field.name}, {"type", field.type}});
    }
    return Json(std::move(array));
}

Result<CustomFields> custom_fields_from_json(Json const& json) {
    auto const damaged = [] {
        return fail(ErrorKind::corrupt, "catalogue.bad_custom_fields", "reading stored custom fields: they do not decode");
    };
    auto const* array = json.if_array();
    if (!array) return damaged();
    CustomFields fields;
    for (auto const& element : *array) {
        auto const id = find_text(element, "/id"), key = find_text(element, "/key"), name = find_text(element, "/name"),
                   type = find_text(element, "/type");
        if (!id || !key || !name || !type) return damaged();
        fields.push_back({std::string(*id), std::string(*key), std::string(*name), std::string(*type)});
    }
    return fields;
}

}  // namespace lockstep::catalogue
