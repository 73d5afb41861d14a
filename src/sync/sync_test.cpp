// SPDX-License-Identifier: Apache-2.0
#include "sync/sync.hpp"

#include <gtest/gtest.h>

#include "sync/discovery/schedule.hpp"

namespace lockstep::sync {
namespace {

TEST(Policy, SurvivesTheWayThroughJson) {
    Policy policy;
    policy.consistency_delay = std::chrono::seconds{20};
    policy.quota_share = 0.5;
    policy.send_invitations = true;
    EXPECT_EQ(parse_policy(to_json(policy)).value(), policy);
}

TEST(Policy, RefusesWhatItDoesNotKnowAndSaysWhat) {
    auto const unknown = parse_policy(parse_json(R"({"brake": 3})").value());
    ASSERT_FALSE(unknown);
    EXPECT_NE(unknown.error().message.find("brake"), std::string::npos);
    EXPECT_FALSE(parse_policy(parse_json(R"({"quota_share": 0})").value()));
    EXPECT_FALSE(parse_policy(parse_json(R"({"quota_share": 1.01})").value()));
    EXPECT_FALSE(parse_policy(parse_json(R"({"consistency_delay_seconds": "soon"})").value()));
    EXPECT_FALSE(parse_policy(parse_json("[]").value()));
}

TEST(Rhythm, KeepsThePolicyWithoutAMonthlyQuota) {
    auto const found = rhythm({}, 0, 1'000);
    EXPECT_EQ(found.poll_every, Policy{}.poll_every);
    EXPECT_EQ(found.sweep_every, Policy{}.sweep_every);
}

TEST(Rhythm, SpendsAQuarterOfAMonthlyQuotaOnPollsAndAQuarterOnSweeps) {
    auto const found = rhythm({}, 500, 4);
    auto const month = std::chrono::days{30};
    EXPECT_LE(month / found.poll_every, 125);
    EXPECT_LE(month / found.sweep_every * 4, 125);
}

}  // namespace
}  // namespace lockstep::sync
