// SPDX-License-Identifier: Apache-2.0
#include "simulation/stage.hpp"

#include <algorithm>

#include "simulation/end_state.hpp"
#include "simulation/world.hpp"

namespace lockstep::simulation {

sandbox::Faults& Stage::faults(Side side) { return world_.oracle().app(side).faults(); }

std::optional<LinkedPair> Stage::pick() {
    auto const state = load_end_state(world_);
    if (!state) return std::nullopt;
    auto& oracle = world_.oracle();
    std::vector<LinkedPair> pairs;
    for (auto const& link : state->links) {
        if (!link.a || !link.b || link.state != sync::LinkState::active) continue;
        LinkedPair const pair{{Side::a, *link.a}, {Side::b, *link.b}, link.id.text()};
        auto const a = oracle.projection(pair.a), b = oracle.projection(pair.b);
        bool const is_questioned =
            std::ranges::any_of(state->issues, [&](Issue const& issue) { return issue.is_open && issue.subject == pair.link; });
        if (a && b && *a == *b && !is_questioned && !used_.contains(pair.a)) pairs.push_back(pair);
    }
    if (pairs.empty()) return std::nullopt;
    auto const chosen = pairs[stream_.below(pairs.size())];
    used_.insert(chosen.a);
    return chosen;
}

contacts::FieldRow const* Stage::row_named(std::string_view name) const {
    auto const& rows = world_.oracle().mapping().rows;
    auto const found = std::ranges::find(rows, name, &contacts::FieldRow::a);
    return found == rows.end() ? nullptr : &*found;
}

void Stage::edit(RecordKey const& key, std::vector<RowValue> const& values) {
    constexpr std::array<std::string_view, 2> names{"firstname", "lastname"};
    JsonObject changes, address;
    for (auto const& [row, value] : values) {
        auto const* mapped = row_named(row);
        if (mapped == nullptr) continue;
        bool const is_plain = key.first == Side::a || std::ranges::find(names, mapped->b) != names.end();
        if (is_plain)
            changes[mapped->at(key.first)] = value;
        else
            address[mapped->b] = value.empty() ? Json(nullptr) : Json(value);
    }
    if (!address.empty()) changes["address"] = std::move(address);
    if (!changes.empty()) world_.person_edits(key, std::move(changes));
}

void Stage::edit_untold(RecordKey const& key, std::string_view row, std::string const& value) {
    faults(key.first).forced.push_back({.kind = sandbox::FaultKind::webhook_lost, .times = 1});
    edit(key, row, value);
}

void Stage::toggle(RecordKey const& key, std::size_t nth) {
    auto const& rows = world_.oracle().mapping().rows;
    auto const row = std::ranges::find_if(rows, [](auto const& each) { return each.rule.kind == contacts::FieldKind::set; });
    auto const view = world_.oracle().app(key.first).record(key.second);
    if (row == rows.end() || !row->transform || !view) return;
    auto const& pair = row->transform->pairs[nth % row->transform->pairs.size()];
    auto const& tag = key.first == Side::a ? pair.first : pair.second;
    auto const& field = key.first == Side::a ? row->a : row->b;
    JsonArray list;
    bool was_there = false;
    if (auto const* present = view->fields.if_contains(field); present != nullptr && present->is_array()) {
        for (auto const& element : present->get_array()) {
            bool const is_it = element.is_string() && element.get_string() == tag;
            was_there = was_there || is_it;
            if (!is_it) list.push_back(element);
        }
    }
    if (!was_there) list.emplace_back(tag);
    world_.person_edits(key, JsonObject{{field, std::move(list)}});
}

Stage::Answer Stage::at_arrival(AppCall const& call, HttpRequest& request) {
    Answer answer;
    std::erase_if(ambushes_, [&](Ambush const& one) { return one.times <= 0 || clock_.now() >= one.until; });
    // What happens may lay another one.
    for (std::size_t i = 0; i < ambushes_.size(); ++i) {
        if (ambushes_[i].times <= 0 || !ambushes_[i].matches(call, request)) continue;
        --ambushes_[i].times;
        auto const happens = ambushes_[i].happens;
        if (auto answered = happens(request); answered.status != 0) answer = std::move(answered);
    }
    return answer;
}

void Stage::expect(Duration after, std::string deed, std::function<std::string()> wrong) {
    in(after, [this, deed = std::move(deed), wrong = std::move(wrong)] {
        if (auto const text = wrong(); !text.empty())
            world_.oracle().found("staged_deeds_end_right", deed + ", at " + format_time(now()) + ": " + text);
    });
}

contacts::Value Stage::shown(RecordKey const& key, std::string_view row) {
    auto const values = world_.oracle().projection(key);
    if (!values) return {};
    auto const found = values->find(std::string(row));
    return found == values->end() ? contacts::Value{} : found->second;
}

std::string Stage::unless_shows(RecordKey const& key, std::string_view row, contacts::Value const& value) {
    auto const there = shown(key, row);
    if (there == value) return {};
    return std::string(row) + " of " + describe(key) + " is " + describe(there) + ", not " + describe(value) + "; ";
}

std::string Stage::unless_both_show(LinkedPair const& pair, std::string_view row, contacts::Value const& value) {
    return unless_shows(pair.a, row, value) + unless_shows(pair.b, row, value);
}

std::string Stage::unless_unasked(LinkedPair const& pair, std::string_view row) {
    auto const state = load_end_state(world_);
    if (!state) return {};
    for (auto const& issue : state->issues) {
        if (!issue.is_open || issue.subject != pair.link || (!row.empty() && issue.field != row)) continue;
        return "somebody is asked about " + issue.field + " (" + issue.kind_name + ": " + to_text(issue.detail) + "); ";
    }
    return {};
}

std::string Stage::unless_asked(LinkedPair const& pair, std::string_view row) {
    auto const is = unless_unasked(pair, row);
    return is.empty() ? "nobody is asked about " + std::string(row) + " of " + describe(pair.a) + "; " : std::string();
}

std::size_t Stage::writes_to(RecordKey const& key, TimePoint since) {
    return static_cast<std::size_t>(std::ranges::count_if(world_.http().calls, [&](AppCall const& call) {
        return call.side == key.first && call.is_write && call.record_id == key.second && call.sent_at >= since;
    }));
}

std::optional<TimePoint> Stage::last_search() {
    auto const& calls = world_.http().calls;
    for (auto call = calls.rbegin(); call != calls.rend(); ++call) {
        if (call->side == Side::a && call->path == "/contacts/search") return call->sent_at;
    }
    return std::nullopt;
}

}  // namespace lockstep::simulation
