// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/answer.hpp"

#include <array>

namespace lockstep::sync {
namespace {

constexpr std::array all_choices{Choice::same_person, Choice::different_people, Choice::create_anyway, Choice::leave_alone,
    Choice::use_a, Choice::use_b, Choice::try_again, Choice::take_apart, Choice::use_value, Choice::use_field, Choice::ask_each,
    Choice::carry_over, Choice::put_back};

}  // namespace

std::string_view to_string(Choice choice) {
    switch (choice) {
        case Choice::same_person: return "same_person";
        case Choice::different_people: return "different_people";
        case Choice::create_anyway: return "create_anyway";
        case Choice::leave_alone: return "leave_alone";
        case Choice::use_a: return "use_a";
        case Choice::use_b: return "use_b";
        case Choice::try_again: return "try_again";
        case Choice::take_apart: return "take_apart";
        case Choice::use_value: return "use_value";
        case Choice::use_field: return "use_field";
        case Choice::ask_each: return "ask_each";
        case Choice::carry_over: return "carry_over";
        case Choice::put_back: return "put_back";
    }
    return "leave_alone";
}

std::optional<Choice> choice_from(std::string_view text) {
    for (auto const choice : all_choices) {
        if (to_string(choice) == text) return choice;
    }
    return std::nullopt;
}

std::vector<Choice> choices_for(std::string_view issue_kind) {
    if (issue_kind == "match_unsure" || issue_kind == "ambiguous")
        return {Choice::same_person, Choice::different_people, Choice::create_anyway, Choice::leave_alone};
    if (issue_kind == "conflict" || issue_kind == "covered" || issue_kind == "late_write")
        return {Choice::use_a, Choice::use_b, Choice::leave_alone};
    if (issue_kind == "cannot_write" || issue_kind == "rounds" || issue_kind == "write_refused" || issue_kind == "not_stored")
        return {Choice::use_a, Choice::use_b, Choice::try_again, Choice::leave_alone};
    if (issue_kind == "create_refused") return {Choice::try_again, Choice::leave_alone};
    if (issue_kind == "attached_refused") return {Choice::try_again, Choice::leave_alone};
    if (issue_kind == "parked") return {Choice::try_again};
    // The record is gone at one side: the other one goes its own way, and is created anew there.
    if (issue_kind == "gone") return {Choice::take_apart, Choice::leave_alone};
    if (issue_kind == "create_needs") return {Choice::use_value, Choice::use_field, Choice::ask_each, Choice::leave_alone};
    if (issue_kind == "mass_cleared" || issue_kind == "mass_changed") return {Choice::carry_over, Choice::put_back};
    if (issue_kind == "create_unknown" || issue_kind == "created_twice") return {Choice::leave_alone};
    return {};
}

}  // namespace lockstep::sync
