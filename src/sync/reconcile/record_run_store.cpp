// SPDX-License-Identifier: Apache-2.0
// The parts of a RecordRun's transactions: what was seen, asked, journalled and answered goes into the tables.
#include <algorithm>

#include "base/injected_fault.hpp"
#include "events/record_events.hpp"
#include "outbox/outbox.hpp"
#include "sync/attached/request.hpp"
#include "sync/reconcile/record_run.hpp"
#include "sync/state/answers.hpp"
#include "sync/state/brakes.hpp"
#include "sync/state/changes.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/syncs.hpp"
#include "sync/state/told.hpp"
#include "sync/state/waiting_creates.hpp"

namespace lockstep::sync {

using contacts::both_sides;
using contacts::Side;

Result<bool> RecordRun::may_keep(Scope const& here) {
    TRY(bool const holds, work::holds(here.transaction, lease_));
    if (!holds && !is_injected(InjectedFault::fence_ignored)) return false;
    if (key_.link) return true;
    // A create's answer or another record's run may have linked the record meanwhile: what was decided about it alone is void.
    TRY(auto const link, link_id_of(here, key_.side, key_.record_id));
    if (!link) return true;
    count("linked_meanwhile");
    TRY_VOID(move_to_link(here, *link));
    return false;
}

Result<void> RecordRun::save_observed(Scope const& here) {
    auto const& now = snapshot();
    for (auto const side : both_sides) {
        if (!is_dirty_[side]) continue;
        TRY_VOID(save_mirror(here, side, *now.sides[side].mirror, now.sides[side].seen, sync_->mapping));
    }
    if (now.link && (now.link->memory != stored_memory_ || now.link->id.empty())) TRY_VOID(update_link(here, *now.link));
    for (auto const& answer : answers_done_) TRY_VOID(end_answer(here, answer, AnswerState::done));
    return {};
}

Result<void> RecordRun::save_questions(Scope const& here, Decision const& decision, IdSource& ids) {
    if (!decision.questions || !snapshot().link) return {};
    if (!snapshot().brakes.empty()) TRY_VOID(save_braked(here, *sync_, snapshot().link->id, decision.braked));
    auto const subject = snapshot().link->id.text();
    static constexpr std::array kinds{QuestionKind::conflict, QuestionKind::cannot_write, QuestionKind::rounds,
        QuestionKind::covered, QuestionKind::late_write};
    for (auto const& open : loaded_.link_issues) {
        bool const is_question = std::ranges::any_of(kinds, [&](QuestionKind kind) { return to_string(kind) == open.kind; });
        bool const still_asked = std::ranges::any_of(*decision.questions,
            [&](Question const& question) { return to_string(question.kind) == open.kind && question.row == open.field; });
        // What was not taken is not sent again, and its issue stays, until a side has changed.
        auto const& not_taken = snapshot().link->memory.not_taken;
        bool const is_refusal = (open.kind == "write_refused" || open.kind == "not_stored") && !not_taken.contains(open.field);
        if ((is_question && !still_asked) || is_refusal) TRY_VOID(close_issue(here, {open.kind, subject, open.field}));
    }
    for (auto const& question : *decision.questions) {
        bool const is_open = std::ranges::any_of(loaded_.link_issues,
            [&](OpenIssue const& open) { return open.kind == to_string(question.kind) && open.field == question.row; });
        JsonObject detail{
            {"a", contacts::to_json(question.a)}, {"b", contacts::to_json(question.b)}, {"reason", question.reason}};
        if (question.base) detail["base"] = contacts::to_json(*question.base);
        IssueKey const key{to_string(question.kind), subject, question.row};
        if (is_open) {
            TRY_VOID(refresh_issue(here, key, detail));
            continue;
        }
        TRY_VOID(raise_issue(here, ids, key, detail));
        context_.metrics.add("lockstep_questions_total", 1, {{"kind", to_string(question.kind)}});
    }
    return {};
}

// The two are known to be one person from now on: their notes and tasks can be.
Result<void> RecordRun::ask_for_attached(Scope const& here, LinkId const& link) {
    if (!sync_->policy.notes.is_on() && !sync_->policy.tasks.is_on()) return {};
    return request_attached(here, link, here.now, static_cast<catalogue::Lane>(item_.lane), payload_.cause);
}

Result<BatchId> RecordRun::open_batch(Scope const& here, IdSource& ids) const {
    if (payload_.reason == RequestReason::backfill && !sync_->backfill_batch.empty()) return sync_->backfill_batch;
    auto const batch = ids.id<BatchTag>(here.now);
    TRY_VOID(insert_batch(here, batch, "live", sync_->version));
    return batch;
}

Result<void> RecordRun::journal(Scope const& here, std::vector<Sent> const& sent, IdSource& ids) {
    if (sent.empty()) return {};
    // A paused sync, or one with another document, decides nothing: what was decided under the old one is not sent.
    TRY(auto const stand, load_stand(here.transaction, here.account, here.sync));
    bool const is_current = stand && stand->version == sync_->version &&
                            (stand->state == SyncState::running || stand->state == SyncState::backfilling);
    if (!is_current) {
        return fail(ErrorKind::conflict, "sync.changed_meanwhile", "journalling: the sync was paused or its document changed");
    }
    TRY_VOID(pass_brakes(here, sent, ids));
    TRY(auto const batch, open_batch(here, ids));
    for (auto const& each : sent) {
        auto effect = each.effect;
        effect.batch = batch;
        TRY_VOID(outbox::journal(here.transaction, effect));
        for (auto const& change : each.changes)
            TRY_VOID(insert_change(here, change, {effect.id, batch, *snapshot().link, sync_->version, payload_.cause}));
    }
    return {};
}

// What the first reading does was shown by the dry run, and a person has started it.
Result<void> RecordRun::pass_brakes(Scope const& here, std::vector<Sent> const& sent, IdSource& ids) const {
    if (payload_.reason == RequestReason::backfill || sync_->state == SyncState::backfilling) return {};
    for (auto const& each : sent) {
        if (each.effect.kind == outbox::EffectKind::create) continue;
        for (auto const& [id, change] : each.changes) {
            auto const harm = harm_of(change);
            if (!harm) continue;
            TRY(bool const passes, let_through(here, *sync_, ids, {change.side, change.row, *harm}));
            if (!passes) {
                return fail(ErrorKind::conflict, "sync.changed_meanwhile",
                    "journalling: too many people's " + change.row + " changes at once since this was decided");
            }
        }
    }
    return {};
}

Result<void> RecordRun::save_outcome(Scope const& here, Outcome const& outcome, IdSource& ids) {
    auto const& now = snapshot();
    for (auto const& entry : outcome.effects) {
        if (entry.look_at) {
            TRY_VOID(outbox::hold_unknown(here.transaction, here.account, entry.effect, *entry.look_at, entry.looks, entry.note));
        } else {
            TRY_VOID(outbox::close(here.transaction, here.account, entry.effect, entry.state, entry.note, here.now));
        }
        if (entry.changes.empty()) TRY_VOID(set_outcome_of_changes(here, entry.effect, outcome.worst, entry.call));
        for (auto const& [id, change_outcome] : entry.changes) TRY_VOID(set_change_outcome(here, id, change_outcome, entry.call));
        if (!entry.look_at) TRY_VOID(tell_changes(here, entry.effect));
        if (now.link->is_complete() && entry.state == outbox::EffectState::done) {
            for (auto const& effect : now.open) {
                if (effect.id == entry.effect && effect.kind == outbox::EffectKind::create)
                    TRY_VOID(name_record(here, entry.effect, contacts::side_from(effect.side),
                        *now.link->record(contacts::side_from(effect.side))));
            }
        }
    }
    auto const own = now.own;
    for (auto const& issue : outcome.issues) {
        auto const subject = issue.about_record ? issue_subject(own, now.sides[own].record_id) : now.link->id.text();
        IssueKey const key{to_string(issue.kind), subject, issue.row};
        if (issue.opens) {
            TRY_VOID(raise_issue(here, ids, key, issue.detail));
        } else {
            TRY_VOID(close_issue(here, key));
        }
    }
    if (outcome.completes_link) {
        TRY_VOID(close_questions_of_lone(here, *now.link));
        TRY_VOID(ask_for_attached(here, now.link->id));
    }
    if (!outcome.read_elsewhere.empty()) {
        TRY_VOID(request_reconcile(here, {.side = contacts::other(own),
                                             .record_id = outcome.read_elsewhere,
                                             .due_at = here.now,
                                             .fresh_since = here.now,
                                             .reason = RequestReason::follow_up}));
    }
    return {};
}

Result<void> RecordRun::complete(Scope const& here, events::EventState state, std::string_view note) {
    TRY_VOID(work::complete(here.transaction, lease_));
    for (auto const side : both_sides) {
        auto const& record = snapshot().sides[side].record_id;
        if (record.empty()) continue;
        // Events that came after the snapshot was taken are not settled by it.
        TRY_VOID(events::settle_for(here.transaction, {here.account, connection(side).id, record}, loaded_.at, state, note));
    }
    return {};
}

// What was asked meanwhile about the link that is gone is asked about its records, or nobody would settle its events.
Result<void> RecordRun::complete_without_link(Scope const& here, std::string_view note) {
    TRY_VOID(complete(here, events::EventState::done, note));
    TRY(auto const asked_again, work::find(here.transaction, here.account, reconcile_queue, lease_.key));
    if (!asked_again) return {};
    for (auto const side : both_sides) {
        auto const& record = snapshot().sides[side].record_id;
        if (record.empty()) continue;
        TRY_VOID(request_reconcile(here, {.side = side,
                                             .record_id = record,
                                             .due_at = here.now,
                                             .fresh_since = here.now,
                                             .reason = RequestReason::follow_up}));
    }
    return {};
}

// However the two came together: by a match, a person, a create or its marker.
Result<void> RecordRun::close_questions_of_lone(Scope const& here, Link const& link) {
    for (auto const side : both_sides) {
        if (!link.record(side)) continue;
        auto const subject = issue_subject(side, *link.record(side));
        for (auto const* kind : {"match_unsure", "parked"}) TRY_VOID(close_issues(here, kind, subject));
        TRY_VOID(close_create_questions(here, subject));
    }
    return {};
}

Result<void> RecordRun::close_create_questions(Scope const& here, std::string const& subject) {
    TRY_VOID(close_issues(here, "create_refused", subject));
    return stop_waiting(here, {sync_->a, sync_->b}, subject);
}

Result<void> RecordRun::let_go_their_ways(Scope const& here) {
    auto const& link = *snapshot().link;
    for (auto const& open : loaded_.link_issues) TRY_VOID(close_issue(here, {open.kind, link.id.text(), open.field}));
    for (auto const side : both_sides) {
        TRY_VOID(request_reconcile(here, {.side = side,
                                             .record_id = *link.record(side),
                                             .due_at = here.now,
                                             .fresh_since = here.now,
                                             .reason = RequestReason::follow_up}));
    }
    return {};
}

// Its questions go with it, and whatever was asked about it is asked about its records.
Result<void> RecordRun::give_up_other_link(Scope const& here, LinkId const& id) {
    TRY(auto const link, load_link(here, id));
    count(link && link->is_complete() ? "made_anew_linked" : "reserved_link_replaced");
    TRY(auto const issues, open_issues_of(here, id.text()));
    for (auto const& open : issues) TRY_VOID(close_issue(here, {open.kind, id.text(), open.field}));
    return remove_link(here, id);
}

// Who was asked about, or is kept waiting, because of a link to a record that is gone by now.
Result<void> RecordRun::ask_again_who_took_its_place(Scope const& here, Link const& link) {
    for (auto const side : both_sides) {
        auto const& mirror = snapshot().sides[side].mirror;
        if (!mirror || mirror->state != MirrorState::gone) continue;
        for (auto const& [key, field] :
            {std::pair{MirrorKey::email, sync_->mapping.email_field}, {MirrorKey::phone, sync_->mapping.phone_field}}) {
            auto const& theirs = snapshot().sides[contacts::other(side)].seen;
            auto const shown = theirs.find(field);
            auto const* text = shown == theirs.end() ? nullptr : std::get_if<std::string>(&shown->second);
            if (text == nullptr || text->empty()) continue;
            TRY(auto const found, find_mirrors(here, side, key, *text));
            for (auto const& id : found.ids) {
                TRY(auto const its_link, link_id_of(here, side, id));
                if (its_link || id == link.record(side)) continue;
                TRY_VOID(request_reconcile(
                    here, {.side = side, .record_id = id, .due_at = here.now, .reason = RequestReason::follow_up}));
            }
        }
    }
    return {};
}

Result<void> RecordRun::requeue(Scope const& here, TimePoint due_at, bool counts_as_attempt, std::string_view why) {
    TRY_VOID(work::requeue(here.transaction, lease_,
        {.due_at = due_at, .counts_as_attempt = counts_as_attempt, .payload = std::nullopt, .why = std::string(why)},
        merge_payloads));
    return {};
}

Result<void> RecordRun::move_to_link(Scope const& here, LinkId const& link) {
    TRY_VOID(work::rekey(here.transaction, lease_, key_of(sync_->id, link), here.now, merge_payloads));
    return {};
}

void RecordRun::tell(std::vector<Sent> const& sent, Outcome const& outcome) const {
    context_.metrics.add("lockstep_changes_total", static_cast<double>(sent.size()), {{"outcome", to_string(outcome.worst)}});
    if (!context_.on_change) return;
    auto const& first = sent.front().effect;
    ChangeNotice notice{sync_->id, LinkId{first.subject}, first.target, contacts::side_from(first.side), outcome.fields_done,
        std::string(to_string(outcome.worst)), context_.clock.now()};
    context_.on_change(notice);
}

}  // namespace lockstep::sync
