// SPDX-License-Identifier: Apache-2.0
#include "workflows/filters.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/text.hpp"
#include "catalogue/general.hpp"
#include "contacts/normal_form.hpp"
#include "contacts/phone.hpp"
#include "workflows/expression.hpp"
#include "workflows/limits.hpp"

namespace lockstep::workflows {
namespace {

using With = std::span<Json const>;

std::unexpected<Error> bad(std::string_view reason) {
    return fail(ErrorKind::invalid, "workflows.bad_value", "applying a filter: " + std::string(reason),
        {{"reason", std::string(reason)}});
}

// One of the catalogue's own operations does it; `member` is the part of its result that is wanted.
Result<Json> by_operation(std::string_view operation, JsonObject const& inputs, std::string_view member) {
    auto const* found = catalogue::general_operations()->find(operation);
    CHECK(found != nullptr);
    auto result = catalogue::run_general(*found, inputs);
    if (!result) return bad(operation == "dates.format_date" ? "date" : operation == "tables.look_up" ? "table" : "number");
    return result->as_object().at(member);
}

Result<Json> upper(Json const& value, With) {
    return by_operation("text.format_text", {{"text", "{{v}}"}, {"values", {{"v", value}}}, {"case", "upper"}}, "text");
}
Result<Json> lower(Json const& value, With) {
    return by_operation("text.format_text", {{"text", "{{v}}"}, {"values", {{"v", value}}}, {"case", "lower"}}, "text");
}
Result<Json> trim(Json const& value, With) { return Json(contacts::text_form(value.get_string())); }
Result<Json> cut(Json const& value, With with) {
    if (!with[0].is_int64() || with[0].get_int64() < 0) return bad("number");
    auto const most = std::min<std::int64_t>(with[0].get_int64(), 100'000);
    if (most == 0) return Json("");
    return by_operation("text.format_text", {{"text", "{{v}}"}, {"values", {{"v", value}}}, {"length_max", most}}, "text");
}
Result<Json> email(Json const& value, With) { return Json(contacts::email_form(value.get_string())); }
// Blank where it is no number that can be dialled.
Result<Json> phone(Json const& value, With with) {
    auto const number = contacts::to_e164(value.get_string(), with.empty() ? "CA" : std::string_view(with[0].get_string()));
    return number ? Json(*number) : Json(nullptr);
}

Result<Json> date(Json const& value, With with) {
    return by_operation("dates.format_date",
        {{"date", value}, {"format", with[0]}, {"language", with.size() > 1 ? with[1] : Json("en")}}, "text");
}
Result<Json> moved(Json const& value, std::string_view by, Json const& amount) {
    if (!amount.is_int64()) return bad("number");
    bool const is_day = value.get_string().size() == 10;
    return by_operation(
        "dates.format_date", {{"date", value}, {by, amount}, {"format", is_day ? "YYYY-MM-DD" : "YYYY-MM-DDTHH:mm:00Z"}}, "text");
}
Result<Json> add_days(Json const& value, With with) { return moved(value, "add_days", with[0]); }
Result<Json> add_months(Json const& value, With with) { return moved(value, "add_months", with[0]); }

Result<Json> number(Json const& value, With with) {
    return by_operation("numbers.format_number",
        {{"number", value}, {"decimals", with.empty() ? Json(2) : with[0]}, {"language", with.size() > 1 ? with[1] : Json("en")}},
        "text");
}
Result<Json> lookup(Json const& value, With with) {
    return by_operation("tables.look_up", {{"word", value}, {"table", with[0]}}, "value");
}

// Whole numbers stay whole as long as they can be told exactly.
Result<Json> from_double(double value) {
    constexpr double exact = 9'007'199'254'740'992.0;
    if (!std::isfinite(value)) return bad("number");
    if (std::trunc(value) == value && std::abs(value) < exact) return Json(static_cast<std::int64_t>(value));
    return Json(value);
}
Result<Json> plus(Json const& value, With with) { return from_double(value.to_number<double>() + with[0].to_number<double>()); }
Result<Json> minus(Json const& value, With with) { return from_double(value.to_number<double>() - with[0].to_number<double>()); }
Result<Json> times(Json const& value, With with) { return from_double(value.to_number<double>() * with[0].to_number<double>()); }
Result<Json> to_number(Json const& value, With) {
    if (value.is_number()) return value;
    if (value.is_bool()) return Json(value.get_bool() ? 1 : 0);
    if (!value.is_string()) return bad("number");
    auto const text = trim_ascii(value.get_string());
    double parsed = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), parsed);
    if (error != std::errc() || end != text.data() + text.size()) return bad("number");
    return from_double(parsed);
}
Result<Json> to_text_filter(Json const& value, With) { return Json(shown_in_text(value)); }
Result<Json> json(Json const& value, With) { return Json(to_text(value)); }

bool is_blank_value(Json const& value) {
    if (value.is_null()) return true;
    if (auto const* text = value.if_string()) return trim_ascii(*text).empty();
    if (auto const* list = value.if_array()) return list->empty();
    auto const* object = value.if_object();
    return object != nullptr && object->empty();
}
Result<Json> is_blank(Json const& value, With) { return Json(is_blank_value(value)); }
Result<Json> otherwise(Json const& value, With with) { return is_blank_value(value) ? with[0] : value; }

Result<Json> count(Json const& value, With) {
    if (value.is_null()) return Json(0);
    if (auto const* text = value.if_string()) return Json(contacts::count_code_points(*text));
    if (auto const* list = value.if_array()) return Json(list->size());
    if (auto const* object = value.if_object()) return Json(object->size());
    return bad("list");
}
Result<Json> first(Json const& value, With) {
    auto const& list = value.get_array();
    return list.empty() ? Json(nullptr) : Json(list.front());
}
Result<Json> last(Json const& value, With) {
    auto const& list = value.get_array();
    return list.empty() ? Json(nullptr) : Json(list.back());
}
Result<Json> join(Json const& value, With with) {
    std::string text;
    for (auto const& each : value.get_array()) {
        if (&each != &value.get_array().front()) text += with[0].get_string();
        text += shown_in_text(each);
        if (text.size() > value_bytes_max)
            return fail(ErrorKind::invalid, "workflows.too_large", "joining a list: the text is too long", {{"reason", "value"}});
    }
    return Json(text);
}
Result<Json> split_filter(Json const& value, With with) {
    std::string_view rest(value.get_string());
    std::string_view const by(with[0].get_string());
    JsonArray list;
    while (!by.empty()) {
        auto const at = rest.find(by);
        if (at == std::string_view::npos) break;
        list.emplace_back(trim_ascii(rest.substr(0, at)));
        rest.remove_prefix(at + by.size());
    }
    list.emplace_back(trim_ascii(rest));
    return list;
}
Result<Json> field(Json const& value, With with) {
    JsonArray list;
    for (auto const& each : value.get_array()) {
        auto const* object = each.if_object();
        auto const* member = object == nullptr ? nullptr : object->if_contains(with[0].get_string());
        list.emplace_back(member == nullptr ? Json(nullptr) : *member);
    }
    return list;
}
Result<Json> where(Json const& value, With with) {
    JsonArray list;
    for (auto const& each : value.get_array()) {
        auto const* object = each.if_object();
        auto const* member = object == nullptr ? nullptr : object->if_contains(with[0].get_string());
        if (member != nullptr && *member == with[1]) list.push_back(each);
    }
    return list;
}
Result<Json> unique(Json const& value, With) {
    std::vector<std::string> seen;
    JsonArray list;
    for (auto const& each : value.get_array()) {
        auto text = to_text(each);
        if (std::ranges::find(seen, text) != seen.end()) continue;
        seen.push_back(std::move(text));
        if (seen.size() > static_cast<std::size_t>(loop_items_max)) return bad("list");
        list.push_back(each);
    }
    return list;
}

std::vector<Filter> made() {
    return {{"upper", "text", {}, 0, "text", upper}, {"lower", "text", {}, 0, "text", lower},
        {"trim", "text", {}, 0, "text", trim}, {"cut", "text", {"number"}, 1, "text", cut},
        {"email", "text", {}, 0, "text", email}, {"phone", "text", {"text"}, 0, "text", phone},
        {"date", "text", {"text", "text"}, 1, "text", date}, {"add_days", "text", {"number"}, 1, "text", add_days},
        {"add_months", "text", {"number"}, 1, "text", add_months}, {"number", "number", {"number", "text"}, 0, "text", number},
        {"lookup", "text", {"object"}, 1, "any", lookup}, {"plus", "number", {"number"}, 1, "number", plus},
        {"minus", "number", {"number"}, 1, "number", minus}, {"times", "number", {"number"}, 1, "number", times},
        {"to_number", "any", {}, 0, "number", to_number}, {"to_text", "any", {}, 0, "text", to_text_filter},
        {"json", "any", {}, 0, "text", json}, {"is_blank", "any", {}, 0, "flag", is_blank},
        {"default", "any", {"any"}, 1, "any", otherwise}, {"count", "any", {}, 0, "number", count},
        {"first", "list", {}, 0, "any", first}, {"last", "list", {}, 0, "any", last}, {"join", "list", {"text"}, 1, "text", join},
        {"split", "text", {"text"}, 1, "list", split_filter}, {"field", "list", {"text"}, 1, "list", field},
        {"where", "list", {"text", "any"}, 2, "list", where}, {"unique", "list", {}, 0, "list", unique}};
}

}  // namespace

std::vector<Filter> const& filters() {
    static std::vector<Filter> const all = made();
    return all;
}

Filter const* find_filter(std::string_view name) {
    auto const found = std::ranges::find(filters(), name, &Filter::name);
    return found == filters().end() ? nullptr : &*found;
}

}  // namespace lockstep::workflows
