// SPDX-License-Identifier: Apache-2.0
// Seed data: repeatable, mostly unique, dialable, with the odd cases that a sync must survive.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

#include "contacts/phone.hpp"
#include "sandbox/people/people.hpp"

namespace lockstep::sandbox {
namespace {

TEST(PeopleTest, SameSeedSamePeopleAndMoreKeepTheFirst) {
    auto const people = seed_people(7, 300, 120);
    EXPECT_EQ(people.highlevel, seed_people(7, 300, 120).highlevel);
    EXPECT_EQ(people.hexfit, seed_people(7, 300, 120).hexfit);
    EXPECT_EQ(people.highlevel[10], seed_people(7, 1'000, 10).highlevel[10]);
    EXPECT_NE(people.highlevel, seed_people(8, 300, 120).highlevel);
    EXPECT_EQ(people.hexfit.size(), 300U);
    EXPECT_EQ(people.overlap.size(), 120U);
}

TEST(PeopleTest, NumbersCanBeDialledAndKeysAreMostlyUnique) {
    auto const people = seed_people(1, 10'000, 0).highlevel;
    std::map<std::string, int> phones;
    std::map<std::string, int> emails;
    int only_phone = 0;
    for (auto const& person : people) {
        if (!person.phone.empty()) {
            EXPECT_EQ(contacts::to_e164(person.phone, "CA"), person.phone) << person.country;
            ++phones[person.phone];
        }
        if (!person.email.empty()) {
            EXPECT_TRUE(person.email.ends_with(".test") || person.email.ends_with(".example"));
            ++emails[person.email];
        }
        if (person.first_name.empty()) ++only_phone;
    }
    auto const shared = [](std::map<std::string, int> const& keys) {
        return std::ranges::count_if(keys, [](auto const& item) { return item.second > 1; });
    };
    EXPECT_GT(shared(emails), 100);
    EXPECT_LT(shared(emails), 1'500);
    EXPECT_GT(shared(phones), 100);
    EXPECT_LT(shared(phones), 1'500);
    EXPECT_GT(only_phone, 100);
}

}  // namespace
}  // namespace lockstep::sandbox
