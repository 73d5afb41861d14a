// SPDX-License-Identifier: Apache-2.0
#include "api/syncs/document.hpp"

#include "api/reply.hpp"
#include "catalogue/attached.hpp"

namespace lockstep::api {
namespace {

// What of notes and tasks these two apps can have, and which directions need a person's word.
JsonObject attached_view(sync::Sync const& sync, connections::Directory const& directory) {
    auto const a = directory.find(sync.a), b = directory.find(sync.b);
    JsonObject view;
    for (auto const kind : catalogue::attached_kinds) {
        auto const* at_a = a ? a->connector->attached(kind) : nullptr;
        auto const* at_b = b ? b->connector->attached(kind) : nullptr;
        bool const has_both = at_a != nullptr && at_b != nullptr;
        view[catalogue::to_string(kind)] =
            JsonObject{{"to_a", has_both && at_a->can_create()}, {"to_b", has_both && at_b->can_create()},
                {"edits_to_a", has_both && at_a->can_update()}, {"edits_to_b", has_both && at_b->can_update()}};
    }
    bool const health_a = a && a->connector->holds_health_data, health_b = b && b->connector->holds_health_data;
    view["confirm_to_a"] = health_b && !health_a;
    view["confirm_to_b"] = health_a && !health_b;
    return view;
}

}  // namespace

JsonObject side_view(ConnectionId const& id, connections::Directory const& directory) {
    auto const entry = directory.find(id);
    return {{"connection", id.text()}, {"label", entry ? entry->label : std::string()},
        {"connector", entry ? entry->connector->profile : std::string()}};
}

Result<void> check_attached(
    sync::Sync const& sync, sync::Policy const& wanted, connections::Directory const& directory, bool is_confirmed) {
    auto const view = Json(attached_view(sync, directory));
    for (auto const kind : catalogue::attached_kinds) {
        auto const& now = wanted.attached(kind);
        auto const& before = sync.policy.attached(kind);
        for (auto const side : contacts::both_sides) {
            if (!now.goes_to(side) || (before.goes_to(side) && before.existing == now.existing)) continue;
            std::string const name{contacts::to_string(side)};
            std::string const word{catalogue::to_string(kind)};
            if (!find_bool(view, "/" + word + "/to_" + name).value_or(false)) {
                return fail(ErrorKind::conflict, "sync.attached_unavailable",
                    "changing sync " + sync.id.text() + ": " + word + "s cannot be copied to side " + name +
                        " with these two profiles");
            }
            if (!is_confirmed && find_bool(view, "/confirm_to_" + name).value_or(false)) {
                return fail(ErrorKind::conflict, "sync.attached_unconfirmed",
                    "changing sync " + sync.id.text() + ": copying " + word +
                        "s out of an app with health data has to be confirmed");
            }
        }
    }
    return {};
}

JsonObject sync_line(sync::Sync const& sync, connections::Directory const& directory) {
    JsonObject view;
    view["id"] = sync.id.text();
    view["label"] = sync.label;
    view["state"] = sync::to_string(sync.state);
    view["version"] = sync.version;
    view["a"] = side_view(sync.a, directory);
    view["b"] = side_view(sync.b, directory);
    view["id_fields"] =
        JsonObject{{"a", text_or_null(sync.mapping.a_holds_id_of_b)}, {"b", text_or_null(sync.mapping.b_holds_id_of_a)}};
    view["policy"] = sync::to_json(sync.policy);
    view["attached"] = attached_view(sync, directory);
    view["created_at"] = format_time(sync.created_at);
    return view;
}

JsonObject sync_view(sync::Sync const& sync, connections::Directory const& directory) {
    auto view = sync_line(sync, directory);
    view["mapping"] = contacts::to_json(sync.mapping);
    return view;
}

JsonArray mapping_problems(Context const& context, contacts::Mapping const& mapping) {
    JsonArray list;
    for (auto const& problem : contacts::validate(mapping)) {
        // The English sentence of the check names the fields; the French one belongs to the code alone.
        auto const message = context.language == messages::Language::en || !messages::has_text(problem.code)
                                 ? problem.message
                                 : messages::text(context.language, problem.code);
        list.push_back(JsonObject{{"row", problem.row}, {"code", problem.code}, {"message", message}});
    }
    return list;
}

Result<contacts::Mapping> read_mapping(Context& context, Json const& document) {
    context.fault_place = "/mapping";
    TRY(auto mapping, contacts::parse_mapping(document));
    auto const problems = contacts::validate(mapping);
    if (problems.empty()) {
        context.fault_place.clear();
        return mapping;
    }
    for (auto const& problem : mapping_problems(context, mapping)) context.problems.push_back(problem.as_object());
    return fail(ErrorKind::invalid, "api.bad_mapping", "checking the mapping: " + problems.front().message,
        {{"reason", "count"}, {"count", std::to_string(problems.size())}});
}

Result<sync::Policy> read_policy(Context& context, sync::Policy const& present, JsonObject const& changes) {
    context.fault_place = "/policy";
    auto document = sync::to_json(present);
    for (auto const& member : changes) {
        auto& into = document.as_object()[member.key()];
        bool const is_attached = member.key() == "notes" || member.key() == "tasks";
        if (!is_attached || !member.value().is_object() || !into.is_object()) {
            into = member.value();
            continue;
        }
        // Member by member; since when a direction holds is nobody's to say but the server's.
        for (auto const& setting : member.value().get_object()) {
            if (setting.key() != "since") into.as_object()[setting.key()] = setting.value();
        }
    }
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
