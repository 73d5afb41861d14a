// SPDX-License-Identifier: Apache-2.0
#include "simulation/contest.hpp"

#include <algorithm>

#include "contacts/spelling.hpp"

namespace lockstep::simulation {
namespace {

using contacts::Side;
using contacts::Value;
using contacts::Verdict;

constexpr auto noting_takes = std::chrono::seconds{5};   // from a reply to the base in the database, generously
constexpr auto linking_takes = std::chrono::minutes{2};  // from what a link was decided on to the link itself

struct State {
    TimePoint at{};
    std::optional<Value> a;  // absent: that record does not exist yet
    std::optional<Value> b;
    std::size_t happening = 0;

    bool is_whole() const { return a && b; }
    bool agrees() const { return is_whole() && *a == *b; }
};

class Holder {
public:
    explicit Holder(ContestInput const& input) : input_(input) {
        State state;
        for (std::size_t i = 0; i < input.happenings.size(); ++i) {
            auto const& happening = input.happenings[i];
            (happening.side == Side::a ? state.a : state.b) = happening.after;
            state.at = happening.at;
            state.happening = i;
            states_.push_back(state);
        }
    }

    Contest run() {
        auto const last = std::ranges::find_if(input_.happenings.rbegin(), input_.happenings.rend(),
            [](Happening const& happening) { return happening.is_foreign; });
        if (last == input_.happenings.rend()) return {};
        contest_.last_foreign = static_cast<std::size_t>(input_.happenings.rend() - last) - 1;
        auto const& state = states_[contest_.last_foreign];
        auto const& happening = input_.happenings[contest_.last_foreign];
        if (!state.is_whole()) {
            // The other record was made from this one, now or later: it carries this value.
            add({happening.after, happening.after, false, "carried"});
            return std::move(contest_);
        }
        find_bases(contest_.last_foreign);
        for (auto const& base : bases_) decide(state, happening, base);
        return std::move(contest_);
    }

private:
    void add(End end) {
        if (std::ranges::find(contest_.ends, end) == contest_.ends.end()) contest_.ends.push_back(std::move(end));
    }

    // Which values the program can take for the last agreement, when it sees the state at `last`.
    void find_bases(std::size_t last) {
        auto const& happening = input_.happenings[last];
        for (auto i = last; i-- > 0;) {
            auto const& state = states_[i];
            // What the program wrote here it took from the other side: to its knowledge both agreed on it, even if somebody
            // there had just changed his mind.
            auto const& made = input_.happenings[i];
            if (!made.is_foreign && state.at > input_.linked_at) bases_.push_back(made.after);
            if (!state.agrees()) continue;
            auto const until = states_[i + 1].at;
            if (until <= input_.linked_at) {
                // They agreed, but were not linked yet. The link may have been decided on what was read before.
                if (input_.linked_at - until < linking_takes) bases_.push_back(state.a);
                break;
            }
            bases_.push_back(state.a);
            auto const from = std::max(state.at, input_.linked_at);
            bool const is_young_link = state.at <= input_.linked_at;
            bool const is_plain = (is_young_link || (!made.is_foreign && made.is_heard)) && until - from >= noting_takes &&
                                  !input_.is_disturbed(from, from + noting_takes);
            if (is_plain || until - from >= input_.noticed_after) {
                return;
            }
        }
        bases_.push_back(std::nullopt);
        // A link may give every field a base at once; then an edit made after it is a change like any other.
        auto const& state = states_[last];
        if (happening.at > input_.linked_at - linking_takes) bases_.push_back(happening.side == Side::a ? state.b : state.a);
    }

    contacts::Decision decision_on(contacts::FieldState const& field) const {
        auto decision = contacts::decide(input_.rule, field, input_.region);
        if (!input_.is_name) return decision;
        return contacts::with_better_spelling(input_.rule, field, std::move(decision));
    }

    void decide(State const& state, Happening const& last, std::optional<Value> const& base) {
        contacts::FieldState field{base, *state.a, *state.b, std::nullopt, std::nullopt};
        auto const early = last.at - std::chrono::minutes{1};
        auto const with_times = [&](bool last_is_newer) {
            bool const a_is_newer = (last.side == Side::a) == last_is_newer;
            field.a_changed_at = a_is_newer ? last.at : early;
            field.b_changed_at = a_is_newer ? early : last.at;
            add_outcome(state, decision_on(field));
        };
        with_times(true);
        if (!base || may_seem_newer(last)) with_times(false);
        if (!base) {
            field.a_changed_at = field.b_changed_at = std::nullopt;
            add_outcome(state, decision_on(field));
        }
    }

    // Could the program have heard of the other side's edit only after the last one?
    bool may_seem_newer(Happening const& last) const {
        for (auto i = contest_.last_foreign; i-- > 0;) {
            auto const& other = input_.happenings[i];
            if (other.side == last.side || !other.is_foreign) continue;
            return other.at + input_.news_takes(other) >= last.at;
        }
        return true;
    }

    void add_outcome(State const& state, contacts::Decision const& decision) {
        auto const& a = *state.a;
        auto const& b = *state.b;
        bool const is_set = input_.rule.kind == contacts::FieldKind::set;
        if (is_set && decision.verdict != Verdict::agree && input_.rule.direction == contacts::Direction::both) {
            auto const merged = decision.base.value_or(Value{});
            return add({merged, merged, false, decision.reason});
        }
        switch (decision.verdict) {
            case Verdict::write_a: return add({is_set ? decision.base.value_or(b) : decision.value, b, false, decision.reason});
            case Verdict::write_b: return add({a, is_set ? decision.base.value_or(a) : decision.value, false, decision.reason});
            case Verdict::ask:
            case Verdict::none: return add_apart({a, b, decision.verdict == Verdict::ask, decision.reason});
            case Verdict::agree:
            case Verdict::write_both: return add({a, b, false, decision.reason});
        }
    }

    // The two stay apart. A write of an earlier value may have been on its way and land on the other side all the same.
    void add_apart(End end) {
        auto const last = contest_.last_foreign;
        auto const side = input_.happenings[last].side;
        for (auto i = last + 1; i < input_.happenings.size(); ++i) {
            auto const& later = input_.happenings[i];
            if (later.is_foreign || later.side == side) continue;
            auto landed = end;
            (later.side == Side::a ? landed.a : landed.b) = later.after;
            add(std::move(landed));
        }
        add(std::move(end));
    }

    ContestInput const& input_;
    std::vector<State> states_;
    std::vector<std::optional<Value>> bases_;
    Contest contest_;
};

}  // namespace

Contest hold_contest(ContestInput const& input) { return Holder{input}.run(); }

}  // namespace lockstep::simulation
