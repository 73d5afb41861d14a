// SPDX-License-Identifier: Apache-2.0
// Search and listing: paging to the end, the lag of the index, filters, and what is refused.
#include <set>

#include "sandbox/test_calls.hpp"

namespace lockstep::sandbox::test {
namespace {

std::string cursor_after(Reply const& reply) {
    auto const* list = find_array(reply.body, "/contacts");
    return to_text(*list->back().as_object().if_contains("searchAfter"));
}

TEST(HighLevelSearchTest, PagesToTheEndInEveryOrder) {
    HighLevel highlevel;
    highlevel.app.add_people(seed_people(3, 137, 0).highlevel, start);
    for (auto const* sort : {R"([{"field":"dateAdded","direction":"desc"}])", R"([{"field":"dateUpdated","direction":"asc"}])",
             R"([{"field":"lastNameLowerCase","direction":"asc"},{"field":"email","direction":"desc"}])"}) {
        std::set<std::string> seen;
        std::string after;
        for (int pages = 0; pages < 20; ++pages) {
            auto const reply = highlevel.search(
                R"("pageLimit":25,"sort":)" + std::string(sort) + (after.empty() ? "" : ",\"searchAfter\":" + after));
            ASSERT_EQ(reply.status, 200) << to_text(reply.body);
            EXPECT_EQ(reply.integer("/total"), 137);
            auto const* list = find_array(reply.body, "/contacts");
            if (list->empty()) break;
            for (auto const& contact : *list) EXPECT_TRUE(seen.emplace(contact.at("id").get_string()).second);
            after = cursor_after(reply);
        }
        EXPECT_EQ(seen.size(), 137U) << sort;
    }
}

TEST(HighLevelSearchTest, LegacyListPagesToTheEnd) {
    HighLevel highlevel;
    highlevel.app.add_people(seed_people(3, 53, 0).highlevel, start);
    std::set<std::string> seen;
    std::string rest;
    for (int pages = 0; pages < 10; ++pages) {
        auto const reply = highlevel("GET", "/contacts/?limit=20&locationId=" + highlevel.app.location_id() + rest);
        for (auto const& contact : *find_array(reply.body, "/contacts"))
            EXPECT_TRUE(seen.emplace(contact.at("id").get_string()).second);
        if (find(reply.body, "/meta/nextPage")->is_null()) break;
        rest = "&startAfter=" + std::to_string(reply.integer("/meta/startAfter")) +
               "&startAfterId=" + reply.text("/meta/startAfterId");
    }
    EXPECT_EQ(seen.size(), 53U);
}

TEST(HighLevelSearchTest, LagsBehindTheStore) {
    HighLevel highlevel;
    highlevel.app.faults().settings.index_delay = {std::chrono::seconds{2}, std::chrono::seconds{2}};
    auto const id = highlevel.create(R"("email":"a@b.test")");
    auto const filter = R"("pageLimit":10,"filters":[{"field":"email","operator":"eq","value":"a@b.test"}])";
    EXPECT_EQ(highlevel.search(filter).integer("/total"), 0);
    EXPECT_EQ(highlevel("GET", "/contacts/" + id).status, 200);
    highlevel.now += std::chrono::seconds{2};
    EXPECT_EQ(highlevel.search(filter).integer("/total"), 1);
    EXPECT_EQ(find(highlevel.search(filter).body, "/contacts/0/firstName"), nullptr);
    highlevel("DELETE", "/contacts/" + id);
    EXPECT_EQ(highlevel.search(filter).integer("/total"), 1);
    highlevel.now += std::chrono::seconds{2};
    EXPECT_EQ(highlevel.search(filter).integer("/total"), 0);
}

TEST(HighLevelSearchTest, FindsWhatChangedSince) {
    HighLevel highlevel;
    highlevel.app.faults().settings.index_delay = {};
    auto const first = highlevel.create(R"("email":"a@b.test")");
    highlevel.now += std::chrono::minutes{1};
    auto const since = format_time(highlevel.now);
    highlevel.create(R"("email":"c@d.test","tags":["vip"])");
    auto const changed =
        R"("pageLimit":10,"sort":[{"field":"dateUpdated","direction":"asc"}],"filters":[{"field":"dateUpdated","operator":"range","value":{"gte":")" +
        since + "\"}}]";
    EXPECT_EQ(highlevel.search(changed).integer("/total"), 1);
    highlevel.now += std::chrono::minutes{1};
    highlevel("PUT", "/contacts/" + first, R"({"city":"Laval"})");
    auto const reply = highlevel.search(changed);
    EXPECT_EQ(reply.integer("/total"), 2);
    EXPECT_EQ(reply.text("/contacts/1/id"), first);
    auto const group =
        R"("pageLimit":10,"filters":[{"group":"OR","filters":[{"field":"tags","operator":"contains","value":"vi"},{"field":"city","operator":"eq","value":"laval"}]}])";
    EXPECT_EQ(highlevel.search(group).integer("/total"), 2);
    EXPECT_EQ(highlevel.search(R"("pageLimit":10,"filters":[{"field":"city","operator":"not_exists"}])").integer("/total"), 1);
}

TEST(HighLevelSearchTest, RefusesWhatIsNotAllowed) {
    HighLevel highlevel;
    for (auto const* rest :
        {R"("page":1)", R"("pageLimit":501)", R"("pageLimit":500,"page":21)", R"("pageLimit":10,"page":1,"searchAfter":[1,"x"])",
            R"("pageLimit":10,"filters":[{"field":"email","operator":"contains","value":"x"}])",
            R"("pageLimit":10,"sort":[{"field":"id"}])", R"("pageLimit":10,"searchAfter":["x"])",
            R"("pageLimit":10,"filters":[{"field":"nothing","operator":"eq","value":1}])"}) {
        EXPECT_EQ(highlevel.search(rest).status, 422) << rest;
    }
    EXPECT_EQ(highlevel("POST", "/contacts/search", R"({"pageLimit":10})").status, 422);
}

}  // namespace
}  // namespace lockstep::sandbox::test
