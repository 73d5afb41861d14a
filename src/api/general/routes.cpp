// SPDX-License-Identifier: Apache-2.0
#include "api/general/routes.hpp"

#include "api/connections/run_operation.hpp"
#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "catalogue/general.hpp"
#include "general/hooks.hpp"
#include "general/mail_message.hpp"
#include "general/mail_settings.hpp"

namespace lockstep::api {
namespace {

using general::Hook;
using general::MailSettings;

Json mail_view(std::optional<MailSettings> const& settings) {
    if (!settings)
        return JsonObject{{"is_set", false}, {"host", ""}, {"port", 587}, {"tls", "starttls"}, {"user", ""},
            {"has_password", false}, {"sender_name", ""}, {"sender", ""}, {"changed_at", nullptr}};
    auto const& server = settings->server;
    return JsonObject{{"is_set", true}, {"host", server.host}, {"port", server.port}, {"tls", general::to_string(server.tls)},
        {"user", server.user}, {"has_password", !server.password.empty()}, {"sender_name", settings->sender_name},
        {"sender", settings->sender}, {"changed_at", format_time(settings->changed_at)}};
}

Task<Result<std::optional<MailSettings>>> load_mail(Context& context) {
    co_return co_await context.parts.database.read_value(
        [&](Transaction& transaction) { return general::find_mail(transaction, context.parts.vault, context.account()); });
}

Task<Result<HttpReply>> get_mail(Context& context) {
    CO_TRY(auto const settings, co_await load_mail(context));
    co_return json_reply(mail_view(settings));
}

// The stored password goes to the server, user and way of talking that it was given for, and to no other.
bool may_keep_password(MailSettings const& old, MailServer const& now) {
    return old.server.host == now.host && old.server.port == now.port && old.server.user == now.user && old.server.tls == now.tls;
}

Task<Result<HttpReply>> set_mail(Context& context) {
    Members members(context);
    MailSettings settings;
    auto& server = settings.server;
    server.host = members.text("host");
    auto const tls = members.text("tls");
    auto const port = members.integer("port");
    server.user = members.text("user");
    server.password = members.secret("password");
    settings.sender_name = members.text("sender_name");
    settings.sender = members.text("sender");
    if (!general::is_mail_host(server.host)) members.fault("host", "mail_host");
    if (!general::is_mail_address(settings.sender)) members.fault("sender", "mail_address");
    auto const mode = tls.empty() ? std::optional(MailTls::starttls) : general::mail_tls_from(tls);
    CHECK(mode.has_value());  // the document has all of them
    server.tls = *mode;
    server.port = static_cast<std::uint16_t>(port.value_or(server.tls == MailTls::implicit ? 465 : 587));
    CO_TRY(auto const old, co_await load_mail(context));
    if (server.user.empty()) server.password = {};
    if (!server.user.empty() && server.password.empty()) {
        if (old && may_keep_password(*old, server))
            server.password = old->server.password;
        else
            members.fault("password", "mail_password");
    }
    CO_TRY_VOID(members.finish());
    settings.changed_at = context.now();
    CO_TRY_VOID(co_await context.parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(general::save_mail(transaction, context.parts.vault, context.account(), settings));
        return note_in_audit(context, transaction, "mail.set", settings.server.host);
    }));
    co_return json_reply(mail_view(settings));
}

Task<Result<HttpReply>> remove_mail(Context& context) {
    CO_TRY_VOID(co_await context.parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY(bool const was_there, general::remove_mail(transaction, context.account()));
        if (!was_there) return {};
        return note_in_audit(context, transaction, "mail.remove", "");
    }));
    co_return no_content();
}

Task<Result<HttpReply>> test_mail(Context& context) {
    Members members(context);
    auto to = members.text("to");
    if (!general::is_mail_address(to)) members.fault("to", "mail_address");
    CO_TRY_VOID(members.finish());
    CO_TRY(auto ran, co_await context.parts.runner.try_mail(std::move(to), messages::text(context.language, "mail.test_subject"),
                         messages::text(context.language, "mail.test_text")));
    auto const* operation = catalogue::general_operations()->find("email.send");
    CHECK(operation != nullptr);
    co_return json_reply(ran_view(*operation, std::move(ran), false, context.language));
}

// The address is as good as a password: whoever may only read is not shown it.
JsonObject hook_view(Hook const& hook, Visitor const& visitor) {
    bool const may_see = visitor.scope >= Scope::write && !hook.revoked_at;
    return {{"id", hook.id.text()}, {"label", hook.label}, {"path", may_see ? Json(hook.path()) : Json(nullptr)},
        {"created_at", format_time(hook.created_at)}, {"revoked_at", time_or_null(hook.revoked_at)},
        {"last_at", time_or_null(hook.last_at)}, {"received", hook.received}};
}

Task<Result<HttpReply>> list_hooks(Context& context) {
    CO_TRY(auto const hooks, co_await context.parts.database.read_value([&](Transaction& transaction) {
        return general::list_hooks(transaction, context.parts.vault, context.account());
    }));
    JsonArray items;
    for (auto const& hook : hooks) items.push_back(hook_view(hook, context.visitor));
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> create_hook(Context& context) {
    Members const members(context);
    auto label = members.text("label");
    auto const hook = general::make_hook(std::move(label), context.parts.random, context.parts.secure_random, context.now());
    CO_TRY_VOID(co_await context.parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(general::insert_hook(transaction, context.parts.vault, context.account(), hook));
        return note_in_audit(context, transaction, "hook.create", hook.id.text());
    }));
    co_return json_reply(hook_view(hook, context.visitor), 201);
}

Task<Result<HttpReply>> revoke_hook(Context& context) {
    general::HookId const id{context.path("hook_id")};
    CO_TRY_VOID(co_await context.parts.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(general::revoke_hook(transaction, context.account(), id, context.now()));
        return note_in_audit(context, transaction, "hook.revoke", id.text());
    }));
    co_return no_content();
}

}  // namespace

std::vector<Route> general_routes() {
    return {
        {"GET", "/api/v1/mail", Scope::read, get_mail},
        {"PUT", "/api/v1/mail", Scope::write, set_mail},
        {"DELETE", "/api/v1/mail", Scope::write, remove_mail},
        {"POST", "/api/v1/mail/test", Scope::write, test_mail},
        {"GET", "/api/v1/hooks", Scope::read, list_hooks},
        {"POST", "/api/v1/hooks", Scope::write, create_hook},
        {"DELETE", "/api/v1/hooks/{hook_id}", Scope::write, revoke_hook},
    };
}

}  // namespace lockstep::api
