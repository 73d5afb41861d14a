// SPDX-License-Identifier: Apache-2.0
// Looking for calls: every filter alone and together, page by page, through indexes.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "calls/detail/statements.hpp"
#include "calls/migrations.hpp"
#include "calls/records.hpp"
#include "ports/test_query_plans.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::calls {
namespace {

using std::chrono::minutes;
using testing::ElementsAre;
using testing::IsEmpty;

struct Kept {
    char const* connection = "con_1";
    char const* operation = "get_contact";
    char const* outcome = "done";
    char const* record = "";
};

class CallSearch : public testing::Test {
protected:
    void keep(std::vector<Kept> const& all) {
        vault::write_void(*database, [&](Transaction& transaction) -> Result<void> {
            for (auto const& each : all) {
                auto const at = now + minutes{static_cast<int>(ids.size())};
                auto const id = random.id<CallTag>(at);
                TRY_VOID(transaction.execute(sql::insert_call, "acc_a", id, each.connection, each.operation, "observe", "",
                    each.outcome, 200, 1, "", at, 1000, Blob{"sealed"}, each.record, "live"));
                ids.push_back(id.text());
            }
            return {};
        }).value();
    }
    Json page(CallFilter const& filter, std::string const& account = "acc_a") {
        return vault::write_to(*database, [&](Transaction& transaction) {
            return list_calls(transaction, AccountId{account}, filter);
        }).value();
    }
    // Which of the kept ones, by their place.
    std::vector<int> found(CallFilter filter, int pages_max = 1) {
        std::vector<int> places;
        for (int at = 0; at < pages_max; ++at) {
            auto const shown = page(filter);
            for (auto const& item : shown.at("items").as_array())
                places.push_back(static_cast<int>(std::ranges::find(ids, std::string(item.at("id").as_string())) - ids.begin()));
            if (shown.at("next").is_null()) break;
            filter.before = std::string(shown.at("next").as_string());
        }
        return places;
    }

    TimePoint now = vault::test_time;
    vault::TestRandom random;
    std::unique_ptr<adapters::SqliteInline> database = vault::test_database({vault::migrations(), migrations()});
    std::vector<std::string> ids;
};

TEST_F(CallSearch, FindsByWhateverIsAskedFor) {
    keep({{}, {.connection = "con_2"}, {.operation = "create_contact", .record = "r1"}, {.outcome = "refused", .record = "r1"},
        {.connection = "con_2", .outcome = "unknown", .record = "r2"}});
    EXPECT_THAT(found({}), ElementsAre(4, 3, 2, 1, 0));
    EXPECT_THAT(found({.connection = "con_2"}), ElementsAre(4, 1));
    EXPECT_THAT(found({.operation = "get_contact"}), ElementsAre(4, 3, 1, 0));
    EXPECT_THAT(found({.outcome = OutcomeKind::refused}), ElementsAre(3));
    EXPECT_THAT(found({.outcome = OutcomeKind::done}), ElementsAre(2, 1, 0));
    EXPECT_THAT(found({.record_id = "r1"}), ElementsAre(3, 2));
    EXPECT_THAT(found({.outcome = OutcomeKind::done, .record_id = "r1"}), ElementsAre(2));
    EXPECT_THAT(found({.connection = "con_2", .operation = "get_contact", .outcome = OutcomeKind::unknown, .record_id = "r2"}),
        ElementsAre(4));
    EXPECT_THAT(found({.connection = "con_1", .record_id = "r2"}), IsEmpty());
    EXPECT_THAT(page({}, "acc_b").at("items").as_array(), IsEmpty());
}

TEST_F(CallSearch, FindsByTimeAndGoesOnPageByPage) {
    keep(std::vector<Kept>(7));
    EXPECT_THAT(found({.from = now + minutes{2}, .to = now + minutes{5}}), ElementsAre(4, 3, 2)) << "`to` is not in it";
    EXPECT_THAT(found({.limit = 3}, 9), ElementsAre(6, 5, 4, 3, 2, 1, 0));
    EXPECT_THAT(found({.from = now + minutes{1}, .to = now + minutes{6}, .limit = 2}, 9), ElementsAre(5, 4, 3, 2, 1));
}

TEST_F(CallSearch, GoesThroughOnlySoManyAtOnceForWhatIsRare) {
    keep({{.operation = "rare"}});
    keep(std::vector<Kept>(6'000));
    auto const first = page({.connection = "con_1", .operation = "rare"});
    EXPECT_EQ(first.at("items").as_array().size(), 1U) << "the rarer one leads";
    auto const nothing_yet = page({.connection = "con_1", .outcome = OutcomeKind::retry_later});
    EXPECT_TRUE(nothing_yet.at("next").is_null()) << "what went wrong is in an index of its own";
    keep({{.connection = "con_2", .outcome = "done", .record = "r9"}});
    auto const short_page = page({.connection = "con_1", .outcome = OutcomeKind::done, .record_id = {}, .limit = 2});
    EXPECT_EQ(short_page.at("items").as_array().size(), 2U);
    keep(std::vector<Kept>(5'001, Kept{.operation = "often", .outcome = "done"}));
    auto const none = page({.connection = "con_2", .operation = "often"});
    EXPECT_THAT(none.at("items").as_array(), IsEmpty());
    EXPECT_FALSE(none.at("next").is_null()) << "there may be more: it says where to go on";
    EXPECT_THAT(found({.connection = "con_2", .operation = "often"}, 9), IsEmpty());
}

TEST_F(CallSearch, EachWayOfLookingHasItsIndex) {
    auto const problems = vault::write_to(*database, [](Transaction& transaction) -> Result<std::vector<std::string>> {
        std::vector<std::string> statements;
        for (int bits = 0; bits < 32; ++bits) {
            auto const has = [&](int bit) { return (bits & (1 << bit)) != 0; };
            sql::CallsBy const by{
                .connection = has(0), .operation = has(1), .outcome = has(2), .is_done = has(2) && has(3), .record = has(4)};
            statements.push_back(sql::list_calls(by));
            statements.push_back(sql::last_candidate(by));
        }
        return plan_problems(transaction, {statements.begin(), statements.end()});
    });
    EXPECT_THAT(problems.value(), IsEmpty());
    auto const step_of = [&](sql::CallsBy by) {
        return vault::write_to(*database, [&](Transaction& transaction) -> Result<std::string> {
            std::vector<SqlArgument> const none(8);
            TRY(auto const plan, transaction.query_values("EXPLAIN QUERY PLAN " + sql::list_calls(by), none));
            return std::string(plan.front().text(3));
        }).value();
    };
    EXPECT_THAT(step_of({.connection = true}), testing::HasSubstr("calls_by_connection"));
    EXPECT_THAT(step_of({.connection = true, .operation = true}), testing::HasSubstr("calls_by_operation"));
    EXPECT_THAT(step_of({.connection = true, .operation = true, .outcome = true}), testing::HasSubstr("calls_not_done"));
    EXPECT_THAT(step_of({.connection = true, .outcome = true, .record = true}), testing::HasSubstr("calls_by_record"));
    EXPECT_THAT(step_of({.outcome = true, .is_done = true}), testing::HasSubstr("autoindex"));
}

}  // namespace
}  // namespace lockstep::calls
