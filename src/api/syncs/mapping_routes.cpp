// SPDX-License-Identifier: Apache-2.0
#include "api/syncs/mapping_routes.hpp"

#include <algorithm>
#include <charconv>

#include "api/members.hpp"
#include "api/reply.hpp"
#include "api/syncs/document.hpp"
#include "contacts/rule_words.hpp"
#include "sync/mapping/suggestions.hpp"

namespace lockstep::api {
namespace {

using contacts::Side;

struct BothSides {
    connections::Connection a;
    connections::Connection b;
};

Result<BothSides> sides_of(Context& context, sync::Sync const& sync) {
    auto const a = context.parts.directory.find(sync.a), b = context.parts.directory.find(sync.b);
    if (!a || !b)
        return fail(ErrorKind::conflict, "sync.no_connection", "showing a mapping: one of the sync's connections is gone");
    return BothSides{*a, *b};
}

JsonArray fields_view(std::vector<sync::OfferedField> const& fields) {
    JsonArray list;
    for (auto const& [field, is_custom] : fields) {
        JsonArray choices;
        for (auto const& each : field.choices) choices.emplace_back(each);
        list.push_back(JsonObject{{"name", field.name}, {"label", JsonObject{{"en", field.label.en}, {"fr", field.label.fr}}},
            {"kind", contacts::word_for(field.kind)}, {"can_update", field.can_update}, {"can_clear", field.can_clear},
            {"choices", std::move(choices)}, {"is_custom", is_custom}});
    }
    return list;
}

// What a person should know of a row although it can be saved.
JsonArray notes_on(Context const& context, contacts::Mapping const& mapping, std::vector<sync::OfferedField> const& a,
    std::vector<sync::OfferedField> const& b) {
    JsonArray list;
    for (std::size_t i = 0; i < mapping.rows.size(); ++i) {
        auto const& row = mapping.rows[i];
        auto const note = [&](std::string const& code) {
            list.push_back(JsonObject{{"row", i}, {"code", code}, {"message", messages::text(context.language, code)}});
        };
        for (auto const side : contacts::both_sides) {
            auto const& fields = side == Side::a ? a : b;
            auto const found = std::ranges::find_if(fields, [&](auto const& each) { return each.field.name == row.at(side); });
            if (found == fields.end()) {
                note(row.at(side).starts_with("custom.") ? "mapping_note.will_be_made" : "mapping_note.unknown_field");
                continue;
            }
            bool const is_written =
                row.rule.direction != (side == Side::a ? contacts::Direction::a_to_b : contacts::Direction::b_to_a);
            if (is_written && !found->field.can_update) note("mapping_note.cannot_update");
            if (is_written && !found->field.can_clear && row.rule.blank == contacts::BlankRule::propagate)
                note("mapping_note.cannot_clear");
        }
        if (row.rule.direction == contacts::Direction::both) continue;
        if (row.transform && !row.transform->is_table()) note("mapping_note.one_way_form");
    }
    return list;
}

Task<Result<HttpReply>> get_mapping(Context& context) {
    CO_TRY(auto const sync, co_await context.parts.syncs.get(context.account(), SyncId{context.path("sync_id")}));
    CO_TRY(auto const sides, sides_of(context, sync));
    auto const a = sync::offered_fields(sides.a), b = sync::offered_fields(sides.b);
    auto const usual = context.parts.default_mapping(sides.a.connector->profile, sides.b.connector->profile);
    contacts::Mapping suggested;
    suggested.rows = sync::suggested_rows(sync.mapping, usual ? &*usual : nullptr, a, b);
    auto const suggestions = contacts::to_json(suggested);
    co_return json_reply(JsonObject{{"version", sync.version}, {"mapping", contacts::to_json(sync.mapping)},
        {"problems", mapping_problems(context, sync.mapping)}, {"notes", notes_on(context, sync.mapping, a, b)},
        {"fields", JsonObject{{"a", fields_view(a)}, {"b", fields_view(b)}}}, {"suggestions", *find(suggestions, "/rows")}});
}

// A mapping that may be wrong: what is wrong is told, and the rest is tried.
Result<sync::MappingTrial> read_trial(Context& context, JsonArray& problems) {
    Members const members(context);
    sync::MappingTrial trial;
    context.fault_place = "/mapping";
    TRY(trial.mapping, contacts::parse_mapping(*members.any("mapping")));
    context.fault_place.clear();
    problems = mapping_problems(context, trial.mapping);
    for (auto const& problem : problems)
        trial.wrong_rows.insert(static_cast<std::size_t>(find_integer(problem, "/row").value_or(0)));
    trial.person = members.text("person");
    trial.reads_now = members.flag("read_now");
    return trial;
}

Task<Result<HttpReply>> try_mapping(Context& context) {
    JsonArray problems;
    CO_TRY(auto trial, read_trial(context, problems));
    SyncId const id{context.path("sync_id")};
    CO_TRY(auto const sync, co_await context.parts.syncs.get(context.account(), id));
    CO_TRY(auto const sides, sides_of(context, sync));
    auto notes = notes_on(context, trial.mapping, sync::offered_fields(sides.a), sync::offered_fields(sides.b));
    CO_TRY(auto view, co_await context.parts.syncs.try_mapping(context.account(), id, std::move(trial)));
    view.as_object()["problems"] = std::move(problems);
    view.as_object()["notes"] = std::move(notes);
    co_return json_reply(view);
}

Task<Result<HttpReply>> preview_mapping(Context& context) {
    JsonArray problems;
    CO_TRY(auto trial, read_trial(context, problems));
    SyncId const id{context.path("sync_id")};
    CO_TRY(auto view, co_await context.parts.syncs.preview_mapping(context.account(), id, std::move(trial)));
    view.as_object()["problems"] = std::move(problems);
    co_return json_reply(view);
}

// 0, which no version has, for what is no number.
std::int64_t version_in(std::string_view text) {
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number > 0 ? number : 0;
}

Task<Result<HttpReply>> list_versions(Context& context) {
    auto const& cursor = context.query.text("cursor");
    auto const before = version_in(cursor);
    CO_TRY(auto const versions, co_await context.parts.syncs.versions(
                                    context.account(), SyncId{context.path("sync_id")}, before, context.query.number("limit")));
    co_return json_reply(versions);
}

Task<Result<HttpReply>> get_version(Context& context) {
    CO_TRY(auto const version, co_await context.parts.syncs.version(context.account(), SyncId{context.path("sync_id")},
                                   version_in(context.path("version")), context.query.number("against")));
    co_return json_reply(version);
}

}  // namespace

std::vector<Route> mapping_routes() {
    return {
        {"GET", "/api/v1/syncs/{sync_id}/mapping", Scope::read, get_mapping},
        {"POST", "/api/v1/syncs/{sync_id}/mapping/try", Scope::write, try_mapping},
        {"POST", "/api/v1/syncs/{sync_id}/mapping/preview", Scope::write, preview_mapping},
        {"GET", "/api/v1/syncs/{sync_id}/versions", Scope::read, list_versions},
        {"GET", "/api/v1/syncs/{sync_id}/versions/{version}", Scope::read, get_version},
    };
}

}  // namespace lockstep::api
