// SPDX-License-Identifier: Apache-2.0
#include "alerts/decide.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace lockstep::alerts {
namespace {

using health::State;
using health::Weight;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr TimePoint start{std::chrono::sys_days{std::chrono::year{2026} / 3 / 1}};

Settings told_after(std::int64_t delay_minutes, Weight from = Weight::alarm) {
    Settings settings;
    settings.is_on = true;
    settings.from = from;
    settings.delay_minutes = delay_minutes;
    settings.recipients = {{Channel::mail, "anne@example.com", messages::Language::en}};
    return settings;
}

// A subject or more, looked at every five seconds.
class Watch {
public:
    explicit Watch(Settings used) : settings(std::move(used)) {}

    void set(std::string const& id, State state, Weight weight) {
        Condition condition{.kind = SubjectKind::sync, .id = id, .label = id, .health = {}};
        condition.health.state = state;
        condition.health.weight = weight;
        for (auto& each : conditions) {
            if (each.id == id) {
                each = condition;
                return;
            }
        }
        conditions.push_back(condition);
    }
    void fails(std::string const& id = "s") { set(id, State::waiting, Weight::alarm); }
    void works(std::string const& id = "s") { set(id, State::well, Weight::good); }

    // What is told in this time: "broken s", several in one message with "+".
    std::vector<std::string> after(Duration time) {
        std::vector<std::string> told;
        for (auto const end = now + time; now < end; now += seconds{5}) {
            auto decision = decide(settings, conditions, known, now, is_quiet_now);
            known = std::move(decision.known);
            std::string message;
            for (auto const& item : decision.items) {
                message += (message.empty() ? "" : " + ") + std::string(to_string(item.news)) + " " + item.condition.id;
                last = item;
            }
            if (!message.empty()) told.push_back(message);
        }
        return told;
    }

    Settings settings;
    std::vector<Condition> conditions;
    KnownSubjects known;
    TimePoint now = start;
    bool is_quiet_now = false;
    Item last;
};

TEST(Alerts, AStateIsToldOnceWhenItHasLasted) {
    Watch watch(told_after(5));
    watch.fails();
    EXPECT_THAT(watch.after(minutes{5}), IsEmpty());
    EXPECT_THAT(watch.after(minutes{1}), ElementsAre("broken s"));
    EXPECT_EQ(watch.last.since, start);
    EXPECT_THAT(watch.after(hours{48}), IsEmpty());
    watch.works();
    EXPECT_THAT(watch.after(minutes{1}), IsEmpty());
    EXPECT_THAT(watch.after(minutes{1}), ElementsAre("well s"));
    EXPECT_THAT(watch.after(hours{2}), IsEmpty());
    EXPECT_THAT(watch.known, IsEmpty());
}

TEST(Alerts, WhatEndsBeforeTheDelayIsNotTold) {
    Watch watch(told_after(5));
    for (int i = 0; i < 100; ++i) {
        watch.fails();
        EXPECT_THAT(watch.after(minutes{4}), IsEmpty());
        watch.works();
        EXPECT_THAT(watch.after(minutes{1}), IsEmpty());
    }
}

TEST(Alerts, FlappingIsNoFlood) {
    Watch watch(told_after(0));
    std::size_t told = 0;
    for (int i = 0; i < 60; ++i) {  // ten hours
        watch.fails();
        told += watch.after(minutes{5}).size();
        watch.works();
        told += watch.after(minutes{5}).size();
    }
    EXPECT_GE(told, 10U);
    EXPECT_LE(told, 20U) << "one alarm in an hour, and its end";
}

TEST(Alerts, OnlyFromTheChosenWeightOn) {
    Watch watch(told_after(0));
    watch.set("s", State::limited, Weight::attention);
    EXPECT_THAT(watch.after(hours{1}), IsEmpty());
    watch.settings.from = Weight::attention;
    EXPECT_THAT(watch.after(minutes{1}), ElementsAre("broken s"));
    watch.fails();
    EXPECT_THAT(watch.after(minutes{50}), IsEmpty()) << "within the hour";
    EXPECT_THAT(watch.after(minutes{20}), ElementsAre("worse s"));
    watch.set("s", State::limited, Weight::attention);
    EXPECT_THAT(watch.after(hours{2}), IsEmpty()) << "better is not well";
}

TEST(Alerts, WhatBecomesDueTogetherIsOneMessage) {
    Watch watch(told_after(1));
    watch.fails("one");
    watch.after(seconds{10});
    watch.fails("two");
    watch.works("three");
    EXPECT_THAT(watch.after(minutes{3}), ElementsAre("broken one + broken two"));
    watch.works("one");
    watch.fails("three");
    watch.after(seconds{5});
    watch.works("two");
    EXPECT_THAT(watch.after(minutes{3}), ElementsAre("well one + well two + broken three"));
}

TEST(Alerts, WhatNobodyKnowsIsNotCalledWell) {
    Watch watch(told_after(0));
    watch.fails();
    watch.after(minutes{5});
    watch.set("s", State::unknown, Weight::quiet);
    EXPECT_THAT(watch.after(hours{3}), IsEmpty());
    watch.works();
    EXPECT_THAT(watch.after(minutes{2}), ElementsAre("well s"));
}

TEST(Alerts, WhatSomebodyStoppedIsNotCalledWell) {
    Watch watch(told_after(0));
    watch.fails();
    watch.after(minutes{5});
    watch.set("s", State::paused, Weight::quiet);
    EXPECT_THAT(watch.after(minutes{2}), ElementsAre("rests s"));
}

TEST(Alerts, QuietHoursAreSummedUpWhenTheyEnd) {
    Watch watch(told_after(5));
    watch.is_quiet_now = true;
    watch.fails("stays");
    watch.fails("ends");
    watch.works("fine");
    EXPECT_THAT(watch.after(minutes{30}), IsEmpty());
    watch.works("ends");
    EXPECT_THAT(watch.after(hours{5}), IsEmpty());
    watch.is_quiet_now = false;
    EXPECT_THAT(watch.after(hours{5}), ElementsAre("broken stays + was_broken ends"));
    EXPECT_EQ(watch.last.since, start);
    EXPECT_EQ(watch.last.until, start + minutes{30});
}

TEST(Alerts, AnEndInQuietHoursIsToldAfterThem) {
    Watch watch(told_after(0));
    watch.fails();
    EXPECT_THAT(watch.after(minutes{2}), ElementsAre("broken s"));
    watch.is_quiet_now = true;
    watch.works();
    EXPECT_THAT(watch.after(hours{3}), IsEmpty());
    watch.is_quiet_now = false;
    EXPECT_THAT(watch.after(minutes{2}), ElementsAre("well s"));
}

TEST(Alerts, NobodyIsToldWhileTheyAreOff) {
    Watch watch(told_after(0));
    watch.settings.is_on = false;
    watch.fails();
    EXPECT_THAT(watch.after(hours{1}), IsEmpty());
    watch.settings.is_on = true;
    EXPECT_THAT(watch.after(minutes{2}), ElementsAre("broken s"));
    watch.settings.recipients.clear();
    watch.after(minutes{1});
    EXPECT_THAT(watch.known, IsEmpty());
}

TEST(QuietHours, GoByTheClockOnTheWall) {
    Settings settings;
    settings.zone = "America/Toronto";
    settings.quiet = QuietHours{22 * 60, 7 * 60};
    auto const at = [&](int hour, int minute) {  // of a winter's day, UTC-5
        return is_quiet(settings, start + hours{hour} + minutes{minute} + hours{5});
    };
    EXPECT_FALSE(at(21, 59));
    EXPECT_TRUE(at(22, 0));
    EXPECT_TRUE(at(3, 0));
    EXPECT_TRUE(at(6, 59));
    EXPECT_FALSE(at(7, 0));
    EXPECT_FALSE(at(12, 0));
    settings.quiet = QuietHours{12 * 60, 13 * 60};
    EXPECT_TRUE(at(12, 30));
    EXPECT_FALSE(at(13, 0));
    settings.quiet.reset();
    EXPECT_FALSE(at(3, 0));
    EXPECT_TRUE(check_zone("America/Toronto"));
    EXPECT_FALSE(check_zone("Mars/Olympus"));
    EXPECT_EQ(parse_minutes("24:00"), std::nullopt);
    EXPECT_EQ(minutes_text(*parse_minutes("07:05")), "07:05");
}

}  // namespace
}  // namespace lockstep::alerts
