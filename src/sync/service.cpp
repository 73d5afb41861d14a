// SPDX-License-Identifier: Apache-2.0
#include "sync/service.hpp"

#include "sync/attached/request.hpp"
#include "sync/brake_answers.hpp"
#include "sync/create_needs.hpp"
#include "sync/credential_health.hpp"
#include "sync/discovery/outdate.hpp"
#include "sync/engine.hpp"
#include "sync/forecast/dry_run.hpp"
#include "sync/reconcile/request.hpp"
#include "sync/state/id_source.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"
#include "sync/state/syncs.hpp"
#include "sync/state/waiting_creates.hpp"
#include "sync/views.hpp"
#include "work/groups.hpp"
#include "work/queue.hpp"

namespace lockstep::sync {
namespace {

std::unexpected<Error> no_such_sync(SyncId const& id) {
    return fail(ErrorKind::not_found, "sync.no_such_sync", "finding sync " + id.text() + ": there is none with this id");
}

Json counts_json(std::map<std::string, std::int64_t> const& counts) {
    std::int64_t total = 0;
    JsonObject by_operation;
    for (auto const& [operation, count] : counts) {
        total += count;
        by_operation[operation] = count;
    }
    return JsonObject{{"total", total}, {"by_operation", std::move(by_operation)}};
}

std::string problems_text(std::vector<contacts::MappingProblem> const& problems) {
    std::string text;
    for (auto const& problem : problems) text += (text.empty() ? "" : "; ") + problem.message;
    return text;
}

// What is written from now on counts as new.
void note_when_chosen(AttachedPolicy const& before, AttachedPolicy& after, TimePoint now) {
    after.since = before.since;
    bool const is_chosen = after.direction != before.direction || after.existing != before.existing;
    if (is_chosen) after.since = now;
}

Result<void> check_mapping(contacts::Mapping const& mapping) {
    auto const problems = contacts::validate(mapping);
    if (problems.empty()) return {};
    return fail(ErrorKind::invalid, "sync.bad_mapping", "checking the mapping: " + problems_text(problems));
}

}  // namespace

Service::Service(Database& database, vault::Vault const& vault, connections::Directory const& directory, calls::Caller& caller,
    Clock& clock, Random& random, Engine& engine)
    : database_(database),
      vault_(vault),
      directory_(directory),
      caller_(caller),
      clock_(clock),
      random_(random),
      engine_(engine) {}

namespace {

// Two syncs that wrote into one id field would correct each other for ever, and two between the same connections would undo each
// other's writes.
Result<void> check_beside_others(Transaction& transaction, Sync const& sync, std::string const& doing) {
    TRY(auto const all, load_syncs(transaction));
    for (auto const& other : all) {
        if (other.account != sync.account || other.id == sync.id) continue;
        bool const is_twin = (other.a == sync.a && other.b == sync.b) || (other.a == sync.b && other.b == sync.a);
        if (is_twin) {
            return fail(ErrorKind::conflict, "sync.exists",
                doing + ": " + other.id.text() + " already pairs these two connections",
                {{"reason", "named"}, {"label", other.label}});
        }
        for (auto const ours : contacts::both_sides) {
            for (auto const theirs : contacts::both_sides) {
                auto const& field = sync.mapping.id_holder(ours);
                bool const is_shared = !field.empty() && sync.connection(ours) == other.connection(theirs) &&
                                       field == other.mapping.id_holder(theirs);
                if (!is_shared) continue;
                return fail(ErrorKind::conflict, "sync.id_field_taken",
                    doing + ": " + other.id.text() + " (\"" + other.label + "\") keeps its ids in " + field +
                        " of this connection; name another field for the ids of this sync",
                    {{"reason", "named"}, {"label", other.label}, {"field", field}});
            }
        }
    }
    return {};
}

// A new version. True: it maps otherwise than before, so that both sides have to be read anew.
Result<bool> store_document(
    Scope const& scope, Sync& present, contacts::Mapping const& mapping, Policy const& policy, std::string const& author) {
    auto& transaction = scope.transaction;
    auto const began = contacts::with_beginnings(mapping, present.mapping, present.version + 1);
    bool const maps_anew = present.mapping != began;
    present.mapping = began;
    TRY_VOID(check_beside_others(transaction, present, "changing a sync"));
    auto now_policy = policy;
    note_when_chosen(present.policy.notes, now_policy.notes, scope.now);
    note_when_chosen(present.policy.tasks, now_policy.tasks, scope.now);
    present.policy = now_policy;
    present.version += 1;
    TRY_VOID(add_version(transaction, present, author, scope.now));
    for (auto const& rule : present.policy.new_records)
        TRY_VOID(close_issue(scope, {create_needs_issue, present.connection(rule.side).text(), rule.field}));
    if (maps_anew) {
        if (present.state == SyncState::running) present.state = SyncState::backfilling;
        present.backfill_phase = outdating_phase;
        TRY_VOID(set_sync_state(transaction, present));
    }
    return maps_anew;
}

}  // namespace

Task<Result<Sync>> Service::create(NewSync input, AuditNote note) {
    auto const a = directory_.find(input.a);
    auto const b = directory_.find(input.b);
    if (!a || !b || a->account != input.account || b->account != input.account) {
        co_return fail(ErrorKind::invalid, "sync.no_connection",
            "making a sync: both connections have to exist; connect the two apps first");
    }
    if (input.a == input.b)
        co_return fail(ErrorKind::invalid, "sync.same_connection", "making a sync: the two connections have to differ");
    CO_TRY_VOID(check_mapping(input.mapping));
    auto const now = clock_.now();
    Sync sync;
    sync.account = input.account;
    sync.id = random_.id<SyncTag>(now);
    sync.label = input.label.empty() ? a->label + " and " + b->label : input.label;
    sync.a = input.a;
    sync.b = input.b;
    sync.mapping = contacts::with_beginnings(std::move(input.mapping), {}, 0);
    sync.policy = input.policy;
    note_when_chosen({}, sync.policy.notes, now);
    note_when_chosen({}, sync.policy.tasks, now);
    sync.created_at = now;
    CO_TRY_VOID(co_await database_.write([&, now](Transaction& transaction) -> Result<void> {
        TRY_VOID(check_beside_others(transaction, sync, "making a sync"));
        TRY_VOID(insert_sync(transaction, sync, input.author, now));
        return note(transaction, sync.id.text());
    }));
    CO_TRY_VOID(co_await engine_.reload(sync.id));
    co_return sync;
}

Task<Result<std::vector<Sync>>> Service::list(AccountId account) {
    CO_TRY(auto syncs, co_await database_.read_value([](Transaction& transaction) { return load_syncs(transaction); }));
    std::erase_if(syncs, [&](Sync const& sync) { return sync.account != account; });
    co_return syncs;
}

Task<Result<Sync>> Service::get(AccountId account, SyncId id) {
    CO_TRY(
        auto sync, co_await database_.read_value([&](Transaction& transaction) { return load_sync(transaction, account, id); }));
    if (!sync) co_return no_such_sync(id);
    co_return std::move(*sync);
}

Task<Result<Sync>> Service::change_document(AccountId account, SyncId id, contacts::Mapping mapping, Policy policy,
    std::string author, AuditNote note, std::optional<std::int64_t> based_on) {
    CO_TRY_VOID(check_mapping(mapping));
    bool maps_anew_now = false;
    CO_TRY(auto sync, co_await database_.write_value([&](Transaction& transaction) -> Result<Sync> {
        TRY(auto present, load_sync(transaction, account, id));
        if (!present) return no_such_sync(id);
        if (based_on && *based_on != present->version) {
            return fail(ErrorKind::conflict, "sync.version_differs",
                "changing sync " + id.text() + ": it is at version " + std::to_string(present->version) +
                    ", and this change was made on version " + std::to_string(*based_on));
        }
        TRY(bool const maps_anew,
            store_document({transaction, vault_, account, id, clock_.now()}, *present, mapping, policy, author));
        maps_anew_now = maps_anew;
        TRY_VOID(note(transaction, id.text() + " version " + std::to_string(present->version)));
        return std::move(*present);
    }));
    CO_TRY_VOID(co_await take_effect(sync, maps_anew_now));
    co_return sync;
}

Task<Result<void>> Service::take_effect(Sync const& sync, bool maps_anew, bool is_brake) {
    CO_TRY_VOID(co_await engine_.reload(sync.id));
    if (maps_anew) co_return co_await outdate_all(database_, vault_, clock_, sync);
    constexpr std::int64_t rows_at_once = 200;
    bool has_more = is_brake || !sync.policy.new_records.empty();
    while (has_more) {
        IdSource const ids{random_};
        CO_TRY(has_more, co_await database_.write_value([&](Transaction& transaction) -> Result<bool> {
            auto ids_now = ids;
            TRY(auto const present, load_sync(transaction, sync.account, sync.id));
            if (!present) return false;
            Scope const scope{transaction, vault_, sync.account, sync.id, clock_.now()};
            TRY(bool const more_wait, free_waiting(scope, *present, rows_at_once));
            TRY(bool const more_held, free_braked(scope, *present, ids_now, rows_at_once));
            return more_wait || more_held;
        }));
    }
    engine_.wake();
    co_return Result<void>{};
}

Task<Result<void>> Service::begin_plan(AccountId account, SyncId id, AuditNote note) {
    CO_TRY_VOID(co_await database_.write([&](Transaction& transaction) -> Result<void> {
        TRY(auto const sync, load_sync(transaction, account, id));
        if (!sync) return no_such_sync(id);
        TRY_VOID(begin_report(transaction, vault_, *sync, clock_.now()));
        return note(transaction, id.text());
    }));
    engine_.request_plan(id);
    co_return Result<void>{};
}

Task<Result<Json>> Service::plan_report(AccountId account, SyncId id) {
    CO_TRY(auto const sync, co_await get(account, id));
    CO_TRY(auto report,
        co_await database_.read_value([&](Transaction& transaction) { return load_report(transaction, vault_, account, id); }));
    if (!report)
        co_return fail(ErrorKind::not_found, "sync.no_plan",
            "showing the plan of sync " + id.text() + ": none was made yet; ask for one first");
    co_return std::move(*report);
}

Task<Result<void>> Service::set_state(AccountId account, SyncId id, SyncState state, AuditNote note) {
    CO_TRY_VOID(co_await database_.write([&](Transaction& transaction) -> Result<void> {
        TRY(auto sync, load_sync(transaction, account, id));
        if (!sync) return no_such_sync(id);
        if (state == SyncState::paused && sync->state == SyncState::draft) {
            return fail(ErrorKind::conflict, "sync.not_started", "pausing sync " + id.text() + ": it has not been started");
        }
        if (state == SyncState::backfilling) {
            if (sync->state == SyncState::running || sync->state == SyncState::backfilling) return note(transaction, id.text());
            // A back-fill that was paused goes on where it stood; one that was done reads both sides again, because events of
            // the pause may have been lost.
            if (sync->backfill_phase == "done") sync->backfill_phase = "";
        }
        sync->state = state;
        for (auto const queue : {reconcile_queue, attached_queue})
            TRY_VOID(work::set_group_paused(transaction, account, queue, id.text(), state == SyncState::paused));
        TRY_VOID(set_sync_state(transaction, *sync));
        return note(transaction, id.text());
    }));
    co_return co_await engine_.reload(id);
}

Task<Result<void>> Service::start(AccountId account, SyncId id, AuditNote note) {
    co_return co_await set_state(account, id, SyncState::backfilling, std::move(note));
}
Task<Result<void>> Service::pause(AccountId account, SyncId id, AuditNote note) {
    co_return co_await set_state(account, id, SyncState::paused, std::move(note));
}

Task<Result<void>> Service::go_on_with(AccountId account, ConnectionId connection) {
    // What is beyond this comes of itself, within minutes.
    constexpr std::int64_t items_at_once = 500;
    auto const entry = directory_.find(connection);
    CO_TRY_VOID(co_await database_.write([&](Transaction& transaction) -> Result<void> {
        TRY(auto const syncs, started_syncs_using(transaction, account, connection));
        for (auto const& sync : syncs) {
            // A person has answered it; if the app says no again, it is raised again.
            Scope const scope{transaction, vault_, account, sync.id, clock_.now()};
            if (entry) TRY_VOID(close_outdated_credential_issue(scope, *entry));
            TRY_VOID(work::hasten_group(transaction, account, reconcile_queue, sync.id.text(), clock_.now(), items_at_once));
        }
        return {};
    }));
    engine_.wake();
    co_return Result<void>{};
}

template <class View>
Task<Result<Json>> Service::view(AccountId account, SyncId id, View make) {
    co_return co_await database_.read_value([&](Transaction& transaction) -> Result<Json> {
        TRY(auto const sync, load_sync(transaction, account, id));
        if (!sync) return no_such_sync(id);
        auto const a = directory_.find(sync->a);
        auto const b = directory_.find(sync->b);
        if (!a || !b)
            return fail(
                ErrorKind::conflict, "sync.no_connection", "showing sync " + id.text() + ": one of its connections is gone");
        Scope const scope{transaction, vault_, account, id, clock_.now()};
        return make(ViewContext{scope, *sync, *a, *b});
    });
}

Task<Result<Json>> Service::status(AccountId account, SyncId id) {
    CO_TRY(auto json, co_await view(account, id, [](ViewContext const& context) { return status_view(context); }));
    CO_TRY(auto const sync, co_await get(account, id));
    json.as_object()["calls"] =
        JsonObject{{"a", counts_json(caller_.counts(sync.a))}, {"b", counts_json(caller_.counts(sync.b))}};
    co_return json;
}

Task<Result<Json>> Service::search_records(AccountId account, SyncId id, RecordQuery query) {
    co_return co_await view(account, id, [&](ViewContext const& context) { return records_view(context, query); });
}

Task<Result<Json>> Service::record(AccountId account, SyncId id, std::string record_id) {
    co_return co_await view(account, id, [&](ViewContext const& context) { return record_view(context, record_id); });
}

Task<Result<KnownPage>> Service::known_records(
    AccountId account, SyncId id, contacts::Side side, std::string after, std::int64_t limit) {
    co_return co_await database_.read_value([&](Transaction& transaction) -> Result<KnownPage> {
        Scope const scope{transaction, vault_, account, id, clock_.now()};
        TRY(auto const sync, load_sync(transaction, account, id));
        TRY(auto const ids, mirrors_after(scope, side, after, limit));
        KnownPage page;
        for (auto const& record_id : ids) {
            TRY(auto mirror, load_mirror(scope, side, record_id));
            if (!mirror || mirror->state == MirrorState::gone) continue;
            KnownRecord known{.record = std::move(mirror->record), .partner = std::nullopt, .base = {}};
            TRY(auto link, link_of(scope, side, record_id));
            if (link && link->is_complete()) {
                known.partner = link->record(contacts::other(side));
                if (sync) forget_remapped(link->memory, sync->mapping);
                known.base = std::move(link->memory.base);
            }
            page.items.push_back(std::move(known));
        }
        if (static_cast<std::int64_t>(ids.size()) == limit) page.next = ids.back();
        return page;
    });
}

Task<Result<Json>> Service::changes(AccountId account, SyncId id, ChangeQuery query) {
    co_return co_await view(account, id, [&](ViewContext const& context) { return changes_view(context, query); });
}

Task<Result<Json>> Service::issues(AccountId account, SyncId id, IssueQuery query) {
    co_return co_await view(account, id, [&](ViewContext const& context) { return issues_view(context, query); });
}

Task<Result<Json>> Service::answer(AccountId account, SyncId id, AnswerRequest request, AuditNote note) {
    IdSource const ids{random_};
    std::optional<Sync> changed;
    bool maps_anew = false, is_brake = false;
    CO_TRY(auto items, co_await database_.write_value([&](Transaction& transaction) -> Result<Json> {
        auto ids_now = ids;
        changed.reset();
        TRY(auto const sync, load_sync(transaction, account, id));
        if (!sync) return no_such_sync(id);
        Scope const scope{transaction, vault_, account, id, clock_.now()};
        TRY(auto const common, open_for_everybody(scope, request));
        std::vector<StoredAnswer> answers;
        is_brake = common && harm_of_issue(common->kind);
        if (is_brake) {
            TRY(auto answer, answer_brake(scope, *sync, request, *common, ids_now));
            answers.push_back(std::move(answer));
            changed = *sync;
        } else if (common) {
            auto const a = directory_.find(sync->a), b = directory_.find(sync->b);
            if (!a || !b)
                return fail(ErrorKind::not_found, "sync.no_connection", "answering: the sync's connection does not exist");
            auto wanted = *sync;
            TRY(auto answer, answer_need(scope, wanted, {&*a, &*b}, request, *common, ids_now));
            answers.push_back(std::move(answer));
            changed = *sync;
            TRY(maps_anew, store_document(scope, *changed, wanted.mapping, wanted.policy, request.given_by));
        } else {
            TRY(answers, give_answer(scope, *sync, request, ids_now));
        }
        TRY_VOID(note(transaction, request.issue_id + " " + std::string(to_string(request.choice))));
        JsonArray list;
        for (auto const& each : answers) list.push_back(answer_json(each));
        return Json(JsonObject{{"items", std::move(list)}});
    }));
    if (changed) CO_TRY_VOID(co_await take_effect(*changed, maps_anew, is_brake));
    engine_.wake();
    engine_.wake_attached();
    co_return items;
}

Task<Result<void>> Service::take_back(AccountId account, SyncId id, AnswerId answer, std::string by, AuditNote note) {
    IdSource const ids{random_};
    std::optional<Sync> changed;
    bool maps_anew = false;
    CO_TRY_VOID(co_await database_.write([&](Transaction& transaction) -> Result<void> {
        auto ids_now = ids;
        TRY(auto const sync, load_sync(transaction, account, id));
        if (!sync) return no_such_sync(id);
        Scope const scope{transaction, vault_, account, id, clock_.now()};
        changed.reset();
        auto wanted = *sync;
        TRY_VOID(take_back_answer(scope, wanted, answer, by, ids_now));
        if (wanted.mapping != sync->mapping || wanted.policy != sync->policy) {
            changed = *sync;
            TRY(maps_anew, store_document(scope, *changed, wanted.mapping, wanted.policy, by));
        }
        return note(transaction, answer.text());
    }));
    if (changed) CO_TRY_VOID(co_await take_effect(*changed, maps_anew));
    engine_.wake();
    co_return Result<void>{};
}

Task<Result<Json>> Service::answers(AccountId account, SyncId id, std::string cursor, std::int64_t limit) {
    co_return co_await view(account, id, [&](ViewContext const& context) { return answers_view(context, cursor, limit); });
}

Task<Result<void>> Service::look_at(AccountId account, SyncId id, std::string record_id, AuditNote note) {
    CO_TRY_VOID(co_await database_.write([&](Transaction& transaction) -> Result<void> {
        auto const now = clock_.now();
        Scope const scope{transaction, vault_, account, id, now};
        TRY(auto const link, load_link(scope, LinkId{record_id}));
        bool asked = false;
        for (auto const side : {contacts::Side::a, contacts::Side::b}) {
            auto const target = link ? link->record(side) : std::optional(record_id);
            if (!target) continue;
            TRY(auto const mirror, load_mirror(scope, side, *target));
            if (!mirror) continue;
            asked = true;
            TRY_VOID(request_reconcile(scope, {.side = side,
                                                  .record_id = *target,
                                                  .due_at = now,
                                                  .fresh_since = now,
                                                  .lane = catalogue::Lane::interactive,
                                                  .reason = RequestReason::person,
                                                  .overrides_backoff = true}));
        }
        if (asked) return note(transaction, record_id);
        return fail(ErrorKind::not_found, "sync.no_such_record", "looking at record " + record_id + ": neither side has it");
    }));
    engine_.wake();
    co_return Result<void>{};
}

}  // namespace lockstep::sync
