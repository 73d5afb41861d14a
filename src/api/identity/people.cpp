// SPDX-License-Identifier: Apache-2.0
#include "api/identity/people.hpp"

#include <map>

#include "api/identity/authentication.hpp"
#include "api/identity/invitations.hpp"
#include "api/identity/password_pass.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "identity/access.hpp"
#include "identity/audit.hpp"
#include "identity/password.hpp"

namespace lockstep::api {
namespace {

// Whoever has the data folder can do anything with it; a token that was handed to another program must not become an owner by it.
Result<void> demand_console(Context& context) {
    if (context.visitor.is_console) return {};
    return fail(
        ErrorKind::denied, "api.console_only", "answering this request: only a command on the server's machine may ask it");
}

Task<Result<HttpReply>> list_users(Context& context) {
    std::vector<identity::User> users;
    std::map<UserId, TimePoint> links;
    CO_TRY_VOID(co_await context.parts.database.read([&](Transaction& transaction) -> Result<void> {
        TRY(users, identity::list_users(transaction, context.account()));
        TRY(auto const found, identity::list_links(transaction, context.account(), context.now()));
        links = {found.begin(), found.end()};
        return {};
    }));
    JsonArray items;
    for (auto const& user : users) {
        auto const link = links.find(user.id);
        items.push_back(user_view(user, link == links.end() ? std::nullopt : std::optional(link->second)));
    }
    co_return json_reply(page(std::move(items)));
}

// Stores the new password; whoever is signed in as this person elsewhere is signed out, and stops listening.
Task<Result<void>> store_password(Context& context, UserId user, Secret const& password, std::string kept_session) {
    Result<std::string> hash;
    co_await context.parts.offload.run([&] { hash = identity::hash_password(password, context.parts.secure_random); });
    CO_TRY_VOID(hash);
    CO_TRY(auto const ended, co_await context.parts.database.write_value([&](Transaction& transaction) {
        return identity::set_password(
            transaction, context.account(), source_of(context), user, *hash, context.visitor.actor, kept_session);
    }));
    end_admissions(context, ended);
    co_return Result<void>{};
}

Task<Result<HttpReply>> reset_password(Context& context) {
    CO_TRY_VOID(demand_console(context));
    Members const members(context);
    auto const password = members.secret("password");
    CO_TRY_VOID(identity::check_password(password));
    CO_TRY(auto const user, co_await find_person(context));
    CO_TRY(auto const pass, PasswordPass::enter(context.passwords));
    CO_TRY_VOID(co_await store_password(context, user.id, password, ""));
    co_return json_reply(user_view(user));
}

// One's own, in the web app. A wrong present password counts like a failed sign-in.
Task<Result<HttpReply>> change_password(Context& context) {
    Members const members(context);
    auto const present = members.secret("current_password");
    auto const password = members.secret("new_password");
    if (!context.visitor.user) {
        co_return fail(
            ErrorKind::denied, "api.person_only", "changing the password: an API token has none; sign in as the person");
    }
    CO_TRY_VOID(identity::check_password(password));
    CO_TRY(auto const pass, PasswordPass::enter(context.passwords));
    auto const& user = *context.visitor.user;
    CO_TRY(auto const attempt, co_await context.parts.database.write_value([&](Transaction& transaction) {
        return identity::begin_login(transaction, context.account(), source_of(context), user.login,
            client_address(context.request, context.options.trusted_proxies), device_of(context.request));
    }));
    bool fits = false;
    co_await context.parts.offload.run([&] { fits = identity::verify_password(attempt.password_hash, present); });
    if (!fits) {
        CO_TRY_VOID(co_await context.parts.database.write_value([&](Transaction& transaction) {
            return identity::finish_login(transaction, context.account(), source_of(context), attempt, false);
        }));
        co_return fail(ErrorKind::denied, "identity.wrong_password", "changing the password: the present one is not right");
    }
    CO_TRY_VOID(co_await store_password(context, user.id, password, context.visitor.admission));
    co_return no_content();
}

// One more code for the owner's account: those made before stay good.
Task<Result<HttpReply>> make_setup_code(Context& context) {
    CO_TRY_VOID(demand_console(context));
    CO_TRY(auto const code, co_await context.parts.database.write_value([&](Transaction& transaction) {
        return identity::make_setup_code(transaction, context.account(), source_of(context));
    }));
    co_return json_reply(
        JsonObject{{"setup_code", code.reveal()}, {"expires_at", format_time(context.now() + identity::setup_code_life)}}, 201);
}

JsonObject entry_view(identity::AuditEntry const& entry) {
    return {{"number", entry.number}, {"id", entry.id.text()}, {"at", format_time(entry.at)}, {"actor", entry.actor},
        {"action", entry.action}, {"subject", entry.subject}, {"hash", entry.hash}};
}

Task<Result<HttpReply>> list_audit(Context& context) {
    auto const before = context.query.number("cursor");
    auto const limit = context.query.number("limit");
    CO_TRY(auto const found, co_await context.parts.database.read_value([&](Transaction& transaction) {
        return identity::list_audit(transaction, context.account(), before, limit);
    }));
    JsonArray items;
    for (auto const& entry : found) items.push_back(entry_view(entry));
    bool const may_have_more = static_cast<std::int64_t>(found.size()) == limit && found.back().number > 1;
    co_return json_reply(page(std::move(items), may_have_more ? std::to_string(found.back().number) : std::string()));
}

Task<Result<HttpReply>> check_audit(Context& context) {
    std::int64_t entries = 0;
    CO_TRY(auto const broken,
        co_await context.parts.database.read_value([&](Transaction& transaction) -> Result<std::optional<std::int64_t>> {
            TRY(auto const newest, identity::list_audit(transaction, context.account(), 0, 1));
            entries = newest.empty() ? 0 : newest.front().number;
            return identity::find_audit_break(transaction, context.account());
        }));
    co_return json_reply(
        JsonObject{{"ok", !broken}, {"entries", entries}, {"broken_at", broken ? Json(*broken) : Json(nullptr)}});
}

}  // namespace

std::vector<Route> people_routes() {
    return {
        {"GET", "/api/v1/users", Scope::read, list_users},
        {"POST", "/api/v1/users/{user_id}/password", Scope::owner, reset_password},
        {"POST", "/api/v1/password", Scope::read, change_password},
        {"POST", "/api/v1/setup-codes", Scope::owner, make_setup_code},
        {"GET", "/api/v1/audit", Scope::read, list_audit},
        {"GET", "/api/v1/audit/check", Scope::read, check_audit},
    };
}

}  // namespace lockstep::api
