// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/covered.hpp"

#include <algorithm>

#include "base/injected_fault.hpp"

namespace lockstep::sync {
namespace {

using contacts::Value;

constexpr auto first_pause = std::chrono::seconds{2};
constexpr auto event_slack = std::chrono::seconds{10};  // between a change at the app and the time that its event names

bool was_known(LinkMemory const& memory, contacts::Side side, std::string const& row, Value const& value) {
    bool const is_past = std::ranges::any_of(
        memory.past, [&](PastValue const& past) { return past.side == side && past.row == row && past.value == value; });
    return is_past || std::ranges::any_of(memory.own_writes, [&](OwnWrite const& write) {
        return write.side == side && write.row == row && (write.before == value || write.after == value);
    });
}

// By when the app has carried it out, if ever.
TimePoint end_of(OwnWrite const& write) { return (write.answered_at ? *write.answered_at : write.until) + event_slack; }

bool is_ours(LinkMemory const& memory, PastValue const& past) {
    return std::ranges::any_of(memory.own_writes,
        [&](OwnWrite const& write) { return write.side == past.side && write.row == past.row && write.after == past.value; });
}

// Did the app have that value between our read and our write? By the time that the event names, else by when it came. The read
// may have shown an old copy: then the value is older than the read, and nothing that we saw of the row came after it.
bool lies_under(LinkMemory const& memory, Policy const& policy, OwnWrite const& write, Told const& told) {
    // By the app's own clock the copy that we decided on was newer than what the event tells.
    bool const was_read = told.sent_at && write.read_changed_at && *told.sent_at <= *write.read_changed_at;
    if (was_read && policy.trusts_record_times) return false;
    auto const at = told.sent_at.value_or(told.received_at);
    if (at > end_of(write)) return false;
    if (at > write.read_at) return true;
    if (!told.sent_at || at <= write.read_at - (write.until - write.sent_at)) return false;
    return std::ranges::none_of(memory.past, [&](PastValue const& past) {
        bool const is_of_row = past.side == write.side && past.row == write.row;
        return is_of_row && past.value != write.before && past.replaced_at >= at - event_slack && !is_ours(memory, past);
    });
}

// What the side shows is what this write left there, or what a later one of ours put over it.
bool stands(LinkMemory const& memory, OwnWrite const& write, Value const& shown) {
    return std::ranges::any_of(memory.own_writes, [&](OwnWrite const& other) {
        return other.side == write.side && other.row == write.row && other.after == shown && other.sent_at >= write.sent_at;
    });
}

// An event that came only now says that the kept value had been replaced before our write.
void withdraw_superseded(LinkMemory& memory, contacts::Side side, Told const& told) {
    if (!told.values || !told.sent_at) return;
    std::erase_if(memory.doubts, [&](Doubt const& doubt) {
        auto const value = told.values->find(doubt.row);
        bool const is_later =
            doubt.kind == DoubtKind::covered && doubt.side == side && doubt.told_at && *told.sent_at > *doubt.told_at;
        if (!is_later || value == told.values->end() || value->second == doubt.kept) return false;
        bool came_before = false;
        for (auto const& write : memory.own_writes) {
            if (write.side != side || write.row != doubt.row) continue;
            if (write.after == value->second) return false;  // that was us
            came_before = came_before || (write.after == doubt.stands && *told.sent_at <= end_of(write));
        }
        return came_before;
    });
}

// A later event says that somebody changed it again before our write.
bool was_superseded(SideSnapshot const& seen, Told const& told, std::string const& row, OwnWrite const& write) {
    if (!told.sent_at) return false;
    return std::ranges::any_of(seen.told, [&](Told const& later) {
        if (!later.values || !later.sent_at || *later.sent_at <= *told.sent_at || *later.sent_at > end_of(write)) return false;
        auto const value = later.values->find(row);
        return value != later.values->end() && value->second != told.values->at(row) && value->second != write.after;
    });
}

}  // namespace

std::optional<TimePoint> look_again_at(
    LinkMemory const& memory, Sync const& sync, contacts::Side side, SideSnapshot const& seen, std::string const& row) {
    auto const shown = seen.seen.find(row);
    if (!seen.mirror || shown == seen.seen.end() || is_injected(InjectedFault::contradiction_overlooked)) return std::nullopt;
    auto const observed_at = seen.mirror->observed_at;
    auto const base = memory.base.find(row);
    std::optional<TimePoint> again_at;
    for (auto const& told : seen.told) {
        if (!told.values || told.is_deletion || told.received_at > observed_at) continue;
        auto const theirs = told.values->find(row);
        if (theirs == told.values->end()) continue;
        if (theirs->second == shown->second) {
            again_at.reset();  // told later, and shown
            continue;
        }
        if (observed_at - told.sent_at.value_or(told.received_at) >= sync.policy.consistency_delay) continue;
        auto const& changed_at = seen.mirror->record.changed_at;
        if (told.sent_at && changed_at && sync.policy.trusts_record_times && *told.sent_at <= *changed_at) continue;
        bool const is_base = base != memory.base.end() && base->second == theirs->second;
        if (is_base || was_known(memory, side, row, theirs->second)) continue;
        again_at = observed_at + std::max<Duration>(first_pause, observed_at - told.received_at);
    }
    return again_at;
}

void note_covered(LinkMemory& memory, Sync const& sync, contacts::Side side, SideSnapshot const& seen) {
    if (!seen.mirror || is_injected(InjectedFault::covered_values_dropped)) return;
    for (auto const& told : seen.told) {
        // Only a read that came after the event says what has become of its value.
        if (!told.values || seen.mirror->observed_at < told.received_at) continue;
        withdraw_superseded(memory, side, told);
        for (auto const& row : sync.mapping.rows) {
            if (row.rule.kind == contacts::FieldKind::set) continue;  // sets are changed by element, which covers nothing
            auto const theirs = told.values->find(row.a);
            auto const shown = seen.seen.find(row.a);
            if (theirs == told.values->end() || shown == seen.seen.end() || theirs->second == shown->second) continue;
            if (was_known(memory, side, row.a, theirs->second)) continue;
            for (auto const& write : memory.own_writes) {
                if (write.side != side || write.row != row.a || !stands(memory, write, shown->second)) continue;
                if (write.is_conditional || !lies_under(memory, sync.policy, write, told)) continue;
                if (was_superseded(seen, told, row.a, write)) continue;
                remember_doubt(memory,
                    {DoubtKind::covered, side, row.a, shown->second, theirs->second, told.received_at, told.sent_at, false});
                break;
            }
        }
    }
}

}  // namespace lockstep::sync
