// SPDX-License-Identifier: Apache-2.0
// The pure general operations, one function each.
#include "catalogue/general.hpp"

#include <unicode/locid.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/result.hpp"
#include "base/text.hpp"
#include "catalogue/general_files.hpp"
#include "catalogue/operation_file.hpp"

namespace lockstep::catalogue {
namespace {

std::string text_of(JsonObject const& inputs, std::string_view name) {
    auto const* value = inputs.if_contains(name);
    return value == nullptr || !value->is_string() ? std::string{} : std::string(value->get_string());
}
bool flag_of(JsonObject const& inputs, std::string_view name) {
    auto const* value = inputs.if_contains(name);
    return value != nullptr && value->is_bool() && value->get_bool();
}
std::int64_t number_of(JsonObject const& inputs, std::string_view name, std::int64_t otherwise) {
    auto const* value = inputs.if_contains(name);
    return value == nullptr || !value->is_int64() ? otherwise : value->get_int64();
}
std::string shown(Json const& value) {
    if (value.is_null()) return {};
    return value.is_string() ? std::string(value.get_string()) : to_text(value);
}
std::string utf8(icu::UnicodeString const& text) {
    std::string out;
    return text.toUTF8String(out);
}

std::string fill_names(std::string_view text, JsonObject const* values) {
    std::string filled;
    while (true) {
        auto const open = text.find("{{");
        auto const close = open == std::string_view::npos ? open : text.find("}}", open);
        if (close == std::string_view::npos) return filled + std::string(text);
        filled += text.substr(0, open);
        auto const name = trim_ascii(text.substr(open + 2, close - open - 2));
        if (auto const* value = values == nullptr ? nullptr : values->if_contains(name)) filled += shown(*value);
        text.remove_prefix(close + 2);
    }
}

Result<Json> format_text(JsonObject const& inputs) {
    auto const* values = inputs.if_contains("values");
    auto text = fill_names(text_of(inputs, "text"), values == nullptr ? nullptr : values->if_object());
    if (flag_of(inputs, "trim")) text = std::string(trim_ascii(text));
    auto wide = icu::UnicodeString::fromUTF8(text);
    auto const form = text_of(inputs, "case");
    if (form == "lower") wide.toLower(icu::Locale::getRoot());
    if (form == "upper") wide.toUpper(icu::Locale::getRoot());
    auto const most = number_of(inputs, "length_max", wide.countChar32());
    if (most < wide.countChar32()) wide.truncate(wide.moveIndex32(0, static_cast<std::int32_t>(most)));
    return JsonObject{{"text", utf8(wide)}};
}

std::string two(unsigned value) { return (value < 10 ? "0" : "") + std::to_string(value); }

Result<Json> format_date(JsonObject const& inputs) {
    constexpr std::array<std::array<std::string_view, 12>, 2> months{
        {{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
             "December"},
            {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
                "décembre"}}};
    auto const given = text_of(inputs, "date");
    auto const parsed = parse_time(given.size() == 10 ? given + "T00:00:00Z" : given);
    if (!parsed)
        return fail(ErrorKind::invalid, "catalogue.bad_input",
            "formatting a date: input \"date\" is no day such as 2026-03-31 and no time such as 2026-03-31T09:00:00Z");
    auto const day_point = std::chrono::floor<std::chrono::days>(*parsed);
    auto const in_day = std::chrono::duration_cast<std::chrono::minutes>(*parsed - day_point);
    std::chrono::year_month_day date{day_point};
    date += std::chrono::months{number_of(inputs, "add_months", 0)};
    if (!date.ok()) date = date.year() / date.month() / std::chrono::last;
    date = std::chrono::sys_days{date} + std::chrono::days{number_of(inputs, "add_days", 0)};
    auto const year = static_cast<int>(date.year());
    auto const month = static_cast<unsigned>(date.month());
    auto const day = static_cast<unsigned>(date.day());
    auto const& names = months[text_of(inputs, "language") == "fr" ? 1 : 0];
    auto padded = std::to_string(year);
    while (padded.size() < 4) padded.insert(padded.begin(), '0');
    // The longest first.
    std::array<std::pair<std::string_view, std::string>, 8> const parts{
        {{"YYYY", padded}, {"MMMM", std::string(names[month - 1])}, {"MM", two(month)}, {"M", std::to_string(month)},
            {"DD", two(day)}, {"D", std::to_string(day)}, {"HH", two(static_cast<unsigned>(in_day.count() / 60))},
            {"mm", two(static_cast<unsigned>(in_day.count() % 60))}}};
    auto const form = text_of(inputs, "format");
    std::string text;
    for (std::size_t at = 0; at < form.size();) {
        auto const rest = std::string_view(form).substr(at);
        auto const part = std::ranges::find_if(parts, [&](auto const& each) { return rest.starts_with(each.first); });
        text += part == parts.end() ? std::string(1, form[at]) : part->second;
        at += part == parts.end() ? 1 : part->first.size();
    }
    return JsonObject{{"text", std::move(text)}};
}

Result<Json> format_number(JsonObject const& inputs) {
    auto const value = inputs.at("number").to_number<double>();
    if (std::abs(value) >= 1e15)
        return fail(
            ErrorKind::invalid, "catalogue.bad_input", "formatting a number: input \"number\" has more digits than can be told");
    auto const decimals = static_cast<int>(number_of(inputs, "decimals", 2));
    std::array<char, 64> buffer{};
    auto const length = std::snprintf(buffer.data(), buffer.size(), "%.*f", decimals, std::abs(value));
    std::string digits(buffer.data(), static_cast<std::size_t>(length));
    bool const is_french = text_of(inputs, "language") == "fr";
    auto const point = digits.find('.');
    auto fraction = point == std::string::npos ? std::string{} : digits.substr(point + 1);
    auto whole = digits.substr(0, point);
    for (auto at = static_cast<std::ptrdiff_t>(whole.size()) - 3; at > 0; at -= 3)
        whole.insert(static_cast<std::size_t>(at), is_french ? "\u00A0" : ",");
    bool const is_zero = digits.find_first_of("123456789") == std::string::npos;
    auto text = (value < 0 && !is_zero ? "-" : "") + whole;
    if (!fraction.empty()) text += (is_french ? "," : ".") + fraction;
    return JsonObject{{"text", std::move(text)}};
}

Result<Json> look_up(JsonObject const& inputs) {
    auto const fold = [&](std::string_view text) {
        auto wide = icu::UnicodeString::fromUTF8(std::string(text));
        return utf8(flag_of(inputs, "ignore_case") ? wide.foldCase() : wide);
    };
    auto const word = fold(text_of(inputs, "word"));
    for (auto const& [name, value] : inputs.at("table").as_object()) {
        if (fold(name) == word) return JsonObject{{"found", true}, {"value", value}};
    }
    auto const* otherwise = inputs.if_contains("otherwise");
    return JsonObject{{"found", false}, {"value", otherwise == nullptr ? Json(nullptr) : *otherwise}};
}

using Doing = Result<Json> (*)(JsonObject const&);
constexpr std::array<std::pair<std::string_view, Doing>, 4> doings{{{"text.format_text", format_text},
    {"dates.format_date", format_date}, {"numbers.format_number", format_number}, {"tables.look_up", look_up}}};

}  // namespace

std::shared_ptr<Connector const> general_operations() {
    static std::shared_ptr<Connector const> const made = [] {
        auto connector = std::make_shared<Connector>();
        connector->id = connector->profile = general_id;
        for (auto const& file : general_files()) connector->operations.push_back(to_operation(parse_json(file.bytes).value()));
        std::ranges::sort(connector->operations, {}, &Operation::id);
        return connector;
    }();
    return made;
}

bool is_pure(Operation const& operation) {
    return std::ranges::find(doings, operation.id, &std::pair<std::string_view, Doing>::first) != doings.end();
}

Result<Json> run_general(Operation const& operation, JsonObject const& inputs) {
    auto const doing = std::ranges::find(doings, operation.id, &std::pair<std::string_view, Doing>::first);
    CHECK(doing != doings.end());
    TRY(auto const filled, fill_inputs(operation, inputs, {}));
    return doing->second(filled);
}

}  // namespace lockstep::catalogue
