// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/pair_plan.hpp"

#include <algorithm>
#include <iterator>

#include "base/injected_fault.hpp"

#include "contacts/spelling.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;
using contacts::Verdict;

std::string const& field_at(contacts::FieldRow const& row, Side side) { return row.at(side); }

Value value_at(contacts::Record const& record, std::string_view field) {
    auto const found = record.fields.find(field);
    return found == record.fields.end() ? Value{} : found->second;
}

Value of_projection(contacts::Projection const& projection, std::string const& name) {
    auto const found = projection.find(name);
    return found == projection.end() ? Value{} : found->second;
}

class PairPlanner {
public:
    explicit PairPlanner(PairInput const& input) : input_(input) { plan_.memory = input.memory; }

    PairPlan run() {
        try_again_what_was_refused();
        for (auto const& row : input_.mapping.rows) plan_row(row);
        for (auto const side : contacts::both_sides) plan_id(side, input_.mapping.id_holder(side));
        ask_about_doubts();
        ask_about_failures();
        if (is_injected(InjectedFault::whole_object)) rewrite_everything();
        return std::move(plan_);
    }

private:
    Mirror const& mirror(Side side) const { return input_[side].mirror; }
    contacts::Projection const& seen(Side side) const { return input_[side].seen; }
    catalogue::RecordBinding const& binding(Side side) const { return input_[side].binding; }

    // A member that a reply never carried is not blank: nothing is decided on it.
    bool is_told(contacts::FieldRow const& row) const {
        if (is_injected(InjectedFault::absent_is_blank)) return true;
        return std::ranges::all_of(
            contacts::both_sides, [&](Side side) { return mirror(side).record.fields.contains(row.at(side)); });
    }

    void plan_row(contacts::FieldRow const& row) {
        if (!is_told(row)) return;
        contacts::FieldState state;
        if (auto found = input_.memory.base.find(row.a); found != input_.memory.base.end()) state.base = found->second;
        state.a = of_projection(input_.a.seen, row.a);
        state.b = of_projection(input_.b.seen, row.a);
        for (auto const side : contacts::both_sides) confirm(row, side, side == Side::a ? state.a : state.b, state.base);
        auto const times = change_times(row, input_.a.mirror, input_.b.mirror);
        state.a_changed_at = times.a;
        state.b_changed_at = times.b;

        if (goes_by_answer(row, {state.a, state.b}, state.base)) return;
        if (auto held = plan_.memory.not_taken.find(row.a); held != plan_.memory.not_taken.end()) {
            if (held->second.a == state.a && held->second.b == state.b) return;
            plan_.memory.not_taken.erase(held);
        }

        auto decision = contacts::decide_row(input_.mapping, row, state);
        if (is_injected(InjectedFault::last_writer_wins)) decision = decide_by_clock(row, state, std::move(decision));
        if (is_injected(InjectedFault::conflict_always_a) && decision.verdict == Verdict::write_a && state.base &&
            state.a != *state.base && state.b != *state.base)
            decision = {.verdict = Verdict::write_b, .reason = "conflict_a", .value = state.a, .a = {}, .b = {}, .base = state.a};
        switch (decision.verdict) {
            case Verdict::agree:
                if (decision.base) plan_.memory.base[row.a] = *decision.base;
                return;
            case Verdict::none: return;
            case Verdict::ask:
                plan_.questions.push_back({QuestionKind::conflict, row.a, state.a, state.b, state.base, decision.reason});
                return;
            case Verdict::write_a: write(row, Side::a, decision); return;
            case Verdict::write_b: write(row, Side::b, decision); return;
            case Verdict::write_both:
                write(row, Side::a, decision);
                write(row, Side::b, decision);
                return;
        }
    }

    // What a person has answered.

    void done(Answer const& answer) { plan_.answers_done.push_back(answer.id); }

    void forget_failures(std::string const& row, TimePoint before) {
        for (auto& written : plan_.memory.own_writes) {
            if (written.row == row && written.first_at < before) written.times = written.failures = 0;
        }
    }

    void try_again_what_was_refused() {
        for (auto const& answer : input_.answers) {
            if (answer.choice != Choice::try_again) continue;
            auto const held = plan_.memory.not_taken.find(answer.row);
            if (held != plan_.memory.not_taken.end() && held->second.at <= answer.given_at) plan_.memory.not_taken.erase(held);
            forget_failures(answer.row, answer.given_at);
            done(answer);
        }
    }

    // True: nothing else is decided about this row. An answer is void once a side shows something that the person neither saw nor
    // wants, and has failed once what it wants was refused.
    bool goes_by_answer(contacts::FieldRow const& row, contacts::PerSide<Value> const& shown, std::optional<Value>& base) {
        for (auto answer = input_.answers.rbegin(); answer != input_.answers.rend(); ++answer) {
            if (answer->row != row.a) continue;
            if (answer->choice == Choice::leave_alone) {
                if (shown.a != answer->saw.a || shown.b != answer->saw.b) {
                    done(*answer);
                    continue;
                }
                answered_.insert(row.a);
                return true;
            }
            if (answer->choice != Choice::use_a && answer->choice != Choice::use_b) continue;
            answered_.insert(row.a);
            if (shown.a == answer->want.a && shown.b == answer->want.b) {
                done(*answer);
                if (answer->restores_base) restore_base(row, answer->base, base);
                return false;
            }
            auto const held = plan_.memory.not_taken.find(row.a);
            bool const was_refused = held != plan_.memory.not_taken.end() && held->second.at > answer->given_at &&
                                     held->second.a == shown.a && held->second.b == shown.b;
            bool const still_fits = std::ranges::all_of(contacts::both_sides,
                [&](Side side) { return shown[side] == answer->saw[side] || shown[side] == answer->want[side]; });
            if (was_refused || !still_fits) {
                answered_.erase(row.a);
                done(*answer);
                continue;
            }
            write_answer(row, *answer, shown);
            return true;
        }
        return false;
    }

    void write_answer(contacts::FieldRow const& row, Answer const& answer, contacts::PerSide<Value> const& shown) {
        plan_.memory.not_taken.erase(row.a);
        forget_failures(row.a, answer.given_at);
        for (auto const side : contacts::both_sides) {
            if (shown[side] == answer.want[side]) continue;
            auto const before = plan_.changes.size();
            write(row, side,
                {.verdict = side == Side::a ? Verdict::write_a : Verdict::write_b,
                    .reason = "person",
                    .value = answer.want[side],
                    .a = {},
                    .b = {},
                    .base = std::nullopt});
            // It cannot be written there, which is asked about now.
            if (plan_.changes.size() == before) done(answer);
        }
    }

    void restore_base(contacts::FieldRow const& row, std::optional<Value> const& earlier, std::optional<Value>& base) {
        base = earlier;
        if (earlier) {
            plan_.memory.base[row.a] = *earlier;
        } else {
            plan_.memory.base.erase(row.a);
        }
    }

    // A write of ours without a clear answer was carried out after all, maybe late: then both sides agreed on its value once, and
    // what the other side says now is news. Otherwise our own old value would win over it.
    void confirm(contacts::FieldRow const& row, Side side, Value const& shown, std::optional<Value>& base) {
        if (is_injected(InjectedFault::own_late_write_is_an_edit)) return;
        for (auto const& written : plan_.memory.own_writes) {
            if (written.side != side || written.row != row.a || written.answered_at) continue;
            if (mirror(side).observed_at <= written.sent_at) continue;  // a copy from before the write says nothing about it
            if (row.rule.kind == contacts::FieldKind::set) {
                auto const edit = set_difference(written.before, written.after);
                auto const holds = [&](std::string const& element) { return has_element(shown, element); };
                if (!std::ranges::all_of(edit.add, holds) || !std::ranges::none_of(edit.remove, holds)) continue;
                base = apply_to_set(base.value_or(Value{}), edit, input_.mapping.region);
            } else {
                if (shown != written.after) continue;
                base = written.after;
            }
            plan_.memory.base[row.a] = *base;
        }
    }

    // A doubt is asked about as long as what stands is there. Somebody who changes it has answered.
    void ask_about_doubts() {
        std::erase_if(plan_.memory.doubts, [&](Doubt& doubt) {
            if (answered_.contains(doubt.row)) return true;
            auto const shown = of_projection(seen(doubt.side), doubt.row);
            if (shown == doubt.stands) doubt.has_stood = true;
            if (doubt.has_stood && shown != doubt.stands) return true;
            auto const other = of_projection(seen(contacts::other(doubt.side)), doubt.row);
            bool const is_a = doubt.side == Side::a;
            plan_.questions.push_back({doubt.kind == DoubtKind::covered ? QuestionKind::covered : QuestionKind::late_write,
                doubt.row, is_a ? doubt.kept : other, is_a ? other : doubt.kept, doubt.stands, "doubt"});
            return false;
        });
    }

    // What keeps failing is tried ever less often, and a person is told.
    void ask_about_failures() {
        for (auto const& write : plan_.memory.own_writes) {
            auto const* row = input_.mapping.row(write.row);
            if (row == nullptr || write.failures < failures_before_asking || answered_.contains(write.row)) continue;
            // Once both sides show the same there is nothing left to try.
            if (of_projection(input_.a.seen, row->a) != of_projection(input_.b.seen, row->a))
                ask(*row, QuestionKind::cannot_write, "keeps_failing");
        }
    }

    // The same value was stored here again and again and did not stay.
    bool goes_round(Side side, std::string const& row, Value const& after_in_a) const {
        if (is_injected(InjectedFault::no_brake_on_rounds)) return false;
        return std::ranges::any_of(plan_.memory.own_writes, [&](OwnWrite const& written) {
            return written.side == side && written.row == row && written.after == after_in_a && written.failures == 0 &&
                   written.times >= input_.policy.same_write_max && input_.now - written.first_at < std::chrono::hours{1};
        });
    }

    void write(contacts::FieldRow const& row, Side side, contacts::Decision const& decision) {
        auto const bound = binding(side).field(field_at(row, side));
        auto const& raw = value_at(mirror(side).record, field_at(row, side));
        auto const before = of_projection(seen(side), row.a);
        bool const is_set = row.rule.kind == contacts::FieldKind::set;
        bool const clears = !is_set && contacts::is_blank(decision.value);
        // A value outside the transform's table is not part of the mapped value; writing over it would lose it.
        bool const hides_unmapped = !is_set && row.transform && contacts::is_blank(before) && !contacts::is_blank(raw);
        if (!bound.can_update || (clears && !bound.can_clear) || hides_unmapped) {
            std::string reason = !bound.can_update            ? "cannot_update"
                                 : clears && !bound.can_clear ? "cannot_clear"
                                                              : "unmapped_value";
            ask(row, QuestionKind::cannot_write, std::move(reason));
            return;
        }
        auto const& edit = side == Side::a ? decision.a : decision.b;
        auto const after_in_a = is_set ? apply_to_set(before, edit, input_.mapping.region) : decision.value;
        if (goes_round(side, row.a, after_in_a)) {
            ask(row, QuestionKind::rounds, "rounds");
            return;
        }

        PlannedChange change;
        change.side = side;
        change.row = row.a;
        change.field = field_at(row, side);
        change.reason = decision.reason;
        change.is_set = is_set;
        change.before = contacts::value_for(row, side, before);
        change.before_in_a = before;
        if (is_set) {
            write_set(row, before, raw, edit, std::move(change));
            return;
        }
        change.after = contacts::value_for(row, side, decision.value);
        change.after_in_a = decision.value;
        plan_.changes.push_back(std::move(change));
    }

    void ask(contacts::FieldRow const& row, QuestionKind kind, std::string reason) {
        plan_.questions.push_back({kind, row.a, of_projection(input_.a.seen, row.a), of_projection(input_.b.seen, row.a),
            std::nullopt, std::move(reason)});
    }

    // Added and removed elements are two changes, because apps take them in two calls, each with an outcome of its own.
    void write_set(contacts::FieldRow const& row, Value const& before, Value const& raw, contacts::SetEdit const& edit,
        PlannedChange change) {
        auto const side = change.side;
        auto shown = before;
        auto const part = [&](contacts::SetEdit const& one) {
            auto next = change;
            next.before = contacts::value_for(row, side, shown);
            next.before_in_a = shown;
            shown = apply_to_set(shown, one, input_.mapping.region);
            next.after = contacts::value_for(row, side, shown);
            next.after_in_a = shown;
            next.edit = contacts::edit_for(row, side, one);
            respell(next.edit, row, side, raw);
            if (is_injected(InjectedFault::replace_tags) && !one.add.empty()) remove_unmapped(next, raw);
            plan_.changes.push_back(std::move(next));
        };
        if (!edit.add.empty()) part({edit.add, {}});
        if (!edit.remove.empty()) part({{}, edit.remove});
    }

    // Elements are compared folded; apps keep them as they were typed. What is added is spelt as the other side shows it (or the
    // table says), and what is removed in every spelling that this side shows, else it would stay.
    void respell(contacts::SetEdit& edit, contacts::FieldRow const& row, Side side, Value const& raw) const {
        auto const there = contacts::other(side);
        if (!row.transform) edit.add = contacts::spelt_once(edit.add, value_at(mirror(there).record, field_at(row, there)));
        edit.remove = contacts::spelt_as_shown(edit.remove, raw);
    }

    // The id-holding fields follow from the link, not from a merge: whoever writes something else there is corrected.
    void plan_id(Side side, std::string const& field) {
        if (field.empty() || !binding(side).field(field).can_update) return;
        auto const& other_id = mirror(contacts::other(side)).record.id;
        auto const before =
            contacts::canonical(contacts::FieldKind::text, value_at(mirror(side).record, field), input_.mapping.region);
        if (before == Value{other_id}) return;
        bool const is_left_alone = std::ranges::any_of(
            input_.answers, [&](Answer const& answer) { return answer.choice == Choice::leave_alone && answer.row == field; });
        if (is_left_alone) return;
        if (auto held = plan_.memory.not_taken.find(field); held != plan_.memory.not_taken.end()) {
            if ((side == Side::a ? held->second.a : held->second.b) == before) return;
            plan_.memory.not_taken.erase(held);
        }
        PlannedChange change;
        change.side = side;
        change.row = field;
        change.field = field;
        change.before = change.before_in_a = before;
        change.after = change.after_in_a = other_id;
        change.reason = "link_id";
        plan_.changes.push_back(std::move(change));
    }

    contacts::Decision decide_by_clock(
        contacts::FieldRow const& row, contacts::FieldState const& state, contacts::Decision decision) const {
        if (row.rule.kind == contacts::FieldKind::set || state.a == state.b) return decision;
        auto const latest = [](Mirror const& mirror) {
            TimePoint time{};
            for (auto const& [name, at] : mirror.times) time = std::max(time, at.observed.value_or(at.app.value_or(TimePoint{})));
            return time;
        };
        bool const a_wins = latest(input_.a.mirror) >= latest(input_.b.mirror);
        decision.verdict = a_wins ? Verdict::write_b : Verdict::write_a;
        decision.value = a_wins ? state.a : state.b;
        return decision;
    }

    static void remove_unmapped(PlannedChange& change, Value const& raw) {
        auto const* present = std::get_if<std::vector<std::string>>(&raw);
        auto const* after = std::get_if<std::vector<std::string>>(&change.after);
        if (present == nullptr) return;
        for (auto const& element : *present) {
            if (after == nullptr || std::ranges::find(*after, element) == after->end()) change.edit.remove.push_back(element);
        }
    }

    void rewrite_everything() {
        for (auto const side : {Side::a, Side::b}) {
            if (!plan_.writes_to(side)) continue;
            for (auto const& row : input_.mapping.rows) {
                bool const is_planned = std::ranges::any_of(
                    plan_.changes, [&](auto const& change) { return change.side == side && change.row == row.a; });
                if (is_planned || row.rule.kind == contacts::FieldKind::set ||
                    !binding(side).field(field_at(row, side)).can_update)
                    continue;
                auto const value = contacts::value_for(row, side, of_projection(seen(side), row.a));
                if (contacts::is_blank(value)) continue;
                plan_.changes.push_back(
                    {side, row.a, field_at(row, side), value, value, {}, false, "whole_object", value, value});
            }
        }
    }

    PairInput const& input_;
    PairPlan plan_;
    std::set<std::string, std::less<>> answered_;  // rows about which a person has said what is right
};

}  // namespace

bool PairPlan::writes_to(Side side) const {
    return std::ranges::any_of(changes, [&](PlannedChange const& change) { return change.side == side; });
}

std::string_view to_string(QuestionKind kind) {
    switch (kind) {
        case QuestionKind::conflict: return "conflict";
        case QuestionKind::cannot_write: return "cannot_write";
        case QuestionKind::rounds: return "rounds";
        case QuestionKind::covered: return "covered";
        case QuestionKind::late_write: return "late_write";
    }
    return "conflict";
}

PairPlan plan_pair(PairInput const& input) { return PairPlanner(input).run(); }

std::vector<PlannedChange> plan_create(contacts::Mapping const& mapping, Policy const& policy, Side to,
    contacts::Record const& from, catalogue::RecordBinding const& binding_to,
    std::set<std::string, std::less<>> const& left_out) {
    auto const seen = contacts::project(mapping, contacts::other(to), from);
    auto const forbidden = to == Side::a ? contacts::Direction::a_to_b : contacts::Direction::b_to_a;
    std::vector<PlannedChange> changes;
    for (auto const& row : mapping.rows) {
        auto const value = of_projection(seen, row.a);
        if (contacts::is_blank(value) || row.rule.direction == forbidden || left_out.contains(row.a)) continue;
        if (!binding_to.field(field_at(row, to)).can_create) continue;
        PlannedChange change;
        change.side = to;
        change.row = row.a;
        change.field = field_at(row, to);
        change.after = contacts::value_for(row, to, value);
        change.after_in_a = value;
        if (contacts::is_blank(change.after)) continue;
        change.reason = "create";
        change.is_set = row.rule.kind == contacts::FieldKind::set;
        if (change.is_set) {
            change.edit.add = std::get<std::vector<std::string>>(change.after);
            if (!row.transform)
                change.edit.add = contacts::spelt_once(change.edit.add, value_at(from, field_at(row, contacts::other(to))));
        }
        changes.push_back(std::move(change));
    }
    for (auto const& field : binding_to.missing_for_create(writes_for(changes, to, true))) {
        auto const* rule = policy.new_record_rule(to, field);
        if (rule == nullptr || rule->how != NewRecordRule::How::value || !binding_to.field(field).can_create) continue;
        auto const row = std::ranges::find_if(mapping.rows, [&](auto const& each) { return field_at(each, to) == field; });
        PlannedChange change;
        change.side = to;
        change.row = row == mapping.rows.end() ? field : row->a;
        change.field = field;
        change.after = change.after_in_a = Value{rule->value};
        if (row != mapping.rows.end()) {
            contacts::Record only;
            only.fields[field] = change.after;
            change.after_in_a = of_projection(contacts::project(mapping, to, only), row->a);
        }
        change.reason = "new_record_value";
        change.is_set = binding_to.field(field).kind == contacts::FieldKind::set;
        if (change.is_set) {
            change.edit.add = {rule->value};
            change.after = Value{change.edit.add};
            if (row == mapping.rows.end()) change.after_in_a = change.after;
        }
        changes.push_back(std::move(change));
    }
    auto const& holder = to == Side::a ? mapping.a_holds_id_of_b : mapping.b_holds_id_of_a;
    if (!holder.empty() && binding_to.field(holder).can_create) {
        changes.push_back({to, holder, holder, Value{}, Value{from.id}, {}, false, "link_id", Value{}, Value{from.id}});
    }
    return changes;
}

contacts::FieldWrites writes_for(std::vector<PlannedChange> const& changes, Side side, bool is_create) {
    contacts::FieldWrites writes;
    for (auto const& change : changes) {
        if (change.side != side) continue;
        if (!change.is_set) {
            writes.values[change.field] = change.after;
        } else if (is_create) {
            writes.sets[change.field].add = change.edit.add;
        } else {
            auto& edit = writes.sets[change.field];
            edit.add.insert(edit.add.end(), change.edit.add.begin(), change.edit.add.end());
            edit.remove.insert(edit.remove.end(), change.edit.remove.begin(), change.edit.remove.end());
        }
    }
    return writes;
}

bool is_stored(PlannedChange const& change, contacts::Mapping const& mapping, contacts::Record const& seen) {
    auto const found = seen.fields.find(change.field);
    if (found == seen.fields.end()) return false;
    auto kind = contacts::FieldKind::text;
    for (auto const& row : mapping.rows) {
        if (row.a == change.row && field_at(row, change.side) == change.field) kind = row.rule.kind;
    }
    auto const shown = contacts::canonical(kind, found->second, mapping.region);
    if (!change.is_set) return shown == contacts::canonical(kind, change.after, mapping.region);

    // Elements outside the edit are not ours to judge: somebody may have added one meanwhile.
    auto const canonical_elements = [&](std::vector<std::string> const& elements) {
        auto const value = contacts::canonical(kind, Value{elements}, mapping.region);
        auto const* list = std::get_if<std::vector<std::string>>(&value);
        return list == nullptr ? std::vector<std::string>{} : *list;
    };
    std::vector<std::string> held;
    if (auto const* elements = std::get_if<std::vector<std::string>>(&shown)) held = *elements;
    auto const holds = [&](std::string const& element) { return std::ranges::binary_search(held, element); };
    return std::ranges::all_of(canonical_elements(change.edit.add), holds) &&
           std::ranges::none_of(canonical_elements(change.edit.remove), holds);
}

}  // namespace lockstep::sync
