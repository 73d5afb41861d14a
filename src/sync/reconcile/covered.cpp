// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/covered.hpp"

#include <algorithm>

#include "base/injected_fault.hpp"

namespace lockstep::sync {
namespace {

using contacts::Value;

constexpr auto first_told_pause = std::chrono::seconds{2};
constexpr auto event_slack = std::chrono::seconds{10};  // between a change at the app and the time that its event names

// What may explain that an event tells of a value: we knew the row with it, and the event is not so new that it was set again.
struct Known {
    LinkMemory const& memory;
    contacts::Side side;
    std::string const& row;
    std::optional<TimePoint> told_at{};  // by the app's clock; absent: whenever we knew it counts

    template <class Fits>
    bool a_value(Fits fits) const {
        auto const is_of_row = [&](auto const& each) { return each.side == side && each.row == row; };
        bool const is_past = std::ranges::any_of(memory.past,
            [&](PastValue const& past) { return is_of_row(past) && fits(past.value) && is_before(past.replaced_at); });
        return is_past || std::ranges::any_of(memory.own_writes, [&](OwnWrite const& write) {
            bool const is_it = is_of_row(write) && (fits(write.before) || fits(write.after));
            return is_it && is_before(write.answered_at.value_or(write.until));
        });
    }
    bool value(Value const& value) const {
        return a_value([&](Value const& known) { return known == value; });
    }
    // With and without the elements in which a set that was told differs from what is shown: judged by element, as copies are.
    bool elements(Value const& told, Value const& shown) const {
        auto const difference = set_difference(shown, told);
        auto const had = [&](std::string const& element) {
            return a_value([&](Value const& known) { return has_element(known, element); });
        };
        auto const lacked = [&](std::string const& element) {
            return a_value([&](Value const& known) { return !has_element(known, element); });
        };
        return std::ranges::all_of(difference.add, had) && std::ranges::all_of(difference.remove, lacked);
    }

private:
    bool is_before(TimePoint end) const { return !told_at || *told_at <= end + event_slack; }
};

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

// forget() gives a write whose time is over an answer at the end of its time.
bool had_clear_answer(OwnWrite const& write) { return write.answered_at && *write.answered_at < write.until; }

// Does the value show that the write was carried out?
bool shows_write(OwnWrite const& write, Value const& value, bool is_set) {
    if (!is_set) return value == write.after;
    auto const edit = set_difference(write.before, write.after);
    auto const holds = [&](std::string const& element) { return has_element(value, element); };
    return std::ranges::all_of(edit.add, holds) && std::ranges::none_of(edit.remove, holds);
}

// Events tell, by the app's own times, that the row had a value that `fits`, and got `then` after that.
template <class Fits>
bool told_in_order(SideSnapshot const& seen, std::string const& row, TimePoint since, Fits fits, Value const& then) {
    auto const value_of = [&](Told const& told) -> Value const* {
        if (!told.values || !told.sent_at || *told.sent_at <= since) return nullptr;
        auto const found = told.values->find(row);
        return found == told.values->end() ? nullptr : &found->second;
    };
    return std::ranges::any_of(seen.told, [&](Told const& earlier) {
        auto const* first = value_of(earlier);
        if (first == nullptr || *first == then || !fits(*first)) return false;
        return std::ranges::any_of(seen.told, [&](Told const& later) {
            auto const* next = value_of(later);
            return next != nullptr && *later.sent_at > *earlier.sent_at && *next == then;
        });
    });
}

bool came_after(OwnWrite const& write, SideSnapshot const& seen, Value const& first, Value const& then) {
    auto const fits = [&](Value const& value) { return value == first; };
    return told_in_order(seen, write.row, TimePoint{}, fits, then);
}

// By the app's own times the row had the value that the copy shows before it had the one that the event tells, and it was not we
// who set it back.
bool is_older_copy(
    LinkMemory const& memory, contacts::Side side, SideSnapshot const& seen, Told const& told, std::string const& row) {
    auto const& shown = seen.seen.at(row);
    auto const fits = [&](Value const& value) { return value == shown; };
    bool const is_own = std::ranges::any_of(
        memory.own_writes, [&](OwnWrite const& write) { return write.side == side && write.row == row && write.after == shown; });
    return !is_own && told.sent_at && told_in_order(seen, row, TimePoint{}, fits, told.values->at(row));
}

// The event may tell of a write of ours.
bool is_echo(LinkMemory const& memory, contacts::Side side, std::string const& row, Told const& told) {
    return std::ranges::any_of(memory.own_writes, [&](OwnWrite const& write) {
        bool const is_of_row = write.side == side && write.row == row;
        return is_of_row && write.after == told.values->at(row) && *told.sent_at <= end_of(write);
    });
}

// We knew the value that the event tells, but somebody set it anew: after what our write replaced, or after our write was carried
// out, which then, as it had no clear answer, may have been carried out once more.
bool was_set_anew(LinkMemory const& memory, SideSnapshot const& seen, Told const& told, OwnWrite const& write) {
    if (!told.sent_at || *told.sent_at <= write.read_at) return false;
    auto const& value = told.values->at(write.row);
    if (is_echo(memory, write.side, write.row, told)) return false;
    if (came_after(write, seen, write.before, value)) return true;
    return !had_clear_answer(write) && came_after(write, seen, write.after, value);
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
    auto const* mapped = sync.mapping.row(row);
    bool const is_set = mapped != nullptr && mapped->rule.kind == contacts::FieldKind::set;
    auto const is_known = [&](Known const& known, Value const& value) {
        return is_set ? known.elements(value, shown->second) : known.value(value);
    };
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
        if (!is_older_copy(memory, side, seen, told, row)) {
            // An older event tells an older value. What was there before may have been set again, though.
            bool const is_base = base != memory.base.end() && base->second == theirs->second;
            if (is_base && !is_known({memory, side, row}, theirs->second)) continue;
            if (is_known({memory, side, row, told.sent_at}, theirs->second)) continue;
        }
        again_at = observed_at + std::max<Duration>(first_told_pause, observed_at - told.received_at);
    }
    return again_at;
}

void note_carried_out(LinkMemory& memory, Sync const& sync, contacts::Side side, SideSnapshot const& seen) {
    if (!seen.mirror || is_injected(InjectedFault::own_late_write_is_an_edit)) return;
    for (auto const& write : memory.own_writes) {
        auto const* row = sync.mapping.row(write.row);
        auto const shown = seen.seen.find(write.row);
        if (write.side != side || had_clear_answer(write) || row == nullptr || shown == seen.seen.end()) continue;
        bool const is_set = row->rule.kind == contacts::FieldKind::set;
        if (seen.mirror->observed_at <= write.sent_at || shows_write(write, shown->second, is_set)) continue;
        auto const fits = [&](Value const& value) { return shows_write(write, value, is_set); };
        if (!told_in_order(seen, write.row, write.read_at, fits, shown->second)) continue;
        auto& base = memory.base[write.row];
        base = is_set ? apply_to_set(base, set_difference(write.before, write.after), sync.mapping.region) : write.after;
    }
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
            bool const is_known = Known{memory, side, row.a, told.sent_at}.value(theirs->second);
            for (auto const& write : memory.own_writes) {
                if (write.side != side || write.row != row.a || !stands(memory, write, shown->second)) continue;
                if (write.is_conditional || !lies_under(memory, sync.policy, write, told)) continue;
                if (is_known && !was_set_anew(memory, seen, told, write)) continue;
                if (was_superseded(seen, told, row.a, write)) continue;
                remember_doubt(memory,
                    {DoubtKind::covered, side, row.a, shown->second, theirs->second, told.received_at, told.sent_at, false});
                break;
            }
        }
    }
}

}  // namespace lockstep::sync
