// SPDX-License-Identifier: Apache-2.0
// `lockstep serve`: the server, until it is told to stop. And `lockstep version`.
#include "app/commands/session.hpp"
#include "app/server.hpp"
#include "app/version.hpp"

namespace lockstep::app {
namespace {

Task<int> serve(Server& server, Foundation& foundation, Settings const& settings, Console& console) {
    auto const begun = foundation.clock.now();
    if (auto const opened = co_await server.open(); !opened) {
        auto const code = console.error(opened.error());
        co_await server.close();
        co_return static_cast<int>(code);
    }
    auto const took = std::chrono::duration_cast<std::chrono::milliseconds>(foundation.clock.now() - begun).count();
    foundation.log.info("ready", {{"url", server.url()}, {"ms", took}});
    console.result(JsonObject{{"url", server.url()}, {"data", settings.data}, {"version", version}, {"ready_ms", took},
        {"writes", server.installation().standing().writes() ? "allowed" : "held"}});
    console.say("Lockstep " + std::string(version) + " serves " + settings.data + " at " + server.url());
    if (auto const& standing = server.installation().standing(); !standing.writes())
        console.say("It only observes (" + standing.held + "): it writes to no app until you confirm it with lockstep adopt");
    co_return co_await server.run_until_stopped();
}

}  // namespace

int run_serve(Common const& common) {
    Console console(common.json, common.given.language);
    auto const settings = load_settings(common.given);
    if (!settings) {
        console.error(settings.error());
        return static_cast<int>(ExitCode::usage);
    }
    auto foundation = Foundation::open({settings->log_level, settings->log_format}, settings->extra_authorities_file,
        {settings->allowed_networks, settings->app_networks});
    if (!foundation) return static_cast<int>(console.error(foundation.error()));
    // SIGHUP reads them again; a server outlives the terminal that it was started in.
    Server server(**foundation, *settings, [&common] { return load_settings(common.given); });
    if (auto const listening = server.listen(); !listening) return static_cast<int>(console.error(listening.error()));
    return (*foundation)->run(serve(server, **foundation, *settings, console));
}

int run_version(Common const& common) {
    return run_alone(common, [](Console& console) -> Result<ExitCode> {
        console.result(JsonObject{{"version", version}});
        console.say("lockstep " + std::string(version));
        return ExitCode::ok;
    });
}

}  // namespace lockstep::app
