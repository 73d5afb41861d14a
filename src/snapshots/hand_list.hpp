// SPDX-License-Identifier: Apache-2.0
// The hand list: what a person has to do by hand in an app that cannot be written to, one row for each field of a person. What
// becomes of a row when more is known is a plain function.
#pragma once

#include "base/id.hpp"
#include "contacts/mapping.hpp"
#include "snapshots/people.hpp"

namespace lockstep::snapshots {

enum class HandState : std::uint8_t {
    open,
    ticked,            // a person says it is done
    confirmed,         // a snapshot shows the wanted value
    no_longer_needed,  // nothing is wanted any more, or the other side came round
    contradicted       // ticked, but a later snapshot still shows another value
};
std::string_view to_string(HandState state);
std::optional<HandState> hand_state_from(std::string_view text);

struct HandItem {
    std::string id;  // blind: of sync, record and field
    SyncId sync;
    std::string record_id;  // at the app where it is to be done
    std::string person;
    std::string field;  // as that app calls it
    contacts::Value there;
    contacts::Value wanted;
    HandState state = HandState::open;
    std::string ticked_by;
    TimePoint created_at{};
    TimePoint changed_at{};
};

// What is known now of the same field.
struct HandLook {
    std::optional<contacts::Value> there;   // absent: the newest snapshot does not say
    std::optional<contacts::Value> wanted;  // absent: the sync wants nothing here any more
    bool agrees = false;                    // both are said and equal, as the field compares
    TimePoint seen_at{};                    // when the newest snapshot was exported, as far as we know: when it was uploaded
};

// The item after the look: state and values; `changed_at` is left to the caller, who knows whether something changed.
HandItem after_look(HandItem item, HandLook const& look);
HandItem after_tick(HandItem item, bool is_ticked, std::string by, TimePoint now);

// A person whom a sync knows at both sides.
struct LinkedPerson {
    std::string record_id;                                     // at the app of the list
    contacts::Record other;                                    // our mirror of the other side
    std::map<std::string, contacts::Value, std::less<>> base;  // what both agreed on, by row, as at side a
};
struct Pairing {
    SyncId sync;
    contacts::Side side = contacts::Side::b;  // the one that the list is for
    contacts::Mapping mapping;
    std::vector<LinkedPerson> people;
};

struct WantedEdit {
    std::string record_id;
    std::string person;
    std::string field;
    contacts::Value there;
    std::optional<contacts::Value> wanted;  // absent: nothing to do
    bool agrees = false;
};
// What the three-way merge would write to the snapshot's side, person by person and field by field, and what is in agreement.
std::vector<WantedEdit> wanted_edits(
    Pairing const& pairing, std::vector<contacts::Record> const& snapshot, Targets const& targets);

}  // namespace lockstep::snapshots
