// SPDX-License-Identifier: Apache-2.0
#include "sync/state/told.hpp"

#include <algorithm>
#include <map>

#include "deliveries/tell.hpp"
#include "sync/state/statements.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

Json record_or_null(std::optional<std::string> const& record) { return record ? Json(*record) : Json(nullptr); }

JsonObject of_link(Scope const& scope, std::string_view link, Json a, Json b) {
    return {{"sync", scope.sync.text()}, {"link", link}, {"a_record", std::move(a)}, {"b_record", std::move(b)}};
}

Result<void> tell_of_link(Scope const& scope, std::string_view type, std::string_view link, JsonObject data, JsonObject values) {
    return deliveries::tell(scope.transaction, scope.vault, scope.account,
        {.type = type,
            .sync = scope.sync.text(),
            .link = link,
            .at = scope.now,
            .data = std::move(data),
            .values = std::move(values)});
}

// What was written into one row at one side.
struct Stored {
    std::string row;
    Json before;
    Json after;
};

JsonArray texts_beyond(Json const& list, Json const& other) {
    JsonArray more;
    if (!list.is_array()) return more;
    for (auto const& each : list.get_array()) {
        bool const is_there = other.is_array() && std::ranges::find(other.get_array(), each) != other.get_array().end();
        if (!is_there) more.push_back(each);
    }
    return more;
}

bool is_list(Stored const& stored) { return stored.before.is_array() || stored.after.is_array(); }

JsonArray fields_of(std::vector<Stored> const& all) {
    JsonArray fields;
    for (auto const& each : all) fields.emplace_back(each.row);
    return fields;
}

JsonArray changes_json(std::vector<Stored> const& all) {
    JsonArray changes;
    for (auto const& each : all)
        changes.emplace_back(JsonObject{{"field", each.row}, {"before", each.before}, {"after", each.after}});
    return changes;
}

// "note.text" -> "note" and "text".
std::pair<std::string_view, std::string_view> attached_row(std::string_view row) {
    auto const at = row.find('.');
    if (at == std::string_view::npos) return {row, row};
    return {row.substr(0, at), row.substr(at + 1)};
}

}  // namespace

Result<void> tell_linked(Scope const& scope, Link const& link, std::optional<Side> made) {
    TRY(auto const types, deliveries::wanted(scope.transaction, scope.account, scope.sync.text()));
    for (std::string_view const type : {"contact.created", "contact.linked"}) {
        if (!types.contains(type) || (type == "contact.created" && !made)) continue;
        auto data = of_link(scope, link.id.text(), record_or_null(link.a), record_or_null(link.b));
        data["how"] = made ? "created" : link.reason;
        if (type == "contact.created") data["side"] = contacts::to_string(*made);
        TRY_VOID(tell_of_link(scope, type, link.id.text(), std::move(data), {}));
    }
    return {};
}

Result<void> tell_unlinked(Scope const& scope, Link const& link) {
    constexpr std::string_view type = "contact.unlinked";
    TRY(auto const types, deliveries::wanted(scope.transaction, scope.account, scope.sync.text()));
    if (!types.contains(type)) return {};
    return tell_of_link(
        scope, type, link.id.text(), of_link(scope, link.id.text(), record_or_null(link.a), record_or_null(link.b)), {});
}

Result<void> tell_changes(Scope const& scope, IntentId const& effect) {
    TRY(auto const types, deliveries::wanted(scope.transaction, scope.account, scope.sync.text()));
    bool const is_wanted = std::ranges::any_of(types, [](std::string_view type) {
        return type == "contact.updated" || type.starts_with("contact.tags") || type.starts_with("note.") ||
               type.starts_with("task.");
    });
    if (!is_wanted) return {};
    TRY(auto const rows, scope.transaction.query(sql::stored_changes_of_effect, scope.account, effect));
    if (rows.empty()) return {};
    std::string reason;
    std::vector<Stored> stored;
    for (auto const& row : rows) {
        reason = row.text(3);
        // The other side's id and what a record was made with say nothing about a person that was not told by the link.
        if (reason == "create" || reason == "link_id" || reason == "new_record_value") continue;
        TRY(auto const values, scope.open_json("changes", row.text(0), "values", row.blob(2)));
        auto const* before = find(values, "/before");
        auto const* after = find(values, "/after");
        stored.push_back({row.text(1), before == nullptr ? Json(nullptr) : *before, after == nullptr ? Json(nullptr) : *after});
    }
    if (stored.empty()) return {};
    auto const& first = rows.front();
    auto const& link = first.text(4);
    auto const base = [&] {
        auto data = of_link(scope, link, record_or_null(first.optional_text(5)), record_or_null(first.optional_text(6)));
        data["side"] = first.text(7);
        return data;
    };
    if (reason.starts_with("attached_")) {
        auto const [kind, field] = attached_row(stored.front().row);
        auto const type = std::string(kind) + (reason == "attached_new" ? ".created" : ".updated");
        if (!types.contains(type)) return {};
        for (auto& each : stored) each.row = std::string(attached_row(each.row).second);
        auto data = base();
        data["fields"] = fields_of(stored);
        return tell_of_link(scope, type, link, std::move(data), {{"changes", changes_json(stored)}});
    }
    if (types.contains("contact.updated")) {
        auto data = base();
        data["fields"] = fields_of(stored);
        TRY_VOID(tell_of_link(scope, "contact.updated", link, std::move(data), {{"changes", changes_json(stored)}}));
    }
    for (auto const& each : stored) {
        if (!is_list(each)) continue;
        for (bool const is_added : {true, false}) {
            std::string_view const type = is_added ? "contact.tags_added" : "contact.tags_removed";
            auto tags = is_added ? texts_beyond(each.after, each.before) : texts_beyond(each.before, each.after);
            if (tags.empty() || !types.contains(type)) continue;
            auto data = base();
            data["field"] = each.row;
            data["count"] = tags.size();
            TRY_VOID(tell_of_link(scope, type, link, std::move(data), {{"tags", std::move(tags)}}));
        }
    }
    return {};
}

Result<bool> is_issue_closing_wanted(Scope const& scope) {
    TRY(auto const types, deliveries::wanted(scope.transaction, scope.account, scope.sync.text()));
    return types.contains("issue.closed");
}

Result<void> tell_issue(Scope const& scope, bool is_open, std::string_view issue, IssueKey const& key) {
    std::string_view const type = is_open ? "issue.opened" : "issue.closed";
    TRY(auto const types, deliveries::wanted(scope.transaction, scope.account, scope.sync.text()));
    if (!types.contains(type)) return {};
    return tell_of_link(scope, type, {},
        {{"sync", scope.sync.text()}, {"issue", issue}, {"kind", key.kind}, {"subject", key.subject}, {"field", key.field}}, {});
}

}  // namespace lockstep::sync
