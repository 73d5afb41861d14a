// SPDX-License-Identifier: Apache-2.0
#include "work/detail/stored_item.hpp"

#include <algorithm>

#include "work/detail/statements.hpp"

namespace lockstep::work {
namespace {

struct Difference {
    std::int64_t waiting = 0;
    std::int64_t leased = 0;
    std::int64_t parked = 0;
};

void add(Difference& difference, ItemState state, std::int64_t count) {
    switch (state) {
        case ItemState::waiting: difference.waiting += count; break;
        case ItemState::leased: difference.leased += count; break;
        case ItemState::parked: difference.parked += count; break;
    }
}

// Returns when the next turn of that lane of the group is.
Result<std::optional<TimePoint>> add_to_counts(Transaction& transaction, Item const& item, Difference const& difference) {
    auto const run = [&] {
        return transaction.query(sql::add_to_counts, item.account, item.queue, item.group, static_cast<std::int64_t>(item.lane),
            difference.waiting, difference.leased, difference.parked);
    };
    TRY(auto rows, run());
    if (rows.empty()) {
        TRY_VOID(transaction.execute(sql::insert_group, item.account, item.queue, item.group));
        TRY(rows, run());
    }
    CHECK(rows.size() == 1);
    return rows.front().optional_time(0);
}

Result<void> take_place(Transaction& transaction, Item const& item, Difference const& difference, TimePoint turn_from) {
    TRY(auto const turn, add_to_counts(transaction, item, difference));
    if (item.state != ItemState::waiting) return {};
    auto const wanted = std::max(item.due_at, turn_from);
    if (turn && *turn <= wanted) return {};
    TRY_VOID(
        transaction.execute(sql::set_turn, item.account, item.queue, item.group, static_cast<std::int64_t>(item.lane), wanted));
    return {};
}

bool in_same_line(Item const& one, Item const& other) { return one.group == other.group && one.lane == other.lane; }

}  // namespace

Item item_from(Row const& row) {
    Item item;
    item.account = row.id<AccountId>(0);
    item.queue = row.text(1);
    item.key = row.text(2);
    item.group = row.text(3);
    item.lane = static_cast<Lane>(row.integer(4));
    item.due_at = row.time(5);
    item.record_type = row.text(6);
    item.payload = row.text(7);
    item.version = row.integer(8);
    item.attempts = row.integer(9);
    item.enqueued_at = row.time(10);
    item.state = static_cast<ItemState>(row.integer(11));
    item.holder = row.text(12);
    item.fence = row.integer(13);
    item.why = row.text(14);
    return item;
}

Result<std::optional<StoredItem>> load(
    Transaction& transaction, AccountId const& account, std::string_view queue, std::string_view key) {
    TRY(auto const rows, transaction.query(sql::find_item, account, queue, key));
    if (rows.empty()) return std::optional<StoredItem>{};
    auto const& row = rows.front();
    StoredItem item;
    static_cast<Item&>(item) = item_from(row);
    if (auto const asked_at = row.optional_time(15)) {
        item.asked = Asked{*asked_at, row.time(16), static_cast<Lane>(row.integer(17)), row.text(18), row.boolean(19)};
    }
    return std::optional(std::move(item));
}

Result<std::optional<StoredItem>> load_leased(Transaction& transaction, Lease const& lease) {
    TRY(auto item, load(transaction, lease.account, lease.queue, lease.key));
    if (item && item->state == ItemState::leased && item->fence == lease.fence && item->holder == lease.holder) return item;
    return std::optional<StoredItem>{};
}

Result<void> insert(Transaction& transaction, Request const& request, TimePoint enqueued_at, TimePoint turn_from) {
    TRY_VOID(transaction.execute(sql::insert_item, request.account, request.queue, request.key, request.group,
        static_cast<std::int64_t>(request.lane), request.due_at, request.record_type, request.payload, enqueued_at));
    Item item;
    static_cast<Request&>(item) = request;
    return take_place(transaction, item, {.waiting = 1}, turn_from);
}

Result<void> update(Transaction& transaction, StoredItem const& before, StoredItem const& after, TimePoint turn_from) {
    std::optional<std::int64_t> asked_lane;
    if (after.asked) asked_lane = static_cast<std::int64_t>(after.asked->lane);
    auto const asked_at = after.asked ? std::optional(after.asked->at) : std::nullopt;
    auto const asked_due_at = after.asked ? std::optional(after.asked->due_at) : std::nullopt;
    auto const asked_payload = after.asked ? std::optional(std::string_view(after.asked->payload)) : std::nullopt;
    bool const asked_overrides = after.asked && after.asked->overrides;
    if (in_same_line(before, after) && before.due_at == after.due_at && before.state == after.state) {
        TRY_VOID(transaction.execute(sql::update_content, after.account, after.queue, after.key, after.record_type, after.payload,
            after.version, after.attempts, after.enqueued_at, after.why, asked_at, asked_due_at, asked_lane, asked_payload,
            asked_overrides));
        return {};
    }
    TRY_VOID(transaction.execute(sql::update_item, after.account, after.queue, after.key, after.record_type, after.payload,
        after.version, after.attempts, after.enqueued_at, after.why, asked_at, asked_due_at, asked_lane, asked_payload,
        asked_overrides, after.group, static_cast<std::int64_t>(after.lane), after.due_at, static_cast<std::int64_t>(after.state),
        after.holder));
    Difference difference;
    add(difference, after.state, 1);
    if (in_same_line(before, after)) {
        add(difference, before.state, -1);
    } else {
        TRY_VOID(note_removed(transaction, before));
    }
    return take_place(transaction, after, difference, turn_from);
}

Result<void> note_removed(Transaction& transaction, Item const& item) {
    Difference difference;
    add(difference, item.state, -1);
    TRY_VOID(add_to_counts(transaction, item, difference));
    return {};
}

}  // namespace lockstep::work
