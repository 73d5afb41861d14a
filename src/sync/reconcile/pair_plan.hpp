// SPDX-License-Identifier: Apache-2.0
// plan_pair() and plan_create(): from what both sides show and what the link remembers, the changes to make. Pure: the forecast,
// the live run and the simulation use these same functions.
#pragma once

#include <span>

#include "catalogue/binding.hpp"
#include "contacts/mapping.hpp"
#include "sync/reconcile/answer.hpp"
#include "sync/reconcile/link_memory.hpp"
#include "sync/reconcile/mirror.hpp"
#include "sync/sync.hpp"

namespace lockstep::sync {

struct PlannedChange {
    contacts::Side side = contacts::Side::a;
    std::string row;         // the row's field name at side a; for the id fields the field's own name
    std::string field;       // at `side`
    contacts::Value before;  // canonical, as `side` shows it
    contacts::Value after;   // to be written at `side`; sets: what it should hold afterwards
    contacts::SetEdit edit;  // sets only
    bool is_set = false;
    std::string reason;
    // The same in side a's domain, for the memory; equal to before and after where the row has no transform.
    contacts::Value before_in_a;
    contacts::Value after_in_a;

    bool operator==(PlannedChange const&) const = default;
};

enum class QuestionKind : std::uint8_t {
    conflict,      // both sides changed, and the rule says "ask"
    cannot_write,  // the value cannot be written where it should be
    rounds,        // the same value was sent again and again and did not stay: something else writes, too
    covered,       // a write of ours was carried out over a person's edit
    late_write,    // an older value of ours came back over a newer one: our late write, or somebody who set it again
};
std::string_view to_string(QuestionKind kind);

struct Question {
    QuestionKind kind = QuestionKind::conflict;
    std::string row;
    contacts::Value a;
    contacts::Value b;
    std::optional<contacts::Value> base;
    std::string reason;
    bool operator==(Question const&) const = default;
};

struct PairPlan {
    std::vector<PlannedChange> changes;
    std::vector<Question> questions;
    LinkMemory memory;                        // with the agreed fields brought up to date; written fields are not in it yet
    std::vector<AnswerId> answers_done = {};  // both sides show what they want, or something that the person did not see

    bool writes_to(contacts::Side side) const;
};

struct PairSide {
    Mirror const& mirror;
    contacts::Projection const& seen;  // of the mirror
    catalogue::RecordBinding const& binding;
};

struct PairInput {
    contacts::Mapping const& mapping;
    Policy const& policy;
    PairSide a;
    PairSide b;
    LinkMemory const& memory;
    TimePoint now;
    std::span<Answer const> answers = {};

    PairSide const& operator[](contacts::Side side) const { return side == contacts::Side::a ? a : b; }
};
PairPlan plan_pair(PairInput const& input);

// What a create at `to` writes for `from`'s record, the id-holding field included, and what the policy gives to fields that would
// stay blank though the app demands them (reason "new_record_value"). Rows in `left_out` are left out.
std::vector<PlannedChange> plan_create(contacts::Mapping const& mapping, Policy const& policy, contacts::Side to,
    contacts::Record const& from, catalogue::RecordBinding const& binding_to,
    std::set<std::string, std::less<>> const& left_out = {});

// The part of the changes that belongs to one side, in the form a binding takes.
contacts::FieldWrites writes_for(std::vector<PlannedChange> const& changes, contacts::Side side, bool is_create);

// Does the side show what was written? Unknown (absent field) counts as no.
bool is_stored(PlannedChange const& change, contacts::Mapping const& mapping, contacts::Record const& seen);

}  // namespace lockstep::sync
