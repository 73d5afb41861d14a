// SPDX-License-Identifier: Apache-2.0
// Reading and asking search filters.
#include "sandbox/highlevel/search_filter.hpp"

#include <algorithm>
#include <limits>

#include "sandbox/highlevel/body.hpp"
#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

constexpr std::string_view custom_prefix = "customFields.";
constexpr std::array<std::string_view, 11> text_fields{"address", "businessName", "city", "companyName", "firstNameLowerCase",
    "lastNameLowerCase", "phone", "postalCode", "source", "state", "tags"};
constexpr std::array<std::string_view, 14> exact_fields{"id", "assignedTo", "country", "dnd", "email", "followers",
    "isValidWhatsapp", "timezone", "type", "validEmail", "website", "activeWorkflows", "finishedWorkflows", "businessId"};
constexpr std::array<std::string_view, 6> date_fields{
    "dateAdded", "dateUpdated", "lastEmailClickedDate", "lastEmailOpenedDate", "lastAppointment", "dateOfBirth"};

std::optional<Comparison> comparison_from(std::string_view name) {
    constexpr std::array<std::string_view, 7> names{"eq", "not_eq", "contains", "not_contains", "exists", "not_exists", "range"};
    auto const found = std::ranges::find(names, name);
    if (found == names.end()) return std::nullopt;
    return static_cast<Comparison>(found - names.begin());
}

bool allows(std::string_view field, Comparison comparison) {
    bool const existence = comparison == Comparison::exists || comparison == Comparison::not_exists;
    bool const exact = comparison == Comparison::equal || comparison == Comparison::not_equal;
    bool const partial = comparison == Comparison::contains || comparison == Comparison::not_contains;
    if (field.starts_with(custom_prefix)) return true;
    if (std::ranges::find(text_fields, field) != text_fields.end()) return existence || exact || partial;
    if (std::ranges::find(exact_fields, field) != exact_fields.end()) return existence || exact;
    if (std::ranges::find(date_fields, field) != date_fields.end()) return existence || comparison == Comparison::range;
    return false;
}

std::string scalar_text(Json const& value) {
    if (auto const* text = value.if_string()) return lower_case(*text);
    if (value.is_null()) return "";
    return to_text(value);
}

std::optional<std::int64_t> read_moment(Json const& value) {
    if (value.is_int64()) return value.get_int64();
    auto const* text = value.if_string();
    if (text == nullptr) return std::nullopt;
    if (auto const time = parse_time(*text)) return to_millis(*time);
    auto const date = normal_date(*text);
    if (!date) return std::nullopt;
    auto const time = parse_time(*date + "T00:00:00Z");
    return time ? std::optional{to_millis(*time)} : std::nullopt;
}

std::expected<void, std::string> read_range(Json const* value, SearchFilter& filter) {
    filter.least = std::numeric_limits<std::int64_t>::min();
    filter.most = std::numeric_limits<std::int64_t>::max();
    auto const* bounds = value == nullptr ? nullptr : value->if_object();
    if (bounds == nullptr || bounds->empty()) return std::unexpected("filters: range needs an object with gt, gte, lt or lte");
    for (auto const& [name, bound] : *bounds) {
        auto const moment = read_moment(bound);
        if (!moment) return std::unexpected("filters: a bound of " + filter.field + " is not a date");
        if (name == "gte")
            filter.least = std::max(filter.least, *moment);
        else if (name == "gt")
            filter.least = std::max(filter.least, *moment + 1);
        else if (name == "lte")
            filter.most = std::min(filter.most, *moment);
        else if (name == "lt")
            filter.most = std::min(filter.most, *moment - 1);
        else
            return std::unexpected("filters: unknown bound " + std::string(name));
    }
    return {};
}

std::expected<SearchFilter, std::string> read_one(Json const& json, int depth) {
    auto const* object = json.if_object();
    if (object == nullptr || depth > 8) return std::unexpected("filters: each filter must be an object");
    SearchFilter filter;
    if (auto const group = find_text(json, "/group")) {
        if (*group != "AND" && *group != "OR") return std::unexpected("filters: group must be AND or OR");
        filter.is_group = true;
        filter.any = *group == "OR";
        auto const* parts = find_array(json, "/filters");
        if (parts == nullptr) return std::unexpected("filters: a group needs filters");
        for (auto const& part : *parts) {
            auto read = read_one(part, depth + 1);
            if (!read) return read;
            filter.parts.push_back(std::move(*read));
        }
        return filter;
    }
    filter.field = std::string(find_text(json, "/field").value_or(""));
    auto const comparison = comparison_from(find_text(json, "/operator").value_or(""));
    if (!comparison) return std::unexpected("filters: unknown operator");
    filter.comparison = *comparison;
    if (!allows(filter.field, filter.comparison))
        return std::unexpected("filters: " + filter.field + " does not take this operator");
    auto const* value = object->if_contains("value");
    if (filter.comparison == Comparison::exists || filter.comparison == Comparison::not_exists) return filter;
    if (filter.comparison == Comparison::range) {
        if (auto read = read_range(value, filter); !read) return std::unexpected(read.error());
        return filter;
    }
    if (value == nullptr) return std::unexpected("filters: " + filter.field + " needs a value");
    if (auto const* list = value->if_array()) {
        for (auto const& item : *list) filter.wanted.push_back(scalar_text(item));
    } else {
        filter.wanted.push_back(scalar_text(*value));
    }
    if (std::ranges::any_of(filter.wanted, [](auto const& text) { return text.size() > 75; })) {
        return std::unexpected("filters: a value has at most 75 characters");
    }
    return filter;
}

std::optional<std::int64_t> moment_of(std::string_view field, Contact const& contact) {
    if (field == "dateAdded") return to_millis(contact.added);
    if (field == "dateUpdated") return to_millis(contact.updated);
    if (field == "dateOfBirth" && !contact[Field::date_of_birth].empty()) return read_moment(Json(contact[Field::date_of_birth]));
    return std::nullopt;
}

// The values of a field in lower case; none when it is not set.
std::vector<std::string> values_of(std::string_view field, Contact const& contact) {
    auto const one = [](std::string text) { return text.empty() ? std::vector<std::string>{} : std::vector{std::move(text)}; };
    if (field.starts_with(custom_prefix)) {
        auto const found = contact.custom_fields.find(field.substr(custom_prefix.size()));
        if (found == contact.custom_fields.end()) return {};
        if (auto const* list = found->second.if_array()) {
            std::vector<std::string> texts;
            for (auto const& item : *list) texts.push_back(scalar_text(item));
            return texts;
        }
        return one(scalar_text(found->second));
    }
    if (field == "id") return {lower_case(contact.id)};
    if (field == "tags") return contact.tags;
    if (field == "followers") return contact.followers;
    if (field == "dnd") return {contact.dnd ? "true" : "false"};
    if (field == "type") return {"lead"};
    if (field == "activeWorkflows") return {contact.workflows.begin(), contact.workflows.end()};
    if (field == "address") return one(lower_case(contact[Field::address1]));
    if (field == "firstNameLowerCase") return one(lower_case(contact[Field::first_name]));
    if (field == "lastNameLowerCase") return one(lower_case(contact[Field::last_name]));
    if (auto const known = field_from(field)) return one(lower_case(contact[*known]));
    return {};
}

}  // namespace

std::expected<SearchFilter, std::string> read_filters(JsonArray const& filters) {
    SearchFilter top;
    top.is_group = true;
    for (auto const& item : filters) {
        auto part = read_one(item, 0);
        if (!part) return part;
        top.parts.push_back(std::move(*part));
    }
    return top;
}

bool fits(SearchFilter const& filter, Contact const& contact) {
    auto const part_fits = [&](SearchFilter const& part) { return fits(part, contact); };
    if (filter.is_group)
        return filter.any ? std::ranges::any_of(filter.parts, part_fits) : std::ranges::all_of(filter.parts, part_fits);
    auto const moment = moment_of(filter.field, contact);
    if (filter.comparison == Comparison::range) return moment && *moment >= filter.least && *moment <= filter.most;
    auto const values = values_of(filter.field, contact);
    auto const matches = [&](bool partly) {
        return std::ranges::any_of(values, [&](std::string const& value) {
            return std::ranges::any_of(filter.wanted,
                [&](std::string const& wanted) { return partly ? value.find(wanted) != std::string::npos : value == wanted; });
        });
    };
    switch (filter.comparison) {
        case Comparison::equal: return matches(false);
        case Comparison::not_equal: return !matches(false);
        case Comparison::contains: return matches(true);
        case Comparison::not_contains: return !matches(true);
        case Comparison::exists: return !values.empty() || moment.has_value();
        case Comparison::not_exists: return values.empty() && !moment.has_value();
        case Comparison::range: break;
    }
    return false;
}

std::int64_t lower_bound_of(SearchFilter const& filter, std::string_view field) {
    auto least = std::numeric_limits<std::int64_t>::min();
    for (auto const& part : filter.parts) {
        if (!part.is_group && part.comparison == Comparison::range && part.field == field) least = std::max(least, part.least);
        if (part.is_group && !part.any) least = std::max(least, lower_bound_of(part, field));
    }
    return least;
}

}  // namespace lockstep::sandbox::highlevel
