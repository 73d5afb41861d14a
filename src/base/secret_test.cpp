// SPDX-License-Identifier: Apache-2.0
// Secrets cannot be printed or compared, and leave nothing behind in what they were moved from.
#include "base/secret.hpp"

#include <gtest/gtest.h>
#include <concepts>
#include <ostream>

namespace lockstep {
namespace {

template <class T>
concept can_be_printed = requires(std::ostream& out, T const& value) { out << value; };

static_assert(!can_be_printed<Secret>);
static_assert(!std::equality_comparable<Secret>);
static_assert(!std::is_convertible_v<Secret, std::string>);
static_assert(!std::is_convertible_v<std::string, Secret>);

TEST(Secret, ShowsItsTextOnlyWhenAsked) {
    Secret const secret{"token"};
    EXPECT_EQ(secret.reveal(), "token");
    EXPECT_FALSE(secret.empty());
    EXPECT_TRUE(Secret{}.empty());
}

TEST(Secret, LeavesNothingInWhatItWasMovedFrom) {
    Secret first{"short"};
    Secret const second = std::move(first);
    EXPECT_EQ(second.reveal(), "short");
    EXPECT_TRUE(first.empty());  // NOLINT(bugprone-use-after-move): that is what is tested

    Secret third{"a text that is too long for the small string"};
    Secret fourth{"another"};
    fourth = std::move(third);
    EXPECT_EQ(fourth.reveal(), "a text that is too long for the small string");
    EXPECT_TRUE(third.empty());  // NOLINT(bugprone-use-after-move)
}

TEST(Secret, CopiesAreIndependent) {
    Secret first{"token"};
    Secret const copy = first;
    first = Secret{"other"};
    EXPECT_EQ(copy.reveal(), "token");
}

}  // namespace
}  // namespace lockstep
