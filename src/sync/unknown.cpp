// SPDX-License-Identifier: Apache-2.0
#include "sync/unknown.hpp"

#include <algorithm>

#include "sync/issues.hpp"
#include "sync/looks.hpp"
#include "sync/settle.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr std::int64_t negative_looks_needed = 2;
constexpr auto overdue_after =
    std::chrono::minutes{5};  // longer than a run of calls, with their turns waited for and their time-outs
constexpr auto try_again_after = std::chrono::minutes{1};
constexpr auto without_look_up = std::chrono::hours{24};
constexpr std::string_view refused_note = "refused: ";

Result<void> ask_at(Scope const& scope, Side side, std::string const& record_id, std::string_view reason) {
    return ask(scope, {scope.account, scope.sync, side, record_id, LookKind::full, catalogue::Lane::live, scope.now, scope.now, 0,
                          0, std::string(reason), ""});
}

// Found: the link is complete, and the record is read like any other.
Result<void> adopt_found(Scope const& scope, Intent const& intent, std::vector<std::string> const& found, IdSource& ids) {
    TRY(auto link, load_link(scope, intent.link));
    if (!link) return close_intent(scope, intent.id, IntentState::abandoned, "its link is gone");
    auto const& id = found.front();
    TRY(auto const holder, link_of(scope, intent.side, id));
    if (holder && holder->id != link->id) {
        return hold_intent(
            scope, intent.id, scope.now + try_again_after, intent.negative_looks, "the record found is linked to another");
    }
    link->record(intent.side) = id;
    link->state = LinkState::active;
    TRY_VOID(update_link(scope, *link));
    TRY_VOID(settle_changes(scope, intent.id, "done", CallId{}));
    TRY_VOID(name_record(scope, intent.id, intent.side, id));
    TRY_VOID(close_intent(scope, intent.id, IntentState::done, "found by its marker"));
    TRY_VOID(close_issues(scope, "create_unknown", link->id.text()));
    if (found.size() > 1) {
        JsonArray records;
        for (auto const& record : found) records.emplace_back(record);
        TRY_VOID(raise_issue(scope, ids, {"created_twice", link->id.text(), ""},
            JsonObject{{"side", contacts::to_string(intent.side)}, {"records", std::move(records)}}));
    }
    return ask_at(scope, intent.side, id, "found");
}

Result<void> not_found(Scope const& scope, Sync const& sync, Intent const& intent, IdSource& ids, Mutant mutant) {
    auto const looks = intent.negative_looks + 1;
    auto const needed = mutant == Mutant::search_then_create ? 1 : negative_looks_needed;
    if (looks < needed) return hold_intent(scope, intent.id, scope.now + sync.policy.settle, looks, intent.note);

    auto const origin = contacts::other(intent.side);
    TRY_VOID(settle_changes(scope, intent.id, "refused", CallId{}));
    TRY_VOID(close_intent(scope, intent.id, IntentState::abandoned, "looked for twice and not there"));
    TRY_VOID(remove_link(scope, intent.link));
    if (intent.note.starts_with(refused_note)) {
        // The app had said no, and it was no: the same content is not sent again.
        TRY(auto const mirror, load_mirror(scope, origin, intent.marker));
        auto const print = mirror ? fingerprint(scope, sync.mapping, origin, mirror->record) : std::string();
        TRY_VOID(raise_issue(scope, ids, {"create_refused", issue_subject(origin, intent.marker), ""},
            JsonObject{{"message", intent.note.substr(refused_note.size())}, {"fingerprint", print}}));
        return {};
    }
    return ask_at(scope, origin, intent.marker, "create_again");
}

Result<void> recover_one(Scope const& scope, Sync const& sync, Intent const& intent, Mutant mutant) {
    if (intent.kind == IntentKind::create) {
        if (mutant == Mutant::forget_intents_on_restart) {
            TRY_VOID(close_intent(scope, intent.id, IntentState::abandoned, "forgotten"));
            TRY_VOID(remove_link(scope, intent.link));
            return ask_at(scope, contacts::other(intent.side), intent.marker, "restart");
        }
        TRY_VOID(settle_changes(scope, intent.id, "unknown", CallId{}));
        return hold_intent(scope, intent.id, scope.now + sync.policy.settle, 0, "the process ended before the answer came");
    }
    TRY_VOID(settle_changes(scope, intent.id, "unknown", CallId{}));
    TRY_VOID(close_intent(scope, intent.id, IntentState::abandoned, "the process ended before the answer came; read again"));
    TRY(auto link, load_link(scope, intent.link));
    if (!link || !link->record(intent.side)) return {};
    TRY(auto const writes, writes_of(scope, intent.id));
    leave_unconfirmed(link->base, sync, intent.side, writes, scope.now);
    TRY_VOID(update_link(scope, *link));
    return ask_at(scope, intent.side, *link->record(intent.side), "restart");
}

Result<std::vector<Intent>> overdue_intents(Scope const& scope, LinkId const& link) {
    TRY(auto open, journalled_intents(scope.transaction));
    std::vector<Intent> overdue;
    for (auto& each : open) {
        bool const is_of_link = each.account == scope.account && each.sync == scope.sync && each.intent.link == link;
        if (is_of_link && scope.now - each.intent.created_at > overdue_after) overdue.push_back(std::move(each.intent));
    }
    return overdue;
}

}  // namespace

Result<bool> has_overdue_intent(Scope const& scope, LinkId const& link) {
    TRY(auto const overdue, overdue_intents(scope, link));
    return !overdue.empty();
}

Result<void> recover_overdue(Scope const& scope, Sync const& sync, LinkId const& link, Mutant mutant) {
    TRY(auto const overdue, overdue_intents(scope, link));
    for (auto const& intent : overdue) TRY_VOID(recover_one(scope, sync, intent, mutant));
    return {};
}

Result<void> recover(Transaction& transaction, vault::Vault const& vault, std::vector<std::shared_ptr<Sync const>> const& syncs,
    TimePoint now, Mutant mutant) {
    TRY_VOID(release_all_leases(transaction));
    TRY(auto const open, journalled_intents(transaction));
    for (auto const& [account, sync_id, intent] : open) {
        auto const sync = std::ranges::find_if(syncs, [&](auto const& known) { return known->id == sync_id; });
        if (sync == syncs.end()) continue;
        Scope const scope{transaction, vault, account, sync_id, now};
        TRY_VOID(recover_one(scope, **sync, intent, mutant));
    }
    return {};
}

Task<Result<void>> look_for(Context& context, std::shared_ptr<Sync const> sync, OpenIntent open) {
    auto const& intent = open.intent;
    auto const entry = context.directory.find(sync->connection(intent.side));
    auto const now = context.clock.now();
    IdSource const ids{context.random};
    auto const write = [&](auto body) {
        return context.database.write([&context, &open, body, ids](Transaction& transaction) -> Result<void> {
            Scope const scope{transaction, context.vault, open.account, open.sync, context.clock.now()};
            auto ids_now = ids;
            return body(scope, ids_now);
        });
    };
    auto const hold = [&](Duration wait) {
        return write([&intent, at = now + wait](Scope const& scope, IdSource&) {
            return hold_intent(scope, intent.id, at, intent.negative_looks, intent.note);
        });
    };
    if (!entry) co_return co_await hold(try_again_after);

    auto const& binding = *entry->connector->contacts;
    auto const& field = intent.side == Side::a ? sync->mapping.a_holds_id_of_b : sync->mapping.b_holds_id_of_a;
    auto bound =
        field.empty() ? std::nullopt : binding.find_by_other_id(entry->settings, field, intent.marker, entry->custom_fields);
    if (!bound) {
        co_return co_await write([&intent, now](Scope const& scope, IdSource& ids_now) -> Result<void> {
            TRY_VOID(raise_issue(scope, ids_now, {"create_unknown", intent.link.text(), ""},
                JsonObject{{"side", contacts::to_string(intent.side)}, {"note", intent.note}}));
            return hold_intent(scope, intent.id, now + without_look_up, intent.negative_looks, intent.note);
        });
    }
    auto const asked = *bound;
    calls::CallRequest request{.connection = entry->id,
        .operation = bound->operation,
        .inputs = std::move(bound->inputs),
        .lane = catalogue::Lane::live,
        .purpose = "verify",
        .cause = intent.id.text()};
    auto const outcome = co_await context.caller.call(std::move(request));
    if (outcome.kind != calls::OutcomeKind::done) {
        auto const wait = outcome.kind == calls::OutcomeKind::retry_later
                              ? std::max<Duration>(outcome.retry_at - now, std::chrono::seconds{1})
                              : Duration{try_again_after};
        co_return co_await hold(wait);
    }
    auto const page = binding.read_page(asked, outcome.reading.body, entry->custom_fields, 1);
    if (!page) co_return co_await hold(try_again_after);

    std::vector<std::string> found;
    for (auto const& item : page->items) found.push_back(item.record.id);
    std::ranges::sort(found);
    context.metrics.add("lockstep_unknown_creates_looked_for_total", 1, {{"found", found.empty() ? "no" : "yes"}});
    auto result = co_await write([&](Scope const& scope, IdSource& ids_now) -> Result<void> {
        // Meanwhile a webhook or a sweep may have settled it.
        TRY(auto const still_open, open_create_of(scope, intent.link));
        if (!still_open || still_open->id != intent.id) return {};
        if (!found.empty()) return adopt_found(scope, intent, found, ids_now);
        return not_found(scope, *sync, intent, ids_now, context.mutant);
    });
    context.work.notify();
    co_return result;
}

}  // namespace lockstep::sync
