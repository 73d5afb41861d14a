// SPDX-License-Identifier: Apache-2.0
// The store of apps, of authorisations under way, and of grants. Secrets and tokens are sealed.
#pragma once

#include <vector>

#include "oauth/grant.hpp"
#include "ports/database.hpp"
#include "vault/vault.hpp"

namespace lockstep::oauth {

Result<void> save_app(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, App const& app, TimePoint now);
Result<std::optional<App>> find_app(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, std::string_view connector);

// A person is at the vendor.
struct Authorization {
    std::string connector;
    std::string mode;
    std::string actor;  // who began, for the audit; nobody else can end it
    Secret verifier;    // RFC 7636; empty without PKCE
    TimePoint expires_at{};
};
Result<void> insert_authorization(Transaction& transaction, vault::Vault const& vault, AccountId const& account,
    std::string const& state_hash, Authorization const& authorization, TimePoint now);
// Takes it out: whoever comes second with the same state finds nothing.
Result<std::optional<Authorization>> take_authorization(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, std::string const& state_hash);
Result<std::int64_t> prune_authorizations(Transaction& transaction, TimePoint before);

Result<void> save_grant(Transaction& transaction, vault::Vault const& vault, Grant const& grant, TimePoint now);
Result<void> note_asked(Transaction& transaction, AccountId const& account, GrantId const& id, TimePoint wall);
Result<std::optional<Grant>> find_grant(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, GrantId const& id);
Result<std::optional<Grant>> find_grant_of_owner(Transaction& transaction, vault::Vault const& vault, AccountId const& account,
    std::string_view connector, std::string_view mode, std::string_view owner);
Result<std::vector<Grant>> grants_after(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, std::string_view cursor, std::int64_t limit);

}  // namespace lockstep::oauth
