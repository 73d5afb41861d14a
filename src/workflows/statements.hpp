// SPDX-License-Identifier: Apache-2.0
// Every SQL statement of this module. ?1 is the account.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::workflows::sql {

inline constexpr std::string_view save_draft = R"(
INSERT INTO workflows (account_id, id, state, draft_sealed, version, created_at, changed_at) VALUES (?1, ?2, 0, ?3, 0, ?4, ?4)
ON CONFLICT (account_id, id) DO UPDATE SET draft_sealed = excluded.draft_sealed, changed_at = excluded.changed_at)";

inline constexpr std::string_view find_workflow = R"(
SELECT id, state, draft_sealed, version, created_at, changed_at, draft_bindings FROM workflows WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view list_workflows = R"(
SELECT id, state, draft_sealed, version, created_at, changed_at, draft_bindings FROM workflows WHERE account_id = ?1 ORDER BY id)";

inline constexpr std::string_view set_draft_bindings = R"(
UPDATE workflows SET draft_bindings = ?3 WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view set_state = R"(
UPDATE workflows SET state = ?3, version = ?4, changed_at = ?5 WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view insert_version = R"(
INSERT INTO workflow_versions (account_id, workflow_id, version, definition_sealed, bindings, published_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6))";

inline constexpr std::string_view find_version = R"(
SELECT definition_sealed, bindings, published_at FROM workflow_versions WHERE account_id = ?1 AND workflow_id = ?2 AND version = ?3)";

inline constexpr std::string_view list_versions = R"(
SELECT version, bindings, published_at FROM workflow_versions WHERE account_id = ?1 AND workflow_id = ?2
ORDER BY version DESC LIMIT ?3)";

inline constexpr std::string_view add_watch = R"(
INSERT INTO workflow_watches (account_id, source, event_type, workflow_id, run_id, ticket) VALUES (?1, ?2, ?3, ?4, ?5, ?6))";

inline constexpr std::string_view watches_for = R"(
SELECT workflow_id, run_id, ticket FROM workflow_watches WHERE account_id = ?1 AND source = ?2 AND event_type = ?3)";

inline constexpr std::string_view remove_watch = R"(
DELETE FROM workflow_watches WHERE account_id = ?1 AND workflow_id = ?2 AND run_id = ?3 AND ticket = ?4)";

inline constexpr std::string_view remove_watches = R"(
DELETE FROM workflow_watches WHERE account_id = ?1 AND workflow_id = ?2 AND run_id = ?3)";

inline constexpr std::string_view insert_run = R"(
INSERT INTO workflow_runs (account_id, id, workflow_id, version, subject, status, is_over, event_id, chain, entries, state_sealed,
    error_code, error_step, started_at, changed_at, wakes_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16))";

inline constexpr std::string_view update_run = R"(
UPDATE workflow_runs SET status = ?3, is_over = ?4, entries = ?5, state_sealed = ?6, error_code = ?7, error_step = ?8,
    changed_at = ?9, wakes_at = ?10
WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view find_run = R"(
SELECT id, workflow_id, version, subject, event_id, chain, entries, state_sealed, started_at, changed_at FROM workflow_runs
WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view list_runs = R"(
SELECT id, workflow_id, version, status, error_code, error_step, started_at, changed_at, wakes_at, event_id FROM workflow_runs
WHERE account_id = ?1 AND workflow_id = ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4)";

inline constexpr std::string_view list_runs_of_status = R"(
SELECT id, workflow_id, version, status, error_code, error_step, started_at, changed_at, wakes_at, event_id FROM workflow_runs
WHERE account_id = ?1 AND workflow_id = ?2 AND status = ?3 AND id < ?4 ORDER BY id DESC LIMIT ?5)";

inline constexpr std::string_view list_all_runs = R"(
SELECT id, workflow_id, version, status, error_code, error_step, started_at, changed_at, wakes_at, event_id FROM workflow_runs
WHERE account_id = ?1 AND id < ?2 ORDER BY id DESC LIMIT ?3)";

inline constexpr std::string_view list_all_runs_of_status = R"(
SELECT id, workflow_id, version, status, error_code, error_step, started_at, changed_at, wakes_at, event_id FROM workflow_runs
WHERE account_id = ?1 AND status = ?2 AND id < ?3 ORDER BY id DESC LIMIT ?4)";

inline constexpr std::string_view run_of_subject = R"(
SELECT 1 FROM workflow_runs WHERE account_id = ?1 AND workflow_id = ?2 AND subject = ?3 LIMIT 1)";

inline constexpr std::string_view open_run_of_subject = R"(
SELECT 1 FROM workflow_runs WHERE account_id = ?1 AND workflow_id = ?2 AND subject = ?3 AND is_over = 0 LIMIT 1)";

inline constexpr std::string_view ended_runs = R"(
SELECT account_id, id FROM workflow_runs WHERE is_over = 1 AND changed_at < ?1 ORDER BY changed_at LIMIT ?2)";

inline constexpr std::string_view remove_run = R"(
DELETE FROM workflow_runs WHERE account_id = ?1 AND id = ?2)";

inline constexpr std::string_view remove_journal = R"(
DELETE FROM workflow_journal WHERE account_id = ?1 AND run_id = ?2)";

inline constexpr std::string_view append_journal = R"(
INSERT INTO workflow_journal (account_id, run_id, entry, at, happening_sealed) VALUES (?1, ?2, ?3, ?4, ?5))";

inline constexpr std::string_view load_journal = R"(
SELECT entry, at, happening_sealed FROM workflow_journal WHERE account_id = ?1 AND run_id = ?2 ORDER BY entry)";

inline constexpr std::string_view add_notice = R"(
INSERT INTO workflow_notices (account_id, run_id, id, kind, ticket, event_id, word) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (account_id, run_id, id) DO NOTHING)";

inline constexpr std::string_view notices_of = R"(
SELECT id, kind, ticket, event_id, word FROM workflow_notices WHERE account_id = ?1 AND run_id = ?2 ORDER BY id LIMIT 20)";

inline constexpr std::string_view remove_notice = R"(
DELETE FROM workflow_notices WHERE account_id = ?1 AND run_id = ?2 AND id = ?3)";

inline constexpr std::string_view remove_notices = R"(
DELETE FROM workflow_notices WHERE account_id = ?1 AND run_id = ?2)";

inline constexpr std::string_view find_seen = R"(
SELECT fingerprint FROM workflow_seen WHERE account_id = ?1 AND workflow_id = ?2 AND ticket = ?3 AND subject = ?4)";

inline constexpr std::string_view save_seen = R"(
INSERT INTO workflow_seen (account_id, workflow_id, ticket, subject, fingerprint) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (account_id, workflow_id, ticket, subject) DO UPDATE SET fingerprint = excluded.fingerprint)";

inline constexpr std::string_view note_write = R"(
INSERT INTO workflow_writes (account_id, source, record_id, chain, until) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (account_id, source, record_id) DO UPDATE SET chain = excluded.chain, until = excluded.until)";

inline constexpr std::string_view find_write = R"(
SELECT chain FROM workflow_writes WHERE account_id = ?1 AND source = ?2 AND record_id = ?3 AND until > ?4)";

inline constexpr std::string_view old_writes = R"(
SELECT account_id, source, record_id FROM workflow_writes WHERE until < ?1 ORDER BY until LIMIT ?2)";

inline constexpr std::string_view remove_write = R"(
DELETE FROM workflow_writes WHERE account_id = ?1 AND source = ?2 AND record_id = ?3)";

inline constexpr std::array all{save_draft, find_workflow, list_workflows, set_draft_bindings, set_state, insert_version,
    find_version, list_versions, add_watch, watches_for, remove_watch, remove_watches, insert_run, update_run, find_run,
    list_runs, list_runs_of_status, list_all_runs, list_all_runs_of_status, run_of_subject, open_run_of_subject, ended_runs,
    remove_run, remove_journal, append_journal, load_journal, add_notice, notices_of, remove_notice, remove_notices, find_seen,
    save_seen, note_write, find_write, old_writes, remove_write};

}  // namespace lockstep::workflows::sql
