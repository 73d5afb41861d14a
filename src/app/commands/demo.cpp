// SPDX-License-Identifier: Apache-2.0
// `lockstep demo`: both simulated apps and a server in one process, filled with invented people and edited all the time.
#include <cstdlib>
#include <filesystem>

#include "app/commands/demo_sandboxes.hpp"
#include "app/commands/plan_words.hpp"
#include "app/commands/sandbox_commands.hpp"
#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "app/mail_sink.hpp"
#include "app/new_installation.hpp"
#include "app/server.hpp"
#include "app/server_note.hpp"
#include "base/bytes.hpp"
#include "base/text.hpp"
#include "sandbox/hexfit/hexfit_app.hpp"
#include "sandbox/highlevel/highlevel_app.hpp"

namespace lockstep::app {
namespace {

constexpr std::string_view owner_email = "owner@demo.example";
constexpr std::uint64_t burst = 1000;  // instead of HighLevel's 100 in 10 s
constexpr Duration demo_pause = std::chrono::milliseconds{100};

// A folder made for the demo is deleted with it; one that was named is kept, and made anew only if a demo made it.
class DemoFolder {
public:
    static Result<DemoFolder> make(std::string const& named, bool is_fresh) {
        if (named.empty()) {
            std::string path = (std::filesystem::temp_directory_path() / "lockstep-demo-XXXXXX").string();
            if (::mkdtemp(path.data()) == nullptr)
                return fail(ErrorKind::unavailable, "app.file", "making a folder for the demo");
            return DemoFolder(path, true);
        }
        auto const marker = named + "/made-by-demo";
        if (file_exists(named + "/lockstep.db")) {
            if (!is_fresh || !file_exists(marker)) {
                return fail(ErrorKind::conflict, "app.demo_folder",
                    "starting the demo: " + named + " holds data; " +
                        (file_exists(marker) ? "--fresh deletes what the earlier demo left" : "choose another folder"));
            }
            std::error_code error;
            std::filesystem::remove_all(named, error);
        }
        TRY_VOID(make_private_folder(named));
        TRY_VOID(write_private_file(marker, ""));
        return DemoFolder(named, false);
    }
    DemoFolder(DemoFolder&& other) noexcept : path_(std::exchange(other.path_, {})), is_temporary_(other.is_temporary_) {}
    DemoFolder(DemoFolder const&) = delete;
    DemoFolder& operator=(DemoFolder const&) = delete;
    DemoFolder& operator=(DemoFolder&&) = delete;
    ~DemoFolder() {
        std::error_code error;
        if (is_temporary_ && !path_.empty()) std::filesystem::remove_all(path_, error);
    }
    std::string const& path() const { return path_; }

private:
    DemoFolder(std::string path, bool is_temporary) : path_(std::move(path)), is_temporary_(is_temporary) {}
    std::string path_;
    bool is_temporary_;
};

// Everything the demo runs; ends in reverse.
struct Demo {
    Foundation& foundation;
    Console& console;
    Settings const& settings;
    DemoInput const& input;
    sandbox::HighLevelApp& highlevel;
    sandbox::HexfitApp& hexfit;
    SandboxHost& highlevel_host;
    SandboxHost& hexfit_host;
    Server& server;
    DemoEdits& edits;
    MailSink& mailbox;
    DemoSandboxes& sandboxes;
    std::string password;
    std::string program;
};

Task<Result<std::string>> connect_all(Demo& demo, ApiClient& api, Secret const& setup_code) {
    Json owner = JsonObject{{"setup_code", setup_code.reveal()}, {"email", owner_email}, {"password", demo.password}};
    CO_TRY_VOID(co_await api.post("/api/v1/setup", std::move(owner)));
    Json left = JsonObject{{"profile", "highlevel"}, {"label", "HighLevel (simulated)"}, {"base_url", demo.highlevel_host.url()},
        {"settings", JsonObject{{"locationId", demo.highlevel.location_id()}}}, {"credential", demo.highlevel.token()},
        {"webhook_public_key", demo.highlevel.webhook_public_key_pem()}};
    CO_TRY(auto const a, co_await api.post("/api/v1/connections", std::move(left)));
    Json right = JsonObject{{"profile", "hexfit-full"}, {"label", "Hexfit (simulated)"}, {"base_url", demo.hexfit_host.url()},
        {"credential", demo.hexfit.key()}, {"webhook_secret", demo.hexfit.webhook_secret()}, {"monthly_quota", -1}};
    CO_TRY(auto const b, co_await api.post("/api/v1/connections", std::move(right)));
    demo.highlevel.set_webhook_url(demo.server.url() + "/webhooks/contacts");
    demo.hexfit.set_webhook_url(demo.server.url() + text_at(b, "/webhook_path"));
    Json mail = JsonObject{{"host", "127.0.0.1"}, {"port", demo.mailbox.port()}, {"tls", "none"},
        {"sender", "clinic@demo.example"}, {"sender_name", "Demo clinic"}};
    CO_TRY_VOID(co_await api.put("/api/v1/mail", std::move(mail)));
    Json pair = JsonObject{{"label", "Demo clinic"}, {"a", text_at(a, "/connection/id")}, {"b", text_at(b, "/connection/id")}};
    CO_TRY(auto const sync, co_await api.post("/api/v1/syncs", std::move(pair)));
    co_return text_at(sync, "/id");
}

Task<Result<void>> plan(Demo& demo, ApiClient& api, std::string const& sync) {
    auto const path = "/api/v1/syncs/" + sync + "/plan";
    CO_TRY_VOID(co_await api.post(path));
    for (;;) {
        auto const report = co_await api.get(path);
        if (!report && report.error().kind != ErrorKind::not_found) co_return pass_on(report.error());
        auto const state = report ? text_at(*report, "/state") : "";
        if (state == "done" || state == "failed") {
            demo.console.say("The plan (a dry run: only reads):");
            for (auto const& line : plan_in_words(*report, {"HighLevel", "Hexfit"}, demo.console.language()))
                demo.console.say("  " + line);
            co_return Result<void>{};
        }
        if (report)
            demo.console.progress(
                "reading and comparing", integer_at(*report, "/progress/compared"), integer_at(*report, "/progress/total"));
        co_await demo.foundation.clock.sleep_for(demo_pause);
    }
}

Task<Result<void>> bring_together(Demo& demo, ApiClient& api, std::string const& sync) {
    auto const begun = demo.foundation.clock.now();
    CO_TRY_VOID(co_await api.post("/api/v1/syncs/" + sync + "/start"));
    demo.console.say("Started: both sides are being brought together.");
    for (;;) {
        CO_TRY(auto const status, co_await api.get("/api/v1/syncs/" + sync + "/status"));
        if (text_at(status, "/state") == "running") {
            auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(demo.foundation.clock.now() - begun).count();
            demo.console.say("Done in " + std::to_string(took / 1000) + "." + std::to_string(took % 1000 / 100) + " s.");
            for (auto const& line : status_in_words(status, {"HighLevel", "Hexfit"}, demo.console.language()))
                demo.console.say("  " + line);
            co_return Result<void>{};
        }
        demo.console.progress("bringing together", integer_at(status, "/backfill/paired"), integer_at(status, "/backfill/total"));
        co_await demo.foundation.clock.sleep_for(demo_pause);
    }
}

Task<Result<std::vector<DemoPerson>>> linked_people(ApiClient& api, std::string const& sync) {
    CO_TRY(auto const page, co_await api.get("/api/v1/syncs/" + sync + "/records?state=linked&limit=200"));
    std::vector<DemoPerson> people;
    for (auto const& item : *find_array(page, "/items")) {
        people.push_back({text_at(item, "/name"), text_at(item, "/a_record"), text_at(item, "/b_record")});
    }
    co_return people;
}

void say_where_to_look(Demo& demo, std::string const& sync, std::vector<DemoPerson> const& people) {
    auto& console = demo.console;
    auto const admin = demo.highlevel_host.url() + "/_sandbox/records/";
    auto const example = people.empty() ? std::string("ID") : people.front().a_record;
    console.result(JsonObject{{"url", demo.server.url()}, {"email", owner_email}, {"password", demo.password},
        {"data", demo.settings.data}, {"sync", sync}, {"highlevel_url", demo.highlevel_host.url()},
        {"hexfit_url", demo.hexfit_host.url()}, {"mail_port", demo.mailbox.port()}, {"linked", people.size()}});
    console.say("");
    console.say("Look at        " + demo.server.url() + "   sign in as " + std::string(owner_email) + " with " + demo.password +
                "  (this demo only)");
    console.say("Simulated      HighLevel at " + demo.highlevel_host.url() + ", Hexfit at " + demo.hexfit_host.url() +
                " (nothing here leaves this machine)");
    console.say("E-mail         goes to a mailbox in this program; whatever it receives is told here");
    console.say("Edit by hand   curl -s -X PATCH " + admin + example +
                " -H 'Content-Type: application/json' -d '{\"city\": \"Tadoussac\"}'");
    console.say("and see        " + demo.program + " records show " + example + " --data " + demo.settings.data);
    console.say("Play with      both apps on the page \"Sandbox\", or with " + demo.program + " sandbox people --data " +
                demo.settings.data);
    console.say("From now on persons at both apps make edits. Ctrl+C ends the demo.");
    console.say("");
}

Task<Result<void>> play(Demo& demo, Secret const& setup_code) {
    CO_TRY_VOID(co_await demo.server.open());
    demo.server.installation().show_sandboxes(demo.sandboxes);
    LocalTransport transport(demo.server.installation().handler());
    auto note = read_server_note(demo.settings);
    ApiClient api(transport, std::move(note.token), demo.settings.language);
    demo.console.say("Two simulated apps with " + std::to_string(demo.input.people) + " people each, " +
                     std::to_string(demo.input.overlap) + " of them on both. Their rate limits are raised (" +
                     std::to_string(burst) + " calls in 10 s, no monthly quota), so that nobody has to wait.");
    CO_TRY(auto const sync, co_await connect_all(demo, api, setup_code));
    CO_TRY_VOID(co_await plan(demo, api, sync));
    CO_TRY_VOID(co_await bring_together(demo, api, sync));
    CO_TRY(auto people, co_await linked_people(api, sync));
    say_where_to_look(demo, sync, people);
    co_await demo.edits.run(std::move(people));
    co_return Result<void>{};
}

Task<void> play_to_end(Demo& demo, Secret const& setup_code, Result<void>& played) {
    played = co_await play(demo, setup_code);
    if (!played) demo.server.stop();
}

Task<void> stop_in_time(Demo& demo) {
    co_await demo.foundation.clock.sleep_for(std::chrono::seconds{demo.input.seconds});
    demo.server.stop();
}

Task<int> run_all(Demo& demo) {
    auto made = co_await make_installation(demo.foundation, demo.settings, false);
    if (!made) co_return static_cast<int>(demo.console.error(made.error()));
    CHECK(made->setup_code.has_value());

    TaskGroup tasks(demo.foundation.executor());
    Result<void> played;
    tasks.spawn(play_to_end(demo, *made->setup_code, played));
    if (demo.input.seconds > 0) tasks.spawn(stop_in_time(demo));
    auto const code = co_await demo.server.run_until_stopped();
    demo.edits.stop();
    co_await tasks.join(demo.foundation.clock, demo.foundation.clock.now() + std::chrono::seconds{1});
    co_await demo.highlevel_host.close();
    co_await demo.hexfit_host.close();
    demo.mailbox.close();
    if (!played) co_return static_cast<int>(demo.console.error(played.error()));
    demo.console.say("Ended: " + std::to_string(demo.edits.made()) + " edits, " + std::to_string(demo.edits.arrived()) +
                     " of them seen on the other side.");
    co_return code;
}

Result<int> run(Common const& common, DemoInput const& input, Console& console) {
    TRY(auto const folder, DemoFolder::make(common.given.data, input.is_fresh));
    auto given = common.given;
    given.data = folder.path();
    TRY(auto settings, load_settings(given));
    settings.listen = {"127.0.0.1", input.port};
    // So that a request can be tried with the simulated apps.
    TRY(auto const own_machine, parse_network("127.0.0.0/8"));
    TRY(auto const foundation, Foundation::open({LogLevel::warning, settings.log_format}, {}, {{own_machine}, {own_machine}}));

    sandbox::HighLevelApp highlevel({.seed = input.seed, .custom_field_keys = {"language"}});
    highlevel.rate_limit().settings.burst_most = burst;
    sandbox::HexfitApp hexfit({.seed = input.seed, .monthly_quota = 0, .per_second_most = 0});
    auto const people = sandbox::seed_people(input.seed, input.people, std::min(input.overlap, input.people));
    highlevel.add_people(people.highlevel, foundation->clock.now());
    hexfit.add_people(people.hexfit, foundation->clock.now());
    SandboxHost highlevel_host(*foundation, highlevel);
    SandboxHost hexfit_host(*foundation, hexfit);
    TRY_VOID(highlevel_host.listen(input.highlevel_port));
    TRY_VOID(hexfit_host.listen(input.hexfit_port));
    DemoApp const left{"highlevel", "HighLevel", highlevel, highlevel_host};
    DemoApp const right{"hexfit", "Hexfit", hexfit, hexfit_host};
    DemoSandboxes sandboxes(*foundation, left, right);
    Server server(*foundation, settings);
    TRY_VOID(server.listen());
    MailSink mailbox(*foundation, [&console](sandbox::ReceivedMail const& mail) {
        std::string recipients;
        for (auto const& each : mail.recipients) recipients.append(recipients.empty() ? "" : ", ").append(each);
        console.say("E-mail for " + printable(recipients) + " (" + std::to_string(mail.message.size()) + " bytes)");
    });
    TRY_VOID(mailbox.listen());
    DemoEdits edits(*foundation, console, left, right, input.seed);

    std::string bytes(12, '\0');
    foundation->secure_random.fill(std::as_writable_bytes(std::span(bytes)));
    Demo demo{*foundation, console, settings, input, highlevel, hexfit, highlevel_host, hexfit_host, server, edits, mailbox,
        sandboxes, to_base64url(bytes), common.program};
    return foundation->run(run_all(demo));
}

}  // namespace

int run_demo(Common const& common, DemoInput const& input) {
    Console console(common.json, common.given.language);
    auto const code = run(common, input, console);
    return code ? *code : static_cast<int>(console.error(code.error()));
}

}  // namespace lockstep::app
