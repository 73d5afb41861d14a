// SPDX-License-Identifier: Apache-2.0
#include "oauth/grants.hpp"

#include <algorithm>

#include "connections/grant_reference.hpp"
#include "oauth/due.hpp"
#include "vault/signature.hpp"
#include "work/lock.hpp"

namespace lockstep::oauth {
namespace {

constexpr auto answer_within = std::chrono::seconds{30};
constexpr auto lock_for = std::chrono::seconds{90};  // longer than two answers may take
constexpr auto look_again = std::chrono::milliseconds{500};
constexpr auto first_pause = std::chrono::seconds{2};
constexpr auto longest_pause = std::chrono::minutes{5};
constexpr auto wait_for_others = std::chrono::seconds{60};
constexpr auto store_again = std::chrono::seconds{1};
constexpr int stores_max = 60;

std::string lock_name(GrantId const& id) { return "oauth:" + id.text(); }

bool is_same_token(Grant const& a, Grant const& b) { return a.tokens.access.reveal() == b.tokens.access.reveal(); }

}  // namespace

catalogue::OAuthRules const* rules_of(connections::Connectors const& connectors, std::string_view connector) {
    for (auto const& each : connectors) {
        if (each->id == connector && each->oauth) return &*each->oauth;
    }
    return nullptr;
}

Grants::Grants(Parts parts, boost::asio::any_io_executor executor) : parts_(std::move(parts)), tasks_(std::move(executor)) {}

Grants::Known& Grants::known(GrantId const& id) {
    auto& place = known_[id];
    if (!place) place = std::make_unique<Known>();
    return *place;
}

void Grants::forget(GrantId const& id) {
    auto const found = known_.find(id);
    if (found == known_.end()) return;
    found->second->grant.reset();
    found->second->failures = 0;
    found->second->ask_again_at = {};
}

Task<void> Grants::join(TimePoint until) { co_await tasks_.join(parts_.clock, until); }

bool Grants::is_in_directory(connections::Connection const& connection) const {
    auto const entry = parts_.directory.find(connection.id);
    return !connections::grant_of(entry ? entry->credential : connection.credential);
}

Task<Result<Secret>> Grants::current(connections::Connection const& connection) {
    // As it stands now: it may have been replaced since the call began.
    auto const entry = parts_.directory.find(connection.id);
    auto const& credential = entry ? entry->credential : connection.credential;
    auto const grant = connections::grant_of(credential);
    if (!grant) co_return credential;
    co_return co_await token_of(*grant, nullptr);
}

Task<Result<std::optional<Secret>>> Grants::after_refusal(connections::Connection const& connection, Secret const& refused) {
    auto const entry = parts_.directory.find(connection.id);
    auto const& credential = entry ? entry->credential : connection.credential;
    auto const grant = connections::grant_of(credential);
    if (!grant) {
        bool const is_replaced = credential.reveal() != refused.reveal();
        co_return is_replaced ? std::optional(credential) : std::nullopt;
    }
    auto better = co_await token_of(*grant, &refused);
    if (!better || better->reveal() == refused.reveal()) co_return std::optional<Secret>{};
    co_return std::optional(*std::move(better));
}

Task<Result<Secret>> Grants::token(GrantId id) { co_return co_await token_of(std::move(id), nullptr); }

// Whether there is a token that can be used now; `is_due`: it is to be renewed all the same.
bool Grants::is_good(Known const& known, bool& is_due) const {
    auto const& grant = *known.grant;
    auto const verdict = due(grant, jitter_of(grant), parts_.clock.wall());
    bool const is_refused = known.refused.contains(vault::sha256(grant.tokens.access.reveal()));
    is_due = verdict != Due::use || is_refused;
    return (verdict == Due::use || verdict == Due::renew_soon) && !is_refused;
}

Error Grants::why_not(Known const& known) const {
    if (known.grant && known.grant->state != GrantState::active) {
        return Error{ErrorKind::denied, "oauth.grant_dead",
            "the app no longer accepts what was agreed to (" + known.grant->why + "); somebody has to connect it again", {}};
    }
    return Error{ErrorKind::unavailable, "oauth.not_now", "a new access token could not be got just now", {}};
}

Task<Result<Secret>> Grants::token_of(GrantId id, Secret const* refused) {
    auto& here = known(id);
    if (refused != nullptr) here.refused.insert(vault::sha256(refused->reveal()));
    auto const give_up_at = parts_.clock.now() + wait_for_others;
    while (true) {
        if (!here.grant) {
            CO_TRY_VOID(co_await load(id, here));
        }
        bool is_due = false;
        bool const is_usable = is_good(here, is_due);
        if (here.grant->state != GrantState::active) co_return std::unexpected(why_not(here));
        if (is_usable && !is_due) co_return here.grant->tokens.access;
        auto const now = parts_.clock.now();
        bool const may_ask = now >= here.ask_again_at;
        if (is_usable) {
            // Nobody waits for a token that is only due soon.
            if (may_ask && !here.is_renewing) {
                here.is_renewing = true;
                tasks_.spawn([](Grants& self, GrantId of, Known& it) -> Task<void> {
                    (void)co_await self.renew(of, it);
                    it.is_renewing = false;
                    it.renewed.notify();
                }(*this, id, here));
            }
            co_return here.grant->tokens.access;
        }
        if (here.is_renewing) {
            if (now >= give_up_at) co_return std::unexpected(why_not(here));
            co_await parts_.clock.sleep_until_or(give_up_at, here.renewed);
            continue;
        }
        if (!may_ask) co_return std::unexpected(why_not(here));
        here.is_renewing = true;
        auto const renewal = co_await renew(id, here);
        here.is_renewing = false;
        here.renewed.notify();
        if (renewal == Renewal::dead) co_return std::unexpected(why_not(here));
        if (renewal == Renewal::not_now && here.grant && !is_good(here, is_due)) co_return std::unexpected(why_not(here));
    }
}

Task<Result<void>> Grants::load(GrantId id, Known& known) {
    CO_TRY(auto grant, co_await parts_.database.read_value(
                           [&](Transaction& transaction) { return find_grant(transaction, parts_.vault, parts_.account, id); }));
    if (!grant) {
        co_return fail(ErrorKind::denied, "oauth.grant_dead", "looking for what was agreed to: it was removed; connect it again");
    }
    known.grant = std::move(grant);
    co_return Result<void>{};
}

Task<Grants::Renewal> Grants::renew(GrantId id, Known& known) {
    auto const give_up_at = parts_.clock.now() + wait_for_others;
    while (true) {
        struct Taken {
            std::optional<std::int64_t> fence;
            std::optional<Grant> grant;
        };
        // Under the lock the row is read anew: another process may have renewed it since.
        auto const taken = co_await parts_.database.write_value([&](Transaction& transaction) -> Result<Taken> {
            auto const now = parts_.clock.now();
            Taken all;
            TRY(all.fence, work::try_lock(transaction, lock_name(id), parts_.holder, now + lock_for, now));
            TRY(all.grant, find_grant(transaction, parts_.vault, parts_.account, id));
            if (!all.fence || !all.grant || all.grant->state != GrantState::active) return all;
            bool const is_as_known = known.grant && is_same_token(*known.grant, *all.grant);
            if (is_as_known) TRY_VOID(note_asked(transaction, parts_.account, id, parts_.clock.wall()));
            return all;
        });
        if (!taken || !taken->grant) co_return Renewal::not_now;
        auto const unlock = [&]() -> Task<void> {
            (void)co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
                TRY_VOID(work::unlock(transaction, {lock_name(id), parts_.holder, *taken->fence}));
                return {};
            });
        };
        bool const is_news = !known.grant || !is_same_token(*known.grant, *taken->grant);
        if (is_news || taken->grant->state != GrantState::active) {
            known.grant = taken->grant;
            if (taken->fence) co_await unlock();
            co_return taken->grant->state == GrantState::active ? Renewal::done : Renewal::dead;
        }
        if (!taken->fence) {  // somebody else is at it
            if (parts_.clock.now() >= give_up_at) co_return Renewal::not_now;
            co_await parts_.clock.sleep_for(look_again);
            continue;
        }
        auto const renewal = co_await renew_locked(known, *taken->grant);
        co_await unlock();
        co_return renewal;
    }
}

Task<Grants::Renewal> Grants::renew_locked(Known& known, Grant grant) {
    auto const* rules = rules_of(parts_.connectors, grant.connector);
    auto const app = co_await parts_.database.read_value(
        [&](Transaction& transaction) { return find_app(transaction, parts_.vault, parts_.account, grant.connector); });
    if (rules == nullptr || rules->mode(grant.mode) == nullptr || !app || !*app) co_return Renewal::not_now;

    bool const was_asked_before = grant.asked_at.has_value();
    auto reply = co_await ask(grant, **app, *rules);
    // A refresh token is used up by the first request with it. If that was ours and we ended before its answer was stored, the
    // vendor may still give us another grant on the app's own word.
    if (reply.answer == TokenAnswer::refused) {
        auto revived = co_await revive(grant, **app, *rules);
        if (revived.answer != TokenAnswer::refused) reply = std::move(revived);
    }
    if (reply.answer == TokenAnswer::granted) {
        auto const before = grant.tokens;
        grant.tokens = std::move(reply.tokens);
        if (grant.tokens.refresh.empty()) grant.tokens.refresh = before.refresh;  // RFC 6749, 6: it stays the one there was
        if (grant.tokens.scopes.empty()) grant.tokens.scopes = before.scopes;
        grant.asked_at.reset();
        if (!co_await keep(known, std::move(grant))) co_return Renewal::not_now;
        known.failures = 0;
        known.refused.clear();
        parts_.metrics.add("lockstep_oauth_renewals_total", 1, {{"outcome", "done"}});
        co_return Renewal::done;
    }
    if (reply.answer == TokenAnswer::refused) {
        parts_.log.warning("an app accepts a grant no more; somebody has to connect it again",
            {{"grant", grant.id.text()}, {"status", std::to_string(reply.status)}});
        grant.state = GrantState::dead;
        grant.why = was_asked_before ? "answer_lost" : "refused";
        grant.asked_at.reset();
        if (!co_await keep(known, std::move(grant))) co_return Renewal::not_now;
        parts_.metrics.add("lockstep_oauth_renewals_total", 1, {{"outcome", "dead"}});
        co_return Renewal::dead;
    }
    // A wrong secret of the app is mended by a person, and the refresh token is good as ever: asked again, ever more rarely.
    auto const pause = std::min<Duration>(first_pause * (1U << std::min(known.failures, 10)), longest_pause);
    known.failures += 1;
    known.ask_again_at = parts_.clock.now() + pause;
    parts_.log.warning("a grant could not be renewed; it is tried again",
        {{"grant", grant.id.text()}, {"status", std::to_string(reply.status)},
            {"reason", reply.answer == TokenAnswer::refused_app ? "the app's client id or secret" : "no answer"}});
    parts_.metrics.add("lockstep_oauth_renewals_total", 1, {{"outcome", "not_now"}});
    co_return Renewal::not_now;
}

// From its refresh token, or from the wide grant that it belongs to.
Task<TokenReply> Grants::ask(Grant const& grant, App const& app, catalogue::OAuthRules const& rules) {
    auto const& mode = *rules.mode(grant.mode);
    if (!grant.parent) {
        co_return co_await send(refresh_request(rules, mode, app, grant.tokens.refresh), mode, "refresh");
    }
    TokenReply none;
    auto const parent = co_await parts_.database.read_value(
        [&](Transaction& transaction) { return find_grant(transaction, parts_.vault, parts_.account, *grant.parent); });
    if (!parent || !*parent) co_return none;
    auto const* wide = rules.mode((*parent)->mode);
    if (wide == nullptr || !wide->members) co_return none;
    auto token = co_await token_of(*grant.parent, nullptr);
    if (!token) {
        if (token.error().kind == ErrorKind::denied) none.answer = TokenAnswer::refused;
        co_return none;
    }
    auto reply = co_await send(member_token_request(rules, *wide, app, (*parent)->owner, grant.owner, *token), mode, "member");
    if (reply.status == 401) {
        // It is the wide grant's token that was refused, not this grant.
        auto const other = co_await token_of(*grant.parent, &*token);
        if (!other || other->reveal() == token->reveal()) {
            reply.answer = other || other.error().kind != ErrorKind::denied ? TokenAnswer::not_now : TokenAnswer::refused;
            co_return reply;
        }
        reply = co_await send(member_token_request(rules, *wide, app, (*parent)->owner, grant.owner, *other), mode, "member");
        if (reply.status == 401) reply.answer = TokenAnswer::not_now;
    }
    // The agency may no longer do this for the account: uninstalled there, or its scope is gone.
    if (reply.answer == TokenAnswer::refused_app) reply.answer = TokenAnswer::refused;
    co_return reply;
}

Task<TokenReply> Grants::revive(Grant const& grant, App const& app, catalogue::OAuthRules const& rules) {
    TokenReply refused;
    refused.answer = TokenAnswer::refused;
    auto const& mode = *rules.mode(grant.mode);
    if (rules.reconnect_path.empty() || mode.reconnect.empty() || grant.parent) co_return refused;
    auto const answer =
        co_await parts_.http.send(reconnect_request(rules, mode, app, grant.owner), Deadline{parts_.clock.now() + answer_within});
    parts_.metrics.add("lockstep_oauth_requests_total", 1, {{"what", "reconnect"}});
    if (!answer || answer->status >= 500 || answer->status == 429) {
        TokenReply later;
        later.error = "reconnect";
        later.status = answer ? answer->status : 0;
        co_return later;
    }
    auto const code = read_reconnect_code(rules, *answer);
    if (code.empty()) co_return refused;
    auto reply = co_await send(exchange_request(rules, mode, app, code, {}), mode, "exchange");
    // Another account's tokens are nobody's here.
    if (reply.answer == TokenAnswer::granted && !reply.owner.empty() && reply.owner != grant.owner) co_return refused;
    co_return reply;
}

Task<TokenReply> Grants::send(HttpRequest request, catalogue::OAuthMode const& mode, std::string_view what) {
    auto const wall = parts_.clock.wall();
    auto const answer = co_await parts_.http.send(std::move(request), Deadline{parts_.clock.now() + answer_within});
    parts_.metrics.add("lockstep_oauth_requests_total", 1, {{"what", what}});
    if (!answer) {
        TokenReply none;
        none.error = answer.error().error.code;
        co_return none;
    }
    co_return read_token_reply(mode, *answer, wall);
}

// Nothing is used before it is stored: a token in memory alone would be gone with the process, and its refresh token with it.
Task<bool> Grants::keep(Known& known, Grant grant) {
    for (int i = 0; i < stores_max; ++i) {
        auto const stored = co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
            TRY(auto const row, find_grant(transaction, parts_.vault, parts_.account, grant.id));
            // Removed, or agreed to anew, while we asked: that stands.
            if (!row || row->generation != grant.generation) return {};
            return save_grant(transaction, parts_.vault, grant, parts_.clock.now());
        });
        if (stored) {
            known.grant.reset();
            co_return (co_await load(grant.id, known)).has_value();
        }
        if (i == 0) parts_.log.error("new tokens could not be stored; tried again", {{"code", stored.error().code}});
        co_await parts_.clock.sleep_for(store_again);
    }
    co_return false;
}

}  // namespace lockstep::oauth
