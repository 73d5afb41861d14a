// SPDX-License-Identifier: Apache-2.0
#include "api/identity/routes.hpp"

#include "api/identity/authentication.hpp"
#include "api/identity/password_pass.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "api/same_origin.hpp"
#include "identity/access.hpp"
#include "identity/password.hpp"

namespace lockstep::api {
namespace {

Json session_view(std::optional<identity::User> const& user, Scope scope, bool needs_owner, std::optional<TimePoint> ends_at) {
    JsonObject view;
    view["signed_in"] = scope != Scope::open;
    view["setup_required"] = needs_owner;
    if (user) {
        view["user"] = JsonObject{{"id", user->id.text()}, {"email", user->login}, {"role", user->role}};
    } else {
        view["user"] = nullptr;
    }
    if (scope != Scope::open) view["scope"] = to_string(scope);
    if (ends_at) view["expires_at"] = format_time(*ends_at);
    return view;
}

Task<Result<HttpReply>> get_session(Context& context) {
    auto visitor = co_await identify(context.parts, context.options, context.request);
    if (!visitor && visitor.error().kind != ErrorKind::denied) co_return pass_on(std::move(visitor).error());
    Visitor const who = visitor ? *std::move(visitor) : Visitor{};
    CO_TRY(bool const has_owner, co_await context.parts.database.read_value([&](Transaction& transaction) {
        return identity::has_owner(transaction, context.account());
    }));
    std::optional<TimePoint> ends_at;
    if (who.came_with_cookie()) ends_at = who.session_ends_at;
    co_return json_reply(session_view(who.user, who.scope, !has_owner, ends_at));
}

}  // namespace

Result<void> refuse_another_site(Context& context) {
    if (!is_from_another_site(context.request)) return {};
    return fail(ErrorKind::denied, "api.not_from_our_web_app", "signing in: the request comes from another site");
}

HttpReply signed_in_reply(Context& context, identity::NewSession const& session, int status) {
    auto const ends_at = context.now() + std::min(identity::session_life, identity::session_idle_max);
    auto reply = json_reply(session_view(session.user, scope_of(session.user), false, ends_at), status);
    reply.headers.add("Set-Cookie", session_cookie(context.options, session.token));
    reply.headers.add("Set-Cookie", device_cookie_of(context.options, session.device));
    return reply;
}

namespace {

Task<Result<HttpReply>> set_up(Context& context) {
    CO_TRY_VOID(refuse_another_site(context));
    Members const members(context);
    auto const code = members.secret("setup_code");
    auto const email = members.text("email");
    auto const password = members.secret("password");
    CO_TRY_VOID(identity::check_password(password));
    // Before the hash, which costs: nobody without the code makes the machine work.
    auto const from = client_address(context.request, context.options.trusted_proxies);
    auto const known = co_await context.parts.database.read([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(identity::check_setup_throttle(transaction, context.account(), from, context.now()));
        return identity::check_setup_code(transaction, context.account(), code, context.now());
    });
    if (!known && known.error().code == "identity.bad_setup_code") {
        CO_TRY_VOID(co_await context.parts.database.write([&](Transaction& transaction) {
            return identity::note_wrong_setup_code(transaction, context.account(), from, context.now());
        }));
    }
    CO_TRY_VOID(known);

    CO_TRY(auto const pass, PasswordPass::enter(context.passwords));
    Result<std::string> hash;
    co_await context.parts.offload.run([&] { hash = identity::hash_password(password, context.parts.secure_random); });
    CO_TRY_VOID(hash);
    CO_TRY(auto const session,
        co_await context.parts.database.write_value([&](Transaction& transaction) -> Result<identity::NewSession> {
            auto const source = source_of(context);
            TRY_VOID(identity::create_owner(transaction, context.account(), source, code, email, *hash));
            TRY(auto const attempt,
                identity::begin_login(transaction, context.account(), source, email, from, device_of(context.request)));
            TRY(auto made, identity::finish_login(transaction, context.account(), source, attempt, true));
            CHECK(made.has_value());
            return *std::move(made);
        }));
    co_return signed_in_reply(context, session, 201);
}

Task<Result<HttpReply>> sign_in(Context& context) {
    CO_TRY_VOID(refuse_another_site(context));
    Members const members(context);
    auto const email = members.text("email");
    auto const password = members.secret("password");

    CO_TRY(auto const pass, PasswordPass::enter(context.passwords));
    CO_TRY(auto const attempt, co_await context.parts.database.write_value([&](Transaction& transaction) {
        return identity::begin_login(transaction, context.account(), source_of(context), email,
            client_address(context.request, context.options.trusted_proxies), device_of(context.request));
    }));
    bool fits = false;
    co_await context.parts.offload.run([&] { fits = identity::verify_password(attempt.password_hash, password); });
    CO_TRY(auto const session, co_await context.parts.database.write_value([&](Transaction& transaction) {
        return identity::finish_login(transaction, context.account(), source_of(context), attempt, fits);
    }));
    if (!session) {
        // Who tried is not said: it may be a password that was typed into the wrong field.
        context.parts.log.warning("a sign-in was refused");
        co_return fail(ErrorKind::denied, "api.wrong_login", "signing in: this e-mail address and password do not fit together");
    }
    context.parts.log.info("somebody signed in", {{"by", session->user.id.text()}});
    co_return signed_in_reply(context, *session, 200);
}

Task<Result<HttpReply>> sign_out(Context& context) {
    if (context.visitor.came_with_cookie()) {
        CO_TRY_VOID(co_await context.parts.database.write([&](Transaction& transaction) {
            return identity::end_session(transaction, context.account(), source_of(context), context.visitor.session_token);
        }));
        context.parts.stream.end_admission(context.visitor.admission);
    }
    auto reply = no_content();
    reply.headers.add("Set-Cookie", cleared_session_cookie(context.options));
    // What the browser kept of pages and replies goes with the session; the device's cookie stays, which opens nothing.
    reply.headers.add("Clear-Site-Data", "\"cache\"");
    co_return reply;
}

JsonObject token_view(identity::ApiToken const& token) {
    return {{"id", token.id.text()}, {"label", token.label}, {"scope", identity::to_string(token.scope)},
        {"created_at", format_time(token.created_at)}, {"expires_at", time_or_null(token.expires_at)}};
}

Task<Result<HttpReply>> list_tokens(Context& context) {
    CO_TRY(auto const tokens, co_await context.parts.database.read_value([&](Transaction& transaction) {
        return identity::list_api_tokens(transaction, context.account());
    }));
    JsonArray items;
    for (auto const& token : tokens) {
        auto view = token_view(token);
        view["last_used_at"] = time_or_null(token.last_used_at);
        items.push_back(std::move(view));
    }
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> create_token(Context& context) {
    Members const members(context);
    auto const label = members.text("label");
    bool const has_scope = members.any("scope") != nullptr;
    auto const scope = identity::parse_scope(has_scope ? members.text("scope") : "read");
    CHECK(scope.has_value());  // the document has both
    auto const days = members.integer("expires_in_days");
    std::optional<TimePoint> ends_at;
    if (days) ends_at = context.now() + std::chrono::hours{24 * *days};
    CO_TRY(auto const made, co_await context.parts.database.write_value([&](Transaction& transaction) {
        return identity::create_api_token(
            transaction, context.account(), source_of(context), label, *scope, context.visitor.actor, ends_at);
    }));
    auto view = token_view(made.token);
    view["token"] = made.text.reveal();
    co_return json_reply(std::move(view), 201);
}

Task<Result<HttpReply>> revoke_token(Context& context) {
    TokenId const id{context.path("token_id")};
    CO_TRY_VOID(co_await context.parts.database.write([&](Transaction& transaction) {
        return identity::revoke_api_token(transaction, context.account(), source_of(context), id, context.visitor.actor);
    }));
    context.parts.stream.end_admission(id.text());
    co_return no_content();
}

}  // namespace

std::vector<Route> identity_routes() {
    return {
        {"GET", "/api/v1/session", Scope::open, get_session},
        {"POST", "/api/v1/session", Scope::open, sign_in},
        {"DELETE", "/api/v1/session", Scope::read, sign_out},
        {"POST", "/api/v1/setup", Scope::open, set_up},
        {"GET", "/api/v1/tokens", Scope::read, list_tokens},
        {"POST", "/api/v1/tokens", Scope::owner, create_token},
        {"DELETE", "/api/v1/tokens/{token_id}", Scope::owner, revoke_token},
    };
}

}  // namespace lockstep::api
