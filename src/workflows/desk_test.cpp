// SPDX-License-Identifier: Apache-2.0
// Whole runs against the simulated apps, on a clock that jumps, with the program killed at every commit.
#include "workflows/desk.hpp"

#include <gmock/gmock.h>

#include "calls/migrations.hpp"
#include "events/migrations.hpp"
#include "general/hooks.hpp"
#include "general/migrations.hpp"
#include "outbox/migrations.hpp"
#include "outbox/outbox.hpp"
#include "ports/test_ports.hpp"
#include "ports/test_query_plans.hpp"
#include "sandbox/hexfit/hexfit_app.hpp"
#include "sandbox/highlevel/highlevel_app.hpp"
#include "sandbox/in_process_http.hpp"
#include "vault/migrations.hpp"
#include "vault/test_world.hpp"
#include "work/holders.hpp"
#include "work/migrations.hpp"
#include "workflows/migrations.hpp"
#include "workflows/service.hpp"
#include "workflows/statements.hpp"
#include "workflows/template_files.hpp"
#include "workflows/test_workflows.hpp"

namespace lockstep::workflows {
namespace {

using namespace std::chrono_literals;
using vault::run_to_end;

// The database as one life of the program sees it: dead from a chosen commit on, which was stored, or not.
class MortalDatabase final : public Database {
public:
    explicit MortalDatabase(Database& inner) : inner_(inner) {}
    Task<Result<void>> write(TransactionBody body) override {
        if (is_dead) co_return dead();
        bool const dies = ++commits == dies_at;
        is_dead = dies;
        if (dies && !is_stored_first) co_return dead();
        auto const written = co_await inner_.write(std::move(body));
        if (dies) co_return dead();
        co_return written;
    }
    Task<Result<void>> read(TransactionBody body) override {
        if (is_dead) co_return dead();
        co_return co_await inner_.read(std::move(body));
    }
    int commits = 0;
    int dies_at = 0;
    bool is_stored_first = false;
    bool is_dead = false;

private:
    static std::unexpected<Error> dead() { return fail(ErrorKind::cancelled, "database.io", "the program has ended"); }
    Database& inner_;
};

// Forwards, and loses the answers that a test wants lost: the app has done what it was asked.
class LosingHttp final : public HttpClient {
public:
    explicit LosingHttp(HttpClient& inner) : inner_(inner) {}
    Task<std::expected<HttpReply, SendFailure>> send(HttpRequest request, Deadline deadline) override {
        if (auto reply = replies ? replies(request) : std::nullopt) co_return *std::move(reply);
        bool const is_lost = loses && loses(request);
        auto answer = co_await inner_.send(std::move(request), deadline);
        if (is_lost) co_return ScriptedHttp::lost(true);
        co_return answer;
    }
    std::function<bool(HttpRequest const&)> loses;
    std::function<std::optional<HttpReply>(HttpRequest const&)> replies;  // in place of the app

private:
    HttpClient& inner_;
};

struct World {
    World() {
        vault::write_void(*database, [&](Transaction& transaction) {
            return vault.add_account(transaction, account, clock.now());
        }).value();
        http.serve("https://crm.sandbox", crm);
        http.serve("https://clinic.sandbox", clinic);
        connect("con_crm", "highlevel", "https://crm.sandbox", crm.token());
        connect("con_clinic", "hexfit-full", "https://clinic.sandbox", clinic.key());
    }
    void connect(std::string id, std::string_view profile, std::string address, std::string credential) {
        connections::Connection connection;
        connection.account = account;
        connection.id = ConnectionId{std::move(id)};
        connection.connector = connections::find_connector(all_apps(), profile);
        connection.settings.base_url = std::move(address);
        connection.settings.values["locationId"] = crm.location_id();
        connection.credential = Secret{std::move(credential)};
        directory.put(std::move(connection));
    }
    void publish(std::string const& definition) {
        auto const id = run_to_end(service.save(definition, {}, {}));
        ASSERT_TRUE(id) << describe(id.error());
        auto const published = run_to_end(service.publish(*id, {}, {}));
        ASSERT_TRUE(published) << describe(published.error());
    }
    // One life of the program.
    struct Life {
        explicit Life(World& world)
            : mortal(*world.database),
              desk({world.account, mortal, world.vault, world.directory, world.caller, world.runner, world.clock, world.random,
                  world.log, all_apps()}) {
            vault::write_to(*world.database, [&](Transaction& transaction) {
                return work::release_own(transaction, "main", world.clock.now());
            }).value();
        }
        MortalDatabase mortal;
        Desk desk;
    };
    EventId tell(std::string connection, std::string type, std::string record, JsonObject payload) {
        events::Event event;
        event.account = account;
        event.id = random.id<EventTag>(clock.now());
        event.connection = ConnectionId{std::move(connection)};
        event.type = std::move(type);
        event.record_id = std::move(record);
        event.delivery_id = event.id.text();
        event.payload = to_text(payload);
        event.received_at = clock.now();
        auto const id = event.id;
        auto const prepared = events::prepare(vault, std::move(event));
        Life life(*this);
        vault::write_to(*database, [&](Transaction& transaction) {
            return events::store(transaction, prepared, {&life.desk});
        }).value();
        return id;
    }
    // Everything that can be done until nothing is due for `limit`. False: the program has ended on the way.
    bool work_off(Life& life, Duration limit) {
        auto const until = clock.now() + limit;
        for (int i = 0; i < 500; ++i) {
            auto const served = run_to_end(life.desk.serve_one());
            if (!served) {
                EXPECT_TRUE(life.mortal.is_dead) << describe(served.error());
                return false;
            }
            if (*served) continue;
            auto const next = life.desk.next_due();
            if (!next || *next > until) return true;
            if (*next > clock.now()) clock.advance(*next - clock.now());
        }
        ADD_FAILURE() << "it never ends";
        return true;
    }
    JsonArray runs(std::string const& workflow) {
        return vault::write_to(*database, [&](Transaction& transaction) {
            return list_runs({transaction, vault, account, clock.now()}, {.workflow = workflow});
        }).value();
    }
    StoredRun run(std::string const& id) {
        return vault::write_to(
            *database, [&](Transaction& transaction) { return find_run({transaction, vault, account, clock.now()}, id); })
            .value()
            .value();
    }
    std::vector<JournalEntry> journal(StoredRun const& run) {
        return vault::write_to(*database, [&](Transaction& transaction) {
            return load_journal({transaction, vault, account, clock.now()}, run.id);
        }).value();
    }
    void expect_replays(std::string const& id, Program const& program) {
        auto const stored = run(id);
        RunState state;
        for (auto const& entry : journal(stored)) state = decide(program, std::move(state), entry.happening, entry.at).state;
        EXPECT_EQ(to_json(state), to_json(stored.state));
    }

    AccountId account{"acc_test"};
    JumpingClock clock{vault::test_time};
    vault::TestRandom random;
    SilentLog log;
    CountedMetrics metrics;
    ScriptedMail mail;
    sandbox::HighLevelApp crm{sandbox::HighLevelSettings{}};
    sandbox::HexfitApp clinic{sandbox::HexfitSettings{.monthly_quota = 0, .per_second_most = 0}};
    sandbox::InProcessHttp http{clock};
    LosingHttp losing{http};
    connections::Directory directory;
    std::unique_ptr<adapters::SqliteInline> database = vault::test_database({vault::migrations(), work::migrations(),
        outbox::migrations(), events::migrations(), calls::migrations(), general::migrations(), migrations()});
    vault::Vault vault{Secret{std::string(32, 'k')}, random};
    calls::Caller caller{losing, *database, vault, directory, clock, random, log, metrics, {}};
    general::Runner runner{{account, *database, vault, directory, caller, losing, mail, clock, random, {}}};
    Service service{{account, *database, vault, directory, clock, random, all_apps(), [] {}}};
};

constexpr std::string_view onboarding = R"(
lockstep: workflow/1
id: onboarding
name: {en: Onboarding, fr: Accueil}
connections: {crm: {app: highlevel}, clinic: {app: hexfit-full}}
triggers: [{on: crm/triggers.contact_created}]
again: once
steps:
  - {id: person, do: call, operation: crm/contacts.get_contact, with: {contactId: "{{contact.id}}"}}
  - id: make
    do: call
    operation: clinic/clients.create_client
    with: {firstname: "{{steps.person.firstName}}", lastname: "{{steps.person.lastName}}", email: "{{steps.person.email}}", external_id: "{{contact.id}}"}
    if_unclear: look
    look: {operation: clinic/clients.search_clients, with: {external_id: "{{contact.id}}"}, found: (answer.items | count) > 0, output: "{{answer.items[0]}}"}
  - {id: write, do: call, operation: clinic/notes.create_note, with: {client_id: "{{steps.make.id | to_text}}", body: "From {{contact.id}}"}}
  - {id: rest, do: wait, for: 2h}
  - {id: mark, do: call, operation: crm/contacts.add_tags, with: {contactId: "{{contact.id}}", tags: [client]}}
)";

std::string new_contact(World& world) {
    return world.crm
        .create_as_person({{"firstName", "Zoé"}, {"lastName", "Tremblay"}, {"email", "zoe@example.com"}}, world.clock.now())
        .value();
}

void tell_of_contact(World& world, std::string const& contact) {
    world.tell("con_crm", "contact.created", contact,
        {{"type", "ContactCreate"}, {"id", contact}, {"locationId", world.crm.location_id()}});
}
std::string status_of(World& world, std::string const& workflow) {
    auto const runs = world.runs(workflow);
    if (runs.size() != 1) return std::to_string(runs.size()) + " runs";
    return std::string(*find_text(runs.front(), "/status")) + std::string(*find_text(runs.front(), "/error_code"));
}
std::string id_of(World& world, std::string const& workflow) {
    return std::string(*find_text(world.runs(workflow).front(), "/id"));
}
std::uint64_t asked(sandbox::App const& app, std::string_view operation) {
    auto const group = app.counters().groups().find("call");
    if (group == app.counters().groups().end()) return 0;
    auto const found = group->second.find(operation);
    return found == group->second.end() ? 0 : found->second;
}
std::vector<std::string> steps_done(World& world, std::string const& run) {
    auto const shown = run_to_end(world.service.show_run(run)).value();
    std::vector<std::string> steps;
    for (auto const& step : shown.at("steps").as_array()) {
        if (step.at("what") == Json("done")) steps.emplace_back(step.at("step").as_string());
    }
    return steps;
}

TEST(WorkflowDesk, RunsAgainstTheSandbox) {
    World world;
    world.publish(std::string(onboarding));
    auto const contact = new_contact(world);
    auto const begun = world.clock.now();
    tell_of_contact(world, contact);
    World::Life life(world);
    EXPECT_TRUE(world.work_off(life, 3h));
    EXPECT_EQ(status_of(world, "onboarding"), "done");
    EXPECT_GE(world.clock.now() - begun, 2h);
    ASSERT_EQ(world.clinic.records().size(), 1U);
    auto const client = world.clinic.records().front().fields;
    EXPECT_EQ(shown_in_text(client.at("email")), "zoe@example.com");
    EXPECT_THAT(to_text(world.crm.record(contact)->fields), testing::HasSubstr("client"));
    world.expect_replays(id_of(world, "onboarding"), make_program(onboarding, all_apps()).value());
}

// Whatever commit the program dies at, before it is stored or after: nothing is done twice, nothing is left out.
TEST(WorkflowDesk, LosesAndRepeatsNothingWhenItDies) {
    auto const program = make_program(onboarding, all_apps()).value();
    int deaths = 0;
    for (bool const is_stored_first : {false, true}) {
        for (int commit = 1;; ++commit) {
            World world;
            world.publish(std::string(onboarding));
            auto const contact = new_contact(world);
            tell_of_contact(world, contact);
            {
                World::Life life(world);
                life.mortal.dies_at = commit;
                life.mortal.is_stored_first = is_stored_first;
                if (world.work_off(life, 3h)) break;
            }
            ++deaths;
            auto const where = "commit " + std::to_string(commit) + (is_stored_first ? ", stored" : ", not stored");
            world.clock.advance(72h);  // and nobody starts it again for three days
            World::Life life(world);
            EXPECT_TRUE(world.work_off(life, 3h)) << where;
            if (status_of(world, "onboarding") == "unclear") {
                // The person who is asked looks at the app.
                auto const is_there = asked(world.clinic, "createNote") > 0;
                ASSERT_TRUE(run_to_end(world.service.settle(id_of(world, "onboarding"), is_there ? "done" : "again", {})))
                    << where;
                EXPECT_TRUE(world.work_off(life, 3h)) << where;
            }
            EXPECT_EQ(status_of(world, "onboarding"), "done") << where;
            EXPECT_EQ(world.clinic.records().size(), 1U) << where;
            EXPECT_EQ(asked(world.clinic, "createClient"), 1U) << where;
            EXPECT_EQ(asked(world.clinic, "createNote"), 1U) << where;
            EXPECT_GE(asked(world.crm, "add-tags"), 1U) << where;
            EXPECT_THAT(
                steps_done(world, id_of(world, "onboarding")), testing::ElementsAre("person", "make", "write", "rest", "mark"))
                << where;
            world.expect_replays(id_of(world, "onboarding"), program);
            auto const id = id_of(world, "onboarding");
            auto const open = vault::write_to(*world.database, [&](Transaction& transaction) {
                return outbox::open_of(transaction, world.account, effect_owner, id);
            }).value();
            EXPECT_TRUE(open.empty()) << where;
        }
    }
    EXPECT_GE(deaths, 20);
}

TEST(WorkflowDesk, LooksForACreateWhoseAnswerWasLost) {
    World world;
    world.publish(std::string(onboarding));
    int creates = 0;
    world.losing.loses = [&](HttpRequest const& request) {
        return request.method == "POST" && request.url.ends_with("/full/v1/clients") && ++creates == 1;
    };
    tell_of_contact(world, new_contact(world));
    World::Life life(world);
    EXPECT_TRUE(world.work_off(life, 3h));
    EXPECT_EQ(status_of(world, "onboarding"), "done");
    EXPECT_EQ(creates, 1);
    EXPECT_EQ(world.clinic.records().size(), 1U);
}

TEST(WorkflowDesk, AsksAPersonWhereNothingCanBeLookedFor) {
    World world;
    world.publish(std::string(onboarding));
    world.losing.loses = [](HttpRequest const& request) { return request.url.ends_with("/notes") && request.method == "POST"; };
    tell_of_contact(world, new_contact(world));
    World::Life life(world);
    EXPECT_TRUE(world.work_off(life, 720h));
    EXPECT_EQ(status_of(world, "onboarding"), "unclear");
    auto const id = id_of(world, "onboarding");
    auto const open = [&] {
        return vault::write_to(*world.database, [&](Transaction& transaction) {
            return outbox::open_of(transaction, world.account, effect_owner, id);
        }).value();
    };
    ASSERT_EQ(open().size(), 1U);
    EXPECT_EQ(open().front().state, outbox::EffectState::unknown);
    ASSERT_TRUE(run_to_end(world.service.settle(id_of(world, "onboarding"), "done", {})));
    EXPECT_TRUE(world.work_off(life, 3h));
    EXPECT_EQ(status_of(world, "onboarding"), "done");
    EXPECT_TRUE(open().empty());
    auto const again = run_to_end(world.service.settle(id_of(world, "onboarding"), "done", {}));
    ASSERT_FALSE(again);
    EXPECT_EQ(again.error().code, "workflows.run_is_over");
}

std::string with_trigger(std::string const& trigger, std::string const& more = "again: always",
    std::string const& steps = "[{id: rest, do: wait, for: 1h}]") {
    return "lockstep: workflow/1\nid: small\nname: {en: Small, fr: Petit}\nconnections: {crm: {app: highlevel}}\n" + more +
           "\ntriggers: [" + trigger + "]\nsteps: " + steps + "\n";
}

TEST(WorkflowDesk, StartsOnlyByTheEventsThatItsTriggerMeans) {
    World world;
    world.publish(with_trigger("{on: crm/triggers.contact_tags_updated, when: 'trigger.tags contains \"vip\"'}"));
    auto const contact = new_contact(world);
    JsonObject payload{{"type", "ContactTagUpdate"}, {"id", contact}, {"tags", JsonArray{"vip"}}};
    world.tell("con_crm", "contact.created", contact, payload);  // the inbox knows it as something else
    auto other = payload;
    other["type"] = "ContactUpdate";  // the inbox has one name for both
    world.tell("con_crm", "contact.updated", contact, other);
    auto wrong = payload;
    wrong["tags"] = JsonArray{"new"};
    world.tell("con_crm", "contact.updated", contact, wrong);
    world.tell("con_other", "contact.updated", contact, payload);
    World::Life life(world);
    EXPECT_TRUE(world.work_off(life, 1min));
    EXPECT_TRUE(world.runs("small").empty());
    world.tell("con_crm", "contact.updated", contact, payload);
    EXPECT_TRUE(world.work_off(life, 1min));
    EXPECT_EQ(world.runs("small").size(), 1U);
}

TEST(WorkflowDesk, StartsForOnePersonAsOftenAsItSays) {
    auto const runs_of_two = [](std::string const& again, Duration between) {
        World world;
        world.publish(with_trigger("{on: crm/triggers.contact_updated}", "again: " + again));
        auto const contact = new_contact(world);
        JsonObject const payload{{"type", "ContactUpdate"}, {"id", contact}};
        World::Life life(world);
        for (int time = 0; time < 2; ++time) {
            world.tell("con_crm", "contact.updated", contact, payload);
            EXPECT_TRUE(world.work_off(life, between));
            world.clock.advance(between);
        }
        world.tell("con_crm", "contact.updated", "another", payload);
        EXPECT_TRUE(world.work_off(life, 1min));
        return world.runs("small").size();
    };
    EXPECT_EQ(runs_of_two("always", 1min), 3U);
    EXPECT_EQ(runs_of_two("not_while_running", 1min), 2U);
    EXPECT_EQ(runs_of_two("not_while_running", 2h), 3U);
    EXPECT_EQ(runs_of_two("once", 2h), 2U);
}

TEST(WorkflowDesk, StartsOnlyWhenTheseFieldsChange) {
    World world;
    world.publish(with_trigger("{on: crm/triggers.contact_updated, changed: [trigger.email]}"));
    World::Life life(world);
    std::vector<std::size_t> runs;
    for (auto const* email : {"a@example.com", "a@example.com", "b@example.com", "a@example.com"}) {
        world.tell("con_crm", "contact.updated", "c1",
            {{"type", "ContactUpdate"}, {"id", "c1"}, {"email", email}, {"city", runs.size()}});
        EXPECT_TRUE(world.work_off(life, 1min));
        runs.push_back(world.runs("small").size());
    }
    EXPECT_THAT(runs, testing::ElementsAre(1, 1, 2, 3));
}

// The change that a run made comes back as an event.
TEST(WorkflowDesk, IsNotStartedByWhatItDidItself) {
    auto const runs_after = [](std::string const& own) {
        World world;
        auto const contact = new_contact(world);
        world.publish(with_trigger("{on: crm/triggers.contact_updated}", own,
            "[{id: tag, do: call, operation: crm/contacts.add_tags, with: {contactId: \"{{contact.id}}\", tags: [seen]}}]"));
        World::Life life(world);
        for (int time = 0; time < 6; ++time) {
            world.tell("con_crm", "contact.updated", contact, {{"type", "ContactUpdate"}, {"id", contact}});
            EXPECT_TRUE(world.work_off(life, 10s));
            world.clock.advance(10s);
        }
        auto const soon = world.runs("small").size();
        world.clock.advance(1h);  // a person's own change
        world.tell("con_crm", "contact.updated", contact, {{"type", "ContactUpdate"}, {"id", contact}});
        EXPECT_TRUE(world.work_off(life, 10s));
        EXPECT_EQ(world.runs("small").size(), soon + 1);
        return soon;
    };
    EXPECT_EQ(runs_after("again: always"), 1U);
    EXPECT_EQ(runs_after("own_changes: {start: true, deepest: 2}"), 3U);
}

TEST(WorkflowDesk, StartsBySchedule) {
    World world;
    world.publish(with_trigger("{on: general/schedule.due, with: {every: minutes, minutes: 60}}", "again: always",
        "[{id: a, do: set, values: {due: \"{{trigger.due_at}}\"}}]"));
    {
        World::Life life(world);
        EXPECT_TRUE(world.work_off(life, 150min));
        EXPECT_THAT(world.runs("small").size(), testing::AllOf(testing::Ge(2U), testing::Le(3U)));
    }
    auto const before = world.runs("small").size();
    world.clock.advance(72h);
    World::Life life(world);
    EXPECT_TRUE(world.work_off(life, 1min));
    EXPECT_EQ(world.runs("small").size(), before + 1) << "what was missed is made up for once";
    ASSERT_TRUE(run_to_end(world.service.pause("small", {})));
    EXPECT_TRUE(world.work_off(life, 5h));
    EXPECT_EQ(world.runs("small").size(), before + 1);
}

TEST(WorkflowDesk, HearsTheEventThatARunWaitsFor) {
    World world;
    world.publish(with_trigger("{on: crm/triggers.contact_created}", "again: always",
        "[{id: answer, do: wait_for_event, on: crm/triggers.message_received, when: event.contactId == contact.id, at_most: "
        "2d}]"));
    auto const contact = new_contact(world);
    tell_of_contact(world, contact);
    World::Life life(world);
    EXPECT_TRUE(world.work_off(life, 1h));
    EXPECT_EQ(status_of(world, "small"), "waiting");
    world.tell("con_crm", "InboundMessage", "x", {{"type", "InboundMessage"}, {"contactId", "x"}});
    EXPECT_TRUE(world.work_off(life, 1h));
    EXPECT_EQ(status_of(world, "small"), "waiting");
    world.tell("con_crm", "InboundMessage", contact, {{"type", "InboundMessage"}, {"contactId", contact}, {"body", "Yes"}});
    EXPECT_TRUE(world.work_off(life, 1h));
    EXPECT_EQ(status_of(world, "small"), "done");
    auto const run = world.run(id_of(world, "small"));
    EXPECT_EQ(find_text(run.state.values.at("steps"), "/answer/event/body"), "Yes");
    auto const watches = vault::write_to(*world.database, [&](Transaction& transaction) {
        return watches_for(transaction, world.account, "con_crm", "InboundMessage");
    }).value();
    EXPECT_TRUE(watches.empty());
}

TEST(WorkflowDesk, EndsWhatIsCancelled) {
    World world;
    world.publish(with_trigger("{on: general/manual.started}"));
    ASSERT_TRUE(run_to_end(world.service.start("small", {{"a", 1}}, {})));
    World::Life life(world);
    EXPECT_TRUE(world.work_off(life, 1min));
    EXPECT_EQ(status_of(world, "small"), "waiting");
    ASSERT_TRUE(run_to_end(world.service.cancel(id_of(world, "small"), {})));
    EXPECT_TRUE(world.work_off(life, 2h));
    EXPECT_EQ(status_of(world, "small"), "cancelled");
}

TEST(WorkflowDesk, KeepsARunOnTheVersionThatItBeganWith) {
    World world;
    world.publish(with_trigger("{on: general/manual.started}", "again: always",
        "[{id: rest, do: wait, for: 1h}, {id: s, do: set, values: {version: one}}]"));
    ASSERT_TRUE(run_to_end(world.service.start("small", {}, {})));
    World::Life life(world);
    EXPECT_TRUE(world.work_off(life, 1min));
    world.clock.advance(1s);
    world.publish(with_trigger("{on: general/manual.started}", "again: always", "[{id: s, do: set, values: {version: two}}]"));
    ASSERT_TRUE(run_to_end(world.service.start("small", {}, {})));
    EXPECT_TRUE(world.work_off(life, 2h));
    auto const runs = world.runs("small");
    ASSERT_EQ(runs.size(), 2U);
    std::vector<std::string> versions;
    for (auto const& each : runs)
        versions.emplace_back(*find_text(world.run(std::string(*find_text(each, "/id"))).state.values.at("vars"), "/version"));
    EXPECT_THAT(versions, testing::ElementsAre("two", "one"));
}

TEST(WorkflowDesk, SwitchesOnAgainWhatWasPublished) {
    World world;
    auto const first =
        with_trigger("{on: crm/triggers.contact_created}", "again: always", "[{id: s, do: set, values: {v: one}}]");
    world.publish(first);
    auto const state = [&] { return std::string(*find_text(run_to_end(world.service.show("small")).value(), "/state")); };
    auto const code = [&] {
        auto const resumed = run_to_end(world.service.resume("small", {}));
        return resumed ? std::string() : resumed.error().code;
    };
    EXPECT_EQ(code(), "workflows.not_paused");
    ASSERT_TRUE(run_to_end(world.service.pause("small", {})));
    // The draft goes on meanwhile, and is not what starts.
    auto const draft =
        with_trigger("{on: crm/triggers.contact_created}", "again: always", "[{id: s, do: set, values: {v: two}}]");
    ASSERT_TRUE(run_to_end(world.service.save(draft, Bindings{{"crm", "con_crm"}}, {})));
    World::Life life(world);
    auto const contact = new_contact(world);
    tell_of_contact(world, contact);
    EXPECT_TRUE(world.work_off(life, 1min));
    EXPECT_TRUE(world.runs("small").empty());
    EXPECT_EQ(code(), "");
    EXPECT_EQ(state(), "published");
    tell_of_contact(world, contact);
    EXPECT_TRUE(world.work_off(life, 1min));
    EXPECT_EQ(status_of(world, "small"), "done");
    EXPECT_EQ(to_text(world.run(id_of(world, "small")).state.values.at("vars")), R"({"v":"one"})");

    auto const shown = run_to_end(world.service.show("small")).value();
    EXPECT_EQ(shown.at("differs"), Json(true));
    EXPECT_EQ(shown.at("recent").as_array().size(), 1U);
    EXPECT_EQ(run_to_end(world.service.versions("small")).value().size(), 1U);
    EXPECT_EQ(run_to_end(world.service.show_version("small", 1)).value().at("definition"), Json(first));
    EXPECT_EQ(run_to_end(world.service.show_version("small", 2)).error().code, "workflows.unknown_version");
    EXPECT_EQ(run_to_end(world.service.runs({.workflow = "", .status = "done"})).value().size(), 1U);
    EXPECT_TRUE(run_to_end(world.service.runs({.workflow = "", .status = "failed"})).value().empty());
}

TEST(WorkflowDesk, SaysWhichConnectionIsMissing) {
    World world;
    auto const definition = with_trigger("{on: general/manual.started}");
    world.connect("con_crm2", "highlevel", "https://crm2.sandbox", "t");
    ASSERT_TRUE(run_to_end(world.service.save(definition, {}, {})));
    auto const code = [&](Bindings given) {
        auto const published = run_to_end(world.service.publish("small", std::move(given), {}));
        return published ? std::string("published") : published.error().code;
    };
    EXPECT_EQ(code({}), "workflows.not_bound");
    EXPECT_EQ(code({{"crm", "con_clinic"}}), "workflows.wrong_app");
    EXPECT_EQ(code({{"crm", "con_crm2"}}), "published");
}

std::string template_text(std::string_view id) {
    for (auto const& file : template_files()) {
        if (std::string_view(file.bytes).contains("\nid: " + std::string(id) + "\n")) return std::string(file.bytes);
    }
    return {};
}
void won(World& world, std::string const& contact) {
    world.tell("con_crm", "OpportunityStatusUpdate", contact,
        {{"type", "OpportunityStatusUpdate"}, {"status", "won"}, {"contactId", contact}});
}

TEST(WorkflowTemplates, WonLeadBecomesAClient) {
    World world;
    world.publish(template_text("won-lead-to-hexfit-client"));
    auto const contact = new_contact(world);
    World::Life life(world);
    world.tell("con_crm", "OpportunityStatusUpdate", contact,
        {{"type", "OpportunityStatusUpdate"}, {"status", "lost"}, {"contactId", contact}});
    EXPECT_TRUE(world.work_off(life, 1h));
    EXPECT_TRUE(world.runs("won-lead-to-hexfit-client").empty());
    won(world, contact);
    EXPECT_TRUE(world.work_off(life, 1h));
    EXPECT_EQ(status_of(world, "won-lead-to-hexfit-client"), "done");
    EXPECT_EQ(world.clinic.records().size(), 1U);
    EXPECT_EQ(world.clinic.invitations(), 1U);
    EXPECT_THAT(to_text(world.crm.record(contact)->fields), testing::HasSubstr("hexfit client"));
}

TEST(WorkflowTemplates, WonLeadWithoutAnAddressIsATask) {
    World world;
    world.publish(template_text("won-lead-to-hexfit-client"));
    auto const contact = world.crm.create_as_person({{"firstName", "Zoé"}, {"phone", "+15145550199"}}, world.clock.now()).value();
    World::Life life(world);
    won(world, contact);
    EXPECT_TRUE(world.work_off(life, 1h));
    EXPECT_EQ(status_of(world, "won-lead-to-hexfit-client"), "done");
    EXPECT_TRUE(world.clinic.records().empty());
    EXPECT_THAT(steps_done(world, id_of(world, "won-lead-to-hexfit-client")), testing::Contains("ask"));
}

TEST(WorkflowTemplates, WonLeadThatHexfitRefusesFailsAndTells) {
    World world;
    world.publish(template_text("won-lead-to-hexfit-client"));
    auto const contact = new_contact(world);
    world.losing.replies = [](HttpRequest const& request) -> std::optional<HttpReply> {
        if (request.method != "POST" || !request.url.ends_with("/full/v1/clients")) return std::nullopt;
        return ScriptedHttp::json(422, R"({"status":false,"value":"The birth date is wrong"})");
    };
    World::Life life(world);
    won(world, contact);
    EXPECT_TRUE(world.work_off(life, 1h));
    EXPECT_EQ(status_of(world, "won-lead-to-hexfit-client"), "failedworkflows.stopped");
    EXPECT_THAT(steps_done(world, id_of(world, "won-lead-to-hexfit-client")), testing::Contains("tell"));
}

TEST(WorkflowTemplates, NewClientBecomesAContact) {
    for (bool const is_known : {false, true}) {
        World world;
        world.publish(template_text("new-client-to-contact"));
        if (is_known) new_contact(world);
        auto const client = world.clinic
                                .create_as_person({{"firstname", "Zoé"}, {"lastname", "Tremblay"}, {"email", "zoe@example.com"}},
                                    world.clock.now())
                                .value();
        world.clock.advance(5min);  // until the search index shows who is there
        World::Life life(world);
        world.tell("con_clinic", "contact.created", client,
            {{"type", "client.created"}, {"client", {{"id", client}, {"email", "zoe@example.com"}}}});
        EXPECT_TRUE(world.work_off(life, 96h));
        EXPECT_EQ(status_of(world, "new-client-to-contact"), "done");
        ASSERT_EQ(world.crm.records().size(), 1U);
        EXPECT_THAT(to_text(world.crm.records().front().fields), testing::HasSubstr("hexfit client"));
        EXPECT_THAT(steps_done(world, id_of(world, "new-client-to-contact")), testing::Contains("first_call"));
    }
}

TEST(WorkflowTemplates, FormBecomesAContact) {
    World world;
    general::HookId hook_id;
    vault::write_void(*world.database, [&](Transaction& transaction) {
        auto const hook = general::make_hook("form", world.random, world.random, world.clock.now());
        hook_id = hook.id;
        return general::insert_hook(transaction, world.vault, world.account, hook);
    }).value();
    world.publish(template_text("form-to-contact"));
    World::Life life(world);
    JsonObject const form{{"email", " ZOE@example.com"}, {"first_name", "Zoé"}, {"last_name", "Tremblay"},
        {"phone", "514 555 0199"}, {"message", "{{contact.id}} Hello"}, {"services", JsonArray{"Massage ", "Kinesiology"}}};
    world.tell(hook_id.text(), "webhook.received", "", form);
    EXPECT_TRUE(world.work_off(life, 72h));
    EXPECT_EQ(status_of(world, "form-to-contact"), "done");
    ASSERT_EQ(world.crm.records().size(), 1U);
    auto const contact = to_text(world.crm.records().front().fields);
    EXPECT_THAT(contact, testing::HasSubstr("zoe@example.com"));
    EXPECT_THAT(contact, testing::HasSubstr("massage"));
    EXPECT_THAT(contact, testing::HasSubstr("kinesiology"));
    EXPECT_THAT(steps_done(world, id_of(world, "form-to-contact")), testing::Contains("follow_up"));
}

TEST(WorkflowStore, ForgetsRunsThatEndedLongAgo) {
    World world;
    world.publish(with_trigger("{on: general/manual.started}", "again: always", "[]"));
    ASSERT_TRUE(run_to_end(world.service.start("small", {}, {})));
    World::Life life(world);
    EXPECT_TRUE(world.work_off(life, 1min));
    auto const id = id_of(world, "small");
    auto const pruned = [&](TimePoint before) {
        return vault::write_to(*world.database, [&](Transaction& transaction) {
            return prune(transaction, before, world.clock.now(), 100);
        }).value();
    };
    EXPECT_EQ(pruned(world.clock.now() - 1h), 0);
    EXPECT_EQ(pruned(world.clock.now() + 1h), 1);
    EXPECT_TRUE(world.runs("small").empty());
}

TEST(WorkflowStatements, GoThroughNothingOneByOne) {
    World world;
    auto const problems = vault::write_to(*world.database, [](Transaction& transaction) -> Result<std::vector<std::string>> {
        // An account's workflows are a handful, and all of them are asked for.
        PlanAllowances allowances;
        allowances.wide_searches.insert(sql::list_workflows);
        return plan_problems(transaction, {sql::all.begin(), sql::all.end()}, allowances);
    }).value();
    EXPECT_THAT(problems, testing::IsEmpty());
}

}  // namespace
}  // namespace lockstep::workflows
