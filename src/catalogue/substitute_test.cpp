// SPDX-License-Identifier: Apache-2.0
#include "catalogue/substitute.hpp"

#include <gtest/gtest.h>

namespace lockstep::catalogue {
namespace {

TEST(PlainText, WritesNumbersAsAPersonDoes) {
    EXPECT_EQ(plain_text(Json(12.5)), "12.5");
    EXPECT_EQ(plain_text(Json(633830400000.0)), "633830400000");
    EXPECT_EQ(plain_text(Json(-0.25)), "-0.25");
    EXPECT_EQ(plain_text(Json(633830400000)), "633830400000");
    EXPECT_EQ(plain_text(Json(nullptr)), "");
    EXPECT_EQ(plain_text(Json(true)), "true");
}

}  // namespace
}  // namespace lockstep::catalogue
