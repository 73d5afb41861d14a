// SPDX-License-Identifier: Apache-2.0
// plan_attached(): from what both apps list and what is stored, the notes (or tasks) to make and to change. Pure; the run
// (attached_run.hpp) reads, stores and sends. docs/attached.md says the rules in words.
#pragma once

#include <vector>

#include "sync/attached/item_link.hpp"
#include "sync/attached/policy.hpp"

namespace lockstep::sync {

// What an app can do with them.
struct AttachedAbility {
    bool creates = false;
    std::set<catalogue::AttachedField> updates;
    std::set<catalogue::AttachedField> clears;  // may be made blank
};
AttachedAbility ability_of(catalogue::AttachedBinding const& binding);

struct AttachedState {
    catalogue::AttachedKind kind = catalogue::AttachedKind::note;
    AttachedPolicy policy;
    contacts::PerSide<AttachedAbility> able;
    contacts::PerSide<std::vector<catalogue::AttachedItem>> items;  // all of the person, as listed just now
    std::vector<ItemLink> links;
    bool is_first_look = false;  // since the policy's direction was chosen
    Duration consistency_delay = std::chrono::seconds{180};
    TimePoint now{};
};

struct AttachedWrite {
    std::size_t link = 0;  // into AttachedPlan::links
    contacts::Side side = contacts::Side::a;
    bool is_create = false;
    std::set<catalogue::AttachedField> fields;  // of an update
    catalogue::AttachedValues values;           // as the other side says them; of an update, fields beside `fields` as they are
    catalogue::AttachedValues before;           // as `side` shows them
    catalogue::AttachedValues source;           // everything that the other side says
    std::string reason;                         // attached_new, attached_edit, attached_both
};

struct AttachedPlan {
    std::vector<ItemLink> links;  // all that are to be kept, as they are before anything is sent
    std::vector<AttachedWrite> writes;
    std::optional<TimePoint> look_at;  // when something that waits can go on
};
AttachedPlan plan_attached(AttachedState const& state);

// What is stored before a write is sent.
void mark_sent(ItemLink& link, AttachedWrite const& write, TimePoint now, std::string effect = {});

enum class AttachedAnswerKind : std::uint8_t {
    done,
    refused,   // the app would not
    not_sent,  // nothing was done
    unclear,   // it may or may not have been done
};
struct AttachedAnswer {
    AttachedAnswerKind kind = AttachedAnswerKind::unclear;
    std::optional<catalogue::AttachedItem> shown{};  // in the reply
    std::string existing_id{};                       // the app says that it has this copy already
    TimePoint sent_at{};
};
// What the answer means for the link; false: the link is to be forgotten.
bool apply_answer(ItemLink& link, AttachedWrite const& write, AttachedAnswer const& answer);
// A person wants what was refused sent once more.
void try_again(ItemLink& link);
// What another run had under way when it ended may have been done until now.
void take_over(ItemLink& link, TimePoint now);

}  // namespace lockstep::sync
