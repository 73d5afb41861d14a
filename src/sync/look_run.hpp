// SPDX-License-Identifier: Apache-2.0
// LookRun: one look at one record, from reading it to the settled outcome of what followed: observe, resolve, plan, journal,
// perform, verify, settle. Decisions are made in plain functions (plan.hpp, resolve.hpp, settle.hpp); this only carries out.
#pragma once

#include "events/inbox.hpp"
#include "sync/context.hpp"
#include "sync/looks.hpp"
#include "sync/resolve.hpp"
#include "sync/settle.hpp"

namespace lockstep::sync {

// How long a look waits for a write of its link that is under way.
constexpr auto in_flight_pause = std::chrono::seconds{1};

class LookRun {
public:
    LookRun(Context& context, std::shared_ptr<Sync const> sync, Look look);

    // Ends with the look finished or postponed in the database. Errors of the database leave the lease to run out.
    Task<Result<void>> run();

private:
    struct Situation {
        std::optional<Mirror> own;
        std::optional<TimePoint> held_until;  // the link has an open intent: nothing may be decided now
        std::optional<LinkId> overdue;        // the link's intents have been open for too long
        std::vector<events::Event> events;
    };
    // What the read-only plan says has to be known before journalling.
    struct Outlook {
        bool reads_other = false;
        std::string other_id;
        bool reads_own = false;
        bool creates = false;
        std::string email;  // of the record to be created
    };
    struct Journalled {
        std::vector<Prepared> prepared;
        std::optional<TimePoint> again_at;
        bool is_finished = false;
    };

    Scope scope(Transaction& transaction) const;
    connections::Connection const& connection(contacts::Side side) const { return *(side == contacts::Side::a ? a_ : b_); }
    catalogue::RecordBinding const& binding(contacts::Side side) const { return *connection(side).connector->contacts; }

    Task<Result<Situation>> read_situation();
    bool is_echo(Situation const& situation) const;
    // Reads one record; nullopt when the look has been ended (gone, refused, to be tried again).
    Task<Result<std::optional<Mirror>>> read_record(contacts::Side side, std::string record_id, std::optional<Mirror> previous);
    Task<Result<void>> note_missing(contacts::Side side, std::string record_id, std::optional<Mirror> previous);
    Task<Result<Outlook>> foresee(Mirror own);
    // When to look again: somebody at the other side may be the person already and is looked at first, or the other side could
    // not be asked.
    Task<Result<std::optional<TimePoint>>> find_remotely(Outlook outlook, Mirror own);
    Task<Result<Journalled>> journal(std::optional<Mirror> own, std::optional<Mirror> other);
    Result<void> journal_in(
        Scope const& scope, std::optional<Mirror> own, std::optional<Mirror> const& other, IdSource ids, Journalled& result);
    Result<void> journal_pair(Scope const& scope, Link link, bool is_new_link, Mirror const& own, Mirror const& other_mirror,
        IdSource& ids, Journalled& result);
    // The updates of one side: what is changed where, as part of which batch.
    struct Updates {
        Link const& link;
        BatchId const& batch;
        contacts::Record const& target;
        contacts::Side side;
        std::vector<PlannedChange> changes;
    };
    Result<void> journal_updates(Scope const& scope, Updates const& updates, IdSource& ids, Journalled& result);
    Result<void> journal_create(Scope const& scope, Mirror const& own, IdSource& ids, Journalled& result);
    Result<BatchId> open_batch(Scope const& scope, IdSource& ids) const;
    Task<Result<void>> perform(std::vector<Prepared> prepared);
    Task<Result<void>> finish(events::EventState state, std::string note);
    Task<Result<void>> again(TimePoint due_at, bool counts_as_attempt);
    Result<void> finish_in(Scope const& scope, events::EventState state, std::string_view note) const;

    Context& context_;
    std::shared_ptr<Sync const> sync_;
    Look look_;
    TimePoint begun_;
    connections::Directory::Entry a_;
    connections::Directory::Entry b_;
};

}  // namespace lockstep::sync
