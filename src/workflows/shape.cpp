// SPDX-License-Identifier: Apache-2.0
#include "workflows/shape.hpp"

namespace lockstep::workflows {

std::string_view type_of(Shape const& shape) {
    if (auto const* text = shape.if_string()) return *text;
    if (shape.is_array()) return "list";
    return shape.is_object() ? "object" : any_shape;
}

std::string_view type_of_value(Json const& value) {
    if (value.is_string()) return "text";
    if (value.is_number()) return "number";
    if (value.is_bool()) return "flag";
    if (value.is_array()) return "list";
    return value.is_object() ? "object" : any_shape;
}

Shape shape_of(Json const& sample) {
    if (auto const* object = sample.if_object()) {
        JsonObject members;
        for (auto const& [name, value] : *object) members[name] = shape_of(value);
        if (members.empty()) members[open_member] = any_shape;
        return members;
    }
    if (auto const* list = sample.if_array()) return list->empty() ? Shape("list") : Shape(JsonArray{shape_of(list->front())});
    return Shape(type_of_value(sample));
}

bool may_be(std::string_view given, std::string_view wanted) {
    return given == wanted || given == any_shape || wanted == any_shape;
}

}  // namespace lockstep::workflows
