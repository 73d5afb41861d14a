// SPDX-License-Identifier: Apache-2.0
// The checks of the full contract: lengths, choices, dates, unknown members, cursors.
#include "sandbox/hexfit/body.hpp"

#include <algorithm>
#include <charconv>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "sandbox/letter_case.hpp"

namespace lockstep::sandbox::hexfit {
namespace {

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    auto const number = [&](std::size_t from, std::size_t length) {
        int value = -1;
        auto const [end, error] = std::from_chars(text.data() + from, text.data() + from + length, value);
        return error == std::errc{} && end == text.data() + from + length ? value : -1;
    };
    auto const month = number(5, 2);
    auto const day = number(8, 2);
    if (number(0, 4) < 1 || month < 1 || day < 1) return false;
    return std::chrono::year_month_day{std::chrono::year{number(0, 4)}, std::chrono::month{static_cast<unsigned>(month)},
        std::chrono::day{static_cast<unsigned>(day)}}
        .ok();
}

bool is_allowed(Field field, std::string_view text) {
    if (field == Field::sexe) return text == "m" || text == "f";
    if (field == Field::lang) return text == "FR" || text == "EN" || text == "PT-BR";
    if (field == Field::birthdate) return is_date(text);
    if (field == Field::email) {
        auto const at = text.find('@');
        return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find(' ') == std::string_view::npos;
    }
    return true;
}

std::size_t letters(std::string_view text) {
    return static_cast<std::size_t>(
        std::ranges::count_if(text, [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80U; }));
}

// What the API does not take, though the app's own screen does.
std::optional<HttpReply> refuse_text(HexfitModel& model, std::string_view name, std::string_view path, Json const& value) {
    auto const& faults = model.faults();
    bool const is_text = (field_from(name) || address_field_from(name)) && value.is_string();
    if (!is_text || !faults.refuses_value(name, value.get_string())) return std::nullopt;
    faults.note_quirk("refused_value");
    switch (faults.quirks.refusal_style) {
        case RefusalStyle::names_field: return invalid(model, path, "The value is not allowed.");
        case RefusalStyle::names_label:
            return failed(model, 400, "invalid", "The value of " + std::string(name) + " is not allowed.");
        case RefusalStyle::names_nothing: break;
    }
    return failed(model, 400, "invalid", "The request could not be carried out.");
}

std::optional<HttpReply> apply_one(HexfitModel& model, Field field, Json const& value, Client& client) {
    bool const is_name = field == Field::firstname || field == Field::lastname;
    if (value.is_null() && !is_name) {
        client[field].clear();
        return std::nullopt;
    }
    auto const* given = value.if_string();
    if (given == nullptr) return invalid(model, to_string(field), "A text is expected.");
    std::string const text(trim_ascii(*given));
    if (text.empty() && is_name) return invalid(model, to_string(field), "A name cannot be empty.");
    if (letters(text) > length_most(field)) return invalid(model, to_string(field), "The text is too long.");
    if (!text.empty() && !is_allowed(field, text)) return invalid(model, to_string(field), "The value is not allowed.");
    client[field] = text;
    bool const has_form = field == Field::email || field == Field::phone || field == Field::external_id;
    if (!has_form && model.faults().quirks.tidies_texts) {
        client[field] = field == Field::city ? proper_case_ascii(one_space_each(text)) : one_space_each(text);
        if (client[field] != text) model.faults().note_quirk("tidied_text");
    }
    return std::nullopt;
}

}  // namespace

std::expected<JsonObject, HttpReply> read_body(
    HexfitModel& model, RouteCall const& call, std::initializer_list<std::string_view> known) {
    auto parsed = parse_json(call.request.body);
    if (!parsed || !parsed->is_object()) return std::unexpected(invalid(model, "", "The body is not a JSON object."));
    for (auto const& [name, value] : parsed->get_object()) {
        if (std::ranges::find(known, std::string_view(name)) == known.end())
            return std::unexpected(invalid(model, name, "Unknown member."));
        if (name == "external_id") continue;
        if (auto refused = refuse_text(model, name, name, value)) return std::unexpected(std::move(*refused));
        if (name != "address" || !value.is_object()) continue;
        for (auto const& [part, text] : value.get_object()) {
            if (auto refused = refuse_text(model, part, "address." + std::string(part), text))
                return std::unexpected(std::move(*refused));
        }
    }
    return std::move(parsed->get_object());
}

std::optional<HttpReply> apply_fields(HexfitModel& model, JsonObject const& body, Client& client) {
    Client changed = client;
    for (auto const& [name, value] : body) {
        if (auto const field = field_from(name)) {
            if (auto refused = apply_one(model, *field, value, changed)) return refused;
        } else if (name == "address") {
            auto const* address = value.if_object();
            if (address == nullptr) return invalid(model, "address", "An object is expected.");
            for (auto const& [part, text] : *address) {
                auto const field_of_address = address_field_from(part);
                if (!field_of_address) return invalid(model, "address." + std::string(part), "Unknown member.");
                if (auto refused = apply_one(model, *field_of_address, text, changed)) return refused;
            }
        }
    }
    client = std::move(changed);
    return std::nullopt;
}

std::expected<std::vector<std::string>, HttpReply> read_names(
    HexfitModel& model, JsonObject const& body, std::string_view member, bool needs_one) {
    std::vector<std::string> names;
    auto const* value = body.if_contains(member);
    if (value == nullptr && !needs_one) return names;
    auto const* list = value == nullptr ? nullptr : value->if_array();
    if (list == nullptr || list->size() > 100 || (needs_one && list->empty()))
        return std::unexpected(invalid(model, member, "1 to 100 names are expected."));
    for (auto const& item : *list) {
        auto const* text = item.if_string();
        auto const name = text == nullptr ? std::string_view{} : trim_ascii(*text);
        if (name.empty() || letters(name) > 100) return std::unexpected(invalid(model, member, "A name has 1 to 100 letters."));
        names.emplace_back(name);
    }
    return names;
}

bool is_stage(std::string_view text) {
    constexpr std::array<std::string_view, 6> stages{"lead", "ready", "invited", "active", "paused", "archived"};
    return std::ranges::find(stages, text) != stages.end();
}

std::optional<HttpReply> check_text(
    HexfitModel& model, JsonObject const& body, std::string_view member, std::size_t most, bool nullable) {
    auto const* value = body.if_contains(member);
    if (value == nullptr || (nullable && value->is_null())) return std::nullopt;
    if (!value->is_string() || letters(value->get_string()) > most)
        return invalid(model, member, "The text is missing or too long.");
    return std::nullopt;
}

std::expected<std::size_t, HttpReply> read_limit(HexfitModel& model, RouteCall const& call) {
    if (!call.request.query_value("limit")) return 100;
    auto const limit = call.request.query_integer("limit").value_or(0);
    if (limit < 1 || limit > 500) return std::unexpected(invalid(model, "limit", "1 to 500 is expected."));
    auto const most = model.faults().quirks.page_most;
    return most > 0 ? std::min(static_cast<std::size_t>(limit), most) : static_cast<std::size_t>(limit);
}

std::string make_cursor(std::string_view after, TimePoint now) {
    return to_hex(std::to_string(to_micros(now)) + ":" + std::string(after));
}

std::expected<PageRequest, HttpReply> read_page(HexfitModel& model, RouteCall const& call) {
    auto const limit = read_limit(model, call);
    if (!limit) return std::unexpected(limit.error());
    PageRequest page{*limit, {}};
    auto const cursor = call.request.query_value("cursor");
    if (!cursor) return page;
    auto const refuse = [&] {
        return std::unexpected(
            failed(model, 400, "cursor_invalid", "The cursor is too old or not ours.", JsonObject{{"field", "cursor"}}));
    };
    auto const plain = from_hex(*cursor);
    auto const gap = plain ? plain->find(':') : std::string::npos;
    if (gap == std::string::npos) return refuse();
    std::int64_t made = 0;
    auto const [end, error] = std::from_chars(plain->data(), plain->data() + gap, made);
    if (error != std::errc{} || end != plain->data() + gap) return refuse();
    if (call.now - from_micros(made) > std::chrono::hours{1}) return refuse();
    page.after = plain->substr(gap + 1);
    return page;
}

}  // namespace lockstep::sandbox::hexfit
