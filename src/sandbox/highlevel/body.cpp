// SPDX-License-Identifier: Apache-2.0
// Body rules and how a checked body changes a contact.
#include "sandbox/highlevel/body.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "contacts/value.hpp"
#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox::highlevel {
namespace {

constexpr std::array create_list{BodyRule{"locationId", BodyType::text, true}, BodyRule{"firstName", BodyType::text, false, true},
    BodyRule{"lastName", BodyType::text, false, true}, BodyRule{"name", BodyType::text, false, true},
    BodyRule{"email", BodyType::text, false, true}, BodyRule{"phone", BodyType::text, false, true}, BodyRule{"gender"},
    BodyRule{"address1", BodyType::text, false, true}, BodyRule{"city", BodyType::text, false, true},
    BodyRule{"state", BodyType::text, false, true}, BodyRule{"postalCode"}, BodyRule{"website", BodyType::text, false, true},
    BodyRule{"timezone", BodyType::text, false, true}, BodyRule{"dnd", BodyType::boolean},
    BodyRule{"dndSettings", BodyType::object}, BodyRule{"inboundDndSettings", BodyType::object},
    BodyRule{"tags", BodyType::text_list}, BodyRule{"customFields", BodyType::list}, BodyRule{"source"},
    BodyRule{"dateOfBirth", BodyType::text, false, true}, BodyRule{"country"},
    BodyRule{"companyName", BodyType::text, false, true}, BodyRule{"assignedTo"}};

constexpr std::array update_list{BodyRule{"firstName", BodyType::text, false, true},
    BodyRule{"lastName", BodyType::text, false, true}, BodyRule{"name", BodyType::text, false, true},
    BodyRule{"email", BodyType::text, false, true}, BodyRule{"phone", BodyType::text, false, true},
    BodyRule{"address1", BodyType::text, false, true}, BodyRule{"city", BodyType::text, false, true},
    BodyRule{"state", BodyType::text, false, true}, BodyRule{"postalCode"}, BodyRule{"website", BodyType::text, false, true},
    BodyRule{"timezone", BodyType::text, false, true}, BodyRule{"dnd", BodyType::boolean},
    BodyRule{"dndSettings", BodyType::object}, BodyRule{"inboundDndSettings", BodyType::object},
    BodyRule{"tags", BodyType::text_list}, BodyRule{"customFields", BodyType::list},
    BodyRule{"source", BodyType::text, false, true}, BodyRule{"dateOfBirth", BodyType::text, false, true}, BodyRule{"country"},
    BodyRule{"assignedTo", BodyType::text, false, true}};

constexpr auto upsert_list = [] {
    std::array<BodyRule, create_list.size() + 1> list{};
    std::ranges::copy(create_list, list.begin());
    list.back() = BodyRule{"createNewIfDuplicateAllowed", BodyType::boolean};
    return list;
}();

bool is_text_list(Json const& value) {
    auto const* list = value.if_array();
    return list != nullptr && std::ranges::all_of(*list, [](Json const& item) { return item.is_string(); });
}

// Empty when the value is of the type, else the message.
std::string type_problem(BodyRule const& rule, Json const& value) {
    std::string const name(rule.name);
    switch (rule.type) {
        case BodyType::text: return value.is_string() ? "" : name + " must be a string";
        case BodyType::boolean: return value.is_bool() ? "" : name + " must be a boolean value";
        case BodyType::number: return value.is_number() ? "" : name + " must be a number";
        case BodyType::text_list: return is_text_list(value) ? "" : "each value in " + name + " must be a string";
        case BodyType::object: return value.is_object() ? "" : name + " must be an object";
        case BodyType::list: return value.is_array() ? "" : name + " must be an array";
        case BodyType::any: return "";
    }
    return "";
}

// "postalCode" is "Postal code" on the screen.
std::string label_of(std::string_view name) {
    std::string label;
    for (char const c : name) {
        bool const is_capital = c >= 'A' && c <= 'Z';
        if (is_capital) label += ' ';
        if (label.empty())
            label += static_cast<char>(c - 'a' + 'A');
        else
            label += is_capital ? static_cast<char>(c - 'A' + 'a') : c;
    }
    return label;
}

std::string refused_text(HighLevelModel& model, std::string_view name, Json const& value) {
    auto const& faults = model.faults();
    if (!field_from(name) || !value.is_string() || !faults.refuses_value(name, value.get_string())) return {};
    faults.note_quirk("refused_value");
    switch (faults.quirks.refusal_style) {
        case RefusalStyle::names_field: return std::string(name) + " must be a valid value";
        case RefusalStyle::names_label: return label_of(name) + " is not accepted";
        case RefusalStyle::names_nothing: break;
    }
    return "The contact could not be validated";
}

// As this location likes to see it, when it has that habit.
std::string tidied(HighLevelModel& model, Field field, std::string text) {
    if (!model.faults().quirks.tidies_texts) return text;
    auto tidy = one_space_each(text);
    if (field == Field::city) tidy = proper_case_ascii(tidy);
    if (tidy != text) model.faults().note_quirk("tidied_text");
    return tidy;
}

bool looks_like_email(std::string_view text) {
    auto const at = text.find('@');
    return at != std::string_view::npos && at > 0 && text.find('@', at + 1) == std::string_view::npos &&
           text.find('.', at + 1) != std::string_view::npos && !text.ends_with('.') && text.find(' ') == std::string_view::npos;
}

void set_text(HighLevelModel& model, Field field, std::string_view given, Contact& contact, std::vector<std::string>& problems) {
    auto text = std::string(trim_ascii(given));
    std::string const name(to_string(field));
    if (field == Field::email && !text.empty()) {
        if (!looks_like_email(text)) return problems.push_back("email must be an email");
        if (model.settings.lower_case_emails) text = lower_case(text);
    } else if (field == Field::phone && !text.empty()) {
        auto normal = normal_phone(text, model.settings.region);
        if (!normal) return problems.push_back("phone must be a valid phone number");
        text = std::move(*normal);
    } else if (field == Field::date_of_birth && !text.empty()) {
        auto normal = normal_date(text);
        if (!normal) return problems.push_back("dateOfBirth must be a valid date");
        text = std::move(*normal);
    } else if (text.size() > model.settings.text_length_most) {
        auto const most = model.settings.text_length_most;
        if (!model.settings.cut_long_texts) {
            return problems.push_back(name + " must be shorter than or equal to " + std::to_string(most) + " characters");
        }
        std::size_t end = most;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;  // never in the middle of a letter
        text.resize(end);
        model.faults().note_quirk("cut_text");
    }
    bool const has_form = field == Field::email || field == Field::phone || field == Field::date_of_birth;
    contact[field] = has_form ? std::move(text) : tidied(model, field, std::move(text));
}

void set_custom_field(HighLevelModel& model, Json const& item, Contact& contact, std::vector<std::string>& problems) {
    auto const* object = item.if_object();
    if (object == nullptr) return problems.push_back("each value in customFields must be an object");
    std::string id(find_text(item, "/id").value_or(""));
    if (id.empty()) {
        auto const key = find_text(item, "/key");
        if (!key) return problems.push_back("customFields: id or key should not be empty");
        auto const* field = model.custom_field_by_key(*key);
        if (field == nullptr) return;  // unknown keys are ignored
        id = field->id;
    }
    if (!model.custom_fields.contains(id)) return;  // unknown ids are ignored
    for (auto const name : {"field_value", "fieldValue", "value"}) {
        auto const* value = object->if_contains(name);
        if (value == nullptr) continue;
        bool const clears = value->is_null() || (value->is_string() && value->get_string().empty()) ||
                            (value->is_array() && value->get_array().empty());
        if (clears)
            contact.custom_fields.erase(id);
        else
            contact.custom_fields.insert_or_assign(id, *value);
        return;
    }
}

void set_name(HighLevelModel& model, JsonObject const& body, Contact& contact, std::vector<std::string>& problems) {
    auto const* name = body.if_contains("name");
    if (name == nullptr || body.contains("firstName") || body.contains("lastName")) return;
    auto const whole = name->is_string() ? trim_ascii(name->get_string()) : std::string_view{};
    auto const gap = whole.find(' ');
    set_text(model, Field::first_name, whole.substr(0, gap), contact, problems);
    set_text(
        model, Field::last_name, gap == std::string_view::npos ? std::string_view{} : whole.substr(gap + 1), contact, problems);
}

}  // namespace

std::span<BodyRule const> create_rules() { return create_list; }
std::span<BodyRule const> update_rules() { return update_list; }
std::span<BodyRule const> upsert_rules() { return upsert_list; }

std::expected<JsonObject, HttpReply> read_body(HighLevelModel& model, RouteCall const& call, std::span<BodyRule const> rules) {
    auto const text = trim_ascii(call.request.body);
    auto parsed = parse_json(text.empty() ? std::string_view{"{}"} : text);
    if (!parsed) return std::unexpected(bad_request(model, "Unexpected token in JSON"));
    auto* body = parsed->if_object();
    if (body == nullptr) return std::unexpected(bad_request(model, "Request body must be a JSON object"));
    std::vector<std::string> problems;
    for (auto const& [name, value] : *body) {
        auto const rule = std::ranges::find(rules, std::string_view(name), &BodyRule::name);
        if (rule == rules.end()) {
            problems.push_back("property " + std::string(name) + " should not exist");
        } else if (!(value.is_null() && rule->nullable)) {
            auto problem = type_problem(*rule, value);
            if (problem.empty()) problem = refused_text(model, name, value);
            if (!problem.empty()) problems.push_back(std::move(problem));
        }
    }
    for (auto const& rule : rules) {
        if (!rule.required) continue;
        auto const* value = body->if_contains(rule.name);
        if (value == nullptr || (value->is_string() && value->get_string().empty())) {
            problems.push_back(std::string(rule.name) + " should not be empty");
        }
    }
    if (!problems.empty()) return std::unexpected(unprocessable(model, problems));
    return std::move(*body);
}

std::vector<std::string> apply_to_contact(HighLevelModel& model, JsonObject const& body, Contact& contact) {
    std::vector<std::string> problems;
    set_name(model, body, contact, problems);
    for (auto const& [name, value] : body) {
        if (auto const field = field_from(name)) {
            set_text(
                model, *field, value.is_string() ? std::string_view(value.get_string()) : std::string_view{}, contact, problems);
        } else if (name == "dnd") {
            contact.dnd = value.get_bool();
        } else if (name == "dndSettings") {
            for (auto const& [channel, setting] : value.get_object()) contact.dnd_settings[channel] = setting;
        } else if (name == "inboundDndSettings") {
            contact.inbound_dnd_settings = value.get_object();
        } else if (name == "tags") {
            contact.tags = lowered_tags(value.get_array());
            for (auto const& tag : contact.tags) model.id_of_tag(tag);
        } else if (name == "customFields") {
            for (auto const& item : value.get_array()) set_custom_field(model, item, contact, problems);
        }
    }
    return problems;
}

std::optional<std::string> normal_phone(std::string_view text, std::string_view region) {
    auto const is_digit = [](char c) { return c >= '0' && c <= '9'; };
    // What already reads like E.164 is kept without asking the tables: this is the way most writes take.
    if (text.size() >= 8 && text.size() <= 16 && text[0] == '+' && std::ranges::all_of(text.substr(1), is_digit))
        return std::string(text);
    auto const value = contacts::canonical(contacts::FieldKind::phone, std::string(text), contacts::Region{std::string(region)});
    auto const* normal = std::get_if<std::string>(&value);
    if (normal == nullptr || normal->size() < 8 || !normal->starts_with('+')) return std::nullopt;
    if (!std::ranges::all_of(std::string_view(*normal).substr(1), is_digit)) return std::nullopt;
    return *normal;
}

std::optional<std::string> normal_date(std::string_view text) {
    if (text.size() > 10 && text[10] == 'T') text = text.substr(0, 10);
    std::array<std::string, 3> parts;
    std::size_t part = 0;
    for (char const c : text) {
        if (c >= '0' && c <= '9')
            parts[part] += c;
        else if ((c == '-' || c == '/' || c == '.' || c == '_') && part < 2)
            ++part;
        else
            return std::nullopt;
    }
    if (parts[2].size() == 4) parts = {parts[2], parts[0], parts[1]};  // month, day, year
    if (parts[0].size() != 4 || parts[1].empty() || parts[1].size() > 2 || parts[2].empty() || parts[2].size() > 2)
        return std::nullopt;
    auto const number = [](std::string const& digits) {
        int value = 0;
        for (char const c : digits) value = value * 10 + (c - '0');
        return value;
    };
    std::chrono::year_month_day const date{std::chrono::year{number(parts[0])},
        std::chrono::month{static_cast<unsigned>(number(parts[1]))}, std::chrono::day{static_cast<unsigned>(number(parts[2]))}};
    if (!date.ok()) return std::nullopt;
    auto const two = [](std::string const& digits) { return digits.size() == 1 ? "0" + digits : digits; };
    return parts[0] + "-" + two(parts[1]) + "-" + two(parts[2]);
}

std::vector<std::string> lowered_tags(JsonArray const& list) {
    std::vector<std::string> tags;
    for (auto const& item : list) {
        auto const* text = item.if_string();
        if (text == nullptr) continue;
        auto tag = lower_case(trim_ascii(*text));
        if (!tag.empty() && std::ranges::find(tags, tag) == tags.end()) tags.push_back(std::move(tag));
    }
    return tags;
}

}  // namespace lockstep::sandbox::highlevel
