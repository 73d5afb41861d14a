// SPDX-License-Identifier: Apache-2.0
#include "health/overview.hpp"

#include <algorithm>
#include <tuple>

#include "contacts/normal_form.hpp"

namespace lockstep::health {
namespace {

struct Place {
    Urgency urgency = Urgency::none;
    std::string name;  // as names are compared
    std::string id;

    // The most urgent first, then by name.
    auto order() const { return std::tuple(-static_cast<int>(urgency), std::string_view(name), std::string_view(id)); }
};

Place place_of(SyncReport const& report) {
    return {urgency(report), contacts::name_key(report.sync->label), report.sync->id.text()};
}

constexpr int highest = static_cast<int>(Urgency::alarm);

std::string cursor_of(Place const& place) { return std::to_string(static_cast<int>(place.urgency)) + "." + place.id; }

std::optional<Place> read_cursor(Report const& report, std::string const& cursor) {
    if (cursor.size() < 3 || cursor[1] != '.' || cursor[0] < '0' || cursor[0] > '0' + highest) return std::nullopt;
    auto const found = report.syncs.find(SyncId{cursor.substr(2)});
    if (found == report.syncs.end()) return std::nullopt;
    auto place = place_of(found->second);
    place.urgency = static_cast<Urgency>(cursor[0] - '0');
    return place;
}

}  // namespace

Urgency urgency(SyncReport const& report) {
    if (report.health.weight == Weight::alarm) return Urgency::alarm;
    if (report.health.weight == Weight::attention) return Urgency::attention;
    if (report.counts.open_issues > 0) return Urgency::question;
    switch (report.health.state) {
        case State::well: return Urgency::none;
        case State::working: return Urgency::working;
        case State::waiting:
        case State::limited:
        case State::refused:
        case State::paused:
        case State::unknown: return Urgency::resting;
    }
    return Urgency::resting;
}

std::optional<Overview> overview(Report const& report, OverviewQuery const& query) {
    std::optional<Place> after;
    if (!query.cursor.empty()) {
        after = read_cursor(report, query.cursor);
        if (!after) return std::nullopt;
    }
    Overview found;
    for (auto const state : all_states()) found.states.emplace_back(state, 0);
    auto const wanted = contacts::name_key(query.text);
    std::vector<std::pair<Place, SyncReport const*>> shown;
    for (auto const& [id, each] : report.syncs) {
        auto place = place_of(each);
        if (!wanted.empty() && !place.name.contains(wanted)) continue;
        bool const needs_look = place.urgency >= Urgency::question;
        ++found.total;
        found.needs_look += needs_look ? 1 : 0;
        auto const of_state = std::ranges::find(found.states, each.health.state, &std::pair<State, std::int64_t>::first);
        ++of_state->second;
        if (query.needs_look && !needs_look) continue;
        if (query.state && *query.state != each.health.state) continue;
        if (after && place.order() <= after->order()) continue;
        shown.emplace_back(std::move(place), &each);
    }
    std::ranges::sort(shown, [](auto const& one, auto const& other) { return one.first.order() < other.first.order(); });
    auto const limit = static_cast<std::size_t>(std::max<std::int64_t>(1, query.limit));
    if (shown.size() > limit) {
        found.next = cursor_of(shown[limit - 1].first);
        shown.resize(limit);
    }
    for (auto const& [place, each] : shown) found.items.push_back(each);
    return found;
}

}  // namespace lockstep::health
