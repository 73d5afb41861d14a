// SPDX-License-Identifier: Apache-2.0
#include "app/new_installation.hpp"

#include "app/account.hpp"
#include "app/files.hpp"
#include "app/installation.hpp"

namespace lockstep::app {
namespace {

Result<void> make_all(
    Transaction& transaction, vault::Vault& vault, identity::Source const& source, bool makes_token, NewInstallation& made) {
    TRY(made.account, make_account(transaction, vault, source));
    TRY(bool const has_owner, identity::has_owner(transaction, made.account));
    if (!has_owner) {
        TRY(made.setup_code, identity::make_setup_code(transaction, made.account, source));
    }
    if (makes_token) {
        TRY(auto token, identity::create_api_token(
                            transaction, made.account, source, "made by lockstep init", identity::Scope::write, "console"));
        made.token = std::move(token.text);
    }
    return {};
}

}  // namespace

Task<Result<NewInstallation>> make_installation(Foundation& foundation, Settings const& settings, bool makes_token) {
    NewInstallation made;
    CO_TRY_VOID(make_private_folder(settings.data));
    CO_TRY(made.key, make_master_key(settings, foundation.secure_random));
    CO_TRY(auto const database, co_await open_database(foundation, settings, {}));
    vault::Vault vault(made.key.bytes, foundation.secure_random);
    CO_TRY_VOID(co_await vault.load(*database));
    auto const now = foundation.clock.now();
    CO_TRY_VOID(co_await database->write([&](Transaction& transaction) {
        return make_all(transaction, vault, {foundation.random, foundation.secure_random, now}, makes_token, made);
    }));
    co_return std::move(made);
}

}  // namespace lockstep::app
