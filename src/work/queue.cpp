// SPDX-License-Identifier: Apache-2.0
#include "work/queue.hpp"

#include <algorithm>

#include "work/detail/statements.hpp"
#include "work/detail/stored_item.hpp"

namespace lockstep::work {
namespace {

std::string merged(MergePayload merge, std::string_view present, std::string_view added) {
    return merge ? merge(present, added) : std::string(added);
}

void forget_failures(Item& item) {
    item.attempts = 0;
    item.why.clear();
}

void ask_beside_lease(StoredItem& item, Request const& request, TimePoint now, MergePayload merge) {
    if (!item.asked) {
        item.asked = Asked{now, request.due_at, request.lane, request.payload, request.overrides_backoff};
        return;
    }
    auto& asked = *item.asked;
    asked.due_at = std::min(asked.due_at, request.due_at);
    asked.lane = std::min(asked.lane, request.lane);
    asked.payload = merged(merge, asked.payload, request.payload);
    asked.overrides = asked.overrides || request.overrides_backoff;
}

void apply(StoredItem& item, Request const& request, TimePoint now, MergePayload merge) {
    item.version += 1;
    item.group = request.group;
    item.record_type = request.record_type;
    item.payload = merged(merge, item.payload, request.payload);
    if (item.state == ItemState::leased) {
        ask_beside_lease(item, request, now, merge);
        return;
    }
    item.lane = std::min(item.lane, request.lane);
    if (item.state == ItemState::parked) {
        if (!request.overrides_backoff) return;
        item.state = ItemState::waiting;
        item.due_at = request.due_at;
    } else if (item.attempts == 0 || request.overrides_backoff) {
        item.due_at = std::min(item.due_at, request.due_at);
    }
    if (request.overrides_backoff) forget_failures(item);
}

Result<void> enqueue_as_of(
    Transaction& transaction, Request const& request, TimePoint enqueued_at, TimePoint now, MergePayload merge) {
    CHECK(!request.account.empty());
    CHECK(!request.queue.empty());
    CHECK(!request.key.empty());
    TRY(auto const before, load(transaction, request.account, request.queue, request.key));
    if (!before) return insert(transaction, request, enqueued_at, now);
    auto after = *before;
    apply(after, request, now, merge);
    return update(transaction, *before, after, now);
}

// The item as it waits after its lease, when nothing that was asked meanwhile is to be forgotten.
StoredItem after_lease(StoredItem const& leased) {
    auto item = leased;
    item.state = ItemState::waiting;
    item.holder.clear();
    if (item.asked) item.lane = std::min(item.lane, item.asked->lane);
    item.asked.reset();
    return item;
}

}  // namespace

Lease lease_of(Item const& item) { return {item.account, item.queue, item.key, item.version, item.fence, item.holder}; }

Result<void> enqueue(Transaction& transaction, Request const& request, TimePoint now, MergePayload merge) {
    return enqueue_as_of(transaction, request, now, now, merge);
}

Result<std::optional<Item>> find(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view key) {
    TRY(auto const rows, transaction.query(sql::find_item, account, queue, key));
    if (rows.empty()) return std::optional<Item>{};
    return std::optional(item_from(rows.front()));
}

Result<bool> holds(Transaction& transaction, Lease const& lease) {
    TRY(auto const rows, transaction.query(sql::holds_lease, lease.account, lease.queue, lease.key, lease.fence, lease.holder));
    return !rows.empty();
}

Result<bool> complete(Transaction& transaction, Lease const& lease) {
    TRY(auto const rows,
        transaction.query(sql::delete_completed, lease.account, lease.queue, lease.key, lease.fence, lease.holder));
    if (!rows.empty()) {
        Item gone;
        gone.account = lease.account;
        gone.queue = lease.queue;
        gone.group = rows.front().text(0);
        gone.lane = static_cast<Lane>(rows.front().integer(1));
        gone.state = ItemState::leased;
        TRY_VOID(note_removed(transaction, gone));
        return true;
    }
    TRY(auto const before, load_leased(transaction, lease));
    if (!before) return false;
    CHECK(before->asked.has_value());
    auto after = after_lease(*before);
    after.enqueued_at = before->asked->at;
    after.due_at = before->asked->due_at;
    after.lane = before->asked->lane;
    after.payload = before->asked->payload;
    forget_failures(after);
    TRY_VOID(update(transaction, *before, after, before->asked->at));
    return true;
}

Result<bool> requeue(Transaction& transaction, Lease const& lease, Requeue const& requeue, MergePayload merge) {
    TRY(auto const before, load_leased(transaction, lease));
    if (!before) return false;
    auto const& asked = before->asked;
    auto after = after_lease(*before);
    after.due_at = requeue.due_at;
    after.why = requeue.why.value_or("");
    if (requeue.worked) after.attempts = 0;
    if (requeue.counts_as_attempt) after.attempts += 1;
    if (requeue.payload) after.payload = asked ? merged(merge, *requeue.payload, asked->payload) : *requeue.payload;
    if (asked && (!requeue.counts_as_attempt || asked->overrides)) after.due_at = std::min(after.due_at, asked->due_at);
    if (asked && asked->overrides) forget_failures(after);
    TRY_VOID(update(transaction, *before, after, TimePoint{}));
    return true;
}

Result<bool> park(Transaction& transaction, Lease const& lease, std::string_view reason) {
    TRY(auto const before, load_leased(transaction, lease));
    if (!before) return false;
    auto after = after_lease(*before);
    if (before->asked && before->asked->overrides) {
        after.due_at = before->asked->due_at;
        forget_failures(after);
    } else {
        after.state = ItemState::parked;
        after.why = reason;
    }
    TRY_VOID(update(transaction, *before, after, TimePoint{}));
    return true;
}

Result<bool> rekey(Transaction& transaction, Lease const& lease, std::string_view new_key, TimePoint now, MergePayload merge) {
    CHECK(new_key != lease.key);
    TRY(auto const before, load_leased(transaction, lease));
    if (!before) return false;
    TRY_VOID(transaction.execute(sql::delete_item, lease.account, lease.queue, lease.key));
    TRY_VOID(note_removed(transaction, *before));
    auto const item = after_lease(*before);
    Request request = static_cast<Request const&>(item);
    request.key = new_key;
    request.due_at = now;
    request.overrides_backoff = before->asked && before->asked->overrides;
    TRY_VOID(enqueue_as_of(transaction, request, before->enqueued_at, now, merge));
    return true;
}

Result<void> unpark(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view key, TimePoint now) {
    TRY(auto const before, load(transaction, account, queue, key));
    if (!before || before->state != ItemState::parked) return {};
    auto after = *before;
    after.state = ItemState::waiting;
    after.due_at = now;
    forget_failures(after);
    return update(transaction, *before, after, now);
}

Result<std::int64_t> unpark_group(Transaction& transaction, AccountId const& account, std::string_view queue,
    std::string_view group, TimePoint now, std::int64_t limit) {
    TRY(auto const rows, transaction.query(sql::parked_of_group, account, queue, group, limit));
    for (auto const& row : rows) TRY_VOID(unpark(transaction, account, queue, row.text(0), now));
    return static_cast<std::int64_t>(rows.size());
}

Result<std::int64_t> hasten_group(Transaction& transaction, AccountId const& account, std::string_view queue,
    std::string_view group, TimePoint now, std::int64_t limit) {
    std::int64_t count = 0;
    for (auto const lane : {Lane::interactive, Lane::live, Lane::bulk}) {
        TRY(auto const rows,
            transaction.query(sql::later_in_lane, account, queue, group, static_cast<std::int64_t>(lane), now, limit - count));
        for (auto const& row : rows) {
            TRY(auto const before, load(transaction, account, queue, row.text(0)));
            if (!before || before->attempts > 0) continue;
            auto after = *before;
            after.due_at = now;
            TRY_VOID(update(transaction, *before, after, now));
            ++count;
        }
    }
    return count;
}

Result<bool> withdraw(Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view key) {
    TRY(auto const rows, transaction.query(sql::delete_unleased, account, queue, key));
    if (rows.empty()) return false;
    Item gone;
    gone.account = account;
    gone.queue = queue;
    gone.group = rows.front().text(0);
    gone.lane = static_cast<Lane>(rows.front().integer(1));
    gone.state = static_cast<ItemState>(rows.front().integer(2));
    TRY_VOID(note_removed(transaction, gone));
    return true;
}

}  // namespace lockstep::work
