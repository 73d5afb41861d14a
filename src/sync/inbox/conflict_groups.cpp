// SPDX-License-Identifier: Apache-2.0
#include "sync/inbox/conflict_groups.hpp"

#include <algorithm>
#include <map>

#include "contacts/date.hpp"
#include "contacts/normal_form.hpp"
#include "contacts/rule_words.hpp"
#include "sync/service.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/syncs.hpp"

namespace lockstep::sync {
namespace {

using contacts::FieldKind;
using contacts::Value;

constexpr std::int64_t conflicts_grouped_max = 2'000;
constexpr std::size_t issues_of_group_max = 200;  // as many as are decided at once
constexpr std::size_t examples_of_group_max = 3;

SideChange change_since(std::optional<Value> const& base, Value const& value) {
    if (!base) return SideChange::first;
    if (*base == value) return SideChange::unchanged;
    if (contacts::is_blank(value)) return SideChange::emptied;
    return contacts::is_blank(*base) ? SideChange::filled : SideChange::changed;
}

bool reads_oddly(FieldKind kind, Value const& value) {
    auto const text = contacts::text_in(value);
    if (text.empty()) return false;
    switch (kind) {
        case FieldKind::phone: return !text.starts_with('+');
        case FieldKind::date: return !contacts::is_civil_date(text);
        case FieldKind::email: return text.find('@') == std::string::npos || text.find(' ') != std::string::npos;
        case FieldKind::country:
        case FieldKind::subdivision: return text.size() != 2;
        case FieldKind::text:
        case FieldKind::set: return false;
    }
    return false;
}

Value conflict_value(Json const& detail, std::string_view name) {
    auto const* found = find(detail, "/" + std::string(name));
    auto value = found == nullptr ? Result<Value>{Value{}} : contacts::value_from_json(*found);
    return value ? *std::move(value) : Value{};
}

struct Group {
    std::int64_t count = 0;
    JsonArray issues;
    JsonArray examples;
};

JsonObject group_json(contacts::Mapping const& mapping, ConflictPattern const& pattern, Group group) {
    auto const* row = mapping.row(pattern.row);
    auto const word = [](SideChange change, bool is_odd) { return JsonObject{{"change", to_string(change)}, {"odd", is_odd}}; };
    return {{"field", pattern.row}, {"b_field", row == nullptr ? Json(nullptr) : Json(row->b)},
        {"conflict", row == nullptr ? Json(nullptr) : Json(contacts::word_for(row->rule.conflict))},
        {"first_match", row == nullptr ? Json(nullptr) : Json(contacts::word_for(row->rule.first_match))},
        {"a", word(pattern.a, pattern.a_is_odd)}, {"b", word(pattern.b, pattern.b_is_odd)},
        {"spelling", pattern.differs_in_spelling}, {"count", group.count}, {"issues", std::move(group.issues)},
        {"examples", std::move(group.examples)}};
}

}  // namespace

std::string_view to_string(SideChange change) {
    switch (change) {
        case SideChange::first: return "first";
        case SideChange::changed: return "changed";
        case SideChange::emptied: return "emptied";
        case SideChange::filled: return "filled";
        case SideChange::unchanged: return "unchanged";
    }
    return "changed";
}

ConflictPattern pattern_of(
    std::string const& row, FieldKind kind, Value const& a, Value const& b, std::optional<Value> const& base) {
    auto const key_a = contacts::name_key(contacts::text_in(a)), key_b = contacts::name_key(contacts::text_in(b));
    return {.row = row,
        .a = change_since(base, a),
        .b = change_since(base, b),
        .a_is_odd = reads_oddly(kind, a),
        .b_is_odd = reads_oddly(kind, b),
        .differs_in_spelling = !key_a.empty() && key_a == key_b};
}

Task<Result<Json>> Service::conflict_groups(AccountId account, SyncId id) {
    co_return co_await database_.read_value([&](Transaction& transaction) -> Result<Json> {
        TRY(auto const sync, load_sync(transaction, account, id));
        if (!sync)
            return fail(ErrorKind::not_found, "sync.no_such_sync", "finding sync " + id.text() + ": there is none with this id");
        Scope const scope{transaction, vault_, account, id, clock_.now()};
        TRY(auto const open, list_open_issues_of(scope, "conflict", "", conflicts_grouped_max + 1));
        std::map<ConflictPattern, Group> groups;
        for (auto const& issue : open) {
            auto const* row = sync->mapping.row(issue.field);
            auto const a = conflict_value(issue.detail, "a"), b = conflict_value(issue.detail, "b");
            std::optional<Value> base;
            if (find(issue.detail, "/base") != nullptr) base = conflict_value(issue.detail, "base");
            auto& group = groups[pattern_of(issue.field, row == nullptr ? FieldKind::text : row->rule.kind, a, b, base)];
            group.count += 1;
            if (group.issues.size() < issues_of_group_max)
                group.issues.push_back(JsonObject{{"id", issue.id}, {"version", question_version(scope, issue)}});
            if (group.examples.size() < examples_of_group_max) {
                group.examples.push_back(
                    JsonObject{{"issue_id", issue.id}, {"subject", issue.subject}, {"a", contacts::to_json(a)},
                        {"b", contacts::to_json(b)}, {"base", base ? contacts::to_json(*base) : Json(nullptr)}});
            }
        }
        std::vector<std::pair<ConflictPattern, Group>> sorted(groups.begin(), groups.end());
        std::ranges::sort(sorted, [](auto const& one, auto const& other) {
            return std::pair(-one.second.count, one.first) < std::pair(-other.second.count, other.first);
        });
        JsonArray items;
        for (auto& [pattern, group] : sorted) items.push_back(group_json(sync->mapping, pattern, std::move(group)));
        return Json(
            JsonObject{{"items", std::move(items)}, {"is_cut", static_cast<std::int64_t>(open.size()) > conflicts_grouped_max}});
    });
}

}  // namespace lockstep::sync
