// SPDX-License-Identifier: Apache-2.0
// The durable queue for everyone: one item per key, leased to one holder at a time, taken up again with back-off, parked, or
// due far in the future. Every function is a step of the caller's transaction; claim.hpp gives out what is due.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ports/database.hpp"
#include "work/item.hpp"

namespace lockstep::work {

// How two payloads for one key become one. Without it the added one replaces the present one.
using MergePayload = std::string (*)(std::string_view present, std::string_view added);

// A key without item gets one. What an item already there keeps:
//   waiting   the earlier due time and the better lane.
//   backing off (waiting after failures)   its due time, so that requests do not defeat the back-off; with `overrides_backoff`
//             the earlier due time, and its failures are forgotten.
//   parked    stays parked, but remembers the payload; with `overrides_backoff` it waits again, its failures forgotten.
//   leased    the request stands beside the lease: complete() makes an item of it, requeue() and park() merge it in.
// In each case the payload is merged, record type and group are those of the request, and the version grows by one.
Result<void> enqueue(Transaction& transaction, Request const& request, TimePoint now, MergePayload merge = nullptr);

Result<std::optional<Item>> find(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view key);

// False: fenced off, because the lease was ended (its holder was taken for dead) and perhaps somebody else has the item since.
Result<bool> holds(Transaction& transaction, Lease const& lease);

// Each of the following ends a lease. False: fenced off, nothing was changed.

// The item is gone, or, when it was asked for meanwhile, waits for what was asked then, its failures forgotten.
Result<bool> complete(Transaction& transaction, Lease const& lease);

struct Requeue {
    TimePoint due_at{};
    bool counts_as_attempt = false;                     // serving it has failed
    std::optional<std::string> payload = std::nullopt;  // none: as it was
    std::optional<std::string> why = std::nullopt;
    bool worked = false;  // a part of it is done: the failures before are forgotten
};
// The item waits again. Who asked meanwhile does not wait for our reason to wait, unless it is a failure (counts_as_attempt);
// who asked with `overrides_backoff` never does. `merge` joins the payload given here with what was asked meanwhile.
Result<bool> requeue(Transaction& transaction, Lease const& lease, Requeue const& requeue, MergePayload merge = nullptr);

// The item is not claimed until unpark() or a request that overrides. Such a request made meanwhile lets it wait instead.
Result<bool> park(Transaction& transaction, Lease const& lease, std::string_view reason);

// The item becomes, or is merged into, the item of another key, due at once.
Result<bool> rekey(
    Transaction& transaction, Lease const& lease, std::string_view new_key, TimePoint now, MergePayload merge = nullptr);

// A parked item is due at once, its failures forgotten. Nothing happens to any other.
Result<void> unpark(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view key, TimePoint now);
// The same for a whole group, in portions: returns how many, at most `limit`.
Result<std::int64_t> unpark_group(Transaction& transaction, AccountId const& account, std::string_view queue,
    std::string_view group, TimePoint now, std::int64_t limit);

// What waits for later in a group is due at once, because what it waited for has come: the best lane first, at most `limit`
// items. What backs off after failures goes on doing so. Returns how many.
Result<std::int64_t> hasten_group(Transaction& transaction, AccountId const& account, std::string_view queue,
    std::string_view group, TimePoint now, std::int64_t limit);

// Takes an item back that nobody serves: a timer that is not needed any more. False: there is none, or it is leased.
Result<bool> withdraw(Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view key);

}  // namespace lockstep::work
