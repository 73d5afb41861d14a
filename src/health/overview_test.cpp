// SPDX-License-Identifier: Apache-2.0
#include "health/overview.hpp"

#include <gmock/gmock.h>

namespace lockstep::health {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

struct Clinics {
    Report report;

    SyncReport& add(std::string const& name, State state = State::well, Weight weight = Weight::good, std::int64_t issues = 0) {
        SyncId const id{"syn_" + std::to_string(report.syncs.size())};
        auto sync = std::make_shared<sync::Sync>();
        sync->id = id;
        sync->label = name;
        auto& each = report.syncs[id];
        each.sync = std::move(sync);
        each.health.state = state;
        each.health.weight = weight;
        each.counts.open_issues = issues;
        return each;
    }
    std::vector<std::string> names(OverviewQuery const& query) const {
        auto const shown = overview(report, query).value();
        std::vector<std::string> found;
        for (auto const* each : shown.items) found.push_back(each->sync->label);
        return found;
    }
};

OverviewQuery by(std::string text, std::optional<State> state = {}, bool needs_look = false) {
    OverviewQuery query;
    query.text = std::move(text);
    query.state = state;
    query.needs_look = needs_look;
    return query;
}

Clinics some() {
    Clinics clinics;
    clinics.add("Beaupré");
    clinics.add("Rivière", State::refused, Weight::alarm);
    clinics.add("Anjou", State::waiting, Weight::attention);
    clinics.add("Orford", State::well, Weight::good, 3);
    clinics.add("Magog", State::paused, Weight::quiet);
    clinics.add("Alma", State::working, Weight::quiet);
    clinics.add("Écluse", State::waiting, Weight::alarm);
    return clinics;
}

TEST(Overview, TheWorstStandFirstAndThoseThatAreAsBadByName) {
    EXPECT_THAT(some().names({}), ElementsAre("Écluse", "Rivière", "Anjou", "Orford", "Magog", "Alma", "Beaupré"));
}

TEST(Overview, ANameIsFoundHoweverItIsSpelledAndStatesAreCountedBeforeTheyAreChosen) {
    auto const clinics = some();
    EXPECT_THAT(clinics.names(by("RIVIERE")), ElementsAre("Rivière"));
    EXPECT_THAT(clinics.names(by("nowhere")), IsEmpty());
    EXPECT_THAT(clinics.names(by("", State::waiting)), ElementsAre("Écluse", "Anjou"));
    EXPECT_THAT(clinics.names(by("", {}, true)), ElementsAre("Écluse", "Rivière", "Anjou", "Orford"));
    auto const found = overview(clinics.report, by("r", State::paused)).value();
    EXPECT_THAT(found.items, IsEmpty());
    EXPECT_EQ(found.total, 3);
    EXPECT_EQ(found.needs_look, 2);
}

TEST(Overview, PagesShowEverybodyOnce) {
    auto const clinics = some();
    OverviewQuery query;
    query.limit = 2;
    std::vector<std::string> all;
    for (int page = 0; page < 9; ++page) {
        auto const found = overview(clinics.report, query).value();
        for (auto const* each : found.items) all.push_back(each->sync->label);
        query.cursor = found.next;
        if (query.cursor.empty()) break;
    }
    EXPECT_EQ(all, clinics.names({}));
}

TEST(Overview, ACursorThatNoPageGaveIsNone) {
    auto const clinics = some();
    for (std::string const cursor : {"x", "9.syn_0", "5.syn_99", "5", "55syn_0", "5."}) {
        OverviewQuery query;
        query.cursor = cursor;
        EXPECT_FALSE(overview(clinics.report, query)) << cursor;
    }
}

}  // namespace
}  // namespace lockstep::health
