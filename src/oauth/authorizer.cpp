// SPDX-License-Identifier: Apache-2.0
#include "oauth/authorizer.hpp"

#include <algorithm>
#include <span>

#include "base/bytes.hpp"
#include "catalogue/connector.hpp"
#include "vault/signature.hpp"

namespace lockstep::oauth {
namespace {

constexpr auto state_life = std::chrono::minutes{10};
constexpr auto answer_within = std::chrono::seconds{30};
constexpr std::int64_t members_max = 20'000;
constexpr std::size_t grants_max = 5'000;

std::unexpected<Error> no_oauth(std::string_view connector) {
    return fail(ErrorKind::not_found, "oauth.no_oauth", "looking for OAuth: this app is not connected that way",
        {{"app", std::string(connector.substr(0, 60))}});
}

std::unexpected<Error> bad_app(std::string_view reason) {
    return fail(
        ErrorKind::invalid, "oauth.bad_app", "reading the app: " + std::string(reason), {{"reason", std::string(reason)}});
}

bool is_plain(std::string_view text) {
    return std::ranges::all_of(text, [](unsigned char letter) { return letter > 0x20 && letter != 0x7F; });
}

}  // namespace

std::string Authorizer::random_text() {
    std::string bytes(32, '\0');
    parts_.secure_random.fill(std::as_writable_bytes(std::span(bytes)));
    return to_base64url(bytes);
}

Task<Result<App>> Authorizer::set_app(std::string connector, AppInput input, Note note) {
    auto const* rules = rules_of(parts_.connectors, connector);
    if (rules == nullptr) co_return no_oauth(connector);
    std::string default_base;
    for (auto const& each : parts_.connectors) {
        if (each->id == connector) default_base = each->default_base_url;
    }
    CO_TRY(auto const known, co_await app(connector));
    App made{.connector = connector,
        .client_id = std::move(input.client_id),
        .client_secret = input.client_secret.empty() && known ? known->client_secret : std::move(input.client_secret),
        .redirect_uri = std::move(input.redirect_uri),
        .authorize_url = input.authorize_url.empty() ? rules->authorize_url : std::move(input.authorize_url),
        .base_url = input.base_url.empty() ? default_base : std::move(input.base_url)};
    while (made.base_url.ends_with('/')) made.base_url.pop_back();
    if (made.client_id.empty() || !is_plain(made.client_id)) co_return bad_app("client_id");
    if (made.client_secret.empty() || !is_plain(made.client_secret.reveal())) co_return bad_app("client_secret");
    auto const address = [](std::string_view text) {
        return catalogue::address_problem(text.substr(0, text.find('?'))).empty() && text.find('#') == std::string_view::npos;
    };
    if (!address(made.redirect_uri)) co_return bad_app("redirect_uri");
    if (!address(made.authorize_url)) co_return bad_app("authorize_url");
    if (!catalogue::address_problem(made.base_url).empty()) co_return bad_app("base_url");
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(save_app(transaction, parts_.vault, parts_.account, made, parts_.clock.now()));
        return note(transaction, connector);
    }));
    co_return made;
}

Task<Result<std::optional<App>>> Authorizer::app(std::string connector) {
    co_return co_await parts_.database.read_value(
        [&](Transaction& transaction) { return find_app(transaction, parts_.vault, parts_.account, connector); });
}

Task<Result<Begun>> Authorizer::begin(std::string connector, std::string mode, std::string actor) {
    auto const* rules = rules_of(parts_.connectors, connector);
    if (rules == nullptr) co_return no_oauth(connector);
    if (rules->mode(mode) == nullptr) {
        co_return fail(ErrorKind::invalid, "oauth.bad_mode", "beginning: the app has no such way of agreeing",
            {{"mode", mode.substr(0, 60)}});
    }
    CO_TRY(auto const known, co_await app(connector));
    if (!known) {
        co_return fail(ErrorKind::conflict, "oauth.no_app", "beginning: the client id and secret of your app are missing",
            {{"app", connector}});
    }
    auto const state = random_text();
    auto const verifier = rules->pkce ? random_text() : std::string();
    auto const now = parts_.clock.now();
    Authorization const authorization{connector, mode, actor, Secret{verifier}, now + state_life};
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(prune_authorizations(transaction, now));
        return insert_authorization(transaction, parts_.vault, parts_.account, to_hex(vault::sha256(state)), authorization, now);
    }));
    co_return Begun{authorize_address(*rules, *known, state, verifier.empty() ? "" : challenge_of(verifier)), now + state_life};
}

Task<Result<Grant>> Authorizer::complete(std::string state, std::string code, std::string actor, Note note) {
    CO_TRY(auto const begun, co_await parts_.database.write_value([&](Transaction& transaction) {
        return take_authorization(transaction, parts_.vault, parts_.account, to_hex(vault::sha256(state)));
    }));
    if (!begun || begun->actor != actor || begun->expires_at < parts_.clock.now()) {
        co_return fail(ErrorKind::denied, "oauth.state_unknown",
            "coming back from the app: this was not begun here by you within the last ten minutes, or has come back before");
    }
    auto const* rules = rules_of(parts_.connectors, begun->connector);
    auto const* mode = rules != nullptr ? rules->mode(begun->mode) : nullptr;
    CO_TRY(auto const known, co_await app(begun->connector));
    if (mode == nullptr || !known) co_return no_oauth(begun->connector);
    auto const wall = parts_.clock.wall();
    auto const answer = co_await parts_.http.send(
        exchange_request(*rules, *mode, *known, code, begun->verifier.reveal()), Deadline{parts_.clock.now() + answer_within});
    if (!answer) {
        co_return fail(ErrorKind::unavailable, "oauth.not_now", "exchanging the code: the app did not answer; begin again");
    }
    auto reply = read_token_reply(*mode, *answer, wall);
    if (reply.answer == TokenAnswer::not_now) {
        co_return fail(ErrorKind::unavailable, "oauth.not_now",
            "exchanging the code: the app answered " + std::to_string(reply.status) + "; begin again");
    }
    if (reply.answer != TokenAnswer::granted || reply.owner.empty()) {
        auto const reason = reply.answer == TokenAnswer::refused_app     ? "app"
                            : reply.owner.empty() && reply.error.empty() ? "owner"
                                                                         : "code";
        co_return fail(ErrorKind::denied, "oauth.code_refused", "exchanging the code: " + reply.error,
            {{"reason", reason}, {"said", reply.error}});
    }
    Grant grant;
    grant.account = parts_.account;
    grant.connector = begun->connector;
    grant.mode = mode->id;
    grant.owner = reply.owner;
    grant.tokens = std::move(reply.tokens);
    co_return co_await store(std::move(grant), note);
}

// Of one owner there is one grant: who agrees again renews it.
Task<Result<Grant>> Authorizer::store(Grant grant, Note const& note) {
    auto const now = parts_.clock.now();
    auto const fresh_id = parts_.random.id<GrantTag>(now);
    CO_TRY(auto const stored, co_await parts_.database.write_value([&](Transaction& transaction) -> Result<Grant> {
        auto kept = grant;
        TRY(auto const known,
            find_grant_of_owner(transaction, parts_.vault, parts_.account, grant.connector, grant.mode, grant.owner));
        kept.id = known ? known->id : fresh_id;
        kept.created_at = known ? known->created_at : now;
        kept.generation = known ? known->generation + 1 : 1;
        kept.state = GrantState::active;
        kept.why.clear();
        kept.asked_at.reset();
        TRY_VOID(save_grant(transaction, parts_.vault, kept, now));
        TRY_VOID(note(transaction, kept.id.text()));
        return kept;
    }));
    parts_.grants.forget(stored.id);
    co_return stored;
}

Task<Result<std::vector<Grant>>> Authorizer::list() {
    co_return co_await parts_.database.read_value([&](Transaction& transaction) {
        return grants_after(transaction, parts_.vault, parts_.account, "", static_cast<std::int64_t>(grants_max));
    });
}

Task<Result<Grant>> Authorizer::find(GrantId id) {
    CO_TRY(auto grant, co_await parts_.database.read_value(
                           [&](Transaction& transaction) { return find_grant(transaction, parts_.vault, parts_.account, id); }));
    if (!grant) co_return fail(ErrorKind::not_found, "oauth.unknown_grant", "looking for a grant: there is none of that id");
    co_return *std::move(grant);
}

Task<Result<std::vector<Member>>> Authorizer::members(GrantId id) {
    CO_TRY(auto const grant, co_await find(id));
    auto const* rules = rules_of(parts_.connectors, grant.connector);
    auto const* mode = rules != nullptr ? rules->mode(grant.mode) : nullptr;
    if (mode == nullptr || !mode->members) {
        co_return fail(ErrorKind::invalid, "oauth.not_wide", "listing accounts: this grant is for one account only");
    }
    CO_TRY(auto const known, co_await app(grant.connector));
    if (!known) co_return no_oauth(grant.connector);
    std::vector<Member> all;
    for (std::int64_t skip = 0; skip < members_max; skip += mode->members->page) {
        CO_TRY(auto const token, co_await parts_.grants.token(grant.id));
        auto const answer = co_await parts_.http.send(
            members_request(*rules, *mode, *known, grant.owner, skip, token), Deadline{parts_.clock.now() + answer_within});
        if (!answer) {
            co_return fail(ErrorKind::unavailable, "oauth.no_accounts",
                "listing the accounts under a grant: the app did not answer", {{"status", "0"}});
        }
        CO_TRY(auto page, read_members(*mode->members, *answer));
        auto const count = static_cast<std::int64_t>(page.size());
        std::ranges::move(page, std::back_inserter(all));
        if (count < mode->members->page) break;
    }
    std::ranges::sort(all, {}, &Member::id);
    auto const repeated = std::ranges::unique(all, {}, &Member::id);
    all.erase(repeated.begin(), repeated.end());
    std::ranges::sort(all, {}, &Member::name);
    co_return all;
}

Task<Result<Grant>> Authorizer::grant_for(GrantId wide, std::string member, Note note) {
    CO_TRY(auto const parent, co_await find(wide));
    auto const* rules = rules_of(parts_.connectors, parent.connector);
    auto const* mode = rules != nullptr ? rules->mode(parent.mode) : nullptr;
    auto const* own = mode != nullptr && mode->members ? rules->mode(mode->members->mode) : nullptr;
    if (own == nullptr) {
        co_return fail(ErrorKind::invalid, "oauth.not_wide", "getting a token: this grant is for one account only");
    }
    CO_TRY(auto const known, co_await app(parent.connector));
    if (!known) co_return no_oauth(parent.connector);
    CO_TRY(auto const token, co_await parts_.grants.token(parent.id));
    auto const wall = parts_.clock.wall();
    auto const answer = co_await parts_.http.send(
        member_token_request(*rules, *mode, *known, parent.owner, member, token), Deadline{parts_.clock.now() + answer_within});
    if (!answer) co_return fail(ErrorKind::unavailable, "oauth.not_now", "getting a token: the app did not answer");
    auto reply = read_token_reply(*own, *answer, wall);
    if (reply.answer == TokenAnswer::not_now) {
        co_return fail(
            ErrorKind::unavailable, "oauth.not_now", "getting a token: the app answered " + std::to_string(reply.status));
    }
    if (reply.answer != TokenAnswer::granted || (!reply.owner.empty() && reply.owner != member)) {
        co_return fail(ErrorKind::denied, "oauth.code_refused", "getting a token for an account: " + reply.error,
            {{"reason", "account"}, {"said", reply.error}});
    }
    Grant grant;
    grant.account = parts_.account;
    grant.connector = parent.connector;
    grant.mode = own->id;
    grant.owner = std::move(member);
    grant.parent = parent.id;
    grant.tokens = std::move(reply.tokens);
    if (grant.tokens.scopes.empty()) grant.tokens.scopes = parent.tokens.scopes;
    co_return co_await store(std::move(grant), note);
}

Task<Result<void>> Authorizer::remove(GrantId id, std::string why, Note note) {
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY(auto grant, find_grant(transaction, parts_.vault, parts_.account, id));
        if (!grant) return fail(ErrorKind::not_found, "oauth.unknown_grant", "removing a grant: there is none of that id");
        if (grant->state == GrantState::removed) return {};
        grant->state = GrantState::removed;
        grant->why = why;
        grant->generation += 1;
        grant->tokens.access = {};
        grant->tokens.refresh = {};
        TRY_VOID(save_grant(transaction, parts_.vault, *grant, parts_.clock.now()));
        return note(transaction, id.text());
    }));
    parts_.grants.forget(id);
    co_return Result<void>{};
}

}  // namespace lockstep::oauth
