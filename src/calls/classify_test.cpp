// SPDX-License-Identifier: Apache-2.0
// What one try came to, and whether the caller repeats it: a table of replies and failures against kinds of operations.
#include "calls/classify.hpp"

#include <gtest/gtest.h>

namespace lockstep::calls {
namespace {

using catalogue::Effect;
using catalogue::ReplyClass;

catalogue::Operation operation(Effect effect) {
    catalogue::Operation made;
    made.id = "things.do";
    made.effect = effect;
    return made;
}

TryResult replied(Effect effect, ReplyClass reply_class) {
    catalogue::Reading reading;
    reading.reply_class = reply_class;
    return classify(operation(effect), &reading, 200, nullptr);
}

TryResult failed(Effect effect, ErrorKind kind, std::string code, bool may_have_arrived) {
    SendFailure const failure{Error{kind, std::move(code), "sending", {}}, may_have_arrived};
    return classify(operation(effect), nullptr, 0, &failure);
}

struct Case {
    ReplyClass reply_class;
    OutcomeKind of_read, of_write;
    bool repeats_read, repeats_write, fails;
};

TEST(Classify, RepliesToReadsAndWrites) {
    using enum OutcomeKind;
    for (auto const& each : {
             Case{ReplyClass::ok, done, done, false, false, false},
             Case{ReplyClass::duplicate, refused, refused, false, false, false},
             Case{ReplyClass::invalid, refused, refused, false, false, false},
             Case{ReplyClass::unauthorized, retry_later, retry_later, false, false, false},
             Case{ReplyClass::forbidden, refused, refused, false, false, false},
             Case{ReplyClass::not_found, refused, refused, false, false, false},
             Case{ReplyClass::changed_since, refused, refused, false, false, false},
             Case{ReplyClass::limited, retry_later, retry_later, true, true, false},
             Case{ReplyClass::quota_spent, retry_later, retry_later, false, false, false},
             Case{ReplyClass::unavailable, retry_later, unknown, true, false, true},
             Case{ReplyClass::malformed, retry_later, unknown, true, false, true},
         }) {
        auto const name = std::string(catalogue::to_string(each.reply_class));
        EXPECT_EQ(replied(Effect::read, each.reply_class).kind, each.of_read) << name;
        EXPECT_EQ(replied(Effect::read, each.reply_class).may_repeat, each.repeats_read) << name;
        EXPECT_EQ(replied(Effect::read, each.reply_class).counts_for_breaker, each.fails) << name;
        for (auto const effect : {Effect::create, Effect::update, Effect::remove}) {
            EXPECT_EQ(replied(effect, each.reply_class).kind, each.of_write) << name;
            EXPECT_EQ(replied(effect, each.reply_class).may_repeat, each.repeats_write) << name;
        }
    }
}

TEST(Classify, AWriteThatMayHaveArrivedIsUnknownAndNotRepeated) {
    for (auto const effect : {Effect::create, Effect::update, Effect::remove}) {
        auto const lost = failed(effect, ErrorKind::timeout, "http.timeout", true);
        EXPECT_EQ(lost.kind, OutcomeKind::unknown);
        EXPECT_FALSE(lost.may_repeat);
        auto const never_left = failed(effect, ErrorKind::unavailable, "http.connect", false);
        EXPECT_EQ(never_left.kind, OutcomeKind::retry_later);
        EXPECT_TRUE(never_left.may_repeat);
    }
}

TEST(Classify, WhatIsOursSaysNothingAboutTheApp) {
    EXPECT_FALSE(failed(Effect::read, ErrorKind::timeout, "http.no_free_connection", false).counts_for_breaker);
    EXPECT_FALSE(failed(Effect::read, ErrorKind::timeout, "http.no_free_connection", false).may_repeat);
    EXPECT_FALSE(failed(Effect::read, ErrorKind::cancelled, "http.cancelled", true).counts_for_breaker);
    EXPECT_TRUE(failed(Effect::read, ErrorKind::timeout, "http.timeout", true).counts_for_breaker);
}

TEST(Classify, WhereCallsAreScarceOnlyWhatCostNothingIsRepeated) {
    auto const unavailable = replied(Effect::read, ReplyClass::unavailable);
    auto const limited = replied(Effect::read, ReplyClass::limited);
    auto const never_left = failed(Effect::read, ErrorKind::unavailable, "http.connect", false);
    EXPECT_TRUE(may_try_again(unavailable, false, 1, 3));
    EXPECT_FALSE(may_try_again(unavailable, true, 1, 3));
    EXPECT_TRUE(may_try_again(limited, true, 1, 3));
    EXPECT_TRUE(may_try_again(never_left, true, 1, 3));
    EXPECT_FALSE(may_try_again(never_left, false, 3, 3)) << "three times in all";
    EXPECT_FALSE(may_try_again(replied(Effect::read, ReplyClass::ok), false, 1, 3));
}

}  // namespace
}  // namespace lockstep::calls
