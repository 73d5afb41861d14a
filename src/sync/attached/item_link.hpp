// SPDX-License-Identifier: Apache-2.0
// ItemLink: this note (or task) here is that one there, what both said when they last agreed, and what was sent about it.
#pragma once

#include <optional>
#include <set>
#include <string>

#include "catalogue/attached.hpp"
#include "contacts/side.hpp"

namespace lockstep::sync {

enum class ItemState : std::uint8_t {
    linked,    // both are known; one of them may be gone
    creating,  // the copy is being made
    refused,   // the app would not have the copy; tried again when the original says something else
    left,      // it was there before the setting was switched on: it stays alone
};
std::string_view to_string(ItemState state);

// Sent, and not answered clearly yet.
struct ItemPending {
    contacts::Side side = contacts::Side::a;
    bool is_unclear = false;  // the answer was lost; false: it is under way
    std::string effect;       // under which its changes stand in the history
    TimePoint sent_at{};
    std::set<catalogue::AttachedField> fields;  // of an update
    catalogue::AttachedValues values;           // what was sent, as that side can hold it
    catalogue::AttachedValues source;           // what the other side said then
    std::int64_t looks = 0;                     // how often a copy was looked for in vain
    TimePoint looked_at{};

    bool operator==(ItemPending const&) const = default;
};

// A list may go on showing what was there before, for the consistency delay.
struct ItemWritten {
    contacts::Side side = contacts::Side::a;
    TimePoint at{};
    std::set<catalogue::AttachedField> fields;
    catalogue::AttachedValues before;

    bool operator==(ItemWritten const&) const = default;
};

// The app would not take these fields; they are sent again when the other side says something else.
struct ItemRefused {
    contacts::Side side = contacts::Side::a;
    std::set<catalogue::AttachedField> fields;
    catalogue::AttachedValues source;

    bool operator==(ItemRefused const&) const = default;
};

struct ItemLink {
    std::string id;  // our own; empty: not stored yet
    ItemState state = ItemState::linked;
    contacts::PerSide<std::string> item;  // the apps' ids; empty: none (yet)
    contacts::PerSide<catalogue::AttachedValues> base;
    std::optional<contacts::Side> copy_at;  // which of the two is the copy; none: people wrote both
    std::optional<ItemPending> pending;
    std::optional<ItemWritten> written;
    std::optional<ItemRefused> refused;

    bool is_refused() const { return state == ItemState::refused || refused; }
    bool operator==(ItemLink const&) const = default;
};
// Without id, state and item ids, which have columns of their own.
Json to_json(ItemLink const& link);
void read_json(Json const& json, ItemLink& link);

}  // namespace lockstep::sync
