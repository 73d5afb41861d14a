// SPDX-License-Identifier: Apache-2.0
// `lockstep alerts`: who is told when a connection or a sync is not well.
#include "app/commands/session.hpp"

namespace lockstep::app {
namespace {

std::string word(Session& session, std::string_view code) {
    return messages::text(session.console.language(), "command.alerts." + std::string(code));
}

void say_settings(Session& session, Json const& alerts) {
    auto& console = session.console;
    console.result(alerts);
    auto const is = [&](std::string_view pointer) { return find_bool(alerts, pointer).value_or(false); };
    auto const& recipients = *find_array(alerts, "/recipients");
    console.say(word(session, !is("/is_on") ? "off" : recipients.empty() ? "nobody" : "on"));
    auto const quiet = text_at(alerts, "/quiet/from");
    console.table({"FROM", "DELAY", "QUIET", "ZONE"},
        {{text_at(alerts, "/from"), std::to_string(integer_at(alerts, "/delay_minutes")) + " min",
            quiet.empty() ? "-" : quiet + "-" + text_at(alerts, "/quiet/until"), text_at(alerts, "/zone")}});
    std::vector<std::vector<std::string>> rows;
    bool has_mail = false;
    for (auto const& each : recipients) {
        has_mail |= text_at(each, "/channel") == "mail";
        rows.push_back({text_at(each, "/channel"), text_at(each, "/address"), text_at(each, "/language")});
    }
    console.table({"CHANNEL", "ADDRESS", "LANGUAGE"}, rows);
    if (has_mail && !is("/mail_is_set")) console.say(word(session, "no_mail"));
    if (is("/is_on") && is("/is_quiet_now")) console.say(word(session, "quiet_now"));
    if (is("/is_failing")) console.say(word(session, "failing"));
}

Task<Result<ExitCode>> show_alerts(Session& session) {
    CO_TRY(auto const alerts, co_await session.api.get("/api/v1/alerts"));
    say_settings(session, alerts);
    co_return ExitCode::ok;
}

void add_recipients(JsonArray& list, std::string_view channel, std::vector<std::string> const& given) {
    for (auto const& each : given) {
        auto const comma = each.rfind(',');
        bool const has_language = comma != std::string::npos && comma + 3 == each.size();
        list.push_back(JsonObject{{"channel", channel}, {"address", has_language ? each.substr(0, comma) : each},
            {"language", has_language ? each.substr(comma + 1) : "en"}});
    }
}

// What is not given stays as it is.
Task<Result<ExitCode>> set(Session& session, AlertsInput const& input) {
    CO_TRY(auto const before, co_await session.api.get("/api/v1/alerts"));
    JsonObject body;
    for (auto const* member : {"is_on", "from", "delay_minutes", "quiet", "zone", "recipients"}) body[member] = before.at(member);
    if (input.is_on || input.is_off) body["is_on"] = input.is_on;
    if (!input.from.empty()) body["from"] = input.from;
    if (input.delay) body["delay_minutes"] = *input.delay;
    if (!input.zone.empty()) body["zone"] = input.zone;
    if (input.quiet == "off") body["quiet"] = nullptr;
    if (auto const dash = input.quiet.find('-'); dash != std::string::npos)
        body["quiet"] = JsonObject{{"from", input.quiet.substr(0, dash)}, {"until", input.quiet.substr(dash + 1)}};
    if (input.has_no_recipients || !input.mail.empty() || !input.webhook.empty()) {
        JsonArray recipients;
        add_recipients(recipients, "mail", input.mail);
        add_recipients(recipients, "webhook", input.webhook);
        body["recipients"] = std::move(recipients);
    }
    CO_TRY(auto const alerts, co_await session.api.put("/api/v1/alerts", Json(std::move(body))));
    say_settings(session, alerts);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> list_alerts(Session& session) {
    CO_TRY(auto const alerts, co_await session.api.get("/api/v1/alerts"));
    session.console.result(alerts);
    std::vector<std::vector<std::string>> rows;
    for (auto const& each : *find_array(alerts, "/messages")) {
        auto const problem = text_at(each, "/problem/title");
        rows.push_back({text_at(each, "/at"), text_at(each, "/address"), text_at(each, "/state"),
            std::to_string(integer_at(each, "/tries")), text_at(each, "/subject"), problem.empty() ? "-" : problem});
    }
    session.console.table({"AT", "TO", "STATE", "TRIES", "SUBJECT", "PROBLEM"}, rows);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> test_alerts(Session& session) {
    CO_TRY(auto const result, co_await session.api.post("/api/v1/alerts/test", Json(JsonObject{})));
    session.console.result(result);
    bool is_good = true;
    for (auto const& each : *find_array(result, "/results")) {
        bool const was_sent = find_bool(each, "/sent").value_or(false);
        is_good &= was_sent;
        session.console.say(
            text_at(each, "/address") + ": " +
            (was_sent ? word(session, "tested") : text_at(each, "/problem/title") + " " + text_at(each, "/problem/remedy")));
    }
    co_return is_good ? ExitCode::ok : ExitCode::unavailable;
}

}  // namespace

int run_alerts_show(Common const& common) { return run_with_api(common, Needs::records, show_alerts); }
int run_alerts_set(Common const& common, AlertsInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return set(session, input); });
}
int run_alerts_list(Common const& common) { return run_with_api(common, Needs::records, list_alerts); }
int run_alerts_test(Common const& common) { return run_with_api(common, Needs::records, test_alerts); }

}  // namespace lockstep::app
