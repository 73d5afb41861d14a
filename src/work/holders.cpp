// SPDX-License-Identifier: Apache-2.0
#include "work/holders.hpp"

#include <algorithm>

#include "base/injected_fault.hpp"

#include "work/detail/statements.hpp"
#include "work/detail/stored_item.hpp"

namespace lockstep::work {
namespace {

// Frees the leases for which `is_meant` says so.
template <class IsMeant>
Result<std::int64_t> release_leases(Transaction& transaction, std::string_view holder, TimePoint now, IsMeant is_meant) {
    TRY(auto const rows, transaction.query(sql::leased_by, holder));
    std::int64_t released = 0;
    for (auto const& row : rows) {
        auto const account = row.id<AccountId>(0);
        if (!is_meant(account, row.text(1), row.text(2))) continue;
        ++released;
        TRY(auto const before, load(transaction, account, row.text(1), row.text(2)));
        CHECK(before.has_value());
        auto after = *before;
        after.state = ItemState::waiting;
        after.holder.clear();
        if (before->asked) {
            after.due_at = std::min(before->due_at, before->asked->due_at);
            after.lane = std::min(before->lane, before->asked->lane);
            if (before->asked->overrides) after.attempts = 0;
            after.asked.reset();
        }
        TRY_VOID(update(transaction, *before, after, now));
    }
    return released;
}

Result<std::int64_t> release(Transaction& transaction, std::string_view holder, TimePoint now) {
    TRY_VOID(transaction.execute(sql::free_locks_of, holder));
    return release_leases(transaction, holder, now, [](auto const&, auto const&, auto const&) { return true; });
}

}  // namespace

Result<void> heartbeat(Transaction& transaction, std::string_view holder, TimePoint now, TimePoint alive_until) {
    CHECK(!holder.empty());
    TRY_VOID(transaction.execute(sql::heartbeat, holder, now, alive_until));
    return {};
}

Result<std::optional<Beat>> newest_beat(Transaction& transaction, TimePoint after) {
    TRY(auto const rows, transaction.query(sql::newest_beat, after));
    if (rows.empty()) return std::optional<Beat>{};
    return std::optional(Beat{rows.front().time(0), rows.front().time(1)});
}

Result<std::int64_t> release_own(Transaction& transaction, std::string_view holder, TimePoint now) {
    CHECK(!holder.empty());
    if (is_injected(InjectedFault::start_frees_all_leases)) {
        TRY(auto const everybody, transaction.query(sql::dead_holders, TimePoint::max()));
        for (auto const& row : everybody) TRY_VOID(release(transaction, row.text(0), now));
    }
    return release(transaction, holder, now);
}

Result<std::int64_t> release_lost(Transaction& transaction, std::string_view holder, std::string_view queue,
    std::set<std::pair<AccountId, std::string>> const& in_hand, TimePoint now) {
    return release_leases(transaction, holder, now, [&](AccountId const& account, std::string const& of, std::string const& key) {
        return of == queue && !in_hand.contains({account, key});
    });
}

Result<std::int64_t> release_dead(Transaction& transaction, TimePoint now) {
    // Their rows stay: one that is only slow may claim again before its next heartbeat, and then has to be freed again.
    if (is_injected(InjectedFault::leases_of_the_dead_stay)) return 0;
    TRY(auto const dead, transaction.query(sql::dead_holders, now));
    std::int64_t released = 0;
    for (auto const& row : dead) {
        TRY(auto const count, release(transaction, row.text(0), now));
        released += count;
    }
    return released;
}

}  // namespace lockstep::work
