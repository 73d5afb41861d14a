// SPDX-License-Identifier: Apache-2.0
#include "sync/discovery/listing.hpp"

#include <gtest/gtest.h>

#include "connectors/default_mapping.hpp"

namespace lockstep::sync {
namespace {

using catalogue::ListedRecord;
using contacts::Record;
using contacts::Side;
using contacts::Value;

class ListingTest : public testing::Test {
protected:
    ListingTest() { sync.mapping = connectors::default_mapping("highlevel", "hexfit-full").value(); }

    static Record person(std::string id, std::string first, std::string city, std::int64_t changed = 1) {
        Record record;
        record.id = std::move(id);
        record.fields["firstName"] = Value{std::move(first)};
        record.fields["lastName"] = Value{std::string("Roy")};
        record.fields["city"] = city.empty() ? Value{} : Value{std::move(city)};
        record.changed_at = TimePoint{std::chrono::seconds{changed}};
        return record;
    }
    std::optional<bool> same(Record const& listed, Record const& read) {
        return shows_the_same(sync, Side::a, {listed, true}, read);
    }

    Sync sync;
};

TEST_F(ListingTest, IsBelievedWhereItShowsWhatAReadShows) {
    EXPECT_EQ(same(person("1", "Anne", "Laval"), person("1", "Anne", "Laval")), true);
    EXPECT_EQ(same(person("1", "anne", "Laval"), person("1", "Anne", "Laval")), false) << "names in lower case";
    EXPECT_EQ(same(person("1", "Anne", ""), person("1", "Anne", "Laval")), false) << "a field that it leaves out";
    EXPECT_EQ(same(person("1", "Anne", "Laval", 1), person("1", "Anne", "Longueuil", 2)), std::nullopt)
        << "edited between the two";
    EXPECT_EQ(shows_the_same(sync, Side::a, {person("1", "Anne", "Laval"), false}, person("1", "Anne", "Laval")), false)
        << "it does not even say so itself";
}

TEST_F(ListingTest, SamplesCompareEachFieldThatIsShownFilled) {
    std::vector<ListedRecord> page;
    for (int i = 0; i < 50; ++i) page.push_back({person(std::to_string(i), "Anne", i == 37 ? "Laval" : ""), true});
    auto const samples = samples_of(sync, Side::a, page);
    EXPECT_TRUE(std::ranges::find(samples, "37") != samples.end()) << "the only one with a city";
    EXPECT_GE(samples.size(), 3U);
    EXPECT_LE(samples.size(), 5U) << "names are compared once, and a few more for luck";
    EXPECT_EQ(samples_of(sync, Side::a, {page.front()}), std::vector<std::string>{"0"});
    EXPECT_TRUE(samples_of(sync, Side::a, {}).empty());
}

TEST_F(ListingTest, OneThatLacksManyProvesNoAbsence) {
    EXPECT_TRUE(proves_absence({.seen = 990, .total = 990, .known = 1'000, .missing = 10}));
    EXPECT_FALSE(proves_absence({.seen = 900, .total = 900, .known = 1'000, .missing = 100}));
    EXPECT_FALSE(proves_absence({.seen = 990, .total = 1'000, .known = 1'000, .missing = 10}))
        << "it says itself that some are left out";
}

}  // namespace
}  // namespace lockstep::sync
