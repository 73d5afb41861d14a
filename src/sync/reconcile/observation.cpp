// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/observation.hpp"

#include <algorithm>
#include <charconv>

#include "base/injected_fault.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;

constexpr Duration first_old_copy_pause = std::chrono::seconds{2};

std::optional<std::uint64_t> as_number(std::optional<std::string> const& version) {
    if (!version || version->empty()) return std::nullopt;
    std::uint64_t number = 0;
    auto const [end, error] = std::from_chars(version->data(), version->data() + version->size(), number);
    if (error != std::errc{} || end != version->data() + version->size()) return std::nullopt;
    return number;
}

// Did the row show, shortly before `sent_at`, what it shows now and what it did not show in between? Sets are judged element by
// element, so that a second change does not hide an old copy.
struct Suspicion {
    LinkMemory const& memory;
    Side side;
    Duration delay;
    TimePoint sent_at;

    std::optional<TimePoint> of(contacts::FieldRow const& row, Value const& known, Value const& shown) const {
        std::optional<TimePoint> until;
        bool const by_element = row.rule.kind == contacts::FieldKind::set && !is_injected(InjectedFault::sets_judged_whole);
        auto const edit = by_element ? set_difference(known, shown) : contacts::SetEdit{};
        for (auto const& past : memory.past) {
            if (past.side != side || past.row != row.a || sent_at - past.replaced_at >= delay) continue;
            bool const looks_old = by_element ? shows_element_of(past.value, edit) : past.value == shown;
            if (looks_old) until = std::max(until.value_or(TimePoint{}), past.replaced_at + delay);
        }
        // A value that our write covered was there as well, though we never saw it: an old copy of it is no answer to the
        // question.
        for (auto const& doubt : memory.doubts) {
            bool const was_covered = doubt.kind == DoubtKind::covered && doubt.side == side && doubt.row == row.a;
            if (!was_covered || doubt.kept != shown || sent_at - doubt.at >= delay) continue;
            until = std::max(until.value_or(TimePoint{}), doubt.at + delay);
        }
        return until;
    }

private:
    static bool shows_element_of(Value const& past, contacts::SetEdit const& edit) {
        bool const had_added = std::ranges::any_of(edit.add, [&](auto const& element) { return has_element(past, element); });
        bool const lacked_removed =
            std::ranges::any_of(edit.remove, [&](auto const& element) { return !has_element(past, element); });
        return had_added || lacked_removed;
    }
};

// Soon at first, then ever later, because most old copies are gone within seconds.
TimePoint pause_after(TimePoint replaced_at, TimePoint until, TimePoint now) {
    auto const pause = std::max<Duration>(first_old_copy_pause, (now - replaced_at) / 2);
    return std::min(until, now + pause);
}

// When what we know came to be, at the latest: a write of ours changed the record after it was sent.
TimePoint last_change(JudgeInput const& input) {
    auto at = input.known->observed_at;
    if (input.memory == nullptr) return at;
    for (auto const& past : input.memory->past) {
        if (past.side == input.side) at = std::max(at, past.replaced_at);
    }
    return at;
}

}  // namespace

std::partial_ordering order_of(contacts::Record const& left, contacts::Record const& right) {
    if (left.changed_at && right.changed_at && *left.changed_at != *right.changed_at)
        return *left.changed_at <=> *right.changed_at;
    auto const left_version = as_number(left.version), right_version = as_number(right.version);
    if (left_version && right_version) return *left_version <=> *right_version;
    return std::partial_ordering::unordered;
}

Judgement judge(JudgeInput const& input, Observation const& seen, TimePoint now) {
    if (input.known == nullptr || input.known->observed_at == TimePoint{}) return {};
    auto const& known = *input.known;
    if (seen.sent_at < known.observed_at && !is_injected(InjectedFault::older_request_counts))
        return {Copy::older_request, now, ""};

    auto const delay = input.policy.consistency_delay;
    bool const trusts = input.policy.trusts_record_times && !is_injected(InjectedFault::record_time_ignored);
    auto const order = trusts ? order_of(seen.record, known.record) : std::partial_ordering::unordered;
    if (order == std::partial_ordering::less) {
        // An older copy. Past the delay it can be none any more: then the app's own clock was set back.
        auto const until = last_change(input) + delay;
        if (now < until) return {Copy::old_copy, pause_after(until - delay, until, now), ""};
        return {};
    }
    if (order == std::partial_ordering::greater) return {};
    if (input.memory == nullptr || is_injected(InjectedFault::no_window_after_write)) return {};

    auto const before = contacts::project(input.mapping, input.side, known.record);
    auto const after = contacts::project(input.mapping, input.side, seen.record);
    Suspicion const suspicion{*input.memory, input.side, delay, seen.sent_at};
    for (auto const& row : input.mapping.rows) {
        if (!seen.record.fields.contains(row.at(input.side)) || !known.record.fields.contains(row.at(input.side))) continue;
        auto const& is = after.at(row.a);
        auto const& was = before.at(row.a);
        if (is == was) continue;
        if (auto const until = suspicion.of(row, was, is); until && now < *until)
            return {Copy::old_copy, pause_after(*until - delay, *until, now), row.a};
    }
    return {};
}

void note_observation(LinkMemory& memory, contacts::Mapping const& mapping, Side side, contacts::Projection const& before,
    contacts::Projection const& after, TimePoint sent_at) {
    for (auto const& row : mapping.rows) {
        auto const was = before.find(row.a);
        auto const is = after.find(row.a);
        if (was == before.end() || is == after.end() || was->second == is->second) continue;
        bool const is_set = row.rule.kind == contacts::FieldKind::set;
        for (auto const& write : memory.own_writes) {
            bool const may_be_late = write.side == side && write.row == row.a && !write.answered_at && !write.is_conditional;
            if (!may_be_late || is_set || write.after != is->second || was->second == write.before) continue;
            remember_doubt(memory, {DoubtKind::late_write, side, row.a, was->second, is->second, sent_at, std::nullopt, false});
        }
        remember_past(memory, {side, row.a, was->second, sent_at});
    }
}

}  // namespace lockstep::sync
