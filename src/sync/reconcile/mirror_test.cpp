// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/mirror.hpp"

#include <gtest/gtest.h>

#include "sync/reconcile/test_noon.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;

contacts::Mapping phone_mapping() {
    contacts::Mapping mapping;
    mapping.rows.push_back({"phone", "phone", {contacts::FieldKind::phone}, {}, {}});
    mapping.a_holds_id_of_b = "custom.hexfit_id";
    return mapping;
}

contacts::Record record(std::string phone, std::optional<TimePoint> changed_at = {}) {
    contacts::Record made;
    made.id = "r1";
    made.fields["phone"] = Value{std::move(phone)};
    made.fields["ssn"] = Value{"not mapped"};
    made.changed_at = changed_at;
    return made;
}

TEST(Observe, KeepsMappedFieldsOnly) {
    auto const mirror = observe(std::nullopt, record("514 555-0199"), phone_mapping(), Side::a, noon);
    EXPECT_TRUE(mirror.record.fields.contains("phone"));
    EXPECT_FALSE(mirror.record.fields.contains("ssn"));
}

TEST(Observe, KnowsNoChangeTimeAtFirstSight) {
    auto const mirror = observe(std::nullopt, record("514 555-0199", noon), phone_mapping(), Side::a, noon);
    EXPECT_FALSE(mirror.times.at("phone").observed);
    EXPECT_EQ(mirror.times.at("phone").app, noon);
}

TEST(Observe, KeepsTheTimeOfAValueThatIsWrittenDifferentlyOnly) {
    auto const first = observe(std::nullopt, record("514 555-0199"), phone_mapping(), Side::a, noon);
    auto const same = observe(first, record("+15145550199"), phone_mapping(), Side::a, noon + std::chrono::hours{1});
    EXPECT_FALSE(same.times.at("phone").observed);
    auto const changed = observe(same, record("+15145550123"), phone_mapping(), Side::a, noon + std::chrono::hours{2});
    EXPECT_EQ(changed.times.at("phone").observed, noon + std::chrono::hours{2});
}

TEST(Observe, KeepsFieldsThatAPartialReplyDoesNotCarry) {
    auto const first = observe(std::nullopt, record("514 555-0199"), phone_mapping(), Side::a, noon);
    contacts::Record partial;
    partial.id = "r1";
    auto const mirror = observe(first, partial, phone_mapping(), Side::a, noon);
    EXPECT_EQ(mirror.record.fields.at("phone"), Value{"514 555-0199"});
}

TEST(Observe, SurvivesTheWayThroughTheDatabase) {
    auto mirror = observe(std::nullopt, record("514 555-0199", noon), phone_mapping(), Side::a, noon);
    mirror.record.version = "v7";
    auto read = mirror_from_json(parse_json(to_text(to_json(mirror))).value()).value();
    read.record.id = mirror.record.id;
    read.observed_at = mirror.observed_at;
    EXPECT_EQ(read, mirror);
}

TEST(ChangeTimes, UseOurObservationsWhenTheAppsClocksAreClose) {
    auto const row = phone_mapping().rows[0];
    Mirror a, b;
    a.times["phone"] = {noon, noon};
    b.times["phone"] = {noon + std::chrono::seconds{30}, noon - std::chrono::minutes{9}};
    auto const close = change_times(row, a, b);
    EXPECT_EQ(close.a, noon);
    EXPECT_EQ(close.b, noon + std::chrono::seconds{30});
    b.times["phone"].app = noon - std::chrono::minutes{11};
    EXPECT_EQ(change_times(row, a, b).b, noon - std::chrono::minutes{11});
}

}  // namespace
}  // namespace lockstep::sync
