// SPDX-License-Identifier: Apache-2.0
#include "sync/mapping/versions.hpp"

#include <set>

namespace lockstep::sync {
namespace {

std::string text_of(JsonObject const& object, std::string const& name) {
    auto const* value = object.if_contains(name);
    if (value == nullptr || value->is_null()) return {};
    if (auto const* text = value->if_string()) return std::string(*text);
    return to_text(*value);
}

// Members of either that the other says otherwise; `passed_over` are told elsewhere, or follow from the rest.
JsonArray members_that_differ(JsonObject const& before, JsonObject const& after, std::set<std::string> const& passed_over) {
    std::set<std::string> names;
    for (auto const& member : before) names.emplace(member.key());
    for (auto const& member : after) names.emplace(member.key());
    JsonArray list;
    for (auto const& name : names) {
        if (passed_over.contains(name)) continue;
        auto const then = text_of(before, name), now = text_of(after, name);
        if (then != now) list.push_back(JsonObject{{"name", name}, {"before", then}, {"after", now}});
    }
    return list;
}

JsonObject difference(std::string_view kind, std::string const& a, std::string const& b, JsonArray members) {
    return {{"kind", kind}, {"a", a}, {"b", b}, {"members", std::move(members)}};
}

JsonArray rows_of(Json const& mapping) {
    auto const* rows = find_array(mapping, "/rows");
    return rows == nullptr ? JsonArray{} : *rows;
}

}  // namespace

JsonArray differences(
    contacts::Mapping const& before, contacts::Mapping const& after, Policy const& policy_before, Policy const& policy_after) {
    auto const then = contacts::to_json(before), now = contacts::to_json(after);
    auto const then_rows = rows_of(then), now_rows = rows_of(now);
    JsonArray list;
    for (std::size_t i = 0; i < after.rows.size(); ++i) {
        auto const& row = after.rows[i];
        auto const& object = now_rows[i].as_object();
        auto const* known = before.row(row.a);
        if (known == nullptr) {
            list.push_back(difference("added", row.a, row.b, {}));
            continue;
        }
        auto const at = static_cast<std::size_t>(known - before.rows.data());
        auto members = members_that_differ(then_rows[at].as_object(), object, {"a", "since"});
        if (!members.empty()) list.push_back(difference("changed", row.a, row.b, std::move(members)));
    }
    for (auto const& row : before.rows) {
        if (after.row(row.a) == nullptr) list.push_back(difference("removed", row.a, row.b, {}));
    }
    if (auto members = members_that_differ(then.as_object(), now.as_object(), {"rows"}); !members.empty())
        list.push_back(difference("setting", "", "", std::move(members)));
    auto const policy_then = to_json(policy_before), policy_now = to_json(policy_after);
    if (auto members = members_that_differ(policy_then.as_object(), policy_now.as_object(), {}); !members.empty())
        list.push_back(difference("policy", "", "", std::move(members)));
    return list;
}

}  // namespace lockstep::sync
