// SPDX-License-Identifier: Apache-2.0
// What stands in the queue: a request ("please serve this key"), the item that came of it, and the lease of whoever serves it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/id.hpp"
#include "base/time.hpp"

namespace lockstep::work {

// The smaller is served first.
enum class Lane : std::uint8_t {
    interactive = 0,  // a person waits
    live = 1,
    bulk = 2,
};

struct Request {
    AccountId account;
    std::string queue;  // whose work it is: "reconcile", "delivery", ...
    std::string key;    // what is to be served: "link:<id>", "record:<sync>:a:<id>"; at most one item per account, queue and key
    std::string group;  // whose turn it is; an id that no other account uses, for instance of a sync
    Lane lane = Lane::live;
    TimePoint due_at{};
    std::string record_type;
    std::string payload;             // small JSON, never a person's value
    bool overrides_backoff = false;  // also ends a back-off after failures and takes a parked item up again
};

enum class ItemState : std::uint8_t {
    waiting = 0,
    leased = 1,
    parked = 2,
};

struct Item : Request {
    std::int64_t version = 0;   // how often it was asked for; tells whether somebody asked while it was served
    std::int64_t attempts = 0;  // how often serving it has failed since it last worked
    TimePoint enqueued_at{};
    ItemState state = ItemState::waiting;
    std::int64_t fence = 0;  // of its latest lease; grows with every claim, also over the lives of one key
    std::string holder;      // empty unless leased
    std::string why;         // why it waits or is parked, in words for people
};

// What a holder shows to say that it still serves the item.
struct Lease {
    AccountId account;
    std::string queue;
    std::string key;
    std::int64_t version = 0;
    std::int64_t fence = 0;
    std::string holder;

    bool operator==(Lease const&) const = default;
};
Lease lease_of(Item const& item);

}  // namespace lockstep::work
