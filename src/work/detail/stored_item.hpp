// SPDX-License-Identifier: Apache-2.0
// Items as they are stored, and the one way to store them: whoever changes an item goes through here, so that the counts and the
// turns of its group always agree with it.
#pragma once

#include <optional>
#include <string_view>

#include "ports/database.hpp"
#include "work/item.hpp"

namespace lockstep::work {

// What was asked while the item was leased.
struct Asked {
    TimePoint at{};
    TimePoint due_at{};
    Lane lane = Lane::live;
    std::string payload;
    bool overrides = false;
};

struct StoredItem : Item {
    std::optional<Asked> asked;
};

Item item_from(Row const& row);

Result<std::optional<StoredItem>> load(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view key);
// None: fenced off.
Result<std::optional<StoredItem>> load_leased(Transaction& transaction, Lease const& lease);

// A waiting item of a key that has none. `turn_from`: its group does not come before those whose turn was earlier.
Result<void> insert(Transaction& transaction, Request const& request, TimePoint enqueued_at, TimePoint turn_from);
Result<void> update(Transaction& transaction, StoredItem const& before, StoredItem const& after, TimePoint turn_from);

// An item has left this place in its group.
Result<void> note_removed(Transaction& transaction, Item const& item);

}  // namespace lockstep::work
