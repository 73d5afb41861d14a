// SPDX-License-Identifier: Apache-2.0
#include "api/identity/invitations.hpp"

#include <algorithm>

#include "api/identity/authentication.hpp"
#include "api/identity/password_pass.hpp"
#include "api/identity/routes.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "base/text.hpp"
#include "general/mail_message.hpp"
#include "identity/access.hpp"
#include "identity/password.hpp"
#include "messages/error_words.hpp"

namespace lockstep::api {

JsonObject user_view(identity::User const& user, std::optional<TimePoint> link_ends_at) {
    return {{"id", user.id.text()}, {"email", user.login}, {"role", user.role}, {"created_at", format_time(user.created_at)},
        {"joined_at", time_or_null(user.joined_at)}, {"link_expires_at", time_or_null(link_ends_at)}};
}

void end_admissions(Context& context, identity::Ended const& ended) {
    for (auto const& each : ended) context.parts.stream.end_admission(each);
}

Task<Result<identity::User>> find_person(Context& context) {
    co_return co_await context.parts.database.read_value(
        [&](Transaction& transaction) { return identity::find_user(transaction, context.account(), context.path("user_id")); });
}

namespace {

// Behind the "#", so that it is in no log of a server or proxy.
constexpr std::string_view join_path = "/join#";

struct Wanted {
    std::string email;
    std::string role;
    bool sends_mail = false;
    messages::Language language = messages::Language::en;
};

void read_role(Members const& members, Wanted& wanted) { wanted.role = members.text("role"); }

// Whether the link is to be sent, and in which language.
void read_sending(Context const& context, Members const& members, Wanted& wanted) {
    wanted.sends_mail = members.flag("sends_mail");
    auto const language = members.text("language");
    wanted.language = context.language;
    if (language == "en") wanted.language = messages::Language::en;
    if (language == "fr") wanted.language = messages::Language::fr;
}

// Nothing is made that could not be sent: without an address of ours a link leads nowhere.
Result<void> demand_address(Context& context, Wanted const& wanted) {
    if (!wanted.sends_mail || !context.options.public_url.empty()) return {};
    return fail(ErrorKind::conflict, "api.no_public_url",
        "sending a link: under which address people reach this installation is not known; set public_url, or hand the link over");
}

// What came of sending it. The link is in the reply whatever became of the message.
Task<Json> send_link(
    Context& context, Wanted const& wanted, identity::User const& user, std::string const& url, TimePoint ends_at) {
    if (!wanted.sends_mail) co_return JsonObject{{"outcome", "not_asked"}, {"problem", nullptr}};
    std::string const kind = user.joined_at ? "reset" : "invitation";
    auto const words = [&](std::string const& code) {
        return messages::text(wanted.language, "people." + code,
            {{"url", url}, {"until", format_time(ends_at).substr(0, 16) + " UTC"}, {"login", user.login}});
    };
    auto const ran = co_await context.parts.runner.try_mail(user.login, words(kind + "_subject"), words(kind + "_text"));
    if (ran && ran->outcome.kind == calls::OutcomeKind::done) co_return JsonObject{{"outcome", "sent"}, {"problem", nullptr}};
    auto const& error = ran ? ran->outcome.error : ran.error();
    bool const may_have_arrived = ran && ran->outcome.kind == calls::OutcomeKind::unknown;
    co_return JsonObject{
        {"outcome", may_have_arrived ? "unknown" : "failed"}, {"problem", messages::error_words(context.language, error).title}};
}

Task<HttpReply> reply_with_link(
    Context& context, Wanted const& wanted, identity::User const& user, identity::PasswordLink const& link, int status) {
    auto const path = std::string(join_path) + link.token.reveal();
    auto const url = context.options.public_url.empty() ? std::string() : context.options.public_url + path;
    auto mail = co_await send_link(context, wanted, user, url, link.expires_at);
    co_return json_reply(JsonObject{{"user", user_view(user, link.expires_at)},
                             {"link", JsonObject{{"path", path}, {"url", url.empty() ? Json(nullptr) : Json(url)},
                                          {"expires_at", format_time(link.expires_at)}}},
                             {"mail", std::move(mail)}},
        status);
}

Task<Result<HttpReply>> invite(Context& context) {
    Members members(context);
    Wanted wanted;
    wanted.email = members.text("email");
    if (!wanted.email.empty() && !general::is_mail_address(wanted.email)) members.fault("email", "mail_address");
    read_role(members, wanted);
    read_sending(context, members, wanted);
    CO_TRY_VOID(members.finish());
    CO_TRY_VOID(demand_address(context, wanted));
    CO_TRY(auto const invited, co_await context.parts.database.write_value([&](Transaction& transaction) {
        return identity::invite(
            transaction, context.account(), source_of(context), wanted.email, wanted.role, context.visitor.actor);
    }));
    co_return co_await reply_with_link(context, wanted, invited.user, invited.link, 201);
}

Task<Result<HttpReply>> make_link(Context& context) {
    Members const members(context);
    Wanted wanted;
    read_sending(context, members, wanted);
    CO_TRY_VOID(demand_address(context, wanted));
    CO_TRY(auto const user, co_await find_person(context));
    if (context.visitor.user && context.visitor.user->id == user.id) {
        co_return fail(ErrorKind::conflict, "api.not_oneself",
            "making a link for a new password: this is you; change your password with the present one");
    }
    CO_TRY(auto const reset, co_await context.parts.database.write_value([&](Transaction& transaction) {
        return identity::reset_by_link(transaction, context.account(), source_of(context), user.id, context.visitor.actor);
    }));
    end_admissions(context, reset.ended);
    co_return co_await reply_with_link(context, wanted, reset.user, reset.link, 201);
}

Task<Result<HttpReply>> set_role(Context& context) {
    Members const members(context);
    Wanted wanted;
    read_role(members, wanted);
    CO_TRY(auto const user, co_await find_person(context));
    CO_TRY(auto const changed, co_await context.parts.database.write_value([&](Transaction& transaction) {
        return identity::set_role(
            transaction, context.account(), source_of(context), user.id, wanted.role, context.visitor.actor);
    }));
    co_return json_reply(user_view(changed));
}

Task<Result<HttpReply>> remove_person(Context& context) {
    CO_TRY(auto const user, co_await find_person(context));
    CO_TRY(auto const ended, co_await context.parts.database.write_value([&](Transaction& transaction) {
        return identity::remove_person(transaction, context.account(), source_of(context), user.id, context.visitor.actor);
    }));
    end_admissions(context, ended);
    co_return no_content();
}

// One's own, or anybody's for an owner.
Task<Result<HttpReply>> sign_out_everywhere(Context& context) {
    CO_TRY(auto const user, co_await find_person(context));
    bool const is_oneself = context.visitor.user && context.visitor.user->id == user.id;
    if (!is_oneself && context.visitor.scope < Scope::owner)
        co_return fail(ErrorKind::denied, "api.owner_only", "signing somebody else out: only an owner may");
    CO_TRY(auto const ended, co_await context.parts.database.write_value([&](Transaction& transaction) {
        return identity::end_sessions(transaction, context.account(), source_of(context), user.id, context.visitor.actor);
    }));
    end_admissions(context, ended);
    co_return no_content();
}

Task<Result<identity::Linked>> find_link(Context& context, Secret const& link) {
    co_return co_await context.parts.database.read_value(
        [&](Transaction& transaction) { return identity::find_link(transaction, context.account(), link, context.now()); });
}

Task<Result<HttpReply>> look_at_link(Context& context) {
    CO_TRY_VOID(refuse_another_site(context));
    Members const members(context);
    auto const link = members.secret("link");
    CO_TRY(auto const linked, co_await find_link(context, link));
    co_return json_reply(JsonObject{{"email", linked.user.login}, {"role", linked.user.role},
        {"has_joined", linked.user.joined_at.has_value()}, {"expires_at", format_time(linked.expires_at)}});
}

Task<Result<HttpReply>> join(Context& context) {
    CO_TRY_VOID(refuse_another_site(context));
    Members const members(context);
    auto const link = members.secret("link");
    auto const password = members.secret("password");
    CO_TRY_VOID(identity::check_password(password));
    // Before the hash, which costs: nobody without a link makes the machine work.
    CO_TRY_VOID(co_await find_link(context, link));
    CO_TRY(auto const pass, PasswordPass::enter(context.passwords));
    Result<std::string> hash;
    co_await context.parts.offload.run([&] { hash = identity::hash_password(password, context.parts.secure_random); });
    CO_TRY_VOID(hash);
    identity::Ended ended;
    auto const from = client_address(context.request, context.options.trusted_proxies);
    CO_TRY(auto const session,
        co_await context.parts.database.write_value([&](Transaction& transaction) -> Result<identity::NewSession> {
            auto const source = source_of(context);
            TRY(auto joined, identity::spend_link(transaction, context.account(), source, link, *hash));
            ended = std::move(joined.ended);
            // What strangers tried on this login is not held against whoever holds the link.
            identity::LoginAttempt const attempt{.login = joined.user.login,
                .address = std::string(from),
                .password_hash = *hash,
                .user = std::move(joined.user),
                .device = {},
                .is_known_device = false};
            TRY(auto made, identity::finish_login(transaction, context.account(), source, attempt, true));
            CHECK(made.has_value());
            return *std::move(made);
        }));
    end_admissions(context, ended);
    co_return signed_in_reply(context, session, 201);
}

}  // namespace

std::vector<Route> invitation_routes() {
    return {
        {"POST", "/api/v1/users", Scope::owner, invite},
        {"PATCH", "/api/v1/users/{user_id}", Scope::owner, set_role},
        {"DELETE", "/api/v1/users/{user_id}", Scope::owner, remove_person},
        {"POST", "/api/v1/users/{user_id}/link", Scope::owner, make_link},
        {"DELETE", "/api/v1/users/{user_id}/sessions", Scope::read, sign_out_everywhere},
        {"POST", "/api/v1/join/look", Scope::open, look_at_link},
        {"POST", "/api/v1/join", Scope::open, join},
    };
}

}  // namespace lockstep::api
