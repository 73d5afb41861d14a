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
constexpr auto in_flight_pause = std::chrono::seconds{1};
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

Scope LookRun::scope(Transaction& transaction) const { return {transaction, context_.vault, sync_->account, sync_->id, context_.clock.now()}; }

Task<Result<void>> LookRun::run() {
    if (!a_ || !b_) co_return co_await again(begun_ + std::chrono::minutes{1}, false);
    CO_TRY(auto situation, co_await read_situation());
    if (situation.overdue) {
        CO_TRY_VOID(co_await context_.database.write([&](Transaction& transaction) { return recover_overdue(scope(transaction), *sync_, *situation.overdue, context_.mutant); }));
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
    bool const decides = look_.kind == LookKind::full && (sync_->state == SyncState::running || sync_->backfill_phase.starts_with("pair"));
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
            return found == record.fields.end() ? contacts::Value{} : contacts::canonical(contacts::FieldKind::text, found->second, sync_->mapping.region);
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
    calls::CallRequest request{
        .connection = connection(side).id, .operation = bound->operation, .inputs = std::move(bound->inputs), .lane = look_.lane,
        .purpose = "observe", .cause = look_.cause};
    auto const outcome = co_await context_.caller.call(std::move(request));
    auto const now = context_.clock.now();
    if (outcome.kind == calls::OutcomeKind::done) {
        auto record = binding(side).read(bound->operation, outcome.reading.body, connection(side).custom_fields);
        if (record && *record && (*record)->id == record_id) {
            if (!previous) {
                CO_TRY(previous, co_await context_.database.read_value([&](Transaction& transaction) -> Result<std::optional<Mirror>> {
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
            TRY_VOID(raise_issue(here, ids, {"parked", issue_subject(look_.side, look_.record_id), ""}, JsonObject{{"code", outcome.error.code}, {"status", outcome.status}}));
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
                Look confirm{look_.account, look_.sync, side, record_id, LookKind::full, look_.lane, since + confirm_missing_after, now, 0, 0, "confirm_missing", look_.cause};
                TRY_VOID(finish_in(here, events::EventState::done, "the record was not found; it is looked for again"));
                return ask(here, confirm);
            }
            TRY(auto link, link_of(here, side, record_id));
            if (link && link->state == LinkState::active) {
                link->state = LinkState::broken;
                TRY_VOID(update_link(here, *link));
                TRY_VOID(raise_issue(here, ids_now, {"gone", link->id.text(), ""}, JsonObject{{"side", contacts::to_string(side)}, {"record", record_id}}));
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
            return std::ranges::any_of(plan.changes, [&](PlannedChange const& change) { return change.side == side && change.reason != "link_id"; });
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
    calls::CallRequest request{
        .connection = connection(side).id, .operation = bound->operation, .inputs = std::move(bound->inputs), .lane = look_.lane,
        .purpose = "find", .cause = look_.cause};
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
            TRY_VOID(ask(here, {look_.account, look_.sync, side, item.record.id, LookKind::full, look_.lane, now, now, 0, 0, "find", look_.cause}));
            is_news = true;
        }
        // Whoever is looked at now may be looking for us: without our mirror each would find the other unknown for ever.
        if (is_news) TRY_VOID(save_mirror(here, look_.side, own, sync_->mapping));
        return is_news ? std::optional{now + remote_find_pause} : std::nullopt;
    });
}

Task<Result<LookRun::Journalled>> LookRun::journal(std::optional<Mirror> own, std::optional<Mirror> other) {
    IdSource const ids{context_.random};
    co_return co_await context_.database.write_value([&, ids](Transaction& transaction) -> Result<Journalled> {
        Journalled result;
        TRY_VOID(journal_in(scope(transaction), own, other, ids, result));
        return result;
    });
}

Result<void> LookRun::journal_in(Scope const& scope, std::optional<Mirror> own, std::optional<Mirror> const& other, IdSource ids, Journalled& result) {
    auto const other_side = contacts::other(look_.side);
    // What the sync was when the look began may have changed: a paused sync decides nothing.
    TRY(auto const present, load_sync(scope.transaction, look_.account, look_.sync));
    bool const decides = present && present->version == sync_->version && look_.kind == LookKind::full &&
                         (present->state == SyncState::running || (present->state == SyncState::backfilling && present->backfill_phase.starts_with("pair")));

    TRY(auto link, link_of(scope, look_.side, look_.record_id));
    if (link && own) {
        auto const seen = contacts::project(sync_->mapping, look_.side, own->record);
        if (is_stale(link->base, look_.side, seen, scope.now) || (other && is_stale(link->base, other_side, contacts::project(sync_->mapping, other_side, other->record), scope.now))) {
            result.again_at = scope.now + std::chrono::seconds{15};
            return {};
        }
    }
    TRY_VOID(save_mirror(scope, look_.side, *own, sync_->mapping));
    if (other) TRY_VOID(save_mirror(scope, other_side, *other, sync_->mapping));
    if (!decides) {
        bool const is_outdated = present && look_.kind == LookKind::full && (present->state == SyncState::paused || present->version != sync_->version);
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
        case ResolutionKind::waiting:
            result.again_at = scope.now + in_flight_pause;
            return {};
        case ResolutionKind::unsure: {
            JsonArray candidates;
            for (auto const& id : resolution.answer.candidates) candidates.emplace_back(id);
            TRY_VOID(raise_issue(scope, ids, {"match_unsure", subject, ""}, JsonObject{{"reason", resolution.answer.reason}, {"candidates", std::move(candidates)}}));
            result.is_finished = true;
            return finish_in(scope, events::EventState::done, "unsure who this is on the other side");
        }
        case ResolutionKind::nobody:
            return journal_create(scope, *own, ids, result);
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
        case ResolutionKind::linked:
            break;
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
        TRY_VOID(ask(scope, {look_.account, look_.sync, other_side, *resolution.link->record(other_side), LookKind::full, look_.lane, scope.now, scope.now, 0, 0, "pair", look_.cause}));
        result.is_finished = true;
        return finish_in(scope, events::EventState::done, "waiting for the other side");
    }
    return journal_pair(scope, std::move(*resolution.link), resolution.kind == ResolutionKind::matched, *own, *other_mirror, ids, result);
}

Result<BatchId> LookRun::open_batch(Scope const& scope, IdSource& ids) const {
    if (look_.reason == "backfill" && !sync_->backfill_batch.empty()) return sync_->backfill_batch;
    auto const batch = ids.id<BatchTag>(scope.now);
    TRY_VOID(insert_batch(scope, batch, "live", sync_->version));
    return batch;
}

Result<void> LookRun::journal_pair(
    Scope const& scope, Link link, bool is_new_link, Mirror const& own, Mirror const& other_mirror, IdSource& ids, Journalled& result) {
    auto const plan = plan_link(*sync_, *a_, *b_, look_.side, own, other_mirror, link.base, scope.now, context_.mutant);
    bool const base_moved = plan.base != link.base;
    link.base = plan.base;
    if (context_.mutant == Mutant::base_before_stored) {
        auto const seen = contacts::project(sync_->mapping, look_.side, own.record);
        for (auto const& change : plan.changes) {
            if (auto found = seen.find(change.row); found != seen.end() && change.side != look_.side) link.base.fields[change.row] = found->second;
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
    auto calls = binding(side).update(connection(side).settings, target.id, target.version, writes_for(changes, side, false), connection(side).custom_fields);
    if (!calls) {
        context_.log.warning("an update could not be rendered", {{"code", calls.error().code}, {"sync", sync_->id.text()}});
        return raise_issue(
            scope, ids, {"write_refused", link.id.text(), ""},
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
        return finish_in(scope, events::EventState::done, "creating it was refused before and nothing has changed; see the issue");
    }
    auto const changes = plan_create(sync_->mapping, to, own.record, binding(to));
    auto call = create_call(sync_->policy, connection(to), to, changes);
    if (!call) {
        TRY_VOID(raise_issue(scope, ids, {"create_refused", subject, ""}, JsonObject{{"code", call.error().code}, {"message", call.error().message}, {"fingerprint", print}}));
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

Task<Result<void>> LookRun::perform(std::vector<Prepared> prepared) {
    SettleInput input{*sync_, *a_, *b_, {}, look_.record_id, look_.side, context_.mutant};
    bool go_on = true;
    for (auto& next : prepared) {
        Performed performed;
        performed.was_sent = go_on;
        if (go_on) {
            calls::CallRequest request{
                .connection = connection(next.intent.side).id, .operation = next.call.operation, .inputs = next.call.inputs, .lane = look_.lane,
                .purpose = "write", .cause = next.intent.id.text()};
            performed.outcome = co_await context_.caller.call(std::move(request));
            go_on = performed.outcome.kind == calls::OutcomeKind::done;
            if (go_on) {
                auto record = binding(next.intent.side).read(next.call.operation, performed.outcome.reading.body, connection(next.intent.side).custom_fields);
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
        ChangeNotice notice{sync_->id, input.performed.front().prepared.intent.link, look_.record_id, input.performed.front().prepared.intent.side,
                            settled.fields_done, settled.outcome, context_.clock.now()};
        context_.on_change(notice);
    }
    context_.metrics.add("lockstep_changes_total", static_cast<double>(input.performed.size()), {{"outcome", settled.outcome}});
    co_return Result<void>{};
}

Task<Result<void>> LookRun::finish(events::EventState state, std::string note) {
    co_return co_await context_.database.write([this, state, &note](Transaction& transaction) { return finish_in(scope(transaction), state, note); });
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
