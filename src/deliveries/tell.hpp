// SPDX-License-Identifier: Apache-2.0
// Telling: whoever stores something that others may want to hear of says so here, in the same transaction. Where nobody listens
// that is one look into a small table and nothing is written. The courier (courier.hpp) makes deliveries of what was told.
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

#include "base/json.hpp"
#include "events/inbox.hpp"
#include "ports/database.hpp"
#include "vault/vault.hpp"

namespace lockstep::deliveries {

// The types (catalogue.hpp) that somebody wants of this sync; of what belongs to no sync, with an empty one.
using Wanted = std::set<std::string, std::less<>>;
Result<Wanted> wanted(Transaction& transaction, AccountId const& account, std::string_view sync);

struct News {
    std::string_view type;    // of the catalogue
    std::string_view sync{};  // may be empty
    std::string_view link{};  // may be empty; the person is added to what those are told who get everything
    TimePoint at{};
    JsonObject data{};    // ids, codes and names of fields: what everybody is told
    JsonObject values{};  // what only those are told who get everything
};
// Stores it, whether or not anybody wants it: ask wanted() first.
Result<void> tell(Transaction& transaction, vault::Vault const& vault, AccountId const& account, News news);

// Tells of every event that arrives.
class Listener final : public events::Listener {
public:
    explicit Listener(vault::Vault const& vault) : vault_(vault) {}
    Result<void> on_event(Transaction& transaction, events::Event& event) override;

private:
    vault::Vault const& vault_;
};

// Which connections were told to be lost, and since when.
Result<std::map<ConnectionId, TimePoint>> lost_connections(Transaction& transaction, AccountId const& account);
struct Connection {
    ConnectionId id;
    std::string label;
    std::string why;  // a code
};
Result<void> tell_lost(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, Connection const& connection, TimePoint at);
Result<void> tell_recovered(Transaction& transaction, vault::Vault const& vault, AccountId const& account,
    Connection const& connection, TimePoint since, TimePoint at);

}  // namespace lockstep::deliveries
