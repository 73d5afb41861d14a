// SPDX-License-Identifier: Apache-2.0
// `lockstep mail` and `lockstep hooks`: the mail server, and the addresses that others may post to.
#include "app/commands/session.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

void say_mail(Session& session, Json const& mail) {
    auto& console = session.console;
    console.result(mail);
    if (!find_bool(mail, "/is_set").value_or(false)) {
        console.say(messages::text(console.language(), "command.no_mail"));
        return;
    }
    auto const user = text_at(mail, "/user");
    auto const name = text_at(mail, "/sender_name");
    console.table({"SERVER", "PORT", "TLS", "USER", "FROM"},
        {{text_at(mail, "/host"), std::to_string(integer_at(mail, "/port")), text_at(mail, "/tls"), user.empty() ? "-" : user,
            (name.empty() ? "" : name + " ") + "<" + text_at(mail, "/sender") + ">"}});
}

Task<Result<ExitCode>> show_mail(Session& session) {
    CO_TRY(auto const mail, co_await session.api.get("/api/v1/mail"));
    say_mail(session, mail);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> set_mail(Session& session, MailInput const& input) {
    JsonObject body{{"host", input.host}, {"sender", input.sender}, {"user", input.user}, {"sender_name", input.sender_name}};
    if (!input.tls.empty()) body["tls"] = input.tls;
    if (input.port != 0) body["port"] = input.port;
    auto const& password = input.password;
    if (!password.text.empty() || !password.file.empty() || !password.environment.empty()) {
        CO_TRY(auto const read, read_secret(password, "password"));
        body["password"] = read.reveal();
    }
    CO_TRY(auto const mail, co_await session.api.put("/api/v1/mail", Json(std::move(body))));
    say_mail(session, mail);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> test_mail(Session& session, std::string const& to) {
    CO_TRY(auto const result, co_await session.api.post("/api/v1/mail/test", Json(JsonObject{{"to", to}})));
    auto& console = session.console;
    console.result(result);
    auto const outcome = text_at(result, "/outcome");
    if (outcome == "done") {
        console.say(messages::text(console.language(), "command.mail_sent"));
        co_return ExitCode::ok;
    }
    console.say(text_at(result, "/error/title") + ". " + text_at(result, "/error/message"));
    co_return outcome == "refused" ? ExitCode::refused : ExitCode::unavailable;
}

Task<Result<ExitCode>> remove_mail(Session& session) {
    CO_TRY_VOID(co_await session.api.remove("/api/v1/mail"));
    session.console.result(JsonObject{});
    session.console.say(messages::text(session.console.language(), "command.no_mail"));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> list_hooks(Session& session) {
    CO_TRY(auto const page, co_await session.api.get("/api/v1/hooks"));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items")) {
        auto const path = text_at(item, "/path");
        auto const last = text_at(item, "/last_at");
        rows.push_back({text_at(item, "/id"), text_at(item, "/label"), std::to_string(integer_at(item, "/received")),
            last.empty() ? "-" : last, text_at(item, "/revoked_at").empty() ? path : "-"});
    }
    session.console.table({"HOOK", "LABEL", "RECEIVED", "LAST", "ADDRESS"}, rows);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> create_hook(Session& session, std::string const& label) {
    CO_TRY(auto const hook, co_await session.api.post("/api/v1/hooks", Json(JsonObject{{"label", label}})));
    session.console.result(hook);
    session.console.say(text_at(hook, "/id"));
    session.console.say(text_at(hook, "/path"));
    session.console.say(messages::text(session.console.language(), "command.hook_made"));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> revoke_hook(Session& session, std::string const& hook) {
    CO_TRY_VOID(co_await session.api.remove("/api/v1/hooks/" + percent_encode(hook)));
    session.console.result(JsonObject{});
    session.console.say(messages::text(session.console.language(), "command.hook_revoked"));
    co_return ExitCode::ok;
}

}  // namespace

int run_mail_show(Common const& common) { return run_with_api(common, Needs::records, show_mail); }
int run_mail_set(Common const& common, MailInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return set_mail(session, input); });
}
int run_mail_test(Common const& common, std::string const& to) {
    return run_with_api(common, Needs::records, [&](Session& session) { return test_mail(session, to); });
}
int run_mail_remove(Common const& common) { return run_with_api(common, Needs::records, remove_mail); }
int run_hooks_list(Common const& common) { return run_with_api(common, Needs::records, list_hooks); }
int run_hooks_create(Common const& common, std::string const& label) {
    return run_with_api(common, Needs::records, [&](Session& session) { return create_hook(session, label); });
}
int run_hooks_revoke(Common const& common, std::string const& hook) {
    return run_with_api(common, Needs::records, [&](Session& session) { return revoke_hook(session, hook); });
}

}  // namespace lockstep::app
