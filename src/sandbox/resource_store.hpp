// SPDX-License-Identifier: Apache-2.0
// ResourceStore: the items of a ResourceTable's kinds, and what its routes do with them. The app gives it ids and time, says
// which contacts there are, puts its refusals into words of its own and hears of events.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.hpp"
#include "sandbox/prng.hpp"
#include "sandbox/resource_table.hpp"

namespace lockstep::sandbox {

// What a route comes to: a body with 2xx, or what is wrong.
struct ResourceAnswer {
    int status = 200;
    Json body;
    std::vector<std::string> problems;  // status 400 and above
};

class ResourceStore {
public:
    ResourceStore(ResourceTable const& table, Prng ids, std::string location)
        : table_(table), ids_(std::move(ids)), location_(std::move(location)) {}

    // Whether the app has something that is no resource, such as a contact. May be empty: then it has.
    std::function<bool(std::string_view what, std::string_view id)> exists_elsewhere;
    std::function<void(std::string_view type, JsonObject fields, TimePoint now)> publish;
    // Routes that do something "special", by that name. They may use everything below.
    using Special =
        std::function<ResourceAnswer(ResourceStore&, ResourceRoute const&, Request const&, JsonObject body, TimePoint)>;
    std::map<std::string, Special, std::less<>> specials;

    ResourceAnswer perform(ResourceRoute const& route, Request const& request, TimePoint now);

    // Makes what fires an event of this type happen, as a person at the app's screen would. not_found "sandbox.no_event".
    Result<void> provoke(std::string_view type, TimePoint now);
    std::vector<std::string> event_types() const;

    // Everything, by kind: {"business": [{...}], ...}; for oracles and the admin route.
    JsonObject everything();
    void clear() { items_.clear(); }

    JsonArray& items_of(ResourceKind const& kind);
    JsonObject* find_item(ResourceKind const& kind, std::string_view member, std::string_view value);
    JsonObject& create(ResourceKind const& kind, JsonObject members, TimePoint now);
    void update(ResourceKind const& kind, JsonObject& item, JsonObject const& changes, TimePoint now);
    void remove(ResourceKind const& kind, std::string_view id, TimePoint now);
    ResourceTable const& table() const { return table_; }
    std::string const& location() const { return location_; }
    std::string new_id(std::string_view form);

private:
    struct Turn;  // one request on its way
    ResourceAnswer list(Turn& turn);
    ResourceAnswer act_on_item(Turn& turn);
    std::vector<JsonObject const*> selected(Turn& turn);
    std::optional<ResourceAnswer> refuse(Turn const& turn);
    bool refers_to_something(std::string_view what, std::string_view id);
    JsonObject members_from(Turn const& turn) const;
    void fire(ResourceKind const& kind, std::string_view on, JsonObject const* before, JsonObject const& after, TimePoint now);

    ResourceTable const& table_;
    Prng ids_;
    std::string location_;
    std::map<std::string, JsonArray, std::less<>> items_;  // filled with the seed when a kind is first asked for
};

// A reply of a table with its "$..." replaced. `values` has them without the dollar sign; "item" gives "$member.x".
Json fill(Json const& shape, JsonObject const& values);

}  // namespace lockstep::sandbox
