// SPDX-License-Identifier: Apache-2.0
#include "api/snapshots/views.hpp"

#include "contacts/rule_words.hpp"

namespace lockstep::api {
namespace {

using messages::Language;
using snapshots::Targets;

Json or_null(std::string const& text) { return text.empty() ? Json(nullptr) : Json(text); }

std::string label_of(std::string const& field, Targets const& targets, Language language) {
    static messages::LocalText const archived{"Archived", "Archivé"}, active{"Active", "Actif"};
    if (field == snapshots::says_archived) return archived.in(language);
    if (field == snapshots::says_active) return active.in(language);
    auto const* target = snapshots::find_target(targets, field);
    return target == nullptr ? field : target->label.in(language);
}

JsonArray problems_view(std::vector<snapshots::CellProblem> const& problems, Targets const& targets, Language language) {
    JsonArray list;
    for (auto const& problem : problems)
        list.push_back(JsonObject{{"field", problem.field}, {"label", label_of(problem.field, targets, language)},
            {"fault", snapshots::to_string(problem.fault)}});
    return list;
}

JsonArray fields_view(contacts::Record const& record, Targets const& targets, Language language) {
    JsonArray list;
    for (auto const& target : targets) {
        auto const found = record.fields.find(target.name);
        if (found == record.fields.end()) continue;
        list.push_back(JsonObject{
            {"field", target.name}, {"label", target.label.in(language)}, {"value", contacts::to_json(found->second)}});
    }
    return list;
}

JsonObject column_view(snapshots::Column const& column) {
    return {{"takes", or_null(column.takes)}, {"order", snapshots::to_string(column.order)}};
}

}  // namespace

JsonObject counts_view(snapshots::Counts const& counts) { return snapshots::to_json(counts).as_object(); }

JsonObject snapshot_view(snapshots::Snapshot const& snapshot) {
    auto const& layout = snapshot.layout;
    bool const is_accepted = snapshot.accepted_at.has_value();
    return {{"id", snapshot.id.text()}, {"state", snapshots::to_string(snapshot.state)}, {"file_name", snapshot.file_name},
        {"encoding", snapshots::to_string(layout.encoding)}, {"shape", snapshots::to_string(layout.shape)},
        {"separator", layout.shape == snapshots::Shape::json ? Json(nullptr) : Json(std::string(1, layout.separator))},
        {"bytes", snapshot.bytes}, {"rows", snapshot.rows}, {"columns_are_remembered", snapshot.columns_are_remembered},
        {"counts", is_accepted ? Json(counts_view(snapshot.counts)) : Json(nullptr)}, {"uploaded_by", snapshot.uploaded_by},
        {"uploaded_at", format_time(snapshot.uploaded_at)},
        {"accepted_at", is_accepted ? Json(format_time(*snapshot.accepted_at)) : Json(nullptr)}};
}

JsonObject preview_view(snapshots::Preview const& preview, Targets const& targets,
    std::vector<snapshots::Books::Entry> const& syncs, Language language) {
    JsonArray columns, fields, people, pairs;
    auto const& snapshot = preview.snapshot;
    for (std::size_t at = 0; at < snapshot.headers.size(); ++at) {
        JsonObject column = column_view(snapshot.columns[at]);
        column["name"] = snapshot.headers[at];
        bool const has_look = at < preview.looks.size();
        auto const look = has_look ? preview.looks[at] : snapshots::ColumnLook{};
        JsonArray samples;
        for (auto const& sample : look.samples) samples.push_back(Json(sample));
        column["guess"] = has_look ? Json(column_view(look.guess)) : Json(nullptr);
        column["sureness"] = snapshots::to_string(look.sureness);
        column["samples"] = std::move(samples);
        column["filled"] = look.filled;
        column["is_date"] = look.is_date;
        column["is_order_open"] = look.is_order_open;
        columns.push_back(std::move(column));
    }
    for (auto const& target : targets)
        fields.push_back(JsonObject{{"name", target.name}, {"label", target.label.in(language)},
            {"kind", contacts::word_for(target.kind)}, {"means", target.means}});
    for (auto const& person : preview.people)
        people.push_back(JsonObject{{"line", person.line}, {"record_id", or_null(person.record.id)},
            {"name", snapshots::name_of(person.record, targets)}, {"is_archived", person.record.archived},
            {"fields", fields_view(person.record, targets, language)},
            {"problems", problems_view(person.problems, targets, language)}});
    for (auto const& entry : syncs) pairs.push_back(JsonObject{{"id", entry.sync.text()}, {"label", entry.label}});
    return {{"snapshot", snapshot_view(snapshot)}, {"columns", std::move(columns)}, {"fields", std::move(fields)},
        {"people", std::move(people)}, {"syncs", std::move(pairs)}};
}

JsonObject difference_view(snapshots::Difference const& item, Targets const& targets, Language language) {
    JsonArray changes;
    for (auto const& change : item.changes)
        changes.push_back(JsonObject{{"field", change.field}, {"label", label_of(change.field, targets, language)},
            {"before", contacts::to_json(change.before)}, {"after", contacts::to_json(change.after)}});
    return {{"kind", snapshots::to_string(item.kind)}, {"line", item.line == 0 ? Json(nullptr) : Json(item.line)},
        {"record_id", or_null(item.record_id)}, {"name", snapshots::name_of(item.record, targets)},
        {"email", or_null(snapshots::text_of(item.record, targets, "email"))},
        {"phone", or_null(snapshots::text_of(item.record, targets, "phone"))}, {"is_archived", item.record.archived},
        {"was_archived", item.archived_before ? Json(*item.archived_before) : Json(nullptr)}, {"changes", std::move(changes)},
        {"problems", problems_view(item.problems, targets, language)},
        {"fault", item.fault ? Json(snapshots::to_string(*item.fault)) : Json(nullptr)},
        {"first_line", item.first_line == 0 ? Json(nullptr) : Json(item.first_line)}};
}

JsonObject hand_item_view(snapshots::HandItem const& item, Targets const& targets, Language language) {
    return {{"id", item.id}, {"sync_id", item.sync.text()}, {"record_id", item.record_id}, {"person", item.person},
        {"field", item.field}, {"label", label_of(item.field, targets, language)}, {"there", contacts::to_json(item.there)},
        {"wanted", contacts::to_json(item.wanted)}, {"state", snapshots::to_string(item.state)},
        {"ticked_by", or_null(item.ticked_by)}, {"created_at", format_time(item.created_at)},
        {"changed_at", format_time(item.changed_at)}};
}

}  // namespace lockstep::api
