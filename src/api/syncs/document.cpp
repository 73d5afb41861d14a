// SPDX-License-Identifier: Apache-2.0
#include "api/syncs/document.hpp"

namespace lockstep::api {
namespace {

JsonObject side_view(ConnectionId const& id, connections::Directory const& directory) {
    auto const entry = directory.find(id);
    return {{"connection", id.text()}, {"label", entry ? entry->label : std::string()},
        {"connector", entry ? entry->connector->profile : std::string()}};
}

}  // namespace

Json sync_view(sync::Sync const& sync, connections::Directory const& directory) {
    JsonObject view;
    view["id"] = sync.id.text();
    view["label"] = sync.label;
    view["state"] = sync::to_string(sync.state);
    view["version"] = sync.version;
    view["a"] = side_view(sync.a, directory);
    view["b"] = side_view(sync.b, directory);
    view["mapping"] = contacts::to_json(sync.mapping);
    view["policy"] = sync::to_json(sync.policy);
    view["created_at"] = format_time(sync.created_at);
    return view;
}

Result<contacts::Mapping> read_mapping(Context& context, Json const& document) {
    context.fault_place = "/mapping";
    TRY(auto mapping, contacts::parse_mapping(document));
    auto const problems = contacts::validate(mapping);
    if (problems.empty()) {
        context.fault_place.clear();
        return mapping;
    }
    for (auto const& problem : problems) {
        context.problems.push_back(JsonObject{{"row", problem.row}, {"code", problem.code}, {"message", problem.message}});
    }
    return fail(ErrorKind::invalid, "api.bad_mapping", "checking the mapping: " + problems.front().message);
}

Result<sync::Policy> read_policy(Context& context, sync::Policy const& present, JsonObject const& changes) {
    context.fault_place = "/policy";
    auto document = sync::to_json(present);
    for (auto const& member : changes) document.as_object()[member.key()] = member.value();
    TRY(auto policy, sync::parse_policy(document));
    context.fault_place.clear();
    return policy;
}

}  // namespace lockstep::api
