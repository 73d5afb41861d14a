// SPDX-License-Identifier: Apache-2.0
#include "sync/mapping/trial.hpp"

#include <algorithm>

#include "contacts/spelling.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;
using contacts::Value;

Value const* field_of(std::optional<Mirror> const& mirror, std::string const& field) {
    if (!mirror) return nullptr;
    auto const found = mirror->record.fields.find(field);
    return found == mirror->record.fields.end() ? nullptr : &found->second;
}

// What a side shows once a change is stored there: a set keeps what is not in the mapping.
Value shown_after(Value const& shown, PlannedChange const& change) {
    if (!change.is_set) return change.after;
    std::vector<std::string> elements;
    if (auto const* held = std::get_if<std::vector<std::string>>(&shown)) elements = *held;
    std::erase_if(
        elements, [&](auto const& each) { return std::ranges::find(change.edit.remove, each) != change.edit.remove.end(); });
    for (auto const& each : change.edit.add) {
        if (std::ranges::find(elements, each) == elements.end()) elements.push_back(each);
    }
    return elements.empty() ? Value{} : Value{std::move(elements)};
}

class Trying {
public:
    Trying(TrialInput const& input, TrialPerson const& person) : input_(input), person_(person) {
        for (auto const side : contacts::both_sides) {
            if (person.mirrors[side]) seen_[side] = contacts::project(input.mapping, side, person.mirrors[side]->record);
        }
        if (person.link) memory_ = person.link->memory;
        forget_remapped(memory_, input.mapping);
    }

    Trial run() {
        for (auto const& row : input_.mapping.rows) trial_.rows.push_back(row_as_it_is(row));
        bool const has_both = person_.mirrors.a && person_.mirrors.b;
        if (has_both && person_.link) {
            plan_both();
        } else if (person_.mirrors.a.has_value() != person_.mirrors.b.has_value()) {
            plan_new(person_.mirrors.a ? Side::b : Side::a);
        }
        return std::move(trial_);
    }

private:
    connections::Connection const& connection(Side side) const { return side == Side::a ? input_.a : input_.b; }

    TrialRow row_as_it_is(contacts::FieldRow const& row) const {
        TrialRow out;
        for (auto const side : contacts::both_sides) {
            auto const* shown = field_of(person_.mirrors[side], row.at(side));
            out.is_known[side] = shown != nullptr;
            if (shown != nullptr) out.shown[side] = out.after[side] = *shown;
        }
        if (auto const base = memory_.base.find(row.a); base != memory_.base.end()) out.base = base->second;
        if (auto const own = seen_.a.find(row.a); own != seen_.a.end())
            out.as_written = contacts::value_for(row, Side::b, own->second);
        out.decision = "none";
        out.reason = "only_one_side";
        return out;
    }

    TrialRow* row_of(std::string_view name) {
        for (std::size_t i = 0; i < trial_.rows.size(); ++i) {
            if (input_.mapping.rows[i].a == name) return &trial_.rows[i];
        }
        return nullptr;
    }

    void plan_both() {
        auto const side = [&](Side at) -> PairSide {
            return {*person_.mirrors[at], seen_[at], *connection(at).connector->contacts};
        };
        auto plan =
            plan_pair({input_.mapping, input_.policy, side(Side::a), side(Side::b), memory_, input_.now, person_.answers});
        for (std::size_t i = 0; i < trial_.rows.size(); ++i) decide_one(input_.mapping.rows[i], trial_.rows[i]);
        take(std::move(plan.changes));
        for (auto const& question : plan.questions) {
            if (auto* row = row_of(question.row)) row->question = to_string(question.kind);
        }
        trial_.questions = std::move(plan.questions);
    }

    void decide_one(contacts::FieldRow const& row, TrialRow& out) const {
        if (!out.is_known.a || !out.is_known.b) {
            out.reason = "not_read";
            return;
        }
        auto const times = change_times(row, *person_.mirrors.a, *person_.mirrors.b);
        contacts::FieldState const state{out.base, seen_.a.at(row.a), seen_.b.at(row.a), times.a, times.b};
        auto const decided = contacts::decide_row(input_.mapping, row, state);
        out.decision = contacts::to_string(decided.verdict);
        out.reason = decided.reason;
    }

    void plan_new(Side to) {
        auto const& from = *person_.mirrors[contacts::other(to)];
        if (!input_.mapping.creates_at(to) || from.record.archived) return;
        take(plan_create(input_.mapping, input_.policy, to, from.record, *connection(to).connector->contacts));
    }

    void take(std::vector<PlannedChange> changes) {
        for (auto const& change : changes) {
            auto* row = row_of(change.row);
            if (row == nullptr) continue;  // an id field
            row->after[change.side] = shown_after(row->after[change.side], change);
            row->is_written[change.side] = true;
            if (row->decision == "none" && row->reason == "only_one_side") {
                row->decision = "create";
                row->reason = change.reason;
            }
        }
        trial_.changes = std::move(changes);
    }

    TrialInput const& input_;
    TrialPerson const& person_;
    contacts::PerSide<contacts::Projection> seen_;
    LinkMemory memory_;
    Trial trial_;
};

}  // namespace

Trial try_mapping(TrialInput const& input, TrialPerson const& person) { return Trying{input, person}.run(); }

std::vector<PlannedChange> new_changes(Trial const& before, Trial const& after) {
    std::vector<PlannedChange> fresh;
    for (auto const& change : after.changes) {
        auto const is_same = [&](PlannedChange const& known) {
            return known.side == change.side && known.field == change.field && known.after == change.after &&
                   known.edit == change.edit;
        };
        if (std::ranges::none_of(before.changes, is_same)) fresh.push_back(change);
    }
    return fresh;
}

bool asks_more(Trial const& before, Trial const& after) {
    return std::ranges::any_of(after.questions, [&](Question const& question) {
        return std::ranges::none_of(
            before.questions, [&](Question const& known) { return known.kind == question.kind && known.row == question.row; });
    });
}

}  // namespace lockstep::sync
