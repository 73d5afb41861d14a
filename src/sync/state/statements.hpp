// SPDX-License-Identifier: Apache-2.0
// Every statement of the sync, by table and in one place, so that a test can ask the database how it would carry each of them
// out: none may go through a table that grows one row after the other, or sort what it finds. tools/check_sql.py sees to it that
// there are no statements elsewhere and that none is left out of `all`. ?1 and ?2 are the account and the sync nearly everywhere.
#pragma once

#include <array>
#include <string_view>

namespace lockstep::sync::sql {

// ---- syncs, sync_versions

inline constexpr std::string_view insert_sync = R"(
INSERT INTO syncs (account_id, sync_id, label, a_connection, b_connection, state, version, backfill_phase, backfill_batch, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10))";

inline constexpr std::string_view insert_sync_version = R"(
INSERT INTO sync_versions (account_id, sync_id, version, document, author, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6))";

inline constexpr std::string_view versions_of_sync = R"(
SELECT version, document, author, created_at FROM sync_versions WHERE account_id = ?1 AND sync_id = ?2 AND version < ?3
ORDER BY version DESC LIMIT ?4)";

inline constexpr std::string_view version_of_sync = R"(
SELECT version, document, author, created_at FROM sync_versions WHERE account_id = ?1 AND sync_id = ?2 AND version = ?3)";

inline constexpr std::string_view set_sync_version = R"(
UPDATE syncs SET version = ?3 WHERE account_id = ?1 AND sync_id = ?2)";

inline constexpr std::string_view set_sync_state = R"(
UPDATE syncs SET state = ?3, backfill_phase = ?4, backfill_batch = ?5 WHERE account_id = ?1 AND sync_id = ?2)";

// Only from the phase in which it is believed to be.
inline constexpr std::string_view change_phase = R"(
UPDATE syncs SET backfill_phase = ?5 WHERE account_id = ?1 AND sync_id = ?2 AND version = ?3 AND backfill_phase = ?4)";

// Goes through all syncs, of which there are few.
inline constexpr std::string_view all_syncs = R"(
SELECT s.account_id, s.sync_id, s.label, s.a_connection, s.b_connection, s.state, s.version, s.backfill_phase, s.backfill_batch,
    s.created_at, v.document
FROM syncs s JOIN sync_versions v ON v.account_id = s.account_id AND v.sync_id = s.sync_id AND v.version = s.version
ORDER BY s.account_id, s.sync_id)";

inline constexpr std::string_view find_sync = R"(
SELECT s.account_id, s.sync_id, s.label, s.a_connection, s.b_connection, s.state, s.version, s.backfill_phase, s.backfill_batch,
    s.created_at, v.document
FROM syncs s JOIN sync_versions v ON v.account_id = s.account_id AND v.sync_id = s.sync_id AND v.version = s.version
WHERE s.account_id = ?1 AND s.sync_id = ?2)";

inline constexpr std::string_view stand_of_sync = R"(
SELECT state, version, backfill_phase FROM syncs WHERE account_id = ?1 AND sync_id = ?2)";

inline constexpr std::string_view stands_of_syncs = R"(
SELECT sync_id, state, version, backfill_phase FROM syncs)";

inline constexpr std::string_view sync_of_connections = R"(
SELECT sync_id FROM syncs WHERE account_id = ?1 AND a_connection = ?2 AND b_connection = ?3)";

// Started ones, by one of their connections.
inline constexpr std::string_view syncs_using_connection = R"(
SELECT sync_id, a_connection FROM syncs
WHERE account_id = ?1 AND (a_connection = ?2 OR b_connection = ?2) AND state <> 'draft')";

// ---- links

inline constexpr std::string_view insert_link = R"(
INSERT INTO links (account_id, sync_id, link_id, a_record, b_record, state, sealed_base, reason, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9))";

inline constexpr std::string_view update_link = R"(
UPDATE links SET a_record = ?4, b_record = ?5, state = ?6, sealed_base = ?7, reason = ?8
WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3)";

inline constexpr std::string_view delete_link = R"(
DELETE FROM links WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3)";

inline constexpr std::string_view is_link_complete = R"(
SELECT a_record IS NOT NULL AND b_record IS NOT NULL, a_record, b_record FROM links WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3)";

inline constexpr std::string_view find_link = R"(
SELECT link_id, a_record, b_record, state, sealed_base, reason, created_at FROM links
WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3)";

inline constexpr std::string_view link_of_a = R"(
SELECT link_id, a_record, b_record, state, sealed_base, reason, created_at FROM links
WHERE account_id = ?1 AND sync_id = ?2 AND a_record = ?3)";

inline constexpr std::string_view link_of_b = R"(
SELECT link_id, a_record, b_record, state, sealed_base, reason, created_at FROM links
WHERE account_id = ?1 AND sync_id = ?2 AND b_record = ?3)";

inline constexpr std::string_view link_id_of_a = R"(
SELECT link_id FROM links WHERE account_id = ?1 AND sync_id = ?2 AND a_record = ?3)";

inline constexpr std::string_view link_id_of_b = R"(
SELECT link_id FROM links WHERE account_id = ?1 AND sync_id = ?2 AND b_record = ?3)";

// ---- mirrors, mirror_keys

inline constexpr std::string_view find_mirror = R"(
SELECT state, sealed_record, observed_at, missing_since, seen_sweep FROM mirrors
WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4)";

inline constexpr std::string_view mirror_state_and_keys = R"(
SELECT state, found_by, name_tokens FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4)";

// A copy that was asked for earlier than the present one changes nothing.
inline constexpr std::string_view save_mirror = R"(
INSERT INTO mirrors (account_id, sync_id, side, record_id, state, sealed_record, observed_at, app_changed_at, missing_since,
    seen_sweep, found_by, name_tokens)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
ON CONFLICT (account_id, sync_id, side, record_id) DO UPDATE SET
    state = excluded.state, sealed_record = excluded.sealed_record, observed_at = excluded.observed_at,
    app_changed_at = excluded.app_changed_at, missing_since = excluded.missing_since,
    seen_sweep = excluded.seen_sweep, found_by = excluded.found_by,
    name_tokens = excluded.name_tokens
WHERE mirrors.observed_at <= excluded.observed_at OR excluded.observed_at = 0)";

inline constexpr std::string_view delete_mirror = R"(
DELETE FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4)";

inline constexpr std::string_view outdate_mirrors = R"(
UPDATE mirrors SET observed_at = 0 WHERE account_id = ?1 AND sync_id = ?2 AND (side, record_id) IN (
    SELECT side, record_id FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND observed_at > 0 LIMIT ?3))";

inline constexpr std::string_view mark_mirror_seen = R"(
UPDATE mirrors SET seen_sweep = ?5 WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4)";

inline constexpr std::string_view mirrors_after = R"(
SELECT record_id FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id > ?4
ORDER BY record_id LIMIT ?5)";

inline constexpr std::string_view count_unseen_mirrors = R"(
SELECT COUNT(*) FROM (SELECT 1 FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND state = 'present'
    AND seen_sweep < ?4 AND observed_at < ?5 LIMIT ?6) AS some)";

// In the order of the index, so that a portion costs as many rows as it has.
inline constexpr std::string_view unseen_mirrors = R"(
SELECT seen_sweep, record_id FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND state = 'present'
    AND seen_sweep < ?4 AND observed_at < ?5 AND (seen_sweep, record_id) > (?6, ?7)
ORDER BY seen_sweep, record_id LIMIT ?8)";

inline constexpr std::string_view delete_mirror_keys = R"(
DELETE FROM mirror_keys WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4)";

inline constexpr std::string_view insert_mirror_key = R"(
INSERT INTO mirror_keys (account_id, sync_id, side, kind, blind, record_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6))";

inline constexpr std::string_view mirrors_with_key = R"(
SELECT record_id FROM mirror_keys
WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND kind = ?4 AND blind = ?5 ORDER BY record_id LIMIT ?6)";

// ---- name_words

inline constexpr std::string_view insert_name_word = R"(
INSERT INTO name_words (account_id, token, record_id) VALUES (?1, ?2, ?3)
ON CONFLICT (account_id, token, record_id) DO NOTHING)";

inline constexpr std::string_view delete_name_word = R"(
DELETE FROM name_words WHERE account_id = ?1 AND token = ?2 AND record_id = ?3)";

// In the order of the key, so that a portion costs as many rows as it has.
inline constexpr std::string_view name_words_after = R"(
SELECT token, record_id FROM name_words WHERE account_id = ?1 AND token >= ?2 AND token <= ?3
    AND (token, record_id) > (?4, ?5)
ORDER BY token, record_id LIMIT ?6)";

inline constexpr std::string_view mirrors_without_names = R"(
SELECT side, record_id FROM mirrors WHERE account_id = ?1 AND sync_id = ?2 AND name_tokens IS NULL
ORDER BY side, record_id LIMIT ?3)";

inline constexpr std::string_view set_name_tokens = R"(
UPDATE mirrors SET name_tokens = ?5 WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND record_id = ?4)";

// ---- batches, changes

inline constexpr std::string_view insert_batch = R"(
INSERT INTO batches (account_id, batch_id, sync_id, kind, mapping_version, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6))";

inline constexpr std::string_view insert_change = R"(
INSERT INTO changes (account_id, change_id, batch_id, intent_id, sync_id, link_id, a_record, b_record, side, field, sealed_values,
    reason, mapping_version, cause, call_id, outcome, created_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, '', 'planned', ?15))";

inline constexpr std::string_view set_change_outcome = R"(
UPDATE changes SET outcome = ?3, call_id = ?4, settled_at = ?5 WHERE account_id = ?1 AND change_id = ?2)";

inline constexpr std::string_view set_outcome_of_changes = R"(
UPDATE changes SET outcome = ?3, call_id = CASE WHEN ?4 = '' THEN call_id ELSE ?4 END, settled_at = ?5
WHERE account_id = ?1 AND intent_id = ?2)";

inline constexpr std::string_view name_a_record = R"(
UPDATE changes SET a_record = ?3 WHERE account_id = ?1 AND intent_id = ?2)";

inline constexpr std::string_view name_b_record = R"(
UPDATE changes SET b_record = ?3 WHERE account_id = ?1 AND intent_id = ?2)";

// Those of one effect are few, and come in the order in which they were journalled.
inline constexpr std::string_view changes_of_effect = R"(
SELECT change_id, side, field, sealed_values, reason, mapping_version FROM changes
WHERE account_id = ?1 AND intent_id = ?2)";

// What is stored by now.
inline constexpr std::string_view stored_changes_of_effect = R"(
SELECT change_id, field, sealed_values, reason, link_id, a_record, b_record, side FROM changes
WHERE account_id = ?1 AND intent_id = ?2 AND outcome = 'done')";

inline constexpr std::string_view changes_of_sync = R"(
SELECT change_id, created_at, settled_at, batch_id, link_id, a_record, b_record, side, field, sealed_values, reason,
    mapping_version, cause, call_id, outcome
FROM changes WHERE account_id = ?1 AND sync_id = ?2 AND change_id < ?3 ORDER BY change_id DESC LIMIT ?4)";

inline constexpr std::string_view changes_of_link = R"(
SELECT change_id, created_at, settled_at, batch_id, link_id, a_record, b_record, side, field, sealed_values, reason,
    mapping_version, cause, call_id, outcome
FROM changes WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?5 AND change_id < ?3 ORDER BY change_id DESC LIMIT ?4)";

inline constexpr std::string_view changes_of_a = R"(
SELECT change_id, created_at, settled_at, batch_id, link_id, a_record, b_record, side, field, sealed_values, reason,
    mapping_version, cause, call_id, outcome
FROM changes WHERE account_id = ?1 AND sync_id = ?2 AND a_record = ?5 AND change_id < ?3 ORDER BY change_id DESC LIMIT ?4)";

inline constexpr std::string_view changes_of_b = R"(
SELECT change_id, created_at, settled_at, batch_id, link_id, a_record, b_record, side, field, sealed_values, reason,
    mapping_version, cause, call_id, outcome
FROM changes WHERE account_id = ?1 AND sync_id = ?2 AND b_record = ?5 AND change_id < ?3 ORDER BY change_id DESC LIMIT ?4)";

inline constexpr std::string_view changes_of_batch = R"(
SELECT change_id, created_at, settled_at, batch_id, link_id, a_record, b_record, side, field, sealed_values, reason,
    mapping_version, cause, call_id, outcome
FROM changes WHERE account_id = ?1 AND sync_id = ?2 AND batch_id = ?5 AND change_id < ?3 ORDER BY change_id DESC LIMIT ?4)";

inline constexpr std::string_view prune_changes = R"(
DELETE FROM changes WHERE (account_id, change_id) IN (
    SELECT account_id, change_id FROM changes WHERE settled_at IS NOT NULL AND settled_at < ?1 ORDER BY settled_at LIMIT ?2))";

// A batch stays as long as one of its changes does, and as long as its back-fill runs.
inline constexpr std::string_view prune_batches = R"(
DELETE FROM batches WHERE (account_id, batch_id) IN (
    SELECT b.account_id, b.batch_id FROM batches b WHERE b.created_at < ?1
        AND NOT EXISTS (SELECT 1 FROM changes c WHERE c.account_id = b.account_id AND c.batch_id = b.batch_id)
        AND NOT EXISTS (SELECT 1 FROM syncs s WHERE s.account_id = b.account_id AND s.sync_id = b.sync_id
            AND s.backfill_batch = b.batch_id)
    ORDER BY b.created_at LIMIT ?2))";

// ---- issues

inline constexpr std::string_view find_issue = R"(
SELECT issue_id, state, sealed_detail FROM issues
WHERE account_id = ?1 AND sync_id = ?2 AND kind = ?3 AND subject = ?4 AND field = ?5)";

inline constexpr std::string_view insert_issue = R"(
INSERT INTO issues (account_id, issue_id, sync_id, kind, subject, field, state, sealed_detail, count, first_at, last_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'open', ?7, 1, ?8, ?8))";

inline constexpr std::string_view raise_issue_again = R"(
UPDATE issues SET state = 'open', sealed_detail = ?3, count = count + 1, last_at = ?4 WHERE account_id = ?1 AND issue_id = ?2)";

inline constexpr std::string_view set_issue_detail = R"(
UPDATE issues SET sealed_detail = ?3 WHERE account_id = ?1 AND issue_id = ?2)";

inline constexpr std::string_view close_issue = R"(
UPDATE issues SET state = 'resolved', last_at = ?6
WHERE account_id = ?1 AND sync_id = ?2 AND kind = ?3 AND subject = ?4 AND field = ?5 AND state = 'open')";

inline constexpr std::string_view close_issues_of_kind = R"(
UPDATE issues SET state = 'resolved', last_at = ?5
WHERE account_id = ?1 AND sync_id = ?2 AND kind = ?3 AND subject = ?4 AND state = 'open')";

inline constexpr std::string_view open_issues_of_kind = R"(
SELECT issue_id, field FROM issues
WHERE account_id = ?1 AND sync_id = ?2 AND kind = ?3 AND subject = ?4 AND state = 'open')";

inline constexpr std::string_view is_issue_open = R"(
SELECT 1 FROM issues WHERE account_id = ?1 AND sync_id = ?2 AND kind = ?3 AND subject = ?4 AND state = 'open')";

inline constexpr std::string_view open_issues_by_kind = R"(
SELECT kind, COUNT(*) FROM issues WHERE account_id = ?1 AND sync_id = ?2 AND state = 'open' GROUP BY kind)";

inline constexpr std::string_view open_issues_of_subject = R"(
SELECT issue_id, kind, subject, field, state, sealed_detail, count, first_at, last_at FROM issues
WHERE account_id = ?1 AND sync_id = ?2 AND subject = ?3 AND state = 'open')";

inline constexpr std::string_view issue_by_id = R"(
SELECT issue_id, kind, subject, field, state, sealed_detail, count, first_at, last_at FROM issues
WHERE account_id = ?1 AND sync_id = ?2 AND issue_id = ?3)";

inline constexpr std::string_view issues_in_state = R"(
SELECT issue_id, kind, subject, field, state, sealed_detail, count, first_at, last_at FROM issues
WHERE account_id = ?1 AND sync_id = ?2 AND state = ?3 AND (last_at, issue_id) < (?5, ?6) ORDER BY last_at DESC, issue_id DESC LIMIT ?4)";

inline constexpr std::string_view open_issues_of_one_kind = R"(
SELECT issue_id, kind, subject, field, state, sealed_detail, count, first_at, last_at FROM issues
WHERE account_id = ?1 AND sync_id = ?2 AND state = 'open' AND kind = ?3 AND (last_at, issue_id) < (?5, ?6)
ORDER BY last_at DESC, issue_id DESC LIMIT ?4)";

// The longest open first; who is asked about again goes to the end of the line.
inline constexpr std::string_view issues_to_ask_again = R"(
SELECT subject FROM issues WHERE account_id = ?1 AND sync_id = ?2 AND state = 'open' AND kind IN ('match_unsure', 'create_refused')
ORDER BY last_at LIMIT ?3)";

inline constexpr std::string_view prune_issues = R"(
DELETE FROM issues WHERE (account_id, issue_id) IN (
    SELECT account_id, issue_id FROM issues WHERE state = 'resolved' AND last_at < ?1 ORDER BY last_at LIMIT ?2))";

// ---- answers

inline constexpr std::string_view insert_answer = R"(
INSERT INTO answers (account_id, answer_id, sync_id, issue_id, choice, link_id, a_record, b_record, field, sealed_detail, state,
    given_by, given_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13))";

inline constexpr std::string_view end_answer = R"(
UPDATE answers SET state = ?3, ended_at = ?4 WHERE account_id = ?1 AND answer_id = ?2 AND state = 'given')";

inline constexpr std::string_view mark_answer_taken_back = R"(
UPDATE answers SET state = ?3, ended_at = ?4 WHERE account_id = ?1 AND answer_id = ?2)";

inline constexpr std::string_view find_answer = R"(
SELECT answer_id, issue_id, choice, link_id, a_record, b_record, field, sealed_detail, state, given_by, given_at, ended_at
FROM answers WHERE account_id = ?1 AND sync_id = ?2 AND answer_id = ?3)";

inline constexpr std::string_view answers_of_link = R"(
SELECT answer_id, issue_id, choice, link_id, a_record, b_record, field, sealed_detail, state, given_by, given_at, ended_at
FROM answers WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3 AND state = 'given')";

inline constexpr std::string_view answers_of_a = R"(
SELECT answer_id, issue_id, choice, link_id, a_record, b_record, field, sealed_detail, state, given_by, given_at, ended_at
FROM answers WHERE account_id = ?1 AND sync_id = ?2 AND a_record = ?3 AND state = 'given')";

inline constexpr std::string_view answers_of_b = R"(
SELECT answer_id, issue_id, choice, link_id, a_record, b_record, field, sealed_detail, state, given_by, given_at, ended_at
FROM answers WHERE account_id = ?1 AND sync_id = ?2 AND b_record = ?3 AND state = 'given')";

inline constexpr std::string_view taken_apart_from_a = R"(
SELECT b_record FROM answers
WHERE account_id = ?1 AND sync_id = ?2 AND a_record = ?3 AND choice = 'same_person' AND state = 'taken_back')";

inline constexpr std::string_view taken_apart_from_b = R"(
SELECT a_record FROM answers
WHERE account_id = ?1 AND sync_id = ?2 AND b_record = ?3 AND choice = 'same_person' AND state = 'taken_back')";

inline constexpr std::string_view last_answer_to_issue = R"(
SELECT answer_id, issue_id, choice, link_id, a_record, b_record, field, sealed_detail, state, given_by, given_at, ended_at
FROM answers WHERE account_id = ?1 AND issue_id = ?2 ORDER BY given_at DESC, answer_id DESC LIMIT 1)";

inline constexpr std::string_view answers_of_sync = R"(
SELECT answer_id, issue_id, choice, link_id, a_record, b_record, field, sealed_detail, state, given_by, given_at, ended_at
FROM answers WHERE account_id = ?1 AND sync_id = ?2 AND (given_at, answer_id) < (?3, ?4) ORDER BY given_at DESC, answer_id DESC LIMIT ?5)";

inline constexpr std::string_view prune_answers = R"(
DELETE FROM answers WHERE (account_id, answer_id) IN (
    SELECT account_id, answer_id FROM answers WHERE state <> 'given' AND NOT (choice = 'same_person' AND state = 'taken_back')
        AND ended_at < ?1 ORDER BY ended_at LIMIT ?2))";

// ---- sync_counts, change_hours

inline constexpr std::string_view add_to_counts = R"(
INSERT INTO sync_counts (account_id, sync_id, linked, records_a, records_b, open_issues, ambiguous)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
ON CONFLICT (account_id, sync_id) DO UPDATE SET
    linked = sync_counts.linked + excluded.linked, records_a = sync_counts.records_a + excluded.records_a,
    records_b = sync_counts.records_b + excluded.records_b, open_issues = sync_counts.open_issues + excluded.open_issues,
    ambiguous = sync_counts.ambiguous + excluded.ambiguous)";

inline constexpr std::string_view note_last_change = R"(
INSERT INTO sync_counts (account_id, sync_id, linked, records_a, records_b, open_issues, ambiguous, last_change_at)
VALUES (?1, ?2, 0, 0, 0, 0, 0, ?3)
ON CONFLICT (account_id, sync_id) DO UPDATE SET last_change_at = excluded.last_change_at
WHERE sync_counts.last_change_at IS NULL OR sync_counts.last_change_at < excluded.last_change_at)";

inline constexpr std::string_view counts_of_sync = R"(
SELECT linked, records_a, records_b, open_issues, ambiguous, last_change_at FROM sync_counts WHERE account_id = ?1 AND sync_id = ?2)";

// Of every sync of the account, one row each.
inline constexpr std::string_view counts_of_syncs = R"(
SELECT sync_id, linked, records_a, records_b, open_issues, ambiguous, last_change_at FROM sync_counts WHERE account_id = ?1)";

inline constexpr std::string_view add_to_hour = R"(
INSERT INTO change_hours (account_id, sync_id, hour, changes) VALUES (?1, ?2, ?3, 1)
ON CONFLICT (account_id, sync_id, hour) DO UPDATE SET changes = change_hours.changes + 1
RETURNING changes)";

inline constexpr std::string_view changes_since_hour = R"(
SELECT COALESCE(SUM(changes), 0) FROM change_hours WHERE account_id = ?1 AND sync_id = ?2 AND hour > ?3)";

// Of one sync: at most 24 are made in a day.
inline constexpr std::string_view prune_hours = R"(
DELETE FROM change_hours WHERE account_id = ?1 AND sync_id = ?2 AND hour <= ?3)";

// ---- sweeps, poll_cursors

inline constexpr std::string_view find_sweep = R"(
SELECT sweep_id, next_inputs, page, seen, started_at FROM sweeps
WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND state = ?4)";

inline constexpr std::string_view save_sweep = R"(
INSERT INTO sweeps (account_id, sync_id, side, sweep_id, state, next_inputs, page, seen, total, started_at, finished_at,
    last_finished_at, last_seen)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, CASE WHEN ?5 = 'done' THEN ?11 END,
    CASE WHEN ?5 = 'done' THEN ?11 END, CASE WHEN ?5 = 'done' THEN ?8 END)
ON CONFLICT (account_id, sync_id, side) DO UPDATE SET
    sweep_id = excluded.sweep_id, state = excluded.state, next_inputs = excluded.next_inputs, page = excluded.page,
    seen = excluded.seen, total = excluded.total, started_at = excluded.started_at, finished_at = excluded.finished_at,
    last_finished_at = COALESCE(excluded.last_finished_at, sweeps.last_finished_at),
    last_seen = COALESCE(excluded.last_seen, sweeps.last_seen))";

inline constexpr std::string_view last_sweep = R"(
SELECT last_finished_at, last_seen FROM sweeps WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3)";

// Of every sync of the account, two rows each.
inline constexpr std::string_view last_sweeps = R"(
SELECT sync_id, side, last_finished_at FROM sweeps WHERE account_id = ?1)";

inline constexpr std::string_view polls_of_syncs = R"(
SELECT sync_id, side, polled_at FROM poll_cursors WHERE account_id = ?1)";

inline constexpr std::string_view find_poll_cursor = R"(
SELECT since, cursor, polled_at FROM poll_cursors WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3)";

inline constexpr std::string_view save_poll_cursor = R"(
INSERT INTO poll_cursors (account_id, sync_id, side, since, cursor, polled_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (account_id, sync_id, side) DO UPDATE SET
    since = excluded.since, cursor = excluded.cursor, polled_at = excluded.polled_at)";

// ---- waiting_creates

inline constexpr std::string_view insert_waiting_create = R"(
INSERT INTO waiting_creates (account_id, sync_id, side, field, record) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (account_id, sync_id, record, side, field) DO NOTHING)";

inline constexpr std::string_view delete_waiting_create = R"(
DELETE FROM waiting_creates WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND field = ?4 AND record = ?5)";

inline constexpr std::string_view delete_waiting_of_record = R"(
DELETE FROM waiting_creates WHERE account_id = ?1 AND sync_id = ?2 AND record = ?3)";

inline constexpr std::string_view waiting_of_record = R"(
SELECT side, field FROM waiting_creates WHERE account_id = ?1 AND sync_id = ?2 AND record = ?3)";

inline constexpr std::string_view count_waiting_creates = R"(
SELECT COUNT(*) FROM (
    SELECT 1 FROM waiting_creates WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND field = ?4 LIMIT ?5) AS some)";

inline constexpr std::string_view waiting_creates_after = R"(
SELECT record FROM waiting_creates WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND field = ?4 AND record > ?5
ORDER BY record LIMIT ?6)";

// ---- brakes, braked_links

inline constexpr std::string_view brakes_at_work = R"(
SELECT side, field, harm, held_since, answer, answered_by, issue_id FROM brakes
WHERE account_id = ?1 AND sync_id = ?2 AND (held_since IS NOT NULL OR answer <> ''))";

// What was counted in an earlier hour counts no more.
inline constexpr std::string_view count_at_brake = R"(
INSERT INTO brakes (account_id, sync_id, side, field, harm, hour, people) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 1)
ON CONFLICT (account_id, sync_id, side, field, harm) DO UPDATE SET
    people = CASE WHEN brakes.hour = excluded.hour THEN brakes.people + 1 ELSE 1 END, hour = excluded.hour
RETURNING people, held_since, let_until)";

inline constexpr std::string_view hold_brake = R"(
UPDATE brakes SET held_since = ?6, answer = ''
WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND field = ?4 AND harm = ?5)";

inline constexpr std::string_view release_brake = R"(
UPDATE brakes SET held_since = NULL, people = 0, answer = ?6, answered_by = ?7, issue_id = ?8, let_until = ?9
WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND field = ?4 AND harm = ?5)";

inline constexpr std::string_view answer_brake = R"(
UPDATE brakes SET answer = ?6, answered_by = ?7, issue_id = ?8
WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND field = ?4 AND harm = ?5)";

inline constexpr std::string_view end_brake = R"(
UPDATE brakes SET held_since = NULL, people = 0, answer = ''
WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND field = ?4 AND harm = ?5)";

inline constexpr std::string_view insert_braked_link = R"(
INSERT INTO braked_links (account_id, sync_id, side, field, harm, link_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (account_id, sync_id, link_id, side, field, harm) DO NOTHING)";

inline constexpr std::string_view delete_braked_link = R"(
DELETE FROM braked_links
WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND field = ?4 AND harm = ?5 AND link_id = ?6)";

inline constexpr std::string_view delete_brakes_of_link = R"(
DELETE FROM braked_links WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3)";

inline constexpr std::string_view brakes_of_link = R"(
SELECT side, field, harm FROM braked_links WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3)";

inline constexpr std::string_view count_braked_links = R"(
SELECT COUNT(*) FROM (
    SELECT 1 FROM braked_links
    WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND field = ?4 AND harm = ?5 LIMIT ?6) AS some)";

inline constexpr std::string_view braked_links_first = R"(
SELECT link_id FROM braked_links WHERE account_id = ?1 AND sync_id = ?2 AND side = ?3 AND field = ?4 AND harm = ?5
ORDER BY link_id LIMIT ?6)";

// ---- plan_reports

inline constexpr std::string_view save_plan_report = R"(
INSERT INTO plan_reports (account_id, sync_id, sealed_report, updated_at) VALUES (?1, ?2, ?3, ?4)
ON CONFLICT (account_id, sync_id) DO UPDATE SET sealed_report = excluded.sealed_report, updated_at = excluded.updated_at)";

inline constexpr std::string_view find_plan_report = R"(
SELECT sealed_report FROM plan_reports WHERE account_id = ?1 AND sync_id = ?2)";

// ---- attached_items, attached_looks, attached_walks

inline constexpr std::string_view attached_items_of_link = R"(
SELECT item_id, a_item, b_item, state, sealed_memory FROM attached_items
WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3 AND kind = ?4)";

inline constexpr std::string_view save_attached_item = R"(
INSERT INTO attached_items (account_id, sync_id, link_id, kind, item_id, a_item, b_item, state, sealed_memory, updated_at)
VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
ON CONFLICT (account_id, sync_id, link_id, kind, item_id) DO UPDATE SET
    a_item = excluded.a_item, b_item = excluded.b_item, state = excluded.state, sealed_memory = excluded.sealed_memory,
    updated_at = excluded.updated_at)";

inline constexpr std::string_view delete_attached_item = R"(
DELETE FROM attached_items WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3 AND kind = ?4 AND item_id = ?5)";

inline constexpr std::string_view delete_attached_items = R"(
DELETE FROM attached_items WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3)";

inline constexpr std::string_view find_attached_look = R"(
SELECT since FROM attached_looks WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3 AND kind = ?4)";

inline constexpr std::string_view save_attached_look = R"(
INSERT INTO attached_looks (account_id, sync_id, link_id, kind, since, looked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
ON CONFLICT (account_id, sync_id, link_id, kind) DO UPDATE SET since = excluded.since, looked_at = excluded.looked_at)";

inline constexpr std::string_view delete_attached_looks = R"(
DELETE FROM attached_looks WHERE account_id = ?1 AND sync_id = ?2 AND link_id = ?3)";

inline constexpr std::string_view find_attached_walk = R"(
SELECT round, after_link, is_done FROM attached_walks WHERE account_id = ?1 AND sync_id = ?2)";

inline constexpr std::string_view save_attached_walk = R"(
INSERT INTO attached_walks (account_id, sync_id, round, after_link, is_done) VALUES (?1, ?2, ?3, ?4, ?5)
ON CONFLICT (account_id, sync_id) DO UPDATE SET
    round = excluded.round, after_link = excluded.after_link, is_done = excluded.is_done)";

inline constexpr std::string_view complete_links_after = R"(
SELECT link_id FROM links WHERE account_id = ?1 AND sync_id = ?2 AND link_id > ?3 AND a_record IS NOT NULL
    AND b_record IS NOT NULL ORDER BY link_id LIMIT ?4)";

// The ids of links grow with time.
inline constexpr std::string_view newest_complete_links = R"(
SELECT link_id, a_record, b_record, state, sealed_base, reason, created_at FROM links
WHERE account_id = ?1 AND sync_id = ?2 AND link_id < ?3 AND a_record IS NOT NULL AND b_record IS NOT NULL
ORDER BY link_id DESC LIMIT ?4)";

inline constexpr std::array all{newest_complete_links, insert_sync, insert_sync_version, versions_of_sync, version_of_sync,
    set_sync_version, set_sync_state, change_phase, all_syncs, find_sync, stand_of_sync, stands_of_syncs, sync_of_connections,
    syncs_using_connection, insert_link, update_link, delete_link, is_link_complete, find_link, link_of_a, link_of_b,
    link_id_of_a, link_id_of_b, find_mirror, mirror_state_and_keys, save_mirror, delete_mirror, outdate_mirrors, mark_mirror_seen,
    mirrors_after, count_unseen_mirrors, unseen_mirrors, delete_mirror_keys, insert_mirror_key, mirrors_with_key,
    insert_name_word, delete_name_word, name_words_after, mirrors_without_names, set_name_tokens, insert_batch, insert_change,
    set_change_outcome, set_outcome_of_changes, name_a_record, name_b_record, changes_of_effect, stored_changes_of_effect,
    changes_of_sync, changes_of_link, changes_of_a, changes_of_b, changes_of_batch, prune_changes, prune_batches, find_issue,
    insert_issue, raise_issue_again, set_issue_detail, close_issue, close_issues_of_kind, open_issues_of_kind, is_issue_open,
    open_issues_by_kind, open_issues_of_subject, issue_by_id, issues_in_state, open_issues_of_one_kind, issues_to_ask_again,
    prune_issues, insert_answer, end_answer, mark_answer_taken_back, find_answer, answers_of_link, answers_of_a, answers_of_b,
    taken_apart_from_a, taken_apart_from_b, last_answer_to_issue, answers_of_sync, prune_answers, add_to_counts, note_last_change,
    counts_of_sync, counts_of_syncs, add_to_hour, changes_since_hour, prune_hours, find_sweep, save_sweep, last_sweep,
    last_sweeps, polls_of_syncs, find_poll_cursor, save_poll_cursor, insert_waiting_create, delete_waiting_create,
    delete_waiting_of_record, waiting_of_record, count_waiting_creates, waiting_creates_after, save_plan_report, find_plan_report,
    attached_items_of_link, save_attached_item, delete_attached_item, delete_attached_items, find_attached_look,
    save_attached_look, delete_attached_looks, find_attached_walk, save_attached_walk, complete_links_after, brakes_at_work,
    count_at_brake, hold_brake, release_brake, answer_brake, end_brake, insert_braked_link, delete_braked_link,
    delete_brakes_of_link, brakes_of_link, count_braked_links, braked_links_first};

}  // namespace lockstep::sync::sql
