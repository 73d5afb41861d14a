// SPDX-License-Identifier: Apache-2.0
#include "api/syncs/routes.hpp"

#include "api/health/views.hpp"
#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "api/syncs/document.hpp"
#include "health/overview.hpp"
#include "messages/error_words.hpp"

namespace lockstep::api {
namespace {

SyncId id_of(Context& context) { return SyncId{context.path("sync_id")}; }

// Every look into a sync starts here, so that an unknown id is always told in the same way.
Task<Result<sync::Sync>> find_sync(Context& context) {
    co_return co_await context.parts.syncs.get(context.account(), id_of(context));
}

Result<connections::Directory::Entry> connection_named(Context& context, std::string_view side, std::string const& id) {
    auto entry = context.parts.directory.find(ConnectionId{id});
    if (!entry || entry->account != context.account() || entry->webhook_token.empty()) {
        context.fault_place = "/" + std::string(side);
        return fail(ErrorKind::invalid, "api.unknown_side", "making a sync: \"" + std::string(side) + "\" names no connection",
            {{"reason", "named"}, {"name", std::string(side)}});
    }
    if (entry->state == connections::ConnectionState::disabled) {
        return fail(
            ErrorKind::conflict, "connections.disabled", "making a sync: connection \"" + std::string(side) + "\" is disabled");
    }
    return entry;
}

Json accepted(std::string see) { return JsonObject{{"accepted", true}, {"see", std::move(see)}}; }

HttpReply with_sync(Context& context, sync::Sync const& sync, int status = 200) {
    context.parts.stream.publish("status", JsonObject{{"sync", sync.id.text()}, {"state", sync::to_string(sync.state)}});
    return json_reply(sync_view(sync, context.parts.directory), status);
}

// The subject is the sync.
sync::Service::AuditNote noted(Context& context, std::string_view action) {
    return [&context, action](Transaction& transaction, std::string_view subject) {
        return note_in_audit(context, transaction, action, std::string(subject));
    };
}

// The subject is the sync, and what of it.
sync::Service::AuditNote audit_note(Context& context, std::string_view action) {
    return [&context, action](Transaction& transaction, std::string_view subject) {
        return note_in_audit(context, transaction, action, id_of(context).text() + " " + std::string(subject));
    };
}

Task<Result<HttpReply>> list_syncs(Context& context) {
    CO_TRY(auto const syncs, co_await context.parts.syncs.list(context.account()));
    JsonArray items;
    for (auto const& sync : syncs) items.push_back(sync_line(sync, context.parts.directory));
    co_return json_reply(page(std::move(items)));
}

Json quota_view(health::Quota const& quota) {
    return JsonObject{{"limit", quota.limit > 0 ? Json(quota.limit) : Json(nullptr)}, {"used_month", quota.used_month},
        {"used_30_days", quota.used_30_days}, {"free_at", time_or_null(quota.free_at)}};
}

JsonObject overview_line(Context& context, health::Report const& report, health::SyncReport const& each) {
    auto const& sync = *each.sync;
    JsonObject quota;
    for (auto const side : contacts::both_sides) {
        auto const found = report.connections.find(sync.connection(side));
        quota[contacts::to_string(side)] =
            quota_view(found == report.connections.end() ? health::Quota{} : found->second.facts.quota);
    }
    return {{"id", sync.id.text()}, {"label", sync.label}, {"state", sync::to_string(sync.state)}, {"version", sync.version},
        {"a", side_view(sync.a, context.parts.directory)}, {"b", side_view(sync.b, context.parts.directory)},
        {"health", health_view(each.health, context.language)}, {"linked", each.counts.linked},
        {"open_issues", each.counts.open_issues}, {"unsure", each.counts.ambiguous},
        {"last_change_at", time_or_null(each.last_change_at)}, {"quota", std::move(quota)}};
}

Task<Result<HttpReply>> get_overview(Context& context) {
    health::OverviewQuery query;
    query.text = context.query.text("query");
    query.cursor = context.query.text("cursor");
    query.limit = context.query.number("limit");
    auto const& show = context.query.text("show");
    query.needs_look = show == "needs_look";
    for (auto const state : health::all_states()) {
        if (show == health::to_string(state)) query.state = state;
    }
    CO_TRY(auto const report, co_await context.parts.health.report(context.account()));
    auto const found = health::overview(report, query);
    if (!found)
        co_return fail(ErrorKind::invalid, "api.bad_parameter", "listing the overview: the cursor is none that a page gave");
    JsonArray items;
    for (auto const* each : found->items) items.push_back(overview_line(context, report, *each));
    JsonObject states;
    for (auto const& [state, count] : found->states) states[health::to_string(state)] = count;
    co_return json_reply(JsonObject{{"items", std::move(items)}, {"next", text_or_null(found->next)}, {"total", found->total},
        {"needs_look", found->needs_look}, {"states", std::move(states)}});
}

Task<Result<HttpReply>> create_sync(Context& context) {
    Members const members(context);
    auto label = members.text("label");
    auto const a_id = members.text("a");
    auto const b_id = members.text("b");
    auto const* mapping_document = members.any("mapping");
    auto const policy_changes = members.object("policy");
    CO_TRY(auto const a, connection_named(context, "a", a_id));
    CO_TRY(auto const b, connection_named(context, "b", b_id));
    if (a->id == b->id) co_return fail(ErrorKind::invalid, "api.same_sides", "making a sync: the two sides are one connection");
    sync::NewSync input;
    if (mapping_document != nullptr) {
        CO_TRY(input.mapping, read_mapping(context, *mapping_document));
    } else {
        auto mapping = context.parts.default_mapping(a->connector->profile, b->connector->profile);
        // That there is none is a fault of the request, which chose the two, and not of the address.
        if (!mapping) co_return fail(ErrorKind::invalid, mapping.error().code, mapping.error().message);
        input.mapping = *std::move(mapping);
    }
    CO_TRY(input.policy, read_policy(context, {}, policy_changes));
    // Where what goes is confirmed by a person on its own, and seen before.
    sync::Sync beginning;
    beginning.a = a->id;
    beginning.b = b->id;
    CO_TRY_VOID(check_attached(beginning, input.policy, context.parts.directory, false));
    input.account = context.account();
    input.label = label.empty() ? a->label + " and " + b->label : std::move(label);
    input.a = a->id;
    input.b = b->id;
    input.author = context.visitor.actor;
    CO_TRY(auto const sync, co_await context.parts.syncs.create(std::move(input), noted(context, "sync.create")));
    co_return with_sync(context, sync, 201);
}

Task<Result<HttpReply>> get_sync(Context& context) {
    CO_TRY(auto const sync, co_await find_sync(context));
    co_return json_reply(sync_view(sync, context.parts.directory));
}

Task<Result<HttpReply>> change_document(Context& context) {
    Members const members(context);
    auto const* mapping_document = members.any("mapping");
    auto const policy_changes = members.object("policy");
    bool const is_confirmed = members.flag("invitations_confirmed");
    bool const is_attached_confirmed = members.flag("attached_confirmed");
    CO_TRY(auto const present, co_await find_sync(context));
    auto mapping = present.mapping;
    if (mapping_document != nullptr) {
        CO_TRY(mapping, read_mapping(context, *mapping_document));
    }
    CO_TRY(auto const policy, read_policy(context, present.policy, policy_changes));
    // They reach people and cannot be taken back: nobody switches them on by the way.
    if (policy.send_invitations && !present.policy.send_invitations && !is_confirmed) {
        co_return fail(ErrorKind::conflict, "sync.invitations_unconfirmed",
            "changing sync " + present.id.text() + ": letting it send invitations has to be confirmed");
    }
    CO_TRY_VOID(check_attached(present, policy, context.parts.directory, is_attached_confirmed));
    auto const based_on = members.integer("based_on");
    if (based_on && *based_on != present.version) {
        co_return fail(ErrorKind::conflict, "sync.version_differs",
            "changing sync " + present.id.text() + ": it is at version " + std::to_string(present.version) +
                ", and this change was made on version " + std::to_string(*based_on));
    }
    // Since when a row means what it means is nobody's to say but the server's.
    mapping = contacts::with_beginnings(std::move(mapping), present.mapping, present.version + 1);
    // A version that says what the one before says would only blur the history.
    if (mapping == present.mapping && policy == present.policy) co_return json_reply(sync_view(present, context.parts.directory));
    bool const is_widened = policy.notes != present.policy.notes || policy.tasks != present.policy.tasks;
    auto const note = [&](Transaction& transaction, std::string_view subject) -> Result<void> {
        TRY_VOID(note_in_audit(context, transaction, "sync.change_document", std::string(subject)));
        if (!is_attached_confirmed || !is_widened) return {};
        return note_in_audit(context, transaction, "sync.attached_confirmed",
            present.id.text() + " notes " + std::string(sync::to_string(policy.notes.direction)) + ", tasks " +
                std::string(sync::to_string(policy.tasks.direction)));
    };
    CO_TRY(auto const sync, co_await context.parts.syncs.change_document(context.account(), present.id, std::move(mapping),
                                policy, context.visitor.actor, note, based_on));
    co_return with_sync(context, sync);
}

Task<Result<HttpReply>> begin_plan(Context& context) {
    CO_TRY_VOID(co_await context.parts.syncs.begin_plan(context.account(), id_of(context), noted(context, "sync.plan")));
    co_return json_reply(accepted("/api/v1/syncs/" + id_of(context).text() + "/plan"), 202);
}

Task<Result<HttpReply>> get_plan(Context& context) {
    CO_TRY(auto report, co_await context.parts.syncs.plan_report(context.account(), id_of(context)));
    // One of an earlier version has the sentence alone.
    auto const code = find_text(report, "/error_code").value_or("");
    if (auto const page = messages::error_page(context.language, code))
        report.as_object()["error"] = page->title + ". " + page->remedy;
    co_return json_reply(report);
}

// A first start writes to everybody, so somebody has seen what it would do, or says that it need not be seen.
Task<Result<void>> demand_plan(Context& context) {
    CO_TRY(auto const sync, co_await find_sync(context));
    if (sync.state != sync::SyncState::draft) co_return Result<void>{};
    auto const report = co_await context.parts.syncs.plan_report(context.account(), sync.id);
    if (report && find_text(*report, "/state") == "done") co_return Result<void>{};
    co_return fail(ErrorKind::conflict, "sync.not_planned", "starting sync " + sync.id.text() + ": no dry run of it is done");
}

Task<Result<HttpReply>> start_sync(Context& context) {
    bool const is_without_plan = Members(context).flag("without_plan");
    // Nothing would happen, and whoever waits for it would wait for ever.
    if (!context.parts.upkeep.writes()) {
        co_return fail(ErrorKind::conflict, "calls.observe_only",
            "starting a sync: this installation only observes until a person confirms that it may write");
    }
    if (!is_without_plan) CO_TRY_VOID(co_await demand_plan(context));
    CO_TRY_VOID(co_await context.parts.syncs.start(context.account(), id_of(context), noted(context, "sync.start")));
    CO_TRY(auto const sync, co_await find_sync(context));
    co_return with_sync(context, sync);
}

Task<Result<HttpReply>> pause_sync(Context& context) {
    CO_TRY_VOID(co_await context.parts.syncs.pause(context.account(), id_of(context), noted(context, "sync.pause")));
    CO_TRY(auto const sync, co_await find_sync(context));
    co_return with_sync(context, sync);
}

Task<Result<HttpReply>> get_status(Context& context) {
    CO_TRY(auto status, co_await context.parts.syncs.status(context.account(), id_of(context)));
    CO_TRY(auto const report, co_await context.parts.health.of_sync(context.account(), id_of(context)));
    auto& view = status.as_object();
    if (auto const found = report.syncs.find(id_of(context)); found != report.syncs.end()) {
        auto const& each = found->second;
        view["lag_seconds"] = std::chrono::duration<double>(health::lag(each.facts, report.at)).count();
        view["health"] = health_view(each.health, context.language);
        view["sides"] = JsonObject{
            {"a", health_view(each.facts.sides.a, context.language)}, {"b", health_view(each.facts.sides.b, context.language)}};
    }
    co_return json_reply(status);
}

Task<Result<HttpReply>> search_records(Context& context) {
    sync::RecordQuery query;
    query.text = context.query.text("query");
    query.state = context.query.text("state");
    query.cursor = context.query.text("cursor");
    query.limit = context.query.number("limit");
    CO_TRY(auto const found, co_await context.parts.syncs.search_records(context.account(), id_of(context), std::move(query)));
    co_return json_reply(found);
}

Task<Result<HttpReply>> get_record(Context& context) {
    CO_TRY(auto record, co_await context.parts.syncs.record(context.account(), id_of(context), context.path("record_id")));
    say_issues(record, "issues", context.language);
    co_return json_reply(record);
}

Task<Result<HttpReply>> look_at_record(Context& context) {
    CO_TRY_VOID(co_await context.parts.syncs.look_at(
        context.account(), id_of(context), context.path("record_id"), audit_note(context, "record.look")));
    co_return json_reply(JsonObject{{"accepted", true}}, 202);
}

Task<Result<HttpReply>> list_changes(Context& context) {
    sync::ChangeQuery query;
    query.record_id = context.query.text("record");
    query.batch_id = context.query.text("batch");
    query.cursor = context.query.text("cursor");
    query.limit = context.query.number("limit");
    CO_TRY(auto const changes, co_await context.parts.syncs.changes(context.account(), id_of(context), std::move(query)));
    co_return json_reply(changes);
}

Task<Result<HttpReply>> list_issues(Context& context) {
    sync::IssueQuery query;
    query.state = context.query.text("state");
    query.kind = context.query.text("kind");
    query.limit = context.query.number("limit");
    query.cursor = context.query.text("cursor");
    if (query.state == "all") query.state.clear();
    CO_TRY(auto issues, co_await context.parts.syncs.issues(context.account(), id_of(context), std::move(query)));
    say_issues(issues, "items", context.language);
    co_return json_reply(issues);
}

Task<Result<HttpReply>> answer_issue(Context& context) {
    Members const members(context);
    sync::AnswerRequest request;
    auto const choice = members.text("choice");
    request.candidate = members.text("candidate");
    request.value = members.text("value");
    request.field = members.text("field");
    request.version = members.text("version");
    auto const known = sync::choice_from(choice);
    CHECK(known.has_value());  // the document has all of them
    request.choice = *known;
    request.issue_id = context.path("issue_id");
    request.given_by = context.visitor.actor;
    CO_TRY(auto const answers, co_await context.parts.syncs.answer(
                                   context.account(), id_of(context), std::move(request), audit_note(context, "issue.answer")));
    co_return json_reply(answers, 202);
}

// One after the other, each as if it were given alone: one that cannot be taken says why, and the others stand.
Task<Result<HttpReply>> answer_many(Context& context) {
    Members const members(context);
    auto const choice = sync::choice_from(members.text("choice"));
    CHECK(choice.has_value());  // the document has all of them
    JsonArray items;
    std::int64_t given = 0;
    for (auto const& each : members.list("issues")) {
        sync::AnswerRequest request;
        request.choice = *choice;
        request.issue_id = find_text(each, "/id").value_or("");
        request.version = find_text(each, "/version").value_or("");
        request.given_by = context.visitor.actor;
        auto const id = request.issue_id;
        auto const answered = co_await context.parts.syncs.answer(
            context.account(), id_of(context), std::move(request), audit_note(context, "issue.answer"));
        if (answered) ++given;
        items.push_back(
            JsonObject{{"issue_id", id}, {"code", answered ? Json(nullptr) : Json(std::string(answered.error().code))}});
    }
    co_return json_reply(JsonObject{{"given", given}, {"items", std::move(items)}}, 202);
}

Task<Result<HttpReply>> list_conflicts(Context& context) {
    CO_TRY(auto const groups, co_await context.parts.syncs.conflict_groups(context.account(), id_of(context)));
    co_return json_reply(groups);
}

Task<Result<HttpReply>> list_answers(Context& context) {
    auto const& cursor = context.query.text("cursor");
    auto const limit = context.query.number("limit");
    CO_TRY(auto const answers, co_await context.parts.syncs.answers(context.account(), id_of(context), cursor, limit));
    co_return json_reply(answers);
}

Task<Result<HttpReply>> take_back_answer(Context& context) {
    CO_TRY_VOID(co_await context.parts.syncs.take_back(context.account(), id_of(context), AnswerId{context.path("answer_id")},
        context.visitor.actor, audit_note(context, "answer.take_back")));
    co_return json_reply(JsonObject{{"accepted", true}}, 202);
}

}  // namespace

std::vector<Route> sync_routes() {
    return {
        {"GET", "/api/v1/syncs", Scope::read, list_syncs},
        {"GET", "/api/v1/overview", Scope::read, get_overview},
        {"POST", "/api/v1/syncs", Scope::write, create_sync},
        {"GET", "/api/v1/syncs/{sync_id}", Scope::read, get_sync},
        {"PUT", "/api/v1/syncs/{sync_id}/document", Scope::write, change_document},
        {"POST", "/api/v1/syncs/{sync_id}/plan", Scope::write, begin_plan},
        {"GET", "/api/v1/syncs/{sync_id}/plan", Scope::read, get_plan},
        {"POST", "/api/v1/syncs/{sync_id}/start", Scope::write, start_sync},
        {"POST", "/api/v1/syncs/{sync_id}/pause", Scope::write, pause_sync},
        {"GET", "/api/v1/syncs/{sync_id}/status", Scope::read, get_status},
        {"GET", "/api/v1/syncs/{sync_id}/records", Scope::read, search_records},
        {"GET", "/api/v1/syncs/{sync_id}/records/{record_id}", Scope::read, get_record},
        {"POST", "/api/v1/syncs/{sync_id}/records/{record_id}/look", Scope::write, look_at_record},
        {"GET", "/api/v1/syncs/{sync_id}/changes", Scope::read, list_changes},
        {"GET", "/api/v1/syncs/{sync_id}/issues", Scope::read, list_issues},
        {"POST", "/api/v1/syncs/{sync_id}/issues/{issue_id}/answer", Scope::write, answer_issue},
        {"GET", "/api/v1/syncs/{sync_id}/conflicts", Scope::read, list_conflicts},
        {"GET", "/api/v1/syncs/{sync_id}/answers", Scope::read, list_answers},
        {"POST", "/api/v1/syncs/{sync_id}/answers", Scope::write, answer_many},
        {"DELETE", "/api/v1/syncs/{sync_id}/answers/{answer_id}", Scope::write, take_back_answer},
    };
}

}  // namespace lockstep::api
