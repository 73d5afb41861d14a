// SPDX-License-Identifier: Apache-2.0
#include "snapshots/hand_list.hpp"

#include <algorithm>
#include <array>

#include "snapshots/compare.hpp"

namespace lockstep::snapshots {
namespace {

using contacts::Side;
using contacts::Value;
using contacts::Verdict;

constexpr std::array<std::pair<HandState, std::string_view>, 5> state_words{
    {{HandState::open, "open"}, {HandState::ticked, "ticked"}, {HandState::confirmed, "confirmed"},
        {HandState::no_longer_needed, "no_longer_needed"}, {HandState::contradicted, "contradicted"}}};

Value value_in(contacts::Projection const& projection, std::string const& row) {
    auto const found = projection.find(row);
    return found == projection.end() ? Value{} : found->second;
}

// A set that gains and loses elements, as a person has to make it.
Value edited(Value const& set, contacts::SetEdit const& edit) {
    std::vector<std::string> elements;
    if (auto const* list = std::get_if<std::vector<std::string>>(&set)) elements = *list;
    std::erase_if(elements, [&](auto const& each) { return std::ranges::find(edit.remove, each) != edit.remove.end(); });
    for (auto const& each : edit.add) {
        if (std::ranges::find(elements, each) == elements.end()) elements.push_back(each);
    }
    return contacts::canonical(contacts::FieldKind::set, Value{std::move(elements)}, {});
}

std::optional<Value> wanted_at(Side side, contacts::Decision const& decision, Value const& there) {
    bool const writes_here =
        decision.verdict == Verdict::write_both || decision.verdict == (side == Side::a ? Verdict::write_a : Verdict::write_b);
    if (!writes_here) return std::nullopt;
    auto const& edit = side == Side::a ? decision.a : decision.b;
    return edit.empty() ? decision.value : edited(there, edit);
}

// As names stand in the mapping's rows at side a.
std::string person_in(contacts::Mapping const& mapping, contacts::Projection const& other, contacts::Projection const& there) {
    auto const text = [&](std::string const& row) {
        for (auto const* projection : {&other, &there}) {
            auto const value = value_in(*projection, row);
            if (auto const* found = std::get_if<std::string>(&value); found != nullptr && !found->empty()) return *found;
        }
        return std::string();
    };
    auto name = text(mapping.first_name_field);
    auto const last = text(mapping.last_name_field);
    if (!name.empty() && !last.empty()) name += ' ';
    name += last;
    return name.empty() ? text(mapping.email_field) : name;
}

}  // namespace

std::string_view to_string(HandState state) {
    return std::ranges::find(state_words, state, [](auto const& each) { return each.first; })->second;
}

std::optional<HandState> hand_state_from(std::string_view text) {
    for (auto const& [state, word] : state_words) {
        if (word == text) return state;
    }
    return std::nullopt;
}

HandItem after_look(HandItem item, HandLook const& look) {
    bool const is_over = item.state == HandState::confirmed || item.state == HandState::no_longer_needed;
    if (look.agrees && look.there) {
        // Done by hand, ticked or not, when the app has come to show it; else it is the other side that changed its mind.
        if (!is_over) item.state = item.there == *look.there ? HandState::no_longer_needed : HandState::confirmed;
        item.there = *look.there;
        return item;
    }
    if (!look.wanted) {
        if (!is_over) item.state = HandState::no_longer_needed;
        return item;
    }
    bool const is_another = item.wanted != *look.wanted;
    item.wanted = *look.wanted;
    if (!look.there) {
        if (is_another) item.state = HandState::open;
        return item;
    }
    item.there = *look.there;
    bool const was_ticked = item.state == HandState::ticked;
    if (is_over || is_another)
        item.state = HandState::open;
    else if (was_ticked && look.seen_at > item.changed_at)
        item.state = HandState::contradicted;
    return item;
}

HandItem after_tick(HandItem item, bool is_ticked, std::string by, TimePoint now) {
    bool const can_be_ticked = item.state == HandState::open || item.state == HandState::contradicted;
    if (is_ticked && can_be_ticked) {
        item.state = HandState::ticked;
        item.ticked_by = std::move(by);
        item.changed_at = now;
    } else if (!is_ticked && item.state == HandState::ticked) {
        item.state = HandState::open;
        item.ticked_by.clear();
        item.changed_at = now;
    }
    return item;
}

namespace {

// Somebody as the app of the list would show them if it held what the other side holds: for finding them in the file.
contacts::Record expected(Pairing const& pairing, LinkedPerson const& person) {
    contacts::Record record;
    record.id = person.record_id;
    auto const other = contacts::project(pairing.mapping, contacts::other(pairing.side), person.other);
    for (auto const& row : pairing.mapping.rows) {
        auto const value = contacts::value_for(row, pairing.side, value_in(other, row.a));
        record.fields[row.at(pairing.side)] = contacts::canonical(row.rule.kind, value, pairing.mapping.region);
    }
    return record;
}

std::vector<std::optional<std::size_t>> find_in(
    std::vector<contacts::Record> const& snapshot, Pairing const& pairing, Targets const& targets) {
    std::vector<contacts::Record> known;
    for (auto const& person : pairing.people) known.push_back(expected(pairing, person));
    std::vector<Person> people;
    for (auto const& record : snapshot) people.push_back({record, 0, {}});
    return find_again(known, people, targets);
}

}  // namespace

std::vector<WantedEdit> wanted_edits(
    Pairing const& pairing, std::vector<contacts::Record> const& snapshot, Targets const& targets) {
    std::vector<WantedEdit> edits;
    auto const& mapping = pairing.mapping;
    auto const side = pairing.side;
    auto const found = find_in(snapshot, pairing, targets);
    for (std::size_t at = 0; at < pairing.people.size(); ++at) {
        if (!found[at]) continue;
        auto const& person = pairing.people[at];
        auto const& record = snapshot[*found[at]];
        auto const there = contacts::project(mapping, side, record);
        auto const other = contacts::project(mapping, contacts::other(side), person.other);
        auto const name = person_in(mapping, other, there);
        for (auto const& row : mapping.rows) {
            auto const& field = row.at(side);
            // What the file has no column for cannot be compared.
            if (!record.fields.contains(field) || find_target(targets, field) == nullptr) continue;
            contacts::FieldState state;
            state.a = value_in(side == Side::a ? there : other, row.a);
            state.b = value_in(side == Side::a ? other : there, row.a);
            if (auto const base = person.base.find(row.a); base != person.base.end()) state.base = base->second;
            auto const decision = contacts::decide(row.rule, state, mapping.region);
            WantedEdit edit{.record_id = person.record_id,
                .person = name,
                .field = field,
                .there = record.fields.at(field),
                .wanted = std::nullopt,
                .agrees = decision.verdict == Verdict::agree};
            if (auto const wanted = wanted_at(side, decision, value_in(there, row.a)))
                edit.wanted = contacts::value_for(row, side, *wanted);
            edits.push_back(std::move(edit));
        }
    }
    return edits;
}

}  // namespace lockstep::snapshots
