// SPDX-License-Identifier: Apache-2.0
#include "simulation/lateness_checks.hpp"

#include <algorithm>

#include "simulation/bounds.hpp"
#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

using contacts::Value;

constexpr auto old_copies_last = std::chrono::seconds{200};  // the consistency delay and the read after it

class LatenessChecks {
public:
    LatenessChecks(World& world, EndState const& state)
        : world_(world), oracle_(world.oracle()), state_(state), mapping_(oracle_.mapping()), bounds_(world) {}

    void run() {
        for (auto const& link : state_.links) {
            if (!link.a || !link.b) continue;
            judge_direction(link, {Side::a, *link.a}, {Side::b, *link.b});
            judge_direction(link, {Side::b, *link.b}, {Side::a, *link.a});
        }
    }

private:
    void judge_direction(sync::Link const& link, RecordKey const& from, RecordKey const& to) {
        auto const* source = oracle_.chronicle().find(from);
        auto const* target = oracle_.chronicle().find(to);
        if (source == nullptr || target == nullptr || source->removed_at || target->removed_at) return;
        for (auto const& row : mapping_.rows) {
            if (row.rule.kind == contacts::FieldKind::set) continue;
            auto const own = source->fields.find(row.a);
            auto const theirs = target->fields.find(row.a);
            if (own == source->fields.end() || theirs == target->fields.end()) continue;
            for (std::size_t i = 0; i < own->second.size(); ++i)
                judge_edit(link, row, from, to, own->second, i, theirs->second, *source, *target);
        }
    }

    static Value value_at(FieldHistory const& history, TimePoint at) {
        Value value;
        for (auto const& change : history) {
            if (change.at > at) break;
            value = change.after;
        }
        return value;
    }

    // Where an app shows no times, a record of which any value was set back cannot be told from an old copy until old copies are
    // gone; what else was edited in it, shortly before or after, waits as well. When the last of them is believed.
    TimePoint believed_at(Side side, RecordHistory const& source, TimePoint at, TimePoint unless_by) const {
        TimePoint believed = at;
        if (world_.shows_times(side, at)) return believed;
        for (auto const& [row, changes] : source.fields) {
            for (auto const& later : changes) {
                if (later.at > unless_by || at - later.at >= old_copies_last) continue;
                bool const is_set_back = std::ranges::any_of(changes, [&](StoreChange const& earlier) {
                    return earlier.at < later.at && earlier.before == later.after && later.at - earlier.at < old_copies_last;
                });
                if (is_set_back) believed = std::max(believed, std::max(later.at, at) + old_copies_last);
            }
        }
        return believed;
    }

    // Only the plain case is timed, in which nothing but this edit is going on: then there is no doubt what has to come.
    void judge_edit(sync::Link const& link, contacts::FieldRow const& row, RecordKey const& from, RecordKey const& to,
        FieldHistory const& own, std::size_t index, FieldHistory const& theirs, RecordHistory const& source,
        RecordHistory const& target) {
        auto const& edit = own[index];
        if (edit.actor == Actor::program || edit.is_creation || edit.at <= target.made_at) return;
        if (contacts::is_blank(edit.after) && row.rule.blank == contacts::BlankRule::keep) return;
        // What was done about it may have followed the rule from before a change of the mapping.
        bool const was_changed = std::ranges::any_of(
            world_.operators().mapping_changes(), [&](MappingChange const& change) { return change.after.a == row.a; });
        if (was_changed && contacts::is_blank(edit.after)) return;
        auto const forbidden = from.first == Side::a ? contacts::Direction::b_to_a : contacts::Direction::a_to_b;
        if (row.rule.direction == forbidden) return;
        if (value_at(theirs, edit.at) == edit.after) return;
        // With the two sides apart before, rules of conflict have a say, and another judge.
        if (value_at(theirs, edit.at) != edit.before) return;
        // What goes wrong once it is believed makes it later still.
        // Set back before it would have arrived: what comes later delays nothing.
        auto const plain = bounds_.arrived_at_the_latest(from, to, edit.at, std::max(link.created_at, edit.at));
        // The same at the side that is written to: what it shows is not written over while it may be an old copy.
        auto const believed =
            std::max(believed_at(from.first, source, edit.at, plain), believed_at(to.first, target, edit.at, plain));
        auto const bound = bounds_.arrived_at_the_latest(from, to, edit.at, std::max(link.created_at, believed));
        if (bound >= world_.now()) return;
        std::optional<TimePoint> arrived;
        for (auto const& change : theirs) {
            if (change.at < edit.at) continue;
            if (change.after == edit.after && !arrived) arrived = change.at;
            if (change.actor != Actor::program && change.at <= bound) return;  // somebody there had another idea
        }
        for (std::size_t next = index + 1; next < own.size(); ++next) {
            if (own[next].at <= bound) return;  // superseded, or covered
        }
        bool const is_asked = std::ranges::any_of(state_.issues, [&](Issue const& issue) {
            bool const names_it = issue.field == row.a || issue.field == row.b || issue.field.empty();
            return issue.subject == link.id.text() && names_it && issue.first_at <= bound;
        });
        if (is_asked) return;
        auto const late = arrived ? *arrived - edit.at : Duration::zero();
        tally(late);
        if (arrived && *arrived <= bound) return;
        oracle_.found("arrives_in_time", row.a + " of " + describe(from) + " was set to " + describe(edit.after) + " at " +
                                             format_time(edit.at) + "; " + describe(to) +
                                             (arrived ? " showed it only at " + format_time(*arrived) : " never showed it") +
                                             ", and nothing that went wrong explains more than " + format_time(bound));
    }

    void tally(Duration late) {
        auto const seconds = std::chrono::duration_cast<std::chrono::seconds>(late).count();
        world_.tally().add(seconds <= 15    ? "edit arrived within 15 s"
                           : seconds <= 90  ? "edit arrived within 90 s"
                           : seconds <= 900 ? "edit arrived within 15 min"
                                            : "edit arrived later");
    }

    World& world_;
    Oracle& oracle_;
    EndState const& state_;
    contacts::Mapping const& mapping_;
    Bounds bounds_;
};

}  // namespace

void check_lateness(World& world, EndState const& state) { LatenessChecks{world, state}.run(); }

}  // namespace lockstep::simulation
