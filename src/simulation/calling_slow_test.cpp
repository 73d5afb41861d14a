// SPDX-License-Identifier: Apache-2.0
// Calling well, on virtual time: ten thousand calls wait for an app that takes a hundred in ten seconds. What may be used of that
// is used, hardly a call is answered "too fast", and an edit that comes meanwhile does not wait behind them.
#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <deque>

#include "calls/caller.hpp"
#include "calls/migrations.hpp"
#include "connectors/default_mapping.hpp"
#include "ports/task_group.hpp"
#include "ports/test_ports.hpp"
#include "simulation/clock.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::simulation {
namespace {

using namespace std::chrono_literals;
using catalogue::Lane;

constexpr std::size_t limit = 100;
constexpr Duration window = 10s;
constexpr int waiting_calls = 10'000;
constexpr int edits = 200;
constexpr TimePoint start{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}};

// How an app counts is documented by none: any ten seconds, or stretches of ten seconds that begin when it likes.
enum class Counting : std::uint8_t {
    any_window,
    fixed_windows
};

class PacedApp final : public HttpClient {
public:
    PacedApp(SimulatedClock& clock, Counting counting, bool says_what_is_left)
        : clock_(clock), counting_(counting), says_what_is_left_(says_what_is_left) {}

    Task<std::expected<HttpReply, SendFailure>> send(HttpRequest, Deadline) override {
        auto const sent_at = clock_.now();
        co_await clock_.sleep_for(on_the_way());
        auto reply = answer();
        co_await clock_.sleep_for(on_the_way());
        reply.sent_at = sent_at;
        co_return reply;
    }

    int accepted = 0, refused = 0;
    TimePoint last_accepted{};

private:
    // 20 to 150 ms, so that calls arrive in another order than they leave.
    Duration on_the_way() { return 20ms + std::chrono::milliseconds{random_.below(130)}; }

    HttpReply answer() {
        auto const now = clock_.now();
        auto const begins =
            counting_ == Counting::any_window ? now - window : std::chrono::floor<Seconds10>(now - 3700ms) + 3700ms;
        while (!taken_.empty() && taken_.front() <= begins) taken_.pop_front();
        bool const is_taken = taken_.size() < limit;
        if (is_taken) taken_.push_back(now);
        (is_taken ? accepted : refused) += 1;
        if (is_taken) last_accepted = now;
        auto reply = is_taken ? ScriptedHttp::json(200, R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ"}})")
                              : ScriptedHttp::json(429, R"({"statusCode":429,"message":"Too Many Requests"})");
        if (says_what_is_left_) {
            reply.headers.add("X-RateLimit-Max", std::to_string(limit));
            reply.headers.add("X-RateLimit-Interval-Milliseconds", "10000");
            reply.headers.add("X-RateLimit-Remaining", std::to_string(limit - taken_.size()));
        }
        return reply;
    }

    using Seconds10 = std::chrono::duration<std::int64_t, std::ratio<10>>;

    SimulatedClock& clock_;
    Counting counting_;
    bool says_what_is_left_;
    vault::TestRandom random_;
    std::deque<TimePoint> taken_;
};

struct Case {
    Counting counting;
    bool says_what_is_left;
    double share;
};

class CallingWell : public testing::TestWithParam<Case> {
protected:
    void SetUp() override {
        vault::write_void(*database_, [&](Transaction& transaction) {
            return vault_.add_account(transaction, account_, start);
        }).value();
        connections::Connection connection;
        connection.account = account_;
        connection.id = connection_;
        connection.connector = connections::find_connector(connectors_, "highlevel");
        connection.settings.base_url = "http://127.0.0.1:1";
        connection.settings.values["locationId"] = "ve9EPM428h8vShlRW1KT";
        connection.credential = Secret{"pit-1"};
        directory_.put(std::move(connection));
    }

    calls::CallRequest request(std::string operation, JsonObject inputs, Lane lane) const {
        calls::CallRequest made;
        made.connection = connection_;
        made.operation = std::move(operation);
        made.inputs = std::move(inputs);
        made.lane = lane;
        made.purpose = "test";
        made.wait_max = 3h;
        return made;
    }
    Task<void> read_in_bulk(int number) {
        auto made = request("contacts.get_contact", {{"contactId", "record" + std::to_string(number)}}, Lane::bulk);
        auto const outcome = co_await caller_.call(std::move(made));
        done_ += outcome.kind == calls::OutcomeKind::done ? 1 : 0;
    }
    // Somebody edits every few seconds; the time from asking to sending is what the edit waits for the others.
    Task<void> edit(int number) {
        co_await clock_.sleep_until(start + 5s * number + std::chrono::milliseconds{number * 37 % 1000});
        auto const asked_at = clock_.now();
        auto made =
            request("contacts.update_contact", {{"contactId", "edited" + std::to_string(number)}, {"city", "Lévis"}}, Lane::live);
        auto const outcome = co_await caller_.call(std::move(made));
        edited_ += outcome.kind == calls::OutcomeKind::done ? 1 : 0;
        waits_.push_back(outcome.sent_at ? *outcome.sent_at - asked_at : Duration{1h});
    }
    void run_to_end() {
        while (true) {
            context_.restart();
            context_.poll();
            if (tasks_.running() == 1) caller_.stop();  // only its own keeper of records is left
            context_.restart();
            context_.poll();
            auto const next = clock_.next();
            if (tasks_.running() == 0 || !next) return;
            clock_.advance_to(*next);
        }
    }

    AccountId account_{"acc_test"};
    ConnectionId connection_{"con_test"};
    boost::asio::io_context context_;
    SimulatedClock clock_{start};
    vault::TestRandom random_;
    SilentLog log_;
    CountedMetrics metrics_;
    connections::Connectors connectors_ = connectors::load_all().value();
    connections::Directory directory_;
    std::unique_ptr<adapters::SqliteInline> database_ = vault::test_database({vault::migrations(), calls::migrations()});
    vault::Vault vault_{Secret{std::string(32, 'k')}, random_};
    PacedApp app_{clock_, GetParam().counting, GetParam().says_what_is_left};
    calls::Caller caller_{app_, *database_, vault_, directory_, clock_, random_, log_, metrics_,
        {.quota_share = GetParam().share, .keep_bodies = false}};
    TaskGroup tasks_{context_.get_executor()};
    int done_ = 0, edited_ = 0;
    std::vector<Duration> waits_;
};

TEST_P(CallingWell, TenThousandWaitAndAnEditDoesNot) {
    tasks_.spawn(caller_.run());
    for (int i = 0; i < waiting_calls; ++i) tasks_.spawn(read_in_bulk(i));
    for (int i = 0; i < edits; ++i) tasks_.spawn(edit(i));
    run_to_end();

    EXPECT_EQ(done_, waiting_calls);
    EXPECT_EQ(edited_, edits);
    auto const took = std::chrono::duration<double>(app_.last_accepted - start).count();
    auto const used = app_.accepted / (took / 10 * limit * GetParam().share);
    auto const too_fast = static_cast<double>(app_.refused) / (app_.accepted + app_.refused);
    std::ranges::sort(waits_);
    auto const longest = std::chrono::duration<double>(waits_.back()).count();
    auto const usual = std::chrono::duration<double>(waits_[waits_.size() / 2]).count();
    std::cout << app_.accepted << " calls in " << took << " s: " << used * 100 << " % of what may be used, " << too_fast * 100
              << " % answered 429; an edit waited " << usual << " s, at most " << longest << " s\n";
    EXPECT_GE(used, 0.95);
    EXPECT_LE(too_fast, 0.01);
    EXPECT_LE(usual, 0.1);
    EXPECT_LE(longest, 1.0);
}

INSTANTIATE_TEST_SUITE_P(Apps, CallingWell,
    testing::Values(Case{Counting::any_window, true, 0.8}, Case{Counting::any_window, false, 0.8},
        Case{Counting::fixed_windows, true, 0.8}, Case{Counting::fixed_windows, false, 0.8},
        Case{Counting::any_window, true, 0.9}, Case{Counting::fixed_windows, false, 0.9}),
    [](auto const& info) {
        return std::string(info.param.counting == Counting::any_window ? "AnyWindow" : "FixedWindows") +
               (info.param.says_what_is_left ? "Says" : "Silent") + std::to_string(static_cast<int>(info.param.share * 100));
    });

}  // namespace
}  // namespace lockstep::simulation
