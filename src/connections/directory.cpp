// SPDX-License-Identifier: Apache-2.0
// The connections in memory, with an index for each way in which somebody looks for one.
#include "base/bytes.hpp"
#include "connections/connection.hpp"
#include "vault/signature.hpp"

namespace lockstep::connections {
namespace {

using Index = std::multimap<std::string, Directory::Entry, std::less<>>;

void drop(Index& index, std::string_view key, Directory::Entry const& entry) {
    auto const [first, last] = index.equal_range(key);
    for (auto at = first; at != last; ++at) {
        if (at->second == entry) {
            index.erase(at);
            return;
        }
    }
}

}  // namespace

void Directory::forget(Entry const& entry) {
    drop(by_account_key_, entry->account_key, entry);
    drop(by_token_hash_, vault::sha256(entry->webhook_token.reveal()), entry);
    drop(by_secret_hash_, vault::sha256(entry->webhook_secret.reveal()), entry);
}

void Directory::put(Connection connection) {
    auto entry = std::make_shared<Connection const>(std::move(connection));
    std::lock_guard const lock(mutex_);
    auto& slot = entries_[entry->id];
    if (slot) forget(slot);
    // An empty key, token or secret is "none": nobody may find a connection by it.
    if (!entry->account_key.empty()) by_account_key_.emplace(entry->account_key, entry);
    if (!entry->webhook_token.empty()) by_token_hash_.emplace(vault::sha256(entry->webhook_token.reveal()), entry);
    if (!entry->webhook_secret.empty()) by_secret_hash_.emplace(vault::sha256(entry->webhook_secret.reveal()), entry);
    slot = std::move(entry);
    version_.fetch_add(1, std::memory_order_release);
}

void Directory::remove(ConnectionId const& id) {
    std::lock_guard const lock(mutex_);
    auto const found = entries_.find(id);
    if (found == entries_.end()) return;
    forget(found->second);
    entries_.erase(found);
    version_.fetch_add(1, std::memory_order_release);
}

Directory::Entry Directory::find(ConnectionId const& id) const {
    std::lock_guard const lock(mutex_);
    auto const found = entries_.find(id);
    return found == entries_.end() ? nullptr : found->second;
}

std::vector<Directory::Entry> Directory::all() const {
    std::lock_guard const lock(mutex_);
    std::vector<Entry> list;
    list.reserve(entries_.size());
    for (auto const& [id, entry] : entries_) list.push_back(entry);
    return list;
}

std::vector<Directory::Entry> Directory::by_account_key(std::string_view account_key) const {
    std::lock_guard const lock(mutex_);
    std::vector<Entry> list;
    auto const [first, last] = by_account_key_.equal_range(account_key);
    for (auto at = first; at != last; ++at) list.push_back(at->second);
    return list;
}

Directory::Entry Directory::by_webhook_token(std::string_view token) const {
    auto const hash = vault::sha256(token);
    std::lock_guard const lock(mutex_);
    auto const found = by_token_hash_.find(hash);
    if (found == by_token_hash_.end()) return nullptr;
    return equal_constant_time(found->second->webhook_token.reveal(), token) ? found->second : nullptr;
}

std::vector<Directory::Entry> Directory::by_webhook_secret(std::string_view secret) const {
    auto const hash = vault::sha256(secret);
    std::lock_guard const lock(mutex_);
    std::vector<Entry> list;
    auto const [first, last] = by_secret_hash_.equal_range(hash);
    for (auto at = first; at != last; ++at) {
        if (equal_constant_time(at->second->webhook_secret.reveal(), secret)) list.push_back(at->second);
    }
    return list;
}

std::shared_ptr<catalogue::Connector const> find_connector(Connectors const& connectors, std::string_view profile) {
    for (auto const& connector : connectors) {
        if (connector->profile == profile) return connector;
    }
    return nullptr;
}

}  // namespace lockstep::connections
