// SPDX-License-Identifier: Apache-2.0
#include "people/wish.hpp"

#include "contacts/date.hpp"
#include "contacts/normal_form.hpp"
#include "contacts/phone.hpp"

namespace lockstep::people {
namespace {

bool looks_like_address(std::string_view text) {
    auto const at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == std::string_view::npos &&
           text.find_first_of(" \t\r\n,;<>") == std::string_view::npos;
}

// Whether a canonical value is what its kind is meant to hold; the merge keeps anything, but here somebody can still be asked.
bool is_fit(contacts::FieldKind kind, contacts::Value const& value, contacts::Region const& region) {
    auto const* text = std::get_if<std::string>(&value);
    switch (kind) {
        case contacts::FieldKind::email: return text != nullptr && looks_like_address(*text);
        case contacts::FieldKind::phone: return text != nullptr && contacts::to_e164(*text, region.code).has_value();
        case contacts::FieldKind::date: return text != nullptr && contacts::is_civil_date(*text);
        case contacts::FieldKind::set: return text == nullptr;
        case contacts::FieldKind::text:
        case contacts::FieldKind::country:
        case contacts::FieldKind::subdivision: return text != nullptr;
    }
    return false;
}

}  // namespace

std::optional<Mode> mode_from(std::string_view text) {
    if (text == "create_or_update") return Mode::create_or_update;
    if (text == "create") return Mode::create;
    if (text == "update") return Mode::update;
    return std::nullopt;
}

NameParts split_name(std::string_view full_name) {
    auto const name = contacts::text_form(full_name);
    auto const at = name.rfind(' ');
    if (at == std::string::npos) return {name, {}};
    return {name.substr(0, at), name.substr(at + 1)};
}

Result<contacts::Projection> wanted(Wish const& wish, contacts::Mapping const& mapping) {
    contacts::Projection values;
    auto const add = [&](std::string const& field, contacts::Value value) -> Result<void> {
        if (contacts::is_blank(value)) return {};
        auto const* row = mapping.row(field);
        if (row == nullptr)
            return fail(ErrorKind::invalid, "people.unknown_field", "reading a person: \"" + field + "\" is no mapped field",
                {{"reason", "named"}, {"name", field}});
        auto const* text = std::get_if<std::string>(&value);
        bool const is_set = row->rule.kind == contacts::FieldKind::set;
        if (is_set && text != nullptr) value = std::vector<std::string>{*text};
        auto canonical = contacts::canonical(row->rule.kind, value, mapping.region);
        if (contacts::is_blank(canonical)) return {};
        if ((!is_set && text == nullptr) || !is_fit(row->rule.kind, canonical, mapping.region))
            return fail(ErrorKind::invalid, "people.bad_value",
                "reading a person: the value of \"" + field + "\" is not of the form that the field has",
                {{"reason", "named"}, {"name", field}});
        values[field] = std::move(canonical);
        return {};
    };
    for (auto const& [field, value] : wish.fields) TRY_VOID(add(field, value));
    bool const has_parts = !wish.first_name.empty() || !wish.last_name.empty();
    auto const name = has_parts ? NameParts{wish.first_name, wish.last_name} : split_name(wish.full_name);
    TRY_VOID(add(mapping.first_name_field, name.first));
    TRY_VOID(add(mapping.last_name_field, name.last));
    TRY_VOID(add(mapping.email_field, wish.email));
    TRY_VOID(add(mapping.phone_field, wish.phone));
    return values;
}

}  // namespace lockstep::people
