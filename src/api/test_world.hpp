// SPDX-License-Identifier: Apache-2.0
// The API in one process for its tests: a real database in memory, the real modules, a scripted app behind the HTTP client and a
// clock that jumps. send() checks every reply against the OpenAPI document. Included by tests only.
#pragma once

#include <gtest/gtest.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "alerts/migrations.hpp"
#include "api/api.hpp"
#include "api/openapi_files.hpp"
#include "api/snapshots/sync_books.hpp"
#include "calls/migrations.hpp"
#include "catalogue/schema_check.hpp"
#include "connections/migrations.hpp"
#include "connectors/default_mapping.hpp"
#include "deliveries/migrations.hpp"
#include "events/migrations.hpp"
#include "general/migrations.hpp"
#include "health/keeper.hpp"
#include "health/migrations.hpp"
#include "identity/access.hpp"
#include "identity/migrations.hpp"
#include "imports/migrations.hpp"
#include "oauth/migrations.hpp"
#include "outbox/migrations.hpp"
#include "people/migrations.hpp"
#include "ports/test_ports.hpp"
#include "snapshots/migrations.hpp"
#include "sync/engine.hpp"
#include "sync/migrations.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"
#include "work/migrations.hpp"
#include "workflows/migrations.hpp"

namespace lockstep::api {

// What an app says to calls that a test does not care about.
inline HttpReply ordinary_answer(HttpRequest const& request) {
    if (request.url.contains("/customFields")) {
        return ScriptedHttp::json(200,
            R"({"customFields":[{"id":"cf1","name":"Hexfit id","fieldKey":"contact.hexfit_id","dataType":"TEXT","model":"contact"}]})");
    }
    if (request.url.contains("/User/GetInfo"))
        return ScriptedHttp::json(200, R"({"status":true,"value":{"id":"17","firstname":"Ada","lastname":"Byron"}})");
    return ScriptedHttp::json(404, R"({"statusCode":404,"message":"Not found"})");
}

class ReceivedWebhooks final : public HttpHandler {
public:
    Task<HttpReply> handle(HttpRequest request) override {
        paths.push_back(request.url);
        co_return ScriptedHttp::json(200, R"({"stored":1})");
    }
    std::vector<std::string> paths;
};

class FakeUpkeep final : public Upkeep {
public:
    bool writes() const override { return held.empty(); }
    Task<Result<Json>> report() override {
        JsonObject writes{
            {"state", held.empty() ? "allowed" : "held"}, {"why", held.empty() ? Json(nullptr) : Json(held)}, {"since", nullptr}};
        co_return JsonObject{{"writes", std::move(writes)}, {"retention", JsonObject{{"events_days", 30}, {"history_days", 365}}},
            {"keys", JsonArray{JsonObject{
                         {"version", keys}, {"made_at", "2026-01-02T03:04:05Z"}, {"is_newest", true}, {"rows_left", nullptr}}}},
            {"backup", JsonObject{{"folder", "/backups"}, {"last", nullptr}, {"has_recovery_copy", false}}}};
    }
    Task<Result<void>> adopt(std::string by, AuditNote note) override {
        adopted_by = std::move(by);
        CO_TRY_VOID(
            co_await database.write([&](Transaction& transaction) { return note(transaction, "installation.adopt", held); }));
        held.clear();
        co_return Result<void>{};
    }
    Task<Result<void>> rotate_keys(AuditNote note) override {
        ++keys;
        co_return co_await database.write([&](Transaction& transaction) { return note(transaction, "keys.rotate", "2"); });
    }
    Task<Result<Json>> back_up(Secret passphrase, AuditNote note) override {
        if (passphrase.empty()) co_return fail(ErrorKind::invalid, "app.backup_needs_key", "making a backup: no passphrase");
        CO_TRY_VOID(
            co_await database.write([&](Transaction& transaction) { return note(transaction, "backup.made", "/backups/1"); }));
        co_return JsonObject{
            {"made_at", "2026-01-02T03:04:05Z"}, {"place", "/backups/1"}, {"bytes", 4096}, {"key", "passphrase"}};
    }

    explicit FakeUpkeep(Database& used) : database(used) {}
    Database& database;
    std::string held, adopted_by;
    int keys = 1;
};

struct Answer {
    int status = 0;
    HttpHeaders headers;
    std::string text;
    Json body;
    BodyStream stream;

    std::string code() const { return std::string(find_text(body, "/code").value_or("")); }
    std::string at(std::string_view pointer) const { return std::string(find_text(body, pointer).value_or("")); }
    std::int64_t integer(std::string_view pointer) const { return find_integer(body, pointer).value_or(-1); }
    std::size_t size(std::string_view pointer) const {
        auto const* array = find_array(body, pointer);
        return array == nullptr ? 0 : array->size();
    }
};

inline Json const& openapi() {
    static Json const document =
        parse_json(openapi_files().front().bytes, {.bytes = 1 << 22, .depth = 64, .members = 100'000, .string_bytes = 1 << 20})
            .value();
    return document;
}

class World {
public:
    explicit World(ApiOptions options = {}, connections::Connectors const& more_apps = {}) : stream_(clock) {
        connectors.insert(connectors.end(), more_apps.begin(), more_apps.end());
        app.answer = ordinary_answer;
        vault::run_to_end(prepare()).value();
        options.started_at = clock.now();
        options.hosts.emplace_back("lockstep.example");
        Parts parts{.account = account,
            .database = *database,
            .vault = vault,
            .clock = clock,
            .random = random,
            .secure_random = random,
            .offload = offload,
            .log = log,
            .metrics = metrics,
            .directory = directory,
            .connectors = connectors,
            .imports = imports,
            .caller = caller,
            .authorizer = authorizer,
            .runner = runner,
            .timekeeper = timekeeper,
            .syncs = syncs,
            .people = people,
            .workflows = flows,
            .snapshots = snapshots,
            .stream = stream_,
            .upkeep = upkeep,
            .health = reporter,
            .alerts = courier,
            .outbound = outbound,
            .webhooks = webhooks,
            .listeners = {&engine},
            .wake = [this] { engine.wake(); },
            .default_mapping = [](std::string_view a, std::string_view b) { return connectors::default_mapping(a, b); },
            .spawn = [this](Task<void> task) { beside.push_back(std::move(task)); },
            .phase = [this] { return phase; },
            .checks = [this] { return checks; },
            .set_process_gauges = {},
            .web_files = web_files_from(web),
            .sandboxes = [this] { return sandboxes; }};
        api = std::make_unique<Api>(std::move(parts), options);
    }

    // As a program with a token that may write, unless the headers say who calls.
    Answer send(std::string method, std::string url, std::string body = {}, HttpHeaders headers = {}) {
        HttpRequest request;
        request.method = std::move(method);
        request.url = std::move(url);
        request.body = std::move(body);
        request.headers = std::move(headers);
        request.remote_address = "203.0.113.9:50012";
        if (!request.headers.find("Authorization") && !request.headers.find("Cookie") && !is_stranger) {
            request.headers.add("Authorization", "Bearer " + write_token());
        }
        if (!request.body.empty() && !request.headers.find("Content-Type"))
            request.headers.add("Content-Type", "application/json");
        return send(request);
    }
    Answer get(std::string url) { return send("GET", std::move(url)); }
    Answer post(std::string url, std::string body = {}) { return send("POST", std::move(url), std::move(body)); }

    Answer send(HttpRequest const& request) {
        auto reply = vault::run_to_end(api->handle(request));
        for (auto& task : std::exchange(beside, {})) {
            vault::run_to_end([](Task<void> what) -> Task<Result<void>> {
                co_await std::move(what);
                co_return Result<void>{};
            }(std::move(task)))
                .value();
        }
        Answer answer{reply.status, reply.headers, reply.body, {}, reply.stream};
        auto const type = std::string(reply.headers.find("Content-Type").value_or(""));
        if (type.contains("json"))
            answer.body = parse_json(reply.body, {.bytes = 1 << 24, .depth = 64, .members = 1'000'000}).value();
        check(request, answer, type);
        return answer;
    }

    std::string write_token() {
        if (token_.empty()) token_ = make_token(identity::Scope::write);
        return token_;
    }
    std::string make_token(identity::Scope scope) {
        return vault::write_to(*database,
            [&](Transaction& transaction) {
                return identity::create_api_token(transaction, account, {random, random, clock.now()}, "test", scope, "console");
            })
            .value()
            .text.reveal();
    }
    std::string make_setup_code() {
        return vault::write_to(*database,
            [&](Transaction& transaction) {
                return identity::make_setup_code(transaction, account, {random, random, clock.now()});
            })
            .value()
            .reveal();
    }
    std::int64_t count(std::string const& table) {
        return vault::run_to_end(database->read_value([&](Transaction& transaction) -> Result<std::int64_t> {
            TRY(auto const rows, transaction.query("SELECT COUNT(*) FROM " + table));
            return rows.front().integer(0);
        })).value();
    }
    std::string connect_highlevel(std::string const& location = "ve9EPM428h8vShlRW1KT") {
        return post("/api/v1/connections",
            R"({"profile":"highlevel","label":"Left","settings":{"locationId":")" + location + R"("},"credential":"pit-1"})")
            .at("/connection/id");
    }
    std::string connect_hexfit() {
        return post("/api/v1/connections", R"({"profile":"hexfit-full","label":"Right","credential":"hex-1"})")
            .at("/connection/id");
    }

    AccountId account{"acc_test"};
    boost::asio::io_context io;
    std::vector<Task<void>> beside;  // what requests left to be done after them
    JumpingClock clock{vault::test_time};
    vault::TestRandom random;
    InlineOffload offload;
    SilentLog log;
    CountedMetrics metrics;
    std::unique_ptr<adapters::SqliteInline> database =
        vault::test_database({vault::migrations(), work::migrations(), outbox::migrations(), connections::migrations(),
            events::migrations(), calls::migrations(), imports::migrations(), oauth::migrations(), general::migrations(),
            workflows::migrations(), lockstep::deliveries::migrations(), snapshots::migrations(), sync::migrations(),
            people::migrations(), health::migrations(), alerts::migrations(), identity::migrations()});
    vault::Vault vault{Secret{std::string(32, 'k')}, random};
    connections::Connectors connectors = connectors::load_all().value();
    connections::Directory directory;
    ScriptedHttp app;
    oauth::Grants grants{{app, *database, vault, directory, connectors, clock, log, metrics, account, "main"}, io.get_executor()};
    calls::Caller caller{app, *database, vault, directory, clock, random, log, metrics, {}};
    oauth::Authorizer authorizer{{app, *database, vault, connectors, clock, random, random, account, grants}};
    sync::Engine engine{{*database, vault, directory, caller, clock, random, log, metrics, io.get_executor()}, {}};
    sync::Service syncs{*database, vault, directory, caller, clock, random, engine};
    people::Service people{{*database, vault, directory, caller, clock, random, engine}};
    workflows::Service flows{{account, *database, vault, directory, clock, random, connectors, [] {}}};
    SyncBooks books{syncs, account};
    snapshots::Service snapshots{{*database, vault, directory, clock, random, offload, books, account}};
    ScriptedHttp outside;
    imports::Service imports{{account, *database, directory, connectors, outside, offload, clock}};
    ScriptedMail mail;
    general::Runner runner{{account, *database, vault, directory, caller, outside, mail, clock, random, {}}};
    general::Timekeeper timekeeper{{account, *database, vault, clock, random, log, "main", {}}};
    health::DeliveryLedger deliveries;
    health::Reporter reporter{{*database, vault, directory, caller, engine, deliveries, clock}};
    health::Keeper keeper{{account, *database, vault, deliveries, reporter, clock, random, log}};
    alerts::Courier courier{{account, *database, vault, runner, clock, random, log, "https://lockstep.example"}};
    lockstep::deliveries::Courier outbound{
        {account, *database, vault, outside, clock, random, log, metrics, "main", "Lockstep/test", {}, {}}};
    ReceivedWebhooks webhooks;
    FakeUpkeep upkeep{*database};
    Sandboxes* sandboxes = nullptr;
    Phase phase = Phase::serving;
    std::vector<HealthCheck> checks;
    std::vector<EmbeddedFile> web{{"index.html", "<!doctype html><title>Lockstep</title>"},
        {"assets/index-BfX9s2aQ.js", "export {}"}, {"logo.svg", "<svg/>"}};
    bool is_stranger = false;

private:
    Task<Result<void>> prepare() {
        CO_TRY_VOID(co_await vault.load(*database));
        co_return co_await database->write(
            [&](Transaction& transaction) { return vault.add_account(transaction, account, clock.now()); });
    }

    void check(HttpRequest const& request, Answer const& answer, std::string const& type) const {
        SCOPED_TRACE(request.method + " " + request.url.substr(0, 200) + " -> " + std::to_string(answer.status) + " " +
                     answer.text.substr(0, 2000));
        EXPECT_TRUE(answer.headers.find("Content-Security-Policy"));
        EXPECT_EQ(answer.headers.find("X-Content-Type-Options"), "nosniff");
        EXPECT_EQ(answer.headers.find("Referrer-Policy"), "no-referrer");
        auto const path = request.url.substr(0, request.url.find('?'));
        if (path.starts_with("/api/")) {
            EXPECT_EQ(answer.headers.find("Cache-Control"), "no-store");
            EXPECT_TRUE(answer.headers.find("X-Request-Id"));
        }
        if (answer.status >= 400 && type.contains("problem")) {
            EXPECT_EQ(find_integer(answer.body, "/status"), answer.status);
            EXPECT_TRUE(catalogue::check_schema(openapi(), *find(openapi(), "/components/schemas/Problem"), answer.body).empty());
        }
        auto const found = api->router().find(request.method, path);
        if (found.route == nullptr) return;
        auto const& operation = openapi()
                                    .at("paths")
                                    .at(found.route->pattern)
                                    .at(request.method == "POST" ? "post" : lower_ascii_method(request.method));
        auto const& responses = operation.at("responses").as_object();
        auto const* response = responses.if_contains(std::to_string(answer.status));
        if (response == nullptr) {
            EXPECT_GE(answer.status, 400) << "the document has no such status";
            response = responses.if_contains("default");
        }
        ASSERT_NE(response, nullptr);
        if (auto const reference = find_text(*response, "/$ref")) response = find(openapi(), reference->substr(1));
        auto const* content = response->as_object().if_contains("content");
        if (content == nullptr) {
            EXPECT_TRUE(answer.text.empty()) << "the document promises no body";
            return;
        }
        auto const* media = content->as_object().if_contains(type.substr(0, type.find(';')));
        ASSERT_NE(media, nullptr) << "the document does not know the content type " << type;
        if (!type.contains("json")) return;
        for (auto const& problem : catalogue::check_schema(openapi(), media->at("schema"), answer.body)) {
            ADD_FAILURE() << problem.pointer << " " << problem.message;
        }
    }
    static std::string lower_ascii_method(std::string method) {
        for (auto& c : method) c = static_cast<char>(c | 0x20);
        return method == "head" ? "get" : method;
    }

    Stream stream_;
    std::string token_;

public:
    Stream& stream() { return stream_; }
    std::unique_ptr<Api> api;
};

// The next part of a body that is sent bit by bit.
inline std::string next(BodyStream const& body) { return vault::run_to_end(body()).value_or("(end)"); }

}  // namespace lockstep::api
