// SPDX-License-Identifier: Apache-2.0
// ResourceTable: what an app keeps besides its contacts, and the routes to it, as data: <app>/resources/*.json. A kind of
// resource has an id, what stands in it from the start, and the events it fires; a route says what it does with which kind, what
// it needs, whom it refers to and what it answers. resource_store.* gives them life.
//
// "does" of a route: create, get, list, update, remove, upsert, add_to and remove_from (a list inside an item), check (is there
// one?), special (by hand, under the name in "special"). A reply is JSON in which "$item", "$items", "$total", "$id",
// "$location", "$member.x" and the like are replaced.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/embedded_file.hpp"
#include "base/result.hpp"
#include "sandbox/request.hpp"

namespace lockstep::sandbox {

struct ResourceEvent {
    std::string type;
    std::string on;       // create, update, remove
    std::string changed;  // only when this member changed; empty: always
    JsonObject when;      // only when an update sets these values, or a created item has them
};

struct ResourceKind {
    std::string name;
    std::string id_member = "id";
    std::string id_form = "mixed";  // mixed: 20 letters and digits; hex: 24; uuid
    std::string created_member;     // holds the time of creation; may be empty
    std::string updated_member;
    JsonObject defaults;
    JsonArray seed;
    std::vector<ResourceEvent> events;
    Json event_shape;  // null: the item itself and the location
};

enum class Does : std::uint8_t {
    create,
    get,
    list,
    update,
    remove,
    upsert,
    add_to,
    remove_from,
    check,
    special
};

struct ResourceRoute {
    std::string operation;
    std::string method;
    std::vector<std::string> pattern;  // a placeholder is "{name}"; "{id}" is the item's own
    Does does = Does::get;
    ResourceKind const* kind = nullptr;
    std::vector<ResourceKind const*> other_kinds;  // where the item may be, too
    Json row;                                      // the whole declaration

    RouteKind route_kind() const;
    // What the placeholders of the pattern stand for in a request that fits; nullopt when it does not.
    std::optional<JsonObject> fit(Request const& request) const;
};

class ResourceTable {
public:
    // invalid "sandbox.bad_table": the message names file and row.
    static Result<ResourceTable> read(std::vector<EmbeddedFile> const& files, std::string_view folder);

    ResourceTable(ResourceTable&&) = default;
    ResourceTable& operator=(ResourceTable&&) = default;

    // The route with the fewest placeholders where several fit.
    ResourceRoute const* find_route(Request const& request) const;
    ResourceKind const* find_kind(std::string_view name) const;
    std::vector<std::unique_ptr<ResourceKind const>> const& kinds() const { return kinds_; }
    std::vector<ResourceRoute> const& routes() const { return routes_; }

private:
    ResourceTable() = default;
    Result<void> add_kinds(JsonObject const& kinds);
    Result<void> add_route(Json const& row);

    std::vector<std::unique_ptr<ResourceKind const>> kinds_;
    std::vector<ResourceRoute> routes_;
};

}  // namespace lockstep::sandbox
