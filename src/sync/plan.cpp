// SPDX-License-Identifier: Apache-2.0
#include "sync/plan.hpp"

#include <algorithm>
#include <iterator>

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;
using contacts::Verdict;

std::string const& field_at(contacts::FieldRow const& row, Side side) { return side == Side::a ? row.a : row.b; }

Value value_at(contacts::Record const& record, std::string_view field) {
    auto const found = record.fields.find(field);
    return found == record.fields.end() ? Value{} : found->second;
}

Value of_projection(contacts::Projection const& projection, std::string const& name) {
    auto const found = projection.find(name);
    return found == projection.end() ? Value{} : found->second;
}

Value apply(Value const& set, contacts::SetEdit const& edit, contacts::Region const& region) {
    std::vector<std::string> elements;
    if (auto const* present = std::get_if<std::vector<std::string>>(&set)) elements = *present;
    std::erase_if(
        elements, [&](std::string const& element) { return std::ranges::find(edit.remove, element) != edit.remove.end(); });
    elements.insert(elements.end(), edit.add.begin(), edit.add.end());
    return contacts::canonical(contacts::FieldKind::set, Value{std::move(elements)}, region);
}

// What leads from one canonical set to another.
contacts::SetEdit difference(Value const& from, Value const& to) {
    static std::vector<std::string> const nothing;
    auto const elements = [](Value const& value) -> std::vector<std::string> const& {
        auto const* list = std::get_if<std::vector<std::string>>(&value);
        return list == nullptr ? nothing : *list;
    };
    contacts::SetEdit edit;
    std::ranges::set_difference(elements(to), elements(from), std::back_inserter(edit.add));
    std::ranges::set_difference(elements(from), elements(to), std::back_inserter(edit.remove));
    return edit;
}

class PairPlanner {
public:
    explicit PairPlanner(PairInput const& input)
        : input_(input),
          seen_a_(contacts::project(input.mapping, Side::a, input.a.record)),
          seen_b_(contacts::project(input.mapping, Side::b, input.b.record)) {
        plan_.base = input.base;
        drop_settled(plan_.base, input.now);
    }

    PairPlan run() {
        for (auto const& row : input_.mapping.rows) plan_row(row);
        plan_id(Side::a, input_.mapping.a_holds_id_of_b);
        plan_id(Side::b, input_.mapping.b_holds_id_of_a);
        if (input_.mutant == Mutant::whole_object) rewrite_everything();
        return std::move(plan_);
    }

private:
    Mirror const& mirror(Side side) const { return side == Side::a ? input_.a : input_.b; }
    contacts::Projection const& seen(Side side) const { return side == Side::a ? seen_a_ : seen_b_; }
    catalogue::RecordBinding const& binding(Side side) const { return side == Side::a ? input_.binding_a : input_.binding_b; }

    void plan_row(contacts::FieldRow const& row) {
        contacts::FieldState state;
        if (auto found = input_.base.fields.find(row.a); found != input_.base.fields.end()) state.base = found->second;
        state.a = of_projection(seen_a_, row.a);
        state.b = of_projection(seen_b_, row.a);
        confirm(row, Side::a, state.a, state.base);
        confirm(row, Side::b, state.b, state.base);
        auto const times = change_times(row, input_.a, input_.b);
        state.a_changed_at = times.a;
        state.b_changed_at = times.b;

        if (auto held = plan_.base.not_stored.find(row.a); held != plan_.base.not_stored.end()) {
            if (held->second.a == state.a && held->second.b == state.b) return;
            plan_.base.not_stored.erase(held);
        }

        auto decision = contacts::decide(row.rule, state, input_.mapping.region);
        if (input_.mutant == Mutant::last_writer_wins) decision = decide_by_clock(row, state, std::move(decision));
        switch (decision.verdict) {
            case Verdict::agree:
                if (decision.base) plan_.base.fields[row.a] = *decision.base;
                for (auto& written : plan_.base.unconfirmed) {
                    // An agreement with a copy from before the write is no word about the write.
                    bool const is_informed = mirror(written.side).observed_at > written.left_at;
                    if (written.row == row.a && is_informed) written.until = std::min(written.until, written.late_until);
                }
                return;
            case Verdict::none: return;
            case Verdict::ask:
                plan_.questions.push_back({"conflict", row.a, state.a, state.b, state.base, decision.reason});
                return;
            case Verdict::write_a: write(row, Side::a, decision); return;
            case Verdict::write_b: write(row, Side::b, decision); return;
            case Verdict::write_both:
                write(row, Side::a, decision);
                write(row, Side::b, decision);
                return;
        }
    }

    // A write of ours whose answer was lost has arrived after all, maybe late: then both sides agreed on it once, and what the
    // other side says now is news. Otherwise our own old value would win over it.
    void confirm(contacts::FieldRow const& row, Side side, Value const& shown, std::optional<Value>& base) {
        for (auto& written : plan_.base.unconfirmed) {
            if (written.side != side || written.row != row.a) continue;
            if (row.rule.kind == contacts::FieldKind::set) {
                auto const edit = difference(written.before, written.after);
                auto const held = difference(Value{}, shown).add;
                auto const holds = [&](std::string const& element) { return std::ranges::find(held, element) != held.end(); };
                if (!std::ranges::all_of(edit.add, holds) || !std::ranges::none_of(edit.remove, holds)) continue;
                base = apply(base.value_or(Value{}), edit, input_.mapping.region);
            } else {
                if (shown != written.after) continue;
                base = written.after;
            }
            plan_.base.fields[row.a] = *base;
            written.until = std::min(written.until, written.late_until);
        }
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
            plan_.questions.push_back({"cannot_write", row.a, of_projection(seen_a_, row.a), of_projection(seen_b_, row.a),
                std::nullopt, std::move(reason)});
            return;
        }

        PlannedChange change;
        change.side = side;
        change.row = row.a;
        change.field = field_at(row, side);
        change.reason = decision.reason;
        change.is_set = is_set;
        change.before = contacts::value_for(row, side, before);
        if (is_set) {
            write_set(row, before, raw, side == Side::a ? decision.a : decision.b, std::move(change));
            return;
        }
        change.after = contacts::value_for(row, side, decision.value);
        plan_.changes.push_back(std::move(change));
    }

    // Added and removed elements are two changes, because apps take them in two calls, each with an outcome of its own.
    void write_set(contacts::FieldRow const& row, Value const& before, Value const& raw, contacts::SetEdit const& edit,
        PlannedChange change) {
        auto const side = change.side;
        auto shown = before;
        auto const part = [&](contacts::SetEdit const& one) {
            auto next = change;
            next.before = contacts::value_for(row, side, shown);
            shown = apply(shown, one, input_.mapping.region);
            next.after = contacts::value_for(row, side, shown);
            next.edit = contacts::edit_for(row, side, one);
            if (input_.mutant == Mutant::replace_tags && !one.add.empty()) remove_unmapped(next, raw);
            plan_.changes.push_back(std::move(next));
        };
        if (!edit.add.empty()) part({edit.add, {}});
        if (!edit.remove.empty()) part({{}, edit.remove});
    }

    // The id-holding fields follow from the link, not from a merge: whoever writes something else there is corrected.
    void plan_id(Side side, std::string const& field) {
        if (field.empty() || !binding(side).field(field).can_update) return;
        auto const& other_id = mirror(contacts::other(side)).record.id;
        auto const before =
            contacts::canonical(contacts::FieldKind::text, value_at(mirror(side).record, field), input_.mapping.region);
        if (before == Value{other_id}) return;
        if (auto held = plan_.base.not_stored.find(field); held != plan_.base.not_stored.end()) {
            if ((side == Side::a ? held->second.a : held->second.b) == before) return;
            plan_.base.not_stored.erase(held);
        }
        PlannedChange change;
        change.side = side;
        change.row = field;
        change.field = field;
        change.before = before;
        change.after = other_id;
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
        bool const a_wins = latest(input_.a) >= latest(input_.b);
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
                plan_.changes.push_back({side, row.a, field_at(row, side), value, value, {}, false, "whole_object"});
            }
        }
    }

    PairInput const& input_;
    contacts::Projection seen_a_;
    contacts::Projection seen_b_;
    PairPlan plan_;
};

}  // namespace

bool PairPlan::writes_to(Side side) const {
    return std::ranges::any_of(changes, [&](PlannedChange const& change) { return change.side == side; });
}

PairPlan plan_pair(PairInput const& input) { return PairPlanner(input).run(); }

std::vector<PlannedChange> plan_create(
    contacts::Mapping const& mapping, Side to, contacts::Record const& from, catalogue::RecordBinding const& binding_to) {
    auto const seen = contacts::project(mapping, contacts::other(to), from);
    auto const forbidden = to == Side::a ? contacts::Direction::a_to_b : contacts::Direction::b_to_a;
    std::vector<PlannedChange> changes;
    for (auto const& row : mapping.rows) {
        auto const value = of_projection(seen, row.a);
        if (contacts::is_blank(value) || row.rule.direction == forbidden) continue;
        if (!binding_to.field(field_at(row, to)).can_create) continue;
        PlannedChange change;
        change.side = to;
        change.row = row.a;
        change.field = field_at(row, to);
        change.after = contacts::value_for(row, to, value);
        if (contacts::is_blank(change.after)) continue;
        change.reason = "create";
        change.is_set = row.rule.kind == contacts::FieldKind::set;
        if (change.is_set) change.edit.add = std::get<std::vector<std::string>>(change.after);
        changes.push_back(std::move(change));
    }
    auto const& holder = to == Side::a ? mapping.a_holds_id_of_b : mapping.b_holds_id_of_a;
    if (!holder.empty() && binding_to.field(holder).can_create) {
        changes.push_back({to, holder, holder, Value{}, Value{from.id}, {}, false, "link_id"});
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
