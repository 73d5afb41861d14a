// SPDX-License-Identifier: Apache-2.0
#include "workflows/store.hpp"

#include "base/text.hpp"
#include "workflows/statements.hpp"

namespace lockstep::workflows {
namespace {

// ASSUMPTION: an app tells of a change within this time. Longer, and a person's edit might pass for the echo of ours.
constexpr Duration echo_time = std::chrono::minutes{2};

std::string bindings_text(Bindings const& bindings) {
    JsonObject json;
    for (auto const& [name, connection] : bindings) json[name] = connection;
    return to_text(json);
}
Result<Bindings> bindings_from(std::string_view text) {
    TRY(auto const json, parse_json(text));
    Bindings bindings;
    for (auto const& [name, connection] : json.as_object()) bindings[name] = std::string(connection.as_string());
    return bindings;
}

Result<StoredWorkflow> workflow_from(Row const& row, std::string draft) {
    TRY(auto bindings, bindings_from(row.text(6)));
    return StoredWorkflow{.id = row.text(0),
        .state = static_cast<WorkflowState>(row.integer(1)),
        .draft = std::move(draft),
        .version = row.integer(3),
        .created_at = row.time(4),
        .changed_at = row.time(5),
        .draft_bindings = std::move(bindings)};
}

std::string joined(std::vector<std::string> const& parts) {
    std::string text;
    for (auto const& part : parts) text += (text.empty() ? "" : " ") + part;
    return text;
}
std::vector<std::string> parted(std::string_view text) {
    std::vector<std::string> parts;
    for (auto const part : split(text, ' ')) {
        if (!part.empty()) parts.emplace_back(part);
    }
    return parts;
}

std::string row_name(std::string_view first, std::int64_t second) { return std::string(first) + "/" + std::to_string(second); }

}  // namespace

std::string_view to_string(WorkflowState state) {
    return state == WorkflowState::draft ? "draft" : state == WorkflowState::published ? "published" : "paused";
}

Result<void> save_draft(Store const& store, std::string const& id, std::string_view definition) {
    Blob const sealed{store.vault.seal(store.account, {"workflows", id, "draft"}, definition)};
    TRY_VOID(store.transaction.execute(sql::save_draft, store.account, id, sealed, store.now));
    return {};
}

Result<std::optional<StoredWorkflow>> find_workflow(Store const& store, std::string_view id) {
    TRY(auto const rows, store.transaction.query(sql::find_workflow, store.account, id));
    if (rows.empty()) return std::optional<StoredWorkflow>{};
    TRY(auto draft, store.vault.open(store.account, {"workflows", id, "draft"}, rows.front().blob(2)));
    TRY(auto workflow, workflow_from(rows.front(), std::move(draft)));
    return std::optional(std::move(workflow));
}

Result<std::vector<StoredWorkflow>> list_workflows(Store const& store) {
    TRY(auto const rows, store.transaction.query(sql::list_workflows, store.account));
    std::vector<StoredWorkflow> all;
    for (auto const& row : rows) {
        TRY(auto draft, store.vault.open(store.account, {"workflows", row.text(0), "draft"}, row.blob(2)));
        TRY(auto workflow, workflow_from(row, std::move(draft)));
        all.push_back(std::move(workflow));
    }
    return all;
}

Result<void> set_state(Store const& store, std::string_view id, WorkflowState state, std::int64_t version) {
    TRY_VOID(store.transaction.execute(sql::set_state, store.account, id, static_cast<std::int64_t>(state), version, store.now));
    return {};
}

Result<void> set_draft_bindings(Store const& store, std::string_view id, Bindings const& bindings) {
    TRY_VOID(store.transaction.execute(sql::set_draft_bindings, store.account, id, bindings_text(bindings)));
    return {};
}

Result<void> insert_version(Store const& store, std::string_view workflow, Version const& version) {
    auto const text = bindings_text(version.bindings);
    auto const row = row_name(workflow, version.number);
    Blob const sealed{store.vault.seal(store.account, {"workflow_versions", row, "definition"}, version.definition)};
    TRY_VOID(store.transaction.execute(
        sql::insert_version, store.account, workflow, version.number, sealed, text, version.published_at));
    return {};
}

Result<std::optional<Version>> find_version(Store const& store, std::string_view workflow, std::int64_t number) {
    TRY(auto const rows, store.transaction.query(sql::find_version, store.account, workflow, number));
    if (rows.empty()) return std::optional<Version>{};
    Version version;
    version.number = number;
    auto const row = row_name(workflow, number);
    TRY(version.definition, store.vault.open(store.account, {"workflow_versions", row, "definition"}, rows.front().blob(0)));
    TRY(version.bindings, bindings_from(rows.front().text(1)));
    version.published_at = rows.front().time(2);
    return version;
}

Result<std::vector<Version>> list_versions(Store const& store, std::string_view workflow, std::int64_t limit) {
    TRY(auto const rows, store.transaction.query(sql::list_versions, store.account, workflow, limit));
    std::vector<Version> all;
    for (auto const& row : rows) {
        Version version;
        version.number = row.integer(0);
        TRY(version.bindings, bindings_from(row.text(1)));
        version.published_at = row.time(2);
        all.push_back(std::move(version));
    }
    return all;
}

Result<void> add_watch(Store const& store, std::string_view source, std::string_view type, Watch const& watch) {
    TRY_VOID(store.transaction.execute(sql::add_watch, store.account, source, type, watch.workflow, watch.run, watch.ticket));
    return {};
}

Result<std::vector<Watch>> watches_for(
    Transaction& transaction, AccountId const& account, std::string_view source, std::string_view type) {
    TRY(auto const rows, transaction.query(sql::watches_for, account, source, type));
    std::vector<Watch> all;
    for (auto const& row : rows) all.push_back({row.text(0), row.text(1), row.integer(2)});
    return all;
}

Result<void> remove_watch(Store const& store, Watch const& watch) {
    TRY_VOID(store.transaction.execute(sql::remove_watch, store.account, watch.workflow, watch.run, watch.ticket));
    return {};
}

Result<void> remove_watches(Store const& store, std::string_view workflow, std::string_view run) {
    TRY_VOID(store.transaction.execute(sql::remove_watches, store.account, workflow, run));
    return {};
}

Result<void> insert_run(Store const& store, StoredRun const& run) {
    Blob const sealed{store.vault.seal(store.account, {"workflow_runs", run.id.text(), "state"}, to_text(to_json(run.state)))};
    auto const chain = joined(run.chain);
    TRY_VOID(store.transaction.execute(sql::insert_run, store.account, run.id, run.workflow, run.version, run.subject,
        to_string(run.state.status), is_over(run.state.status), run.event, chain, run.entries, sealed, run.state.error_code,
        run.state.error_step, run.started_at, store.now, run.state.wakes_at()));
    return {};
}

Result<void> update_run(Store const& store, StoredRun const& run) {
    Blob const sealed{store.vault.seal(store.account, {"workflow_runs", run.id.text(), "state"}, to_text(to_json(run.state)))};
    TRY_VOID(
        store.transaction.execute(sql::update_run, store.account, run.id, to_string(run.state.status), is_over(run.state.status),
            run.entries, sealed, run.state.error_code, run.state.error_step, store.now, run.state.wakes_at()));
    return {};
}

Result<std::optional<StoredRun>> find_run(Store const& store, std::string_view id) {
    TRY(auto const rows, store.transaction.query(sql::find_run, store.account, id));
    if (rows.empty()) return std::optional<StoredRun>{};
    auto const& row = rows.front();
    StoredRun run;
    run.id = row.id<RunId>(0);
    run.workflow = row.text(1);
    run.version = row.integer(2);
    run.subject = row.text(3);
    run.event = row.text(4);
    run.chain = parted(row.text(5));
    run.entries = row.integer(6);
    TRY(auto const text, store.vault.open(store.account, {"workflow_runs", id, "state"}, row.blob(7)));
    TRY(auto const json, parse_json(text, {.bytes = 16 << 20, .depth = 100, .members = 1'000'000, .string_bytes = 1 << 20}));
    TRY(run.state, run_state_from(json));
    run.started_at = row.time(8);
    run.changed_at = row.time(9);
    return run;
}

Result<bool> has_run(Store const& store, std::string_view workflow, std::string_view subject, bool is_open) {
    TRY(auto const rows,
        store.transaction.query(is_open ? sql::open_run_of_subject : sql::run_of_subject, store.account, workflow, subject));
    return !rows.empty();
}

Result<JsonArray> list_runs(Store const& store, RunFilter const& filter) {
    std::string const before = filter.before.empty() ? "~" : filter.before;  // after every id
    auto& transaction = store.transaction;
    bool const is_of_all = filter.workflow.empty();
    auto const rows =
        filter.status.empty()
            ? (is_of_all ? transaction.query(sql::list_all_runs, store.account, before, filter.limit)
                         : transaction.query(sql::list_runs, store.account, filter.workflow, before, filter.limit))
        : is_of_all
            ? transaction.query(sql::list_all_runs_of_status, store.account, filter.status, before, filter.limit)
            : transaction.query(sql::list_runs_of_status, store.account, filter.workflow, filter.status, before, filter.limit);
    if (!rows) return pass_on(rows.error());
    JsonArray list;
    for (auto const& row : *rows) {
        auto const wakes = row.optional_time(8);
        list.push_back(JsonObject{{"id", row.text(0)}, {"workflow", row.text(1)}, {"version", row.integer(2)},
            {"status", row.text(3)}, {"error_code", row.text(4)}, {"error_step", row.text(5)},
            {"started_at", format_time(row.time(6))}, {"changed_at", format_time(row.time(7))},
            {"wakes_at", wakes ? Json(format_time(*wakes)) : Json(nullptr)}, {"event", row.text(9)}});
    }
    return list;
}

Result<void> append_journal(Store const& store, RunId const& run, JournalEntry const& entry) {
    auto const row = row_name(run.text(), entry.number);
    Blob const sealed{store.vault.seal(store.account, {"workflow_journal", row, "happening"}, to_text(to_json(entry.happening)))};
    TRY_VOID(store.transaction.execute(sql::append_journal, store.account, run, entry.number, entry.at, sealed));
    return {};
}

Result<std::vector<JournalEntry>> load_journal(Store const& store, RunId const& run) {
    TRY(auto const rows, store.transaction.query(sql::load_journal, store.account, run));
    std::vector<JournalEntry> entries;
    for (auto const& row : rows) {
        JournalEntry entry;
        entry.number = row.integer(0);
        entry.at = row.time(1);
        auto const name = row_name(run.text(), entry.number);
        TRY(auto const text, store.vault.open(store.account, {"workflow_journal", name, "happening"}, row.blob(2)));
        TRY(auto const json, parse_json(text, {.bytes = 16 << 20, .depth = 100, .members = 1'000'000, .string_bytes = 1 << 20}));
        TRY(entry.happening, happening_from(json));
        entries.push_back(std::move(entry));
    }
    return entries;
}

Result<void> add_notice(Transaction& transaction, AccountId const& account, std::string_view run, Notice const& notice) {
    TRY_VOID(
        transaction.execute(sql::add_notice, account, run, notice.id, notice.kind, notice.ticket, notice.event, notice.word));
    return {};
}

Result<std::vector<Notice>> notices_of(Store const& store, RunId const& run) {
    TRY(auto const rows, store.transaction.query(sql::notices_of, store.account, run));
    std::vector<Notice> all;
    for (auto const& row : rows) all.push_back({row.text(0), row.text(1), row.integer(2), row.text(3), row.text(4)});
    return all;
}

Result<void> remove_notice(Store const& store, RunId const& run, std::string_view id) {
    TRY_VOID(store.transaction.execute(sql::remove_notice, store.account, run, id));
    return {};
}

Result<void> remove_notices(Store const& store, RunId const& run) {
    TRY_VOID(store.transaction.execute(sql::remove_notices, store.account, run));
    return {};
}

Result<bool> see(Store const& store, Watch const& trigger, std::string_view subject, std::string const& fingerprint) {
    TRY(auto const rows, store.transaction.query(sql::find_seen, store.account, trigger.workflow, trigger.ticket, subject));
    if (!rows.empty() && rows.front().text(0) == fingerprint) return false;
    TRY_VOID(store.transaction.execute(sql::save_seen, store.account, trigger.workflow, trigger.ticket, subject, fingerprint));
    return true;
}

Result<void> note_write(
    Store const& store, std::string_view source, std::string_view record, std::vector<std::string> const& chain) {
    if (record.empty()) return {};
    auto const text = joined(chain);
    TRY_VOID(store.transaction.execute(sql::note_write, store.account, source, record, text, store.now + echo_time));
    return {};
}

Result<std::vector<std::string>> chain_of_write(Store const& store, std::string_view source, std::string_view record) {
    if (record.empty()) return std::vector<std::string>{};
    TRY(auto const rows, store.transaction.query(sql::find_write, store.account, source, record, store.now));
    return rows.empty() ? std::vector<std::string>{} : parted(rows.front().text(0));
}

Result<std::int64_t> prune(Transaction& transaction, TimePoint before, TimePoint now, std::int64_t limit) {
    TRY(auto const runs, transaction.query(sql::ended_runs, before, limit));
    for (auto const& row : runs) {
        TRY_VOID(transaction.execute(sql::remove_journal, row.text(0), row.text(1)));
        TRY_VOID(transaction.execute(sql::remove_run, row.text(0), row.text(1)));
    }
    auto const left = limit - static_cast<std::int64_t>(runs.size());
    if (left <= 0) return limit;
    TRY(auto const writes, transaction.query(sql::old_writes, now, left));
    for (auto const& row : writes) TRY_VOID(transaction.execute(sql::remove_write, row.text(0), row.text(1), row.text(2)));
    return static_cast<std::int64_t>(runs.size() + writes.size());
}

}  // namespace lockstep::workflows
