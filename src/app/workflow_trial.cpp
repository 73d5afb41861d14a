// SPDX-License-Identifier: Apache-2.0
#include "app/workflow_trial.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <exception>

#include "adapters/db_sqlite/inline.hpp"
#include "adapters/migrations/migrate.hpp"
#include "adapters/random_system/random_system.hpp"
#include "app/installation.hpp"
#include "connectors/default_mapping.hpp"
#include "general/hooks.hpp"
#include "general/mail_settings.hpp"
#include "sandbox/hexfit/hexfit_app.hpp"
#include "sandbox/highlevel/highlevel_app.hpp"
#include "sandbox/in_process_http.hpp"
#include "workflows/desk.hpp"
#include "workflows/service.hpp"

namespace lockstep::app {
namespace {

constexpr TimePoint trial_start{std::chrono::seconds{1'772'445'600}};  // 2026-03-02T10:00:00Z
constexpr Duration trial_time_max = std::chrono::days{400};
constexpr int trial_turns_max = 20'000;

class TrialClock final : public Clock {
public:
    TimePoint now() const override { return now_; }
    Task<void> sleep_until(TimePoint time) override {
        now_ = std::max(now_, time);
        co_return;
    }
    Task<void> sleep_until_or(TimePoint time, Signal& signal) override {
        if (!signal.take_raised()) now_ = std::max(now_, time);
        co_return;
    }

private:
    TimePoint now_ = trial_start;
};

class NoLog final : public Log {
public:
    void write(LogLevel, std::string_view, std::initializer_list<LogField>) override {}
};
class NoMetrics final : public Metrics {
public:
    void add(std::string_view, double, MetricLabels) override {}
    void set(std::string_view, double, MetricLabels) override {}
    void observe(std::string_view, Duration, MetricLabels) override {}
    std::string exposition() const override { return {}; }
};
class KeptMail final : public MailSender {
public:
    Task<std::expected<void, MailFailure>> send(MailServer, MailEnvelope, Duration) override {
        ++sent;
        co_return std::expected<void, MailFailure>{};
    }
    int sent = 0;
};

std::unexpected<Error> bad_trial_input(std::string what) {
    return fail(ErrorKind::invalid, "app.bad_input", "reading the input of a trial: " + std::move(what));
}

struct TrialApp {
    std::unique_ptr<sandbox::App> app;
    std::string credential;
};

TrialApp trial_app(std::string_view profile) {
    if (profile.starts_with("hexfit")) {  // names: which simulated app stands for a profile
        auto made = std::make_unique<sandbox::HexfitApp>(sandbox::HexfitSettings{.monthly_quota = 0, .per_second_most = 0});
        auto key = made->key();
        return {std::move(made), std::move(key)};
    }
    auto made = std::make_unique<sandbox::HighLevelApp>(sandbox::HighLevelSettings{});
    auto token = made->token();
    return {std::move(made), std::move(token)};
}

class Trial {
public:
    explicit Trial(std::unique_ptr<adapters::SqliteInline> database) : database_(std::move(database)) {}

    Task<Result<void>> prepare(workflows::Program const& program) {
        CO_TRY_VOID(co_await adapters::migrate(*database_, all_migrations()));
        CO_TRY_VOID(co_await database_->write([&](Transaction& transaction) -> Result<void> {
            TRY_VOID(vault_.add_account(transaction, account_, clock_.now()));
            general::MailSettings mail;
            mail.server.host = "post.sandbox";
            mail.sender = "clinic@example.com";
            return general::save_mail(transaction, vault_, account_, mail);
        }));
        for (auto const& [slot, profile] : program.apps) {
            if (profile == workflows::webhook_app) {
                auto const hook = general::make_hook(slot, random_, secure_random_, clock_.now());
                CO_TRY_VOID(co_await database_->write([&](Transaction& transaction) -> Result<void> {
                    return general::insert_hook(transaction, vault_, account_, hook);
                }));
                sources_[slot] = hook.id.text();
                continue;
            }
            sources_[slot] = "con_" + slot;
            auto& app = apps_[slot] = trial_app(profile);
            auto const origin = "https://" + slot + ".sandbox";
            http_.serve(origin, *app.app);
            connections::Connection connection;
            connection.account = account_;
            connection.id = ConnectionId{"con_" + slot};
            connection.connector = connections::find_connector(connectors_, profile);
            connection.settings.base_url = origin;
            if (auto const* crm = dynamic_cast<sandbox::HighLevelApp*>(app.app.get()))
                connection.settings.values["locationId"] = crm->location_id();  // names: the simulated app's own account
            connection.credential = Secret{app.credential};
            directory_.put(std::move(connection));
        }
        co_return Result<void>{};
    }

    // Of the person that the input describes, in the app of that connection.
    Result<Json> make_contact(std::string const& slot, JsonObject const& fields) {
        auto const app = apps_.find(slot);
        if (app == apps_.end()) return bad_trial_input("there is no connection \"" + slot + "\" with an app");
        TRY(auto const id, app->second.app->create_as_person(fields, clock_.now()));
        JsonObject contact(fields);
        contact["id"] = id;
        return contact;
    }

    Task<Result<void>> tell(std::string connection, std::string type, std::string record, Json payload, std::int64_t trigger,
        std::string const& workflow) {
        events::Event event;
        event.account = account_;
        event.id = random_.id<EventTag>(clock_.now());
        event.connection = ConnectionId{std::move(connection)};
        event.type = std::move(type);
        event.record_id = std::move(record);
        event.delivery_id = event.id.text();
        event.payload = to_text(payload);
        event.received_at = clock_.now();
        auto const id = event.id;
        auto const prepared = events::prepare(vault_, std::move(event));
        co_return co_await database_->write([&](Transaction& transaction) -> Result<void> {
            if (trigger < 0) {
                TRY_VOID(events::store(transaction, prepared, {&desk_}));
                return {};
            }
            TRY_VOID(events::store(transaction, prepared, {}));
            return workflows::ask_for_start(transaction, account_, {workflow, "", trigger}, id, clock_.now());
        });
    }

    // Whatever is due until then.
    Task<Result<void>> work_off(TimePoint until) {
        for (int turn = 0; turn < trial_turns_max; ++turn) {
            CO_TRY(bool const has_served, co_await desk_.serve_one());
            if (has_served) continue;
            auto const next = desk_.next_due();
            if (!next || *next > until) co_return Result<void>{};
            co_await clock_.sleep_until(*next);
        }
        co_return bad_trial_input("the run does not end");
    }

    JsonObject calls() const {
        JsonObject all;
        for (auto const& [slot, app] : apps_) {
            auto const group = app.app->counters().groups().find("call");
            if (group == app.app->counters().groups().end()) continue;
            for (auto const& [operation, count] : group->second) all[slot + "/" + operation] = count;
        }
        return all;
    }

    workflows::Service& service() { return service_; }
    workflows::Bindings const& sources() const { return sources_; }
    // "none" for what comes from no connection.
    std::string source_of(std::string_view slot) const {
        auto const found = sources_.find(slot);
        return found == sources_.end() ? std::string("none") : found->second;
    }
    // As the inbox names what a trigger of the catalogue tells; empty: there is no such trigger.
    std::string inbox_type(workflows::Program const& program, std::string_view trigger) const {
        auto const app = program.apps.find(trigger.substr(0, trigger.find('/')));
        if (app == program.apps.end()) return {};
        if (app->second == workflows::webhook_app) return "webhook.received";
        auto const connector = connections::find_connector(connectors_, app->second);
        auto const* operation = connector->find(trigger.substr(trigger.find('/') + 1));
        if (operation == nullptr) return {};
        auto const* canonical = find_object(connector->declaration, "/webhooks/events/canonical");
        auto const* word = canonical == nullptr ? nullptr : canonical->if_contains(operation->event_type);
        return word == nullptr ? operation->event_type : std::string(word->as_string());
    }
    Clock& clock() { return clock_; }
    int mails() const { return mail_.sent; }

private:
    AccountId account_{"acc_trial"};
    TrialClock clock_;
    NoLog log_;
    NoMetrics metrics_;
    KeptMail mail_;
    adapters::SystemSecureRandom secure_random_;
    adapters::SystemRandom random_{secure_random_};
    connections::Connectors connectors_ = connectors::load_all().value();
    std::map<std::string, TrialApp> apps_;
    workflows::Bindings sources_;
    sandbox::InProcessHttp http_{clock_};
    connections::Directory directory_;
    std::unique_ptr<adapters::SqliteInline> database_;
    vault::Vault vault_{Secret{std::string(32, 't')}, secure_random_};
    calls::Caller caller_{http_, *database_, vault_, directory_, clock_, random_, log_, metrics_, {}};
    general::Runner runner_{{account_, *database_, vault_, directory_, caller_, http_, mail_, clock_, random_, {}}};
    workflows::Desk desk_{
        {account_, *database_, vault_, directory_, caller_, runner_, clock_, random_, log_, connectors_, "trial"}};
    workflows::Service service_{{account_, *database_, vault_, directory_, clock_, random_, connectors_, [] {}}};
};

// {{contact.id}} and the like in what an input says.
Result<Json> filled(Json const& json, Json const& contact) {
    TRY(auto const pattern, workflows::Pattern::parse(json));
    return pattern.evaluate([&](std::string_view name) { return name == "contact" ? &contact : nullptr; });
}

Result<Duration> length_of(std::string_view text) {
    auto const unit = text.empty() ? ' ' : text.back();
    auto const seconds = unit == 's' ? 1 : unit == 'm' ? 60 : unit == 'h' ? 3600 : unit == 'd' ? 86'400 : 0;
    auto const digits = text.substr(0, text.empty() ? 0 : text.size() - 1);
    if (seconds == 0 || digits.empty() || digits.size() > 6 || digits.find_first_not_of("0123456789") != std::string_view::npos)
        return bad_trial_input("\"after\" is a time such as 30m, 2h or 3d");
    return Duration{std::chrono::seconds{std::stoll(std::string(digits)) * seconds}};
}

}  // namespace

Task<Result<JsonObject>> try_workflow(std::string definition, JsonObject input) {
    CO_TRY(auto const connectors, connectors::load_all());
    CO_TRY(auto const program, workflows::make_program(definition, connectors));
    CO_TRY(auto database, adapters::SqliteInline::open());
    Trial trial(std::move(database));
    CO_TRY_VOID(co_await trial.prepare(program));

    CO_TRY(auto const id, co_await trial.service().save(definition, {}, {}));
    CO_TRY_VOID(co_await trial.service().publish(id, trial.sources(), {}));

    Json const whole(std::move(input));
    auto const number = find_integer(whole, "/trigger").value_or(0);
    if (number < 0 || number >= static_cast<std::int64_t>(program.triggers.size()))
        co_return bad_trial_input("there is no trigger of that number");
    auto const& trigger = program.triggers[static_cast<std::size_t>(number)];
    Json contact = nullptr;
    if (auto const* fields = find_object(whole, "/contact")) {
        auto slot = std::string(find_text(whole, "/app").value_or(trigger.slot));
        CO_TRY(contact, trial.make_contact(slot, *fields));
    }
    std::string const record(find_text(contact, "/id").value_or(""));
    auto const* event = find(whole, "/event");
    CO_TRY(auto payload, filled(event == nullptr ? Json(JsonObject{}) : *event, contact));
    if (payload.is_object() && !payload.get_object().contains("type") && !trigger.event_type.empty() && trigger.slot != "general")
        payload.get_object()["type"] = trigger.event_type;
    if (payload.is_object() && !record.empty() && !payload.get_object().contains("contactId"))
        payload.get_object()["contactId"] = record;
    CO_TRY_VOID(co_await trial.tell(trial.source_of(trigger.slot), trigger.inbox_type, record, std::move(payload), number, id));
    if (auto const* more = find_array(whole, "/then")) {
        for (auto const& each : *more) {
            CO_TRY(auto const after, length_of(find_text(each, "/after").value_or("")));
            auto const at = trial.clock().now() + after;
            CO_TRY_VOID(co_await trial.work_off(at));
            co_await trial.clock().sleep_until(at);
            std::string const on(find_text(each, "/on").value_or(""));
            auto const type = trial.inbox_type(program, on);
            if (type.empty()) co_return bad_trial_input("\"on\" names no trigger of a connection");
            auto const* said = find(each, "/event");
            CO_TRY(auto what, filled(said == nullptr ? Json(JsonObject{}) : *said, contact));
            CO_TRY_VOID(co_await trial.tell(trial.source_of(on.substr(0, on.find('/'))), type, record, std::move(what), -1, id));
        }
    }
    CO_TRY_VOID(co_await trial.work_off(trial.clock().now() + trial_time_max));
    CO_TRY(auto const runs, co_await trial.service().runs({.workflow = id}));
    if (runs.empty())
        co_return JsonObject{
            {"status", "not_started"}, {"steps", JsonArray{}}, {"calls", trial.calls()}, {"mails", trial.mails()}};
    CO_TRY(auto run, co_await trial.service().show_run(std::string(*find_text(runs.front(), "/id"))));
    run["calls"] = trial.calls();
    run["mails"] = trial.mails();
    co_return run;
}

Result<JsonObject> try_workflow_here(std::string definition, JsonObject input) {
    boost::asio::io_context context;
    std::optional<Result<JsonObject>> result;
    std::exception_ptr thrown;
    boost::asio::co_spawn(
        context, try_workflow(std::move(definition), std::move(input)), [&](std::exception_ptr error, Result<JsonObject> done) {
            thrown = error;
            result = std::move(done);
        });
    context.run();
    if (thrown) std::rethrow_exception(thrown);
    return *std::move(result);
}

}  // namespace lockstep::app
