// SPDX-License-Identifier: Apache-2.0
#include "work/claim.hpp"

#include <algorithm>
#include <limits>

#include "work/detail/statements.hpp"
#include "work/detail/stored_item.hpp"

namespace lockstep::work {
namespace {

constexpr std::int64_t served_at_once = 8;  // before the next group has its turn
constexpr std::int64_t turns_read_at_once = 16;

struct Turn {
    std::string account;
    std::string group;
    std::int64_t at = std::numeric_limits<std::int64_t>::min();
    std::int64_t turns = 0;
};

struct Fences {
    std::int64_t next = 0;
    std::int64_t end = 0;
};

class Claiming {
public:
    Claiming(Transaction& transaction, ClaimLimits const& limits, TimePoint now)
        : transaction_(transaction), limits_(limits), now_(now), in_flight_(limits.in_flight) {}

    Result<Claim> run() {
        for (auto const lane : {Lane::interactive, Lane::live, Lane::bulk}) {
            while (!is_full()) {
                TRY(bool const more, go_round(lane));
                if (!more) break;
            }
        }
        if (is_full()) claim_.next_due = now_;
        return std::move(claim_);
    }

private:
    std::int64_t claimed() const { return static_cast<std::int64_t>(claim_.items.size()); }
    bool is_full() const { return claimed() >= limits_.items; }

    // How many more items of this group may be claimed.
    std::int64_t room(Lane lane, std::string const& group) const {
        if (limits_.excluded_groups.contains(group)) return 0;
        auto const found = in_flight_.find(group);
        auto const held = found == in_flight_.end() ? 0 : found->second;
        auto in_group = limits_.per_group;
        auto in_claim = limits_.items - claimed();
        if (lane == Lane::bulk) {
            in_group = std::max<std::int64_t>(1, in_group * 3 / 4);
            in_claim = std::min(in_claim, limits_.bulk_items - bulk_);
        }
        return std::min(in_group - held, in_claim);
    }

    // Gives every group that has something due one turn, in the order of their turns. True: going round again may find more.
    Result<bool> go_round(Lane lane) {
        bool more = false;
        Turn last;
        for (;;) {
            if (lane == Lane::bulk && bulk_ >= limits_.bulk_items) return false;
            TRY(auto const rows, transaction_.query(sql::turns_after, limits_.queue, static_cast<std::int64_t>(lane), last.at,
                                     last.turns, last.account, last.group, turns_read_at_once));
            for (auto const& row : rows) {
                last = Turn{row.text(0), row.text(1), row.integer(2), row.integer(3)};
                if (room(lane, last.group) <= 0) continue;
                if (from_micros(last.at) > now_) {
                    note_next_due(from_micros(last.at));
                    return more;
                }
                TRY(bool const has_more, serve(lane, last));
                more = more || has_more;
                if (is_full()) return false;
            }
            if (static_cast<std::int64_t>(rows.size()) < turns_read_at_once) return more;
        }
    }

    // One turn of a group. True: it could use another.
    Result<bool> serve(Lane lane, Turn const& turn) {
        auto const wanted = std::min(served_at_once, room(lane, turn.group));
        auto const lane_number = static_cast<std::int64_t>(lane);
        TRY(auto rows,
            transaction_.query(sql::due_items, turn.account, limits_.queue, turn.group, lane_number, now_, wanted + 1));
        bool const stays_due = static_cast<std::int64_t>(rows.size()) > wanted;
        if (stays_due) rows.pop_back();
        TRY(auto const leased, lease(AccountId{turn.account}, rows));
        // Who stays behind with something due has the next turn after everybody who waits already.
        std::int64_t turns = 0;
        std::optional<TimePoint> next;
        if (stays_due) {
            turns = from_micros(turn.at) == now_ ? turn.turns + 1 : 1;
            next = now_;
        } else {
            TRY(auto const later, transaction_.query(sql::next_due, turn.account, limits_.queue, turn.group, lane_number, now_));
            if (!later.empty()) next = later.front().time(0);
        }
        TRY_VOID(
            transaction_.execute(sql::turn_served, turn.account, limits_.queue, turn.group, lane_number, leased, next, turns));
        in_flight_[turn.group] += leased;
        if (lane == Lane::bulk) bulk_ += leased;
        if (next && !stays_due && room(lane, turn.group) > 0) note_next_due(*next);
        return stays_due && leased > 0 && room(lane, turn.group) > 0;
    }

    Result<std::int64_t> lease(AccountId const& account, Rows const& rows) {
        std::int64_t leased = 0;
        for (auto const& row : rows) {
            auto item = item_from(row);
            item.state = ItemState::leased;
            item.holder = limits_.holder;
            TRY(item.fence, next_fence(account));
            TRY(auto const changed,
                transaction_.execute(sql::lease_item, item.account, item.queue, item.key, item.holder, item.fence));
            if (changed == 0) continue;  // another node was faster
            claim_.items.push_back(std::move(item));
            ++leased;
        }
        return leased;
    }

    // Taken in one go for the rest of the claim. Those that are not needed stay unused.
    Result<std::int64_t> next_fence(AccountId const& account) {
        auto& fences = fences_[account];
        if (fences.next == fences.end) {
            auto const count = limits_.items - claimed();
            TRY(auto const rows, transaction_.query(sql::next_fences, account, limits_.queue, count));
            fences.end = rows.front().integer(0) + 1;
            fences.next = fences.end - count;
        }
        return fences.next++;
    }

    void note_next_due(TimePoint at) {
        if (!claim_.next_due || at < *claim_.next_due) claim_.next_due = at;
    }

    Transaction& transaction_;
    ClaimLimits const& limits_;
    TimePoint now_;
    std::map<std::string, std::int64_t> in_flight_;
    std::map<AccountId, Fences> fences_;
    std::int64_t bulk_ = 0;
    Claim claim_;
};

}  // namespace

Result<Claim> claim(Transaction& transaction, ClaimLimits const& limits, TimePoint now) {
    CHECK(!limits.holder.empty());
    return Claiming(transaction, limits, now).run();
}

}  // namespace lockstep::work
