// SPDX-License-Identifier: Apache-2.0
// Store: workflows, versions, runs and journals in the database. Every function is a step of the caller's transaction.
#pragma once

#include "ports/database.hpp"
#include "vault/vault.hpp"
#include "workflows/decide.hpp"

namespace lockstep::workflows {

struct RunTag {
    static constexpr std::string_view prefix = "run";
};
using RunId = Id<RunTag>;

struct Store {
    Transaction& transaction;
    vault::Vault const& vault;
    AccountId const& account;
    TimePoint now;
};

enum class WorkflowState : std::uint8_t {
    draft,
    published,
    paused
};
std::string_view to_string(WorkflowState state);

struct StoredWorkflow {
    std::string id;
    WorkflowState state = WorkflowState::draft;
    std::string draft;         // the definition as it was written
    std::int64_t version = 0;  // the newest; 0: none was published
    TimePoint created_at{};
    TimePoint changed_at{};
    std::map<std::string, std::string, std::less<>> draft_bindings{};  // what was chosen for the draft; may lack some
};
Result<void> save_draft(Store const& store, std::string const& id, std::string_view definition);
Result<std::optional<StoredWorkflow>> find_workflow(Store const& store, std::string_view id);
// A handful; by id.
Result<std::vector<StoredWorkflow>> list_workflows(Store const& store);
Result<void> set_state(Store const& store, std::string_view id, WorkflowState state, std::int64_t version);

// Which connection, or hook, stands behind each name of the definition.
using Bindings = std::map<std::string, std::string, std::less<>>;
Result<void> set_draft_bindings(Store const& store, std::string_view id, Bindings const& bindings);
struct Version {
    std::int64_t number = 0;
    std::string definition;
    Bindings bindings;
    TimePoint published_at{};
};
Result<void> insert_version(Store const& store, std::string_view workflow, Version const& version);
Result<std::optional<Version>> find_version(Store const& store, std::string_view workflow, std::int64_t number);
// The newest first, without their definitions.
Result<std::vector<Version>> list_versions(Store const& store, std::string_view workflow, std::int64_t limit);

// Of a trigger (`run` is empty) or of a run that waits.
struct Watch {
    std::string workflow, run;
    std::int64_t ticket = 0;
};
Result<void> add_watch(Store const& store, std::string_view source, std::string_view type, Watch const& watch);
Result<std::vector<Watch>> watches_for(
    Transaction& transaction, AccountId const& account, std::string_view source, std::string_view type);
Result<void> remove_watch(Store const& store, Watch const& watch);
Result<void> remove_watches(Store const& store, std::string_view workflow, std::string_view run);

struct StoredRun {
    RunId id;
    std::string workflow;
    std::int64_t version = 0;
    std::string subject;  // keyed index; empty: about nobody
    std::string event;
    std::vector<std::string> chain;  // the workflows whose runs led to it, itself last
    std::int64_t entries = 0;        // of its journal
    RunState state;
    TimePoint started_at{};
    TimePoint changed_at{};
};
Result<void> insert_run(Store const& store, StoredRun const& run);
Result<void> update_run(Store const& store, StoredRun const& run);
Result<std::optional<StoredRun>> find_run(Store const& store, std::string_view id);
Result<bool> has_run(Store const& store, std::string_view workflow, std::string_view subject, bool is_open);

// A line of a list: {"id","workflow","version","status","error_code","error_step","started_at","changed_at","wakes_at","event"}.
struct RunFilter {
    std::string workflow;  // empty: of all
    std::string status{};  // empty: any
    std::string before{};  // a run's id: older ones
    std::int64_t limit = 50;
};
Result<JsonArray> list_runs(Store const& store, RunFilter const& filter);

struct JournalEntry {
    std::int64_t number = 0;
    TimePoint at{};
    Happening happening;
};
Result<void> append_journal(Store const& store, RunId const& run, JournalEntry const& entry);
Result<std::vector<JournalEntry>> load_journal(Store const& store, RunId const& run);

// What a run has not looked at yet.
struct Notice {
    std::string id;
    std::string kind;  // "event", "cancel" or "settle"
    std::int64_t ticket = 0;
    std::string event;
    std::string word;  // settle: "done", "again" or "failed"
};
Result<void> add_notice(Transaction& transaction, AccountId const& account, std::string_view run, Notice const& notice);
Result<std::vector<Notice>> notices_of(Store const& store, RunId const& run);
Result<void> remove_notice(Store const& store, RunId const& run, std::string_view id);
Result<void> remove_notices(Store const& store, RunId const& run);

// Whether it is another one than was seen last, which it is the first time; and it is what was seen last from now on.
Result<bool> see(Store const& store, Watch const& trigger, std::string_view subject, std::string const& fingerprint);

// A run has written this record: what comes of it within the time is not somebody else's doing.
Result<void> note_write(
    Store const& store, std::string_view source, std::string_view record, std::vector<std::string> const& chain);
Result<std::vector<std::string>> chain_of_write(Store const& store, std::string_view source, std::string_view record);

// Forgets runs that ended before then, with their journals, and writes whose time is over. Returns how many, at most `limit`.
Result<std::int64_t> prune(Transaction& transaction, TimePoint before, TimePoint now, std::int64_t limit);

}  // namespace lockstep::workflows
