// SPDX-License-Identifier: Apache-2.0
#include "app/account.hpp"

#include "app/detail/statements.hpp"

namespace lockstep::app {

Result<std::optional<AccountId>> find_account(Transaction& transaction) {
    TRY(auto const rows, transaction.query(sql::find_account));
    if (rows.empty()) return std::optional<AccountId>{};
    return rows.front().id<AccountId>(0);
}

Result<AccountId> make_account(Transaction& transaction, vault::Vault& vault, identity::Source const& source) {
    TRY(auto const present, find_account(transaction));
    auto account = present ? *present : source.random.id<AccountTag>(source.now);
    TRY_VOID(vault.add_account(transaction, account, source.now));
    if (!present) {
        TRY_VOID(transaction.execute(sql::add_account, account, source.now));
    }
    return account;
}

Result<Secret> local_token(
    Transaction& transaction, AccountId const& account, identity::Source const& source, Secret const& present) {
    if (!present.empty()) {
        auto const found = identity::find_api_token(transaction, account, present, source.now);
        if (found && found->scope == identity::Scope::write) return present;
        if (!found && found.error().kind != ErrorKind::denied) return pass_on(found.error());
    }
    TRY(auto made,
        identity::create_api_token(transaction, account, source, "commands on this machine", identity::Scope::write, "console"));
    return std::move(made.text);
}

}  // namespace lockstep::app
