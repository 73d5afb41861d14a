// SPDX-License-Identifier: Apache-2.0
#include "snapshots/json_table.hpp"

#include <algorithm>
#include <charconv>
#include <map>

#include "base/json.hpp"
#include "base/text.hpp"
#include "snapshots/table_builder.hpp"

namespace lockstep::snapshots {
namespace {

constexpr int depth_max = 3;

// The reader of JSON says where it stopped in its message: "(line 3, column 14)".
Place place_in(std::string_view message) {
    Place place;
    auto const number_after = [&](std::string_view word, std::size_t& number) {
        auto const at = message.rfind(word);
        if (at == std::string_view::npos) return;
        auto const digits = message.substr(at + word.size());
        std::from_chars(digits.data(), digits.data() + digits.size(), number);
    };
    number_after("line ", place.line);
    number_after("column ", place.column);
    return place;
}

std::unexpected<Error> broken(std::string_view reason, Place const& place) {
    return fail(ErrorKind::invalid, "snapshots.broken_file", "reading JSON: " + std::string(reason) + " at " + place_text(place),
        params_of(reason, place));
}

bool is_list_of_objects(Json const& value) {
    auto const* list = value.if_array();
    return list != nullptr && !list->empty() && std::ranges::all_of(*list, [](Json const& each) { return each.is_object(); });
}

// The document itself, or the longest list in its outer object.
JsonArray const* people_in(Json const& document) {
    if (is_list_of_objects(document)) return &document.as_array();
    JsonArray const* found = nullptr;
    if (auto const* object = document.if_object()) {
        for (auto const& member : *object) {
            if (!is_list_of_objects(member.value())) continue;
            auto const& list = member.value().as_array();
            if (found == nullptr || list.size() > found->size()) found = &list;
        }
    }
    return found;
}

std::string scalar_text(Json const& value) {
    if (auto const* text = value.if_string()) return {text->data(), text->size()};
    if (value.is_null()) return {};
    if (auto const* flag = value.if_bool()) return *flag ? "true" : "false";
    return to_text(value);
}

// What a row says, by the name of the column. Lists of simple values are joined, as separated files have them.
void flatten(JsonObject const& object, std::string const& prefix, int depth, std::map<std::string, std::string>& said) {
    for (auto const& member : object) {
        auto const name = prefix + std::string(member.key());
        auto const& value = member.value();
        if (auto const* inner = value.if_object()) {
            if (depth < depth_max) flatten(*inner, name + ".", depth + 1, said);
        } else if (auto const* list = value.if_array()) {
            std::string joined;
            for (auto const& each : *list) {
                if (each.is_object() || each.is_array()) continue;
                joined += (joined.empty() ? "" : ";") + scalar_text(each);
            }
            said[name] = std::move(joined);
        } else {
            said[name] = scalar_text(value);
        }
    }
}

}  // namespace

Result<Table> read_json_table(std::string_view text, TableLimits const& limits) {
    JsonArena arena;
    auto const document = parse_json(text,
        {.bytes = limits.bytes * 3, .depth = 16, .members = limits.cells, .string_bytes = limits.cell_bytes}, arena.storage());
    if (!document) {
        bool const is_limit = document.error().code == "base.json_limit";
        auto const place = place_in(document.error().message);
        if (is_limit) return TableBuilder::too_much("json", limits.cells, place);
        return broken("json", place);
    }
    auto const* people = people_in(*document);
    if (people == nullptr) return broken("no_list", {});

    // Columns stand in the order in which the file first names them.
    std::vector<std::string> headers;
    std::map<std::string, std::size_t> places;
    auto const take_names = [&](auto&& self, JsonObject const& object, std::string const& prefix, int depth) -> void {
        for (auto const& member : object) {
            auto name = prefix + std::string(member.key());
            if (auto const* inner = member.value().if_object()) {
                if (depth < depth_max) self(self, *inner, name + ".", depth + 1);
            } else if (places.emplace(name, headers.size()).second) {
                headers.push_back(std::move(name));
            }
        }
    };
    for (auto const& each : *people) {
        take_names(take_names, each.as_object(), "", 1);
        if (headers.size() > limits.columns) return TableBuilder::too_much("columns", limits.columns, {});
    }

    TableBuilder builder(limits);
    std::size_t number = 0;
    for (auto const& each : *people) {
        ++number;
        std::map<std::string, std::string> said;
        flatten(each.as_object(), "", 1, said);
        for (auto const& header : headers) {
            auto const found = said.find(header);
            if (found != said.end()) builder.add(found->second);
            TRY_VOID(builder.end_cell({number, 1}, found != said.end()));
        }
        TRY_VOID(builder.end_row(number));
    }
    auto table = std::move(builder.table());
    for (auto const& header : headers) table.headers.emplace_back(trim_ascii(header));
    table.layout.shape = Shape::json;
    return table;
}

}  // namespace lockstep::snapshots
