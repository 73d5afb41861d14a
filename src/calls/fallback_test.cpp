// SPDX-License-Identifier: Apache-2.0
// Calls of a connection whose credential was replaced, while its app may accept both.
#include "calls/fallback.hpp"

#include <gtest/gtest.h>

#include <set>

#include "calls/test_calling.hpp"

namespace lockstep::calls {
namespace {

// What an app does with each token, and which came in.
struct Tokens {
    std::set<std::string, std::less<>> accepted;
    std::vector<std::string> sent;

    Answer operator()(HttpRequest const& request) {
        auto token = std::string(request.headers.find("Authorization").value_or("").substr(std::string_view("Bearer ").size()));
        sent.push_back(token);
        return accepted.contains(token) ? Answer{good(request)} : unauthorized(request);
    }
    std::vector<std::string> take() { return std::exchange(sent, {}); }
};
using Sent = std::vector<std::string>;

class CallingWithTwo : public Calling {
protected:
    void SetUp() override {
        Calling::SetUp();
        auto rotated = *directory_.find(connection_);
        connections::replace_credential(rotated, Secret{"pit-new"}, clock_.now(), std::chrono::days{7});
        directory_.put(std::move(rotated));
        http_.answer = [this](HttpRequest const& request) { return tokens_(request); };
        caller_.on_credential([this](CredentialNotice const& notice) { notices_.push_back(notice); });
    }
    std::optional<TimePoint> falls_back_since() { return caller_.traffic(connection_)->fallback_since; }

    Tokens tokens_;
    std::vector<CredentialNotice> notices_;
};

TEST_F(CallingWithTwo, CallsGoByTheNewOneAndTheOldOneIsLeftAlone) {
    tokens_.accepted = {"pit-new", "pit-first"};
    for (int i = 0; i < 3; ++i) EXPECT_EQ(create().kind, OutcomeKind::done);
    EXPECT_EQ(tokens_.take(), (Sent{"pit-new", "pit-new", "pit-new"}));
    EXPECT_FALSE(falls_back_since());
}

TEST_F(CallingWithTwo, AWriteWhoseNewCredentialIsRefusedGoesOnceMoreWithTheOldOne) {
    tokens_.accepted = {"pit-first"};
    auto const outcome = create();
    EXPECT_EQ(outcome.kind, OutcomeKind::done);
    EXPECT_EQ(outcome.tries, 2);
    EXPECT_EQ(tokens_.take(), (Sent{"pit-new", "pit-first"}));
    EXPECT_EQ(create().tries, 1) << "it is known which one the app accepts";
    EXPECT_EQ(tokens_.take(), Sent{"pit-first"});
    EXPECT_TRUE(notices_.empty()) << "the connection works";
    EXPECT_EQ(falls_back_since(), clock_.now());
    EXPECT_EQ(metrics_.counts["lockstep_credential_fallbacks_total,highlevel"], 1);
}

TEST_F(CallingWithTwo, TheNewOneIsTriedAgainFromTimeToTimeAndTakenWhenItIsAccepted) {
    tokens_.accepted = {"pit-first"};
    create();
    tokens_.take();
    clock_.advance(10s);
    EXPECT_EQ(create().kind, OutcomeKind::done);
    EXPECT_EQ(tokens_.take(), (Sent{"pit-new", "pit-first"}));
    EXPECT_EQ(caller_.traffic(connection_)->fallback_refusals, 2);
    clock_.advance(10s);
    create();
    EXPECT_EQ(tokens_.take(), Sent{"pit-first"}) << "it waits longer each time";
    clock_.advance(1min);
    tokens_.accepted = {"pit-first", "pit-new"};
    create();
    create();
    EXPECT_EQ(tokens_.take(), (Sent{"pit-new", "pit-new"}));
    EXPECT_FALSE(falls_back_since());
}

TEST_F(CallingWithTwo, WhoAsksByHandAsksForThePresentOne) {
    tokens_.accepted = {"pit-first"};
    create();
    tokens_.take();
    auto const by_hand = [&] {
        return call("contacts.get_contact", {{"contactId", "Kp3x9TqLmNw2VbYc7RdZ"}}, catalogue::Lane::interactive);
    };
    EXPECT_EQ(by_hand().kind, OutcomeKind::done);
    EXPECT_EQ(tokens_.take(), (Sent{"pit-new", "pit-first"}));
    tokens_.accepted = {"pit-new", "pit-first"};
    by_hand();
    create();
    EXPECT_EQ(tokens_.take(), (Sent{"pit-new", "pit-new"})) << "and what it says counts for everybody";
}

TEST_F(CallingWithTwo, AfterItsDaysTheOldOneIsNotTried) {
    tokens_.accepted = {"pit-first"};
    create();
    tokens_.take();
    clock_.advance(std::chrono::days{7});
    auto const outcome = create();
    EXPECT_EQ(outcome.error.code, "calls.needs_credential");
    EXPECT_EQ(tokens_.take(), Sent{"pit-new"});
    EXPECT_FALSE(falls_back_since());
}

TEST_F(CallingWithTwo, WhenBothAreRefusedTheConnectionIsHeldAfterTwoRequests) {
    for (int i = 0; i < 5; ++i) EXPECT_EQ(get_another().kind, OutcomeKind::retry_later);
    EXPECT_EQ(tokens_.take(), (Sent{"pit-new", "pit-first"}));
    clock_.advance(10s);
    for (int i = 0; i < 5; ++i) get_another();
    EXPECT_EQ(tokens_.take(), Sent{"pit-new"}) << "a look at a dead connection is one call";
    ASSERT_EQ(notices_.size(), 2U);
    EXPECT_EQ(notices_[1].refusals_in_a_row, 2);
    // The old one comes back, as after an hour's trouble at the app.
    tokens_.accepted = {"pit-first"};
    clock_.advance(1min);
    EXPECT_EQ(get().kind, OutcomeKind::done);
    EXPECT_EQ(tokens_.take(), (Sent{"pit-new", "pit-first"}));
    EXPECT_FALSE(notices_.back().is_refused);
}

TEST_F(CallingWithTwo, WhenTheOldOneEndsEarlyTheNewOneIsAskedAtOnce) {
    tokens_.accepted = {"pit-first"};
    create();
    tokens_.take();
    // Cut short at the app, which has the new one by now.
    tokens_.accepted = {"pit-new"};
    EXPECT_EQ(create().kind, OutcomeKind::done);
    EXPECT_EQ(create().kind, OutcomeKind::done);
    EXPECT_EQ(tokens_.take(), (Sent{"pit-first", "pit-new", "pit-new"}));
}

TEST_F(CallingWithTwo, WhenTheOldOneEndsTooTheConnectionIsHeldAfterTwoRequests) {
    tokens_.accepted = {"pit-first"};
    create();
    tokens_.take();
    tokens_.accepted = {};
    for (int i = 0; i < 5; ++i) EXPECT_EQ(get_another().kind, OutcomeKind::retry_later);
    EXPECT_EQ(tokens_.take(), (Sent{"pit-first", "pit-new"}));
}

TEST_F(CallingWithTwo, NothingButARefusalIsTriedWithTheOther) {
    for (auto const& answer :
        std::vector<Answer>{ScriptedHttp::lost(true), ScriptedHttp::json(500, "{}"), ScriptedHttp::json(403, "{}")}) {
        http_.answer = [this, &answer](HttpRequest const& request) -> Answer {
            tokens_(request);
            return answer;
        };
        EXPECT_EQ(create().tries, 1);
        EXPECT_EQ(tokens_.take(), Sent{"pit-new"});
    }
}

TEST_F(CallingWithTwo, EachTryIsCountedAgainstTheQuota) {
    auto limited = *directory_.find(connection_);
    limited.monthly_quota = 500;
    directory_.put(std::move(limited));
    tokens_.accepted = {"pit-first"};
    create();
    EXPECT_EQ(charged_this_month(), 2);
}

}  // namespace
}  // namespace lockstep::calls
