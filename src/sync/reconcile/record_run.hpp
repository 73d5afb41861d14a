// SPDX-License-Identifier: Apache-2.0
// RecordRun: serves one row of the queue under its lease: loads the snapshot, asks decide() what to do, reads, journals, sends,
// and loops until there is nothing to do or something to wait for. It decides nothing itself.
#pragma once

#include "events/inbox.hpp"
#include "sync/reconcile/load.hpp"
#include "sync/reconcile/outcome.hpp"
#include "sync/state/id_source.hpp"
#include "work/claim.hpp"

namespace lockstep::sync {

class RecordRun {
public:
    RecordRun(Context& context, std::shared_ptr<Sync const> sync, work::Item item);

    // Ends with the row completed or waiting. An error means that the database could not say so: the caller gives the lease back.
    Task<Result<void>> run();

private:
    // What a step leads to.
    enum class Next : std::uint8_t {
        decide,  // the snapshot has changed
        load,    // what the database holds has changed
        stop,    // the row is completed, waits, or is somebody else's now
    };

    Scope scope(Transaction& transaction) const;
    connections::Connection const& connection(contacts::Side side) const { return side == contacts::Side::a ? *a_ : *b_; }
    catalogue::RecordBinding const& binding(contacts::Side side) const { return *connection(side).connector->contacts; }
    Snapshot& snapshot() { return loaded_.snapshot; }

    Task<Result<Next>> load();
    Task<Result<void>> load_candidates_if_needed();
    Task<Result<Next>> carry_out(Decision decision);

    Task<Result<Next>> read(Read step);
    Task<Result<Next>> find_elsewhere(FindElsewhere step);
    Task<Result<Next>> keep_link(KeepLink step);
    Task<Result<Next>> drop_link(DropLink step, std::optional<Ambiguous> because);
    Task<Result<Next>> ambiguous(Ambiguous step);
    // One question per record, however often it comes to nothing.
    Result<void> ask_who_it_is(Scope const& here, Ambiguous const& step, IdSource& ids);
    Task<Result<Next>> write(Write step, Decision decision);
    Task<Result<Next>> create(Create step);
    Task<Result<Next>> take_over_effects(TakeOver step);
    Task<Result<Next>> look_for_create(LookForCreate step);
    Task<Result<Next>> wait(Wait step, Decision decision);
    Task<Result<Next>> finish(Done step, Decision decision);

    Task<void> send(std::vector<Sent>& sent);
    // After calls: what they mean is applied, the next decision is asked for at once, and both are stored together.
    Task<Result<Next>> settle(std::vector<Sent> sent);

    // A transaction of ours: false (and nothing done) when the lease or the sync's document is not what we decided under.
    template <class Body>
    Task<Result<bool>> commit(Body body);
    Result<bool> may_keep(Scope const& scope);

    Result<void> save_observed(Scope const& scope);
    Result<void> save_questions(Scope const& scope, Decision const& decision, IdSource& ids);
    Result<void> save_outcome(Scope const& scope, Outcome const& outcome, IdSource& ids);
    Result<void> journal(Scope const& scope, std::vector<Sent> const& sent, IdSource& ids);
    // Counts them at the mass-change brake. conflict "sync.changed_meanwhile": it holds by now.
    Result<void> pass_brakes(Scope const& scope, std::vector<Sent> const& sent, IdSource& ids) const;
    Result<void> complete(Scope const& scope, events::EventState state, std::string_view note);
    // The same for a run that has removed its link.
    Result<void> complete_without_link(Scope const& scope, std::string_view note);
    // The records of a link that is taken apart: each is decided about alone.
    Result<void> close_questions_of_lone(Scope const& scope, Link const& link);
    // Whether it was about this record, or about a field that it lacked.
    Result<void> close_create_questions(Scope const& scope, std::string const& subject);
    Result<void> let_go_their_ways(Scope const& scope);
    Result<void> give_up_other_link(Scope const& scope, LinkId const& id);
    Result<void> ask_again_who_took_its_place(Scope const& scope, Link const& link);
    Result<void> ask_for_attached(Scope const& here, LinkId const& link);
    Result<void> requeue(Scope const& scope, TimePoint due_at, bool counts_as_attempt, std::string_view why);
    Result<void> move_to_link(Scope const& scope, LinkId const& link);
    Task<Result<Next>> requeue_now(TimePoint due_at, bool counts_as_attempt, std::string why);
    // After a call that did not succeed; parks what has failed too often.
    Task<Result<Next>> call_failed(calls::CallOutcome const& outcome);
    Result<BatchId> open_batch(Scope const& scope, IdSource& ids) const;
    void count(std::string_view branch) const;
    void tell(std::vector<Sent> const& sent, Outcome const& outcome) const;

    Context& context_;
    std::shared_ptr<Sync const> sync_;
    work::Item item_;
    work::Lease lease_;
    RequestKey key_;
    RequestPayload payload_;
    connections::Directory::Entry a_;
    connections::Directory::Entry b_;
    Loaded loaded_;
    contacts::PerSide<bool> is_dirty_;    // the mirror in the snapshot is newer than the stored one
    LinkMemory stored_memory_;            // what the link row says
    std::vector<AnswerId> answers_done_;  // with the step that is being carried out
};

template <class Body>
Task<Result<bool>> RecordRun::commit(Body body) {
    co_return co_await context_.database.write_value([&](Transaction& transaction) -> Result<bool> {
        auto const here = scope(transaction);
        TRY(bool const may, may_keep(here));
        if (!may) return false;
        TRY_VOID(body(here));
        return true;
    });
}

}  // namespace lockstep::sync
