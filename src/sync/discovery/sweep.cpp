// SPDX-License-Identifier: Apache-2.0
#include "sync/discovery/sweep.hpp"

#include <algorithm>

#include "base/injected_fault.hpp"
#include "events/inbox.hpp"
#include "sync/attached/request.hpp"
#include "sync/brake_answers.hpp"
#include "sync/create_needs.hpp"
#include "sync/discovery/listing.hpp"
#include "sync/discovery/read_many.hpp"
#include "sync/reconcile/request.hpp"
#include "sync/state/id_source.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/sweeps.hpp"
#include "sync/state/syncs.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr auto poll_overlap = std::chrono::seconds{90};     // longer than an index lags
constexpr auto cursors_live = std::chrono::hours{1};        // an old one would skip what came since
constexpr auto listing_may_lag = std::chrono::minutes{15};  // whoever was changed shortly before is read directly
constexpr std::int64_t absent_per_portion = 100;
constexpr std::int64_t absent_counted = 5'000;  // more are too many at any size that is known here
constexpr std::int64_t asked_again_max = 500;
constexpr std::int64_t pages_max = 20'000;  // a listing that repeats its last page for ever ends some time

// One item of a page with what we know of it.
struct Item {
    catalogue::ListedRecord listed;
    std::optional<Mirror> mirror;
    bool is_news = false;
    bool is_linked = false;
};

struct Sweeping {
    Context& context;
    std::shared_ptr<Sync const> sync;
    Side side;
    events::Source source;

    Scope scope(Transaction& transaction) const {
        return {transaction, context.vault, sync->account, sync->id, context.clock.now()};
    }
};

// Opens our copies of a page's records, outside the write transaction, because that takes far longer than noting what differs.
Task<Result<std::vector<Item>>> compare(Sweeping const& sweeping, std::vector<catalogue::ListedRecord> listed) {
    co_return co_await sweeping.context.database.read_value([&](Transaction& transaction) -> Result<std::vector<Item>> {
        auto const scope = sweeping.scope(transaction);
        std::vector<Item> items;
        for (auto const& each : listed) {
            Item item{each, std::nullopt, true, false};
            TRY(item.mirror, load_mirror(scope, sweeping.side, each.record.id));
            if (item.mirror) {
                auto const seen = contacts::project(sweeping.sync->mapping, sweeping.side, item.mirror->record);
                item.is_news = is_news(*sweeping.sync, sweeping.side, *item.mirror, seen, each);
            }
            TRY(auto const link, link_id_of(scope, sweeping.side, each.record.id));
            item.is_linked = link.has_value();
            items.push_back(std::move(item));
        }
        return items;
    });
}

// A difference found in a live sync is an event like any other. Sealed before the transaction that stores it.
events::PreparedEvent prepare_hit(Sweeping const& sweeping, std::string const& record_id, std::string_view type, IdSource& ids) {
    events::Event event;
    event.account = sweeping.sync->account;
    event.received_at = sweeping.context.clock.now();
    event.id = ids.id<EventTag>(event.received_at);
    event.connection = sweeping.sync->connection(sweeping.side);
    event.source = sweeping.source;
    event.type = type;
    event.record_id = record_id;
    event.delivery_id = event.id.text();
    event.payload = to_text(JsonObject{{"id", record_id}});
    return events::prepare(sweeping.context.vault, std::move(event));
}

using Hits = std::map<std::string, events::PreparedEvent, std::less<>>;  // by record

Hits prepare_hits(Sweeping const& sweeping, std::vector<Item> const& items) {
    IdSource ids{sweeping.context.random};
    Hits hits;
    for (auto const& item : items) {
        if (item.mirror && !item.is_news) continue;
        auto const& id = item.listed.record.id;
        hits.emplace(id, prepare_hit(sweeping, id, item.mirror ? "contact.updated" : "contact.created", ids));
    }
    return hits;
}

Result<void> store_hit(Scope const& scope, Sweeping const& sweeping, events::PreparedEvent const& hit, catalogue::Lane lane) {
    auto stored = hit;
    stored.event.received_at = scope.now;  // a run that looks before this is committed does not settle it
    TRY_VOID(events::store(scope.transaction, stored, {}));
    return request_reconcile(scope, {.side = sweeping.side,
                                        .record_id = hit.event.record_id,
                                        .due_at = scope.now,
                                        .told_at = scope.now,
                                        .lane = lane,
                                        .cause = hit.event.id.text()});
}

Result<void> heal(Scope const& scope, Sweeping const& sweeping, Item const& item, Hits const& hits, std::string_view sweep_id) {
    auto const& id = item.listed.record.id;
    if (item.mirror) TRY_VOID(mark_seen(scope, sweeping.side, id, sweep_id));
    auto const hit = hits.find(id);
    return hit == hits.end() ? Result<void>{} : store_hit(scope, sweeping, hit->second, catalogue::Lane::live);
}

// Where writing a note touches its person, a person who changed may have a changed note.
Result<void> ask_for_attached(
    Scope const& scope, Sweeping const& sweeping, catalogue::Connector const& connector, std::vector<Item> const& items) {
    bool const is_wanted = std::ranges::any_of(catalogue::attached_kinds, [&](catalogue::AttachedKind kind) {
        auto const* binding = connector.attached(kind);
        return binding != nullptr && binding->touches_contact() && sweeping.sync->policy.attached(kind).is_on();
    });
    if (!is_wanted) return {};
    for (auto const& item : items) {
        if (item.is_linked) TRY_VOID(request_attached_of(scope, sweeping.side, item.listed.record.id, ""));
    }
    return {};
}

using Copies = std::map<std::string, PreparedMirror, std::less<>>;  // by record
using Seen = std::map<std::string, Observation, std::less<>>;

// What the page shows whole, and what was read of the rest, becomes our copy: projected and sealed here, which takes longer than
// all else, on the reader's thread, so that neither deliveries nor runs wait for it.
Task<Result<Copies>> prepare_copies(
    Sweeping const& sweeping, std::vector<Item> const& items, Seen const& seen, SweepId const& sweep_id) {
    co_return co_await sweeping.context.database.read_value([&](Transaction&) -> Result<Copies> {
        auto const& sync = *sweeping.sync;
        MirrorPlace const place{sweeping.context.vault, sync.account, sync.id, sweeping.side};
        Copies copies;
        for (auto const& item : items) {
            auto const found = seen.find(item.listed.record.id);
            if (found == seen.end()) continue;
            auto mirror = observe(item.mirror, found->second.record, sync.mapping, sweeping.side, found->second.sent_at);
            mirror.seen_sweep = sweep_id.text();
            auto const projection = contacts::project(sync.mapping, sweeping.side, mirror.record);
            copies.insert_or_assign(found->first, prepare_mirror(place, mirror, projection, sync.mapping));
        }
        return copies;
    });
}

// A record with a link is left to its own run, which holds the link while it reads.
Result<void> fill(
    Scope const& scope, Sweeping const& sweeping, Item const& item, Copies const& copies, std::string_view sweep_id) {
    auto const& id = item.listed.record.id;
    if (!item.is_news || item.is_linked) return item.mirror ? mark_seen(scope, sweeping.side, id, sweep_id) : Result<void>{};
    auto const copy = copies.find(id);
    return copy == copies.end() ? Result<void>{} : save_mirror(scope, copy->second);
}

// Records that a complete sweep did not show are looked at one by one, in portions and behind everything else. Absence only ever
// leads to a direct read, and a listing that lacks too many proves nothing.
Task<Result<void>> look_at_absent(Sweeping const& sweeping, SweepProgress const& progress, std::optional<std::int64_t> total) {
    auto& context = sweeping.context;
    Unseen const unseen{progress.id, progress.started_at};
    CO_TRY(auto const totals, co_await context.database.read_value([&](Transaction& transaction) -> Result<ListingTotals> {
        auto const scope = sweeping.scope(transaction);
        ListingTotals found{progress.seen, total, 0, 0};
        TRY(auto const last, last_sweep(scope, sweeping.side));
        TRY(found.missing, count_unseen(scope, sweeping.side, unseen, absent_counted));
        found.known = std::max(last ? last->seen : 0, progress.seen + found.missing);
        return found;
    }));
    if (totals.missing == 0) co_return Result<void>{};
    if (!proves_absence(totals) && !is_injected(InjectedFault::absence_means_deletion)) {
        context.metrics.add("lockstep_branch_total", 1, {{"branch", "listing_not_believed"}});
        context.log.warning("a listing lacks records that are known; their absence is not believed",
            {{"sync", sweeping.sync->id.text()}, {"side", contacts::to_string(sweeping.side)}, {"missing", totals.missing}});
        co_return Result<void>{};
    }
    UnseenMirror after;
    while (true) {
        CO_TRY(auto const absent, co_await context.database.read_value([&](Transaction& transaction) {
            return unseen_after(sweeping.scope(transaction), sweeping.side, unseen, after, absent_per_portion);
        }));
        if (absent.empty()) break;
        IdSource ids{context.random};
        std::vector<events::PreparedEvent> hits;
        for (auto const& each : absent) hits.push_back(prepare_hit(sweeping, each.record_id, "contact.absent", ids));
        CO_TRY_VOID(co_await context.database.write([&](Transaction& transaction) -> Result<void> {
            auto const scope = sweeping.scope(transaction);
            for (auto const& hit : hits) {
                auto const& id = hit.event.record_id;
                if (!is_injected(InjectedFault::absence_means_deletion)) {
                    TRY_VOID(store_hit(scope, sweeping, hit, catalogue::Lane::bulk));
                    continue;
                }
                TRY(auto const link, link_id_of(scope, sweeping.side, id));
                if (link) TRY_VOID(remove_link(scope, *link));
                TRY_VOID(remove_mirror(scope, sweeping.side, id));
            }
            return {};
        }));
        after = absent.back();
    }
    context.requests.notify();
    co_return Result<void>{};
}

// Who was ambiguous, or could not be made, may be told apart by now: each complete reading asks again.
Task<Result<void>> ask_again(Sweeping const& sweeping) {
    if (is_injected(InjectedFault::doubts_stay)) co_return Result<void>{};
    IdSource const ids{sweeping.context.random};
    co_return co_await sweeping.context.database.write([&, ids](Transaction& transaction) -> Result<void> {
        auto ids_now = ids;
        auto const scope = sweeping.scope(transaction);
        TRY(auto const subjects, subjects_to_ask_again(scope, asked_again_max));
        for (auto const& subject : subjects) {
            if (subject.size() < 3 || contacts::side_from(subject.substr(0, 1)) != sweeping.side || subject[1] != ':') continue;
            TRY_VOID(request_reconcile(scope, {.side = sweeping.side,
                                                  .record_id = subject.substr(2),
                                                  .due_at = scope.now,
                                                  .lane = catalogue::Lane::bulk,
                                                  .reason = RequestReason::follow_up}));
        }
        // An answer was given, and the process ended before everybody was asked again.
        TRY_VOID(free_waiting(scope, *sweeping.sync, asked_again_max));
        TRY_VOID(free_braked(scope, *sweeping.sync, ids_now, asked_again_max));
        return {};
    });
}

// The listing of a first reading: the one that shows records whole, where some of its first page, read one by one, agree with it
// in every mapped field; else the ordinary one, whose records are read by themselves.
struct ListingChoice {
    std::optional<catalogue::BoundCall> listing;  // none: it could not be found out now
    TimePoint retry_at{};
};
Task<ListingChoice> choose_listing(
    Sweeping const& sweeping, connections::Connection const& connection, catalogue::BoundCall ordinary, std::string cause) {
    auto& context = sweeping.context;
    auto const& binding = *connection.connector->contacts;
    auto whole = binding.list_whole(connection.settings);
    if (!whole) co_return ListingChoice{std::move(ordinary), {}};
    calls::CallRequest request{.connection = connection.id,
        .operation = whole->operation,
        .inputs = whole->inputs,
        .lane = catalogue::Lane::bulk,
        .purpose = "sweep",
        .cause = cause,
        .quota_share = sweeping.sync->policy.quota_share};
    auto const outcome = co_await context.caller.call(std::move(request));
    if (outcome.kind == calls::OutcomeKind::retry_later)
        co_return ListingChoice{std::nullopt, std::max(outcome.retry_at, context.clock.now() + std::chrono::seconds{1})};
    auto const page = outcome.kind == calls::OutcomeKind::done
                          ? binding.read_page(*whole, outcome.reading.body, connection.custom_fields, 1)
                          : Result<catalogue::ListedPage>{std::unexpected(outcome.error)};
    std::size_t agreed = 0;
    bool differs = !page;
    if (!differs) {
        auto const read = co_await read_many(context, connection, samples_of(*sweeping.sync, sweeping.side, page->items), cause,
            sweeping.sync->policy.quota_share);
        if (read.retry_at) co_return ListingChoice{std::nullopt, *read.retry_at};
        for (auto const& each : read.seen) {
            auto const listed = std::ranges::find(page->items, each.record.id,
                [](catalogue::ListedRecord const& item) -> std::string const& { return item.record.id; });
            if (listed == page->items.end()) continue;
            auto const same = shows_the_same(*sweeping.sync, sweeping.side, *listed, each.record);
            differs = differs || same == false;
            agreed += same == true ? 1 : 0;
        }
    }
    if (page && page->items.empty()) co_return ListingChoice{std::move(ordinary), {}};
    bool const is_believed = !differs && agreed > 0;
    context.metrics.add("lockstep_branch_total", 1, {{"branch", is_believed ? "listing_whole" : "listing_in_part"}});
    context.log.info(is_believed ? "a listing shows records whole and is read instead of each of them"
                                 : "a listing does not show records whole: each is read by itself",
        {{"sync", sweeping.sync->id.text()}, {"side", contacts::to_string(sweeping.side)},
            {"compared", static_cast<std::int64_t>(agreed)}});
    co_return ListingChoice{is_believed ? *std::move(whole) : std::move(ordinary), {}};
}

}  // namespace

Task<Result<SweepEnd>> sweep(Context& context, std::shared_ptr<Sync const> sync, Side side, SweepPurpose purpose) {
    auto const entry = context.directory.find(sync->connection(side));
    if (!entry) co_return SweepEnd{};
    auto const& binding = *entry->connector->contacts;
    auto first = binding.list(entry->settings);
    if (!first) co_return SweepEnd{};

    Sweeping const sweeping{context, sync, side, events::Source::sweep};
    IdSource ids{context.random};
    CO_TRY(auto found, co_await context.database.read_value(
                           [&](Transaction& transaction) { return load_sweep(sweeping.scope(transaction), side, purpose); }));
    SweepProgress progress;
    if (found && context.clock.now() - found->started_at < cursors_live) {
        progress = std::move(*found);
    } else {
        progress.id = ids.id<SweepTag>(context.clock.now());
        progress.started_at = context.clock.now();
    }
    auto const ordinary = first->operation;
    if (purpose == SweepPurpose::fill && progress.operation.empty()) {
        auto choice = co_await choose_listing(sweeping, *entry, *std::move(first), progress.id.text());
        if (!choice.listing) co_return SweepEnd{false, 0, choice.retry_at};
        first = std::move(choice.listing);
    } else if (progress.operation != first->operation) {
        auto whole = binding.list_whole(entry->settings);
        if (whole && whole->operation == progress.operation) first = std::move(whole);
    }
    progress.operation = first->operation;
    bool const is_believed_whole = progress.operation != ordinary;
    auto inputs = progress.inputs ? *progress.inputs : first->inputs;
    while (true) {
        calls::CallRequest request{.connection = entry->id,
            .operation = first->operation,
            .inputs = inputs,
            .lane = catalogue::Lane::bulk,
            .purpose = "sweep",
            .cause = progress.id.text(),
            .quota_share = sync->policy.quota_share};
        auto const outcome = co_await context.caller.call(std::move(request));
        auto const now = context.clock.now();
        if (outcome.kind != calls::OutcomeKind::done) {
            auto const retry_at =
                outcome.kind == calls::OutcomeKind::retry_later ? outcome.retry_at : now + std::chrono::seconds{30};
            co_return SweepEnd{false, progress.seen, std::max(retry_at, now + std::chrono::seconds{1})};
        }
        auto page = binding.read_page({first->operation, inputs, {}}, outcome.reading.body, entry->custom_fields, progress.page);
        if (!page) {
            context.log.warning("a listing could not be read", {{"code", page.error().code}, {"operation", first->operation}});
            co_return SweepEnd{false, progress.seen, now + std::chrono::minutes{1}};
        }
        auto const sent_at = outcome.sent_at.value_or(now);
        bool const repeats = page->next && *page->next == inputs;
        bool const is_last = !page->next || repeats || progress.page >= pages_max;
        CO_TRY(auto const items, co_await compare(sweeping, std::move(page->items)));
        Seen seen;
        Copies copies;
        Hits hits;
        if (purpose == SweepPurpose::fill) {
            std::vector<std::string> unread;
            for (auto const& item : items) {
                if (!item.is_news || item.is_linked) continue;
                auto const& changed_at = item.listed.record.changed_at;
                bool const may_lag = is_believed_whole && (!changed_at || *changed_at > sent_at - listing_may_lag);
                if (item.listed.is_complete && !may_lag) {
                    seen.emplace(item.listed.record.id, Observation{item.listed.record, sent_at});
                } else {
                    unread.push_back(item.listed.record.id);
                }
            }
            auto read = co_await read_many(context, *entry, std::move(unread), progress.id.text(), sync->policy.quota_share);
            for (auto& each : read.seen) {
                auto id = each.record.id;
                seen.insert_or_assign(std::move(id), std::move(each));
            }
            CO_TRY(copies, co_await prepare_copies(sweeping, items, seen, progress.id));
            if (read.retry_at) {
                // What was read is kept; the page is asked for again, and then only the rest of it is read.
                CO_TRY_VOID(co_await context.database.write([&](Transaction& transaction) -> Result<void> {
                    auto const scope = sweeping.scope(transaction);
                    for (auto const& item : items) {
                        if (copies.contains(item.listed.record.id))
                            TRY_VOID(fill(scope, sweeping, item, copies, progress.id.text()));
                    }
                    return save_sweep(scope, side, progress, {purpose, page->total, false});
                }));
                co_return SweepEnd{false, progress.seen, *read.retry_at};
            }
        } else {
            hits = prepare_hits(sweeping, items);
        }
        auto next = progress;
        next.seen += static_cast<std::int64_t>(items.size());
        next.page += 1;
        next.inputs = page->next;
        CO_TRY(auto const goes_on, co_await context.database.write_value([&](Transaction& transaction) -> Result<bool> {
            auto const scope = sweeping.scope(transaction);
            // A sync whose document has changed is read anew from the start, by a reading of its own.
            TRY(auto const stand, load_stand(transaction, sync->account, sync->id));
            if (!stand || stand->version != sync->version) return false;
            for (auto const& item : items) {
                if (purpose == SweepPurpose::heal) {
                    TRY_VOID(heal(scope, sweeping, item, hits, next.id.text()));
                } else {
                    TRY_VOID(fill(scope, sweeping, item, copies, next.id.text()));
                }
            }
            // Saved with the page's records: saved earlier, a page would be lost if we end here.
            TRY_VOID(save_sweep(scope, side, next, {purpose, page->total, is_last}));
            return true;
        }));
        if (!goes_on) co_return SweepEnd{false, progress.seen, context.clock.now() + std::chrono::seconds{1}};
        progress = std::move(next);
        context.requests.notify();
        if (is_last) {
            if (purpose == SweepPurpose::heal) {
                CO_TRY_VOID(co_await look_at_absent(sweeping, progress, page->total));
                CO_TRY_VOID(co_await ask_again(sweeping));
                context.requests.notify();
            }
            co_return SweepEnd{true, progress.seen, {}};
        }
        inputs = *page->next;
    }
}

Task<Result<void>> poll(Context& context, std::shared_ptr<Sync const> sync, Side side) {
    auto const entry = context.directory.find(sync->connection(side));
    if (!entry) co_return Result<void>{};
    Sweeping const sweeping{context, sync, side, events::Source::poll};
    CO_TRY(auto cursor, co_await context.database.read_value(
                            [&](Transaction& transaction) { return load_poll_cursor(sweeping.scope(transaction), side); }));
    auto const started_at = context.clock.now();
    if (!cursor) cursor = PollCursor{started_at - std::chrono::minutes{10}, std::nullopt, {}};
    auto const& binding = *entry->connector->contacts;
    auto bound = binding.changed_since(entry->settings, cursor->since - poll_overlap, cursor->text);
    std::int64_t page_number = 1;
    while (bound) {
        calls::CallRequest request{.connection = entry->id,
            .operation = bound->operation,
            .inputs = bound->inputs,
            .lane = catalogue::Lane::live,
            .purpose = "poll",
            .cause = "",
            .quota_share = sync->policy.quota_share};
        auto const outcome = co_await context.caller.call(std::move(request));
        bool const is_cursor_refused = outcome.kind == calls::OutcomeKind::refused && cursor->text &&
                                       outcome.reading.reply_class == catalogue::ReplyClass::invalid;
        if (is_cursor_refused) {
            // Apps forget old cursors. Going on by time finds what changed since; a sweep finds the rest.
            cursor->text.reset();
            bound = binding.changed_since(entry->settings, cursor->since - poll_overlap, std::nullopt);
            continue;
        }
        if (outcome.kind != calls::OutcomeKind::done)
            co_return fail(outcome.error.kind, "sync.poll_failed", "polling: " + outcome.error.code);
        auto page = binding.read_changed(*bound, outcome.reading.body, entry->custom_fields, page_number);
        if (!page) {
            context.log.warning(
                "a page of changes could not be read", {{"code", page.error().code}, {"operation", bound->operation}});
            co_return fail(ErrorKind::corrupt, "sync.poll_failed", "polling: a page of changes could not be read");
        }
        CO_TRY(auto const items, co_await compare(sweeping, std::move(page->items)));
        auto const hits = prepare_hits(sweeping, items);
        auto next = *cursor;
        for (auto const& item : items) {
            // A record dated in the future must not end polling.
            if (item.listed.record.changed_at)
                next.since = std::max(next.since, std::min(*item.listed.record.changed_at, started_at));
        }
        if (page->cursor) next.text = page->cursor;
        next.polled_at = started_at;
        CO_TRY_VOID(co_await context.database.write([&](Transaction& transaction) -> Result<void> {
            auto const scope = sweeping.scope(transaction);
            for (auto const& [id, hit] : hits) TRY_VOID(store_hit(scope, sweeping, hit, catalogue::Lane::live));
            TRY_VOID(ask_for_attached(scope, sweeping, *entry->connector, items));
            // In one transaction with the hits: a cursor that runs ahead would lose them.
            return save_poll_cursor(scope, side, next);
        }));
        cursor = std::move(next);
        context.requests.notify();
        context.attached.notify();
        if (!page->next || *page->next == bound->inputs || page_number >= pages_max) break;
        bound->inputs = *page->next;
        ++page_number;
    }
    co_return Result<void>{};
}

}  // namespace lockstep::sync
