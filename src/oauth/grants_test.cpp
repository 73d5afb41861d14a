// SPDX-License-Identifier: Apache-2.0
// Grants against the simulated HighLevel: one refresh for all who wait, nothing used before it is stored, and what happens when
// an answer is lost, the program ends in the middle, or the app is taken out. Seen to fail: without the single flight 64
// callers used up the refresh token and the grant was dead; without the lock two processes did.
#include "oauth/grants.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "connections/grant_reference.hpp"
#include "connections/migrations.hpp"
#include "connectors/default_mapping.hpp"
#include "oauth/authorizer.hpp"
#include "oauth/migrations.hpp"
#include "ports/test_ports.hpp"
#include "sandbox/highlevel/highlevel_app.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"
#include "work/holders.hpp"
#include "work/migrations.hpp"

namespace lockstep::oauth {
namespace {

using vault::run_to_end;

constexpr std::string_view api = "http://127.0.0.1:1";

// Waiting lets the others of the loop have their turns; the time jumps when nothing wakes the one that waits.
class TurningClock final : public Clock {
public:
    TimePoint now() const override { return now_; }
    Task<void> sleep_until(TimePoint time) override {
        co_await turns(5);
        now_ = std::max(now_, time);
    }
    Task<void> sleep_until_or(TimePoint time, Signal& signal) override {
        if (signal.take_raised()) co_return;
        bool is_woken = false;
        auto const id = signal.add_waiter([&is_woken] { is_woken = true; });
        for (int i = 0; i < 200 && !is_woken; ++i) co_await turns(1);
        if (is_woken) co_return;
        signal.remove_waiter(id);
        now_ = std::max(now_, time);
    }
    void advance(Duration duration) { now_ += duration; }

private:
    static Task<void> turns(int count) {
        auto const executor = co_await boost::asio::this_coro::executor;
        for (int i = 0; i < count; ++i) co_await boost::asio::post(executor, boost::asio::use_awaitable);
    }
    TimePoint now_ = vault::test_time;
};

// The simulated app, a few turns of the loop away, so that others come in between.
class AppOverHttp final : public HttpClient {
public:
    AppOverHttp(sandbox::HighLevelApp& app, Clock& clock) : app_(app), clock_(clock) {}

    Task<std::expected<HttpReply, SendFailure>> send(HttpRequest request, Deadline) override {
        auto const executor = co_await boost::asio::this_coro::executor;
        for (int i = 0; i < 3; ++i) co_await boost::asio::post(executor, boost::asio::use_awaitable);
        request.url.erase(0, api.size());
        sent.push_back(request.url);
        if (is_cut) co_return ScriptedHttp::lost(false);
        auto answer = app_.handle(request, clock_.now());
        if (loses_next > 0) {
            --loses_next;
            co_return ScriptedHttp::lost(true);
        }
        co_return std::move(answer.reply);
    }

    std::vector<std::string> sent;
    bool is_cut = false;
    int loses_next = 0;

private:
    sandbox::HighLevelApp& app_;
    Clock& clock_;
};

class OfGrants : public ::testing::Test {
protected:
    void SetUp() override {
        vault::write_void(*database_, [&](Transaction& transaction) {
            return vault_.add_account(transaction, account_, clock_.now());
        }).value();
        run_to_end(authorizer_->set_app("highlevel",
                       {.client_id = app_.oauth().client_id(),
                           .client_secret = Secret{app_.oauth().client_secret()},
                           .redirect_uri = "http://127.0.0.1:9/oauth/callback",
                           .authorize_url = std::string(api) + "/v2/oauth/chooselocation",
                           .base_url = std::string(api)},
                       nothing_))
            .value();
    }

    // A person goes there, chooses, and comes back.
    Result<Grant> agree(std::string const& mode, std::string const& owner) {
        auto const begun = run_to_end(authorizer_->begin("highlevel", mode, "usr_1")).value();
        HttpRequest request;
        request.url = begun.address.substr(api.size()) + "&choose=" + owner;
        auto const reply = app_.handle(request, clock_.now()).reply;
        auto const back = std::string(reply.headers.find("Location").value_or(""));
        auto const at = [&](std::string_view name) {
            auto const begins = back.find(std::string(name) + "=") + name.size() + 1;
            return back.substr(begins, back.find('&', begins) - begins);
        };
        return run_to_end(authorizer_->complete(at("state"), at("code"), "usr_1", nothing_));
    }

    connections::Connection connection_of(Grant const& grant) {
        connections::Connection connection;
        connection.account = account_;
        connection.id = ConnectionId{"con_" + grant.owner};
        connection.connector = connections::find_connector(connectors_, "highlevel");
        connection.credential = connections::grant_reference(grant.id, grant.generation);
        directory_.put(connection);
        return connection;
    }

    // As a process that is started anew: what was in memory is gone, locks of its own are freed.
    void restart() {
        grants_.reset();
        vault::write_void(*database_, [&](Transaction& transaction) -> Result<void> {
            TRY_VOID(work::release_own(transaction, "main", clock_.now()));
            return {};
        }).value();
        grants_ = make_grants("main");
        authorizer_ = make_authorizer();
    }
    std::unique_ptr<Grants> make_grants(std::string holder) {
        return std::make_unique<Grants>(Grants::Parts{http_, *database_, vault_, directory_, connectors_, clock_, log_, metrics_,
                                            account_, std::move(holder)},
            io_.get_executor());
    }
    std::unique_ptr<Authorizer> make_authorizer() {
        return std::make_unique<Authorizer>(
            Authorizer::Parts{http_, *database_, vault_, connectors_, clock_, random_, random_, account_, *grants_});
    }

    Result<Secret> token(Grants& grants, GrantId const& id) {
        std::optional<Result<Secret>> got;
        boost::asio::co_spawn(io_, grants.token(id), [&](std::exception_ptr error, Result<Secret> value) {
            ASSERT_FALSE(error);
            got = std::move(value);
        });
        io_.restart();
        io_.run();
        return std::move(*got);
    }
    bool opens(Secret const& token) const { return app_.oauth().location_of(token.reveal(), clock_.now()) == app_.location_id(); }
    Grant stored(GrantId const& id) { return run_to_end(authorizer_->find(id)).value(); }
    void pass(Duration time) { clock_.advance(time); }

    Note const nothing_ = [](Transaction&, std::string_view) { return Result<void>{}; };
    AccountId account_{"acc_test"};
    boost::asio::io_context io_;
    TurningClock clock_;
    vault::TestRandom random_;
    SilentLog log_;
    CountedMetrics metrics_;
    std::unique_ptr<adapters::SqliteInline> database_ =
        vault::test_database({vault::migrations(), work::migrations(), connections::migrations(), oauth::migrations()});
    vault::Vault vault_{Secret{std::string(32, 'k')}, random_};
    connections::Connectors connectors_ = connectors::load_all().value();
    connections::Directory directory_;
    mutable sandbox::HighLevelApp app_{{.seed = 7}};
    AppOverHttp http_{app_, clock_};
    std::unique_ptr<Grants> grants_ = make_grants("main");
    std::unique_ptr<Authorizer> authorizer_ = make_authorizer();
};

TEST_F(OfGrants, AgreeingGivesATokenThatOpens) {
    auto const grant = agree("location", app_.location_id()).value();
    EXPECT_EQ(grant.owner, app_.location_id());
    EXPECT_TRUE(opens(token(*grants_, grant.id).value()));
    EXPECT_EQ(app_.oauth().refreshes(), 0);
}

TEST_F(OfGrants, AStateIsGoodOnceForItsPersonAndTenMinutes) {
    auto const begun = run_to_end(authorizer_->begin("highlevel", "location", "usr_1")).value();
    auto const at = begun.address.find("&state=") + 7;
    auto const state = begun.address.substr(at, begun.address.find('&', at) - at);
    EXPECT_EQ(run_to_end(authorizer_->complete(state, "c", "usr_2", nothing_)).error().code, "oauth.state_unknown");
    EXPECT_EQ(run_to_end(authorizer_->complete(state, "c", "usr_1", nothing_)).error().code, "oauth.state_unknown") << "used up";
    auto const late = run_to_end(authorizer_->begin("highlevel", "location", "usr_1")).value();
    auto const late_at = late.address.find("&state=") + 7;
    pass(std::chrono::minutes{11});
    auto const late_state = late.address.substr(late_at, late.address.find('&', late_at) - late_at);
    EXPECT_EQ(run_to_end(authorizer_->complete(late_state, "c", "usr_1", nothing_)).error().code, "oauth.state_unknown");
    EXPECT_EQ(run_to_end(authorizer_->complete("made-up", "c", "usr_1", nothing_)).error().code, "oauth.state_unknown");
}

TEST_F(OfGrants, SixtyFourCallersGetOneRefresh) {
    auto const grant = agree("location", app_.location_id()).value();
    auto const connection = connection_of(grant);
    pass(std::chrono::hours{24});
    std::vector<std::string> got;
    for (int i = 0; i < 64; ++i) {
        boost::asio::co_spawn(io_, grants_->current(connection), [&](std::exception_ptr error, Result<Secret> value) {
            ASSERT_FALSE(error);
            got.push_back(value.value().reveal());
        });
    }
    io_.run();
    EXPECT_EQ(got.size(), 64U);
    EXPECT_THAT(got, testing::Each(got.front()));
    EXPECT_TRUE(opens(Secret{got.front()}));
    EXPECT_EQ(app_.oauth().refreshes(), 1);
    EXPECT_EQ(stored(grant.id).tokens.access.reveal(), got.front()) << "stored before it is used";
    EXPECT_FALSE(stored(grant.id).asked_at);
}

TEST_F(OfGrants, TwoProcessesDoNotUseOneRefreshTokenTwice) {
    auto const grant = agree("location", app_.location_id()).value();
    auto const other = make_grants("other");
    pass(std::chrono::hours{24});
    std::vector<std::string> got;
    for (int i = 0; i < 16; ++i) {
        auto& grants = i % 2 == 0 ? *grants_ : *other;
        boost::asio::co_spawn(io_, grants.token(grant.id), [&](std::exception_ptr error, Result<Secret> value) {
            ASSERT_FALSE(error);
            got.push_back(value.value().reveal());
        });
    }
    io_.run();
    EXPECT_EQ(got.size(), 16U);
    EXPECT_THAT(got, testing::Each(got.front()));
    EXPECT_EQ(app_.oauth().refreshes(), 1);
}

TEST_F(OfGrants, ARenewalThatIsOnlyDueSoonHoldsUpNobody) {
    auto const grant = agree("location", app_.location_id()).value();
    auto const before = token(*grants_, grant.id).value();
    pass(std::chrono::hours{20});
    http_.is_cut = true;
    EXPECT_EQ(token(*grants_, grant.id).value().reveal(), before.reveal()) << "used while it is good";
    http_.is_cut = false;
    pass(std::chrono::minutes{10});
    EXPECT_EQ(token(*grants_, grant.id).value().reveal(), before.reveal());
    auto const after = token(*grants_, grant.id).value();
    EXPECT_NE(after.reveal(), before.reveal());
    EXPECT_TRUE(opens(after));
}

TEST_F(OfGrants, ARefusedTokenIsRenewedOnce) {
    auto const grant = agree("location", app_.location_id()).value();
    auto const connection = connection_of(grant);
    auto const refused = token(*grants_, grant.id).value();
    app_.oauth().revoke_access();
    std::optional<Secret> better;
    boost::asio::co_spawn(io_, grants_->after_refusal(connection, refused),
        [&](std::exception_ptr, Result<std::optional<Secret>> value) { better = value.value(); });
    io_.restart();
    io_.run();
    ASSERT_TRUE(better);
    EXPECT_TRUE(opens(*better));
    EXPECT_EQ(app_.oauth().refreshes(), 1);
}

TEST_F(OfGrants, ALostAnswerIsRecoveredFromTheVendor) {
    auto const grant = agree("location", app_.location_id()).value();
    pass(std::chrono::hours{24});
    http_.loses_next = 1;
    EXPECT_EQ(token(*grants_, grant.id).error().code, "oauth.not_now");
    EXPECT_TRUE(stored(grant.id).asked_at) << "it is written down that an answer is missing";
    pass(std::chrono::minutes{10});
    EXPECT_TRUE(opens(token(*grants_, grant.id).value()));
    EXPECT_THAT(http_.sent, testing::Contains("/oauth/reconnect"));
    EXPECT_EQ(stored(grant.id).state, GrantState::active);
}

TEST_F(OfGrants, WithoutRecoveryALostAnswerEndsTheGrantAndSaysSo) {
    auto const grant = agree("location", app_.location_id()).value();
    app_.oauth().settings.may_reconnect = false;
    pass(std::chrono::hours{24});
    http_.loses_next = 1;
    EXPECT_FALSE(token(*grants_, grant.id));
    pass(std::chrono::minutes{10});
    auto const refused = token(*grants_, grant.id);
    EXPECT_EQ(refused.error().kind, ErrorKind::denied);
    EXPECT_EQ(stored(grant.id).state, GrantState::dead);
    EXPECT_EQ(stored(grant.id).why, "answer_lost");
    auto const sent = http_.sent.size();
    EXPECT_FALSE(token(*grants_, grant.id));
    EXPECT_EQ(http_.sent.size(), sent) << "a dead grant asks nobody";
    // A person agrees again: the same grant lives.
    auto const again = agree("location", app_.location_id()).value();
    EXPECT_EQ(again.id, grant.id);
    EXPECT_EQ(again.generation, 2);
    EXPECT_TRUE(opens(token(*grants_, grant.id).value()));
}

// The program is killed while the request is on its way, or after it was answered and before anything was stored.
TEST_F(OfGrants, KilledInTheMiddleOfARefresh) {
    for (int const turns : {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16}) {
        auto const grant = agree("location", app_.location_id()).value();
        pass(std::chrono::hours{24});
        {
            boost::asio::io_context doomed;
            auto const grants = std::make_unique<Grants>(
                Grants::Parts{http_, *database_, vault_, directory_, connectors_, clock_, log_, metrics_, account_, "main"},
                doomed.get_executor());
            boost::asio::co_spawn(doomed, grants->token(grant.id), boost::asio::detached);
            for (int i = 0; i < turns; ++i) doomed.poll_one();
        }
        restart();
        auto const got = token(*grants_, grant.id);
        ASSERT_TRUE(got) << "after " << turns << " turns: " << got.error().message;
        EXPECT_TRUE(opens(*got));
    }
}

TEST_F(OfGrants, AnAgencysLocationsGetTokensOfTheirOwn) {
    app_.oauth().settings.locations = 250;
    auto const wide = agree("agency", app_.oauth().company_id()).value();
    auto const members = run_to_end(authorizer_->members(wide.id)).value();
    EXPECT_EQ(members.size(), 251U) << "over several pages";
    auto const own = run_to_end(authorizer_->grant_for(wide.id, app_.location_id(), nothing_)).value();
    EXPECT_EQ(own.parent, wide.id);
    EXPECT_TRUE(opens(token(*grants_, own.id).value()));
    pass(std::chrono::hours{25});  // both have expired: the wide one is refreshed first
    EXPECT_TRUE(opens(token(*grants_, own.id).value()));
    EXPECT_EQ(app_.oauth().refreshes(), 1);
    EXPECT_EQ(run_to_end(authorizer_->grant_for(wide.id, "nowhere", nothing_)).error().code, "oauth.code_refused");
}

TEST_F(OfGrants, AnAppThatWasTakenOutEndsTheGrant) {
    auto const grant = agree("location", app_.location_id()).value();
    auto const before = token(*grants_, grant.id).value();
    app_.uninstall(app_.location_id(), clock_.now());
    EXPECT_FALSE(opens(before));
    auto const connection = connection_of(grant);
    std::optional<Result<std::optional<Secret>>> better;
    boost::asio::co_spawn(io_, grants_->after_refusal(connection, before),
        [&](std::exception_ptr, Result<std::optional<Secret>> value) { better = std::move(value); });
    io_.restart();
    io_.run();
    ASSERT_TRUE(better && *better);
    EXPECT_FALSE(**better) << "there is no better one";
    EXPECT_EQ(stored(grant.id).state, GrantState::dead);
}

TEST_F(OfGrants, AWrongSecretOfTheAppKillsNoGrant) {
    auto const grant = agree("location", app_.location_id()).value();
    auto right = run_to_end(authorizer_->app("highlevel")).value().value();
    AppInput input{right.client_id, Secret{"wrong"}, right.redirect_uri, right.authorize_url, right.base_url};
    run_to_end(authorizer_->set_app("highlevel", input, nothing_)).value();
    pass(std::chrono::hours{24});
    EXPECT_EQ(token(*grants_, grant.id).error().kind, ErrorKind::unavailable);
    EXPECT_EQ(stored(grant.id).state, GrantState::active);
    input.client_secret = right.client_secret;
    run_to_end(authorizer_->set_app("highlevel", input, nothing_)).value();
    pass(std::chrono::minutes{10});
    EXPECT_TRUE(opens(token(*grants_, grant.id).value()));
}

TEST_F(OfGrants, StaticCredentialsStayTheDirectorys) {
    connections::Connection connection;
    connection.account = account_;
    connection.id = ConnectionId{"con_static"};
    connection.credential = Secret{"pit-1"};
    directory_.put(connection);
    EXPECT_EQ(run_to_end(grants_->current(connection)).value().reveal(), "pit-1");
    EXPECT_FALSE(run_to_end(grants_->after_refusal(connection, Secret{"pit-1"})).value());
    EXPECT_TRUE(run_to_end(grants_->after_refusal(connection, Secret{"pit-0"})).value());
}

}  // namespace
}  // namespace lockstep::oauth
