// SPDX-License-Identifier: Apache-2.0
// AttachedRun: serves one row of the attached queue under its lease: lists the notes and tasks of a linked person at both sides,
// asks plan_attached() what to do, stores what will be sent, sends it, stores what came of it. It decides nothing itself.
#pragma once

#include "sync/attached/plan.hpp"
#include "sync/context.hpp"
#include "sync/reconcile/link.hpp"
#include "sync/reconcile/outcome.hpp"
#include "sync/state/id_source.hpp"
#include "sync/state/scope.hpp"
#include "work/claim.hpp"

namespace lockstep::sync {

class AttachedRun {
public:
    AttachedRun(Context& context, std::shared_ptr<Sync const> sync, work::Item item);

    // Ends with the row completed or waiting. An error means that the database could not say so: the caller gives the lease back.
    Task<Result<void>> run();

private:
    // What serving one kind leads to.
    struct End {
        bool is_stopped = false;  // the row waits already, or is somebody else's now
        std::optional<TimePoint> look_at{};
    };
    struct Listing {
        std::optional<std::vector<catalogue::AttachedItem>> items;  // none: not to be had now
        bool is_refused = false;
        calls::CallOutcome outcome;
    };
    // A write that is on its way.
    struct Sending {
        AttachedWrite write;
        catalogue::BoundCall call;
        std::string effect;
    };

    Scope scope(Transaction& transaction) const;
    connections::Connection const& connection(contacts::Side side) const { return side == contacts::Side::a ? *a_ : *b_; }
    catalogue::AttachedBinding const& binding(contacts::Side side, catalogue::AttachedKind kind) const {
        return *connection(side).connector->attached(kind);
    }
    std::string const& record(contacts::Side side) const { return *link_.record(side); }

    Task<Result<bool>> load();
    Task<Result<End>> serve(catalogue::AttachedKind kind);
    Task<Listing> list(contacts::Side side, catalogue::AttachedKind kind);
    Task<Result<End>> send_all(catalogue::AttachedKind kind, AttachedPlan plan, TimePoint listed_at);
    std::optional<catalogue::BoundCall> call_for(catalogue::AttachedKind kind, AttachedWrite& write, ItemLink const& link) const;
    Task<Result<End>> not_listed(catalogue::AttachedKind kind, contacts::Side side, Listing listing);
    Task<Result<End>> wait(TimePoint due_at, bool counts_as_attempt, std::string why);
    Task<Result<void>> finish(std::optional<TimePoint> look_at);

    // Stores what differs from what is stored; changes whose write has come to an end get their outcome.
    Result<void> save(Scope const& here, catalogue::AttachedKind kind, std::vector<ItemLink> const& before,
        std::vector<ItemLink> const& after) const;
    Result<void> note_changes(
        Scope const& here, catalogue::AttachedKind kind, Sending const& sending, ItemLink const& link, IdSource& ids) const;
    // A transaction of ours: false (and nothing done) when the lease, the link or the sync's document is not what we know.
    template <class Body>
    Task<Result<bool>> commit(Body body);
    void tell(catalogue::AttachedKind kind, AttachedWrite const& write, ChangeOutcome outcome) const;

    Context& context_;
    std::shared_ptr<Sync const> sync_;
    work::Item item_;
    work::Lease lease_;
    connections::Directory::Entry a_, b_;
    Link link_;
};

}  // namespace lockstep::sync
