// SPDX-License-Identifier: Apache-2.0
// plan_pair() and plan_create(): from what both sides show and the base, the changes to make. Pure: the dry run, the live run
// and the simulation use these same functions.
#pragma once

#include "catalogue/binding.hpp"
#include "contacts/mapping.hpp"
#include "sync/link_base.hpp"
#include "sync/mirror.hpp"
#include "sync/mutant.hpp"

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

    bool operator==(PlannedChange const&) const = default;
};

// Both sides changed and the rule says "ask", or a value cannot be written where it should.
struct Question {
    std::string kind;  // "conflict", "cannot_write"
    std::string row;
    contacts::Value a;
    contacts::Value b;
    std::optional<contacts::Value> base;
    std::string reason;
};

struct PairPlan {
    std::vector<PlannedChange> changes;
    std::vector<Question> questions;
    LinkBase base;  // with the agreed fields brought up to date; written fields are not in it yet

    bool writes_to(contacts::Side side) const;
};

struct PairInput {
    contacts::Mapping const& mapping;
    Mirror const& a;
    Mirror const& b;
    LinkBase const& base;
    catalogue::RecordBinding const& binding_a;
    catalogue::RecordBinding const& binding_b;
    TimePoint now;
    Mutant mutant = Mutant::none;
};
PairPlan plan_pair(PairInput const& input);

// What a create at `to` writes for `from`'s record, the id-holding field included.
std::vector<PlannedChange> plan_create(contacts::Mapping const& mapping, contacts::Side to, contacts::Record const& from,
    catalogue::RecordBinding const& binding_to);

// The part of the changes that belongs to one side, in the form a binding takes.
contacts::FieldWrites writes_for(std::vector<PlannedChange> const& changes, contacts::Side side, bool is_create);

// Does the side show what was written? Unknown (absent field) counts as no.
bool is_stored(PlannedChange const& change, contacts::Mapping const& mapping, contacts::Record const& seen);

}  // namespace lockstep::sync
