// SPDX-License-Identifier: Apache-2.0
#include "general/runner.hpp"

#include <gmock/gmock.h>

#include "calls/migrations.hpp"
#include "connectors/default_mapping.hpp"
#include "events/migrations.hpp"
#include "general/hook_receiver.hpp"
#include "general/migrations.hpp"
#include "ports/test_ports.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"

namespace lockstep::general {
namespace {

using calls::OutcomeKind;
using testing::HasSubstr;
using testing::Not;
using vault::run_to_end;

class Running : public testing::Test {
protected:
    void SetUp() override {
        vault::write_void(*database, [&](Transaction& transaction) {
            return vault.add_account(transaction, account, clock.now());
        }).value();
        app.answer = outside.answer = [](HttpRequest const&) { return ScriptedHttp::json(200, R"({"ok":true})"); };
        connections::Connection connection;
        connection.account = account;
        connection.id = ConnectionId{"con_1"};
        connection.connector = connections::find_connector(connectors, "highlevel");
        connection.settings.base_url = "https://crm.example";
        connection.settings.values["locationId"] = "loc";
        connection.credential = Secret{"pit-very-secret"};
        directory.put(std::move(connection));
    }
    Result<Ran> run(std::string operation, std::string_view inputs, bool is_dry_run = false) {
        return run_to_end(runner.run(
            {.operation = std::move(operation), .inputs = parse_json(inputs).value().as_object(), .is_dry_run = is_dry_run}));
    }
    std::string code_of(std::string operation, std::string_view inputs) {
        auto const ran = run(std::move(operation), inputs);
        return ran ? ran->outcome.error.code : ran.error().code;
    }
    void set_mail() {
        MailSettings settings;
        settings.server = {
            .host = "smtp.example.com", .port = 587, .tls = MailTls::starttls, .user = "u", .password = Secret{"pw-secret"}};
        settings.sender = "clinic@example.com";
        vault::write_void(*database, [&](Transaction& transaction) {
            return save_mail(transaction, vault, account, settings);
        }).value();
    }
    // All call records as they are shown, bodies and all.
    std::string recorded() {
        run_to_end(caller.flush()).value();
        return vault::write_to(*database, [&](Transaction& transaction) -> Result<std::string> {
            TRY(auto const list, calls::list_calls(transaction, account, {}));
            std::string all;
            for (auto const& item : *find_array(list, "/items")) {
                TRY(auto const one, calls::show_call(transaction, vault, account, CallId{std::string(*find_text(item, "/id"))}));
                all += to_text(one) + "\n";
            }
            return all;
        }).value();
    }
    std::vector<events::Event> events() {
        return vault::write_to(*database, [&](Transaction& transaction) -> Result<std::vector<events::Event>> {
            TRY(auto const found, events::list(transaction, account, {}));
            std::vector<events::Event> whole;
            for (auto const& each : found) {
                TRY(auto event, events::load(transaction, vault, account, each.id));
                whole.push_back(*std::move(event));
            }
            return whole;
        }).value();
    }

    AccountId account{"acc_test"};
    JumpingClock clock{vault::test_time};
    vault::TestRandom random;
    SilentLog log;
    CountedMetrics metrics;
    ScriptedHttp app, outside;
    ScriptedMail mail;
    connections::Connectors connectors = connectors::load_all().value();
    connections::Directory directory;
    std::unique_ptr<adapters::SqliteInline> database =
        vault::test_database({vault::migrations(), events::migrations(), calls::migrations(), migrations()});
    vault::Vault vault{Secret{std::string(32, 'k')}, random};
    calls::Caller caller{app, *database, vault, directory, clock, random, log, metrics, {}};
    Runner runner{{account, *database, vault, directory, caller, outside, mail, clock, random, {}}};
};

TEST_F(Running, a_request_without_a_connection_goes_outside_and_is_recorded_without_secrets) {
    auto const ran = run("http.send_request",
        R"({"method":"POST","url":"https://api.example.com/x?api_key=hush1&a=1","headers":{"X-Auth-Token":"hush2"},"json":{"a":1}})");
    ASSERT_TRUE(ran);
    EXPECT_EQ(ran->outcome.kind, OutcomeKind::done);
    EXPECT_EQ(find_integer(ran->result, "/status"), 200);
    EXPECT_EQ(find_bool(ran->result, "/body/ok"), true);
    ASSERT_EQ(outside.requests.size(), 1U);
    EXPECT_TRUE(app.requests.empty());
    EXPECT_EQ(outside.requests.front().headers.find("x-auth-token"), "hush2");
    EXPECT_FALSE(outside.requests.front().headers.find("authorization"));
    auto const kept = recorded();
    EXPECT_THAT(kept, HasSubstr("api.example.com/x?api_key=***&a=1"));
    EXPECT_THAT(kept, Not(HasSubstr("hush")));
    EXPECT_THAT(kept, HasSubstr(R"("connection":"none")"));
}

TEST_F(Running, a_request_with_a_connection_carries_its_credential_to_its_host_only) {
    auto const ran = run("http.send_request", R"({"connection":"con_1","url":"/contacts/?limit=1"})");
    ASSERT_TRUE(ran);
    EXPECT_EQ(ran->outcome.kind, OutcomeKind::done);
    EXPECT_TRUE(outside.requests.empty());
    ASSERT_EQ(app.requests.size(), 1U);
    EXPECT_EQ(app.requests.front().url, "https://crm.example/contacts/?limit=1");
    EXPECT_THAT(std::string(app.requests.front().headers.find("authorization").value_or("")), HasSubstr("pit-very-secret"));
    EXPECT_EQ(code_of("http.send_request", R"({"connection":"con_1","url":"https://evil.example/"})"), "catalogue.other_host");
    EXPECT_EQ(code_of("http.send_request", R"({"connection":"con_2","url":"/x"})"), "connections.unknown_connection");
    EXPECT_EQ(app.requests.size(), 1U);
    auto const kept = recorded();
    EXPECT_THAT(kept, HasSubstr("crm.example/contacts/"));
    EXPECT_THAT(kept, Not(HasSubstr("pit-very-secret")));
    ASSERT_TRUE(ran->request);
    for (auto const& header : ran->request->headers.all()) EXPECT_THAT(header.value, Not(HasSubstr("pit-very-secret")));
}

TEST_F(Running, html_at_an_undeclared_path_is_no_trouble_of_the_app) {
    app.answer = [](HttpRequest const&) {
        auto reply = ScriptedHttp::json(200, "<html>");
        reply.headers.set("Content-Type", "text/html");
        return reply;
    };
    for (int i = 0; i < 10; ++i) EXPECT_EQ(code_of("http.send_request", R"({"connection":"con_1","url":"/page"})"), "");
    EXPECT_EQ(app.requests.size(), 10U);
}

// Or somebody who tries an address out would hold up the sync.
TEST_F(Running, what_an_undeclared_address_answers_holds_nobody_up) {
    for (int const status : {401, 401, 403, 500, 500, 500, 500, 500, 500, 503}) {
        app.answer = [status](HttpRequest const&) { return ScriptedHttp::json(status, R"({"message":"no"})"); };
        auto const ran = run("http.send_request", R"({"method":"POST","connection":"con_1","url":"/made-up"})");
        EXPECT_EQ(ran->outcome.kind, status < 500 ? OutcomeKind::refused : OutcomeKind::unknown) << status;
        EXPECT_EQ(find_integer(ran->result, "/status"), status);
    }
    auto const traffic = caller.traffic(ConnectionId{"con_1"});
    EXPECT_FALSE(traffic->standing.refused_since);
    EXPECT_FALSE(traffic->standing.open_until);
    EXPECT_TRUE(traffic->denied.empty());
}

TEST_F(Running, what_was_lost_is_not_repeated) {
    outside.answer = [](HttpRequest const&) { return ScriptedHttp::lost(true); };
    EXPECT_EQ(
        run("http.send_request", R"({"method":"POST","url":"https://api.example.com/"})")->outcome.kind, OutcomeKind::unknown);
    EXPECT_EQ(run("http.send_request", R"({"url":"https://api.example.com/"})")->outcome.kind, OutcomeKind::retry_later);
    EXPECT_EQ(outside.requests.size(), 2U);
    outside.answer = [](HttpRequest const&) -> ScriptedHttp::Answer {
        return std::unexpected(SendFailure{Error{ErrorKind::denied, "http.address_refused", "no", {}}, false});
    };
    auto const refused = run("http.send_request", R"({"url":"http://127.0.0.1/"})");
    EXPECT_EQ(refused->outcome.kind, OutcomeKind::refused);
    EXPECT_EQ(refused->outcome.error.code, "http.address_refused");
}

TEST_F(Running, a_dry_run_sends_nothing) {
    set_mail();
    EXPECT_TRUE(run("http.send_request", R"({"method":"POST","url":"https://api.example.com/"})", true));
    EXPECT_TRUE(run("http.send_request", R"({"connection":"con_1","url":"/x"})", true));
    EXPECT_TRUE(run("email.send", R"({"to":"a@b.c","subject":"s","text":"t"})", true));
    EXPECT_TRUE(run("manual.started", "{}", true));
    EXPECT_TRUE(app.requests.empty());
    EXPECT_TRUE(outside.requests.empty());
    EXPECT_TRUE(mail.sent.empty());
    EXPECT_TRUE(events().empty());
    EXPECT_EQ(recorded(), "");
}

TEST_F(Running, nothing_is_sent_while_writes_are_held) {
    set_mail();
    caller.hold_writes(true);
    EXPECT_EQ(code_of("http.send_request", R"({"method":"POST","url":"https://api.example.com/"})"), "calls.observe_only");
    EXPECT_EQ(code_of("http.send_request", R"({"method":"POST","connection":"con_1","url":"/x"})"), "calls.observe_only");
    EXPECT_EQ(code_of("email.send", R"({"to":"a@b.c","subject":"s","text":"t"})"), "calls.observe_only");
    EXPECT_EQ(code_of("http.send_request", R"({"url":"https://api.example.com/"})"), "");
    EXPECT_TRUE(app.requests.empty());
    EXPECT_TRUE(mail.sent.empty());
}

TEST_F(Running, an_email_goes_to_each_recipient_once_and_its_text_is_not_recorded) {
    EXPECT_EQ(code_of("email.send", R"({"to":"a@b.c","subject":"s","text":"t"})"), "general.no_mail_server");
    set_mail();
    auto const ran = run("email.send",
        R"({"to":"anne@example.com, zoe@example.com","cc":"zoe@example.com","bcc":"desk@example.com","subject":"Été","text":"private words"})");
    ASSERT_TRUE(ran);
    EXPECT_EQ(ran->outcome.kind, OutcomeKind::done);
    EXPECT_EQ(find_integer(ran->result, "/recipients"), 3);
    ASSERT_EQ(mail.sent.size(), 1U);
    auto const& sent = mail.sent.front();
    EXPECT_EQ(sent.envelope.recipients, (std::vector<std::string>{"anne@example.com", "zoe@example.com", "desk@example.com"}));
    EXPECT_EQ(sent.server.password.reveal(), "pw-secret");
    EXPECT_THAT(sent.envelope.message, HasSubstr("=?UTF-8?B?"));
    auto const kept = recorded();
    EXPECT_THAT(kept, HasSubstr("smtp.example.com:587"));
    EXPECT_THAT(kept, Not(HasSubstr("private words")));
    EXPECT_THAT(kept, Not(HasSubstr("pw-secret")));
    for (auto const* inputs : {R"({"to":"a@b.c\r\nRCPT TO:<x@y.z>","subject":"s","text":"t"})",
             R"({"to":" , ","subject":"s","text":"t"})", R"({"to":"a@b.c","reply_to":"a@b.c,d@e.f","subject":"s","text":"t"})"})
        EXPECT_EQ(code_of("email.send", inputs), "general.bad_mail_address") << inputs;
    EXPECT_EQ(mail.sent.size(), 1U);
}

TEST_F(Running, an_email_whose_answer_is_lost_may_have_been_sent) {
    set_mail();
    auto const answer = [&](ErrorKind kind, std::string code, bool may_have_arrived) {
        mail.answer = [=](ScriptedMail::Sent const&) {
            return std::unexpected(MailFailure{Error{kind, code, "words", {}}, may_have_arrived});
        };
        return run("email.send", R"({"to":"a@b.c","subject":"s","text":"t"})").value().outcome;
    };
    EXPECT_EQ(answer(ErrorKind::timeout, "mail.timeout", true).kind, OutcomeKind::unknown);
    EXPECT_EQ(answer(ErrorKind::unavailable, "mail.unreachable", false).kind, OutcomeKind::retry_later);
    EXPECT_EQ(answer(ErrorKind::invalid, "mail.refused", false).kind, OutcomeKind::refused);
    EXPECT_EQ(mail.sent.size(), 3U);
}

TEST_F(Running, triggers_and_delays) {
    auto const started = run("manual.started", R"({"data":{"reason":"review"}})");
    ASSERT_TRUE(started);
    auto const found = events();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().type, "manual.started");
    EXPECT_EQ(found.front().source, events::Source::person);
    EXPECT_EQ(found.front().payload, R"({"data":{"reason":"review"}})");
    auto const delay = run("delay.marker", R"({"days":1,"hours":2,"minutes":30})");
    EXPECT_EQ(find_integer(delay->result, "/seconds"), 95'400);
    auto const schedule = run("schedule.due", R"({"every":"day","at":"09:00"})");
    EXPECT_EQ(find_array(schedule->result, "/next")->size(), 5U);
    EXPECT_EQ(code_of("schedule.due", R"({"every":"week"})"), "general.bad_schedule");
    EXPECT_EQ(code_of("webhook.received", "{}"), "catalogue.not_callable");
    EXPECT_EQ(code_of("text.format_text", R"({"text":"x"})"), "");
    EXPECT_EQ(code_of("text.nothing", "{}"), "catalogue.unknown_operation");
}

class Receiving : public Running {
protected:
    void SetUp() override {
        Running::SetUp();
        hook = make_hook("Contact form", random, random, clock.now());
        vault::write_void(*database, [&](Transaction& transaction) {
            return insert_hook(transaction, vault, account, hook);
        }).value();
    }
    HttpReply post(std::string body, HttpHeaders headers = {}, std::string path = {}) {
        HttpRequest request;
        request.method = "POST";
        request.url = path.empty() ? hook.path() : path;
        request.headers = std::move(headers);
        request.body = std::move(body);
        request.remote_address = "203.0.113.9:50012";
        clock.advance(std::chrono::milliseconds{5});  // events are listed by when they came
        return run_to_end(receiver.handle(std::move(request)));
    }
    Hook stored() {
        return vault::write_to(*database, [&](Transaction& transaction) { return list_hooks(transaction, vault, account); })
            .value()
            .front();
    }
    Hook hook;
    HookReceiver receiver{{account, *database, vault, clock, random, log, metrics}, {}, {}};
};

TEST_F(Receiving, json_and_forms_become_events) {
    EXPECT_EQ(post(R"({"first_name":"Anne"})", {{"Content-Type", "application/json"}}).status, 200);
    EXPECT_EQ(post("first+name=Zo%C3%A9&tag=a&tag=b&tag=c&empty=",
                  {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}})
                  .status,
        200);
    auto const found = events();
    ASSERT_EQ(found.size(), 2U);
    EXPECT_EQ(found[0].payload, R"({"first name":"Zoé","tag":["a","b","c"],"empty":""})");
    EXPECT_EQ(found[1].payload, R"({"first_name":"Anne"})");
    EXPECT_EQ(found[1].type, "webhook.received");
    EXPECT_EQ(found[1].connection.text(), hook.id.text());
    EXPECT_EQ(found[1].state, events::EventState::done);
    EXPECT_EQ(stored().received, 2);
    EXPECT_TRUE(stored().last_at);
}

TEST_F(Receiving, a_repetition_is_known_by_the_senders_id) {
    EXPECT_EQ(post("{}", {{"Idempotency-Key", "k1"}}).status, 200);
    auto const again = post("{}", {{"Idempotency-Key", "k1"}});
    EXPECT_EQ(again.status, 200);
    EXPECT_THAT(again.body, HasSubstr(R"("duplicate":true)"));
    EXPECT_EQ(post("{}").status, 200);
    EXPECT_EQ(post("{}").status, 200);
    EXPECT_EQ(events().size(), 3U);
    EXPECT_EQ(stored().received, 3);
}

TEST_F(Receiving, what_is_refused) {
    EXPECT_EQ(post("{", {{"Content-Type", "application/json"}}).status, 400);
    EXPECT_EQ(post("x", {{"Content-Type", "image/png"}}).status, 400);
    EXPECT_EQ(post("{}", {}, "/webhooks/in/hook_guess").status, 401);
    EXPECT_EQ(post(std::string((1 << 20) + 1, ' ')).status, 413);
    HttpRequest get;
    get.url = hook.path();
    EXPECT_EQ(run_to_end(receiver.handle(get)).status, 405);
    vault::write_void(*database, [&](Transaction& transaction) {
        return revoke_hook(transaction, account, hook.id, clock.now());
    }).value();
    EXPECT_EQ(post("{}").status, 401);
    EXPECT_TRUE(events().empty());
    auto const again = vault::write_void(
        *database, [&](Transaction& transaction) { return revoke_hook(transaction, account, hook.id, clock.now()); });
    EXPECT_EQ(again.error().code, "general.unknown_hook");
    for (int i = 0; i < 100; ++i) post("{}", {}, "/webhooks/in/hook_guess" + std::to_string(i));
    EXPECT_EQ(post("{}").status, 429);
}

TEST_F(Receiving, the_token_stands_sealed) {
    auto const other = make_hook("Other", random, random, clock.now());
    EXPECT_NE(other.token.reveal(), hook.token.reveal());
    EXPECT_GE(hook.token.reveal().size(), 48U);
    auto const rows = vault::write_to(*database, [&](Transaction& transaction) {
        return transaction.query("SELECT token_index, token_sealed FROM hooks");
    }).value();
    EXPECT_THAT(rows.front().text(0), Not(HasSubstr(std::string(hook.token.reveal()))));
    EXPECT_EQ(rows.front().blob(1).find(hook.token.reveal()), std::string::npos);
}

}  // namespace
}  // namespace lockstep::general
