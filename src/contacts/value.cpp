// SPDX-License-Identifier: Apache-2.0
#include "contacts/value.hpp"

#include <algorithm>

#include "contacts/date.hpp"
#include "contacts/normal_form.hpp"
#include "contacts/phone.hpp"
#include "contacts/places.hpp"

namespace lockstep::contacts {
namespace {

Value from_text(std::string text) {
    if (text.empty()) return {};
    return Value{std::move(text)};
}

Value canonical_set(std::vector<std::string> const& elements) {
    std::vector<std::string> out;
    out.reserve(elements.size());
    for (auto const& element : elements) {
        std::string form = folded_form(element);
        if (!form.empty()) out.push_back(std::move(form));
    }
    std::ranges::sort(out);
    out.erase(std::ranges::unique(out).begin(), out.end());
    if (out.empty()) return {};
    return Value{std::move(out)};
}

std::string canonical_phone(std::string_view text, Region const& region) {
    std::string form = phone_form(text);
    if (auto e164 = to_e164(form, region.code)) return *std::move(e164);
    return form;
}

Value canonical_text(FieldKind kind, std::string const& text, Region const& region) {
    switch (kind) {
        case FieldKind::text: return from_text(text_form(text));
        case FieldKind::email: return from_text(email_form(text));
        case FieldKind::phone: return from_text(canonical_phone(text, region));
        case FieldKind::date: return from_text(date_form(text));
        case FieldKind::country: return from_text(country_code(text).value_or(text_form(text)));
        case FieldKind::subdivision: return from_text(subdivision_code(text).value_or(text_form(text)));
        case FieldKind::set: return canonical_set({text});
    }
    return {};
}

// An app may show several values where the mapping expects one; nothing of it is dropped in silence.
std::string joined(std::vector<std::string> const& elements) {
    std::string out;
    for (auto const& element : elements) {
        if (text_form(element).empty()) continue;
        if (!out.empty()) out += ", ";
        out += element;
    }
    return out;
}

}  // namespace

std::string text_in(Value const& value) {
    auto const* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
}

bool is_blank(Value const& value) {
    if (auto const* text = std::get_if<std::string>(&value)) return text->empty();
    if (auto const* elements = std::get_if<std::vector<std::string>>(&value)) return elements->empty();
    return true;
}

Value canonical(FieldKind kind, Value const& value, Region const& region) {
    if (auto const* text = std::get_if<std::string>(&value)) return canonical_text(kind, *text, region);
    if (auto const* elements = std::get_if<std::vector<std::string>>(&value)) {
        if (kind == FieldKind::set) return canonical_set(*elements);
        return canonical_text(kind, joined(*elements), region);
    }
    return {};
}

Json to_json(Value const& value) {
    if (is_blank(value)) return nullptr;
    if (auto const* text = std::get_if<std::string>(&value)) return Json(*text);
    JsonArray out;
    for (auto const& element : std::get<std::vector<std::string>>(value)) out.emplace_back(element);
    return out;
}

Result<Value> value_from_json(Json const& json) {
    if (json.is_null()) return Value{};
    if (auto const* text = json.if_string()) return from_text(std::string(text->data(), text->size()));
    auto const* array = json.if_array();
    if (array == nullptr) {
        return fail(
            ErrorKind::invalid, "contacts.bad_value", "reading a field's value: it has to be null, a text or a list of texts");
    }
    std::vector<std::string> elements;
    elements.reserve(array->size());
    for (auto const& each : *array) {
        auto const* text = each.if_string();
        if (text == nullptr) {
            return fail(ErrorKind::invalid, "contacts.bad_value", "reading a field's value: a list may hold texts only");
        }
        elements.emplace_back(text->data(), text->size());
    }
    if (elements.empty()) return Value{};
    return Value{std::move(elements)};
}

}  // namespace lockstep::contacts
