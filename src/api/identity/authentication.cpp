// SPDX-License-Identifier: Apache-2.0
#include "api/identity/authentication.hpp"

#include "api/same_origin.hpp"
#include "base/text.hpp"
#include "identity/audit.hpp"

namespace lockstep::api {
namespace {

// How often the time a token was last used is written.
constexpr Duration token_use_interval = std::chrono::minutes{1};
constexpr std::string_view device_cookie = "lockstep-device";

bool is_safe(std::string_view method) { return method == "GET" || method == "HEAD"; }

std::optional<std::string_view> cookie(HttpRequest const& request, std::string_view name) {
    for (auto const& header : request.headers.all()) {
        if (!equal_ignoring_case(header.name, "Cookie")) continue;
        for (auto const part : split(header.value, ';')) {
            auto const text = trim_ascii(part);
            auto const at = text.find('=');
            if (at != std::string_view::npos && text.substr(0, at) == name) return text.substr(at + 1);
        }
    }
    return std::nullopt;
}

std::unexpected<Error> stranger(std::string message) {
    return fail(ErrorKind::denied, "api.unauthenticated", std::move(message));
}

Task<void> note(Database& database, TransactionBody body) { (void)co_await database.write(std::move(body)); }

// That somebody was here is written when the disk has time for it: reading must not wait for writing, and works on a full disk.
void note_later(Parts const& parts, TransactionBody body) { parts.spawn(note(parts.database, std::move(body))); }

Task<Result<Visitor>> identify_by_token(Parts const& parts, std::string_view header) {
    constexpr std::string_view scheme = "bearer ";
    if (header.size() <= scheme.size() || !equal_ignoring_case(header.substr(0, scheme.size()), scheme)) {
        co_return stranger("reading the Authorization header: \"Bearer lsk_...\" is expected");
    }
    Secret const text{std::string(trim_ascii(header.substr(scheme.size())))};
    auto found = co_await parts.database.read_value(
        [&](Transaction& transaction) { return identity::find_api_token(transaction, parts.account, text, parts.clock.now()); });
    if (!found) {
        if (found.error().kind == ErrorKind::denied)
            co_return stranger("reading the Authorization header: the token is not known or was revoked");
        co_return pass_on(std::move(found).error());
    }
    auto const now = parts.clock.now();
    if (!found->last_used_at || now - *found->last_used_at >= token_use_interval) {
        note_later(parts, [account = parts.account, id = found->id, now](
                              Transaction& transaction) { return identity::note_token_use(transaction, account, id, now); });
    }
    Visitor visitor;
    visitor.scope = found->scope == identity::Scope::write ? Scope::write : Scope::read;
    visitor.actor = found->id.text();
    visitor.admission = found->id.text();
    visitor.is_console = found->created_by == "console";
    if (visitor.is_console && visitor.scope == Scope::write) visitor.scope = Scope::owner;
    co_return visitor;
}

Task<Result<Visitor>> identify_by_session(Parts const& parts, std::string_view cookie_text) {
    Secret token{std::string(cookie_text)};
    auto const now = parts.clock.now();
    auto found = co_await parts.database.read_value(
        [&](Transaction& transaction) { return identity::find_session(transaction, parts.account, token, now); });
    if (!found) {
        if (found.error().kind == ErrorKind::denied) co_return Visitor{};
        co_return pass_on(std::move(found).error());
    }
    if (found->needs_touch) {
        note_later(parts, [account = parts.account, token, now](
                              Transaction& transaction) { return identity::touch_session(transaction, account, token, now); });
    }
    Visitor visitor;
    visitor.scope = scope_of(found->user);
    visitor.actor = found->user.id.text();
    visitor.admission = found->id.text();
    visitor.session_ends_at = std::min(found->created_at + identity::session_life, now + identity::session_idle_max);
    visitor.user = std::move(found->user);
    visitor.session_token = std::move(token);
    co_return visitor;
}

}  // namespace

std::string_view session_cookie_name(ApiOptions const& options) { return options.is_tls ? "__Host-lockstep" : "lockstep"; }

std::string session_cookie(ApiOptions const& options, Secret const& token) {
    auto const life = std::chrono::duration_cast<std::chrono::seconds>(identity::session_life).count();
    return std::string(session_cookie_name(options)) + "=" + token.reveal() +
           "; Path=/; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(life) + (options.is_tls ? "; Secure" : "");
}

Secret device_of(HttpRequest const& request) { return Secret{std::string(cookie(request, device_cookie).value_or(""))}; }

std::string device_cookie_of(ApiOptions const& options, Secret const& device) {
    auto const life = std::chrono::duration_cast<std::chrono::seconds>(identity::device_life).count();
    return std::string(device_cookie) + "=" + device.reveal() +
           "; Path=/api/v1; HttpOnly; SameSite=Strict; Max-Age=" + std::to_string(life) + (options.is_tls ? "; Secure" : "");
}

std::string cleared_session_cookie(ApiOptions const& options) {
    return std::string(session_cookie_name(options)) + "=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0" +
           (options.is_tls ? "; Secure" : "");
}

Task<Result<Visitor>> identify(Parts const& parts, ApiOptions const& options, HttpRequest const& request) {
    if (auto const header = request.headers.find("Authorization")) co_return co_await identify_by_token(parts, *header);
    if (auto const text = cookie(request, session_cookie_name(options))) co_return co_await identify_by_session(parts, *text);
    co_return Visitor{};
}

identity::Source source_of(Context& context) { return {context.ids, context.parts.secure_random, context.now()}; }

Scope scope_of(identity::User const& user) {
    if (user.role == "owner") return Scope::owner;
    return user.role == "admin" ? Scope::write : Scope::read;
}

Result<void> authorize(Visitor const& visitor, Scope wanted, HttpRequest const& request) {
    if (wanted == Scope::open) return {};
    if (!visitor.is_known()) return stranger("answering this request: sign in, or send an API token");
    if (visitor.scope == Scope::read && wanted > Scope::read)
        return fail(ErrorKind::denied, "api.read_only", "changing something: whoever asks may only read");
    if (visitor.scope < wanted)
        return fail(ErrorKind::denied, "api.owner_only", "changing people, tokens or keys: only an owner may, signed in as one");
    if (visitor.came_with_cookie() && !is_safe(request.method) && !is_from_our_web_app(request)) {
        return fail(ErrorKind::denied, "api.not_from_our_web_app",
            "changing something with a session cookie: the request has to come from the same origin, with X-Lockstep-Request: 1");
    }
    return {};
}

Result<void> note_in_audit(Context& context, Transaction& transaction, std::string_view action, std::string subject) {
    identity::AuditEntry entry;
    entry.id = context.ids.id<AuditTag>(context.now());
    entry.at = context.now();
    entry.actor = context.visitor.actor;
    entry.action = action;
    entry.subject = std::move(subject);
    TRY_VOID(identity::append_audit(transaction, context.account(), std::move(entry)));
    return {};
}

Task<Result<void>> note_in_audit(Context& context, std::string_view action, std::string subject) {
    CO_TRY_VOID(co_await context.parts.database.write(
        [&](Transaction& transaction) { return note_in_audit(context, transaction, action, subject); }));
    context.parts.log.info("something was done", {{"action", action}, {"subject", subject}, {"by", context.visitor.actor}});
    co_return Result<void>{};
}

}  // namespace lockstep::api
