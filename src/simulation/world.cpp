// SPDX-License-Identifier: Apache-2.0
#include "simulation/world.hpp"

#include <algorithm>

#include "adapters/migrations/migrate.hpp"
#include "base/injected_fault.hpp"
#include "calls/migrations.hpp"
#include "connections/migrations.hpp"
#include "connectors/default_mapping.hpp"
#include "deliveries/migrations.hpp"
#include "events/migrations.hpp"
#include "health/migrations.hpp"
#include "outbox/migrations.hpp"
#include "simulation/checks.hpp"
#include "simulation/end_state.hpp"
#include "sync/migrations.hpp"
#include "sync/state/syncs.hpp"
#include "vault/migrations.hpp"
#include "work/migrations.hpp"

namespace lockstep::simulation {
namespace {

constexpr std::uint64_t steps_at_one_moment_max = 400'000;
constexpr auto check_every = std::chrono::minutes{10};
// What was under way when the process ended is of unknown outcome, and left alone for the consistency delay.
constexpr auto after_a_crash = std::chrono::seconds{210};
constexpr auto lease_lasts = std::chrono::seconds{80};  // after the last heartbeat, and until that is noticed
constexpr auto longest_back_off = std::chrono::minutes{18};
constexpr std::string_view webhook_token = "simulated-token-of-the-hexfit-connection";

sandbox::HighLevelSettings highlevel_settings(Swarm const& swarm) {
    sandbox::HighLevelSettings settings;
    settings.seed = swarm.seed;
    settings.allow_duplicates = swarm.allow_duplicates;
    settings.match_email_first = swarm.match_email_first;
    settings.nested_webhooks = swarm.nested_webhooks;
    settings.custom_field_keys = {"hexfit_id", "language", "gender"};
    settings.text_length_most = swarm.text_length_most;
    settings.cut_long_texts = swarm.cut_long_texts;
    return settings;
}

sandbox::HexfitSettings hexfit_settings(Swarm const& swarm) {
    sandbox::HexfitSettings settings;
    settings.seed = swarm.seed;
    settings.monthly_quota = swarm.limits.hexfit_monthly;
    return settings;
}

template <class Value>
Value must(Result<Value> result) {
    if (!result) std::fprintf(stderr, "%s\n", describe(result.error()).c_str());
    CHECK(result.has_value());
    return std::move(*result);
}

void must(Result<void> result) {
    if (!result) std::fprintf(stderr, "%s\n", describe(result.error()).c_str());
    CHECK(result.has_value());
}

}  // namespace

Result<Template> make_template() {
    Template common;
    TRY(common.connectors, connectors::load_all());
    TRY(common.mapping, connectors::default_mapping("highlevel", "hexfit-full"));
    TRY(common.public_mapping, connectors::default_mapping("highlevel", "hexfit-v2"));
    TRY(auto database, adapters::SqliteInline::open());
    std::vector<Migration> all;
    for (auto const& module : {vault::migrations(), work::migrations(), outbox::migrations(), connections::migrations(),
             events::migrations(), calls::migrations(), deliveries::migrations(), sync::migrations(), health::migrations()}) {
        all.insert(all.end(), module.begin(), module.end());
    }
    TRY_VOID(run_at_once(adapters::migrate(*database, std::move(all))));
    common.empty_database = database->image();
    return common;
}

World::World(Template const& common, Swarm swarm, bool keeps_trace)
    : common_(common),
      swarm_(std::move(swarm)),
      root_(swarm_.seed),
      clock_(swarm_.start),
      trace_(keeps_trace),
      highlevel_(highlevel_settings(swarm_)),
      hexfit_(hexfit_settings(swarm_)),
      sqlite_(must(adapters::SqliteInline::open_image(common.empty_database))),
      database_(*sqlite_, clock_, root_.fork("database"), tally_),
      http_(highlevel_, hexfit_, clock_, root_.fork("network"), tally_, trace_),
      log_(clock_, trace_, tally_, canaries_),
      metrics_(tally_, canaries_),
      master_key_(std::string(32, 'k')),
      oracle_(highlevel_, hexfit_, swarm_.mapping, canaries_),
      workload_(swarm_, oracle_, clock_, trace_, tally_),
      calm_deeds_(*this, clock_, root_.fork("calm deeds")),
      attached_life_(*this, clock_, root_.fork("attached life")),
      webhook_path_(root_.fork("webhook path")),
      operator_({swarm_, oracle_, clock_, trace_, tally_, sync_,
          [this] { return process_ && process_->is_ready() ? process_.get() : nullptr; }}) {
    router_.add(http_);
    Neighbour::Parts const parts{clock_, trace_, tally_, canaries_, common.mapping, common.public_mapping, common.connectors};
    for (auto const& plan : swarm_.neighbours) {
        neighbours_.push_back(std::make_unique<Neighbour>(parts, plan, neighbours_.size() + 1, swarm_));
        router_.add(neighbours_.back()->http());
    }
    http_.sender = &sender_;
    set_up();
}

World::~World() {
    process_.reset();
    elder_.reset();
}

void World::set_up() {
    highlevel_.faults().settings = swarm_.app_faults[0];
    hexfit_.faults().settings = swarm_.app_faults[1];
    for (auto const side : {Side::a, Side::b}) {
        app(side).faults().quirks = swarm_.quirks[side == Side::a ? 0 : 1];
        // An automation is somebody at that app, too.
        app(side).before_own_change = [this, side](
                                          std::string_view id, TimePoint) { oracle_.begin_edit({side, std::string(id)}); };
        app(side).after_own_change = [this, side](std::string_view id, TimePoint at) {
            RecordKey const key{side, std::string(id)};
            oracle_.end_edit(key, at);
            trace_.note(at, {"the app edits", describe(key)});
        };
    }
    if (swarm_.limits.highlevel_daily > 0) highlevel_.rate_limit().settings.daily_most = swarm_.limits.highlevel_daily;
    if (swarm_.limits.hexfit_monthly > 0) hexfit_.use_quota(swarm_.limits.hexfit_used, swarm_.start);
    highlevel_.set_webhook_url("https://lockstep.test/webhooks/contacts");
    hexfit_.set_webhook_url("https://lockstep.test/webhooks/in/" + std::string(webhook_token));
    http_.faults[0] = swarm_.network[0];
    http_.faults[1] = swarm_.network[1];
    http_.outages = swarm_.outages;
    http_.before_write = [this](Arrival const& arrival) {
        oracle_.look_at_write(arrival);
        if (stalls_at_write_ && process_ && http_.calls[arrival.call].sender == process_->holder())
            stalls_now_ = std::exchange(stalls_at_write_, std::nullopt);
        bool const is_moment = armed_ && (armed_->moment == CrashMoment::at_write ||
                                             (armed_->moment == CrashMoment::at_create && arrival.record_id.empty()));
        if (is_moment && armed_->skips-- == 0) crash_now_ = true;
    };
    // The apps' own announcements tell the oracle of every change of a store, whoever made it.
    auto const also_tells_oracle = [this](auto& model, Side side) {
        model.publish = [this, side, inner = std::move(model.publish)](std::string_view type, JsonObject fields, TimePoint now) {
            bool const is_of_contact = type.starts_with("Contact") || type.starts_with("client.");
            if (!is_of_contact) return inner(type, std::move(fields), now);
            auto const* named = fields.if_contains("id");
            auto const id = named != nullptr && named->is_string() ? std::string(named->get_string()) : std::string();
            oracle_.look_at_store(side, id, type == "ContactDelete" || type == "client.deleted", now);
            inner(type, std::move(fields), now);
        };
    };
    also_tells_oracle(highlevel_.model(), Side::a);
    also_tells_oracle(hexfit_.model(), Side::b);
    http_.before_attached_write = [this](bool creates) {
        bool const is_moment =
            armed_ && (armed_->moment == CrashMoment::at_write || (armed_->moment == CrashMoment::at_create && creates));
        if (is_moment && armed_->skips-- == 0) crash_now_ = true;
    };
    http_.spoil = [this](AppCall const& call, HttpRequest& request) {
        auto answer = calm_deeds_.answer_instead(call, request);
        HttpReply reply;
        reply.status = answer.status;
        reply.body = std::move(answer.body);
        return reply;
    };
    database_.faults = swarm_.database;
    database_.on_commit = [this] {
        if (armed_ && armed_->moment == CrashMoment::at_commit && armed_->skips-- == 0) crash_now_ = true;
    };
    canaries_.add(highlevel_.token());
    canaries_.add(hexfit_.key());
    canaries_.add(hexfit_.webhook_secret());
    canaries_.add(webhook_token);

    SeededSecureRandom secure{root_.fork("set up")};
    vault::Vault vault{master_key_, secure};
    sync_.account = AccountId{"acc_simulated"};
    sync_.id = SyncId{"syn_simulated"};
    sync_.label = "Simulated";
    sync_.a = ConnectionId{"con_highlevel"};
    sync_.b = ConnectionId{"con_hexfit"};
    sync_.state = sync::SyncState::backfilling;
    sync_.mapping = swarm_.mapping;
    sync_.policy.notes.direction = swarm_.attached.notes;
    sync_.policy.tasks.direction = swarm_.attached.tasks;
    sync_.policy.notes.since = sync_.policy.tasks.since = swarm_.start;

    connections::Connection a;
    a.account = sync_.account;
    a.id = sync_.a;
    a.label = "HighLevel";
    a.connector = connections::find_connector(common_.connectors, "highlevel");
    a.settings = {SimulatedHttp::origin(Side::a), JsonObject{{"locationId", highlevel_.location_id()}}};
    a.account_key = highlevel_.location_id();
    a.credential = Secret{highlevel_.token()};
    a.webhook_public_key = highlevel_.webhook_public_key();
    a.monthly_quota = -1;
    a.created_at = swarm_.start;
    connections::Connection b;
    b.account = sync_.account;
    b.id = sync_.b;
    b.label = "Hexfit";
    b.connector = connections::find_connector(common_.connectors, "hexfit-full");
    b.settings = {SimulatedHttp::origin(Side::b), JsonObject{}};
    b.credential = Secret{hexfit_.key()};
    b.webhook_secret = Secret{hexfit_.webhook_secret()};
    b.webhook_token = Secret{std::string(webhook_token)};
    bool const has_quota = swarm_.limits.hexfit_monthly > 0 && swarm_.limits.connection_knows;
    b.monthly_quota = has_quota ? static_cast<std::int64_t>(swarm_.limits.hexfit_monthly) : -1;
    b.created_at = swarm_.start;
    must(run_at_once(vault.load(*sqlite_)));
    must(run_at_once(
        sqlite_->write([&](Transaction& transaction) { return vault.add_account(transaction, sync_.account, swarm_.start); })));
    must(run_at_once(sqlite_->write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(connections::save(transaction, vault, a, swarm_.start));
        TRY_VOID(connections::save(transaction, vault, b, swarm_.start));
        TRY_VOID(sync::insert_sync(transaction, sync_, "the simulation", swarm_.start));
        for (auto const& neighbour : neighbours_) TRY_VOID(neighbour->set_up(transaction, vault, sync_));
        return {};
    })));
}

void World::start_process() {
    Surroundings const surroundings{
        clock_, database_, router_, log_, metrics_, offload_, common_.connectors, master_key_, sender_, swarm_.keeps_bodies};
    ++generation_;
    auto holder = installation_ == 1 ? std::string("main") : "engine " + std::to_string(installation_);
    process_ = std::make_unique<Process>(surroundings, root_.fork("process " + std::to_string(generation_)), std::move(holder));
    trace_.note(clock_.now(), {"process starts", process_->holder()});
}

// Whoever waits for its answers hears nothing; the calls that it has sent arrive.
void World::stall(Stall const& stall) {
    if (!process_ || !process_->is_ready() || elder_ || is_calm_ || clock_.now() + stall.lasts >= swarm_.calm_from) return;
    trace_.note(clock_.now(), {"process stands still", process_->holder()});
    tally_.add(stall.lasts > Duration{0} ? "stall: stands still" : "stall: two engines");
    elder_ = std::move(process_);
    elder_stands_still_ = stall.lasts > Duration{0};
    while (!in_flight_.empty()) finish_delivery(in_flight_.begin()->first, 0);
    ++installation_;
    start_process();
    auto const wakes_at = clock_.now() + stall.lasts;
    clock_.at(wakes_at, [this, stall] {
        if (stall.beside == Duration{0}) return;
        if (elder_ && elder_stands_still_) trace_.note(clock_.now(), {"process goes on", elder_->holder()});
        elder_stands_still_ = false;
    });
    clock_.at(std::min(wakes_at + stall.beside, swarm_.calm_from), [this] { end_elder(); });
    troubles_.push_back({clock_.now(), wakes_at, std::nullopt, after_a_crash + lease_lasts});
    troubles_.push_back({wakes_at + stall.beside, wakes_at + stall.beside, std::nullopt, after_a_crash + lease_lasts});
}

void World::end_elder() {
    if (!elder_) return;
    trace_.note(clock_.now(), {"process ends", elder_->holder()});
    elder_.reset();
}

void World::crash(std::string_view why) {
    crash_now_ = false;
    auto const down = armed_ ? armed_->down : Duration{std::chrono::seconds{1}};
    armed_.reset();
    if (!process_) return;
    trace_.note(clock_.now(), {"process crashes", why});
    tally_.add("crash: " + std::string(why));
    process_.reset();
    while (!in_flight_.empty()) finish_delivery(in_flight_.begin()->first, 0);
    if (is_injected(InjectedFault::dedupe_in_memory)) {
        // What a store of delivery ids in memory comes to: at a restart none of them is known.
        auto const suffix = "@" + std::to_string(generation_);
        must(run_at_once(sqlite_->write([&](Transaction& transaction) -> Result<void> {
            TRY_VOID(transaction.execute("UPDATE events SET delivery_id = delivery_id || ?1", suffix));
            return {};
        })));
    }
    troubles_.push_back({clock_.now(), clock_.now() + down, std::nullopt, after_a_crash});
    clock_.at(clock_.now() + down, [this] { start_process(); });
}

void World::appoint_crash(PlannedCrash const& crash_plan) {
    clock_.at(crash_plan.at, [this, crash_plan] {
        armed_ = crash_plan;
        if (crash_plan.moment == CrashMoment::at_once) crash_now_ = true;
    });
}

void World::run() {
    workload_.begin();
    for (auto const& crash_plan : swarm_.crashes) appoint_crash(crash_plan);
    for (auto const& each : swarm_.stalls)
        clock_.at(each.at, [this, &each] { (each.at_write ? stalls_at_write_ : stalls_now_) = each; });
    for (auto const& spell : swarm_.spells) clock_.at(spell.from, [this, &spell] { begin_spell(spell); });
    operator_.begin();
    for (auto const& neighbour : neighbours_) neighbour->begin(operator_, sync_);
    for (auto const& step : swarm_.clock_steps) {
        clock_.at(step.at, [this, &step] {
            clock_.step_wall(step.by);
            tally_.add("fault: clock step");
            trace_.note(clock_.now(), {"the wall clock is set", std::to_string(step.by / std::chrono::seconds{1}), "s"});
        });
    }
    if (swarm_.limits != Limits{}) clock_.at(std::min(swarm_.limits.lifted_at, swarm_.calm_from), [this] { lift_limits(); });
    clock_.at(swarm_.calm_from, [this] { begin_calm(); });
    for (auto const& outage : swarm_.outages) {
        auto const length = outage.until - outage.from;
        troubles_.push_back(
            {outage.from, outage.until, outage.side, std::chrono::minutes{1} + std::min<Duration>(length, longest_back_off)});
    }
    calm_deeds_.begin(swarm_.calm_from);
    attached_life_.begin();
    next_check_ = swarm_.start + check_every;
    start_process();
    watch_for_running();
    run_until(swarm_.end);
    if (oracle_.finding()) return;
    for (auto const& neighbour : neighbours_) neighbour->check(oracle_);
    attached_life_.check();
    if (oracle_.finding()) return;
    if (canaries_.found().empty())
        check_at_end(*this);
    else
        oracle_.found("no_canary_in_logs", canaries_.found());
}

void World::begin_spell(Spell const& spell) {
    auto subject = spell.subject;
    if (subject.starts_with('#')) {
        auto const ids = oracle_.ids(spell.side);
        if (ids.empty()) return;
        subject = ids[std::strtoul(subject.c_str() + 1, nullptr, 10) % ids.size()];
    }
    trace_.note(clock_.now(), {"spell", contacts::to_string(spell.side), to_string(spell.kind), subject});
    app(spell.side)
        .faults()
        .forced.push_back({.kind = spell.kind,
            .operation = spell.operation,
            .times = 0,
            .from = spell.from,
            .until = spell.until,
            .subject = std::move(subject)});
}

void World::lift_limits() {
    trace_.note(clock_.now(), {"allowances are lifted"});
    highlevel_.rate_limit().settings.daily_most = sandbox::RateSettings{}.daily_most;
    hexfit_.model().settings.monthly_quota = 0;
    if (swarm_.limits.hexfit_monthly > 0 && swarm_.limits.connection_knows) operator_.set_quota(Side::b, -1);
}

void World::watch_for_running() {
    if (is_running(*this))
        running_since_ = clock_.now();
    else
        clock_.at(clock_.now() + std::chrono::seconds{10}, [this] { watch_for_running(); });
}

bool World::index_may_lag(TimePoint at) const {
    auto const rate = swarm_.app_faults[0].rates_ppm[static_cast<std::size_t>(sandbox::FaultKind::index_lag)];
    return (rate > 0 && at < swarm_.calm_from) || calm_deeds_.index_lags(at);
}

bool World::shows_times(Side side, TimePoint at) const {
    return swarm_.quirks[side == Side::a ? 0 : 1].shows_change_time && !calm_deeds_.hides_times(side, at);
}

bool World::database_struck(TimePoint from, TimePoint until) const {
    auto const first = std::ranges::lower_bound(database_.struck, from);
    return first != database_.struck.end() && *first <= until;
}

void World::person_edits(RecordKey const& key, JsonObject changes) { workload_.edit(key, std::move(changes)); }

std::optional<std::string> World::person_creates(Side side, JsonObject fields) {
    return workload_.create(side, std::move(fields), oracle_.new_human());
}

void World::person_removes(RecordKey const& key) { workload_.remove(key); }

void World::begin_calm() {
    is_calm_ = true;
    highlevel_.faults().calm();
    hexfit_.faults().calm();
    http_.faults[0] = http_.faults[1] = NetworkFaults{};
    http_.outages.clear();
    database_.faults = DatabaseFaults{};
    end_elder();
    stalls_at_write_.reset();
    armed_.reset();
    crash_now_ = false;
    trace_.note(clock_.now(), {"calm"});
}

void World::run_ready() {
    if (crash_now_)
        crash(armed_ && armed_->moment == CrashMoment::at_create  ? "at a create"
              : armed_ && armed_->moment == CrashMoment::at_write ? "at a write"
                                                                  : "at once");
    if (auto const now = std::exchange(stalls_now_, std::nullopt)) stall(*now);
    for (std::uint64_t steps = 0;; ++steps) {
        bool const has_run = run_a_step(process_.get());
        if (crash_now_) {
            crash("after a commit");
            return;
        }
        bool const has_elder_run = run_a_step(elder_stands_still_ ? nullptr : elder_.get());
        if (!has_run && !has_elder_run) return;
        if (steps > steps_at_one_moment_max) {
            oracle_.found("makes_progress", "the process runs on and on at " + format_time(clock_.now()));
            return;
        }
    }
}

bool World::run_a_step(Process* process) {
    if (process == nullptr) return false;
    process->context().restart();
    return process->context().poll_one() > 0;
}

void World::run_until(TimePoint end) {
    while (!oracle_.finding()) {
        run_ready();
        send_due_webhooks();
        run_ready();
        auto next = clock_.next();
        for (auto const side : {Side::a, Side::b}) {
            if (auto const at = app(side).next_delivery_at()) next = next ? std::min(*next, *at) : *at;
            for (auto const& neighbour : neighbours_) {
                if (auto const at = neighbour->app(side).next_delivery_at()) next = next ? std::min(*next, *at) : *at;
            }
        }
        if (!next || *next > end) break;
        clock_.advance_to(*next);
        if (clock_.now() >= next_check_) {
            next_check_ = clock_.now() + check_every;
            oracle_.look_for_losses(clock_.now());
            check_on_the_way(*this);
        }
    }
    if (!oracle_.finding()) clock_.advance_to(end);
}

void World::send_due_webhooks() {
    auto const send = [this](sandbox::App& app, Side side, Neighbour* neighbour) {
        auto const next = app.next_delivery_at();
        if (!next || *next > clock_.now()) return;
        for (auto& delivery : app.due_deliveries(clock_.now())) deliver({std::move(delivery), side, neighbour});
    };
    for (auto const side : {Side::a, Side::b}) {
        send(app(side), side, nullptr);
        for (auto const& neighbour : neighbours_) send(neighbour->app(side), side, neighbour.get());
    }
}

void World::deliver(InFlight flight) {
    auto const number = next_flight_++;
    auto const side = flight.side;
    trace_.note(clock_.now(), {"webhook", flight.neighbour == nullptr ? "" : "of a neighbour", contacts::to_string(side),
                                  flight.delivery.id, flight.is_replay ? "again" : ""});
    if (trace_.keeps_lines()) trace_.explain(clock_.now(), flight.delivery.request.body);
    in_flight_.emplace(number, std::move(flight));
    if (!process_ || !process_->is_ready()) {
        // HighLevel repeats a delivery after a 429 and after nothing else; a good reverse proxy answers so while we are down.
        finish_delivery(number, swarm_.proxy_answers_429 ? 429 : 0);
        return;
    }
    auto request = in_flight_.at(number).delivery.request;
    auto task = receive(*process_, std::move(request));
    boost::asio::co_spawn(process_->context(), std::move(task), [this, number](std::exception_ptr error, int status) {
        CHECK(!error);
        finish_delivery(number, status);
    });
    if (is_injected(InjectedFault::acknowledge_before_commit) && in_flight_.at(number).neighbour == nullptr) {
        auto& sent = in_flight_.at(number);
        sent.is_acknowledged = true;
        app(side).delivered(sent.delivery, 200, clock_.now());
        oracle_.accepted({clock_.now(), side, sent.delivery.id, sent.delivery.request.body});
    }
}

Task<int> World::receive(Process& process, HttpRequest request) {
    request.url = request.url.substr(std::string_view("https://lockstep.test").size());
    request.remote_address = "192.0.2.7:40000";
    auto const reply = co_await process.ingress().handle(std::move(request));
    process.engine().wake();
    co_return reply.status;
}

void World::finish_delivery(std::uint64_t number, int status) {
    auto const node = in_flight_.extract(number);
    if (node.empty()) return;  // its sender has given up
    auto const& flight = node.mapped();
    trace_.note(clock_.now(), {"webhook answered", flight.delivery.id, std::to_string(status)});
    tally_.add("webhook answered " + std::to_string(status));
    if (flight.is_acknowledged) return;
    bool const is_accepted = status >= 200 && status < 300;
    if (is_accepted && flight.neighbour == nullptr)
        oracle_.accepted({clock_.now(), flight.side, flight.delivery.id, flight.delivery.request.body});
    if (flight.is_replay) return;
    bool const is_answer_lost = !is_calm_ && status != 0 && webhook_path_.chance_ppm(swarm_.webhook_answer_lost_ppm);
    if (is_answer_lost) tally_.add("fault: webhook answer lost");
    sender(flight).delivered(flight.delivery, is_answer_lost ? 0 : status, clock_.now());
    if (is_accepted && !is_calm_ && webhook_path_.chance_ppm(swarm_.webhook_replayed_ppm)) {
        tally_.add("fault: webhook replayed");
        auto const after = draw(webhook_path_, std::chrono::seconds{1},
            flight.side == Side::a ? Duration{std::chrono::minutes{40}} : Duration{std::chrono::minutes{4}});
        clock_.at(std::min(clock_.now() + after, swarm_.calm_from),
            [this, again = InFlight{flight.delivery, flight.side, flight.neighbour, true}] { deliver(again); });
    }
}

}  // namespace lockstep::simulation
