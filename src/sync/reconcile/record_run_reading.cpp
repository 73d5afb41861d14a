// SPDX-License-Identifier: Apache-2.0
// The parts of a RecordRun that ask an app: read a record, and look for somebody with the same e-mail address.
#include <algorithm>

#include "base/injected_fault.hpp"
#include "sync/reconcile/record_run.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/mirrors.hpp"
#include "work/backoff.hpp"

namespace lockstep::sync {
namespace {

using calls::OutcomeKind;

constexpr auto read_again_after = std::chrono::seconds{3};
constexpr auto parked_for = std::chrono::hours{1};  // what kept failing is tried again by itself, ever so rarely

}  // namespace

// Reading.

Task<Result<RecordRun::Next>> RecordRun::read(Read step) {
    auto& here = snapshot().sides[step.side];
    if (is_injected(InjectedFault::act_on_payload) && !here.told.empty() && here.mirror && here.told.back().values) {
        for (auto const& [row, value] : *here.told.back().values) here.seen[row] = value;
        here.mirror->observed_at = context_.clock.now();
        for (auto const& row : sync_->mapping.rows)
            here.mirror->record.fields[row.at(step.side)] = contacts::value_for(row, step.side, here.seen.at(row.a));
        is_dirty_[step.side] = true;
        co_return Next::decide;
    }
    auto bound = binding(step.side).get(step.record_id);
    if (!bound) co_return co_await finish({DoneReason::cannot_read}, {});
    calls::CallRequest request{.connection = connection(step.side).id,
        .operation = bound->operation,
        .inputs = std::move(bound->inputs),
        .lane = static_cast<catalogue::Lane>(item_.lane),
        .purpose = "observe",
        .cause = payload_.cause,
        .quota_share = sync_->policy.quota_share};
    auto const outcome = co_await context_.caller.call(std::move(request));
    auto const now = context_.clock.now();
    auto const sent_at = is_injected(InjectedFault::observed_on_arrival) ? now : outcome.sent_at.value_or(now);
    if (outcome.kind == OutcomeKind::refused && outcome.reading.reply_class == catalogue::ReplyClass::not_found) {
        count("not_found");
        take_not_found(snapshot(), step.side, sent_at);
        is_dirty_[step.side] = true;
        snapshot().candidates.reset();
        co_return Next::decide;
    }
    if (outcome.kind != OutcomeKind::done) co_return co_await call_failed(outcome);
    auto record = binding(step.side).read(bound->operation, outcome.reading.body, connection(step.side).custom_fields);
    if (!record || !*record || (*record)->id != step.record_id) {
        // A reply to another question, or without a record: never applied.
        count("wrong_reply");
        co_return co_await requeue_now(now + work::backoff(item_.attempts, context_.random), true, "unreadable_reply");
    }
    Observation seen{std::move(**record), sent_at};
    JudgeInput const input{sync_->mapping, sync_->policy, step.side, snapshot().link ? &snapshot().link->memory : nullptr,
        here.mirror ? &*here.mirror : nullptr};
    auto const judgement = judge(input, seen, now);
    if (judgement.copy == Copy::older_request) {
        count("older_request_dropped");
        co_return co_await requeue_now(now + moment, false, "older_request");
    }
    if (judgement.copy == Copy::old_copy) {
        count("old_copy_dropped");
        co_return co_await requeue_now(judgement.again_at, false, "old_copy");
    }
    take_observation(snapshot(), step.side, seen);
    is_dirty_[step.side] = true;
    snapshot().candidates.reset();
    co_return Next::decide;
}

Task<Result<RecordRun::Next>> RecordRun::call_failed(calls::CallOutcome const& outcome) {
    auto const now = context_.clock.now();
    // Nothing was sent, or the app fails for everybody: that says nothing of this record, which must not be parked for it.
    bool const is_held = !outcome.sent_at || outcome.error.code == "calls.breaker_open";
    if (outcome.kind == OutcomeKind::retry_later && is_held)
        co_return co_await requeue_now(outcome.retry_at, false, outcome.error.code);
    auto const attempts = item_.attempts + 1;
    auto const pause = is_injected(InjectedFault::no_backoff) ? Duration{std::chrono::milliseconds{500}}
                                                              : work::backoff(item_.attempts, context_.random);
    auto at = std::max(outcome.retry_at, now + pause);
    if (attempts < work::attempts_before_parking || is_injected(InjectedFault::no_parking))
        co_return co_await requeue_now(at, true, outcome.error.code);
    count("parked");
    IdSource const ids{context_.random};
    auto const subject = key_.link ? key_.link->text() : issue_subject(key_.side, key_.record_id);
    JsonObject const detail{{"code", outcome.error.code}, {"status", outcome.status}};
    at = std::max(at, now + parked_for);
    CO_TRY_VOID(co_await commit([&, ids, at](Scope const& here) -> Result<void> {
        auto ids_now = ids;
        TRY_VOID(raise_issue(here, ids_now, {"parked", subject, ""}, detail));
        return requeue(here, at, true, outcome.error.code);
    }));
    co_return Next::stop;
}

Task<Result<RecordRun::Next>> RecordRun::find_elsewhere(FindElsewhere step) {
    auto bound = binding(step.side).find_by_email(connection(step.side).settings, step.email);
    if (!bound) {
        snapshot().asked_elsewhere = true;
        co_return Next::decide;
    }
    auto const asked = *bound;
    calls::CallRequest request{.connection = connection(step.side).id,
        .operation = bound->operation,
        .inputs = std::move(bound->inputs),
        .lane = static_cast<catalogue::Lane>(item_.lane),
        .purpose = "find",
        .cause = payload_.cause,
        .quota_share = sync_->policy.quota_share};
    auto const outcome = co_await context_.caller.call(std::move(request));
    // Nobody is made twice because nobody could be asked.
    if (outcome.kind == OutcomeKind::retry_later || outcome.kind == OutcomeKind::unknown) co_return co_await call_failed(outcome);
    snapshot().asked_elsewhere = true;
    if (outcome.kind != OutcomeKind::done) co_return Next::decide;
    auto const page = binding(step.side).read_page(asked, outcome.reading.body, connection(step.side).custom_fields, 1);
    if (!page || page->items.empty()) co_return Next::decide;
    bool is_news = false;
    CO_TRY(auto const kept, co_await commit([&](Scope const& here) -> Result<void> {
        is_news = false;
        for (auto const& item : page->items) {
            TRY(auto const known, load_mirror(here, step.side, item.record.id));
            if (known) continue;
            TRY_VOID(request_reconcile(here, {.side = step.side,
                                                 .record_id = item.record.id,
                                                 .due_at = here.now,
                                                 .fresh_since = here.now,
                                                 .lane = static_cast<catalogue::Lane>(item_.lane),
                                                 .reason = RequestReason::follow_up,
                                                 .cause = payload_.cause}));
            is_news = true;
        }
        if (!is_news) return {};
        count("found_elsewhere");
        // Whoever is served for that record looks for this one: without our copy each would find the other unknown for ever.
        TRY_VOID(save_observed(here));
        return requeue(here, here.now + read_again_after, false, "found_elsewhere");
    }));
    co_return kept && !is_news ? Next::decide : Next::stop;
}

}  // namespace lockstep::sync
