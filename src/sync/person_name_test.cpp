// SPDX-License-Identifier: Apache-2.0
#include "sync/person_name.hpp"

#include <gtest/gtest.h>

namespace lockstep::sync {
namespace {

std::string named(std::string const& first, std::string const& last) {
    contacts::Mapping mapping;
    mapping.first_name_field = "firstName";
    mapping.last_name_field = "lastName";
    contacts::Projection seen;
    seen["firstName"] = contacts::Value{first};
    seen["lastName"] = contacts::Value{last};
    return person_name(mapping, seen);
}

TEST(PersonName, LeavesOutWhatStandsForNoName) {
    EXPECT_EQ(named("Anne", "Roy"), "Anne Roy");
    EXPECT_EQ(named("Élise", "-"), "Élise");
    EXPECT_EQ(named("-", "-"), "");
    EXPECT_EQ(named("", "."), "");
    EXPECT_EQ(person_name({}, {}), "");
}

}  // namespace
}  // namespace lockstep::sync
