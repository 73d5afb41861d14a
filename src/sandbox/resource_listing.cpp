// SPDX-License-Identifier: Apache-2.0
// Listings of resources: filters, search, spans of time, pages. And what a request offers to them.
#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "sandbox/letter_case.hpp"
#include "sandbox/resource_turn.hpp"

namespace lockstep::sandbox {
namespace {

constexpr std::int64_t default_page = 20;
constexpr std::int64_t most_on_a_page = 100;

std::string as_text(Json const& value) {
    if (value.is_string()) return std::string(value.get_string());
    return value.is_null() ? std::string{} : to_text(value);
}

// "contactDetails.id" of an item.
Json const* member_at(JsonObject const& item, std::string_view path) {
    auto const dot = path.find('.');
    auto const* value = item.if_contains(path.substr(0, dot));
    if (value == nullptr || dot == std::string_view::npos) return value;
    return value->is_object() ? member_at(value->get_object(), path.substr(dot + 1)) : nullptr;
}

bool holds(JsonObject const& item, std::string_view path, std::vector<std::string> const& wanted) {
    auto const* value = member_at(item, path);
    if (value == nullptr) return false;
    auto const is_wanted = [&](Json const& each) { return std::ranges::find(wanted, as_text(each)) != wanted.end(); };
    return value->is_array() ? std::ranges::any_of(value->get_array(), is_wanted) : is_wanted(*value);
}

bool mentions(Json const& value, std::string_view lowered) {
    if (value.is_string()) return lower_case(value.get_string()).find(lowered) != std::string::npos;
    if (auto const* object = value.if_object())
        return std::ranges::any_of(*object, [&](auto const& member) { return mentions(member.value(), lowered); });
    if (auto const* array = value.if_array())
        return std::ranges::any_of(*array, [&](Json const& each) { return mentions(each, lowered); });
    return false;
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

// Milliseconds since 1970, a day or a time.
std::optional<TimePoint> moment(std::string_view text) {
    if (auto const number = whole_number(text)) return from_micros(*number * 1'000);
    auto const whole = text.size() == 10 ? std::string(text) + "T00:00:00Z" : std::string(text);
    auto const time = parse_time(whole);
    return time ? std::optional(*time) : std::nullopt;
}

std::vector<std::string> parts_of(std::string_view text) {
    std::vector<std::string> parts;
    while (true) {
        auto const comma = text.find(',');
        parts.emplace_back(trim_ascii(text.substr(0, comma)));
        if (comma == std::string_view::npos) return parts;
        text.remove_prefix(comma + 1);
    }
}

}  // namespace

Json const* ResourceStore::Turn::value_at(std::string_view source) const {
    auto const dot = source.find('.');
    if (dot == std::string_view::npos) return nullptr;
    auto const name = source.substr(dot + 1);
    if (source.starts_with("path.")) return names.if_contains(name);
    if (source.starts_with("body.")) return body.if_contains(name);
    auto const given = request.query_value(name);
    if (!given) return nullptr;
    from_query = Json(*given);
    return &from_query;
}

std::string ResourceStore::Turn::text_at(std::string_view source) const {
    auto const* value = value_at(source);
    return value == nullptr ? std::string{} : as_text(*value);
}

bool ResourceStore::Turn::is_within(JsonObject const& item) const {
    auto const* within = find_array(route.row, "/within");
    if (within == nullptr) return true;
    return std::ranges::all_of(*within,
        [&](Json const& name) { return holds(item, name.as_string(), {text_at("path." + std::string(name.as_string()))}); });
}

ResourceAnswer ResourceStore::Turn::answer() const {
    auto const status = find_integer(route.row, "/status").value_or(200);
    auto const* shape = find(route.row, "/reply");
    return {static_cast<int>(status), shape == nullptr ? Json(nullptr) : fill(*shape, values), {}};
}

ResourceAnswer ResourceStore::Turn::answer_with(ResourceKind const& kind, JsonObject const& item) {
    values["item"] = item;
    values["id"] = item.at(kind.id_member);
    return answer();
}

std::vector<JsonObject const*> ResourceStore::selected(Turn& turn) {
    auto const& row = turn.route.row;
    auto const* filters = find_object(row, "/filters");
    auto const* between = find(row, "/between");
    std::string needle;
    if (auto const source = find_text(row, "/search")) needle = lower_case(turn.text_at(*source));
    std::vector<JsonObject const*> chosen;
    for (auto const& each : items_of(*turn.route.kind)) {
        auto const& item = each.get_object();
        if (!turn.is_within(item) || (!needle.empty() && !mentions(each, needle))) continue;
        bool fits = true;
        if (filters != nullptr) {
            for (auto const& [source, members] : *filters) {
                auto const given = turn.text_at(source);
                if (given.empty()) continue;
                auto const wanted = parts_of(given);
                auto const fits_one = [&](Json const& member) { return holds(item, member.as_string(), wanted); };
                fits = fits && (members.is_array() ? std::ranges::any_of(members.get_array(), fits_one) : fits_one(members));
            }
        }
        if (between != nullptr) {
            auto const* held = member_at(item, *find_text(*between, "/member"));
            auto const at = held == nullptr ? std::nullopt : moment(as_text(*held));
            auto const from = moment(turn.text_at("query." + std::string(*find_text(*between, "/from"))));
            auto const to = moment(turn.text_at("query." + std::string(*find_text(*between, "/to"))));
            // A last day counts to its end.
            bool const ends_with_day = turn.text_at("query." + std::string(*find_text(*between, "/to"))).size() == 10;
            auto const end = to && ends_with_day ? std::optional(*to + std::chrono::hours{24}) : to;
            fits = fits && !(at && from && *at < *from) && !(at && end && *at > *end);
        }
        if (fits) chosen.push_back(&item);
    }
    return chosen;
}

ResourceAnswer ResourceStore::list(Turn& turn) {
    auto const chosen = selected(turn);
    auto const& id_member = turn.route.kind->id_member;
    auto const id_of = [&](JsonObject const* item) { return as_text(item->at(id_member)); };
    std::size_t from = 0;
    std::int64_t limit = static_cast<std::int64_t>(chosen.size());
    std::int64_t page_number = 1;
    if (auto const* page = find(turn.route.row, "/page")) {
        auto const number_of = [&](std::string_view pointer) {
            auto const name = find_text(*page, pointer);
            return name ? whole_number(turn.text_at("query." + std::string(*name))) : std::nullopt;
        };
        limit = std::clamp<std::int64_t>(number_of("/limit").value_or(default_page), find_integer(*page, "/least").value_or(1),
            find_integer(*page, "/most").value_or(most_on_a_page));
        from = static_cast<std::size_t>(std::max<std::int64_t>(0, number_of("/skip").value_or(0)));
        page_number = std::max<std::int64_t>(1, number_of("/page").value_or(1));
        if (find_text(*page, "/page")) from = static_cast<std::size_t>((page_number - 1) * limit);
        for (auto const* pointer : {"/after_id", "/cursor"}) {
            auto const name = find_text(*page, pointer);
            auto const after = name ? turn.text_at("query." + std::string(*name)) : std::string{};
            if (after.empty()) continue;
            auto const found = std::ranges::find_if(chosen, [&](JsonObject const* item) { return id_of(item) == after; });
            from = found == chosen.end() ? chosen.size() : static_cast<std::size_t>(found - chosen.begin()) + 1;
        }
    }
    JsonArray items;
    for (auto at = from; at < chosen.size() && items.size() < static_cast<std::size_t>(limit); ++at) items.push_back(*chosen[at]);
    bool const has_more = from + items.size() < chosen.size();
    auto const last = items.empty() ? Json(nullptr) : items.back().at(id_member);
    auto& values = turn.values;
    values["total"] = chosen.size();
    values["has_more"] = has_more;
    values["last_id"] = last;
    values["next_cursor"] = has_more ? last : Json(nullptr);
    values["last_time"] = items.empty() ? Json(nullptr) : Json(static_cast<std::int64_t>(from + items.size()));
    values["page"] = page_number;
    values["next_page"] = has_more ? Json(page_number + 1) : Json(nullptr);
    values["items"] = std::move(items);
    return turn.answer();
}

}  // namespace lockstep::sandbox
