// SPDX-License-Identifier: Apache-2.0
// What one call costs the processor: rendering, sending, reading the reply, keeping the record. With an app that answers at once,
// and over sockets with both ends on this machine; the part of the bare exchange is measured on its own.
#include <benchmark/benchmark.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>

#include "adapters/http_beast/client.hpp"
#include "adapters/http_beast/server.hpp"
#include "calls/caller.hpp"
#include "calls/migrations.hpp"
#include "connectors/default_mapping.hpp"
#include "ports/test_ports.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::calls {
namespace {

std::string const contact_reply = [] {
    std::string body = R"({"contact":{"id":"Kp3x9TqLmNw2VbYc7RdZ","locationId":"ve9EPM428h8vShlRW1KT","firstName":"Marie",)"
                       R"("lastName":"Tremblay","email":"marie@example.com","phone":"+15145550199","dateOfBirth":"1990-05-17",)"
                       R"("address1":"1 rue de la Paix","city":"Québec","state":"QC","country":"CA","tags":["vip","yoga"],)"
                       R"("dateAdded":"2026-01-01T00:00:00.000Z","dateUpdated":"2026-03-01T10:00:00.000Z","customFields":[)";
    for (int i = 0; i < 12; ++i) {
        body += i > 0 ? "," : "";
        body += R"({"id":"field)" + std::to_string(i) + R"(","value":"a value of some thirty letters"})";
    }
    return body + R"(]},"traceId":"0c52e980-41f6-4be7-8c4b-32332"})";
}();

HttpReply answer_now(HttpRequest const&) { return ScriptedHttp::json(200, contact_reply); }

// An app in the same process that answers at once.
class Answering final : public HttpClient {
public:
    Task<std::expected<HttpReply, SendFailure>> send(HttpRequest request, Deadline) override { co_return answer_now(request); }
};

class AnsweringHandler final : public HttpHandler {
public:
    Task<HttpReply> handle(HttpRequest request) override { co_return answer_now(request); }
};

class World {
public:
    World(boost::asio::io_context& context, JumpingClock& clock, HttpClient& http, std::string base_url, bool keep_bodies)
        : context_(context),
          clock_(clock),
          caller_(http, *database_, vault_, directory_, clock_, random_, log_, metrics_, options(keep_bodies)) {
        vault::write_void(*database_, [&](Transaction& transaction) {
            return vault_.add_account(transaction, account_, clock_.now());
        }).value();
        connections::Connection connection;
        connection.account = account_;
        connection.id = connection_;
        connection.connector = connections::find_connector(connectors_, "highlevel");
        connection.settings.base_url = std::move(base_url);
        connection.settings.values["locationId"] = "ve9EPM428h8vShlRW1KT";
        connection.credential = Secret{"pit-11111111-2222-3333-4444-555555555555"};
        directory_.put(std::move(connection));
    }

    void call_once() {
        if (++calls_ % 40 == 0) clock_.advance(std::chrono::hours{10});  // never waits for pace, nor for a new day
        CallRequest request{.connection = connection_,
            .operation = calls_ % 2 == 0 ? "contacts.get_contact" : "contacts.update_contact",
            .inputs = {{"contactId", "Kp3x9TqLmNw2VbYc7RdZ"}},
            .purpose = "bench",
            .cause = "int_01"};
        if (calls_ % 2 != 0) {
            request.inputs["firstName"] = "Marie";
            request.inputs["phone"] = "+15145550199";
            request.inputs["customFields"] = JsonArray{JsonObject{{"id", "field1"}, {"field_value", "a value"}}};
        }
        run(caller_.call(std::move(request)), [](CallOutcome const& outcome) { CHECK(outcome.kind == OutcomeKind::done); });
        if (calls_ % 200 == 0) run(caller_.flush(), [](Result<void> const& flushed) { CHECK(flushed); });
    }

private:
    static CallerOptions options(bool keep_bodies) {
        CallerOptions made;
        made.keep_bodies = keep_bodies;
        made.quota_share = 0.01;
        return made;
    }
    template <class T, class Check>
    void run(Task<T> task, Check check) {
        bool has_ended = false;
        boost::asio::co_spawn(context_, std::move(task), [&](std::exception_ptr error, T value) {
            if (error) std::rethrow_exception(error);
            check(value);
            has_ended = true;
        });
        context_.restart();
        while (!has_ended && context_.run_one() > 0) {}
    }

    boost::asio::io_context& context_;
    JumpingClock& clock_;
    AccountId account_{"acc_bench"};
    ConnectionId connection_{"con_bench"};
    vault::TestRandom random_;
    SilentLog log_;
    CountedMetrics metrics_;
    connections::Connectors connectors_ = connectors::load_all().value();
    connections::Directory directory_;
    std::unique_ptr<adapters::SqliteInline> database_ = vault::test_database({vault::migrations(), migrations()});
    vault::Vault vault_{Secret{std::string(32, 'k')}, random_};
    Caller caller_;
    std::int64_t calls_ = 0;
};

void call_answered_in_process(benchmark::State& state) {
    boost::asio::io_context context{1};
    JumpingClock clock{vault::test_time};
    Answering http;
    World world{context, clock, http, "http://127.0.0.1:1", state.range(0) != 0};
    for (auto _ : state) world.call_once();
    state.counters["reply_bytes"] = static_cast<double>(contact_reply.size());
}
// So many each time, so that instructions counted from outside can be compared.
constexpr int times = 4'000;

BENCHMARK(call_answered_in_process)->Iterations(times)->ArgName("keeps_bodies")->Arg(0)->Arg(1);

struct Sockets {
    boost::asio::io_context context{1};
    JumpingClock clock{vault::test_time};
    SilentLog log;
    AnsweringHandler handler;
    std::unique_ptr<adapters::HttpServer> server =
        adapters::HttpServer::open(context.get_executor(), adapters::HttpServerOptions{}, handler, log).value();
    std::unique_ptr<adapters::PooledHttpClient> client =
        adapters::PooledHttpClient::open(context.get_executor(), adapters::HttpClientOptions{}, clock).value();
    std::string base_url() const { return "http://127.0.0.1:" + std::to_string(server->port()); }
};

void call_over_sockets(benchmark::State& state) {
    Sockets sockets;
    World world{sockets.context, sockets.clock, *sockets.client, sockets.base_url(), true};
    for (auto _ : state) world.call_once();
}
BENCHMARK(call_over_sockets)->Iterations(times);

void bare_exchange_over_sockets(benchmark::State& state) {
    Sockets sockets;
    HttpRequest request;
    request.url = sockets.base_url() + "/contacts/Kp3x9TqLmNw2VbYc7RdZ";
    request.headers.add("Authorization", "Bearer pit-11111111-2222-3333-4444-555555555555");
    request.headers.add("Accept", "application/json");
    for (auto _ : state) {
        bool has_ended = false;
        boost::asio::co_spawn(sockets.context,
            sockets.client->send(request, Deadline{sockets.clock.now() + std::chrono::seconds{5}}),
            [&](std::exception_ptr error, std::expected<HttpReply, SendFailure> const& reply) {
                if (error) std::rethrow_exception(error);
                CHECK(reply.has_value());
                has_ended = true;
            });
        sockets.context.restart();
        while (!has_ended && sockets.context.run_one() > 0) {}
    }
}
BENCHMARK(bare_exchange_over_sockets)->Iterations(times);

}  // namespace
}  // namespace lockstep::calls
