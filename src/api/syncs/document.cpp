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
        // The English sentence of the check names the fields; the French one belongs to the code alone.
        auto const message = context.language == messages::Language::en || !messages::has_text(problem.code)
                                 ? problem.message
                                 : messages::text(context.language, problem.code);
        context.problems.push_back(JsonObject{{"row", problem.row}, {"code", problem.code}, {"message", message}});
    }
    return fail(ErrorKind::invalid, "api.bad_mapping", "checking the mapping: " + problems.front().message,
        {{"reason", "count"}, {"count", std::to_string(problems.size())}});
}

Result<sync::Policy> read_policy(Context& context, sync::Policy const& present, JsonObject const& changes) {
    context.fault_place = "/policy";
    auto document = sync::to_json(present);
    for (auto const& member : changes) document.as_object()[member.key()] = member.value();
    TRY(auto policy, sync::parse_policy(document));
    context.fault_place.clear();
    return policy;
}

void say_issues(Json& document, std::string_view list, messages::Language language) {
    auto* issues = document.is_object() ? document.as_object().if_contains(list) : nullptr;
    if (issues == nullptr || !issues->is_array()) return;
    for (auto& issue : issues->as_array()) {
        std::string const code{find_text(issue, "/code").value_or("")};
        MessageParams params;
        if (auto const* given = find_object(issue, "/params")) {
            for (auto const& param : *given) params.emplace_back(param.key(), std::string(param.value().as_string()));
        }
        issue.as_object()["message"] = messages::text(language, code + ".message", params);
        issue.as_object()["remedy"] = messages::text(language, code + ".remedy", params);
    }
}

}  // namespace lockstep::api
