// SPDX-License-Identifier: Apache-2.0
// `lockstep users`, `tokens` and `audit`: who may come in, and what they did.
#include "app/commands/session.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

std::string text_or_dash(Json const& item, std::string_view pointer) {
    auto text = text_at(item, pointer);
    return text.empty() ? "-" : text;
}

Task<Result<ExitCode>> list_users(Session& session) {
    CO_TRY(auto const page, co_await session.api.get("/api/v1/users"));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items"))
        rows.push_back({text_at(item, "/id"), text_at(item, "/email"), text_at(item, "/role"), text_at(item, "/created_at"),
            text_or_dash(item, "/joined_at"), text_or_dash(item, "/link_expires_at")});
    session.console.table({"ID", "LOGIN", "ROLE", "MADE", "JOINED", "LINK UNTIL"}, rows);
    co_return ExitCode::ok;
}

std::string address_of(std::string const& user) { return "/api/v1/users/" + percent_encode(user); }

void say(Session& session, std::string_view word, MessageParams const& params) {
    session.console.say(messages::text(session.console.language(), "command.people." + std::string(word), params));
}

JsonObject sending_of(UserInput const& input) {
    JsonObject body;
    if (input.sends_mail) body["sends_mail"] = true;
    if (!input.language.empty()) body["language"] = input.language;
    return body;
}

// A link is printed once, wherever it was sent to.
void say_link(Session& session, Json const& made, std::string_view what) {
    session.console.result(made);
    say(session, what, {{"login", text_at(made, "/user/email")}, {"role", text_at(made, "/user/role")}});
    auto const url = text_at(made, "/link/url");
    auto const link = url.empty() ? text_at(made, "/link/path") : url;
    say(session, "link", {{"link", link}, {"until", text_at(made, "/link/expires_at")}});
    if (url.empty()) say(session, "link_where", {});
    auto const outcome = text_at(made, "/mail/outcome");
    if (outcome == "sent") say(session, "sent", {});
    if (outcome == "unknown") say(session, "maybe_sent", {});
    if (outcome == "failed") say(session, "not_sent", {{"problem", text_at(made, "/mail/problem")}});
}

Task<Result<ExitCode>> add_user(Session& session, UserInput const& input) {
    auto body = sending_of(input);
    body["email"] = input.login;
    body["role"] = input.role;
    CO_TRY(auto const made, co_await session.api.post("/api/v1/users", Json(std::move(body))));
    say_link(session, made, "added");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> reset_user(Session& session, UserInput const& input) {
    CO_TRY(auto const made, co_await session.api.post(address_of(input.login) + "/link", Json(sending_of(input))));
    say_link(session, made, "reset");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> set_role(Session& session, UserInput const& input) {
    CO_TRY(auto const changed, co_await session.api.patch(address_of(input.login), Json(JsonObject{{"role", input.role}})));
    session.console.result(changed);
    say(session, "role", {{"login", text_at(changed, "/email")}, {"role", text_at(changed, "/role")}});
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> remove_user(Session& session, UserInput const& input) {
    CO_TRY_VOID(co_await session.api.remove(address_of(input.login)));
    session.console.result(JsonObject{{"user", input.login}, {"removed", true}});
    say(session, "removed", {{"login", input.login}});
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> sign_user_out(Session& session, UserInput const& input) {
    CO_TRY_VOID(co_await session.api.remove(address_of(input.login) + "/sessions"));
    session.console.result(JsonObject{{"user", input.login}, {"signed_out", true}});
    say(session, "signed_out", {{"login", input.login}});
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> set_password(Session& session, std::string const& user, SecretSource const& source) {
    CO_TRY(auto const password, read_secret(source, "new password"));
    Json body = JsonObject{{"password", password.reveal()}};
    CO_TRY(auto const changed, co_await session.api.post("/api/v1/users/" + percent_encode(user) + "/password", std::move(body)));
    session.console.result(changed);
    session.console.say(text_at(changed, "/email") + " has a new password, and is signed out everywhere.");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> list_tokens(Session& session) {
    CO_TRY(auto const page, co_await session.api.get("/api/v1/tokens"));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items")) {
        auto const used = text_at(item, "/last_used_at");
        auto const ends = text_at(item, "/expires_at");
        rows.push_back({text_at(item, "/id"), text_at(item, "/label"), text_at(item, "/scope"), text_at(item, "/created_at"),
            used.empty() ? "never" : used, ends.empty() ? "never" : ends});
    }
    session.console.table({"ID", "LABEL", "SCOPE", "MADE", "LAST USED", "ENDS"}, rows);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> create_token(
    Session& session, std::string const& label, std::string const& scope, std::optional<int> days) {
    JsonObject wanted{{"label", label}, {"scope", scope}};
    if (days) wanted["expires_in_days"] = *days;
    Json body = std::move(wanted);
    CO_TRY(auto const made, co_await session.api.post("/api/v1/tokens", std::move(body)));
    session.console.result(made);
    session.console.say("Made the token " + text_at(made, "/id") + ", which may " + text_at(made, "/scope") + ":");
    session.console.say("  " + text_at(made, "/token") + "  (shown once)");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> revoke_token(Session& session, std::string const& id) {
    CO_TRY_VOID(co_await session.api.remove("/api/v1/tokens/" + percent_encode(id)));
    session.console.result(JsonObject{{"id", id}, {"revoked", true}});
    session.console.say("Revoked: requests with it are refused, and its streams have ended.");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> list_audit(Session& session, Paging const& paging) {
    CO_TRY(auto const page, co_await session.api.get(paging_query("/api/v1/audit", {}, paging)));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items")) {
        rows.push_back({std::to_string(integer_at(item, "/number")), text_at(item, "/at"), text_at(item, "/actor"),
            text_at(item, "/action"), text_at(item, "/subject")});
    }
    session.console.table({"NO", "AT", "WHO", "DID", "TO WHAT"}, rows);
    if (auto const next = text_at(page, "/next"); !next.empty()) session.console.say("More: --cursor " + next);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> check_audit(Session& session) {
    CO_TRY(auto const found, co_await session.api.get("/api/v1/audit/check"));
    session.console.result(found);
    auto const entries = with_commas(integer_at(found, "/entries"));
    if (find_bool(found, "/ok").value_or(false)) {
        session.console.say("The audit is whole: each of its " + entries + " entries fits the one before.");
        co_return ExitCode::ok;
    }
    session.console.say("The audit is broken at entry " + std::to_string(integer_at(found, "/broken_at")) + " of " + entries +
                        ": it, or the one before it, was changed or removed.");
    co_return ExitCode::failed;
}

}  // namespace

int run_users_list(Common const& common) { return run_with_api(common, Needs::records, list_users); }
int run_users_password(Common const& common, std::string const& user, SecretSource const& password) {
    return run_with_api(common, Needs::records, [&](Session& session) { return set_password(session, user, password); });
}
int run_users_add(Common const& common, UserInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return add_user(session, input); });
}
int run_users_role(Common const& common, UserInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return set_role(session, input); });
}
int run_users_reset(Common const& common, UserInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return reset_user(session, input); });
}
int run_users_remove(Common const& common, UserInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return remove_user(session, input); });
}
int run_users_sign_out(Common const& common, UserInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return sign_user_out(session, input); });
}
int run_tokens_list(Common const& common) { return run_with_api(common, Needs::records, list_tokens); }
int run_tokens_create(Common const& common, std::string const& label, std::string const& scope, std::optional<int> days) {
    return run_with_api(common, Needs::records, [&](Session& session) { return create_token(session, label, scope, days); });
}
int run_tokens_revoke(Common const& common, std::string const& id) {
    return run_with_api(common, Needs::records, [&](Session& session) { return revoke_token(session, id); });
}
int run_audit_list(Common const& common, Paging const& paging) {
    return run_with_api(common, Needs::records, [&](Session& session) { return list_audit(session, paging); });
}
int run_audit_check(Common const& common) { return run_with_api(common, Needs::records, check_audit); }

}  // namespace lockstep::app
