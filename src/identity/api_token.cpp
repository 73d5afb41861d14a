// SPDX-License-Identifier: Apache-2.0
// API tokens: made, shown once, found by their hash, revoked.
#include "identity/access.hpp"
#include "identity/detail/audit_access.hpp"
#include "identity/detail/token.hpp"

namespace lockstep::identity {
namespace {

constexpr std::string_view columns = "id, label, scope, created_by, created_at, last_used_at, expires_at";

Result<ApiToken> read_row(Row const& row) {
    TRY(auto scope, parse_scope(row.text(2)));
    return ApiToken{row.id<TokenId>(0), row.text(1), scope, row.text(3), row.time(4), row.optional_time(5), row.optional_time(6)};
}

}  // namespace

std::string_view to_string(Scope scope) { return scope == Scope::write ? "write" : "read"; }

Result<Scope> parse_scope(std::string_view text) {
    if (text == "read") return Scope::read;
    if (text == "write") return Scope::write;
    return fail(ErrorKind::invalid, "identity.bad_scope", "reading a scope: it is read or write");
}

Result<NewApiToken> create_api_token(Transaction& transaction, AccountId const& account, Source const& source,
    std::string_view label, Scope scope, std::string_view created_by, std::optional<TimePoint> expires_at) {
    NewApiToken created{{source.random.id<TokenTag>(source.now), std::string(label), scope, std::string(created_by), source.now,
                            std::nullopt, expires_at},
        detail::random_token(source.secure_random, token_prefix)};
    auto const& token = created.token;
    TRY_VOID(
        transaction.execute("INSERT INTO api_tokens (account_id, token_hash, id, label, scope, created_by, created_at, "
                            "expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            account, detail::token_hash(created.text.reveal()), token.id, token.label, to_string(scope), token.created_by,
            token.created_at, token.expires_at));
    TRY_VOID(detail::audit_access(transaction, account, source, created_by, "token.created", token.id.text()));
    return created;
}

Result<ApiToken> find_api_token(Transaction& transaction, AccountId const& account, Secret const& text, TimePoint now) {
    if (text.reveal().starts_with(token_prefix)) {
        TRY(auto rows,
            transaction.query("SELECT " + std::string(columns) +
                                  ", (SELECT role FROM users u WHERE u.account_id = ?1 AND u.id = created_by) FROM api_tokens"
                                  " WHERE account_id = ?1 AND token_hash = ?2 AND (expires_at IS NULL OR expires_at > ?3)",
                account, detail::token_hash(text.reveal()), now));
        if (!rows.empty()) {
            TRY(auto token, read_row(rows.front()));
            if (rows.front().optional_text(7) == "viewer") token.scope = Scope::read;
            return token;
        }
    }
    return fail(ErrorKind::denied, "identity.no_token", "checking an API token: it is unknown or has been revoked");
}

Result<void> note_token_use(Transaction& transaction, AccountId const& account, TokenId const& id, TimePoint now) {
    TRY_VOID(transaction.execute("UPDATE api_tokens SET last_used_at = ?3 WHERE account_id = ?1 AND id = ?2", account, id, now));
    return {};
}

Result<std::vector<ApiToken>> list_api_tokens(Transaction& transaction, AccountId const& account) {
    TRY(auto rows,
        transaction.query("SELECT " + std::string(columns) + " FROM api_tokens WHERE account_id = ?1 ORDER BY id", account));
    std::vector<ApiToken> list;
    for (auto const& row : rows) {
        TRY(auto token, read_row(row));
        list.push_back(std::move(token));
    }
    return list;
}

Result<void> revoke_api_token(
    Transaction& transaction, AccountId const& account, Source const& source, TokenId const& id, std::string_view revoked_by) {
    TRY(auto deleted, transaction.execute("DELETE FROM api_tokens WHERE account_id = ?1 AND id = ?2", account, id));
    if (deleted == 0)
        return fail(ErrorKind::not_found, "identity.unknown_token", "revoking token " + id.text() + ": there is none");
    return detail::audit_access(transaction, account, source, revoked_by, "token.revoked", id.text());
}

}  // namespace lockstep::identity
