// SPDX-License-Identifier: Apache-2.0
#include "sync/sweep.hpp"

#include <algorithm>

#include "events/inbox.hpp"
#include "sync/id_source.hpp"
#include "sync/looks.hpp"
#include "sync/store.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr auto poll_overlap = std::chrono::seconds{90};  // longer than an index lags

struct Progress {
    SweepId id;
    std::optional<JsonObject> inputs;  // of the next page; absent: from the start
    std::int64_t page = 1;
    std::int64_t seen = 0;
    TimePoint started_at{};
};

Result<std::optional<Progress>> load_progress(Scope const& scope, Side side) {
    TRY(auto const rows, scope.transaction.query("SELECT sweep_id, next_inputs, page, seen, started_at FROM sweeps WHERE "
                                                 "account_id = ?1 AND sync_id = ?2 AND side = ?3 AND "
                                                 "state = 'running'",
                             scope.account, scope.sync, contacts::to_string(side)));
    if (rows.empty()) return std::nullopt;
    auto const& row = rows.front();
    Progress progress{row.id<SweepId>(0), std::nullopt, row.integer(2), row.integer(3), row.time(4)};
    if (!row.text(1).empty()) {
        TRY(auto const inputs, parse_json(row.text(1)));
        if (auto const* object = inputs.if_object()) progress.inputs = *object;
    }
    return progress;
}

Result<void> save_progress(
    Scope const& scope, Side side, Progress const& progress, std::optional<std::int64_t> total, bool is_finished) {
    std::string const inputs = progress.inputs && !is_finished ? to_text(*progress.inputs) : std::string();
    std::optional<TimePoint> const finished_at = is_finished ? std::optional(scope.now) : std::nullopt;
    TRY_VOID(
        scope.transaction.execute("INSERT INTO sweeps (account_id, sync_id, side, sweep_id, state, next_inputs, page, seen, "
                                  "total, started_at, finished_at) VALUES "
                                  "(?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11) ON CONFLICT (account_id, sync_id, side) DO "
                                  "UPDATE SET sweep_id = excluded.sweep_id, "
                                  "state = excluded.state, next_inputs = excluded.next_inputs, page = excluded.page, seen = "
                                  "excluded.seen, total = excluded.total, "
                                  "started_at = excluded.started_at, finished_at = excluded.finished_at",
            scope.account, scope.sync, contacts::to_string(side), progress.id, is_finished ? "done" : "running", inputs,
            progress.page, progress.seen, total, progress.started_at, finished_at));
    return {};
}

// Does the listing show something the mirror does not? Compares what the listing carries, and ignores what is older than
// our copy: an index lags.
bool is_news(Sync const& sync, Side side, Mirror const& mirror, catalogue::ListedRecord const& item) {
    if (mirror.state != MirrorState::present || mirror.observed_at == TimePoint{}) return true;
    auto const& listed = item.record;
    if (listed.fields.empty()) return true;  // a change log that names the record only
    if (listed.changed_at && mirror.record.changed_at && *listed.changed_at < *mirror.record.changed_at) return false;
    if (item.is_complete && listed.archived != mirror.record.archived) return true;
    auto const known = contacts::project(sync.mapping, side, mirror.record);
    auto const shown = contacts::project(sync.mapping, side, listed);
    for (auto const& row : sync.mapping.rows) {
        if (!listed.fields.contains(side == Side::a ? row.a : row.b)) continue;
        auto const at_mirror = known.find(row.a);
        auto const at_listing = shown.find(row.a);
        if (at_mirror != known.end() && at_listing != shown.end() && at_mirror->second != at_listing->second) return true;
    }
    if (!item.is_complete && listed.changed_at && mirror.record.changed_at && *listed.changed_at > *mirror.record.changed_at)
        return true;
    return false;
}

struct HitContext {
    Context& context;
    Sync const& sync;
    Side side;
    events::Source source;
    std::string_view cause;  // id of the sweep, or "poll"
};

// A difference found in a live sync is an event like any other.
Result<void> store_hit(
    Scope const& scope, HitContext const& hit, std::string const& record_id, std::string_view type, IdSource& ids) {
    events::Event event;
    event.account = scope.account;
    event.id = ids.id<EventTag>(scope.now);
    event.connection = hit.sync.connection(hit.side);
    event.source = hit.source;
    event.type = type;
    event.record_id = record_id;
    event.delivery_id = event.id.text();
    event.payload = to_text(JsonObject{{"id", record_id}});
    event.received_at = scope.now;
    auto const cause = event.id.text();
    auto const prepared = events::prepare(hit.context.vault, std::move(event));
    TRY_VOID(events::store(scope.transaction, prepared, {}));
    return ask(scope, {scope.account, scope.sync, hit.side, record_id, LookKind::full, catalogue::Lane::live, scope.now,
                          scope.now, 0, 0, std::string(events::to_string(hit.source)), cause});
}

Result<void> take_item(Scope const& scope, HitContext const& hit, catalogue::ListedRecord const& item, SweepPurpose purpose,
    std::string_view sweep_id, IdSource& ids) {
    TRY(auto mirror, load_mirror(scope, hit.side, item.record.id));
    if (purpose == SweepPurpose::heal) {
        if (mirror && !is_news(hit.sync, hit.side, *mirror, item)) return mark_seen(scope, hit.side, item.record.id, sweep_id);
        if (mirror) TRY_VOID(mark_seen(scope, hit.side, item.record.id, sweep_id));
        return store_hit(scope, hit, item.record.id, mirror ? "contact.updated" : "contact.created", ids);
    }
    if (mirror && !is_news(hit.sync, hit.side, *mirror, item)) return mark_seen(scope, hit.side, item.record.id, sweep_id);
    if (item.is_complete) {
        auto seen = observe(mirror, item.record, hit.sync.mapping, hit.side, scope.now);
        seen.seen_sweep = sweep_id;
        return save_mirror(scope, hit.side, seen, hit.sync.mapping);
    }
    return ask(scope, {scope.account, scope.sync, hit.side, item.record.id, LookKind::read, catalogue::Lane::bulk, scope.now,
                          scope.now, 0, 0, "fill", std::string(sweep_id)});
}

// Records that a complete sweep did not show. Absence only ever leads to a direct read.
Result<void> look_at_absent(Scope const& scope, HitContext const& hit, Progress const& progress, Mutant mutant, IdSource& ids) {
    TRY(auto const rows, scope.transaction.query("SELECT record_id FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND side "
                                                 "= ?3 AND seen_sweep <> ?4 AND state = 'present' AND "
                                                 "observed_at < ?5 ORDER BY record_id",
                             scope.account, scope.sync, contacts::to_string(hit.side), progress.id, progress.started_at));
    for (auto const& row : rows) {
        if (mutant == Mutant::absence_means_deletion) {
            TRY(auto const link, link_of(scope, hit.side, row.text(0)));
            if (link) TRY_VOID(remove_link(scope, link->id));
            TRY_VOID(scope.transaction.execute(
                "DELETE FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4", scope.account,
                scope.sync, contacts::to_string(hit.side), row.text(0)));
            continue;
        }
        TRY_VOID(store_hit(scope, hit, row.text(0), "contact.absent", ids));
    }
    return {};
}

}  // namespace

Task<Result<SweepEnd>> sweep(Context& context, std::shared_ptr<Sync const> sync, Side side, SweepPurpose purpose) {
    auto const entry = context.directory.find(sync->connection(side));
    if (!entry) co_return SweepEnd{};
    auto const& binding = *entry->connector->contacts;
    auto first = binding.list(entry->settings);
    if (!first) co_return SweepEnd{};

    IdSource ids{context.random};
    CO_TRY(auto found, co_await context.database.read_value([&](Transaction& transaction) -> Result<std::optional<Progress>> {
        return load_progress({transaction, context.vault, sync->account, sync->id, context.clock.now()}, side);
    }));
    Progress progress;
    // Cursors do not live for ever; an old one would skip what came since.
    if (found && context.clock.now() - found->started_at < std::chrono::hours{1}) {
        progress = std::move(*found);
    } else {
        progress.id = ids.id<SweepTag>(context.clock.now());
        progress.started_at = context.clock.now();
    }
    auto inputs = progress.inputs ? *progress.inputs : first->inputs;
    while (true) {
        calls::CallRequest request{.connection = entry->id,
            .operation = first->operation,
            .inputs = inputs,
            .lane = catalogue::Lane::bulk,
            .purpose = "sweep",
            .cause = progress.id.text()};
        auto const outcome = co_await context.caller.call(std::move(request));
        if (outcome.kind != calls::OutcomeKind::done) {
            auto const retry_at = outcome.kind == calls::OutcomeKind::retry_later
                                      ? outcome.retry_at
                                      : context.clock.now() + std::chrono::seconds{30};
            co_return SweepEnd{false, progress.seen, retry_at};
        }
        auto const page =
            binding.read_page({first->operation, inputs, {}}, outcome.reading.body, entry->custom_fields, progress.page);
        if (!page) {
            context.log.warning("a listing could not be read", {{"code", page.error().code}, {"operation", first->operation}});
            co_return SweepEnd{false, progress.seen, context.clock.now() + std::chrono::minutes{1}};
        }
        bool const is_last = !page->next;
        progress.seen += static_cast<std::int64_t>(page->items.size());
        progress.page += 1;
        progress.inputs = page->next;
        IdSource const page_ids{context.random};
        CO_TRY_VOID(co_await context.database.write([&, page_ids](Transaction& transaction) -> Result<void> {
            Scope const scope{transaction, context.vault, sync->account, sync->id, context.clock.now()};
            HitContext const hit{context, *sync, side, events::Source::sweep, progress.id.text()};
            auto ids_now = page_ids;
            for (auto const& item : page->items) TRY_VOID(take_item(scope, hit, item, purpose, progress.id.text(), ids_now));
            if (is_last && purpose == SweepPurpose::heal) TRY_VOID(look_at_absent(scope, hit, progress, context.mutant, ids_now));
            // Saved with the page's records: saved earlier, a page would be lost if we end here.
            return save_progress(scope, side, progress, page->total, is_last);
        }));
        context.work.notify();
        if (is_last) co_return SweepEnd{true, progress.seen, {}};
        inputs = *page->next;
    }
}

Task<Result<void>> poll(Context& context, std::shared_ptr<Sync const> sync, Side side) {
    auto const entry = context.directory.find(sync->connection(side));
    if (!entry) co_return Result<void>{};
    struct Cursor {
        TimePoint since{};
        std::optional<std::string> text;
    };
    CO_TRY(auto cursor, co_await context.database.read_value([&](Transaction& transaction) -> Result<std::optional<Cursor>> {
        TRY(auto const rows,
            transaction.query("SELECT since, cursor FROM poll_cursors WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3",
                sync->account, sync->id, contacts::to_string(side)));
        if (rows.empty()) return std::nullopt;
        return Cursor{rows.front().time(0), rows.front().optional_text(1)};
    }));
    auto const started_at = context.clock.now();
    if (!cursor) cursor = Cursor{started_at - std::chrono::minutes{10}, std::nullopt};
    auto const& binding = *entry->connector->contacts;
    auto bound = binding.changed_since(entry->settings, cursor->since - poll_overlap, cursor->text);
    std::int64_t page_number = 1;
    while (bound) {
        calls::CallRequest request{.connection = entry->id,
            .operation = bound->operation,
            .inputs = bound->inputs,
            .lane = catalogue::Lane::live,
            .purpose = "poll",
            .cause = ""};
        auto const outcome = co_await context.caller.call(std::move(request));
        bool const is_cursor_refused = outcome.kind == calls::OutcomeKind::refused && cursor->text &&
                                       outcome.reading.reply_class == catalogue::ReplyClass::invalid;
        if (is_cursor_refused) {
            // Apps forget old cursors. Going on by time finds what changed since; a sweep finds the rest.
            cursor->text.reset();
            bound = binding.changed_since(entry->settings, cursor->since - poll_overlap, std::nullopt);
            continue;
        }
        if (outcome.kind != calls::OutcomeKind::done) co_return Result<void>{};
        auto const page = binding.read_changed(*bound, outcome.reading.body, entry->custom_fields, page_number);
        if (!page) {
            context.log.warning(
                "a page of changes could not be read", {{"code", page.error().code}, {"operation", bound->operation}});
            co_return Result<void>{};
        }
        IdSource const page_ids{context.random};
        CO_TRY_VOID(co_await context.database.write([&, page_ids](Transaction& transaction) -> Result<void> {
            Scope const scope{transaction, context.vault, sync->account, sync->id, context.clock.now()};
            HitContext const hit{context, *sync, side, events::Source::poll, "poll"};
            auto ids_now = page_ids;
            auto since = cursor->since;
            for (auto const& item : page->items) {
                TRY(auto const mirror, load_mirror(scope, side, item.record.id));
                if (!mirror || is_news(*sync, side, *mirror, item)) {
                    TRY_VOID(store_hit(scope, hit, item.record.id, mirror ? "contact.updated" : "contact.created", ids_now));
                }
                if (item.record.changed_at) since = std::max(since, *item.record.changed_at);
            }
            cursor->since = since;
            if (page->cursor) cursor->text = page->cursor;
            // In one transaction with the hits: a cursor that runs ahead would lose them.
            TRY_VOID(scope.transaction.execute(
                "INSERT INTO poll_cursors (account_id, sync_id, side, since, cursor, polled_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
                "ON CONFLICT (account_id, sync_id, side) DO UPDATE SET since = excluded.since, cursor = excluded.cursor, "
                "polled_at = excluded.polled_at",
                scope.account, scope.sync, contacts::to_string(side), cursor->since, cursor->text, scope.now));
            return {};
        }));
        context.work.notify();
        if (!page->next) break;
        bound->inputs = *page->next;
        ++page_number;
    }
    co_return Result<void>{};
}

}  // namespace lockstep::sync
