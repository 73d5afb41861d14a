// SPDX-License-Identifier: Apache-2.0
#include "sync/credential_health.hpp"

#include <gtest/gtest.h>

namespace lockstep::sync {
namespace {

calls::CredentialNotice notice(bool is_refused, int in_a_row) {
    calls::CredentialNotice one;
    one.is_refused = is_refused;
    one.refusals_in_a_row = in_a_row;
    return one;
}

// What is stored and shown is tested by tests/end_to_end/credential_test.py, with the real program.
TEST(CredentialHealth, OneRefusalIsToldToNobody) {
    EXPECT_FALSE(is_to_be_told(notice(true, 1)));
    EXPECT_TRUE(is_to_be_told(notice(true, 2)));
    EXPECT_TRUE(is_to_be_told(notice(false, 0)));
}

}  // namespace
}  // namespace lockstep::sync
