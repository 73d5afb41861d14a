// SPDX-License-Identifier: Apache-2.0
#include "sync/attached/attached_run.hpp"

#include <algorithm>

#include "sync/attached/request.hpp"
#include "sync/attached/store.hpp"
#include "sync/reconcile/snapshot.hpp"
#include "sync/state/changes.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/links.hpp"
#include "sync/state/syncs.hpp"
#include "sync/state/told.hpp"
#include "work/backoff.hpp"

namespace lockstep::sync {
namespace {

using calls::OutcomeKind;
using catalogue::AttachedField;
using catalogue::AttachedKind;
using catalogue::ReplyClass;
using contacts::both_sides;
using contacts::other;
using contacts::Side;

constexpr int rounds_max = 6;
constexpr std::int64_t pages_max = 50;
constexpr auto every = std::chrono::hours{24};  // each link is looked at again, asked for or not
constexpr std::string_view issue_kind = "attached_refused";

std::string row_name(AttachedKind kind, AttachedField field) {
    return std::string(catalogue::to_string(kind)) + "." + std::string(catalogue::to_string(field));
}

contacts::Value value_of(catalogue::AttachedValues const& values, AttachedField field) {
    auto text = catalogue::shown(values, field);
    return text.empty() ? contacts::Value{} : contacts::Value{std::move(text)};
}

// Has what was pending come to pass, by what the link says now?
ChangeOutcome outcome_of(ItemPending const& pending, ItemLink const& now) {
    if (pending.fields.empty())
        return now.state == ItemState::linked    ? ChangeOutcome::done
               : now.state == ItemState::refused ? ChangeOutcome::refused
                                                 : ChangeOutcome::abandoned;
    if (now.refused && now.refused->source == pending.source) return ChangeOutcome::refused;
    bool const is_done = std::ranges::all_of(pending.fields,
        [&](AttachedField field) { return catalogue::says_the_same(now.base[other(pending.side)], pending.source, field); });
    return is_done ? ChangeOutcome::done : ChangeOutcome::abandoned;
}

}  // namespace

AttachedRun::AttachedRun(Context& context, std::shared_ptr<Sync const> sync, work::Item item)
    : context_(context),
      sync_(std::move(sync)),
      item_(std::move(item)),
      lease_(work::lease_of(item_)),
      a_(context.directory.find(sync_->a)),
      b_(context.directory.find(sync_->b)) {}

Scope AttachedRun::scope(Transaction& transaction) const {
    return {transaction, context_.vault, sync_->account, sync_->id, context_.clock.now()};
}

template <class Body>
Task<Result<bool>> AttachedRun::commit(Body body) {
    co_return co_await context_.database.write_value([&](Transaction& transaction) -> Result<bool> {
        auto const here = scope(transaction);
        TRY(bool const holds, work::holds(transaction, lease_));
        if (!holds) return false;
        TRY(auto const stand, load_stand(transaction, here.account, here.sync));
        bool const is_current = stand && stand->version == sync_->version &&
                                (stand->state == SyncState::running || stand->state == SyncState::backfilling);
        if (!is_current)
            return fail(
                ErrorKind::conflict, "sync.changed_meanwhile", "storing notes: the sync was paused or its document changed");
        TRY(auto const link, load_link(here, link_.id));
        if (!link || link->a != link_.a || link->b != link_.b)
            return fail(ErrorKind::conflict, "sync.changed_meanwhile", "storing notes: the link is another one now");
        TRY_VOID(body(here));
        return true;
    });
}

Task<Result<bool>> AttachedRun::load() {
    CO_TRY(auto const link, co_await context_.database.read_value([&](Transaction& transaction) {
        return load_link(scope(transaction), attached_link_of(item_.key));
    }));
    if (!link || !link->is_complete() || link->state != LinkState::active) co_return false;
    link_ = *link;
    co_return true;
}

Task<Result<void>> AttachedRun::run() {
    if (!a_ || !b_) {
        CO_TRY_VOID(co_await wait(context_.clock.now() + std::chrono::minutes{1}, false, "connection_gone"));
        co_return Result<void>{};
    }
    CO_TRY(bool const is_there, co_await load());
    bool const is_on = sync_->policy.notes.is_on() || sync_->policy.tasks.is_on();
    if (!is_there || !is_on) {
        co_return co_await context_.database.write([&](Transaction& transaction) -> Result<void> {
            TRY_VOID(work::complete(transaction, lease_));
            return {};
        });
    }
    std::optional<TimePoint> look_at;
    for (auto const kind : catalogue::attached_kinds) {
        bool const is_available = a_->connector->attached(kind) != nullptr && b_->connector->attached(kind) != nullptr;
        if (!sync_->policy.attached(kind).is_on() || !is_available) continue;
        CO_TRY(auto const end, co_await serve(kind));
        if (end.is_stopped) co_return Result<void>{};
        if (end.look_at) look_at = look_at ? std::min(*look_at, *end.look_at) : *end.look_at;
    }
    co_return co_await finish(look_at);
}

Task<Result<AttachedRun::End>> AttachedRun::serve(AttachedKind kind) {
    auto const& policy = sync_->policy.attached(kind);
    for (int round = 0; round < rounds_max; ++round) {
        auto const listed_at = context_.clock.now();
        AttachedState state;
        for (auto const side : both_sides) {
            auto listing = co_await list(side, kind);
            if (!listing.items) co_return co_await not_listed(kind, side, std::move(listing));
            state.items[side] = std::move(*listing.items);
            state.able[side] = ability_of(binding(side, kind));
        }
        state.kind = kind;
        state.policy = policy;
        state.consistency_delay = sync_->policy.consistency_delay;
        IdSource const ids{context_.random};
        AttachedPlan plan;
        CO_TRY(bool const kept, co_await commit([&, ids](Scope const& here) -> Result<void> {
            auto ids_now = ids;
            TRY(auto const stored, load_items(here, link_.id, kind));
            TRY(auto const looked, last_look(here, link_.id, kind));
            auto const since = policy.since.value_or(TimePoint{});
            auto now_state = state;
            now_state.now = here.now;
            now_state.is_first_look = looked != since;
            now_state.links = stored;
            // What is under way now is not ours: its sender is gone.
            for (auto& link : now_state.links) take_over(link, here.now);
            plan = plan_attached(now_state);
            for (auto& link : plan.links) {
                if (link.id.empty()) link.id = ids_now.id<AttachedTag>(here.now).text();
            }
            TRY_VOID(save(here, kind, stored, plan.links));
            return save_look(here, link_.id, kind, since);
        }));
        if (!kept) co_return End{.is_stopped = true};
        if (plan.writes.empty()) co_return End{.look_at = plan.look_at};
        auto const look_at = plan.look_at;
        CO_TRY(auto end, co_await send_all(kind, std::move(plan), listed_at));
        if (end.is_stopped) co_return end;
        if (look_at) end.look_at = end.look_at ? std::min(*end.look_at, *look_at) : *look_at;
        // Lists are read again before more is written.
        if (!end.look_at || *end.look_at > context_.clock.now()) co_return end;
    }
    co_return End{.look_at = context_.clock.now() + moment};
}

Task<AttachedRun::Listing> AttachedRun::list(Side side, AttachedKind kind) {
    Listing listing;
    std::vector<catalogue::AttachedItem> items;
    auto bound = binding(side, kind).list(connection(side).settings, record(side));
    for (std::int64_t page_number = 1; bound && page_number <= pages_max; ++page_number) {
        calls::CallRequest request{.connection = connection(side).id,
            .operation = bound->operation,
            .inputs = bound->inputs,
            .lane = static_cast<catalogue::Lane>(item_.lane),
            .purpose = "observe",
            .cause = item_.payload,
            .quota_share = sync_->policy.quota_share};
        listing.outcome = co_await context_.caller.call(std::move(request));
        if (listing.outcome.kind != OutcomeKind::done) {
            listing.is_refused = listing.outcome.kind == OutcomeKind::refused;
            co_return listing;
        }
        auto page = binding(side, kind).read_page(*bound, listing.outcome.reading.body, page_number);
        if (!page) {
            context_.log.warning(
                "a list of notes could not be read", {{"code", page.error().code}, {"operation", bound->operation}});
            listing.outcome.error = page.error();
            co_return listing;
        }
        std::ranges::move(page->items, std::back_inserter(items));
        if (!page->next) {
            listing.items = std::move(items);
            co_return listing;
        }
        bound->inputs = std::move(*page->next);
    }
    listing.is_refused = !bound;
    co_return listing;
}

// Half a list would look as if somebody had deleted the other half.
Task<Result<AttachedRun::End>> AttachedRun::not_listed(AttachedKind kind, Side side, Listing listing) {
    auto const& outcome = listing.outcome;
    auto const now = context_.clock.now();
    if (!listing.is_refused) {
        bool const is_held =
            outcome.kind == OutcomeKind::retry_later && (!outcome.sent_at || outcome.error.code == "calls.breaker_open");
        auto const pause = is_held ? Duration{moment} : work::backoff(item_.attempts, context_.random);
        co_return co_await wait(std::max(outcome.retry_at, now + pause), !is_held, outcome.error.code);
    }
    // The person is gone there, which the contact's own run finds out, or the credential may not read them.
    if (outcome.reading.reply_class == ReplyClass::not_found) co_return End{};
    IdSource const ids{context_.random};
    JsonObject const detail{{"code", outcome.error.code}, {"message", outcome.reading.message},
        {"side", contacts::to_string(side)}, {"reason", "list"}};
    CO_TRY_VOID(co_await commit([&, ids](Scope const& here) -> Result<void> {
        auto ids_now = ids;
        return raise_issue(here, ids_now, {issue_kind, link_.id.text(), catalogue::to_string(kind)}, detail);
    }));
    co_return End{};
}

std::optional<catalogue::BoundCall> AttachedRun::call_for(AttachedKind kind, AttachedWrite& write, ItemLink const& link) const {
    auto const& at = binding(write.side, kind);
    auto const own = other(write.side);
    write.values = at.fitted(write.values, context_.clock.now());
    catalogue::Origin const origin{connection(own).connector->app_title, link.item[own]};
    if (write.is_create) return at.create(connection(write.side).settings, record(write.side), write.values, origin);
    bool const is_copy = link.copy_at == write.side;
    return at.update(connection(write.side).settings, record(write.side), link.item[write.side], write.values, write.fields,
        is_copy ? std::optional(origin) : std::nullopt);
}

Task<Result<AttachedRun::End>> AttachedRun::send_all(AttachedKind kind, AttachedPlan plan, TimePoint listed_at) {
    End end;
    auto stored = plan.links;
    bool is_first = true;
    for (auto& write : plan.writes) {
        // What was listed a while ago may have been changed by somebody since.
        if (!is_first && context_.clock.now() > listed_at + sync_->policy.read_before_write_after) {
            end.look_at = context_.clock.now();
            co_return end;
        }
        is_first = false;
        auto& link = plan.links[write.link];
        auto call = call_for(kind, write, link);
        if (!call) continue;
        IdSource const ids{context_.random};
        Sending sending{write, *call, context_.random.id<IntentTag>(context_.clock.now()).text()};
        mark_sent(link, write, context_.clock.now(), sending.effect);
        CO_TRY(bool const kept, co_await commit([&, ids](Scope const& here) -> Result<void> {
            auto ids_now = ids;
            TRY_VOID(save(here, kind, {stored[write.link]}, {link}));
            return note_changes(here, kind, sending, link, ids_now);
        }));
        if (!kept) co_return End{.is_stopped = true};
        stored[write.link] = link;
        calls::CallRequest request{.connection = connection(write.side).id,
            .operation = call->operation,
            .inputs = call->inputs,
            .lane = static_cast<catalogue::Lane>(item_.lane),
            .purpose = "write",
            .cause = sending.effect,
            .quota_share = sync_->policy.quota_share,
            .not_after = context_.alive_until};
        auto const outcome = co_await context_.caller.call(std::move(request));
        auto const now = context_.clock.now();
        AttachedAnswer answer;
        answer.sent_at = outcome.answered_at.value_or(now);
        switch (outcome.kind) {
            case OutcomeKind::done: answer.kind = AttachedAnswerKind::done; break;
            case OutcomeKind::retry_later: answer.kind = AttachedAnswerKind::not_sent; break;
            case OutcomeKind::unknown: answer.kind = AttachedAnswerKind::unclear; break;
            case OutcomeKind::refused:
                answer.kind = AttachedAnswerKind::refused;
                if (write.is_create && outcome.reading.reply_class == ReplyClass::duplicate) {
                    answer.existing_id = outcome.reading.existing_id;
                    if (!answer.existing_id.empty()) answer.kind = AttachedAnswerKind::done;
                }
                // Gone since it was listed: there is nothing to ask of anybody.
                if (outcome.reading.reply_class == ReplyClass::not_found) answer.kind = AttachedAnswerKind::not_sent;
                break;
        }
        if (outcome.kind == OutcomeKind::done) answer.shown = binding(write.side, kind).read(outcome.reading.body);
        auto const before = link;
        bool const is_kept = apply_answer(link, write, answer);
        auto const change_outcome = answer.kind == AttachedAnswerKind::unclear || (is_kept && link.pending)
                                        ? ChangeOutcome::unknown
                                    : answer.kind == AttachedAnswerKind::done    ? ChangeOutcome::done
                                    : answer.kind == AttachedAnswerKind::refused ? ChangeOutcome::refused
                                                                                 : ChangeOutcome::abandoned;
        bool const has_refusal = std::ranges::any_of(plan.links, &ItemLink::is_refused);
        CO_TRY(bool const settled, co_await commit([&, ids](Scope const& here) -> Result<void> {
            auto ids_now = ids;
            ids_now.next();  // another stream than the one above
            TRY_VOID(set_outcome_of_changes(here, IntentId{sending.effect}, change_outcome, outcome.call));
            TRY_VOID(tell_changes(here, IntentId{sending.effect}));
            IssueKey const key{issue_kind, link_.id.text(), catalogue::to_string(kind)};
            if (answer.kind == AttachedAnswerKind::refused) {
                TRY_VOID(raise_issue(here, ids_now, key,
                    JsonObject{{"code", outcome.error.code}, {"message", outcome.reading.message},
                        {"side", contacts::to_string(write.side)}, {"reason", write.is_create ? "create" : "update"}}));
            } else if (!has_refusal && answer.kind == AttachedAnswerKind::done) {
                TRY_VOID(close_issue(here, key));
            }
            if (!is_kept) return remove_item(here, link_.id, kind, link.id);
            return save_item(here, link_.id, kind, link);
        }));
        if (!settled) co_return End{.is_stopped = true};
        stored[write.link] = link;
        tell(kind, write, change_outcome);
        if (outcome.error.code == "calls.too_late") context_.beat_soon.notify();
        if (answer.kind == AttachedAnswerKind::not_sent && outcome.kind == OutcomeKind::retry_later) {
            bool const is_held = !outcome.sent_at || outcome.error.code == "calls.breaker_open";
            auto const pause = is_held ? Duration{moment} : work::backoff(item_.attempts, context_.random);
            co_return co_await wait(std::max(outcome.retry_at, now + pause), !is_held, outcome.error.code);
        }
        if (!is_kept && answer.kind == AttachedAnswerKind::unclear) end.look_at = now;  // only by attached_intent_not_kept
        if (is_kept && link.pending) {
            auto const again = link.pending->sent_at + sync_->policy.consistency_delay;
            end.look_at = end.look_at ? std::min(*end.look_at, again) : again;
        }
    }
    co_return end;
}

Result<void> AttachedRun::save(
    Scope const& here, AttachedKind kind, std::vector<ItemLink> const& before, std::vector<ItemLink> const& after) const {
    for (auto const& link : after) {
        auto const known = std::ranges::find(before, link.id, &ItemLink::id);
        if (known != before.end() && *known == link) continue;
        TRY_VOID(save_item(here, link_.id, kind, link));
        if (known == before.end() || !known->pending) continue;
        bool const is_over = !link.pending || link.pending->effect != known->pending->effect;
        if (is_over && !known->pending->effect.empty()) {
            IntentId const effect{known->pending->effect};
            TRY_VOID(set_outcome_of_changes(here, effect, outcome_of(*known->pending, link), CallId{}));
            TRY_VOID(tell_changes(here, effect));
        }
    }
    for (auto const& link : before) {
        if (std::ranges::find(after, link.id, &ItemLink::id) == after.end()) TRY_VOID(remove_item(here, link_.id, kind, link.id));
    }
    return {};
}

Result<void> AttachedRun::note_changes(
    Scope const& here, AttachedKind kind, Sending const& sending, ItemLink const& link, IdSource& ids) const {
    auto const& write = sending.write;
    auto const batch = ids.id<BatchTag>(here.now);
    TRY_VOID(insert_batch(here, batch, "live", sync_->version));
    for (auto const field : catalogue::attached_fields) {
        auto const after = value_of(write.values, field);
        // A new one is told by what it says; that it is not done yet goes without saying.
        bool const is_told = write.is_create
                                 ? !contacts::is_blank(after) && (field != AttachedField::completed || write.values.completed)
                                 : write.fields.contains(field);
        if (!is_told) continue;
        JournalledChange journalled;
        journalled.id = ids.id<ChangeTag>(here.now);
        journalled.change.side = write.side;
        journalled.change.row = journalled.change.field = row_name(kind, field);
        journalled.change.before = write.is_create ? contacts::Value{} : value_of(write.before, field);
        journalled.change.after = after;
        journalled.change.reason = write.reason;
        TRY_VOID(insert_change(here, journalled, {IntentId{sending.effect}, batch, link_, sync_->version, item_.payload}));
    }
    context_.metrics.add("lockstep_attached_total", 1,
        {{"kind", catalogue::to_string(kind)}, {"what", write.is_create ? "create" : "update"},
            {"again", link.pending && link.pending->looks > 0 ? "yes" : "no"}});
    return {};
}

void AttachedRun::tell(AttachedKind kind, AttachedWrite const& write, ChangeOutcome outcome) const {
    if (!context_.on_change) return;
    std::vector<std::string> fields;
    for (auto const field : catalogue::attached_fields) {
        if (write.is_create ? field == AttachedField::text : write.fields.contains(field))
            fields.push_back(row_name(kind, field));
    }
    context_.on_change({sync_->id, link_.id, record(write.side), write.side, std::move(fields), std::string(to_string(outcome)),
        context_.clock.now()});
}

Task<Result<AttachedRun::End>> AttachedRun::wait(TimePoint due_at, bool counts_as_attempt, std::string why) {
    CO_TRY_VOID(co_await context_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(work::requeue(transaction, lease_,
            {.due_at = due_at, .counts_as_attempt = counts_as_attempt, .payload = std::nullopt, .why = why}, merge_attached));
        return {};
    }));
    co_return End{.is_stopped = true};
}

Task<Result<void>> AttachedRun::finish(std::optional<TimePoint> look_at) {
    // Spread, so that what was asked for at once does not come back at once.
    auto const next = context_.clock.now() + every + std::chrono::seconds{context_.random.below(7'200)};
    CO_TRY_VOID(co_await commit([&](Scope const& here) -> Result<void> {
        TRY(bool const ended, work::complete(here.transaction, lease_));
        if (!ended) return {};
        if (look_at) return request_attached(here, link_.id, *look_at, catalogue::Lane::live, item_.payload);
        return request_attached(here, link_.id, next, catalogue::Lane::bulk, "");
    }));
    co_return Result<void>{};
}

}  // namespace lockstep::sync
