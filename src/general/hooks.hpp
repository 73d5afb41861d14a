// SPDX-License-Identifier: Apache-2.0
// Hooks: addresses that others may post to. Whoever knows the address may; it is a secret, and can be taken back.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/secret.hpp"
#include "ports/database.hpp"
#include "ports/random.hpp"
#include "vault/vault.hpp"

namespace lockstep::general {

struct HookTag {
    static constexpr std::string_view prefix = "hok";
};
using HookId = Id<HookTag>;

// What tells a hook's address from one of a connection.
inline constexpr std::string_view hook_token_prefix = "hook_";
inline constexpr std::string_view hook_path = "/webhooks/in/hook_";

struct Hook {
    HookId id;
    std::string label;
    Secret token;  // with its prefix
    TimePoint created_at{};
    std::optional<TimePoint> revoked_at{};
    std::optional<TimePoint> last_at{};
    std::int64_t received = 0;

    std::string path() const { return "/webhooks/in/" + std::string(token.reveal()); }
};

Hook make_hook(std::string label, Random& random, SecureRandom& secure_random, TimePoint now);

Result<void> insert_hook(Transaction& transaction, vault::Vault const& vault, AccountId const& account, Hook const& hook);
// Oldest first; revoked ones included, so that their events can be named.
Result<std::vector<Hook>> list_hooks(Transaction& transaction, vault::Vault const& vault, AccountId const& account);
// Not a revoked one.
Result<std::optional<Hook>> find_hook(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, std::string_view token);
// not_found "general.unknown_hook", also when it was revoked before.
Result<void> revoke_hook(Transaction& transaction, AccountId const& account, HookId const& id, TimePoint now);
Result<void> count_received(Transaction& transaction, AccountId const& account, HookId const& id, TimePoint now);

}  // namespace lockstep::general
