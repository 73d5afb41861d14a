// SPDX-License-Identifier: Apache-2.0
// For each fault that the simulated apps know: a minute after it begins to strike every time, health says what is to be said, and
// a minute after its end everything is well again. With the real engine, caller and ingress on virtual time.
#include <gmock/gmock.h>

#include <boost/asio/co_spawn.hpp>

#include "health/reporter.hpp"
#include "simulation/world.hpp"
#include "sync/state/syncs.hpp"

namespace lockstep::simulation {
namespace {

using health::State;
using sandbox::FaultKind;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr TimePoint opening_day{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2}};
constexpr std::string_view token = "token-of-the-hexfit-connection";

Template const& common() {
    static Template const made = make_template().value();
    return made;
}

// What is said, for messages of failing tests.
std::string said(health::Health const& health) {
    return std::string(health::to_string(health.state)) + " " +
           messages::text(messages::Language::en, health.words.code + ".message", health.words.params);
}

// Two apps with a few people, a sync between them, and somebody who edits at side a all the time.
class Clinic {
public:
    Clinic() : sqlite_(adapters::SqliteInline::open_image(common().empty_database).value()) {
        http_.sender = &sender_;
        router_.add(http_);
        http_.spoil = [](AppCall const&, HttpRequest&) {
            HttpReply nothing;
            nothing.status = 0;
            return nothing;
        };
        highlevel_.set_webhook_url("https://lockstep.test/webhooks/contacts");
        hexfit_.set_webhook_url("https://lockstep.test/webhooks/in/" + std::string(token));
        for (int i = 0; i < 4; ++i) {
            auto const name = "Person" + std::to_string(i);
            people_.push_back(highlevel_
                    .create_as_person({{"firstName", name}, {"lastName", "Roy"}, {"email", name + "@example.org"}}, opening_day)
                    .value());
        }
        store();
        Surroundings const surroundings{
            clock_, *sqlite_, router_, log_, metrics_, offload_, common().connectors, master_key_, sender_};
        process_ = std::make_unique<Process>(surroundings, Stream{7}.fork("process"), "main");
        reporter_.emplace(health::ReporterParts{
            *sqlite_, process_->vault(), process_->directory(), process_->caller(), process_->engine(), deliveries_, clock_});
        process_->ingress().on_judgement([this](webhooks::Judgement const& judgement) { deliveries_.note(judgement); });
    }

    void run_for(Duration duration) {
        auto const end = clock_.now() + duration;
        while (true) {
            run_ready();
            send_webhooks();
            run_ready();
            auto next = clock_.next();
            for (auto* app : {static_cast<sandbox::App*>(&highlevel_), static_cast<sandbox::App*>(&hexfit_)}) {
                if (auto const at = app->next_delivery_at()) next = next ? std::min(*next, *at) : *at;
            }
            if (!next || *next > end) break;
            clock_.advance_to(*next);
        }
        clock_.advance_to(end);
    }

    // One edit every ten seconds, of another field's worth each time.
    void live_for(Duration duration) {
        for (auto const end = clock_.now() + duration; clock_.now() < end;) {
            auto const& id = people_[edits_ % people_.size()];
            ASSERT_TRUE(highlevel_.edit_as_person(id, {{"city", "City " + std::to_string(edits_++)}}, clock_.now()));
            run_for(seconds{10});
        }
    }

    health::Report report() { return run_at_once(reporter_->report(sync_.account)).value(); }
    health::Health sync_health() { return report().syncs.at(sync_.id).health; }
    sandbox::Faults& faults() { return hexfit_.faults(); }
    sandbox::HexfitApp& hexfit() { return hexfit_; }

private:
    void store() {
        SeededSecureRandom secure{Stream{7}.fork("set up")};
        vault::Vault vault{master_key_, secure};
        sync_.account = AccountId{"acc_clinic"};
        sync_.id = SyncId{"syn_clinic"};
        sync_.label = "Clinic";
        sync_.a = ConnectionId{"con_left"};
        sync_.b = ConnectionId{"con_right"};
        sync_.state = sync::SyncState::backfilling;
        sync_.mapping = common().mapping;
        connections::Connection a;
        a.account = sync_.account;
        a.id = sync_.a;
        a.label = "Left";
        a.connector = connections::find_connector(common().connectors, "highlevel");
        a.settings = {SimulatedHttp::origin(Side::a), JsonObject{{"locationId", highlevel_.location_id()}}};
        a.account_key = highlevel_.location_id();
        a.credential = Secret{highlevel_.token()};
        a.webhook_public_key = highlevel_.webhook_public_key();
        a.webhook_token = Secret{"token-of-the-other-connection"};
        a.monthly_quota = -1;
        connections::Connection b;
        b.account = sync_.account;
        b.id = sync_.b;
        b.label = "Right";
        b.connector = connections::find_connector(common().connectors, "hexfit-full");
        b.settings = {SimulatedHttp::origin(Side::b), JsonObject{}};
        b.credential = Secret{hexfit_.key()};
        b.webhook_secret = Secret{hexfit_.webhook_secret()};
        b.webhook_token = Secret{std::string(token)};
        b.monthly_quota = -1;
        ASSERT_TRUE(run_at_once(vault.load(*sqlite_)));
        ASSERT_TRUE(run_at_once(sqlite_->write([&](Transaction& transaction) -> Result<void> {
            TRY_VOID(vault.add_account(transaction, sync_.account, opening_day));
            TRY_VOID(connections::save(transaction, vault, a, opening_day));
            TRY_VOID(connections::save(transaction, vault, b, opening_day));
            return sync::insert_sync(transaction, sync_, "test", opening_day);
        })));
    }
    void run_ready() {
        process_->context().restart();
        while (process_->context().poll_one() > 0) {}
    }
    void send_webhooks() {
        for (auto* app : {static_cast<sandbox::App*>(&highlevel_), static_cast<sandbox::App*>(&hexfit_)}) {
            auto const next = app->next_delivery_at();
            if (!next || *next > clock_.now()) continue;
            for (auto& delivery : app->due_deliveries(clock_.now())) {
                boost::asio::co_spawn(
                    process_->context(), deliver(*app, std::move(delivery)), [](std::exception_ptr error) { CHECK(!error); });
            }
        }
    }
    Task<void> deliver(sandbox::App& app, sandbox::Delivery delivery) {
        auto request = delivery.request;
        request.url = request.url.substr(std::string_view("https://lockstep.test").size());
        request.remote_address = "192.0.2.7:40000";
        auto const reply = co_await process_->ingress().handle(std::move(request));
        process_->engine().wake();
        app.delivered(delivery, reply.status, clock_.now());
    }
    static sandbox::HighLevelSettings highlevel_settings() {
        sandbox::HighLevelSettings settings;
        settings.custom_field_keys = {"hexfit_id", "language", "gender"};
        return settings;
    }
    static sandbox::HexfitSettings hexfit_settings() {
        sandbox::HexfitSettings settings;
        settings.monthly_quota = 0;
        return settings;
    }

    SimulatedClock clock_{opening_day};
    Trace trace_{false};
    Tally tally_;
    Canaries canaries_;
    sandbox::HighLevelApp highlevel_{highlevel_settings()};
    sandbox::HexfitApp hexfit_{hexfit_settings()};
    std::unique_ptr<adapters::SqliteInline> sqlite_;
    SimulatedHttp http_{highlevel_, hexfit_, clock_, Stream{7}.fork("network"), tally_, trace_};
    HttpRouter router_;
    WatchedLog log_{clock_, trace_, tally_, canaries_};
    CountingMetrics metrics_{tally_, canaries_};
    InlineOffload offload_;
    Secret master_key_{std::string(32, 'k')};
    std::string sender_;
    sync::Sync sync_;
    std::vector<std::string> people_;
    std::size_t edits_ = 0;
    health::DeliveryLedger deliveries_;
    std::unique_ptr<Process> process_;
    std::optional<health::Reporter> reporter_;
};

struct Expected {
    FaultKind kind;
    // What may be said of the sync after a minute of it. `well`: nothing can be told from outside, or it hurts no edit.
    std::vector<State> after_a_minute;
    Duration ends_within = minutes{1};
};

std::vector<Expected> expectations() {
    std::vector<State> const unheard{State::well};
    std::vector<State> const trouble{State::waiting};
    std::vector<State> const maybe{State::well, State::waiting};
    // After a minute of nothing but failures a held connection is tried again a minute later.
    Duration const next_probe = seconds{90};
    // A write without a clear answer is left alone for the consistency delay.
    Duration const left_alone = minutes{6};
    Duration const seems_gone = minutes{20};
    return {
        {FaultKind::slow_reply, unheard},
        {FaultKind::lost_request, trouble, next_probe},
        {FaultKind::lost_reply, trouble, left_alone},
        {FaultKind::late_commit, maybe, left_alone},
        {FaultKind::create_failed_but_stored, unheard},
        {FaultKind::too_many_requests, {State::limited}},
        {FaultKind::server_error, trouble, next_probe},
        {FaultKind::stale_read, unheard},
        {FaultKind::index_lag, unheard},
        {FaultKind::automation, unheard},
        {FaultKind::webhook_lost, unheard},
        {FaultKind::webhook_doubled, unheard},
        {FaultKind::webhook_late, unheard},
        {FaultKind::unauthorized, {State::refused}},
        {FaultKind::forbidden, {State::refused}},
        {FaultKind::spurious_not_found, maybe, seems_gone},
        {FaultKind::failing_record, trouble, left_alone},
        {FaultKind::failing_create, unheard},
        {FaultKind::empty_listing, unheard},
        {FaultKind::listing_gap, unheard},
        {FaultKind::listing_repeats, unheard},
        {FaultKind::wrong_total, unheard},
        {FaultKind::unreadable_record, maybe, left_alone},
        {FaultKind::absent_member, unheard},
        {FaultKind::repeated_write, unheard},
        {FaultKind::old_read, unheard},
        {FaultKind::long_index_lag, unheard},
        {FaultKind::name_case, unheard},
    };
}

TEST(HealthOfEveryFault, IsSaidWithinAMinuteAndEndsWithinAMinute) {
    ASSERT_EQ(expectations().size(), sandbox::fault_kind_count) << "a new fault needs a line here";
    for (auto const& [kind, wanted, ends_within] : expectations()) {
        SCOPED_TRACE(std::string(sandbox::to_string(kind)));
        Clinic clinic;
        clinic.run_for(minutes{10});
        clinic.live_for(minutes{1});
        auto const before = clinic.sync_health();
        EXPECT_EQ(before.state, State::well) << said(before);

        clinic.faults().settings.rate(kind) = 1'000'000;
        clinic.live_for(minutes{1});
        auto const struck = clinic.sync_health();
        EXPECT_THAT(wanted, testing::Contains(struck.state)) << said(struck);
        if (struck.state != State::well) EXPECT_FALSE(struck.words.code.empty());

        clinic.faults().calm();
        clinic.live_for(ends_within);
        auto const after = clinic.sync_health();
        EXPECT_EQ(after.state, State::well) << said(after) << " since " << format_time(after.since.value_or(opening_day));
    }
}

TEST(HealthOfAnApp, ThatIsDownIsSaidBeforeAnythingElseAndRedAfterAMinute) {
    Clinic clinic;
    clinic.run_for(minutes{10});
    clinic.live_for(seconds{20});
    clinic.faults().settings.rate(FaultKind::server_error) = 1'000'000;
    clinic.live_for(seconds{20});
    auto const young = clinic.sync_health();
    EXPECT_EQ(young.state, State::waiting);
    EXPECT_EQ(young.weight, health::Weight::attention);
    EXPECT_GT(young.waits, 0);
    auto const since = young.since;
    for (int i = 0; i < 12; ++i) {
        clinic.live_for(seconds{10});
        ASSERT_NE(clinic.sync_health().state, State::well) << "not for a moment";
    }
    auto const old = clinic.sync_health();
    EXPECT_EQ(old.weight, health::Weight::alarm);
    EXPECT_EQ(old.since, since) << "a retry is no new beginning";
    EXPECT_TRUE(old.next_try_at);
    auto const report = clinic.report();
    EXPECT_GT(health::lag(report.syncs.begin()->second.facts, report.at), seconds{60});
}

}  // namespace
}  // namespace lockstep::simulation
