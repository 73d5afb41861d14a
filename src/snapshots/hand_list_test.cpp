// SPDX-License-Identifier: Apache-2.0
#include "snapshots/hand_list.hpp"

#include <gmock/gmock.h>

namespace lockstep::snapshots {
namespace {

using contacts::Value;

constexpr TimePoint noon{std::chrono::hours{12}};
constexpr TimePoint an_hour_later = noon + std::chrono::hours{1};

HandItem item(HandState state) {
    HandItem made;
    made.there = Value{"old"};
    made.wanted = Value{"new"};
    made.state = state;
    made.changed_at = noon;
    return made;
}

HandLook still(TimePoint seen_at = an_hour_later) { return {Value{"old"}, Value{"new"}, false, seen_at}; }
HandLook done() { return {Value{"new"}, std::nullopt, true, an_hour_later}; }
HandLook came_round() { return {Value{"old"}, std::nullopt, true, an_hour_later}; }
HandLook nothing_wanted() { return {Value{"old"}, std::nullopt, false, an_hour_later}; }
HandLook wants_another() { return {Value{"old"}, Value{"newer"}, false, an_hour_later}; }

TEST(HandItem, WhatBecomesOfEachStateByWhatIsSeen) {
    using enum HandState;
    struct Case {
        HandState before;
        HandLook look;
        HandState after;
        std::string_view why;
    };
    std::vector<Case> const cases{
        {open, still(), open, "still to do"},
        {open, done(), confirmed, "done without a tick"},
        {open, came_round(), no_longer_needed, "the other side took the value that is there"},
        {open, nothing_wanted(), no_longer_needed, "the merge wants nothing here any more"},
        {open, wants_another(), open, "another value is wanted"},
        {ticked, still(noon), ticked, "the snapshot is older than the tick"},
        {ticked, still(), contradicted, "a later snapshot shows the old value"},
        {ticked, done(), confirmed, "as it should be"},
        {ticked, wants_another(), open, "what was done is not what is wanted now"},
        {contradicted, still(), contradicted, "stays until it is done or ticked again"},
        {contradicted, done(), confirmed, "done after all"},
        {confirmed, done(), confirmed, "stays"},
        {confirmed, still(), open, "undone there"},
        {no_longer_needed, nothing_wanted(), no_longer_needed, "stays"},
        {no_longer_needed, wants_another(), open, "wanted again"},
    };
    for (auto const& each : cases)
        EXPECT_EQ(to_string(after_look(item(each.before), each.look).state), to_string(each.after)) << each.why;
}

TEST(HandItem, AFileThatDoesNotSayTheFieldConfirmsNothing) {
    HandLook const silent{std::nullopt, Value{"new"}, false, an_hour_later};
    EXPECT_EQ(after_look(item(HandState::ticked), silent).state, HandState::ticked);
    EXPECT_EQ(after_look(item(HandState::open), silent).state, HandState::open);
}

TEST(HandItem, ATickIsTakenBack) {
    auto const ticked = after_tick(item(HandState::contradicted), true, "usr_1", an_hour_later);
    EXPECT_EQ(ticked.state, HandState::ticked);
    EXPECT_EQ(ticked.ticked_by, "usr_1");
    EXPECT_EQ(ticked.changed_at, an_hour_later);
    EXPECT_EQ(after_tick(ticked, false, "usr_1", an_hour_later).state, HandState::open);
    EXPECT_EQ(after_tick(item(HandState::confirmed), true, "usr_1", an_hour_later).state, HandState::confirmed)
        << "a snapshot has shown it";
}

contacts::FieldRow row(
    std::string a, std::string b, contacts::FieldKind kind, contacts::Direction direction = contacts::Direction::both) {
    contacts::FieldRow made;
    made.a = std::move(a);
    made.b = std::move(b);
    made.rule.kind = kind;
    made.rule.direction = direction;
    return made;
}

Pairing pairing_of(std::string city_there_agreed) {
    Pairing pairing;
    using enum contacts::FieldKind;
    pairing.mapping.rows = {row("firstName", "first_name", text), row("lastName", "last_name", text),
        row("email", "email", email), row("city", "city", text)};
    LinkedPerson person;
    person.record_id = "7";
    person.other.fields = {
        {"firstName", Value{"Ann"}}, {"lastName", Value{"Roy"}}, {"email", Value{"ann@example.test"}}, {"city", Value{"Lévis"}}};
    person.base = {{"firstName", Value{"Ann"}}, {"lastName", Value{"Roy"}}, {"email", Value{"ann@example.test"}},
        {"city", Value{std::move(city_there_agreed)}}};
    pairing.people.push_back(person);
    return pairing;
}

contacts::Record there(std::string id, std::string city) {
    contacts::Record record;
    record.id = std::move(id);
    record.fields = {{"first_name", Value{"Ann"}}, {"last_name", Value{"Roy"}}, {"email", Value{"ann@example.test"}},
        {"city", Value{std::move(city)}}};
    return record;
}

std::vector<std::string> wanted(Pairing const& pairing, contacts::Record const& record) {
    std::vector<std::string> told;
    for (auto const& edit : wanted_edits(pairing, {record}, with_plain_fields({}))) {
        if (edit.wanted) told.push_back(edit.person + " " + edit.field + " " + to_text(contacts::to_json(*edit.wanted)));
    }
    return told;
}

TEST(WantedEdits, TheThreeWayMergeSaysWhatIsToBeDoneByHand) {
    EXPECT_THAT(wanted(pairing_of("Québec"), there("7", "Québec")), testing::ElementsAre("Ann Roy city \"Lévis\""))
        << "changed at the other side";
    EXPECT_THAT(wanted(pairing_of("Lévis"), there("7", "Montréal")), testing::IsEmpty())
        << "changed in the app itself: nothing to do there";
    EXPECT_THAT(wanted(pairing_of("Lévis"), there("7", "Lévis")), testing::IsEmpty());
}

TEST(WantedEdits, AFileWithoutIdsFindsPeopleByWhoTheyAre) {
    EXPECT_THAT(wanted(pairing_of("Québec"), there("", "Québec")), testing::SizeIs(1));
    EXPECT_THAT(wanted(pairing_of("Québec"), there("8", "Québec")), testing::IsEmpty()) << "another id is somebody else";
}

TEST(WantedEdits, WhatTheFileHasNoColumnForIsNotAsked) {
    auto record = there("7", "Québec");
    record.fields.erase("city");
    EXPECT_THAT(wanted(pairing_of("Québec"), record), testing::IsEmpty());
}

}  // namespace
}  // namespace lockstep::snapshots
