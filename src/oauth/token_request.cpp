// SPDX-License-Identifier: Apache-2.0
#include "oauth/token_request.hpp"

#include "base/bytes.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "vault/signature.hpp"

namespace lockstep::oauth {
namespace {

using catalogue::Fields;
using catalogue::OAuthMode;
using catalogue::OAuthRules;

constexpr auto shortest_life = std::chrono::minutes{1};
constexpr auto longest_life = std::chrono::days{366};
constexpr auto usual_life = std::chrono::hours{1};  // where the vendor does not say (RFC 6749, 5.1)

struct Values {
    App const& app;
    OAuthRules const& rules;
    std::string_view account;
    std::string_view member;
    std::string skip;
};

std::string value_of(std::string_view name, Values const& values) {
    if (name == "client_id") return values.app.client_id;
    if (name == "client_secret") return values.app.client_secret.reveal();
    if (name == "account") return std::string(values.account);
    if (name == "member") return std::string(values.member);
    if (name == "skip") return values.skip;
    if (name == "app_id") {
        auto const& end = values.rules.app_id_ends_at;
        return end.empty() ? values.app.client_id : values.app.client_id.substr(0, values.app.client_id.find(end));
    }
    return {};
}

std::string filled(std::string_view text, Values const& values) {
    std::string out;
    while (true) {
        auto const at = text.find("${");
        auto const end = at == std::string_view::npos ? at : text.find('}', at);
        if (end == std::string_view::npos) return out.append(text);
        out.append(text.substr(0, at));
        out.append(value_of(text.substr(at + 2, end - at - 2), values));
        text.remove_prefix(end + 1);
    }
}

void add_field(std::string& form, std::string_view name, std::string_view value) {
    if (!form.empty()) form += '&';
    form += percent_encode(name);
    form += '=';
    form += percent_encode(value);
}

HttpRequest request_to(OAuthRules const& rules, App const& app, std::string_view method, std::string_view path) {
    HttpRequest request;
    request.method = method;
    request.url = app.base_url + std::string(path);
    for (auto const& [name, value] : rules.headers) request.headers.add(name, value);
    return request;
}

HttpRequest form_request(OAuthRules const& rules, App const& app, std::string_view path, std::string form) {
    auto request = request_to(rules, app, "POST", path);
    request.headers.set("Content-Type", "application/x-www-form-urlencoded");
    request.body = std::move(form);
    return request;
}

std::string token_form(OAuthMode const& mode, App const& app, std::string_view grant_type) {
    std::string form;
    add_field(form, "client_id", app.client_id);
    add_field(form, "client_secret", app.client_secret.reveal());
    add_field(form, "grant_type", grant_type);
    for (auto const& [name, value] : mode.form) add_field(form, name, value);
    return form;
}

std::string words_of(Json const& body) {
    for (auto const* place : {"/error_description", "/error", "/message", "/error/message"}) {
        if (auto const text = find_text(body, place)) return printable(text->substr(0, 200));
    }
    return {};
}

}  // namespace

std::string authorize_address(OAuthRules const& rules, App const& app, std::string_view state, std::string_view challenge) {
    std::string scopes;
    for (auto const& scope : rules.scopes) scopes.append(scopes.empty() ? "" : " ").append(scope);
    std::string query;
    add_field(query, "response_type", "code");
    add_field(query, "client_id", app.client_id);
    add_field(query, "redirect_uri", app.redirect_uri);
    add_field(query, "scope", scopes);
    add_field(query, "state", state);
    if (rules.pkce) {
        add_field(query, "code_challenge", challenge);
        add_field(query, "code_challenge_method", "S256");
    }
    return app.authorize_url + (app.authorize_url.find('?') == std::string::npos ? "?" : "&") + query;
}

std::string challenge_of(std::string_view verifier) { return to_base64url(vault::sha256(verifier)); }

HttpRequest exchange_request(
    OAuthRules const& rules, OAuthMode const& mode, App const& app, std::string_view code, std::string_view verifier) {
    auto form = token_form(mode, app, "authorization_code");
    add_field(form, "code", code);
    add_field(form, "redirect_uri", app.redirect_uri);
    if (!verifier.empty()) add_field(form, "code_verifier", verifier);
    return form_request(rules, app, rules.token_path, std::move(form));
}

HttpRequest refresh_request(OAuthRules const& rules, OAuthMode const& mode, App const& app, Secret const& refresh_token) {
    auto form = token_form(mode, app, "refresh_token");
    add_field(form, "refresh_token", refresh_token.reveal());
    return form_request(rules, app, rules.token_path, std::move(form));
}

HttpRequest member_token_request(OAuthRules const& rules, OAuthMode const& mode, App const& app, std::string_view owner,
    std::string_view member, Secret const& access_token) {
    auto const& members = *mode.members;
    std::string form;
    for (auto const& [name, value] : members.token_form) add_field(form, name, filled(value, {app, rules, owner, member, {}}));
    auto request = form_request(rules, app, members.token_path, std::move(form));
    request.headers.set("Authorization", "Bearer " + access_token.reveal());
    return request;
}

HttpRequest members_request(OAuthRules const& rules, OAuthMode const& mode, App const& app, std::string_view owner,
    std::int64_t skip, Secret const& access_token) {
    auto const& members = *mode.members;
    std::string query;
    for (auto const& [name, value] : members.list_query)
        add_field(query, name, filled(value, {app, rules, owner, {}, std::to_string(skip)}));
    auto request = request_to(rules, app, "GET", members.list_path + "?" + query);
    request.headers.set("Authorization", "Bearer " + access_token.reveal());
    return request;
}

HttpRequest reconnect_request(OAuthRules const& rules, OAuthMode const& mode, App const& app, std::string_view owner) {
    auto request = request_to(rules, app, "POST", rules.reconnect_path);
    request.headers.set("Content-Type", "application/json");
    JsonObject body;
    for (auto const& [name, value] : mode.reconnect) body[name] = filled(value, {app, rules, owner, {}, {}});
    request.body = to_text(Json(std::move(body)));
    return request;
}

TokenReply read_token_reply(OAuthMode const& mode, HttpReply const& reply, TimePoint wall) {
    TokenReply out;
    out.status = reply.status;
    auto const body = parse_json(reply.body);
    bool const is_object = body && body->is_object();
    if (reply.status >= 200 && reply.status < 300) {
        auto const access = is_object ? find_text(*body, "/access_token") : std::nullopt;
        if (!access || access->empty()) {
            out.error = "no access_token";
            return out;  // not what RFC 6749 says: never taken for a refusal
        }
        auto const life =
            std::chrono::seconds{find_integer(*body, "/expires_in").value_or(std::chrono::seconds{usual_life}.count())};
        out.answer = TokenAnswer::granted;
        out.tokens = {.access = Secret{std::string(*access)},
            .refresh = Secret{std::string(find_text(*body, "/refresh_token").value_or(""))},
            .issued_at = wall,
            .expires_at = wall + std::clamp<Duration>(life, shortest_life, longest_life),
            .scopes = std::string(find_text(*body, "/scope").value_or(""))};
        out.owner = std::string(find_text(*body, mode.account).value_or(""));
        return out;
    }
    auto const error = is_object ? find_text(*body, "/error").value_or("") : "";
    out.error = is_object ? words_of(*body) : "";
    if (out.error.empty()) out.error = "HTTP " + std::to_string(reply.status);
    if (reply.status == 429 || reply.status >= 500 || reply.status < 200) return out;
    bool const is_app = error == "invalid_client" || error == "unauthorized_client" || reply.status == 403;
    out.answer = is_app ? TokenAnswer::refused_app : TokenAnswer::refused;
    if (reply.status == 408 || reply.status == 404) out.answer = TokenAnswer::not_now;
    return out;
}

Result<std::vector<Member>> read_members(catalogue::OAuthMembers const& rules, HttpReply const& reply) {
    auto const body = parse_json(reply.body);
    auto const* items = reply.status == 200 && body ? find_array(*body, rules.items) : nullptr;
    if (items == nullptr) {
        return fail(ErrorKind::unavailable, "oauth.no_accounts",
            "listing the accounts under a grant: the app answered " + std::to_string(reply.status),
            {{"status", std::to_string(reply.status)}});
    }
    std::vector<Member> list;
    for (auto const& item : *items) {
        auto const id = find_text(item, rules.id).value_or("");
        if (!id.empty()) list.push_back({std::string(id), printable(find_text(item, rules.name).value_or("").substr(0, 200))});
    }
    return list;
}

std::string read_reconnect_code(OAuthRules const& rules, HttpReply const& reply) {
    auto const body = parse_json(reply.body);
    if (reply.status < 200 || reply.status >= 300 || !body) return {};
    return std::string(find_text(*body, rules.reconnect_code).value_or(""));
}

}  // namespace lockstep::oauth
