// SPDX-License-Identifier: Apache-2.0
// decide(): the three-way merge of one field. Pure and total; the rules are docs/merge.md.
#pragma once

#include "contacts/value.hpp"

namespace lockstep::contacts {

enum class Direction : std::uint8_t {
    both,
    a_to_b,
    b_to_a
};
enum class ConflictRule : std::uint8_t {
    a,
    b,
    newest,
    longest,
    union_of_sets,
    ask
};
enum class BlankRule : std::uint8_t {
    keep,
    propagate
};
enum class FirstMatchRule : std::uint8_t {
    a,
    b,
    newest,
    ask
};

struct FieldRule {
    FieldKind kind = FieldKind::text;
    Direction direction = Direction::both;
    ConflictRule conflict = ConflictRule::newest;
    BlankRule blank = BlankRule::keep;
    FirstMatchRule first_match = FirstMatchRule::newest;
    bool enforce = false;

    bool operator==(FieldRule const&) const = default;
};

struct FieldState {
    std::optional<Value> base;  // absent: the two sides never agreed
    Value a;
    Value b;
    std::optional<TimePoint> a_changed_at;
    std::optional<TimePoint> b_changed_at;
};

enum class Verdict : std::uint8_t {
    agree,
    write_a,
    write_b,
    write_both,
    none,
    ask
};

struct Decision {
    Verdict verdict = Verdict::none;
    std::string reason;  // "equal", "changed", "conflict_newest", ...: the words of docs/merge.md
    Value value;         // canonical; write_a and write_b of a single value
    SetEdit a;           // sets: edits for side a
    SetEdit b;
    std::optional<Value> base;  // what the base is once the writes are known to be stored; absent: still unknown

    bool operator==(Decision const&) const = default;
};

Decision decide(FieldRule const& rule, FieldState const& state, Region const& region);

std::string_view to_string(Verdict verdict);

}  // namespace lockstep::contacts
