// SPDX-License-Identifier: Apache-2.0
// Reading the tables of resources.
#include "sandbox/resource_table.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "base/text.hpp"

namespace lockstep::sandbox {
namespace {

std::unexpected<Error> bad_table(std::string const& what) {
    return fail(ErrorKind::invalid, "sandbox.bad_table", "reading the resources: " + what);
}

std::string text_of(Json const& value, std::string_view pointer, std::string_view otherwise = "") {
    return std::string(find_text(value, pointer).value_or(otherwise));
}

constexpr std::array<std::pair<std::string_view, Does>, 10> words{{{"create", Does::create}, {"get", Does::get},
    {"list", Does::list}, {"update", Does::update}, {"remove", Does::remove}, {"upsert", Does::upsert}, {"add_to", Does::add_to},
    {"remove_from", Does::remove_from}, {"check", Does::check}, {"special", Does::special}}};

bool is_placeholder(std::string_view segment) { return segment.starts_with('{'); }

ResourceKind read_kind(std::string_view name, Json const& row) {
    ResourceKind kind;
    kind.name = name;
    kind.id_member = text_of(row, "/id", "id");
    kind.id_form = text_of(row, "/id_form", "mixed");
    kind.created_member = text_of(row, "/created");
    kind.updated_member = text_of(row, "/updated");
    if (auto const* defaults = find_object(row, "/defaults")) kind.defaults = *defaults;
    if (auto const* seed = find_array(row, "/seed")) kind.seed = *seed;
    if (auto const* shape = find(row, "/event_shape")) kind.event_shape = *shape;
    if (auto const* events = find_array(row, "/events")) {
        for (auto const& event : *events) {
            auto const* when = find_object(event, "/when");
            kind.events.push_back({text_of(event, "/type"), text_of(event, "/on"), text_of(event, "/changed"),
                when == nullptr ? JsonObject{} : *when});
        }
    }
    return kind;
}

}  // namespace

RouteKind ResourceRoute::route_kind() const {
    switch (does) {
        case Does::create: return RouteKind::create;
        case Does::upsert:
        case Does::update:
        case Does::remove:
        case Does::add_to:
        case Does::remove_from: return RouteKind::write;
        case Does::get:
        case Does::list:
        case Does::check: return RouteKind::read;
        case Does::special: return method == "GET" ? RouteKind::read : RouteKind::create;
    }
    return RouteKind::read;
}

std::optional<JsonObject> ResourceRoute::fit(Request const& request) const {
    if (pattern.size() != request.segments.size() || method != request.method) return std::nullopt;
    JsonObject names;
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        if (is_placeholder(pattern[i]))
            names[pattern[i].substr(1, pattern[i].size() - 2)] = request.segments[i];
        else if (pattern[i] != request.segments[i])
            return std::nullopt;
    }
    return names;
}

Result<ResourceTable> ResourceTable::read(std::vector<EmbeddedFile> const& files, std::string_view folder) {
    ResourceTable table;
    std::vector<Json> documents;
    for (auto const& file : files) {
        if (!file.path.starts_with(folder)) continue;
        auto document = parse_json(file.bytes);
        if (!document) return bad_table(std::string(file.path) + ": " + document.error().message);
        auto const* kinds = find_object(*document, "/resources");
        if (kinds == nullptr) return bad_table(std::string(file.path) + " has no resources");
        TRY_VOID(table.add_kinds(*kinds));
        documents.push_back(*std::move(document));
    }
    // After all kinds: a route may be about another file's.
    for (auto const& document : documents) {
        auto const* routes = find_array(document, "/routes");
        if (routes == nullptr) return bad_table("a file has no routes");
        for (auto const& row : *routes) TRY_VOID(table.add_route(row));
    }
    std::ranges::sort(table.routes_, {}, [](ResourceRoute const& route) {
        auto const placeholders =
            std::ranges::count_if(route.pattern, [](auto const& segment) { return is_placeholder(segment); });
        return std::pair(placeholders, route.pattern);
    });
    return table;
}

Result<void> ResourceTable::add_kinds(JsonObject const& kinds) {
    for (auto const& [name, row] : kinds) {
        if (find_kind(name) != nullptr) return bad_table("two kinds are called " + std::string(name));
        kinds_.push_back(std::make_unique<ResourceKind const>(read_kind(name, row)));
    }
    return {};
}

Result<void> ResourceTable::add_route(Json const& row) {
    ResourceRoute route;
    route.operation = text_of(row, "/operation");
    auto const call = text_of(row, "/call");
    auto const space = call.find(' ');
    auto const does = std::ranges::find(words, text_of(row, "/does"), &std::pair<std::string_view, Does>::first);
    route.kind = find_kind(text_of(row, "/resource"));
    if (space == std::string::npos || does == words.end() || route.kind == nullptr)
        return bad_table("the row \"" + route.operation + "\" lacks its call, what it does or its resource");
    route.does = does->second;
    route.method = call.substr(0, space);
    for (auto path = std::string_view(call).substr(space + 1); !path.empty();) {
        path.remove_prefix(1);
        auto const end = path.find('/');
        route.pattern.emplace_back(path.substr(0, end));
        path = end == std::string_view::npos ? std::string_view{} : path.substr(end);
    }
    if (auto const* others = find_array(row, "/or")) {
        for (auto const& name : *others) {
            auto const* kind = find_kind(name.as_string());
            if (kind == nullptr) return bad_table("the row \"" + route.operation + "\" names an unknown kind");
            route.other_kinds.push_back(kind);
        }
    }
    route.row = row;
    routes_.push_back(std::move(route));
    return {};
}

ResourceRoute const* ResourceTable::find_route(Request const& request) const {
    auto const found = std::ranges::find_if(routes_, [&](ResourceRoute const& route) { return route.fit(request).has_value(); });
    return found == routes_.end() ? nullptr : &*found;
}

ResourceKind const* ResourceTable::find_kind(std::string_view name) const {
    auto const found = std::ranges::find_if(kinds_, [&](auto const& kind) { return kind->name == name; });
    return found == kinds_.end() ? nullptr : found->get();
}

}  // namespace lockstep::sandbox
