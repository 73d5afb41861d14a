// SPDX-License-Identifier: Apache-2.0
#include "people/choose.hpp"

#include <algorithm>

#include "contacts/match.hpp"

namespace lockstep::people {
namespace {

using contacts::Side;

std::vector<std::string> ids_of(std::vector<Known> const& known) {
    std::vector<std::string> ids;
    for (auto const& each : known) ids.push_back(each.record.id);
    return ids;
}

}  // namespace

Choice choose(contacts::Mapping const& mapping, contacts::Projection const& wanted, std::vector<Known> const& known) {
    contacts::PerSide<contacts::MatchAnswer> answers;
    for (auto const side : contacts::both_sides) {
        std::vector<contacts::MatchSubject> candidates;
        for (auto const& each : known) {
            if (each.record.side == side) candidates.push_back({each.record.id, each.seen, {}, false});
        }
        answers[side] = contacts::match(mapping, contacts::other(side), {"wish", wanted, {}, false}, candidates, {});
        if (answers[side].outcome == contacts::MatchOutcome::ambiguous) return {Choice::Kind::unsure, {}, ids_of(known)};
    }
    auto const partner_of = [&](RecordName const& record) {
        auto const found = std::ranges::find(known, record, &Known::record);
        return found == known.end() ? std::nullopt : found->partner;
    };
    auto const& at_a = answers[Side::a];
    auto const& at_b = answers[Side::b];
    bool const in_a = at_a.outcome == contacts::MatchOutcome::matched;
    bool const in_b = at_b.outcome == contacts::MatchOutcome::matched;
    if (!in_a && !in_b) return {};
    if (!in_a) {
        RecordName const right{Side::b, at_b.id};
        if (auto const left = partner_of(right)) return {Choice::Kind::one, {Side::a, *left}, {}};
        return {Choice::Kind::one, right, {}};
    }
    RecordName const left{Side::a, at_a.id};
    auto const right = partner_of(left);
    // Both match and belong to two links: the sync holds them for two people.
    bool const is_torn = in_b && ((right && *right != at_b.id) || (!right && partner_of({Side::b, at_b.id})));
    if (is_torn) return {Choice::Kind::unsure, {}, ids_of(known)};
    return {Choice::Kind::one, left, {}};
}

bool is_somebody_elses(RecordName const& who, std::optional<std::string> const& partner, std::vector<Known> const& with_email) {
    return std::ranges::any_of(with_email, [&](Known const& each) {
        bool const is_same = each.record == who;
        bool const is_counterpart = each.record.side != who.side && partner && each.record.id == *partner;
        return !is_same && !is_counterpart;
    });
}

Result<std::vector<sync::PlannedChange>> differences(
    Target const& target, contacts::Projection const& wanted, contacts::Projection const& seen) {
    std::vector<sync::PlannedChange> changes;
    auto const forbidden = target.side == Side::a ? contacts::Direction::b_to_a : contacts::Direction::a_to_b;
    for (auto const& [name, value] : wanted) {
        auto const& row = *target.mapping.row(name);
        auto const shown = seen.find(name);
        contacts::Value const before = shown == seen.end() ? contacts::Value{} : shown->second;
        sync::PlannedChange change;
        change.side = target.side;
        change.row = name;
        change.field = row.at(target.side);
        change.before_in_a = before;
        change.after_in_a = value;
        change.is_set = row.rule.kind == contacts::FieldKind::set;
        change.reason = "wish";
        if (change.is_set) {
            std::vector<std::string> added;
            auto const* there = std::get_if<std::vector<std::string>>(&before);
            for (auto const& each : std::get<std::vector<std::string>>(value)) {
                if (there == nullptr || std::ranges::find(*there, each) == there->end()) added.push_back(each);
            }
            if (added.empty()) continue;
            change.edit = contacts::edit_for(row, target.side, {added, {}});
        } else if (before == value) {
            continue;
        }
        change.before = contacts::value_for(row, target.side, before);
        change.after = contacts::value_for(row, target.side, value);
        if (!change.is_set && contacts::is_blank(change.after))  // the table has nothing for it
            return fail(ErrorKind::invalid, "people.bad_value",
                "writing a person: \"" + name + "\" has no value at the other end of its table",
                {{"reason", "named"}, {"name", name}});
        auto const field = target.binding.field(change.field);
        if (target.is_create ? !field.can_create : !field.can_update)
            return fail(ErrorKind::invalid, "people.field_fixed", "writing a person: the app lets nobody write \"" + name + "\"",
                {{"reason", "named"}, {"name", name}});
        if (row.rule.direction == forbidden)
            return fail(ErrorKind::invalid, "people.field_one_way",
                "writing a person: \"" + name + "\" is only carried to this side, and would be set back",
                {{"reason", "named"}, {"name", name}});
        changes.push_back(std::move(change));
    }
    return changes;
}

}  // namespace lockstep::people
