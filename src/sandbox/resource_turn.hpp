// SPDX-License-Identifier: Apache-2.0
// One request on its way through a ResourceStore. Included by resource_*.cpp only.
#pragma once

#include "sandbox/resource_store.hpp"

namespace lockstep::sandbox {

struct ResourceStore::Turn {
    ResourceStore& store;
    ResourceRoute const& route;
    Request const& request;
    JsonObject names;  // of the path
    JsonObject body;
    TimePoint now{};
    JsonObject values;  // for the reply

    // "path.x", "query.x" or "body.x"; null when it is not given.
    Json const* value_at(std::string_view source) const;
    std::string text_at(std::string_view source) const;
    // Whether an item belongs to the parents that the path names.
    bool is_within(JsonObject const& item) const;
    ResourceAnswer answer() const;
    ResourceAnswer answer_with(ResourceKind const& kind, JsonObject const& item);

    mutable Json from_query{};
};

}  // namespace lockstep::sandbox
