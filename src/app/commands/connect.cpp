// SPDX-License-Identifier: Apache-2.0
// `lockstep connect` and `lockstep connections`: accounts at apps.
#include "app/commands/health_words.hpp"
#include "app/commands/session.hpp"
#include "app/files.hpp"

namespace lockstep::app {
namespace {

Result<Json> body_of(ConnectInput const& input, bool needs_credential) {
    JsonObject body{{"profile", input.profile}};
    if (!input.label.empty()) body["label"] = input.label;
    if (!input.base_url.empty()) body["base_url"] = input.base_url;
    JsonObject settings;
    for (auto const& [name, value] : input.settings) settings[name] = value;
    if (!settings.empty()) body["settings"] = std::move(settings);
    auto const is_given = [](SecretSource const& source) {
        return !source.text.empty() || !source.file.empty() || !source.environment.empty();
    };
    if (needs_credential || is_given(input.credential)) {
        TRY(auto const credential, read_secret(input.credential, "credential"));
        body["credential"] = credential.reveal();
    }
    if (is_given(input.webhook_secret)) {
        TRY(auto const secret, read_secret(input.webhook_secret, "webhook secret"));
        body["webhook_secret"] = secret.reveal();
    }
    if (!input.webhook_public_key_file.empty()) {
        auto const& given = input.webhook_public_key_file;
        if (given.starts_with("-----") || !file_exists(given)) {
            body["webhook_public_key"] = given;
        } else {
            TRY(auto const key, read_file(given, 16 * 1024));
            body["webhook_public_key"] = key;
        }
    }
    if (input.monthly_quota != 0) body["monthly_quota"] = input.monthly_quota;
    return Json(std::move(body));
}

Task<Result<ExitCode>> connect(Session& session, ConnectInput const& input) {
    bool needs_credential = true;
    if (input.is_imported) {
        CO_TRY(auto const connectors, co_await session.api.get("/api/v1/connectors"));
        for (auto const& each : *find_array(connectors, "/items")) {
            if (text_at(each, "/profile") == input.profile)
                needs_credential = find_bool(each, "/credential/is_needed").value_or(true);
        }
    }
    CO_TRY(auto body, body_of(input, needs_credential));
    CO_TRY(auto const made, co_await session.api.post("/api/v1/connections", std::move(body)));
    auto& console = session.console;
    console.result(made);
    console.say("Connected " + text_at(made, "/connection/title") + " as \"" + text_at(made, "/connection/label") +
                "\": " + text_at(made, "/connection/id"));
    if (!find_bool(made, "/verification/tried").value_or(true))
        console.say("  " + messages::text(console.language(), "command.import_untried"));
    console.say("  its webhooks go to  " + text_at(made, "/webhook_path") + "  (or /webhooks/contacts)");
    if (auto const secret = text_at(made, "/webhook_secret"); !secret.empty())
        console.say("  webhook secret      " + secret + "  (shown once)");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> list_connections(Session& session) {
    CO_TRY(auto const page, co_await session.api.get("/api/v1/connections"));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items")) {
        rows.push_back({text_at(item, "/id"), text_at(item, "/label"), text_at(item, "/profile"), text_at(item, "/state"),
            state_in_words(*find(item, "/health"), session.console.language()), text_at(item, "/base_url")});
    }
    session.console.table({"ID", "LABEL", "PROFILE", "STATE", "HEALTH", "ADDRESS"}, rows);
    co_return ExitCode::ok;
}

// How old the credential is, and what follows from that.
void say_credential(Console& console, Json const& connection) {
    auto const language = console.language();
    auto const day = [&](std::string_view pointer) { return text_at(connection, pointer).substr(0, 10); };
    auto const say = [&](std::string_view code, MessageParams const& params) {
        console.say("  " + messages::text(language, "command.credential." + std::string(code), params));
    };
    if (auto const since = day("/credential/since"); !since.empty())
        say("age", {{"since", since}, {"days", messages::number(language, integer_at(connection, "/credential/age_days"))}});
    if (auto const until = day("/credential/replace_by"); !until.empty()) say("replace_by", {{"until", until}});
    if (auto const until = day("/credential/previous_until"); !until.empty()) say("previous", {{"until", until}});
    if (auto const since = text_at(connection, "/credential/refused_since"); !since.empty()) say("refused", {{"since", since}});
}

// The calls of the last day in one line: of whom, and what may be used.
Task<Result<void>> say_hours(Session& session, std::string const& id) {
    CO_TRY(auto const view, co_await session.api.get("/api/v1/connections/" + id + "/hours"));
    std::map<std::string, std::int64_t> sums;
    for (auto const& hour : *find_array(view, "/hours")) {
        for (auto const* what : {"interactive", "live", "bulk", "limited"})
            sums[what] += integer_at(hour, "/" + std::string(what));
    }
    auto const language = session.console.language();
    auto const shown = [&](std::string const& what) { return messages::number(language, sums[what]); };
    auto text = messages::text(language, "command.hours",
        {{"interactive", shown("interactive")}, {"live", shown("live")}, {"bulk", shown("bulk")}, {"limited", shown("limited")}});
    auto const* evenly = find(view, "/allowed_spread_evenly");
    auto const* pace = find(view, "/allowed_by_pace");
    auto const* allowed = evenly->is_null() ? pace : evenly;
    if (!allowed->is_null())
        text += "; " +
                messages::text(language, "command.hours_allowed", {{"count", messages::number(language, allowed->get_int64())}});
    session.console.say("  last day " + text);
    co_return Result<void>{};
}

Task<Result<ExitCode>> show_connection(Session& session, std::string const& name) {
    CO_TRY(auto const id, co_await find_connection(session, name));
    CO_TRY(auto const view, co_await session.api.get("/api/v1/connections/" + id));
    auto& console = session.console;
    console.result(view);
    console.say(text_at(view, "/connection/label") + "  " + id);
    console.say("  app      " + text_at(view, "/connection/title") + " (" + text_at(view, "/connection/profile") + "), " +
                text_at(view, "/connection/base_url"));
    console.say("  state    " + text_at(view, "/connection/state"));
    say_credential(console, *find(view, "/connection"));
    for (auto const& line : health_in_words(*find(view, "/connection/health"), console.language()))
        console.say("  health   " + line);
    for (auto const& line : health_in_words(*find(view, "/deliveries/health"), console.language()))
        console.say("  webhooks " + line);
    if (auto const last = deliveries_in_words(*find(view, "/deliveries"), console.language()); !last.empty())
        console.say("           " + last);
    if (auto const* late = find(view, "/reach/late_seconds_most"); late != nullptr && late->is_int64())
        console.say("  reach    " + messages::text(console.language(), "command.reach",
                                        {{"seconds", messages::number(console.language(), late->get_int64())}}));
    auto const* limit = find(view, "/quota/limit");
    console.say("  calls    " + with_commas(integer_at(view, "/calls/total")) + " since the start; " +
                with_commas(integer_at(view, "/quota/used_month")) + " this month" +
                (limit == nullptr || limit->is_null() ? "" : " of " + with_commas(integer_at(view, "/quota/limit"))));
    CO_TRY_VOID(co_await say_hours(session, id));
    if (auto const* fields = find_array(view, "/custom_fields"))
        console.say("  custom fields  " + std::to_string(fields->size()));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> test_connection(Session& session, std::string const& name) {
    CO_TRY(auto const id, co_await find_connection(session, name));
    CO_TRY(auto const verification, co_await session.api.post("/api/v1/connections/" + id + "/test"));
    session.console.result(verification);
    bool const is_ok = find_bool(verification, "/ok").value_or(false);
    auto const owner = text_at(verification, "/owner");
    if (!find_bool(verification, "/tried").value_or(true)) {
        session.console.say(messages::text(session.console.language(), "command.import_untried"));
        co_return ExitCode::ok;
    }
    session.console.say(is_ok ? "The app accepts the credential" + (owner.empty() ? "" : " of " + owner) + "."
                              : text_at(verification, "/detail"));
    co_return is_ok ? ExitCode::ok : ExitCode::refused;
}

Task<Result<ExitCode>> forget_old(Session& session, std::string const& name) {
    CO_TRY(auto const id, co_await find_connection(session, name));
    CO_TRY(auto const changed, co_await session.api.remove("/api/v1/connections/" + id + "/credential/previous"));
    session.console.result(changed);
    session.console.say(messages::text(session.console.language(), "command.credential.forgotten"));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> rotate(Session& session, std::string const& name, SecretSource const& source, RotateInput input) {
    CO_TRY(auto const id, co_await find_connection(session, name));
    CO_TRY(auto const credential, read_secret(source, "new credential"));
    Json body = JsonObject{
        {"credential", credential.reveal()}, {"other_account", input.is_other_account}, {"old_is_dead", input.is_old_dead}};
    CO_TRY(auto const changed, co_await session.api.post("/api/v1/connections/" + id + "/credential", std::move(body)));
    session.console.result(changed);
    session.console.say("The app accepts the new credential; it is used from now on.");
    say_credential(session.console, changed);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> rename(Session& session, std::string const& name, std::string const& label) {
    CO_TRY(auto const id, co_await find_any_connection(session, name));
    Json body = JsonObject{{"label", label}};
    CO_TRY(auto const changed, co_await session.api.patch("/api/v1/connections/" + id, std::move(body)));
    session.console.result(changed);
    session.console.say(id + " is called \"" + text_at(changed, "/label") + "\" now.");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> disable(Session& session, std::string const& name) {
    CO_TRY(auto const id, co_await find_connection(session, name));
    CO_TRY(auto const changed, co_await session.api.remove("/api/v1/connections/" + id));
    session.console.result(changed);
    session.console.say(messages::text(session.console.language(), "command.disabled", {{"label", text_at(changed, "/label")}}));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> enable(Session& session, std::string const& name) {
    CO_TRY(auto const id, co_await find_connection(session, name, Among::disabled));
    CO_TRY(auto const changed, co_await session.api.post("/api/v1/connections/" + id + "/enable"));
    session.console.result(changed);
    session.console.say(messages::text(session.console.language(), "command.enabled", {{"label", text_at(changed, "/label")}}));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> forget(Session& session, std::string const& name) {
    CO_TRY(auto const id, co_await find_any_connection(session, name));
    CO_TRY_VOID(co_await session.api.post("/api/v1/connections/" + id + "/forget"));
    session.console.result(JsonObject{{"id", id}, {"deleted", true}});
    session.console.say("Deleted " + id + " with its credential. Nothing was deleted at the app.");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> webhook(Session& session, std::string const& name) {
    CO_TRY(auto const id, co_await find_connection(session, name));
    CO_TRY(auto const view, co_await session.api.get("/api/v1/connections/" + id));
    CO_TRY(auto const made, co_await session.api.post("/api/v1/connections/" + id + "/webhook"));
    auto& console = session.console;
    console.result(made);
    auto const say = [&](std::string_view code, MessageParams const& params, std::string_view indent = "  ") {
        console.say(std::string(indent) + messages::text(console.language(), code, params));
    };
    say("command.webhook_new", {{"label", text_at(view, "/connection/label")}}, "");
    say("command.webhook_address", {{"path", text_at(made, "/webhook_path")}});
    say("command.webhook_header", {{"secret", text_at(made, "/webhook_secret")}});
    if (auto const body = text_at(view, "/reach/guide_body"); !body.empty()) say("command.webhook_body", {{"body", body}});
    if (auto const guide = text_at(view, "/reach/guide"); !guide.empty()) console.say(guide);
    co_return ExitCode::ok;
}

}  // namespace

int run_connections_webhook(Common const& common, std::string const& connection) {
    return run_with_api(common, Needs::records, [&](Session& session) { return webhook(session, connection); });
}
int run_connect(Common const& common, ConnectInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return connect(session, input); });
}
int run_connections_list(Common const& common) {
    return run_with_api(common, Needs::records, [](Session& session) { return list_connections(session); });
}
int run_connections_show(Common const& common, std::string const& connection) {
    return run_with_api(common, Needs::records, [&](Session& session) { return show_connection(session, connection); });
}
int run_connections_test(Common const& common, std::string const& connection) {
    return run_with_api(common, Needs::records, [&](Session& session) { return test_connection(session, connection); });
}
int run_connections_rotate(
    Common const& common, std::string const& connection, SecretSource const& credential, RotateInput input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return rotate(session, connection, credential, input); });
}
int run_connections_forget_old(Common const& common, std::string const& connection) {
    return run_with_api(common, Needs::records, [&](Session& session) { return forget_old(session, connection); });
}
int run_connections_rename(Common const& common, std::string const& connection, std::string const& label) {
    return run_with_api(common, Needs::records, [&](Session& session) { return rename(session, connection, label); });
}
int run_connections_disable(Common const& common, std::string const& connection) {
    return run_with_api(common, Needs::records, [&](Session& session) { return disable(session, connection); });
}
int run_connections_enable(Common const& common, std::string const& connection) {
    return run_with_api(common, Needs::records, [&](Session& session) { return enable(session, connection); });
}
int run_connections_delete(Common const& common, std::string const& connection) {
    return run_with_api(common, Needs::records, [&](Session& session) { return forget(session, connection); });
}

}  // namespace lockstep::app
