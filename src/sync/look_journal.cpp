// SPDX-License-Identifier: Apache-2.0
// The journalling part of a look: in one transaction, what was seen, who is who, and every write that follows from it.
#include <algorithm>

#include "sync/issues.hpp"
#include "sync/link_planning.hpp"
#include "sync/look_run.hpp"

namespace lockstep::sync {

using contacts::Side;

Task<Result<LookRun::Journalled>> LookRun::journal(std::optional<Mirror> own, std::optional<Mirror> other) {
    IdSource const ids{context_.random};
    co_return co_await context_.database.write_value([&, ids](Transaction& transaction) -> Result<Journalled> {
        Journalled result;
        TRY_VOID(journal_in(scope(transaction), own, other, ids, result));
        return result;
    });
}

Result<void> LookRun::journal_in(
    Scope const& scope, std::optional<Mirror> own, std::optional<Mirror> const& other, IdSource ids, Journalled& result) {
    auto const other_side = contacts::other(look_.side);
    // What the sync was when the look began may have changed: a paused sync decides nothing.
    TRY(auto const present, load_sync(scope.transaction, look_.account, look_.sync));
    bool const decides = present && present->version == sync_->version && look_.kind == LookKind::full &&
                         (present->state == SyncState::running ||
                             (present->state == SyncState::backfilling && present->backfill_phase.starts_with("pair")));

    TRY(auto link, link_of(scope, look_.side, look_.record_id));
    if (link && own) {
        auto const seen = contacts::project(sync_->mapping, look_.side, own->record);
        if (is_stale(link->base, look_.side, seen, scope.now) ||
            (other &&
                is_stale(link->base, other_side, contacts::project(sync_->mapping, other_side, other->record), scope.now))) {
            result.again_at = scope.now + std::chrono::seconds{15};
            return {};
        }
    }
    TRY_VOID(save_mirror(scope, look_.side, *own, sync_->mapping));
    if (other) TRY_VOID(save_mirror(scope, other_side, *other, sync_->mapping));
    if (!decides) {
        bool const is_outdated = present && look_.kind == LookKind::full &&
                                 (present->state == SyncState::paused || present->version != sync_->version);
        if (is_outdated) {
            result.again_at = scope.now + std::chrono::seconds{1};
            return {};
        }
        result.is_finished = true;
        return finish_in(scope, events::EventState::done, "read");
    }
    if (link && link->state == LinkState::broken) {
        TRY(auto const counterpart, load_mirror(scope, other_side, link->record(other_side).value_or("")));
        if (!counterpart || counterpart->state != MirrorState::present) {
            result.is_finished = true;
            return finish_in(scope, events::EventState::done, "its record on the other side is gone");
        }
        link->state = LinkState::active;
        TRY_VOID(update_link(scope, *link));
        TRY_VOID(close_issues(scope, "gone", link->id.text()));
    }

    TRY(auto resolution, resolve(scope, {sync_->mapping, look_.side, *own, context_.mutant}));
    auto const subject = issue_subject(look_.side, look_.record_id);
    if (resolution.kind != ResolutionKind::unsure) TRY_VOID(close_issues(scope, "match_unsure", subject));
    switch (resolution.kind) {
        case ResolutionKind::waiting: result.again_at = scope.now + in_flight_pause; return {};
        case ResolutionKind::unsure: {
            JsonArray candidates;
            for (auto const& id : resolution.answer.candidates) candidates.emplace_back(id);
            TRY_VOID(raise_issue(scope, ids, {"match_unsure", subject, ""},
                JsonObject{{"reason", resolution.answer.reason}, {"candidates", std::move(candidates)}}));
            result.is_finished = true;
            return finish_in(scope, events::EventState::done, "unsure who this is on the other side");
        }
        case ResolutionKind::nobody: return journal_create(scope, *own, ids, result);
        case ResolutionKind::adopted: {
            TRY(auto const create, open_create_of(scope, resolution.link->id));
            if (create) {
                if (create->state == IntentState::journalled) {  // its own reply settles it in a moment
                    result.again_at = scope.now + in_flight_pause;
                    return {};
                }
                TRY_VOID(close_intent(scope, create->id, IntentState::done, "found by its marker"));
                TRY_VOID(settle_changes(scope, create->id, "done", CallId{}));
                TRY_VOID(name_record(scope, create->id, look_.side, look_.record_id));
            }
            TRY_VOID(update_link(scope, *resolution.link));
            break;
        }
        case ResolutionKind::linked: break;
        case ResolutionKind::matched: {
            Link made;
            made.id = ids.id<LinkTag>(scope.now);
            made.record(look_.side) = look_.record_id;
            made.record(other_side) = resolution.other_id;
            made.reason = resolution.answer.reason;
            made.created_at = scope.now;
            resolution.link = std::move(made);
            break;
        }
    }
    if (!resolution.link->record(other_side)) {  // a create of ours is under way
        TRY(auto const create, open_create_of(scope, resolution.link->id));
        result.again_at = create && create->look_at ? *create->look_at + in_flight_pause : scope.now + in_flight_pause;
        return {};
    }
    TRY(auto const held, has_open_intent(scope, resolution.link->id));
    if (held) {
        result.again_at = scope.now + in_flight_pause;
        return {};
    }
    TRY(auto other_mirror, load_mirror(scope, other_side, *resolution.link->record(other_side)));
    if (!other_mirror || other_mirror->state != MirrorState::present) {
        if (resolution.kind == ResolutionKind::matched) TRY_VOID(insert_link(scope, *resolution.link));
        // Nothing is decided on a side that cannot be read; reading it is asked for.
        TRY_VOID(ask(scope, {look_.account, look_.sync, other_side, *resolution.link->record(other_side), LookKind::full,
                                look_.lane, scope.now, scope.now, 0, 0, "pair", look_.cause}));
        result.is_finished = true;
        return finish_in(scope, events::EventState::done, "waiting for the other side");
    }
    return journal_pair(
        scope, std::move(*resolution.link), resolution.kind == ResolutionKind::matched, *own, *other_mirror, ids, result);
}

Result<BatchId> LookRun::open_batch(Scope const& scope, IdSource& ids) const {
    if (look_.reason == "backfill" && !sync_->backfill_batch.empty()) return sync_->backfill_batch;
    auto const batch = ids.id<BatchTag>(scope.now);
    TRY_VOID(insert_batch(scope, batch, "live", sync_->version));
    return batch;
}

Result<void> LookRun::journal_pair(Scope const& scope, Link link, bool is_new_link, Mirror const& own, Mirror const& other_mirror,
    IdSource& ids, Journalled& result) {
    auto const plan = plan_link(*sync_, *a_, *b_, look_.side, own, other_mirror, link.base, scope.now, context_.mutant);
    bool const base_moved = plan.base != link.base;
    link.base = plan.base;
    if (context_.mutant == Mutant::base_before_stored) {
        auto const seen = contacts::project(sync_->mapping, look_.side, own.record);
        for (auto const& change : plan.changes) {
            if (auto found = seen.find(change.row); found != seen.end() && change.side != look_.side)
                link.base.fields[change.row] = found->second;
        }
    }
    if (is_new_link) {
        TRY_VOID(insert_link(scope, link));
        for (auto const side : {Side::a, Side::b}) {
            TRY_VOID(close_issues(scope, "match_unsure", issue_subject(side, *link.record(side))));
            TRY_VOID(close_issues(scope, "create_refused", issue_subject(side, *link.record(side))));
        }
    } else if (base_moved || context_.mutant == Mutant::base_before_stored) {
        TRY_VOID(update_link(scope, link));
    }
    TRY_VOID(record_questions(scope, ids, link, plan));

    if (plan.changes.empty()) {
        result.is_finished = true;
        return finish_in(scope, events::EventState::done, "both sides agree");
    }
    TRY(auto const batch, open_batch(scope, ids));
    for (auto const side : {Side::a, Side::b}) {
        // Removed elements last and apart: each call's outcome is judged by the changes it makes, and by no others.
        auto const is_removal = [](PlannedChange const& change) { return change.is_set && change.edit.add.empty(); };
        std::vector<PlannedChange> removals, others;
        for (auto const& change : plan.changes) {
            if (change.side == side) (is_removal(change) ? removals : others).push_back(change);
        }
        auto const& mirror = side == look_.side ? own : other_mirror;
        TRY_VOID(journal_updates(scope, {link, batch, mirror.record, side, std::move(others)}, ids, result));
        TRY_VOID(journal_updates(scope, {link, batch, mirror.record, side, std::move(removals)}, ids, result));
    }
    if (result.prepared.empty()) {
        result.is_finished = true;
        return finish_in(scope, events::EventState::parked, "the change cannot be written; see the issue");
    }
    return {};
}

Result<void> LookRun::journal_updates(Scope const& scope, Updates const& updates, IdSource& ids, Journalled& result) {
    auto const& [link, batch, target, side, changes] = updates;
    if (changes.empty()) return {};
    auto calls = binding(side).update(
        connection(side).settings, target.id, target.version, writes_for(changes, side, false), connection(side).custom_fields);
    if (!calls) {
        context_.log.warning("an update could not be rendered", {{"code", calls.error().code}, {"sync", sync_->id.text()}});
        return raise_issue(scope, ids, {"write_refused", link.id.text(), ""},
            JsonObject{{"code", calls.error().code}, {"message", calls.error().message}, {"side", contacts::to_string(side)}});
    }
    for (auto& call : *calls) {
        Prepared prepared;
        prepared.intent.id = ids.id<IntentTag>(scope.now);
        prepared.intent.link = link.id;
        prepared.intent.batch = batch;
        prepared.intent.side = side;
        prepared.intent.operation = call.operation;
        prepared.intent.created_at = scope.now;
        prepared.target_id = target.id;
        TRY_VOID(insert_intent(scope, prepared.intent));
        for (auto const& change : changes) {
            if (std::ranges::find(call.fields, change.field) == call.fields.end()) continue;
            JournalledChange journalled{ids.id<ChangeTag>(scope.now), change};
            TRY_VOID(insert_change(scope, journalled, {prepared.intent.id, batch, link, sync_->version, look_.cause}));
            prepared.changes.push_back(std::move(journalled));
        }
        prepared.call = std::move(call);
        result.prepared.push_back(std::move(prepared));
    }
    return {};
}

Result<void> LookRun::journal_create(Scope const& scope, Mirror const& own, IdSource& ids, Journalled& result) {
    auto const to = contacts::other(look_.side);
    result.is_finished = true;
    bool const is_wanted = to == Side::a ? sync_->mapping.create_in_a : sync_->mapping.create_in_b;
    if (!is_wanted) return finish_in(scope, events::EventState::done, "nobody on the other side, and creating there is off");
    if (own.record.archived) return finish_in(scope, events::EventState::done, "archived; not created on the other side");

    auto const subject = issue_subject(look_.side, look_.record_id);
    auto const print = fingerprint(scope, sync_->mapping, look_.side, own.record);
    TRY(auto const refused, open_issue(scope, {"create_refused", subject, ""}));
    if (refused && find_text(*refused, "/fingerprint") == print) {
        return finish_in(
            scope, events::EventState::done, "creating it was refused before and nothing has changed; see the issue");
    }
    auto const changes = plan_create(sync_->mapping, to, own.record, binding(to));
    auto call = create_call(sync_->policy, connection(to), to, changes);
    if (!call) {
        TRY_VOID(raise_issue(scope, ids, {"create_refused", subject, ""},
            JsonObject{{"code", call.error().code}, {"message", call.error().message}, {"fingerprint", print}}));
        return finish_in(scope, events::EventState::done, "it cannot be created on the other side; see the issue");
    }

    Link link;
    link.id = ids.id<LinkTag>(scope.now);
    link.record(look_.side) = look_.record_id;
    link.state = LinkState::creating;
    link.reason = "created";
    link.created_at = scope.now;
    TRY_VOID(insert_link(scope, link));
    TRY(auto const batch, open_batch(scope, ids));
    Prepared prepared;
    prepared.intent.id = ids.id<IntentTag>(scope.now);
    prepared.intent.link = link.id;
    prepared.intent.batch = batch;
    prepared.intent.side = to;
    prepared.intent.kind = IntentKind::create;
    prepared.intent.operation = call->operation;
    prepared.intent.marker = look_.record_id;
    prepared.intent.created_at = scope.now;
    TRY_VOID(insert_intent(scope, prepared.intent));
    for (auto const& change : changes) {
        JournalledChange journalled{ids.id<ChangeTag>(scope.now), change};
        TRY_VOID(insert_change(scope, journalled, {prepared.intent.id, batch, link, sync_->version, look_.cause}));
        prepared.changes.push_back(std::move(journalled));
    }
    prepared.call = std::move(*call);
    result.prepared.push_back(std::move(prepared));
    result.is_finished = false;
    return {};
}

}  // namespace lockstep::sync
