// SPDX-License-Identifier: Apache-2.0
// `lockstep oauth`: connecting by OAuth 2.0 without a browser on this machine: the address is printed, and what the browser came
// back to is pasted.
#include <algorithm>

#include "app/commands/session.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

std::string parameter_of(std::string_view address, std::string_view name) {
    auto query = address.substr(std::min(address.find('?'), address.size()));
    query.remove_prefix(std::min<std::size_t>(1, query.size()));
    query = query.substr(0, query.find('#'));
    for (auto const part : split(query, '&')) {
        if (part.starts_with(name) && part.substr(name.size()).starts_with("="))
            return percent_decode(part.substr(name.size() + 1));
    }
    return {};
}

Task<Result<ExitCode>> apps(Session& session) {
    CO_TRY(auto const page, co_await session.api.get("/api/v1/oauth/apps"));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items")) {
        std::string modes;
        for (auto const& mode : *find_array(item, "/modes")) modes.append(modes.empty() ? "" : ", ").append(text_at(mode, "/id"));
        auto const id = text_at(item, "/client_id");
        rows.push_back({text_at(item, "/connector"), modes, id.empty() ? "-" : id, text_at(item, "/redirect_uri")});
    }
    session.console.table({"APP", "MODES", "CLIENT ID", "REDIRECT ADDRESS"}, rows);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> set_app(Session& session, OAuthAppInput const& input) {
    JsonObject body{{"client_id", input.client_id}, {"redirect_uri", input.redirect_uri}};
    auto const& secret = input.client_secret;
    if (!secret.text.empty() || !secret.file.empty() || !secret.environment.empty()) {
        CO_TRY(auto const read, read_secret(secret, "client secret"));
        body["client_secret"] = read.reveal();
    }
    if (!input.authorize_url.empty()) body["authorize_url"] = input.authorize_url;
    if (!input.base_url.empty()) body["base_url"] = input.base_url;
    CO_TRY(
        auto const app, co_await session.api.put("/api/v1/oauth/apps/" + percent_encode(input.connector), Json(std::move(body))));
    session.console.result(app);
    session.console.say(text_at(app, "/title") + " is set up. Next: lockstep oauth begin " + input.connector);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> begin(Session& session, std::string const& connector, std::string const& mode) {
    std::string chosen = mode;
    if (chosen.empty()) {
        CO_TRY(auto const page, co_await session.api.get("/api/v1/oauth/apps"));
        for (auto const& item : *find_array(page, "/items")) {
            if (text_at(item, "/connector") == connector) chosen = text_at(item, "/modes/0/id");
        }
    }
    CO_TRY(auto const begun,
        co_await session.api.post("/api/v1/oauth/authorizations", Json(JsonObject{{"connector", connector}, {"mode", chosen}})));
    session.console.result(begun);
    session.console.say("Open this address in a browser where you are signed in at the app, within ten minutes:");
    session.console.say(text_at(begun, "/authorize_url"));
    session.console.say("Then give the address that the browser came back to:  lockstep oauth finish 'ADDRESS'");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> finish(Session& session, std::string const& address) {
    JsonObject body{{"state", parameter_of(address, "state")}, {"code", parameter_of(address, "code")}};
    CO_TRY(auto const done, co_await session.api.post("/api/v1/oauth/authorizations/complete", Json(std::move(body))));
    session.console.result(done);
    auto const connection = text_at(done, "/connection/id");
    if (!connection.empty()) {
        session.console.say("Connected \"" + text_at(done, "/connection/label") + "\": " + connection);
    } else {
        session.console.say("Agreed for " + text_at(done, "/grant/account") + ": " + text_at(done, "/grant/id"));
        session.console.say("Its accounts: lockstep oauth accounts " + text_at(done, "/grant/id"));
    }
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> grants(Session& session) {
    CO_TRY(auto const page, co_await session.api.get("/api/v1/oauth/grants"));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items")) {
        auto const why = text_at(item, "/why");
        rows.push_back({text_at(item, "/id"), text_at(item, "/connector"), text_at(item, "/mode"), text_at(item, "/account"),
            text_at(item, "/state") + (why.empty() ? "" : " (" + why + ")"), text_at(item, "/expires_at")});
    }
    session.console.table({"GRANT", "APP", "MODE", "ACCOUNT", "STATE", "TOKEN UNTIL"}, rows);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> accounts(Session& session, std::string const& grant) {
    CO_TRY(auto const page, co_await session.api.get("/api/v1/oauth/grants/" + percent_encode(grant) + "/accounts"));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items"))
        rows.push_back(
            {text_at(item, "/id"), text_at(item, "/name"), find_bool(item, "/is_connected").value_or(false) ? "yes" : "no"});
    session.console.table({"ACCOUNT", "NAME", "CONNECTED"}, rows);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> connect_accounts(Session& session, std::string const& grant, std::vector<std::string> wanted, bool all) {
    auto const path = "/api/v1/oauth/grants/" + percent_encode(grant);
    if (all) {
        CO_TRY(auto const page, co_await session.api.get(path + "/accounts"));
        for (auto const& item : *find_array(page, "/items")) {
            if (!find_bool(item, "/is_connected").value_or(false)) wanted.push_back(text_at(item, "/id"));
        }
    }
    bool is_refused = false;
    JsonArray results;
    constexpr std::size_t at_once = 20;
    for (std::size_t from = 0; from < wanted.size(); from += at_once) {
        JsonArray some;
        for (std::size_t i = from; i < std::min(from + at_once, wanted.size()); ++i) some.push_back(Json(wanted[i]));
        CO_TRY(
            auto const page, co_await session.api.post(path + "/connections", Json(JsonObject{{"accounts", std::move(some)}})));
        for (auto const& item : *find_array(page, "/items")) {
            auto const problem = text_at(item, "/problem/detail");
            is_refused = is_refused || !problem.empty();
            session.console.say(text_at(item, "/name") + "  " + text_at(item, "/account") + "  " +
                                (problem.empty() ? "connected: " + text_at(item, "/connection/id") : problem));
            results.push_back(item);
        }
    }
    session.console.result(JsonObject{{"items", std::move(results)}});
    if (wanted.empty()) session.console.say("All of them are connected.");
    co_return is_refused ? ExitCode::refused : ExitCode::ok;
}

}  // namespace

int run_oauth_apps(Common const& common) { return run_with_api(common, Needs::records, apps); }
int run_oauth_set_app(Common const& common, OAuthAppInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return set_app(session, input); });
}
int run_oauth_begin(Common const& common, std::string const& connector, std::string const& mode) {
    return run_with_api(common, Needs::records, [&](Session& session) { return begin(session, connector, mode); });
}
int run_oauth_finish(Common const& common, std::string const& address) {
    return run_with_api(common, Needs::records, [&](Session& session) { return finish(session, address); });
}
int run_oauth_grants(Common const& common) { return run_with_api(common, Needs::records, grants); }
int run_oauth_accounts(Common const& common, std::string const& grant) {
    return run_with_api(common, Needs::records, [&](Session& session) { return accounts(session, grant); });
}
int run_oauth_connect(Common const& common, std::string const& grant, std::vector<std::string> const& wanted, bool all) {
    return run_with_api(common, Needs::records, [&](Session& session) { return connect_accounts(session, grant, wanted, all); });
}

}  // namespace lockstep::app
