// SPDX-License-Identifier: Apache-2.0
// The rules stand here in the order of docs/merge.md; the first that fits decides.
#include "contacts/decide.hpp"

#include <algorithm>
#include <iterator>

#include "contacts/normal_form.hpp"

namespace lockstep::contacts {
namespace {

using Elements = std::vector<std::string>;

enum class Target : std::uint8_t {
    a,
    b
};

bool allows(Direction direction, Target target) {
    if (direction == Direction::both) return true;
    return (direction == Direction::a_to_b) == (target == Target::b);
}

// One field's question in canonical form.
struct Question {
    FieldRule rule;
    std::optional<Value> base;
    Value a;
    Value b;
    std::optional<TimePoint> a_changed_at;
    std::optional<TimePoint> b_changed_at;

    Decision leave(Verdict verdict, char const* reason) const {
        return {.verdict = verdict, .reason = reason, .value = {}, .a = {}, .b = {}, .base = base};
    }

    // Writes the other side's value to `target`, whatever the direction says.
    Decision write_always(Target target, char const* reason) const {
        Value const& value = target == Target::a ? b : a;
        auto const verdict = target == Target::a ? Verdict::write_a : Verdict::write_b;
        return {.verdict = verdict, .reason = reason, .value = value, .a = {}, .b = {}, .base = value};
    }

    Decision write(Target target, char const* reason) const {
        return allows(rule.direction, target) ? write_always(target, reason) : leave(Verdict::none, "direction");
    }

    bool keeps(Value const& value) const { return rule.blank == BlankRule::keep && is_blank(value); }

    // Where the newer value goes; absent unless both times are known and differ.
    std::optional<Target> target_of_newest() const {
        if (!a_changed_at || !b_changed_at || *a_changed_at == *b_changed_at) return std::nullopt;
        return *a_changed_at > *b_changed_at ? Target::b : Target::a;
    }
};

std::size_t length_of(Value const& value) {
    auto const* text = std::get_if<std::string>(&value);
    return text == nullptr ? 0 : count_code_points(*text);
}

Decision decide_first_match(Question const& question) {
    if (is_blank(question.a)) return question.write(Target::a, "fill_blank");
    if (is_blank(question.b)) return question.write(Target::b, "fill_blank");
    std::optional<Target> target;
    switch (question.rule.first_match) {
        case FirstMatchRule::a: target = Target::b; break;
        case FirstMatchRule::b: target = Target::a; break;
        case FirstMatchRule::newest: target = question.target_of_newest(); break;
        case FirstMatchRule::ask: break;
    }
    return target ? question.write(*target, "first_match") : question.leave(Verdict::ask, "first_match");
}

Decision decide_one_changed(Question const& question, bool a_changed) {
    Target const target = a_changed ? Target::b : Target::a;
    if (question.keeps(a_changed ? question.a : question.b)) return question.leave(Verdict::none, "blank_kept");
    if (allows(question.rule.direction, target)) return question.write_always(target, "changed");
    // The side that does not own the value changed it: it gets the owner's value back, a blank as well.
    if (question.rule.enforce) return question.write_always(a_changed ? Target::a : Target::b, "enforced");
    return question.leave(Verdict::none, "direction");
}

Decision decide_conflict(Question const& question) {
    switch (question.rule.conflict) {
        case ConflictRule::a: return question.write(Target::b, "conflict_a");
        case ConflictRule::b: return question.write(Target::a, "conflict_b");
        case ConflictRule::newest:
            if (auto const target = question.target_of_newest()) return question.write(*target, "conflict_newest");
            break;
        case ConflictRule::longest: {
            auto const a = length_of(question.a);
            auto const b = length_of(question.b);
            if (a != b) return question.write(a > b ? Target::b : Target::a, "conflict_longest");
            break;
        }
        case ConflictRule::union_of_sets:  // has no meaning for a single value
        case ConflictRule::ask: break;
    }
    return question.leave(Verdict::ask, "conflict");
}

Decision decide_both_changed(Question const& question) {
    if (question.rule.direction != Direction::both) {
        bool const a_owns = question.rule.direction == Direction::a_to_b;
        if (question.keeps(a_owns ? question.a : question.b)) return question.leave(Verdict::none, "blank_kept");
        return question.write_always(a_owns ? Target::b : Target::a, "owner");
    }
    if (question.keeps(question.a)) return question.write_always(Target::a, "blank_never_wins");
    if (question.keeps(question.b)) return question.write_always(Target::b, "blank_never_wins");
    return decide_conflict(question);
}

Decision decide_single(Question const& question) {
    if (question.a == question.b) {
        return {.verdict = Verdict::agree, .reason = "equal", .value = {}, .a = {}, .b = {}, .base = question.a};
    }
    if (!question.base) return decide_first_match(question);
    if (question.b == *question.base) return decide_one_changed(question, true);
    if (question.a == *question.base) return decide_one_changed(question, false);
    return decide_both_changed(question);
}

Elements elements_of(Value const& value) {
    auto const* elements = std::get_if<Elements>(&value);
    return elements == nullptr ? Elements{} : *elements;
}

// All of these work on sorted elements without repetition.
Elements without(Elements const& from, Elements const& what) {
    Elements out;
    std::ranges::set_difference(from, what, std::back_inserter(out));
    return out;
}

Elements merged(Elements const& left, Elements const& right) {
    Elements out;
    std::ranges::set_union(left, right, std::back_inserter(out));
    return out;
}

Elements shared(Elements const& left, Elements const& right) {
    Elements out;
    std::ranges::set_intersection(left, right, std::back_inserter(out));
    return out;
}

Value as_value(Elements elements) {
    if (elements.empty()) return {};
    return Value{std::move(elements)};
}

SetEdit edit_towards(Elements const& from, Elements const& to) { return {.add = without(to, from), .remove = without(from, to)}; }

// What the owner added and removed since the base, as far as the other side has not done the same; its own elements stay.
SetEdit edit_of_owner(Elements const& owner, Elements const& other, Elements const& base) {
    return {.add = without(without(owner, base), other), .remove = shared(without(base, owner), other)};
}

Decision decide_set(Question const& question) {
    Elements const a = elements_of(question.a);
    Elements const b = elements_of(question.b);
    Elements const base = question.base ? elements_of(*question.base) : Elements{};
    Decision decision;
    decision.reason = "set";
    switch (question.rule.direction) {
        case Direction::both: {
            // What a side lacks of the base it has removed. An added element is not in the base, so nobody can have removed it.
            Elements const removed = merged(without(base, a), without(base, b));
            Elements const result = without(merged(base, merged(a, b)), removed);
            decision.a = edit_towards(a, result);
            decision.b = edit_towards(b, result);
            decision.base = as_value(result);
            break;
        }
        case Direction::a_to_b:
            decision.b = edit_of_owner(a, b, base);
            decision.base = question.a;
            break;
        case Direction::b_to_a:
            decision.a = edit_of_owner(b, a, base);
            decision.base = question.b;
            break;
    }
    if (!decision.a.empty() && !decision.b.empty()) {
        decision.verdict = Verdict::write_both;
    } else if (!decision.a.empty()) {
        decision.verdict = Verdict::write_a;
    } else {
        decision.verdict = decision.b.empty() ? Verdict::agree : Verdict::write_b;
    }
    return decision;
}

}  // namespace

Decision decide(FieldRule const& rule, FieldState const& state, Region const& region) {
    Question const question{
        .rule = rule,
        .base = state.base ? std::optional{canonical(rule.kind, *state.base, region)} : std::nullopt,
        .a = canonical(rule.kind, state.a, region),
        .b = canonical(rule.kind, state.b, region),
        .a_changed_at = state.a_changed_at,
        .b_changed_at = state.b_changed_at,
    };
    return rule.kind == FieldKind::set ? decide_set(question) : decide_single(question);
}

std::string_view to_string(Verdict verdict) {
    switch (verdict) {
        case Verdict::agree: return "agree";
        case Verdict::write_a: return "write_a";
        case Verdict::write_b: return "write_b";
        case Verdict::write_both: return "write_both";
        case Verdict::none: return "none";
        case Verdict::ask: return "ask";
    }
    return "none";
}

}  // namespace lockstep::contacts
