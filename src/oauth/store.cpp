// SPDX-License-Identifier: Apache-2.0
#include "oauth/store.hpp"

#include "oauth/statements.hpp"

namespace lockstep::oauth {
namespace {

vault::Place secret_place(std::string_view connector) { return {"oauth_apps", connector, "client_secret"}; }
vault::Place verifier_place(std::string_view state_hash) { return {"oauth_authorizations", state_hash, "verifier"}; }
vault::Place token_place(GrantId const& id, std::string_view column) { return {"oauth_grants", id.text(), column}; }

Result<Grant> read_grant(Row const& row, vault::Vault const& vault, AccountId const& account) {
    Grant grant;
    grant.account = account;
    grant.id = row.id<GrantId>(0);
    grant.connector = row.text(1);
    grant.mode = row.text(2);
    grant.owner = row.text(3);
    if (!row.text(4).empty()) grant.parent = row.id<GrantId>(4);
    auto const state = grant_state_from(row.text(5));
    if (!state) return fail(ErrorKind::corrupt, "oauth.damaged_row", "reading a grant: unknown state " + row.text(5));
    grant.state = *state;
    grant.why = row.text(6);
    grant.generation = row.integer(8);
    TRY(auto access, vault.open(account, token_place(grant.id, "access"), row.blob(9)));
    TRY(auto refresh, vault.open(account, token_place(grant.id, "refresh"), row.blob(10)));
    grant.tokens = {.access = Secret{std::move(access)},
        .refresh = Secret{std::move(refresh)},
        .issued_at = row.time(11),
        .expires_at = row.time(12),
        .scopes = row.text(7)};
    grant.asked_at = row.optional_time(13);
    grant.created_at = row.time(14);
    return grant;
}

Result<std::optional<Grant>> first_of(Rows const& rows, vault::Vault const& vault, AccountId const& account) {
    if (rows.empty()) return std::optional<Grant>{};
    TRY(auto grant, read_grant(rows.front(), vault, account));
    return std::optional(std::move(grant));
}

}  // namespace

Result<void> save_app(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, App const& app, TimePoint now) {
    Blob const sealed{vault.seal(account, secret_place(app.connector), app.client_secret.reveal())};
    TRY_VOID(transaction.execute(
        sql::save_app, account, app.connector, app.client_id, sealed, app.redirect_uri, app.authorize_url, app.base_url, now));
    return {};
}

Result<std::optional<App>> find_app(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, std::string_view connector) {
    TRY(auto const rows, transaction.query(sql::find_app, account, connector));
    if (rows.empty()) return std::optional<App>{};
    auto const& row = rows.front();
    TRY(auto secret, vault.open(account, secret_place(connector), row.blob(1)));
    return std::optional(
        App{std::string(connector), row.text(0), Secret{std::move(secret)}, row.text(2), row.text(3), row.text(4)});
}

Result<void> insert_authorization(Transaction& transaction, vault::Vault const& vault, AccountId const& account,
    std::string const& state_hash, Authorization const& authorization, TimePoint now) {
    Blob const sealed{vault.seal(account, verifier_place(state_hash), authorization.verifier.reveal())};
    TRY_VOID(transaction.execute(sql::insert_authorization, account, state_hash, authorization.connector, authorization.mode,
        authorization.actor, sealed, now, authorization.expires_at));
    return {};
}

Result<std::optional<Authorization>> take_authorization(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, std::string const& state_hash) {
    TRY(auto const rows, transaction.query(sql::take_authorization, account, state_hash));
    if (rows.empty()) return std::optional<Authorization>{};
    auto const& row = rows.front();
    TRY(auto verifier, vault.open(account, verifier_place(state_hash), row.blob(3)));
    return std::optional(Authorization{row.text(0), row.text(1), row.text(2), Secret{std::move(verifier)}, row.time(4)});
}

Result<std::int64_t> prune_authorizations(Transaction& transaction, TimePoint before) {
    return transaction.execute(sql::prune_authorizations, before);
}

Result<void> save_grant(Transaction& transaction, vault::Vault const& vault, Grant const& grant, TimePoint now) {
    auto const seal = [&](std::string_view column, Secret const& secret) {
        return Blob{vault.seal(grant.account, token_place(grant.id, column), secret.reveal())};
    };
    auto const parent = grant.parent ? grant.parent->text() : std::string();
    TRY_VOID(transaction.execute(sql::save_grant, grant.account, grant.id, grant.connector, grant.mode, grant.owner, parent,
        to_string(grant.state), grant.why, grant.tokens.scopes, grant.generation, seal("access", grant.tokens.access),
        seal("refresh", grant.tokens.refresh), grant.tokens.issued_at, grant.tokens.expires_at, grant.asked_at, grant.created_at,
        now));
    return {};
}

Result<void> note_asked(Transaction& transaction, AccountId const& account, GrantId const& id, TimePoint wall) {
    TRY_VOID(transaction.execute(sql::note_asked, account, id, wall));
    return {};
}

Result<std::optional<Grant>> find_grant(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, GrantId const& id) {
    TRY(auto const rows, transaction.query(sql::find_grant, account, id));
    return first_of(rows, vault, account);
}

Result<std::optional<Grant>> find_grant_of_owner(Transaction& transaction, vault::Vault const& vault, AccountId const& account,
    std::string_view connector, std::string_view mode, std::string_view owner) {
    TRY(auto const rows, transaction.query(sql::find_grant_of_owner, account, connector, mode, owner));
    return first_of(rows, vault, account);
}

Result<std::vector<Grant>> grants_after(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, std::string_view cursor, std::int64_t limit) {
    TRY(auto const rows, transaction.query(sql::grants_after, account, cursor, limit));
    std::vector<Grant> list;
    for (auto const& row : rows) {
        TRY(auto grant, read_grant(row, vault, account));
        list.push_back(std::move(grant));
    }
    return list;
}

}  // namespace lockstep::oauth
