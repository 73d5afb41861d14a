// SPDX-License-Identifier: Apache-2.0
// Installation: the parts of the program over one data folder, as members in the order of their dependencies: each may use those
// above it, and they end in reverse. The server listens on top of it; commands without a server use it in-process.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "adapters/db_sqlite/database.hpp"
#include "alerts/courier.hpp"
#include "api/api.hpp"
#include "api/live_notices.hpp"
#include "api/snapshots/sync_books.hpp"
#include "api/stream.hpp"
#include "app/connection_news.hpp"
#include "app/foundation.hpp"
#include "app/home.hpp"
#include "app/settings.hpp"
#include "app/upkeep.hpp"
#include "calls/caller.hpp"
#include "connections/connection.hpp"
#include "deliveries/courier.hpp"
#include "general/hook_receiver.hpp"
#include "general/runner.hpp"
#include "general/timekeeper.hpp"
#include "health/keeper.hpp"
#include "imports/service.hpp"
#include "oauth/authorizer.hpp"
#include "oauth/uninstalls.hpp"
#include "ports/task_group.hpp"
#include "snapshots/service.hpp"
#include "sync/engine.hpp"
#include "sync/service.hpp"
#include "vault/resealer.hpp"
#include "vault/vault.hpp"
#include "webhooks/ingress.hpp"
#include "workflows/desk.hpp"
#include "workflows/service.hpp"

namespace lockstep::app {

// The steps of all modules' schemas, in the order in which the modules may depend on each other.
std::vector<Migration> all_migrations();

// Opens the database (on the pool, because recovery blocks) and brings it to this program's schema. `fatal` is called, once and
// from another thread, when the file cannot be trusted any more.
Task<Result<std::unique_ptr<adapters::SqliteDatabase>>> open_database(
    Foundation& foundation, Settings const& settings, std::function<void()> fatal);

class Installation {
public:
    // Everything is opened and loaded; nothing works or is accepted yet. not_found "app.not_initialised".
    static Task<Result<std::unique_ptr<Installation>>> open(
        Foundation& foundation, Settings const& settings, std::function<void()> fatal = {});

    // The engine works until stop().
    Task<Result<void>> start_engine();
    Task<Result<void>> accept_deliveries();
    void refuse_deliveries() { ingress_.stop_accepting(); }
    // Lets what is under way end and writes what is buffered; returns after `limit` at the latest.
    Task<void> stop(Duration limit);

    // Whether it writes to apps, and why not (home.hpp).
    Standing const& standing() const { return standing_; }
    using Confirmed = std::function<Result<void>(Transaction&, std::string_view held)>;
    Task<Result<void>> confirm_home(std::string by, Confirmed note);

    HttpHandler& handler() { return api_; }
    // The simulated apps that run in this program; they outlive the installation.
    void show_sandboxes(api::Sandboxes& sandboxes) { sandboxes_ = &sandboxes; }
    Settings const& settings() const { return settings_; }
    Foundation& foundation() { return foundation_; }
    vault::Vault& vault() { return vault_; }
    api::Stream& stream() { return stream_; }
    Database& database() { return *database_; }
    AccountId const& account() const { return account_; }
    vault::Resealer& resealer() { return resealer_; }
    void set_phase(api::Phase phase) { phase_ = phase; }

private:
    // Hands what is posted to hooks to their receiver, and deliveries of apps to the ingress; wakes the engine when one was
    // stored.
    class WakingIngress final : public HttpHandler {
    public:
        WakingIngress(webhooks::Ingress& ingress, general::HookReceiver& hooks, sync::Engine& engine,
            oauth::Uninstalls& uninstalls, workflows::Desk& desk, deliveries::Courier& outbound)
            : ingress_(ingress), hooks_(hooks), engine_(engine), uninstalls_(uninstalls), desk_(desk), outbound_(outbound) {}
        Task<HttpReply> handle(HttpRequest request) override;

    private:
        webhooks::Ingress& ingress_;
        general::HookReceiver& hooks_;
        sync::Engine& engine_;
        oauth::Uninstalls& uninstalls_;
        workflows::Desk& desk_;
        deliveries::Courier& outbound_;
    };

    struct Opened {
        std::unique_ptr<adapters::SqliteDatabase> database;
        Secret master_key;
        AccountId account;
        connections::Connectors connectors;
    };
    Installation(Foundation& foundation, Settings const& settings, Opened opened);

    Task<Result<void>> load();
    void hold_writes(bool is_held);
    Task<void> run_housekeeping();
    Task<Result<void>> end_overlaps();
    // The audit entry of something that the program does by itself.
    Result<void> note_own(Transaction& transaction, std::string_view action, std::string_view subject);
    Task<void> fill_names();
    void do_beside(Task<void> task);
    webhooks::IngressOptions ingress_options() const;
    api::Parts api_parts();
    deliveries::CourierParts outbound_parts();
    Result<void> enrich(Transaction& transaction, std::string_view link, deliveries::Told& told);
    api::ApiOptions api_options() const;

    Foundation& foundation_;
    Settings settings_;
    api::Sandboxes* sandboxes_ = nullptr;
    api::Phase phase_ = api::Phase::serving;
    AccountId account_;
    Signal house_;  // notified when house-keeping has to end
    bool is_stopping_ = false;
    bool is_engine_running_ = false;
    Standing standing_;
    std::unique_ptr<adapters::SqliteDatabase> database_;
    vault::Vault vault_;
    connections::Connectors connectors_;
    connections::Directory directory_;
    imports::Service imports_;
    oauth::Grants grants_;
    calls::Caller caller_;
    oauth::Authorizer authorizer_;
    oauth::Uninstalls uninstalls_;
    sync::Engine engine_;
    sync::Service syncs_;
    people::Service people_;
    api::SyncBooks books_;
    snapshots::Service snapshots_;
    health::DeliveryLedger deliveries_;
    health::Reporter reporter_;
    health::Keeper keeper_;
    api::Stream stream_;
    api::EventFeed event_feed_;
    general::Runner runner_;
    workflows::Desk desk_;
    workflows::Service workflows_;
    webhooks::Ingress ingress_;
    general::HookReceiver hooks_;
    general::Timekeeper timekeeper_;
    alerts::Courier courier_;
    deliveries::Listener told_events_;
    deliveries::Courier outbound_;
    ConnectionNews connection_news_;
    vault::Resealer resealer_;
    WakingIngress waking_ingress_;
    InstallationUpkeep upkeep_;
    api::Api api_;
    int beside_ = 0;   // tasks of requests that nobody waits for
    TaskGroup tasks_;  // last: ends first
};

}  // namespace lockstep::app
