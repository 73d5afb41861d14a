// SPDX-License-Identifier: Apache-2.0
// Outcomes: what the answers to a run's calls mean for the two records, for what the link remembers, for the history and for what
// a person is told. Pure: changes the snapshot and says what to store.
#pragma once

#include "calls/caller.hpp"
#include "sync/reconcile/decide.hpp"

namespace lockstep::sync {

struct JournalledChange {
    ChangeId id;
    PlannedChange change;
};

// An effect that was journalled, its call, and what came of it.
struct Sent {
    outbox::Effect effect;
    catalogue::BoundCall call;
    std::vector<JournalledChange> changes;
    bool was_sent = true;  // false: an earlier call of the run failed, so this one was not tried
    calls::CallOutcome outcome;
    std::optional<contacts::Record> reply;  // the record that the reply showed; absent when it showed none
    bool created_is_linked = false;         // the record that a create answered with belongs to another link already
};

enum class ChangeOutcome : std::uint8_t {
    done,
    not_stored,  // accepted, but the app shows another value
    refused,
    unknown,
    abandoned,  // not sent, or sent and definitely not carried out
};
std::string_view to_string(ChangeOutcome outcome);

struct EffectOutcome {
    IntentId effect;
    outbox::EffectState state = outbox::EffectState::done;  // unknown: held, to be looked for at look_at
    std::optional<TimePoint> look_at;
    std::int64_t looks = 0;
    std::string note;
    CallId call;
    std::vector<std::pair<ChangeId, ChangeOutcome>> changes;
};

enum class IssueKind : std::uint8_t {
    not_stored,
    write_refused,
    create_refused,
    create_unknown,
    created_twice,
};
std::string_view to_string(IssueKind kind);

// An issue about this link (or, with `about_record`, about the record that was to be created elsewhere).
struct IssueNote {
    IssueKind kind = IssueKind::not_stored;
    std::string row;  // may be empty
    bool about_record = false;
    bool opens = true;  // false: it is settled
    JsonObject detail;
};

struct Outcome {
    std::vector<EffectOutcome> effects;
    std::vector<IssueNote> issues;
    std::optional<TimePoint> wait_until;  // the app asked for a pause
    bool counts_as_attempt = false;
    bool drops_link = false;      // the reserved link is given up: the create was refused
    bool completes_link = false;  // the counterpart is made or found: questions about a lone record are over
    std::string read_elsewhere;   // id of a record of the created side that has to be read: it is in the way
    std::vector<std::string> fields_done;
    ChangeOutcome worst = ChangeOutcome::done;
};

// Changes mirrors, projections, link and memory of the snapshot to what is known now.
Outcome apply_outcome(Snapshot& snapshot, std::vector<Sent> const& sent);

// A value that was not taken is not sent again until one of the two sides changes. `row` is a row of the mapping by its field at
// side a, or the field that holds the other side's id.
void remember_not_taken(Snapshot const& snapshot, Link& link, std::string const& row);

// The senders of these open effects are gone. Updates may have been carried out or may still be; creates are looked for.
// `writes` are the journalled changes of each.
struct Orphan {
    outbox::Effect effect;
    std::vector<JournalledChange> changes;
};
Outcome take_over(Snapshot& snapshot, std::vector<Orphan> const& orphans);

// What looking for a create of unknown outcome came to. `found` are records that carry its marker, as read.
Outcome apply_look(
    Snapshot& snapshot, Orphan const& create, std::vector<contacts::Record> const& found, bool can_look, TimePoint looked_at);
// The record that the create made was found in another way: both sides agreed then on what it was made with.
void agree_on_created(Snapshot& snapshot, contacts::Side side, std::vector<JournalledChange> const& changes);

// The mirror of one side is replaced by what was read, with everything that follows for the memory.
void take_observation(Snapshot& snapshot, contacts::Side side, Observation const& seen);

// A direct read answered that there is no such record. A candidate for a deletion, not a deletion: only a second answer, ten
// minutes later, is believed.
void take_not_found(Snapshot& snapshot, contacts::Side side, TimePoint sent_at);

// What a refused create was about, as text: it is tried again only when this has changed.
std::string fingerprint_text(contacts::Projection const& seen);

}  // namespace lockstep::sync
