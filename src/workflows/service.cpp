// SPDX-License-Identifier: Apache-2.0
#include "workflows/service.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "events/inbox.hpp"
#include "general/hooks.hpp"
#include "general/schedule.hpp"
#include "work/queue.hpp"
#include "workflows/desk.hpp"

namespace lockstep::workflows {
namespace {

Result<void> noted(Service::AuditNote const& note, Transaction& transaction, std::string_view subject) {
    return note ? note(transaction, subject) : Result<void>{};
}

constexpr std::int64_t recent_runs = 10;
constexpr std::int64_t versions_shown = 200;

JsonObject bindings_json(Bindings const& bindings) {
    JsonObject json;
    for (auto const& [name, connection] : bindings) json[name] = connection;
    return json;
}

JsonObject version_view(Version const& version) {
    return {{"version", version.number}, {"published_at", format_time(version.published_at)},
        {"connections", bindings_json(version.bindings)}};
}

std::string param(Error const& error, std::string_view name) {
    auto const found = std::ranges::find(error.params, name, &std::pair<std::string, std::string>::first);
    return found == error.params.end() ? std::string() : found->second;
}

}  // namespace

JsonArray Service::problems_json(std::vector<Error> const& problems) {
    JsonArray list;
    for (auto const& problem : problems) {
        list.push_back(JsonObject{{"code", problem.code}, {"step", param(problem, "step")}, {"field", param(problem, "field")},
            {"params", messages::to_json(problem.params)}});
    }
    return list;
}

Result<Service::Seen> Service::look(Store const& store, StoredWorkflow workflow) const {
    Seen seen;
    if (workflow.version > 0) {
        TRY(seen.version, find_version(store, workflow.id, workflow.version));
    }
    TRY(auto const runs, list_runs(store, {.workflow = workflow.id, .limit = recent_runs}));
    for (auto const& run : runs)
        seen.recent.push_back(
            JsonObject{{"id", run.at("id")}, {"status", run.at("status")}, {"started_at", run.at("started_at")}});
    seen.workflow = std::move(workflow);
    return seen;
}

JsonObject Service::view(Seen const& seen) const {
    auto const& workflow = seen.workflow;
    JsonObject json{{"id", workflow.id}, {"state", to_string(workflow.state)}, {"version", workflow.version},
        {"created_at", format_time(workflow.created_at)}, {"changed_at", format_time(workflow.changed_at)}};
    auto const definition = read_definition(workflow.draft);
    auto checked = definition ? check(*definition, parts_.apps) : Checked{{}, {definition.error()}};
    json["name"] = JsonObject{{"en", checked.program.name.en}, {"fr", checked.program.name.fr}};
    json["about"] = JsonObject{{"en", checked.program.about.en}, {"fr", checked.program.about.fr}};
    json["problems"] = problems_json(checked.problems);
    json["differs"] = seen.version && seen.version->definition != workflow.draft;
    auto connections = seen.version ? seen.version->bindings : Bindings{};
    for (auto const& [name, connection] : workflow.draft_bindings) connections[name] = connection;
    json["connections"] = bindings_json(connections);
    json["recent"] = seen.recent;
    return json;
}

Task<Result<std::string>> Service::save(std::string definition, std::optional<Bindings> chosen, AuditNote note) {
    CO_TRY(auto const json, read_definition(definition));
    std::string const id(find_text(json, "/id").value_or(""));
    bool const is_usable =
        !id.empty() && id.size() <= 60 && id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
    if (!is_usable)
        co_return fail(ErrorKind::invalid, "workflows.missing_setting", "saving a workflow: it has no id of small letters",
            {{"reason", "named"}, {"name", "id"}, {"step", ""}, {"field", "id"}});
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        Store const store{transaction, parts_.vault, parts_.account, parts_.clock.now()};
        TRY_VOID(save_draft(store, id, definition));
        if (chosen) TRY_VOID(set_draft_bindings(store, id, *chosen));
        return noted(note, transaction, id);
    }));
    co_return id;
}

Task<Result<StoredWorkflow>> Service::find(std::string id) {
    CO_TRY(auto found, co_await parts_.database.read_value([&](Transaction& transaction) {
        return find_workflow({transaction, parts_.vault, parts_.account, parts_.clock.now()}, id);
    }));
    if (!found) {
        auto const shown = printable(id.substr(0, 60));
        co_return fail(ErrorKind::not_found, "workflows.unknown_workflow", "finding a workflow: there is no \"" + shown + "\"");
    }
    co_return *std::move(found);
}

Result<Bindings> Service::bind(Store const& store, Program const& program, Bindings const& given) const {
    Bindings bound;
    for (auto const& [slot, app] : program.apps) {
        std::vector<std::string> fitting;
        if (app == webhook_app) {
            TRY(auto const hooks, general::list_hooks(store.transaction, store.vault, store.account));
            for (auto const& hook : hooks) {
                if (!hook.revoked_at) fitting.push_back(hook.id.text());
            }
        } else {
            for (auto const& connection : parts_.directory.all()) {
                bool const fits = connection->account == store.account && connection->connector->profile == app &&
                                  connection->state != connections::ConnectionState::disabled;
                if (fits) fitting.push_back(connection->id.text());
            }
        }
        auto const chosen = given.find(slot);
        MessageParams params{{"reason", "named"}, {"name", slot}, {"app", app}, {"step", ""}, {"field", "connections." + slot}};
        if (chosen != given.end()) {
            if (std::ranges::find(fitting, chosen->second) == fitting.end())
                return fail(ErrorKind::conflict, "workflows.wrong_app", "publishing a workflow: " + slot + " is of another app",
                    std::move(params));
            bound[slot] = chosen->second;
            continue;
        }
        if (fitting.size() != 1) {
            if (fitting.size() > 1) params.front().second = "several";
            return fail(ErrorKind::conflict, "workflows.not_bound", "publishing a workflow: no connection is chosen for " + slot,
                std::move(params));
        }
        bound[slot] = fitting.front();
    }
    return bound;
}

Result<void> Service::watch_triggers(
    Store const& store, std::string const& id, Program const& program, Version const& version) const {
    auto const wall = parts_.clock.wall();
    TRY_VOID(remove_watches(store, id, ""));
    for (std::size_t at = 0; at < program.triggers.size(); ++at) {
        auto const& trigger = program.triggers[at];
        Watch const watch{id, "", static_cast<std::int64_t>(at)};
        auto const key = "schedule:" + id + ":" + std::to_string(at);
        TRY_VOID(work::withdraw(store.transaction, parts_.account, queue_name, key));
        if (trigger.operation == "manual.started") continue;  // start() says which one
        if (trigger.operation == "schedule.due") {
            TRY(auto const schedule, general::read_schedule(trigger.inputs));
            auto const due = store.now + (general::next_due(schedule, wall) - wall);
            TRY_VOID(ask_for_schedule(store.transaction, parts_.account, watch, version.number, due, store.now));
            continue;
        }
        TRY_VOID(add_watch(store, version.bindings.at(trigger.slot), trigger.inbox_type, watch));
    }
    return {};
}

Task<Result<std::int64_t>> Service::publish(std::string id, Bindings given, AuditNote note) {
    CO_TRY(auto const stored, co_await find(id));
    CO_TRY(auto const program, make_program(stored.draft, parts_.apps));
    auto const now = parts_.clock.now();
    CO_TRY(auto const number, co_await parts_.database.write_value([&](Transaction& transaction) -> Result<std::int64_t> {
        Store const store{transaction, parts_.vault, parts_.account, now};
        TRY(auto const present, find_workflow(store, id));
        Version version;
        version.number = (present ? present->version : 0) + 1;
        version.definition = stored.draft;
        version.published_at = now;
        auto chosen = given;
        if (present) chosen.insert(present->draft_bindings.begin(), present->draft_bindings.end());
        TRY(version.bindings, bind(store, program, chosen));
        TRY_VOID(set_draft_bindings(store, id, version.bindings));
        TRY_VOID(insert_version(store, id, version));
        TRY_VOID(set_state(store, id, WorkflowState::published, version.number));
        TRY_VOID(watch_triggers(store, id, program, version));
        TRY_VOID(noted(note, transaction, id));
        return version.number;
    }));
    parts_.wake();
    co_return number;
}

Task<Result<void>> Service::pause(std::string id, AuditNote note) {
    CO_TRY(auto const stored, co_await find(id));
    if (stored.state == WorkflowState::draft)
        co_return fail(ErrorKind::conflict, "workflows.not_published", "pausing a workflow: it is not published");
    co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        Store const store{transaction, parts_.vault, parts_.account, parts_.clock.now()};
        TRY_VOID(set_state(store, id, WorkflowState::paused, stored.version));
        TRY_VOID(remove_watches(store, id, ""));
        return noted(note, transaction, id);
    });
}

Task<Result<void>> Service::resume(std::string id, AuditNote note) {
    CO_TRY(auto const stored, co_await find(id));
    if (stored.state != WorkflowState::paused)
        co_return fail(ErrorKind::conflict, "workflows.not_paused", "resuming a workflow: it is not paused");
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        Store const store{transaction, parts_.vault, parts_.account, parts_.clock.now()};
        TRY(auto const version, find_version(store, id, stored.version));
        if (!version) return fail(ErrorKind::corrupt, "workflows.damaged_row", "resuming a workflow: its version is missing");
        TRY(auto const program, make_program(version->definition, parts_.apps));
        TRY_VOID(set_state(store, id, WorkflowState::published, stored.version));
        TRY_VOID(watch_triggers(store, id, program, *version));
        return noted(note, transaction, id);
    }));
    parts_.wake();
    co_return Result<void>{};
}

Task<Result<std::string>> Service::start(std::string id, JsonObject data, AuditNote note) {
    CO_TRY(auto const stored, co_await find(id));
    if (stored.state != WorkflowState::published)
        co_return fail(ErrorKind::conflict, "workflows.not_published", "starting a workflow: it is not published");
    CO_TRY(auto const version, co_await parts_.database.read_value([&](Transaction& transaction) {
        return find_version({transaction, parts_.vault, parts_.account, parts_.clock.now()}, id, stored.version);
    }));
    if (!version) co_return fail(ErrorKind::corrupt, "workflows.damaged_row", "starting a workflow: its version is missing");
    CO_TRY(auto const program, make_program(version->definition, parts_.apps));
    // By its manual trigger, or else by the first one it has, as if that had happened.
    auto const manual = std::ranges::find(program.triggers, "manual.started", &Trigger::operation);
    auto const number = manual == program.triggers.end() ? 0 : manual - program.triggers.begin();
    auto const bound = version->bindings.find(program.triggers[static_cast<std::size_t>(number)].slot);
    auto const now = parts_.clock.now();
    events::Event event;
    event.account = parts_.account;
    event.id = parts_.random.id<EventTag>(now);
    event.connection = ConnectionId{bound == version->bindings.end() ? std::string("none") : bound->second};
    event.source = events::Source::person;
    event.type = "manual.started";
    event.delivery_id = event.id.text();
    if (auto const* contact = data.if_contains("contactId"); contact != nullptr && contact->is_string())
        event.record_id = contact->get_string();
    event.payload = to_text(data);
    event.received_at = now;
    event.state = events::EventState::done;
    auto const event_id = event.id;
    auto const prepared = events::prepare(parts_.vault, std::move(event));
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(events::store(transaction, prepared, {}));
        TRY_VOID(ask_for_start(transaction, parts_.account, {id, "", number}, event_id, now));
        return noted(note, transaction, id);
    }));
    parts_.wake();
    co_return event_id.text();
}

Task<Result<JsonArray>> Service::list() {
    CO_TRY(auto const all, co_await parts_.database.read_value([&](Transaction& transaction) -> Result<std::vector<Seen>> {
        Store const store{transaction, parts_.vault, parts_.account, parts_.clock.now()};
        TRY(auto stored, list_workflows(store));
        std::vector<Seen> seen;
        for (auto& each : stored) {
            TRY(auto one, look(store, std::move(each)));
            seen.push_back(std::move(one));
        }
        return seen;
    }));
    JsonArray views;
    for (auto const& each : all) views.push_back(view(each));
    co_return views;
}

Task<Result<JsonObject>> Service::show(std::string id) {
    CO_TRY(auto stored, co_await find(std::move(id)));
    CO_TRY(auto const seen, co_await parts_.database.read_value([&](Transaction& transaction) {
        return look({transaction, parts_.vault, parts_.account, parts_.clock.now()}, stored);
    }));
    auto json = view(seen);
    json["definition"] = seen.workflow.draft;
    co_return json;
}

Task<Result<JsonArray>> Service::versions(std::string id) {
    CO_TRY_VOID(co_await find(id));
    CO_TRY(auto const all, co_await parts_.database.read_value([&](Transaction& transaction) {
        return list_versions({transaction, parts_.vault, parts_.account, parts_.clock.now()}, id, versions_shown);
    }));
    JsonArray views;
    for (auto const& each : all) views.push_back(version_view(each));
    co_return views;
}

Task<Result<JsonObject>> Service::show_version(std::string id, std::int64_t number) {
    CO_TRY_VOID(co_await find(id));
    CO_TRY(auto const version, co_await parts_.database.read_value([&](Transaction& transaction) {
        return find_version({transaction, parts_.vault, parts_.account, parts_.clock.now()}, id, number);
    }));
    if (!version)
        co_return fail(ErrorKind::not_found, "workflows.unknown_version", "finding a version of a workflow: there is none");
    auto json = version_view(*version);
    json["definition"] = version->definition;
    co_return json;
}

Task<Result<JsonArray>> Service::runs(RunFilter filter) {
    if (!filter.workflow.empty()) CO_TRY_VOID(co_await find(filter.workflow));
    co_return co_await parts_.database.read_value([&](Transaction& transaction) {
        return list_runs({transaction, parts_.vault, parts_.account, parts_.clock.now()}, filter);
    });
}

Task<Result<JsonObject>> Service::show_run(std::string id) {
    struct Found {
        std::optional<StoredRun> run;
        std::vector<JournalEntry> journal;
        std::optional<Version> version;
    };
    CO_TRY(auto const found, co_await parts_.database.read_value([&](Transaction& transaction) -> Result<Found> {
        Store const store{transaction, parts_.vault, parts_.account, parts_.clock.now()};
        Found seen;
        TRY(seen.run, find_run(store, id));
        if (!seen.run) return seen;
        TRY(seen.journal, load_journal(store, seen.run->id));
        TRY(seen.version, find_version(store, seen.run->workflow, seen.run->version));
        return seen;
    }));
    if (!found.run || !found.version)
        co_return fail(ErrorKind::not_found, "workflows.unknown_run", "finding a run: there is none");
    auto const& run = *found.run;
    CO_TRY(auto const program, make_program(found.version->definition, parts_.apps));
    JsonArray steps;
    RunState state;
    for (auto const& entry : found.journal) {
        auto decision = decide(program, std::move(state), entry.happening, entry.at);
        state = std::move(decision.state);
        for (auto& note : decision.notes) {
            JsonArray items(note.items.begin(), note.items.end());
            steps.push_back(JsonObject{{"at", format_time(entry.at)}, {"step", note.step}, {"what", note.what},
                {"data", std::move(note.data)}, {"items", std::move(items)}});
        }
    }
    auto const wakes = run.state.wakes_at();
    co_return JsonObject{{"id", run.id.text()}, {"workflow", run.workflow}, {"version", run.version},
        {"status", to_string(run.state.status)}, {"error_code", run.state.error_code}, {"error_step", run.state.error_step},
        {"error_text", run.state.error_text}, {"event", run.event}, {"started_at", format_time(run.started_at)},
        {"changed_at", format_time(run.changed_at)}, {"wakes_at", wakes ? Json(format_time(*wakes)) : Json(nullptr)},
        {"values", run.state.values}, {"steps", std::move(steps)}};
}

Task<Result<void>> Service::tell_run(std::string run, Notice notice, AuditNote note) {
    auto const now = parts_.clock.now();
    notice.id = parts_.random.id<EventTag>(now).text();
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY(auto const found, find_run({transaction, parts_.vault, parts_.account, now}, run));
        if (!found) return fail(ErrorKind::not_found, "workflows.unknown_run", "telling a run: there is none");
        if (is_over(found->state.status)) return fail(ErrorKind::conflict, "workflows.run_is_over", "telling a run: it is over");
        auto told = notice;
        if (notice.kind == "settle") {
            auto const asked = std::ranges::find(found->state.tracks, TrackState::unclear, &Track::state);
            if (asked == found->state.tracks.end())
                return fail(ErrorKind::conflict, "workflows.nothing_unclear", "settling a call of a run: nothing is unclear");
            told.ticket = asked->ticket;
        }
        TRY_VOID(add_notice(transaction, parts_.account, run, told));
        TRY_VOID(ask_for_run(transaction, parts_.account, found->workflow, run, now, now));
        return noted(note, transaction, run);
    }));
    parts_.wake();
    co_return Result<void>{};
}

Task<Result<void>> Service::cancel(std::string run, AuditNote note) {
    Notice notice;
    notice.kind = "cancel";
    co_return co_await tell_run(std::move(run), std::move(notice), std::move(note));
}

Task<Result<void>> Service::settle(std::string run, std::string word, AuditNote note) {
    Notice notice;
    notice.kind = "settle";
    notice.word = std::move(word);
    co_return co_await tell_run(std::move(run), std::move(notice), std::move(note));
}

}  // namespace lockstep::workflows
