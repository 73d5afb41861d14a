// SPDX-License-Identifier: Apache-2.0
#include "sync/look_run.hpp"

#include <algorithm>

#include "events/record_events.hpp"
#include "sync/issues.hpp"
#include "sync/link_planning.hpp"
#include "sync/unknown.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr auto confirm_missing_after = std::chrono::minutes{10};
constexpr auto remote_find_pause = std::chrono::seconds{3};
constexpr std::int64_t attempts_before_parking = 8;

Duration backoff(std::int64_t attempts, Random& random) {
    auto const seconds = std::int64_t{2} << std::min<std::int64_t>(attempts, 9);
    auto const micros = static_cast<std::uint64_t>(seconds) * 1'000'000;
    return Duration{static_cast<std::int64_t>(micros / 2 + random.below(micros / 2))};
}

}  // namespace

LookRun::LookRun(Context& context, std::shared_ptr<Sync const> sync, Look look)
    : context_(context),
      sync_(std::move(sync)),
      look_(std::move(look)),
      begun_(context.clock.now()),
      a_(context.directory.find(sync_->a)),
      b_(context.directory.find(sync_->b)) {}

Scope LookRun::scope(Transaction& transaction) const {
    return {transaction, context_.vault, sync_->account, sync_->id, context_.clock.now()};
}

Task<Result<void>> LookRun::run() {
    if (!a_ || !b_) co_return co_await again(begun_ + std::chrono::minutes{1}, false);
    CO_TRY(auto situation, co_await read_situation());
    if (situation.overdue) {
        CO_TRY_VOID(co_await context_.database.write([&](Transaction& transaction) {
            return recover_overdue(scope(transaction), *sync_, *situation.overdue, context_.mutant);
        }));
        co_return co_await again(context_.clock.now(), false);
    }
    if (situation.held_until) co_return co_await again(*situation.held_until, false);
    if (is_echo(situation)) co_return co_await finish(events::EventState::done, "echo: nothing that was not known");

    auto own = situation.own;
    bool const is_fresh = own && own->state == MirrorState::present && own->observed_at >= look_.fresh_since;
    if (context_.mutant == Mutant::act_on_payload && !situation.events.empty()) {
        if (auto payload = parse_json(situation.events.back().payload)) {
            auto const facts = binding(look_.side).read_event(*payload, connection(look_.side).custom_fields);
            if (facts && facts->record) own = observe(own, *facts->record, sync_->mapping, look_.side, context_.clock.now());
        }
    } else if (!is_fresh) {
        CO_TRY(own, co_await read_record(look_.side, look_.record_id, std::move(own)));
        if (!own) co_return Result<void>{};
    }

    std::optional<Mirror> other;
    bool const decides =
        look_.kind == LookKind::full && (sync_->state == SyncState::running || sync_->backfill_phase.starts_with("pair"));
    if (decides) {
        Mirror present = *own;
        CO_TRY(auto const outlook, co_await foresee(std::move(present)));
        if (outlook.reads_own) {
            CO_TRY(own, co_await read_record(look_.side, look_.record_id, std::move(own)));
            if (!own) co_return Result<void>{};
        }
        if (outlook.reads_other) {
            CO_TRY(other, co_await read_record(contacts::other(look_.side), outlook.other_id, std::nullopt));
            if (!other) co_return Result<void>{};
        }
        if (outlook.creates && look_.lane != catalogue::Lane::bulk) {
            CO_TRY(auto const found, co_await find_remotely(outlook, *own));
            if (found) co_return co_await again(*found, false);
        }
    }
    CO_TRY(auto journalled, co_await journal(std::move(own), std::move(other)));
    if (journalled.is_finished) co_return Result<void>{};
    if (journalled.again_at) co_return co_await again(*journalled.again_at, false);
    co_return co_await perform(std::move(journalled.prepared));
}

Task<Result<LookRun::Situation>> LookRun::read_situation() {
    co_return co_await context_.database.read_value([this](Transaction& transaction) -> Result<Situation> {
        auto const here = scope(transaction);
        Situation situation;
        TRY(situation.own, load_mirror(here, look_.side, look_.record_id));
        TRY(auto const link, link_of(here, look_.side, look_.record_id));
        if (link) {
            TRY(auto const held, has_open_intent(here, link->id));
            if (held) {
                TRY(auto const create, open_create_of(here, link->id));
                auto const later = here.now + in_flight_pause;
                TRY(auto const is_overdue, has_overdue_intent(here, link->id));
                if (is_overdue) situation.overdue = link->id;
                situation.held_until = create && create->look_at ? std::max(*create->look_at + in_flight_pause, later) : later;
            }
        }
        if (look_.reason == "webhook") {
            events::RecordKey const key{look_.account, connection(look_.side).id, look_.record_id};
            TRY(situation.events, events::waiting_for(transaction, context_.vault, key, 20));
        }
        return situation;
    });
}

// A webhook that tells only what the mirror shows needs no read: our own writes come back this way. By value, not by time
// or author; what it does not tell (a lost event) the next sweep finds.
bool LookRun::is_echo(Situation const& situation) const {
    if (look_.reason != "webhook" || situation.events.empty() || !situation.own || look_.attempts > 0) return false;
    if (situation.own->state != MirrorState::present || sync_->state != SyncState::running) return false;
    auto const& bound = binding(look_.side);
    if (!bound.event_carries_all) return false;
    auto const known = contacts::project(sync_->mapping, look_.side, situation.own->record);
    auto const& holder = look_.side == Side::a ? sync_->mapping.a_holds_id_of_b : sync_->mapping.b_holds_id_of_a;
    for (auto const& event : situation.events) {
        auto const payload = parse_json(event.payload);
        if (!payload) return false;
        auto const facts = bound.read_event(*payload, connection(look_.side).custom_fields);
        if (!facts || !facts->record || facts->record_id != look_.record_id || facts->type == "contact.deleted") return false;
        if (contacts::project(sync_->mapping, look_.side, *facts->record) != known) return false;
        if (facts->record->archived != situation.own->record.archived) return false;
        auto const value_of = [&](contacts::Record const& record) {
            auto const found = record.fields.find(holder);
            return found == record.fields.end()
                       ? contacts::Value{}
                       : contacts::canonical(contacts::FieldKind::text, found->second, sync_->mapping.region);
        };
        if (!holder.empty() && value_of(*facts->record) != value_of(situation.own->record)) return false;
    }
    return true;
}

Task<Result<std::optional<Mirror>>> LookRun::read_record(Side side, std::string record_id, std::optional<Mirror> previous) {
    auto bound = binding(side).get(record_id);
    if (!bound) {
        CO_TRY_VOID(co_await finish(events::EventState::ignored, "this profile cannot read a single record"));
        co_return std::nullopt;
    }
    calls::CallRequest request{.connection = connection(side).id,
        .operation = bound->operation,
        .inputs = std::move(bound->inputs),
        .lane = look_.lane,
        .purpose = "observe",
        .cause = look_.cause};
    auto const outcome = co_await context_.caller.call(std::move(request));
    auto const now = context_.clock.now();
    if (outcome.kind == calls::OutcomeKind::done) {
        auto record = binding(side).read(bound->operation, outcome.reading.body, connection(side).custom_fields);
        if (record && *record && (*record)->id == record_id) {
            if (!previous) {
                CO_TRY(previous,
                    co_await context_.database.read_value([&](Transaction& transaction) -> Result<std::optional<Mirror>> {
                        return load_mirror(scope(transaction), side, record_id);
                    }));
            }
            co_return observe(previous, **record, sync_->mapping, side, now);
        }
        // A reply to another question, or without a record: never applied.
        CO_TRY_VOID(co_await again(now + backoff(look_.attempts, context_.random), true));
        co_return std::nullopt;
    }
    if (outcome.kind == calls::OutcomeKind::retry_later) {
        CO_TRY_VOID(co_await again(outcome.retry_at, false));
        co_return std::nullopt;
    }
    if (outcome.reading.reply_class == catalogue::ReplyClass::not_found) {
        CO_TRY_VOID(co_await note_missing(side, std::move(record_id), std::move(previous)));
        co_return std::nullopt;
    }
    if (outcome.kind == calls::OutcomeKind::refused && look_.attempts + 1 >= attempts_before_parking) {
        CO_TRY_VOID(co_await context_.database.write([&](Transaction& transaction) -> Result<void> {
            auto const here = scope(transaction);
            IdSource ids{context_.random};
            TRY_VOID(raise_issue(here, ids, {"parked", issue_subject(look_.side, look_.record_id), ""},
                JsonObject{{"code", outcome.error.code}, {"status", outcome.status}}));
            return finish_in(here, events::EventState::parked, outcome.error.code);
        }));
        co_return std::nullopt;
    }
    CO_TRY_VOID(co_await again(now + backoff(look_.attempts, context_.random), true));
    co_return std::nullopt;
}

// A 404 is a candidate for a deletion, not a deletion: only a second one, ten minutes later, is believed. Deletes never cross.
Task<Result<void>> LookRun::note_missing(Side side, std::string record_id, std::optional<Mirror> previous) {
    IdSource const ids{context_.random};
    auto const now = context_.clock.now();
    CO_TRY_VOID(co_await context_.database.write([=, this](Transaction& transaction) -> Result<void> {
        auto const here = scope(transaction);
        auto ids_now = ids;
        auto mirror = previous;
        if (!mirror) {
            TRY(mirror, load_mirror(here, side, record_id));
        }
        if (mirror) {
            auto const since = mirror->missing_since.value_or(now);
            bool const is_confirmed = mirror->missing_since && now - since >= confirm_missing_after;
            mirror->missing_since = since;
            mirror->state = is_confirmed ? MirrorState::gone : MirrorState::missing;
            mirror->observed_at = now;
            TRY_VOID(save_mirror(here, side, *mirror, sync_->mapping));
            if (!is_confirmed) {
                Look confirm{look_.account, look_.sync, side, record_id, LookKind::full, look_.lane,
                    since + confirm_missing_after, now, 0, 0, "confirm_missing", look_.cause};
                TRY_VOID(finish_in(here, events::EventState::done, "the record was not found; it is looked for again"));
                return ask(here, confirm);
            }
            TRY(auto link, link_of(here, side, record_id));
            if (link && link->state == LinkState::active) {
                link->state = LinkState::broken;
                TRY_VOID(update_link(here, *link));
                TRY_VOID(raise_issue(here, ids_now, {"gone", link->id.text(), ""},
                    JsonObject{{"side", contacts::to_string(side)}, {"record", record_id}}));
            }
        }
        return finish_in(here, events::EventState::done, "the record is gone; nothing was deleted on the other side");
    }));
    co_return Result<void>{};
}

Task<Result<LookRun::Outlook>> LookRun::foresee(Mirror own) {
    co_return co_await context_.database.read_value([this, &own](Transaction& transaction) -> Result<Outlook> {
        auto const here = scope(transaction);
        auto const other_side = contacts::other(look_.side);
        Outlook outlook;
        TRY(auto resolution, resolve(here, {sync_->mapping, look_.side, own, context_.mutant}));
        if (resolution.kind == ResolutionKind::nobody) {
            outlook.creates = true;
            auto const seen = contacts::project(sync_->mapping, look_.side, own.record);
            if (auto found = seen.find(sync_->mapping.email_field); found != seen.end()) {
                if (auto const* email = std::get_if<std::string>(&found->second)) outlook.email = *email;
            }
            return outlook;
        }
        std::optional<std::string> other_id;
        LinkBase base;
        if (resolution.kind == ResolutionKind::matched) other_id = resolution.other_id;
        if (resolution.link) {
            other_id = resolution.link->record(other_side);
            base = resolution.link->base;
        }
        if (!other_id || context_.mutant == Mutant::no_read_before_write) return outlook;
        TRY(auto const other, load_mirror(here, other_side, *other_id));
        if (!other) {
            outlook.reads_other = true;
            outlook.other_id = *other_id;
            return outlook;
        }
        auto const plan = plan_link(*sync_, *a_, *b_, look_.side, own, *other, base, here.now, context_.mutant);
        auto const must_read = [&](Side side, Mirror const& mirror) {
            if (here.now - mirror.observed_at <= sync_->policy.read_before_write_after) return false;
            if (binding(side).writes_are_conditional && mirror.record.version) return false;
            return std::ranges::any_of(
                plan.changes, [&](PlannedChange const& change) { return change.side == side && change.reason != "link_id"; });
        };
        outlook.reads_own = must_read(look_.side, own);
        outlook.reads_other = must_read(other_side, *other);
        outlook.other_id = *other_id;
        return outlook;
    });
}

Task<Result<std::optional<TimePoint>>> LookRun::find_remotely(Outlook outlook, Mirror own) {
    auto const side = contacts::other(look_.side);
    if (outlook.email.empty()) co_return std::nullopt;
    auto bound = binding(side).find_by_email(connection(side).settings, outlook.email);
    if (!bound) co_return std::nullopt;
    auto const asked = *bound;
    calls::CallRequest request{.connection = connection(side).id,
        .operation = bound->operation,
        .inputs = std::move(bound->inputs),
        .lane = look_.lane,
        .purpose = "find",
        .cause = look_.cause};
    auto const outcome = co_await context_.caller.call(std::move(request));
    // Nobody is made twice because nobody could be asked.
    if (outcome.kind == calls::OutcomeKind::retry_later || outcome.kind == calls::OutcomeKind::unknown) {
        co_return std::max(outcome.retry_at, context_.clock.now() + remote_find_pause);
    }
    if (outcome.kind != calls::OutcomeKind::done) co_return std::nullopt;
    auto const page = binding(side).read_page(asked, outcome.reading.body, connection(side).custom_fields, 1);
    if (!page || page->items.empty()) co_return std::nullopt;
    auto const now = context_.clock.now();
    co_return co_await context_.database.write_value([&, now](Transaction& transaction) -> Result<std::optional<TimePoint>> {
        auto const here = scope(transaction);
        bool is_news = false;
        for (auto const& item : page->items) {
            TRY(auto const known, load_mirror(here, side, item.record.id));
            if (known) continue;
            TRY_VOID(ask(here, {look_.account, look_.sync, side, item.record.id, LookKind::full, look_.lane, now, now, 0, 0,
                                   "find", look_.cause}));
            is_news = true;
        }
        // Whoever is looked at now may be looking for us: without our mirror each would find the other unknown for ever.
        if (is_news) TRY_VOID(save_mirror(here, look_.side, own, sync_->mapping));
        return is_news ? std::optional{now + remote_find_pause} : std::nullopt;
    });
}

Task<Result<void>> LookRun::perform(std::vector<Prepared> prepared) {
    SettleInput input{*sync_, *a_, *b_, {}, look_.record_id, look_.side, context_.mutant};
    bool go_on = true;
    for (auto& next : prepared) {
        Performed performed;
        performed.was_sent = go_on;
        if (go_on) {
            calls::CallRequest request{.connection = connection(next.intent.side).id,
                .operation = next.call.operation,
                .inputs = next.call.inputs,
                .lane = look_.lane,
                .purpose = "write",
                .cause = next.intent.id.text()};
            performed.outcome = co_await context_.caller.call(std::move(request));
            go_on = performed.outcome.kind == calls::OutcomeKind::done;
            if (go_on) {
                auto record =
                    binding(next.intent.side)
                        .read(next.call.operation, performed.outcome.reading.body, connection(next.intent.side).custom_fields);
                if (record) performed.reply = std::move(*record);
            }
        }
        performed.prepared = std::move(next);
        input.performed.push_back(std::move(performed));
    }

    IdSource const ids{context_.random};
    CO_TRY(auto const settled, co_await context_.database.write_value([&, ids](Transaction& transaction) -> Result<Settled> {
        auto const here = scope(transaction);
        auto ids_now = ids;
        TRY(auto result, settle(here, input, ids_now));
        if (result.again_at) {
            TRY_VOID(postpone_look(here, look_, *result.again_at, result.counts_as_attempt));
        } else {
            TRY_VOID(finish_in(here, events::EventState::done, result.outcome));
        }
        return result;
    }));
    context_.work.notify();
    if (settled.outcome == "unknown") context_.unknown.notify();
    if (context_.on_change) {
        ChangeNotice notice{sync_->id, input.performed.front().prepared.intent.link, look_.record_id,
            input.performed.front().prepared.intent.side, settled.fields_done, settled.outcome, context_.clock.now()};
        context_.on_change(notice);
    }
    context_.metrics.add("lockstep_changes_total", static_cast<double>(input.performed.size()), {{"outcome", settled.outcome}});
    co_return Result<void>{};
}

Task<Result<void>> LookRun::finish(events::EventState state, std::string note) {
    co_return co_await context_.database.write(
        [this, state, &note](Transaction& transaction) { return finish_in(scope(transaction), state, note); });
}

Task<Result<void>> LookRun::again(TimePoint due_at, bool counts_as_attempt) {
    auto result = co_await context_.database.write([this, due_at, counts_as_attempt](Transaction& transaction) {
        return postpone_look(scope(transaction), look_, due_at, counts_as_attempt);
    });
    context_.work.notify();
    co_return result;
}

Result<void> LookRun::finish_in(Scope const& scope, events::EventState state, std::string_view note) const {
    TRY_VOID(finish_look(scope, look_));
    events::RecordKey const key{look_.account, connection(look_.side).id, look_.record_id};
    // Events that came after the read began are not settled by it.
    return events::settle_for(scope.transaction, key, begun_, state, note);
}

}  // namespace lockstep::sync
