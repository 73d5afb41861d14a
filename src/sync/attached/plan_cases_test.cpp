// SPDX-License-Identifier: Apache-2.0
// The case files of tests/data/attached (tests run in the project's folder): times are seconds from now.
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "catalogue/pointers.hpp"
#include "sync/attached/plan.hpp"

namespace lockstep::sync {
namespace {

using catalogue::AttachedField;
using catalogue::AttachedKind;
using catalogue::AttachedValues;
using contacts::both_sides;
using contacts::Side;

constexpr TimePoint now = from_micros(1'772'000'000'000'000);

TimePoint at(std::int64_t seconds) { return now + std::chrono::seconds{seconds}; }
std::optional<TimePoint> time_in(Json const& json, std::string const& name) {
    auto const seconds = find_integer(json, "/" + name);
    return seconds ? std::optional(at(*seconds)) : std::nullopt;
}

AttachedValues values_in(Json const& json) {
    return {catalogue::text_at(json, "title"), catalogue::text_at(json, "text"), time_in(json, "due"),
        catalogue::flag_at(json, "completed", false)};
}

std::set<AttachedField> fields_in(Json const& json) {
    std::set<AttachedField> fields;
    for (auto const field : catalogue::attached_fields) {
        auto const names = catalogue::texts_at(json, "fields");
        if (std::ranges::find(names, catalogue::to_string(field)) != names.end()) fields.insert(field);
    }
    return fields;
}

ItemLink link_in(Json const& json) {
    ItemLink link;
    link.id = catalogue::text_at(json, "id");
    link.item = {catalogue::text_at(json, "a"), catalogue::text_at(json, "b")};
    auto const state = catalogue::text_at(json, "state");
    for (auto const known : {ItemState::creating, ItemState::refused, ItemState::left}) {
        if (to_string(known) == state) link.state = known;
    }
    auto base = values_in(json);
    base.text = catalogue::text_at(json, "base");
    link.base = {base, base};
    if (auto const text = catalogue::text_at(json, "base_b"); !text.empty()) link.base.b.text = text;
    if (auto const due = time_in(json, "due_a")) link.base.a.due = due;
    if (auto const* stored = find(json, "/pending")) {
        ItemPending pending{.side = contacts::side_from(catalogue::text_at(*stored, "side")),
            .is_unclear = true,
            .effect = "",
            .sent_at = *time_in(*stored, "sent"),
            .fields = fields_in(*stored),
            .values = values_in(*stored),
            .source = values_in(*stored),
            .looks = find_integer(*stored, "/looks").value_or(0),
            .looked_at = time_in(*stored, "looked").value_or(TimePoint{})};
        link.pending = pending;
    }
    if (auto const* stored = find(json, "/written")) {
        link.written = ItemWritten{contacts::side_from(catalogue::text_at(*stored, "side")), *time_in(*stored, "at"),
            {AttachedField::text}, {.text = catalogue::text_at(*stored, "before")}};
    }
    return link;
}

AttachedState state_in(Json const& json) {
    AttachedState state;
    state.kind = catalogue::attached_kind_from(catalogue::text_at(json, "kind")).value_or(AttachedKind::note);
    JsonObject policy{{"direction", json.at("policy")}};
    state.policy = parse_attached_policy(policy, "notes").value();
    state.policy.existing = catalogue::flag_at(json, "existing", false);
    state.policy.edits = catalogue::flag_at(json, "edits", true);
    state.policy.since = at(-60);
    state.is_first_look = catalogue::flag_at(json, "first_look", false);
    state.now = now;
    for (auto const side : both_sides) {
        auto& able = state.able[side];
        able.creates = true;
        able.updates = {AttachedField::title, AttachedField::text, AttachedField::due, AttachedField::completed};
        able.clears = {AttachedField::text, AttachedField::completed};
        if (side == Side::b) able.clears.insert(AttachedField::due);
        for (auto const& shown : *find_array(json, side == Side::a ? "/a" : "/b")) {
            state.items[side].push_back({catalogue::text_at(shown, "id"), values_in(shown), catalogue::text_at(shown, "origin"),
                time_in(shown, "created"), time_in(shown, "changed")});
        }
    }
    if (auto const* links = find_array(json, "/links")) {
        for (auto const& link : *links) state.links.push_back(link_in(link));
    }
    return state;
}

Json to_case(AttachedPlan const& plan, Json const& expected) {
    JsonArray writes, links;
    for (auto const& write : plan.writes) {
        auto const& link = plan.links[write.link];
        JsonObject shown{{write.is_create ? "create_at" : "update_at", contacts::to_string(write.side)},
            {"of", link.item[contacts::other(write.side)]}};
        bool const has_text = write.is_create || write.fields.contains(AttachedField::text);
        if (!write.is_create) {
            JsonArray fields;
            for (auto const field : write.fields) fields.emplace_back(catalogue::to_string(field));
            shown["fields"] = std::move(fields);
        }
        if (has_text) shown["text"] = write.values.text;
        if (write.reason == "attached_both") shown["reason"] = write.reason;
        writes.push_back(std::move(shown));
    }
    for (auto const& link : plan.links) {
        auto const id = [](std::string const& text) { return text.empty() ? std::string("-") : text; };
        links.emplace_back(id(link.item.a) + "/" + id(link.item.b) + " " + std::string(to_string(link.state)));
    }
    JsonObject result{{"writes", std::move(writes)}, {"links", std::move(links)}};
    if (plan.look_at || expected.get_object().contains("look_at"))
        result["look_at"] = plan.look_at ? (*plan.look_at - now) / std::chrono::seconds{1} : -1;
    return result;
}

TEST(AttachedCasesTest, AreDecidedAsTheySay) {
    std::size_t count = 0;
    for (auto const& entry : std::filesystem::directory_iterator("tests/data/attached")) {
        std::ifstream in(entry.path());
        std::stringstream text;
        text << in.rdbuf();
        auto const json = parse_json(text.str());
        ASSERT_TRUE(json) << entry.path() << ": " << describe(json.error());
        for (auto const& one : *find_array(*json, "/cases")) {
            auto const& expected = one.at("expected");
            EXPECT_EQ(to_text(to_case(plan_attached(state_in(one)), expected)), to_text(expected))
                << catalogue::text_at(one, "name");
            ++count;
        }
    }
    EXPECT_GE(count, 40U);
}

}  // namespace
}  // namespace lockstep::sync
