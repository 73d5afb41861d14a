// SPDX-License-Identifier: Apache-2.0
// An ingress with everything around it, in memory and on a clock that stands still. Included by tests and benchmarks only.
#pragma once

#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <sstream>

#include "base/bytes.hpp"
#include "catalogue/test_declarations.hpp"
#include "connections/migrations.hpp"
#include "events/migrations.hpp"
#include "ports/test_ports.hpp"
#include "vault/migrations.hpp"
#include "vault/signature.hpp"
#include "vault/test_world.hpp"
#include "webhooks/ingress.hpp"
#include "webhooks/standard_webhooks.hpp"
#include "webhooks/test_binding.hpp"

namespace lockstep::webhooks {

// SqliteInline with a switch that makes writes fail, and a count of them.
class CountedDatabase final : public Database {
public:
    explicit CountedDatabase(std::unique_ptr<adapters::SqliteInline> inner) : inner_(std::move(inner)) {}

    Task<Result<void>> write(TransactionBody body) override {
        ++writes;
        if (failure) co_return fail(failure->kind, failure->code, failure->message);
        co_return co_await inner_->write(std::move(body));
    }
    Task<Result<void>> read(TransactionBody body) override { co_return co_await inner_->read(std::move(body)); }
    adapters::SqliteInline& inner() { return *inner_; }

    int writes = 0;
    std::optional<Error> failure;

private:
    std::unique_ptr<adapters::SqliteInline> inner_;
};

inline std::string file_text(std::filesystem::path const& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

// The declarations as they stand in the source tree.
inline connections::Connectors source_connectors() { return catalogue::load_from(catalogue::own_connectors).value(); }

// Stands for an app whose events are {"id", "type", "webhookId", "locationId", ...}.
class PlainBinding final : public NoBinding {
public:
    Result<catalogue::EventFacts> identify_event(Json const& payload) const override {
        auto const type = find_text(payload, "/type");
        auto const id = find_text(payload, "/id");
        if (!type || !id) return fail(ErrorKind::invalid, "catalogue.not_an_event", "reading an event: it has no type or id");
        catalogue::EventFacts facts;
        facts.type = *type == "ContactUpdate" ? "contact.updated" : std::string(*type);
        facts.record_id = std::string(*id);
        facts.delivery_id = std::string(find_text(payload, "/webhookId").value_or(""));
        facts.account_key = std::string(find_text(payload, "/locationId").value_or(""));
        return facts;
    }
};

// Two apps: "signing" signs with Ed25519, "plain" is called by people and by Standard Webhooks.
struct TestIngress {
    vault::TestRandom random{11};
    vault::Ed25519KeyPair app_keys = vault::ed25519_key_pair(random.bytes(32));
    JumpingClock clock{vault::test_time};
    InlineOffload offload;
    SilentLog log;
    CountedMetrics metrics;
    CountedDatabase database{vault::test_database({vault::migrations(), connections::migrations(), events::migrations()})};
    vault::Vault vault{Secret{random.bytes(32)}, random};
    connections::Directory directory;
    std::shared_ptr<catalogue::Connector const> signing = connector("signing", app_keys.public_key);
    std::shared_ptr<catalogue::Connector const> plain = connector("plain", "");
    std::string signature_header;  // of another app than "signing"
    IngressOptions options;
    std::optional<Ingress> ingress;
    AccountId account{"acc_one"};

    static std::shared_ptr<catalogue::Connector const> connector(std::string name, std::string const& public_key) {
        auto made = std::make_shared<catalogue::Connector>();
        made->id = made->profile = made->title = name;
        made->contacts = std::make_shared<PlainBinding>();
        made->declaration = JsonObject{};
        if (name != "plain") {
            JsonArray keys;
            if (!public_key.empty()) keys.emplace_back(vault::ed25519_public_key_to_pem(public_key));
            Json const declared = {{"signature", {{"scheme", "ed25519"}, {"header", header_of(name)}, {"keys", keys},
                                                     {"never_a_signature", {"N/A"}}}},
                {"routing", {{"account_key", JsonArray{Json{{"path", "/locationId"}}}}}},
                {"events", {{"unwrap", {"/data"}}, {"type", {"/type"}}, {"delivery_id", {"/webhookId"}}}}};
            made->webhooks = catalogue::read_webhook_rules(&declared);
        }
        return made;
    }
    static std::string header_of(std::string const& app) { return "X-" + app + "-Signature"; }
    std::string app_header() const { return signature_header.empty() ? signing->webhooks.header : signature_header; }
    HttpHeaders signature_by(vault::Ed25519KeyPair const& keys, std::string const& body) const {
        return {{app_header(), to_base64(vault::ed25519_sign(keys.private_key, body))}};
    }

    void add_account(AccountId const& which) {
        vault::write_void(database, [&](Transaction& transaction) {
            return vault.add_account(transaction, which, clock.now());
        }).value();
    }
    void add_connection(std::string id, std::shared_ptr<catalogue::Connector const> of, std::string account_key) {
        connections::Connection connection;
        connection.account = account;
        connection.id = ConnectionId{id};
        connection.connector = std::move(of);
        connection.account_key = std::move(account_key);
        connection.webhook_secret = Secret{"secret of " + id};
        connection.webhook_token = Secret{"token-of-" + id};
        directory.put(std::move(connection));
    }
    // `extra` replaces the two apps when given.
    void open(std::vector<events::Listener*> listeners = {}) {
        add_account(account);
        if (directory.all().empty()) {
            add_connection("con_signing", signing, "loc1");
            add_connection("con_plain", plain, "");
        }
        ingress.emplace(
            IngressParts{database, vault, directory, clock, random, offload, log, metrics}, std::move(listeners), options);
        vault::run_to_end(ingress->prepare_quarantine()).value();
        database.writes = 0;
    }

    HttpReply send(HttpRequest request) {
        if (request.remote_address.empty()) request.remote_address = "192.0.2.7:40000";
        return vault::run_to_end(ingress->handle(std::move(request)));
    }
    HttpRequest post(std::string url, std::string body, HttpHeaders headers = {}) const {
        return {"POST", std::move(url), std::move(headers), std::move(body), ""};
    }
    HttpRequest signed_by_app(std::string body, std::string url = "/webhooks/contacts") const {
        auto headers = signature_by(app_keys, body);
        return post(std::move(url), std::move(body), std::move(headers));
    }
    HttpRequest signed_standard(
        std::string secret, std::string id, std::string body, std::string url, Duration age = Duration{0}) const {
        auto const seconds = std::chrono::duration_cast<std::chrono::seconds>((clock.wall() - age).time_since_epoch()).count();
        auto const timestamp = std::to_string(seconds);
        auto const signature = sign_standard(Secret{std::move(secret)}, id, timestamp, body);
        return post(std::move(url), std::move(body),
            {{"webhook-id", id}, {"webhook-timestamp", timestamp}, {"webhook-signature", signature}});
    }
    std::vector<events::Event> events(std::string account_id = "acc_one") {
        return vault::write_to(database, [&](Transaction& transaction) -> Result<std::vector<events::Event>> {
            events::EventFilter filter;
            filter.limit = 100'000;
            return events::list(transaction, AccountId{account_id}, filter);
        }).value();
    }
};

inline Json body_of(HttpReply const& reply) { return parse_json(reply.body).value(); }

}  // namespace lockstep::webhooks
