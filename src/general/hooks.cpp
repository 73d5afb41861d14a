// SPDX-License-Identifier: Apache-2.0
#include "general/hooks.hpp"

#include <array>

#include "base/bytes.hpp"
#include "base/text.hpp"
#include "general/statements.hpp"

namespace lockstep::general {
namespace {

vault::Place token_place(HookId const& id) { return {"hooks", id.text(), "token"}; }

std::string index_of(vault::Vault const& vault, AccountId const& account, std::string_view token) {
    return vault.blind_index(account, "hook token", token);
}

Result<Hook> read_hook(Row const& row, vault::Vault const& vault, AccountId const& account) {
    Hook hook;
    hook.id = row.id<HookId>(0);
    hook.label = row.text(1);
    TRY(auto token, vault.open(account, token_place(hook.id), row.blob(2)));
    hook.token = Secret{std::move(token)};
    hook.created_at = row.time(3);
    hook.revoked_at = row.optional_time(4);
    hook.last_at = row.optional_time(5);
    hook.received = row.integer(6);
    return hook;
}

}  // namespace

Hook make_hook(std::string label, Random& random, SecureRandom& secure_random, TimePoint now) {
    std::array<std::byte, 32> bytes{};
    secure_random.fill(bytes);
    std::string raw(bytes.size(), '\0');
    for (std::size_t i = 0; i < bytes.size(); ++i) raw[i] = static_cast<char>(bytes[i]);
    Hook hook;
    hook.id = random.id<HookTag>(now);
    hook.label = std::move(label);
    hook.token = Secret{std::string(hook_token_prefix) + to_base64url(raw)};
    hook.created_at = now;
    return hook;
}

Result<void> insert_hook(Transaction& transaction, vault::Vault const& vault, AccountId const& account, Hook const& hook) {
    TRY_VOID(transaction.execute(sql::insert_hook, account, hook.id, hook.label, index_of(vault, account, hook.token.reveal()),
        Blob{vault.seal(account, token_place(hook.id), hook.token.reveal())}, hook.created_at));
    return {};
}

Result<std::vector<Hook>> list_hooks(Transaction& transaction, vault::Vault const& vault, AccountId const& account) {
    TRY(auto const rows, transaction.query(sql::list_hooks, account));
    std::vector<Hook> hooks;
    for (auto const& row : rows) {
        TRY(auto hook, read_hook(row, vault, account));
        hooks.push_back(std::move(hook));
    }
    return hooks;
}

Result<std::optional<Hook>> find_hook(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, std::string_view token) {
    TRY(auto const rows, transaction.query(sql::find_hook, account, index_of(vault, account, token)));
    if (rows.empty()) return std::optional<Hook>{};
    TRY(auto hook, read_hook(rows.front(), vault, account));
    if (hook.revoked_at) return std::optional<Hook>{};
    return std::optional(std::move(hook));
}

Result<void> revoke_hook(Transaction& transaction, AccountId const& account, HookId const& id, TimePoint now) {
    TRY(auto const count, transaction.execute(sql::revoke_hook, account, id, now));
    if (count == 0)
        return fail(ErrorKind::not_found, "general.unknown_hook",
            "revoking an address: there is none called \"" + printable(id.text().substr(0, 60)) + "\" in use");
    return {};
}

Result<void> count_received(Transaction& transaction, AccountId const& account, HookId const& id, TimePoint now) {
    TRY_VOID(transaction.execute(sql::count_received, account, id, now));
    return {};
}

}  // namespace lockstep::general
