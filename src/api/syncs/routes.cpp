// SPDX-License-Identifier: Apache-2.0
#include "api/syncs/routes.hpp"

#include <array>

#include "api/health/views.hpp"
#include "api/identity/authentication.hpp"
#include "api/members.hpp"
#include "api/reply.hpp"
#include "api/syncs/document.hpp"
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

Task<Result<HttpReply>> list_syncs(Context& context) {
    CO_TRY(auto const syncs, co_await context.parts.syncs.list(context.account()));
    JsonArray items;
    for (auto const& sync : syncs) items.push_back(sync_view(sync, context.parts.directory));
    co_return json_reply(page(std::move(items)));
}

Task<Result<HttpReply>> create_sync(Context& context) {
    CO_TRY(auto const body, read_body(context));
    Members members(context, body);
    auto label = members.optional_text("label", 100);
    auto const a_id = members.text("a", 40);
    auto const b_id = members.text("b", 40);
    auto const* mapping_document = members.any("mapping");
    auto const policy_changes = members.optional_object("policy");
    CO_TRY_VOID(members.finish());
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
    CO_TRY(auto const sync, co_await context.parts.syncs.create(std::move(input)));
    CO_TRY_VOID(co_await note_in_audit(context, "sync.create", sync.id.text()));
    co_return with_sync(context, sync, 201);
}

Task<Result<HttpReply>> get_sync(Context& context) {
    CO_TRY(auto const sync, co_await find_sync(context));
    co_return json_reply(sync_view(sync, context.parts.directory));
}

Task<Result<HttpReply>> change_document(Context& context) {
    CO_TRY(auto const body, read_body(context));
    Members members(context, body);
    auto const* mapping_document = members.any("mapping");
    auto const policy_changes = members.optional_object("policy");
    bool const is_confirmed = members.optional_switch("invitations_confirmed").value_or(false);
    bool const is_attached_confirmed = members.optional_switch("attached_confirmed").value_or(false);
    CO_TRY_VOID(members.finish());
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
    // A version that says what the one before says would only blur the history.
    if (mapping == present.mapping && policy == present.policy) co_return json_reply(sync_view(present, context.parts.directory));
    CO_TRY(auto const sync, co_await context.parts.syncs.change_document(
                                context.account(), present.id, std::move(mapping), policy, context.visitor.actor));
    CO_TRY_VOID(
        co_await note_in_audit(context, "sync.change_document", sync.id.text() + " version " + std::to_string(sync.version)));
    bool const is_widened = policy.notes != present.policy.notes || policy.tasks != present.policy.tasks;
    if (is_attached_confirmed && is_widened) {
        CO_TRY_VOID(co_await note_in_audit(context, "sync.attached_confirmed",
            sync.id.text() + " notes " + std::string(sync::to_string(policy.notes.direction)) + ", tasks " +
                std::string(sync::to_string(policy.tasks.direction))));
    }
    co_return with_sync(context, sync);
}

Task<Result<HttpReply>> begin_plan(Context& context) {
    CO_TRY_VOID(expect_no_body(context));
    CO_TRY_VOID(co_await context.parts.syncs.begin_plan(context.account(), id_of(context)));
    CO_TRY_VOID(co_await note_in_audit(context, "sync.plan", id_of(context).text()));
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
    bool is_without_plan = false;
    if (!expect_no_body(context)) {
        CO_TRY(auto const body, read_body(context));
        Members members(context, body);
        auto const* without = members.any("without_plan");
        if (without != nullptr && !without->is_bool()) members.fault("without_plan", "word", {{"choices", "true, false"}});
        CO_TRY_VOID(members.finish());
        is_without_plan = without != nullptr && without->get_bool();
    }
    // Nothing would happen, and whoever waits for it would wait for ever.
    if (!context.parts.upkeep.writes()) {
        co_return fail(ErrorKind::conflict, "calls.observe_only",
            "starting a sync: this installation only observes until a person confirms that it may write");
    }
    if (!is_without_plan) CO_TRY_VOID(co_await demand_plan(context));
    CO_TRY_VOID(co_await context.parts.syncs.start(context.account(), id_of(context)));
    CO_TRY_VOID(co_await note_in_audit(context, "sync.start", id_of(context).text()));
    CO_TRY(auto const sync, co_await find_sync(context));
    co_return with_sync(context, sync);
}

Task<Result<HttpReply>> pause_sync(Context& context) {
    CO_TRY_VOID(expect_no_body(context));
    CO_TRY_VOID(co_await context.parts.syncs.pause(context.account(), id_of(context)));
    CO_TRY_VOID(co_await note_in_audit(context, "sync.pause", id_of(context).text()));
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
    constexpr std::array<std::string_view, 3> states{"linked", "unlinked", "unsure"};
    sync::RecordQuery query;
    query.text = context.query.text("query");
    CO_TRY(query.state, context.query.word("state", states));
    query.cursor = context.query.text("cursor");
    CO_TRY(query.limit, context.query.limit());
    CO_TRY(auto const found, co_await context.parts.syncs.search_records(context.account(), id_of(context), std::move(query)));
    co_return json_reply(found);
}

Task<Result<HttpReply>> get_record(Context& context) {
    CO_TRY(auto record, co_await context.parts.syncs.record(context.account(), id_of(context), context.path("record_id")));
    say_issues(record, "issues", context.language);
    co_return json_reply(record);
}

Task<Result<HttpReply>> look_at_record(Context& context) {
    CO_TRY_VOID(expect_no_body(context));
    auto const& record_id = context.path("record_id");
    CO_TRY_VOID(co_await context.parts.syncs.look_at(context.account(), id_of(context), record_id));
    CO_TRY_VOID(co_await note_in_audit(context, "record.look", id_of(context).text() + " " + record_id));
    co_return json_reply(JsonObject{{"accepted", true}}, 202);
}

Task<Result<HttpReply>> list_changes(Context& context) {
    sync::ChangeQuery query;
    query.record_id = context.query.text("record");
    query.batch_id = context.query.text("batch");
    CO_TRY(query.cursor, context.query.cursor(ChangeTag::prefix));
    CO_TRY(query.limit, context.query.limit());
    CO_TRY(auto const changes, co_await context.parts.syncs.changes(context.account(), id_of(context), std::move(query)));
    co_return json_reply(changes);
}

Task<Result<HttpReply>> list_issues(Context& context) {
    constexpr std::array<std::string_view, 3> states{"open", "closed", "all"};
    sync::IssueQuery query;
    CO_TRY(query.state, context.query.word("state", states));
    CO_TRY(query.limit, context.query.limit());
    query.cursor = context.query.text("cursor");
    if (query.state.empty()) query.state = "open";
    if (query.state == "all") query.state.clear();
    CO_TRY(auto issues, co_await context.parts.syncs.issues(context.account(), id_of(context), std::move(query)));
    say_issues(issues, "items", context.language);
    co_return json_reply(issues);
}

sync::Service::AuditNote audit_note(Context& context, std::string_view action) {
    return [&context, action](Transaction& transaction, std::string_view subject) {
        return note_in_audit(context, transaction, action, id_of(context).text() + " " + std::string(subject));
    };
}

Task<Result<HttpReply>> answer_issue(Context& context) {
    CO_TRY(auto const body, read_body(context));
    Members members(context, body);
    sync::AnswerRequest request;
    auto const choice = members.text("choice", 40);
    request.candidate = members.optional_text("candidate", 200);
    request.value = members.optional_text("value", 500);
    request.field = members.optional_text("field", 200);
    request.version = members.optional_text("version", 40);
    CO_TRY_VOID(members.finish());
    auto const known = sync::choice_from(choice);
    if (!known) {
        context.fault_place = "/choice";
        co_return fail(ErrorKind::invalid, "sync.not_a_choice", "answering: there is no choice \"" + choice + "\"");
    }
    request.choice = *known;
    request.issue_id = context.path("issue_id");
    request.given_by = context.visitor.actor;
    CO_TRY(auto const answers, co_await context.parts.syncs.answer(
                                   context.account(), id_of(context), std::move(request), audit_note(context, "issue.answer")));
    co_return json_reply(answers, 202);
}

Task<Result<HttpReply>> list_answers(Context& context) {
    CO_TRY(auto const cursor, context.query.cursor(AnswerTag::prefix));
    CO_TRY(auto const limit, context.query.limit());
    CO_TRY(auto const answers, co_await context.parts.syncs.answers(context.account(), id_of(context), cursor, limit));
    co_return json_reply(answers);
}

Task<Result<HttpReply>> take_back_answer(Context& context) {
    CO_TRY_VOID(expect_no_body(context));
    CO_TRY_VOID(co_await context.parts.syncs.take_back(context.account(), id_of(context), AnswerId{context.path("answer_id")},
        context.visitor.actor, audit_note(context, "answer.take_back")));
    co_return json_reply(JsonObject{{"accepted", true}}, 202);
}

}  // namespace

std::vector<Route> sync_routes() {
    return {
        {"GET", "/api/v1/syncs", Scope::read, list_syncs},
        {"POST", "/api/v1/syncs", Scope::write, create_sync},
        {"GET", "/api/v1/syncs/{sync_id}", Scope::read, get_sync},
        {"PUT", "/api/v1/syncs/{sync_id}/document", Scope::write, change_document},
        {"POST", "/api/v1/syncs/{sync_id}/plan", Scope::write, begin_plan},
        {"GET", "/api/v1/syncs/{sync_id}/plan", Scope::read, get_plan},
        {"POST", "/api/v1/syncs/{sync_id}/start", Scope::write, start_sync},
        {"POST", "/api/v1/syncs/{sync_id}/pause", Scope::write, pause_sync},
        {"GET", "/api/v1/syncs/{sync_id}/status", Scope::read, get_status},
        {"GET", "/api/v1/syncs/{sync_id}/records", Scope::read, search_records, {"query", "state", "cursor", "limit"}},
        {"GET", "/api/v1/syncs/{sync_id}/records/{record_id}", Scope::read, get_record},
        {"POST", "/api/v1/syncs/{sync_id}/records/{record_id}/look", Scope::write, look_at_record},
        {"GET", "/api/v1/syncs/{sync_id}/changes", Scope::read, list_changes, {"record", "batch", "cursor", "limit"}},
        {"GET", "/api/v1/syncs/{sync_id}/issues", Scope::read, list_issues, {"state", "cursor", "limit"}},
        {"POST", "/api/v1/syncs/{sync_id}/issues/{issue_id}/answer", Scope::write, answer_issue},
        {"GET", "/api/v1/syncs/{sync_id}/answers", Scope::read, list_answers, {"cursor", "limit"}},
        {"DELETE", "/api/v1/syncs/{sync_id}/answers/{answer_id}", Scope::write, take_back_answer},
    };
}

}  // namespace lockstep::api
