// SPDX-License-Identifier: Apache-2.0
// The overview of an agency: what it says of each sync is what the sync says of itself, and two hundred cost no more statements
// than a few.
#include <gmock/gmock.h>

#include "api/test_world.hpp"
#include "sync/state/counts.hpp"

namespace lockstep::api {
namespace {

using testing::ElementsAre;

struct Agency {
    World world;
    std::vector<std::string> syncs;

    explicit Agency(int clinics) {
        for (int i = 0; i < clinics; ++i) {
            auto const n = std::to_string(100 + i);
            auto const a =
                world.post("/api/v1/connections", R"({"profile":"highlevel","label":"Left )" + n + R"(","credential":"pit-)" + n +
                                                      R"(","settings":{"locationId":"loc)" + n + R"("}})");
            auto const b = world.post("/api/v1/connections",
                R"({"profile":"hexfit-full","label":"Right )" + n + R"(","credential":"hex-)" + n + R"("})");
            auto const made = world.post("/api/v1/syncs", R"({"label":"Clinique )" + n + R"(","a":")" + a.at("/connection/id") +
                                                              R"(","b":")" + b.at("/connection/id") + R"("})");
            EXPECT_EQ(made.status, 201) << a.text << b.text << made.text;
            syncs.push_back(made.at("/id"));
        }
    }
    void count(std::string const& sync, sync::SyncCounts const& counts) {
        SyncId const id{sync};
        vault::run_to_end(world.database->write([&](Transaction& transaction) {
            return sync::add_to_counts({transaction, world.vault, world.account, id, world.clock.now()}, counts);
        })).value();
    }
};

TEST(OverviewApi, SaysOfEachWhatItsStatusSaysWithTheWorstFirst) {
    Agency agency(3);
    auto& world = agency.world;
    agency.count(agency.syncs[1], {.linked = 41, .records = {50, 60}, .open_issues = 2, .ambiguous = 1});
    vault::run_to_end(world.syncs.start(world.account, SyncId{agency.syncs[2]}, sync::unnoted)).value();
    auto const page = world.get("/api/v1/overview");
    ASSERT_EQ(page.size("/items"), 3U);
    EXPECT_EQ(page.integer("/total"), 3);
    std::vector<std::string> order;
    for (int i = 0; i < 3; ++i) {
        auto const line = "/items/" + std::to_string(i);
        order.push_back(page.at(line + "/label"));
        auto const status = world.get("/api/v1/syncs/" + page.at(line + "/id") + "/status");
        EXPECT_EQ(*find(page.body, line + "/health"), *find(status.body, "/health"));
        EXPECT_EQ(page.at(line + "/state"), status.at("/state"));
        EXPECT_EQ(page.integer(line + "/linked"), status.integer("/counts/linked"));
        EXPECT_EQ(page.integer(line + "/open_issues"), status.integer("/counts/open_issues"));
        EXPECT_EQ(page.integer(line + "/unsure"), status.integer("/counts/unsure"));
        for (std::string const member : {"/quota/b/limit", "/quota/b/used_month"})
            EXPECT_EQ(page.integer(line + member), status.integer(member)) << member;
    }
    // The engine of this world does not run: what should go on and does not is the worst there is.
    EXPECT_THAT(order, ElementsAre("Clinique 102", "Clinique 101", "Clinique 100"));
    EXPECT_EQ(page.integer("/needs_look"), 2);
}

TEST(OverviewApi, IsSearchedFilteredAndPagedAndRefusesWhatItDidNotGive) {
    Agency agency(3);
    auto& world = agency.world;
    EXPECT_EQ(world.get("/api/v1/overview?query=CLINIQUE%20101").at("/items/0/id"), agency.syncs[1]);
    EXPECT_EQ(world.get("/api/v1/overview?show=paused").size("/items"), 3U);
    EXPECT_EQ(world.get("/api/v1/overview?show=well").size("/items"), 0U);
    EXPECT_EQ(world.get("/api/v1/overview?show=ill").status, 400);
    auto const first = world.get("/api/v1/overview?limit=2");
    EXPECT_EQ(first.size("/items"), 2U);
    auto const second = world.get("/api/v1/overview?limit=2&cursor=" + first.at("/next"));
    EXPECT_EQ(second.size("/items"), 1U);
    EXPECT_EQ(second.at("/items/0/id"), agency.syncs[2]);
    EXPECT_EQ(second.at("/next"), "");
    EXPECT_EQ(world.get("/api/v1/overview?cursor=garbage").code(), "api.bad_parameter");
}

// Counts what it is asked.
class CountedDatabase final : public Database {
public:
    explicit CountedDatabase(Database& real) : real_(real) {}
    Task<Result<void>> write(TransactionBody body) override { return real_.write(std::move(body)); }
    Task<Result<void>> read(TransactionBody body) override {
        return real_.read([this, body = std::move(body)](Transaction& transaction) {
            Counted counted(transaction, asked);
            return body(counted);
        });
    }
    int asked = 0;

private:
    class Counted final : public Transaction {
    public:
        Counted(Transaction& real, int& asked) : real_(real), asked_(asked) {}
        Result<Rows> query_values(std::string_view sql, SqlArguments arguments) override {
            ++asked_;
            return real_.query_values(sql, arguments);
        }
        Result<std::int64_t> execute_values(std::string_view sql, SqlArguments arguments) override {
            return real_.execute_values(sql, arguments);
        }

    private:
        Transaction& real_;
        int& asked_;
    };
    Database& real_;
};

TEST(OverviewApi, TwoHundredSyncsCostAHandfulOfStatements) {
    Agency agency(200);
    auto& world = agency.world;
    for (auto const& sync : agency.syncs)
        agency.count(sync, {.linked = 10, .records = {10, 10}, .open_issues = 0, .ambiguous = 0});
    auto const page = world.get("/api/v1/overview?limit=200");
    EXPECT_EQ(page.size("/items"), 200U);
    EXPECT_EQ(page.integer("/items/199/linked"), 10);
    CountedDatabase database(*world.database);
    health::Reporter const reporter{
        {database, world.vault, world.directory, world.caller, world.engine, world.deliveries, world.clock}};
    auto const report = vault::run_to_end(reporter.report(world.account)).value();
    EXPECT_EQ(report.syncs.size(), 200U);
    EXPECT_EQ(report.connections.size(), 400U);
    EXPECT_LE(database.asked, 10) << "one for each kind of row, and one more where something waits or is spent";
}

}  // namespace
}  // namespace lockstep::api
