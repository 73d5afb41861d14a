// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/record_run.hpp"

#include <algorithm>

#include "base/injected_fault.hpp"
#include "events/record_events.hpp"
#include "outbox/outbox.hpp"
#include "sync/create_needs.hpp"
#include "sync/reconcile/create_call.hpp"
#include "sync/state/changes.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/syncs.hpp"
#include "sync/state/waiting_creates.hpp"
#include "work/backoff.hpp"

namespace lockstep::sync {
namespace {

using calls::OutcomeKind;
using contacts::both_sides;
using contacts::Side;

// What was asked about creating a record has no answer any more.
bool ends_create_questions(DoneReason reason) {
    return reason == DoneReason::gone || reason == DoneReason::left_alone || reason == DoneReason::not_created_here ||
           reason == DoneReason::archived_not_created;
}

constexpr int steps_max = 40;  // of one run; a record that needs more is taken up again

std::string_view note_of(DoneReason reason) {
    switch (reason) {
        case DoneReason::agreed: return "both sides agree";
        case DoneReason::braked: return "held: this field changes for many people at once; see the issue";
        case DoneReason::counterpart_gone: return "its record on the other side is gone";
        case DoneReason::gone: return "the record is gone; nothing was deleted on the other side";
        case DoneReason::archived_not_created: return "archived; not created on the other side";
        case DoneReason::not_created_here: return "nobody on the other side, and creating there is off";
        case DoneReason::refused_before: return "creating it was refused before and nothing has changed; see the issue";
        case DoneReason::cannot_read: return "this profile cannot read a single record";
        case DoneReason::not_known: return "neither side has it";
        case DoneReason::left_alone: return "left alone, as a person said";
    }
    return "";
}

}  // namespace

RecordRun::RecordRun(Context& context, std::shared_ptr<Sync const> sync, work::Item item)
    : context_(context),
      sync_(std::move(sync)),
      item_(std::move(item)),
      lease_(work::lease_of(item_)),
      key_(key_from(item_.key)),
      payload_(payload_from(item_.payload)),
      a_(context.directory.find(sync_->a)),
      b_(context.directory.find(sync_->b)) {}

Scope RecordRun::scope(Transaction& transaction) const {
    return {transaction, context_.vault, sync_->account, sync_->id, context_.clock.now()};
}

void RecordRun::count(std::string_view branch) const { context_.metrics.add("lockstep_branch_total", 1, {{"branch", branch}}); }

Task<Result<void>> RecordRun::run() {
    if (!a_ || !b_) {
        CO_TRY_VOID(co_await requeue_now(context_.clock.now() + std::chrono::minutes{1}, false, "connection_gone"));
        co_return Result<void>{};
    }
    auto next = Next::load;
    for (int step = 0; step < steps_max && next != Next::stop; ++step) {
        if (next == Next::load) {
            CO_TRY(next, co_await load());
            if (next == Next::stop) co_return Result<void>{};
        }
        CO_TRY_VOID(co_await load_candidates_if_needed());
        snapshot().now = context_.clock.now();
        auto decision = decide(snapshot());
        CO_TRY(next, co_await carry_out(std::move(decision)));
    }
    // A record that comes to no end is tried ever less often, and asked about in the end.
    auto const pause = work::backoff(item_.attempts, context_.random);
    if (next != Next::stop) CO_TRY_VOID(co_await requeue_now(context_.clock.now() + pause, true, "many_steps"));
    co_return Result<void>{};
}

// Loading.

Task<Result<RecordRun::Next>> RecordRun::load() {
    CO_TRY(loaded_, co_await context_.database.read_value([this](Transaction& transaction) {
        return load_snapshot(scope(transaction), {sync_, *a_, *b_, key_, payload_, lease_.fence});
    }));
    is_dirty_ = {};
    if (snapshot().link) stored_memory_ = snapshot().link->memory;
    if (loaded_.belongs_to) {
        auto const link = *loaded_.belongs_to;
        CO_TRY_VOID(co_await commit([&, link](Scope const& here) { return move_to_link(here, link); }));
        context_.requests.notify();
        co_return Next::stop;
    }
    if (key_.link && !snapshot().link) {  // it was given up, or joined to another
        CO_TRY_VOID(
            co_await commit([&](Scope const& here) { return complete(here, events::EventState::done, "its link is gone"); }));
        co_return Next::stop;
    }
    co_return Next::decide;
}

Task<Result<void>> RecordRun::load_candidates_if_needed() {
    auto& now = snapshot();
    bool const is_alone = !now.link || !now.link->is_complete();
    auto const& mine = now.mine();
    if (!is_alone || now.candidates || !mine.mirror || mine.mirror->state != MirrorState::present) co_return Result<void>{};
    struct Found {
        Candidates candidates;
        std::string refused_print;
        std::string print;
    };
    CO_TRY(auto found, co_await context_.database.read_value([&](Transaction& transaction) -> Result<Found> {
        auto const here = scope(transaction);
        Found all;
        auto const own_link = now.link ? std::optional(now.link->id) : std::nullopt;
        TRY(all.candidates, load_candidates(here, *sync_, now.own, *mine.mirror, mine.seen, own_link, now.answers));
        all.print = fingerprint(here, mine.seen);
        TRY(auto const refused, open_issue(here, {"create_refused", issue_subject(now.own, mine.record_id), ""}));
        if (refused) all.refused_print = std::string(find_text(*refused, "/fingerprint").value_or(""));
        return all;
    }));
    now.candidates = std::move(found.candidates);
    now.refused_print = std::move(found.refused_print);
    now.print = std::move(found.print);
    co_return Result<void>{};
}

Task<Result<RecordRun::Next>> RecordRun::carry_out(Decision decision) {
    auto step = std::move(decision.step);
    answers_done_ = decision.answers_done;
    if (auto* read_step = std::get_if<Read>(&step)) co_return co_await read(std::move(*read_step));
    if (auto* find = std::get_if<FindElsewhere>(&step)) co_return co_await find_elsewhere(std::move(*find));
    if (auto* wait_step = std::get_if<Wait>(&step)) co_return co_await wait(*wait_step, std::move(decision));
    if (auto* unsure = std::get_if<Ambiguous>(&step)) co_return co_await ambiguous(std::move(*unsure));
    if (auto* keep = std::get_if<KeepLink>(&step)) co_return co_await keep_link(std::move(*keep));
    if (auto* drop = std::get_if<DropLink>(&step)) co_return co_await drop_link(std::move(*drop), std::nullopt);
    if (auto* write_step = std::get_if<Write>(&step)) co_return co_await write(std::move(*write_step), std::move(decision));
    if (auto* create_step = std::get_if<Create>(&step)) co_return co_await create(std::move(*create_step));
    if (auto* orphans = std::get_if<TakeOver>(&step)) co_return co_await take_over_effects(std::move(*orphans));
    if (auto* look = std::get_if<LookForCreate>(&step)) co_return co_await look_for_create(std::move(*look));
    auto const done = std::get<Done>(step);
    co_return co_await finish(done, std::move(decision));
}

// Links.

Task<Result<RecordRun::Next>> RecordRun::keep_link(KeepLink step) {
    IdSource const ids{context_.random};
    bool const is_new = step.is_new;
    if (is_new) {
        step.link.id = context_.random.id<LinkTag>(context_.clock.now());
        step.link.memory.mapped_at = latest_beginning(sync_->mapping);
    }
    auto const link = step.link;
    bool const is_ours = key_.link && *key_.link == link.id;
    auto next = Next::stop;
    CO_TRY_VOID(co_await commit([&, ids](Scope const& here) -> Result<void> {
        auto ids_now = ids;
        next = Next::stop;
        TRY_VOID(save_observed(here));
        // Other rows that this link concerns must not be served by anybody right now.
        std::vector<std::string> others;
        if (!is_new && !is_ours) others.push_back(key_of(sync_->id, link.id));
        if (step.replaces) others.push_back(key_of(sync_->id, *step.replaces));
        for (auto const side : both_sides) {
            if (!link.record(side)) continue;
            auto key = key_of(sync_->id, side, *link.record(side));
            if (key != item_.key) others.push_back(std::move(key));
        }
        for (auto const& key : others) {
            TRY(auto const other, work::find(here.transaction, here.account, reconcile_queue, key));
            if (other && other->state == work::ItemState::leased && !is_injected(InjectedFault::no_lock_per_link)) {
                count("other_lease");
                auto const pause = Duration{static_cast<std::int64_t>(ids_now.below(2'000'000)) + 300'000};
                return requeue(here, here.now + pause, false, to_string(WaitReason::other_lease));
            }
        }
        if (step.replaces) TRY_VOID(give_up_other_link(here, *step.replaces));
        // Somebody may have linked the other record meanwhile.
        for (auto const side : both_sides) {
            if (!link.record(side)) continue;
            TRY(auto const holder, link_id_of(here, side, *link.record(side)));
            if (holder && (is_new || *holder != link.id)) return requeue(here, here.now + moment, false, "linked_meanwhile");
        }
        auto kept = link;
        TRY(auto const open, outbox::open_of(here.transaction, here.account, "sync", link.id.text()));
        if (link.is_complete()) {
            for (auto const& effect : open) {
                if (effect.kind != outbox::EffectKind::create) continue;
                auto of_link = snapshot();
                of_link.link = kept;
                TRY(auto const changes, changes_of(here, sync_->mapping, effect.id));
                agree_on_created(of_link, contacts::side_from(effect.side), changes);
                kept = *of_link.link;
            }
        }
        if (is_new) {
            TRY_VOID(insert_link(here, kept));
        } else {
            TRY_VOID(update_link(here, kept));
        }
        if (link.is_complete()) {
            for (auto const& effect : open) {
                if (effect.kind != outbox::EffectKind::create) continue;
                count("create_adopted");
                TRY_VOID(outbox::close(
                    here.transaction, here.account, effect.id, outbox::EffectState::done, "found by its marker", here.now));
                TRY_VOID(set_outcome_of_changes(here, effect.id, ChangeOutcome::done, CallId{}));
                auto const side = contacts::side_from(effect.side);
                TRY_VOID(name_record(here, effect.id, side, *link.record(side)));
            }
            TRY_VOID(close_questions_of_lone(here, link));
            TRY_VOID(close_issues(here, "create_unknown", link.id.text()));
            TRY_VOID(ask_for_attached(here, link.id));
        }
        // Who it is on the other side is decided, or is being made.
        for (auto const side : both_sides) {
            if (link.record(side)) TRY_VOID(close_issues(here, "match_unsure", issue_subject(side, *link.record(side))));
        }
        if (link.state == LinkState::active) TRY_VOID(close_issues(here, "gone", link.id.text()));
        if (link.state == LinkState::broken) {
            JsonArray gone;
            for (auto const side : both_sides) {
                auto const& mirror = snapshot().sides[side].mirror;
                if (mirror && mirror->state != MirrorState::present) gone.emplace_back(contacts::to_string(side));
            }
            auto const side = gone.empty() ? std::string("a") : std::string(gone.front().get_string());
            TRY_VOID(raise_issue(here, ids_now, {"gone", link.id.text(), ""},
                JsonObject{{"side", side}, {"record", link.record(contacts::side_from(side)).value_or("")}}));
            TRY_VOID(ask_again_who_took_its_place(here, link));
        }
        if (is_ours) {
            next = Next::load;
            return {};
        }
        return move_to_link(here, link.id);
    }));
    context_.requests.notify();
    context_.attached.notify();
    co_return next;
}

Task<Result<RecordRun::Next>> RecordRun::ambiguous(Ambiguous step) {
    count("ambiguous");
    if (snapshot().link) co_return co_await drop_link({"ambiguous"}, std::move(step));
    IdSource const ids{context_.random};
    CO_TRY_VOID(co_await commit([&, ids](Scope const& here) -> Result<void> {
        auto ids_now = ids;
        TRY_VOID(save_observed(here));
        TRY_VOID(ask_who_it_is(here, step, ids_now));
        return complete(here, events::EventState::done, "unsure who this is on the other side");
    }));
    co_return Next::stop;
}

Result<void> RecordRun::ask_who_it_is(Scope const& here, Ambiguous const& step, IdSource& ids) {
    JsonArray candidates;
    for (auto const& id : step.candidates) candidates.emplace_back(id);
    JsonObject const detail{{"reason", step.reason}, {"candidates", std::move(candidates)}};
    auto const subject = issue_subject(snapshot().own, snapshot().mine().record_id);
    TRY_VOID(close_create_questions(here, subject));
    IssueKey const key{"match_unsure", subject, ""};
    TRY(auto const open, open_issue(here, key));
    if (open) return *open == Json(detail) ? Result<void>{} : refresh_issue(here, key, detail);
    return raise_issue(here, ids, key, detail);
}

Task<Result<RecordRun::Next>> RecordRun::drop_link(DropLink step, std::optional<Ambiguous> because) {
    count("reserved_link_dropped");
    IdSource const ids{context_.random};
    auto const link = snapshot().link->id;
    CO_TRY_VOID(co_await commit([&, ids](Scope const& here) -> Result<void> {
        auto ids_now = ids;
        TRY_VOID(save_observed(here));
        TRY_VOID(remove_link(here, link));
        if (snapshot().link->is_complete()) TRY_VOID(let_go_their_ways(here));
        auto const& mine = snapshot().mine();
        if (mine.mirror && mine.mirror->state == MirrorState::gone)
            TRY_VOID(close_create_questions(here, issue_subject(snapshot().own, mine.record_id)));
        if (because) {
            TRY_VOID(ask_who_it_is(here, *because, ids_now));
        }
        return complete_without_link(here, step.reason);
    }));
    co_return Next::stop;
}

// Writing.

Task<Result<RecordRun::Next>> RecordRun::write(Write step, Decision decision) {
    std::vector<Sent> sent;
    auto const now = context_.clock.now();
    std::vector<std::pair<std::string, JsonObject>> unwritable;  // row, detail
    for (auto& group : step.groups) {
        auto const& here = snapshot().sides[group.side];
        auto rendered = binding(group.side)
                            .update(connection(group.side).settings, here.record_id, here.mirror->record.version,
                                writes_for(group.changes, group.side, false), connection(group.side).custom_fields);
        if (!rendered || is_injected(InjectedFault::every_update_refused)) {
            for (auto const& change : group.changes) {
                auto const code = rendered ? std::string("sync.refused") : rendered.error().code;
                auto const message = rendered ? std::string() : rendered.error().message;
                unwritable.emplace_back(
                    change.row, JsonObject{{"code", code}, {"message", message}, {"side", contacts::to_string(group.side)}});
            }
            continue;
        }
        for (auto& call : *rendered) {
            Sent each;
            each.effect.account = sync_->account;
            each.effect.id = context_.random.id<IntentTag>(now);
            each.effect.owner = "sync";
            each.effect.group = sync_->id.text();
            each.effect.subject = snapshot().link->id.text();
            each.effect.connection = connection(group.side).id;
            each.effect.side = contacts::to_string(group.side);
            each.effect.target = here.record_id;
            each.effect.operation = call.operation;
            each.effect.fence = lease_.fence;
            each.effect.holder = lease_.holder;
            each.effect.created_at = now;
            for (auto const& change : group.changes) {
                if (std::ranges::find(call.fields, change.field) == call.fields.end()) continue;
                each.changes.push_back({context_.random.id<ChangeTag>(now), change});
            }
            each.call = std::move(call);
            sent.push_back(std::move(each));
        }
    }
    if (decision.memory) snapshot().link->memory = *decision.memory;
    if (is_injected(InjectedFault::base_before_stored)) {
        for (auto const& group : step.groups) {
            for (auto const& change : group.changes) snapshot().link->memory.base[change.row] = change.after_in_a;
        }
    }
    for (auto const& [row, detail] : unwritable) remember_not_taken(snapshot(), *snapshot().link, row);
    IdSource const ids{context_.random};
    CO_TRY(auto const kept, co_await commit([&, ids](Scope const& here) -> Result<void> {
        auto ids_now = ids;
        TRY_VOID(save_observed(here));
        TRY_VOID(save_questions(here, decision, ids_now));
        for (auto const& [row, detail] : unwritable)
            TRY_VOID(raise_issue(here, ids_now, {"write_refused", snapshot().link->id.text(), row}, detail));
        return journal(here, sent, ids_now);
    }));
    if (!kept) co_return Next::stop;
    is_dirty_ = {};
    stored_memory_ = snapshot().link->memory;
    if (sent.empty()) co_return Next::decide;
    co_await send(sent);
    co_return co_await settle(std::move(sent));
}

Task<Result<RecordRun::Next>> RecordRun::create(Create step) {
    auto call = create_call(sync_->policy, connection(step.side), step.side, step.changes);
    auto const own = contacts::other(step.side);
    IdSource const ids{context_.random};
    if (!call) {
        JsonObject const detail{
            {"code", call.error().code}, {"message", call.error().message}, {"fingerprint", snapshot().print}};
        auto const subject = issue_subject(own, snapshot().mine().record_id);
        auto const missing = binding(step.side).missing_for_create(writes_for(step.changes, step.side, true));
        auto const block = block_of(sync_->policy, step.side, missing);
        bool const asks_here = missing.empty() || (block.to_ask.empty() && block.asks_each);
        CO_TRY_VOID(co_await commit([&, ids](Scope const& here) -> Result<void> {
            auto ids_now = ids;
            TRY_VOID(save_observed(here));
            TRY_VOID(wait_for_fields(here, ids_now, step.side, connection(step.side).id, subject, block.to_ask));
            if (asks_here) {
                TRY_VOID(raise_issue(here, ids_now, {"create_refused", subject, ""}, detail));
            } else {
                TRY_VOID(close_issues(here, "create_refused", subject));
            }
            TRY_VOID(remove_link(here, snapshot().link->id));
            return complete_without_link(here, "it cannot be created on the other side; see the issue");
        }));
        co_return Next::stop;
    }
    auto const now = context_.clock.now();
    Sent one;
    one.effect.account = sync_->account;
    one.effect.id = context_.random.id<IntentTag>(now);
    one.effect.owner = "sync";
    one.effect.group = sync_->id.text();
    one.effect.subject = snapshot().link->id.text();
    one.effect.connection = connection(step.side).id;
    one.effect.side = contacts::to_string(step.side);
    one.effect.kind = outbox::EffectKind::create;
    one.effect.operation = call->operation;
    one.effect.marker = snapshot().sides[own].record_id;
    one.effect.fence = lease_.fence;
    one.effect.holder = lease_.holder;
    one.effect.created_at = now;
    for (auto const& change : step.changes) one.changes.push_back({context_.random.id<ChangeTag>(now), change});
    one.call = std::move(*call);
    std::vector<Sent> sent;
    sent.push_back(std::move(one));
    CO_TRY(auto const kept, co_await commit([&, ids](Scope const& here) -> Result<void> {
        auto ids_now = ids;
        TRY_VOID(save_observed(here));
        return journal(here, sent, ids_now);
    }));
    if (!kept) co_return Next::stop;
    is_dirty_ = {};
    co_await send(sent);
    co_return co_await settle(std::move(sent));
}

Task<void> RecordRun::send(std::vector<Sent>& sent) {
    bool go_on = true;
    for (auto& next : sent) {
        next.was_sent = go_on;
        if (!go_on) continue;
        auto const side = contacts::side_from(next.effect.side);
        calls::CallRequest request{.connection = connection(side).id,
            .operation = next.call.operation,
            .inputs = next.call.inputs,
            .lane = static_cast<catalogue::Lane>(item_.lane),
            .purpose = "write",
            .cause = next.effect.id.text(),
            .quota_share = sync_->policy.quota_share,
            .not_after = context_.alive_until};
        next.outcome = co_await context_.caller.call(std::move(request));
        if (next.outcome.error.code == "calls.too_late") {
            // The machine slept, or its clock was put forward: nothing is written before we have said that we are alive.
            context_.beat_soon.notify();
            next.outcome.retry_at = context_.clock.now() + moment;
        }
        // A value that is refused holds up no other; everything else may have changed what the next call meets.
        go_on = next.outcome.kind == OutcomeKind::done ||
                (next.outcome.kind == OutcomeKind::refused && next.outcome.reading.reply_class == catalogue::ReplyClass::invalid);
        if (next.outcome.kind != OutcomeKind::done) continue;
        auto record = binding(side).read(next.call.operation, next.outcome.reading.body, connection(side).custom_fields);
        if (record) next.reply = std::move(*record);
    }
}

Task<Result<RecordRun::Next>> RecordRun::settle(std::vector<Sent> sent) {
    IdSource const ids{context_.random};
    auto const before = snapshot();
    Outcome outcome;
    auto next = Next::stop;
    CO_TRY(auto const kept, co_await commit([&, ids](Scope const& here) -> Result<void> {
        auto ids_now = ids;
        snapshot() = before;  // the body may run again
        is_dirty_ = {};
        auto& now = snapshot();
        now.now = here.now;
        for (auto& each : sent) {
            if (each.effect.kind != outbox::EffectKind::create || !each.reply || each.reply->id.empty()) continue;
            TRY(auto const holder, link_id_of(here, contacts::side_from(each.effect.side), each.reply->id));
            each.created_is_linked = holder && *holder != now.link->id;
        }
        outcome = apply_outcome(now, sent);
        for (auto const side : both_sides)
            is_dirty_[side] = now.sides[side].mirror && now.sides[side].mirror != before.sides[side].mirror;
        TRY_VOID(save_outcome(here, outcome, ids_now));
        if (outcome.drops_link) {
            TRY_VOID(remove_link(here, now.link->id));
            return complete_without_link(here, to_string(outcome.worst));
        }
        now.open.clear();
        TRY(now.open, outbox::open_of(here.transaction, here.account, "sync", now.link->id.text()));
        if (outcome.wait_until) {
            TRY_VOID(save_observed(here));
            return requeue(here, *outcome.wait_until, outcome.counts_as_attempt, "app_limits");
        }
        // Most often this was all, and the row ends in the same transaction.
        if (now.link->is_complete()) {
            auto const decision = decide(now);
            if (std::holds_alternative<Done>(decision.step)) {
                if (decision.memory) now.link->memory = *decision.memory;
                answers_done_ = decision.answers_done;
                TRY_VOID(save_observed(here));
                TRY_VOID(save_questions(here, decision, ids_now));
                return complete(here, events::EventState::done, to_string(outcome.worst));
            }
        }
        next = Next::load;
        return save_observed(here);
    }));
    context_.requests.notify();
    if (outcome.completes_link) context_.attached.notify();
    if (!kept) {
        count("fenced_off");
        co_return Next::stop;
    }
    tell(sent, outcome);
    co_return next;
}

Task<Result<RecordRun::Next>> RecordRun::take_over_effects(TakeOver step) {
    count("effects_taken_over");
    IdSource const ids{context_.random};
    auto const before = snapshot();
    CO_TRY_VOID(co_await commit([&, ids](Scope const& here) -> Result<void> {
        auto ids_now = ids;
        snapshot() = before;
        snapshot().now = here.now;
        std::vector<Orphan> orphans;
        for (auto const& effect : snapshot().open) {
            if (std::ranges::find(step.effects, effect.id) == step.effects.end()) continue;
            Orphan orphan{effect, {}};
            TRY(orphan.changes, changes_of(here, sync_->mapping, effect.id));
            orphans.push_back(std::move(orphan));
        }
        auto const outcome = take_over(snapshot(), orphans);
        TRY_VOID(save_outcome(here, outcome, ids_now));
        return save_observed(here);
    }));
    co_return Next::load;
}

// A create of unknown outcome: its marker is looked for, and what is found is read, because a look-up that ignores its filter
// answers strangers.
Task<Result<RecordRun::Next>> RecordRun::look_for_create(LookForCreate step) {
    auto const effect = *std::ranges::find(snapshot().open, step.effect, &outbox::Effect::id);
    auto const side = contacts::side_from(effect.side);
    auto const& holder = sync_->mapping.id_holder(side);
    auto bound = holder.empty() ? std::nullopt
                                : binding(side).find_by_other_id(
                                      connection(side).settings, holder, effect.marker, connection(side).custom_fields);
    std::vector<contacts::Record> found;
    auto looked_at = context_.clock.now();
    bool const can_look = bound.has_value();
    if (can_look) {
        auto const asked = *bound;
        auto const call = [&](catalogue::BoundCall what, std::string purpose) {
            return calls::CallRequest{.connection = connection(side).id,
                .operation = what.operation,
                .inputs = std::move(what.inputs),
                .lane = catalogue::Lane::live,
                .purpose = std::move(purpose),
                .cause = effect.id.text(),
                .quota_share = sync_->policy.quota_share};
        };
        auto request = call(std::move(*bound), "verify");
        auto const outcome = co_await context_.caller.call(std::move(request));
        if (outcome.kind != OutcomeKind::done) co_return co_await call_failed(outcome);
        auto const page = binding(side).read_page(asked, outcome.reading.body, connection(side).custom_fields, 1);
        if (!page) co_return co_await requeue_now(context_.clock.now() + std::chrono::minutes{1}, true, "unreadable_reply");
        for (auto const& item : page->items) {
            bool const is_kept_apart = std::ranges::any_of(snapshot().answers, [&](Answer const& answer) {
                return answer.choice == Choice::different_people && answer.other_record == item.record.id;
            });
            auto get = binding(side).get(item.record.id);
            if (!get || is_kept_apart) continue;
            auto const operation = get->operation;
            auto read_request = call(std::move(*get), "verify");
            auto const reply = co_await context_.caller.call(std::move(read_request));
            if (reply.kind == OutcomeKind::refused) continue;
            if (reply.kind != OutcomeKind::done) co_return co_await call_failed(reply);
            auto record = binding(side).read(operation, reply.reading.body, connection(side).custom_fields);
            if (!record || !*record) continue;
            auto const held = (*record)->fields.find(holder);
            auto const value = held == (*record)->fields.end()
                                   ? contacts::Value{}
                                   : contacts::canonical(contacts::FieldKind::text, held->second, sync_->mapping.region);
            bool const carries_marker =
                value == contacts::Value{effect.marker} || is_injected(InjectedFault::adopt_without_marker);
            looked_at = reply.sent_at.value_or(looked_at);
            if (carries_marker) found.push_back(std::move(**record));
        }
        std::ranges::sort(found, {}, &contacts::Record::id);
        context_.metrics.add("lockstep_unknown_creates_looked_for_total", 1, {{"found", found.empty() ? "no" : "yes"}});
    }
    IdSource const ids{context_.random};
    auto const before = snapshot();
    auto next = Next::load;
    CO_TRY_VOID(co_await commit([&, ids](Scope const& here) -> Result<void> {
        auto ids_now = ids;
        next = Next::load;
        snapshot() = before;
        snapshot().now = here.now;
        for (auto const& record : found) {
            TRY(auto const linked, link_id_of(here, side, record.id));
            if (linked && *linked != snapshot().link->id)
                return requeue(here, here.now + std::chrono::minutes{1}, false, "found_is_linked");
        }
        Orphan look{effect, {}};
        TRY(look.changes, changes_of(here, sync_->mapping, effect.id));
        auto const outcome = apply_look(snapshot(), look, found, can_look, looked_at);
        is_dirty_[side] = !found.empty();
        TRY_VOID(save_outcome(here, outcome, ids_now));
        if (outcome.drops_link) {
            next = Next::stop;
            TRY_VOID(remove_link(here, snapshot().link->id));
            return complete_without_link(here, to_string(outcome.worst));
        }
        return save_observed(here);
    }));
    context_.requests.notify();
    co_return next;
}

// Ends.

Task<Result<RecordRun::Next>> RecordRun::wait(Wait step, Decision decision) {
    count(to_string(step.why));
    if (decision.memory) snapshot().link->memory = *decision.memory;
    IdSource const ids{context_.random};
    CO_TRY_VOID(co_await commit([&, ids](Scope const& here) -> Result<void> {
        auto ids_now = ids;
        TRY_VOID(save_observed(here));
        TRY_VOID(save_questions(here, decision, ids_now));
        return requeue(here, step.until, false, to_string(step.why));
    }));
    co_return Next::stop;
}

Task<Result<RecordRun::Next>> RecordRun::finish(Done step, Decision decision) {
    count(to_string(step.reason));
    if (decision.memory) snapshot().link->memory = *decision.memory;
    IdSource const ids{context_.random};
    CO_TRY_VOID(co_await commit([&, ids](Scope const& here) -> Result<void> {
        auto ids_now = ids;
        TRY_VOID(save_observed(here));
        TRY_VOID(save_questions(here, decision, ids_now));
        auto const subject = key_.link ? key_.link->text() : issue_subject(key_.side, key_.record_id);
        if (item_.attempts > 0) TRY_VOID(close_issues(here, "parked", subject));
        if (!snapshot().link && !snapshot().mine().record_id.empty()) {
            auto const own_subject = issue_subject(snapshot().own, snapshot().mine().record_id);
            TRY_VOID(close_issues(here, "match_unsure", own_subject));
            if (ends_create_questions(step.reason)) TRY_VOID(close_create_questions(here, own_subject));
        }
        return complete(here, step.reason == DoneReason::cannot_read ? events::EventState::ignored : events::EventState::done,
            note_of(step.reason));
    }));
    co_return Next::stop;
}

Task<Result<RecordRun::Next>> RecordRun::requeue_now(TimePoint due_at, bool counts_as_attempt, std::string why) {
    CO_TRY_VOID(co_await commit([&](Scope const& here) -> Result<void> {
        if (a_ && b_) TRY_VOID(save_observed(here));
        return requeue(here, due_at, counts_as_attempt, why);
    }));
    context_.requests.notify();
    co_return Next::stop;
}

}  // namespace lockstep::sync
