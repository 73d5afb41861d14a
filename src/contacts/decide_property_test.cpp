// SPDX-License-Identifier: Apache-2.0
// The laws of docs/merge.md, each on thousands of drawn cases. A failure prints the seed of its case.
#include <gtest/gtest.h>

#include <algorithm>

#include "contacts/contact_samples.hpp"
#include "contacts/decide.hpp"

namespace lockstep::contacts {
namespace {

constexpr std::uint64_t cases_per_kind = 4000;
using Elements = std::vector<std::string>;

template <class Check>
void for_each_case(Check check) {
    for (auto const kind : samples::kinds) {
        for (std::uint64_t seed = 0; seed < cases_per_kind; ++seed) {
            SCOPED_TRACE("kind " + std::to_string(static_cast<int>(kind)) + " seed " + std::to_string(seed));
            samples::Draw draw{seed * 5 + static_cast<std::uint64_t>(kind)};
            auto const rule = samples::rule(draw, kind);
            check(rule, samples::state(draw, kind));
            if (::testing::Test::HasFatalFailure()) return;
        }
    }
}

Elements elements_of(Value const& value) {
    auto const* elements = std::get_if<Elements>(&value);
    return elements == nullptr ? Elements{} : *elements;
}

bool holds(Elements const& elements, std::string const& element) {
    return std::ranges::find(elements, element) != elements.end();
}

Value edited(Value const& value, SetEdit const& edit) {
    Elements out = edit.add;
    for (auto const& element : elements_of(canonical(FieldKind::set, value, {}))) {
        if (!holds(edit.remove, element)) out.push_back(element);
    }
    return canonical(FieldKind::set, Value{out}, {});
}

// The two sides and the base as they are when the decision's writes have been stored.
FieldState applied(FieldRule const& rule, FieldState state, Decision const& decision) {
    if (rule.kind == FieldKind::set) {
        state.a = edited(state.a, decision.a);
        state.b = edited(state.b, decision.b);
    }
    if (decision.verdict == Verdict::write_a && rule.kind != FieldKind::set) state.a = decision.value;
    if (decision.verdict == Verdict::write_b && rule.kind != FieldKind::set) state.b = decision.value;
    state.base = decision.base;
    return state;
}

TEST(DecideLaws, IsDeterministic) {
    for_each_case(
        [](FieldRule const& rule, FieldState const& state) { ASSERT_EQ(decide(rule, state, {}), decide(rule, state, {})); });
}

TEST(DecideLaws, ComesToRestAfterItsWrites) {
    for_each_case([](FieldRule const& rule, FieldState const& state) {
        auto const first = decide(rule, state, {});
        auto const rested = applied(rule, state, first);
        auto const second = decide(rule, rested, {});
        if (first.verdict == Verdict::none || first.verdict == Verdict::ask) {
            ASSERT_EQ(second, first);
        } else {
            ASSERT_EQ(second.verdict, Verdict::agree) << first.reason << " then " << second.reason;
            ASSERT_EQ(second.base, first.base);
            ASSERT_EQ(decide(rule, applied(rule, rested, second), {}), second);
        }
    });
}

Direction swapped(Direction direction) {
    if (direction == Direction::both) return direction;
    return direction == Direction::a_to_b ? Direction::b_to_a : Direction::a_to_b;
}

FieldRule swapped(FieldRule rule) {
    rule.direction = swapped(rule.direction);
    if (rule.conflict == ConflictRule::a || rule.conflict == ConflictRule::b) {
        rule.conflict = rule.conflict == ConflictRule::a ? ConflictRule::b : ConflictRule::a;
    }
    if (rule.first_match == FirstMatchRule::a || rule.first_match == FirstMatchRule::b) {
        rule.first_match = rule.first_match == FirstMatchRule::a ? FirstMatchRule::b : FirstMatchRule::a;
    }
    return rule;
}

Decision swapped(Decision decision) {
    std::swap(decision.a, decision.b);
    if (decision.verdict == Verdict::write_a || decision.verdict == Verdict::write_b) {
        decision.verdict = decision.verdict == Verdict::write_a ? Verdict::write_b : Verdict::write_a;
    }
    if (decision.reason == "conflict_a" || decision.reason == "conflict_b") {
        decision.reason = decision.reason == "conflict_a" ? "conflict_b" : "conflict_a";
    }
    return decision;
}

TEST(DecideLaws, SwappingTheSidesSwapsTheResult) {
    for_each_case([](FieldRule const& rule, FieldState const& state) {
        FieldState mirrored = state;
        std::swap(mirrored.a, mirrored.b);
        std::swap(mirrored.a_changed_at, mirrored.b_changed_at);
        ASSERT_EQ(decide(swapped(rule), mirrored, {}), swapped(decide(rule, state, {})));
    });
}

TEST(DecideLaws, ADirectionIsNeverBroken) {
    for_each_case([](FieldRule const& rule, FieldState const& state) {
        auto const decision = decide(rule, state, {});
        bool const writes_a = decision.verdict == Verdict::write_a || decision.verdict == Verdict::write_both;
        bool const writes_b = decision.verdict == Verdict::write_b || decision.verdict == Verdict::write_both;
        ASSERT_FALSE(writes_a && rule.direction == Direction::a_to_b);
        ASSERT_FALSE(writes_b && rule.direction == Direction::b_to_a);
    });
}

TEST(DecideLaws, NoneAndAskLeaveTheBaseAsItWas) {
    for_each_case([](FieldRule const& rule, FieldState const& state) {
        auto const decision = decide(rule, state, {});
        if (decision.verdict != Verdict::none && decision.verdict != Verdict::ask) return;
        ASSERT_EQ(decision.base.has_value(), state.base.has_value());
        if (state.base) {
            ASSERT_EQ(*decision.base, canonical(rule.kind, *state.base, {}));
        }
    });
}

TEST(DecideLaws, ATwoWaySetLosesOnlyWhatSomebodyRemoved) {
    for (std::uint64_t seed = 0; seed < 4 * cases_per_kind; ++seed) {
        SCOPED_TRACE(seed);
        samples::Draw draw{seed};
        auto rule = samples::rule(draw, FieldKind::set);
        rule.direction = Direction::both;
        auto const state = samples::state(draw, FieldKind::set);
        auto const decision = decide(rule, state, {});
        auto const a = elements_of(canonical(FieldKind::set, state.a, {}));
        auto const b = elements_of(canonical(FieldKind::set, state.b, {}));
        auto const base = state.base ? elements_of(canonical(FieldKind::set, *state.base, {})) : Elements{};
        auto const after = applied(rule, state, decision);
        ASSERT_EQ(after.a, after.b);
        auto const result = elements_of(after.a);
        for (auto const& side : {a, b}) {
            for (auto const& element : side) {
                bool const was_removed = holds(base, element) && (!holds(a, element) || !holds(b, element));
                ASSERT_EQ(holds(result, element), !was_removed) << element;
            }
        }
        for (auto const& element : result) ASSERT_TRUE(holds(a, element) || holds(b, element)) << element;
    }
}

TEST(DecideLaws, AOneWaySetLeavesTheOtherSidesOwnElements) {
    for (std::uint64_t seed = 0; seed < cases_per_kind; ++seed) {
        SCOPED_TRACE(seed);
        samples::Draw draw{seed};
        auto rule = samples::rule(draw, FieldKind::set);
        rule.direction = Direction::a_to_b;
        auto const state = samples::state(draw, FieldKind::set);
        auto const decision = decide(rule, state, {});
        auto const base = state.base ? elements_of(canonical(FieldKind::set, *state.base, {})) : Elements{};
        auto const a = canonical(FieldKind::set, state.a, {});
        ASSERT_EQ(decision.base, std::optional{a});
        ASSERT_TRUE(decision.a.empty());
        for (auto const& element : decision.b.remove)
            ASSERT_TRUE(holds(base, element) && !holds(elements_of(a), element)) << element;
    }
}

TEST(CanonicalLaws, FormsAreFixedPoints) {
    for (auto const kind : samples::kinds) {
        for (std::uint64_t seed = 0; seed < 20'000; ++seed) {
            SCOPED_TRACE("kind " + std::to_string(static_cast<int>(kind)) + " seed " + std::to_string(seed));
            samples::Draw draw{seed};
            auto const drawn = draw.chance(2) ? Value{samples::any_text(draw)} : samples::value(draw, kind);
            auto const once = canonical(kind, drawn, {});
            ASSERT_EQ(canonical(kind, once, {}), once);
        }
    }
}

TEST(CanonicalLaws, PhonesOfDrawnDigitsAreFixedPointsInEveryRegion) {
    for (auto const* region : {"CA", "FR", "GB", "IT", "MX", "AR", "", "??"}) {
        for (std::uint64_t seed = 0; seed < 1000; ++seed) {
            samples::Draw draw{seed};
            std::string digits = draw.chance(2) ? "+" : "";
            for (std::size_t left = draw.below(16); left > 0; --left) digits += static_cast<char>('0' + draw.below(10));
            auto const once = canonical(FieldKind::phone, Value{digits}, {region});
            ASSERT_EQ(canonical(FieldKind::phone, once, {region}), once) << region << " " << digits;
        }
    }
}

// Digits of full width mean the same to the phone parser and keep the number off the way that is read by hand.
TEST(CanonicalLaws, NorthAmericanPhonesReadByHandAsTheParserReadsThem) {
    constexpr std::array<char const*, 9> gaps{"", "", "", "", " ", "-", ".", "(", ")"};
    std::size_t numbers = 0;
    for (std::uint64_t seed = 0; seed < 6000; ++seed) {
        samples::Draw draw{seed};
        std::string plain = draw.chance(3) ? "+" : "";
        std::string wide = plain;
        for (std::size_t at = 0, count = 9 + draw.below(4); at < count; ++at) {
            std::string const gap = draw.from(gaps);
            auto const digit = static_cast<char>(at == 0 && draw.chance(2) ? 1 : draw.below(10));
            plain += gap + static_cast<char>('0' + digit);
            wide += gap + "\xef\xbc" + static_cast<char>('\x90' + digit);
        }
        auto const by_hand = canonical(FieldKind::phone, Value{plain}, {"CA"});
        auto const parsed = canonical(FieldKind::phone, Value{wide}, {"CA"});
        auto const& form = std::get<std::string>(by_hand);
        bool const is_number =
            form.size() == 12 && form.find_first_not_of("0123456789", 1) == std::string::npos && form.starts_with("+1");
        if (!is_number) continue;
        ++numbers;
        ASSERT_EQ(by_hand, parsed) << plain;
    }
    EXPECT_GE(numbers, 500U);
}

}  // namespace
}  // namespace lockstep::contacts
