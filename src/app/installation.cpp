// SPDX-License-Identifier: Apache-2.0
#include "app/installation.hpp"

#include <array>
#include <iterator>

#include "adapters/migrations/migrate.hpp"
#include "alerts/migrations.hpp"
#include "api/web_files.hpp"
#include "app/account.hpp"
#include "app/files.hpp"
#include "app/housekeeping.hpp"
#include "app/master_key_file.hpp"
#include "app/migrations.hpp"
#include "app/process_gauges.hpp"
#include "app/sealed_tables.hpp"
#include "app/version.hpp"
#include "app/workflow_trial.hpp"
#include "base/text.hpp"
#include "calls/migrations.hpp"
#include "connections/migrations.hpp"
#include "connections/upkeep.hpp"
#include "connectors/default_mapping.hpp"
#include "deliveries/migrations.hpp"
#include "events/migrations.hpp"
#include "general/migrations.hpp"
#include "health/migrations.hpp"
#include "identity/access.hpp"
#include "identity/audit.hpp"
#include "identity/migrations.hpp"
#include "imports/migrations.hpp"
#include "oauth/migrations.hpp"
#include "outbox/migrations.hpp"
#include "people/migrations.hpp"
#include "people/views.hpp"
#include "snapshots/migrations.hpp"
#include "sync/discovery/name_fill.hpp"
#include "sync/hidden_fields.hpp"
#include "sync/migrations.hpp"
#include "sync/state/syncs.hpp"
#include "vault/migrations.hpp"
#include "work/holders.hpp"
#include "work/migrations.hpp"
#include "workflows/migrations.hpp"

namespace lockstep::app {
namespace {

constexpr Duration house_keeping_interval = std::chrono::hours{1};
constexpr Duration rest_pause = std::chrono::milliseconds{10};

}  // namespace

std::vector<Migration> all_migrations() {
    std::vector<Migration> all;
    for (auto const& module : {vault::migrations(), work::migrations(), outbox::migrations(), connections::migrations(),
             events::migrations(), calls::migrations(), imports::migrations(), oauth::migrations(), general::migrations(),
             workflows::migrations(), deliveries::migrations(), snapshots::migrations(), sync::migrations(), people::migrations(),
             health::migrations(), alerts::migrations(), identity::migrations(), app::migrations()}) {
        std::ranges::copy(module, std::back_inserter(all));
    }
    return all;
}

Task<Result<std::unique_ptr<adapters::SqliteDatabase>>> open_database(
    Foundation& foundation, Settings const& settings, std::function<void()> fatal) {
    adapters::SqliteOptions options;
    options.folder = settings.data;
    options.on_failure = [&log = foundation.log, fatal = std::move(fatal)](Error const& error) {
        log.error("the database cannot be trusted any more; the program ends", {{"error", describe(error)}});
        if (fatal) fatal();
    };
    Result<std::unique_ptr<adapters::SqliteDatabase>> database;
    std::function<void()> const work = [&] { database = adapters::SqliteDatabase::open(std::move(options)); };
    co_await foundation.pool.run(work);
    if (!database) co_return pass_on(std::move(database).error());
    auto migrations = all_migrations();
    CO_TRY_VOID(co_await adapters::migrate(**database, std::move(migrations)));
    co_return std::move(database);
}

// After the machine's clock was set back, the engine's time goes on from where it was: the database holds times that it would
// take for the future, and everything that compares itself with them would stand still until then.
Task<Result<void>> keep_time_going(Foundation& foundation, Database& database) {
    auto const wall = foundation.clock.wall();
    CO_TRY(auto const beat,
        co_await database.read_value([wall](Transaction& transaction) { return work::newest_beat(transaction, wall); }));
    if (!beat || beat->at <= wall) co_return Result<void>{};
    foundation.clock.raise_floor(beat->alive_until);
    auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(beat->at - wall).count();
    foundation.log.warning(
        "the clock was set back since the program last ran; it goes on from where it was", {{"seconds", seconds}});
    co_return Result<void>{};
}

Installation::Installation(Foundation& foundation, Settings const& settings, Opened opened)
    : foundation_(foundation),
      settings_(settings),
      account_(std::move(opened.account)),
      database_(std::move(opened.database)),
      vault_(std::move(opened.master_key), foundation.secure_random),
      connectors_(std::move(opened.connectors)),
      imports_({account_, *database_, directory_, connectors_, foundation.outside_http(), foundation.pool, foundation.clock}),
      grants_({foundation.app_http(), *database_, vault_, directory_, connectors_, foundation.clock, foundation.log,
                  foundation.metrics, account_, sync::EngineOptions{}.holder},
          foundation.executor()),
      caller_(foundation.app_http(), *database_, vault_, directory_, foundation.clock, foundation.random, foundation.log,
          foundation.metrics, {}),
      authorizer_({foundation.app_http(), *database_, vault_, connectors_, foundation.clock, foundation.random,
          foundation.secure_random, account_, grants_}),
      uninstalls_({*database_, vault_, directory_, account_, grants_, caller_}),
      engine_({*database_, vault_, directory_, caller_, foundation.clock, foundation.random, foundation.log, foundation.metrics,
                  foundation.executor()},
          {}),
      syncs_(*database_, vault_, directory_, caller_, foundation.clock, foundation.random, engine_),
      people_({*database_, vault_, directory_, caller_, foundation.clock, foundation.random, engine_}),
      books_(syncs_, account_),
      snapshots_({*database_, vault_, directory_, foundation.clock, foundation.random, foundation.pool, books_, account_}),
      reporter_({*database_, vault_, directory_, caller_, engine_, deliveries_, foundation.clock}),
      keeper_({account_, *database_, vault_, deliveries_, reporter_, foundation.clock, foundation.random, foundation.log}),
      stream_(foundation.clock),
      event_feed_(stream_, foundation.executor()),
      runner_({account_, *database_, vault_, directory_, caller_, foundation.outside_http(), foundation.mail(), foundation.clock,
          foundation.random, {&event_feed_}}),
      desk_({account_, *database_, vault_, directory_, caller_, runner_, foundation.clock, foundation.random, foundation.log,
          connectors_, sync::EngineOptions{}.holder}),
      workflows_(
          {account_, *database_, vault_, directory_, foundation.clock, foundation.random, connectors_, [this] { desk_.wake(); }}),
      ingress_({*database_, vault_, directory_, foundation.clock, foundation.random, foundation.delivery_pool, foundation.log,
                   foundation.metrics},
          {&engine_, &uninstalls_, &event_feed_, &desk_, &told_events_}, ingress_options()),
      hooks_({account_, *database_, vault_, foundation.clock, foundation.random, foundation.log, foundation.metrics},
          {&event_feed_, &desk_}, settings_.trusted_proxies),
      timekeeper_({account_, *database_, vault_, foundation.clock, foundation.random, foundation.log,
          sync::EngineOptions{}.holder, {&event_feed_, &desk_}, [this] { desk_.wake(); }}),
      courier_(
          {account_, *database_, vault_, runner_, foundation.clock, foundation.random, foundation.log, settings_.public_url}),
      told_events_(vault_),
      outbound_(outbound_parts()),
      connection_news_(account_, *database_, vault_),
      resealer_({*database_, vault_, foundation.clock, foundation.log, account_, all_sealed_tables(),
          [this](Transaction& transaction, std::int64_t newest) {
              return note_own(transaction, "keys.retire", std::to_string(newest));
          }}),
      waking_ingress_(ingress_, hooks_, engine_, uninstalls_, desk_, outbound_),
      upkeep_(*this),
      api_(api_parts(), api_options()),
      tasks_(foundation.executor()) {
    caller_.take_credentials_from(grants_);
    caller_.on_call([this](calls::CallNotice const& notice) { api::publish(stream_, notice); });
    ingress_.on_judgement([this](webhooks::Judgement const& judgement) { deliveries_.note(judgement); });
    keeper_.on_look([this](health::Report const& report) -> Task<Result<void>> {
        CO_TRY_VOID(co_await connection_news_.look(report));
        co_return co_await courier_.look(report);
    });
    engine_.on_change([this](sync::ChangeNotice const& notice) {
        api::publish(stream_, notice);
        outbound_.wake();
    });
}

webhooks::IngressOptions Installation::ingress_options() const {
    webhooks::IngressOptions options;
    options.connectors = connectors_;
    options.accepts_legacy_signatures = settings_.accepts_legacy_rsa;
    options.trusted_proxies = settings_.trusted_proxies;
    return options;
}

api::Parts Installation::api_parts() {
    return {.account = account_,
        .database = *database_,
        .vault = vault_,
        .clock = foundation_.clock,
        .random = foundation_.random,
        .secure_random = foundation_.secure_random,
        .offload = foundation_.pool,
        .log = foundation_.log,
        .metrics = foundation_.metrics,
        .directory = directory_,
        .connectors = connectors_,
        .imports = imports_,
        .caller = caller_,
        .authorizer = authorizer_,
        .runner = runner_,
        .timekeeper = timekeeper_,
        .syncs = syncs_,
        .people = people_,
        .workflows = workflows_,
        .snapshots = snapshots_,
        .stream = stream_,
        .upkeep = upkeep_,
        .health = reporter_,
        .alerts = courier_,
        .outbound = outbound_,
        .webhooks = waking_ingress_,
        .listeners = {&engine_, &desk_},
        .wake =
            [this] {
                engine_.wake();
                desk_.wake();
            },
        .default_mapping = [](std::string_view a, std::string_view b) { return connectors::default_mapping(a, b); },
        .spawn = [this](Task<void> task) { do_beside(std::move(task)); },
        .phase = [this] { return phase_; },
        .checks =
            [this] {
                return std::vector<api::HealthCheck>{
                    {.name = "alerts", .is_ok = !courier_.is_failing(), .detail = "", .is_grave = false},
                    {.name = "webhooks_out", .is_ok = !outbound_.is_failing(), .detail = "", .is_grave = false}};
            },
        .set_process_gauges = set_process_gauges,
        .web_files = api::web_files_from(api::web_files()),
        .try_workflow = [this](std::string definition, JsonObject input) -> Task<Result<JsonObject>> {
            // A trial takes a tenth of a second of processor time, and waits for nobody: a thread of the pool does it whole.
            std::optional<Result<JsonObject>> run;
            co_await foundation_.pool.run([&] { run = try_workflow_here(std::move(definition), std::move(input)); });
            co_return *std::move(run);
        },
        .sandboxes = [this] { return sandboxes_; }};
}

deliveries::CourierParts Installation::outbound_parts() {
    return {.account = account_,
        .database = *database_,
        .vault = vault_,
        .outside = foundation_.outside_http(),
        .clock = foundation_.clock,
        .random = foundation_.random,
        .log = foundation_.log,
        .metrics = foundation_.metrics,
        .holder = sync::EngineOptions{}.holder,
        .user_agent = "Lockstep/" + std::string(version),
        .enrich = [this](Transaction& transaction, std::string_view link,
                      deliveries::Told& told) { return enrich(transaction, link, told); },
        .note_ending =
            [this](Transaction& transaction, deliveries::Subscription const& subscription) {
                return note_own(transaction, "subscription.disabled", subscription.id.text());
            }};
}

// What only those are told who get everything: the person as the person is now, and what an app sent.
Result<void> Installation::enrich(Transaction& transaction, std::string_view link, deliveries::Told& told) {
    if (!link.empty()) {
        LinkId const id{std::string(link)};
        TRY(told.values["person"],
            people::person_of_link(transaction, vault_, account_, SyncId{told.sync}, id, foundation_.clock.now()));
    }
    if (told.type != "event.received") return {};
    EventId const id{std::string(find_text(Json(told.data), "/event").value_or(""))};
    TRY(auto const event, events::load(transaction, vault_, account_, id));
    if (!event) return {};
    auto json = parse_foreign_json(event->payload);
    told.values["payload"] = json ? *std::move(json) : Json(with_valid_utf8(event->payload));
    return {};
}

// On a disk that stands still these would pile up.
void Installation::do_beside(Task<void> task) {
    constexpr int at_a_time_max = 100;
    if (beside_ >= at_a_time_max) return;
    ++beside_;
    tasks_.spawn([](Installation& self, Task<void> what) -> Task<void> {
        co_await std::move(what);
        --self.beside_;
    }(*this, std::move(task)));
}

api::ApiOptions Installation::api_options() const {
    api::ApiOptions options;
    options.version = version;
    options.started_at = foundation_.clock.now();
    options.is_tls = settings_.is_reached_by_tls();
    options.hosts = settings_.hosts;
    options.public_url = settings_.public_url;
    options.trusted_proxies = settings_.trusted_proxies;
    options.has_open_metrics = settings_.open_metrics;
    return options;
}

Task<Result<std::unique_ptr<Installation>>> Installation::open(
    Foundation& foundation, Settings const& settings, std::function<void()> fatal) {
    Opened opened;
    CO_TRY(opened.master_key, read_master_key(settings));
    if (!file_exists(settings.database_file())) {
        co_return fail(ErrorKind::not_found, "app.not_initialised",
            "opening " + settings.data + ": there is no database; run `lockstep init` first");
    }
    CO_TRY(opened.database, co_await open_database(foundation, settings, std::move(fatal)));
    CO_TRY_VOID(co_await keep_time_going(foundation, *opened.database));
    CO_TRY(
        auto account, co_await opened.database->read_value([](Transaction& transaction) { return find_account(transaction); }));
    if (!account) {
        co_return fail(ErrorKind::not_found, "app.not_initialised",
            "opening " + settings.data + ": it holds no account yet; run `lockstep init` first");
    }
    opened.account = *std::move(account);
    CO_TRY(opened.connectors, connectors::load_all());
    std::unique_ptr<Installation> installation{new Installation(foundation, settings, std::move(opened))};
    CO_TRY_VOID(co_await installation->load());
    co_return std::move(installation);
}

Task<Result<void>> Installation::load() {
    CO_TRY_VOID(co_await vault_.load(*database_));
    auto const here = home_of(settings_.data);
    auto const now = foundation_.clock.now();
    CO_TRY(standing_,
        co_await database_->write_value([&](Transaction& transaction) { return settle(transaction, account_, here, now); }));
    if (!standing_.writes()) {
        foundation_.log.warning("this installation only observes until a person confirms it: it writes to no app",
            {{"why", standing_.held}, {"command", "lockstep adopt"}});
    }
    hold_writes(!standing_.writes());
    CO_TRY_VOID(co_await imports_.open());
    CO_TRY(auto connections, co_await database_->read_value([this](Transaction& transaction) {
        return connections::load_all(transaction, vault_, connectors_);
    }));
    for (auto& connection : connections) directory_.put(std::move(connection));
    CO_TRY(
        auto const syncs, co_await database_->read_value([](Transaction& transaction) { return sync::load_syncs(transaction); }));
    for (auto const& each : syncs) sync::hide_health_fields(caller_, each);
    CO_TRY_VOID(co_await keeper_.open());
    tasks_.spawn(caller_.run());
    co_return Result<void>{};
}

void Installation::hold_writes(bool is_held) {
    caller_.hold_writes(is_held);
    engine_.hold_writes(is_held);
    timekeeper_.hold(is_held);
    desk_.hold_writes(is_held);
    outbound_.hold(is_held);
}

Task<Result<void>> Installation::confirm_home(std::string by, Confirmed note) {
    auto const here = home_of(settings_.data);
    CO_TRY_VOID(co_await database_->write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(adopt(transaction, account_, here, by));
        return note(transaction, standing_.held);
    }));
    standing_ = {};
    hold_writes(false);
    co_return Result<void>{};
}

Task<Result<void>> Installation::start_engine() {
    CO_TRY_VOID(co_await engine_.open());
    is_engine_running_ = true;
    tasks_.spawn(engine_.run());
    tasks_.spawn(desk_.run());
    tasks_.spawn(keeper_.run());
    tasks_.spawn(courier_.run());
    tasks_.spawn(timekeeper_.run());
    tasks_.spawn(outbound_.run());
    tasks_.spawn(run_housekeeping());
    tasks_.spawn(fill_names());
    tasks_.spawn(resealer_.run());
    co_return Result<void>{};
}

Task<Result<void>> Installation::accept_deliveries() { co_return co_await ingress_.prepare_quarantine(); }

Task<void> Installation::stop(Duration limit) {
    auto const until = foundation_.clock.now() + limit;
    is_stopping_ = true;
    refuse_deliveries();
    stream_.close();
    house_.notify();
    keeper_.stop();
    courier_.stop();
    timekeeper_.stop();
    outbound_.stop();
    resealer_.stop();
    desk_.stop();
    if (is_engine_running_) engine_.stop();
    while (tasks_.running() > 1 && foundation_.clock.now() < until) {
        co_await foundation_.clock.sleep_until(std::min(until, foundation_.clock.now() + rest_pause));
    }
    // The caller last: whoever is still at work may be waiting for an answer of it.
    caller_.stop();
    co_await tasks_.join(foundation_.clock, until);
    co_await grants_.join(until);
    if (auto const flushed = co_await caller_.flush(); !flushed) {
        foundation_.log.warning("the last call records were not written", {{"error", describe(flushed.error())}});
    }
}

// Of copies that an older version made.
Task<void> Installation::fill_names() {
    auto const filled = co_await sync::fill_names(*database_, vault_, foundation_.clock, is_stopping_, house_);
    if (!filled)
        foundation_.log.warning("making the search by name failed", {{"error", describe(filled.error())}});
    else if (*filled > 0)
        foundation_.log.info("older records can be found by name", {{"records", std::to_string(*filled)}});
}

Result<void> Installation::note_own(Transaction& transaction, std::string_view action, std::string_view subject) {
    auto const now = foundation_.clock.now();
    identity::AuditEntry entry;
    // Not from the other source: this runs on the database's thread, and that one is the engine's alone.
    std::array<std::byte, 10> bytes{};
    foundation_.secure_random.fill(bytes);
    entry.id = make_id<AuditTag>(now, bytes);
    entry.at = now;
    entry.actor = "lockstep";
    entry.action = action;
    entry.subject = subject;
    TRY_VOID(identity::append_audit(transaction, account_, std::move(entry)));
    return {};
}

// Credentials before the present ones, which their apps no longer accept.
Task<Result<void>> Installation::end_overlaps() {
    auto const note = [this](Transaction& transaction, std::string_view action, std::string_view subject) {
        return note_own(transaction, action, subject);
    };
    CO_TRY(auto const count, co_await connections::end_overlaps({*database_, vault_, directory_, foundation_.clock}, note));
    if (count > 0) foundation_.log.info("old credentials were deleted: their time is over", {{"count", count}});
    co_return Result<void>{};
}

// Once an hour.
Task<void> Installation::run_housekeeping() {
    while (!is_stopping_) {
        auto const now = foundation_.clock.now();
        auto const done =
            co_await keep_house(*database_, foundation_.clock, prune_rules(settings_, account_, now), is_stopping_, house_);
        if (!done) foundation_.log.warning("house-keeping failed", {{"error", describe(done.error())}});
        if (auto const ended = co_await end_overlaps(); !ended)
            foundation_.log.warning("old credentials could not be deleted", {{"error", describe(ended.error())}});
        if (is_stopping_) co_return;
        co_await foundation_.clock.sleep_until_or(now + house_keeping_interval, house_);
    }
}

Task<HttpReply> Installation::WakingIngress::handle(HttpRequest request) {
    if (request.url.starts_with(general::hook_path) && ingress_.is_accepting()) {
        auto reply = co_await hooks_.handle(std::move(request));
        if (reply.status == 200) desk_.wake();
        co_return reply;
    }
    auto reply = co_await ingress_.handle(std::move(request));
    if (reply.status == 200) {
        engine_.wake();
        co_await uninstalls_.settle();
        desk_.wake();
        outbound_.wake();
    }
    co_return reply;
}

}  // namespace lockstep::app
