// SPDX-License-Identifier: Apache-2.0
// Whole runs against the simulated apps, on a clock that jumps, with the program killed at every commit.
#include "workflows/desk.hpp"

#include <gmock/gmock.h>

#include "calls/migrations.hpp"
#include "events/migrations.hpp"
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
        Service service({account, *database, vault, directory, clock, random, all_apps(), [] {}});
        auto const id = run_to_end(service.save(definition, {}));
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
        return vault::write_to(*database, [&](Transaction& transaction) {
            return find_run({transaction, vault, account, clock.now()}, id);
        }).value().value();
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
    connections::Directory directory;
    std::unique_ptr<adapters::SqliteInline> database = vault::test_database({vault::migrations(), work::migrations(),
        outbox::migrations(), events::migrations(), calls::migrations(), general::migrations(), migrations()});
    vault::Vault vault{Secret{std::string(32, 'k')}, random};
    calls::Caller caller{http, *database, vault, directory, clock, random, log, metrics, {}};
    general::Runner runner{{account, *database, vault, directory, caller, http, mail, clock, random, {}}};
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
    return world.crm.create_as_person({{"firstName", "Zoé"}, {"lastName", "Tremblay"}, {"email", "zoe@example.com"}}, world.clock.now())
        .value();
}

TEST(WorkflowDesk, RunsAgainstTheSandbox) {
    World world;
    world.publish(std::string(onboarding));
    auto const contact = new_contact(world);
    auto const begun = world.clock.now();
    world.tell("con_crm", "contact.created", contact, {{"type", "ContactCreate"}, {"id", contact}, {"locationId", world.crm.location_id()}});
    World::Life life(world);
    EXPECT_TRUE(world.work_off(life, 3h));
    auto const runs = world.runs("onboarding");
    ASSERT_EQ(runs.size(), 1U);
    EXPECT_EQ(find_text(runs.front(), "/status"), "done") << to_text(runs);
    EXPECT_GE(world.clock.now() - begun, 2h);
    ASSERT_EQ(world.clinic.records().size(), 1U);
    EXPECT_EQ(find_text(world.clinic.records().front().fields, "/email"), "zoe@example.com");
    auto const program = make_program(onboarding, all_apps()).value();
    world.expect_replays(std::string(*find_text(runs.front(), "/id")), program);
}

}  // namespace
}  // namespace lockstep::workflows
