// SPDX-License-Identifier: Apache-2.0
// The commands: what each can be told, and the function that carries it out and returns the exit code. Declared to the command
// line in app/command_line.cpp.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/settings.hpp"

namespace lockstep::app {

struct Common {
    SettingsGiven given;
    bool json = false;
    std::string program = "lockstep";  // as it was called
};

// Where a secret comes from; nothing given: standard input.
struct SecretSource {
    std::string text;
    std::string file;
    std::string environment;
};

struct Paging {
    std::int64_t limit = 50;
    std::string cursor;
};

struct InitInput {
    bool makes_token = false;
    bool shows_code = false;  // one more code for the set-up, and nothing else
    std::string recovery_passphrase_file;
    std::string recovery_copy;
};
int run_init(Common const& common, InitInput const& input);

int run_serve(Common const& common);

struct BackupInput {
    std::string folder;
    SecretSource passphrase;
    bool is_without_key = false;
    int kept = 0;  // how many stay in the folder; 0: all
};
int run_backup(Common const& common, BackupInput const& input);
struct RestoreInput {
    std::string backup;
    SecretSource passphrase;
};
int run_restore(Common const& common, RestoreInput const& input);
struct RecoverInput {
    std::string recovery_copy;
    SecretSource passphrase;
};
int run_recover(Common const& common, RecoverInput const& input);
int run_adopt(Common const& common);
int run_keys_list(Common const& common);
int run_keys_rotate(Common const& common);

int run_users_list(Common const& common);
int run_users_password(Common const& common, std::string const& user, SecretSource const& password);
struct UserInput {
    std::string login;  // or id
    std::string role;
    bool sends_mail = false;
    std::string language;  // of that message; empty: that of the command
};
int run_users_add(Common const& common, UserInput const& input);
int run_users_role(Common const& common, UserInput const& input);
int run_users_reset(Common const& common, UserInput const& input);
int run_users_remove(Common const& common, UserInput const& input);
int run_users_sign_out(Common const& common, UserInput const& input);
int run_tokens_list(Common const& common);
int run_tokens_create(Common const& common, std::string const& label, std::string const& scope, std::optional<int> days);
int run_tokens_revoke(Common const& common, std::string const& id);
int run_audit_list(Common const& common, Paging const& paging);
int run_audit_check(Common const& common);

// Without a code: all of them.
int run_explain(Common const& common, std::string const& code);

struct ConnectInput {
    std::string profile;
    std::string label;
    std::string base_url;
    std::vector<std::pair<std::string, std::string>> settings;
    SecretSource credential;
    SecretSource webhook_secret;
    std::string webhook_public_key_file;  // or the key itself
    std::int64_t monthly_quota = 0;
    bool is_imported = false;  // the profile is of an imported connector, which may need no credential
};
int run_connect(Common const& common, ConnectInput const& input);

struct OAuthAppInput {
    std::string connector;
    std::string client_id;
    SecretSource client_secret;
    std::string redirect_uri;
    std::string authorize_url;
    std::string base_url;
};
int run_oauth_apps(Common const& common);
int run_oauth_set_app(Common const& common, OAuthAppInput const& input);
int run_oauth_begin(Common const& common, std::string const& connector, std::string const& mode);
int run_oauth_finish(Common const& common, std::string const& address);
int run_oauth_grants(Common const& common);
int run_oauth_accounts(Common const& common, std::string const& grant);
int run_oauth_connect(Common const& common, std::string const& grant, std::vector<std::string> const& wanted, bool all);

struct SnapshotInput {
    std::string connection, snapshot, file, kinds, sync, text, csv_file;
    std::vector<std::string> columns;  // "Header=field", "Header=" leaves it out
    std::vector<std::string> orders;   // "Header=day_first"
    bool is_confirmed = false;
    std::string item, state;
    Paging paging;
};
int run_snapshot_read(Common const& common, SnapshotInput const& input);
int run_snapshot_preview(Common const& common, SnapshotInput const& input);
int run_snapshot_columns(Common const& common, SnapshotInput const& input);
int run_snapshot_accept(Common const& common, SnapshotInput const& input);
int run_snapshot_discard(Common const& common, SnapshotInput const& input);
int run_snapshot_diff(Common const& common, SnapshotInput const& input);
int run_snapshot_list(Common const& common, SnapshotInput const& input);
int run_hand_list(Common const& common, SnapshotInput const& input);
int run_hand_list_refresh(Common const& common, SnapshotInput const& input);
int run_hand_list_tick(Common const& common, SnapshotInput const& input, bool is_ticked);
struct MailInput {
    std::string host, tls, user, sender, sender_name;
    std::int64_t port = 0;  // 0: the usual one
    SecretSource password;
};
int run_mail_show(Common const& common);
int run_mail_set(Common const& common, MailInput const& input);
int run_mail_test(Common const& common, std::string const& to);
int run_mail_remove(Common const& common);
struct AlertsInput {
    std::vector<std::string> mail, webhook;  // "address" or "address,fr"; given: these instead of those before
    std::string from, quiet, zone;           // quiet: "22:00-07:00" or "off"
    std::optional<int> delay;
    bool is_on = false, is_off = false, has_no_recipients = false;
};
int run_alerts_show(Common const& common);
int run_alerts_set(Common const& common, AlertsInput const& input);
int run_alerts_list(Common const& common);
int run_alerts_test(Common const& common);
struct WebhooksOutInput {
    std::string id, label, address, sync, payload, signature, state;
    std::vector<std::string> types;
    std::int64_t overlap_hours = 24;
    Paging paging;
};
int run_webhooks_out_list(Common const& common);
int run_webhooks_out_events(Common const& common);
int run_webhooks_out_create(Common const& common, WebhooksOutInput const& input);
int run_webhooks_out_change(Common const& common, WebhooksOutInput const& input);
int run_webhooks_out_remove(Common const& common, std::string const& id);
int run_webhooks_out_rotate(Common const& common, WebhooksOutInput const& input);
int run_webhooks_out_test(Common const& common, std::string const& id);
int run_webhooks_out_deliveries(Common const& common, WebhooksOutInput const& input);
int run_webhooks_out_show(Common const& common, std::string const& id);
int run_webhooks_out_replay(Common const& common, std::string const& id);
int run_hooks_list(Common const& common);
int run_hooks_create(Common const& common, std::string const& label);
int run_hooks_revoke(Common const& common, std::string const& hook);
struct ScheduleInput {
    std::string label, every = "day", at = "09:00", zone = "America/Toronto", missed = "once";
    std::vector<int> weekdays;
    int minutes = 15;
};
int run_schedules_list(Common const& common);
int run_schedules_create(Common const& common, ScheduleInput const& input);
int run_schedules_pause(Common const& common, std::string const& schedule);
int run_schedules_resume(Common const& common, std::string const& schedule);
int run_schedules_remove(Common const& common, std::string const& schedule);

struct ImportInput {
    std::string source;  // a file, or an address that the server reads
    std::string id, title, base_url, auth, verify;
    std::int64_t calls_per_minute = 0;    // 0: as before
    std::vector<std::string> operations;  // "GET /orders" or "GET /orders=All orders"; empty: all
    bool is_dry_run = false;
    bool replaces = false;
};
int run_connector_import(Common const& common, ImportInput const& input);
int run_connector_list(Common const& common);
int run_connector_show(Common const& common, std::string const& id);
int run_connector_remove(Common const& common, std::string const& id);

int run_connections_list(Common const& common);
int run_connections_show(Common const& common, std::string const& connection);
int run_connections_test(Common const& common, std::string const& connection);
struct RotateInput {
    bool is_other_account = false;
    bool is_old_dead = false;
};
int run_connections_rotate(
    Common const& common, std::string const& connection, SecretSource const& credential, RotateInput input);
int run_connections_forget_old(Common const& common, std::string const& connection);
int run_connections_rename(Common const& common, std::string const& connection, std::string const& label);
int run_connections_disable(Common const& common, std::string const& connection);
int run_connections_enable(Common const& common, std::string const& connection);
int run_connections_delete(Common const& common, std::string const& connection);
// A new address and secret for webhooks.
int run_connections_webhook(Common const& common, std::string const& connection);

struct WorkflowInput {
    std::string file, input_file, id, run, data, outcome, status;
    std::vector<std::string> connections;  // "name=id"
    std::int64_t version = 0;              // 0: all
    Paging paging;
};
// Both need no installation.
int run_workflow_lint(Common const& common, WorkflowInput const& input);
int run_workflow_run(Common const& common, WorkflowInput const& input);
int run_workflow_schema(Common const& common);
int run_workflow_templates(Common const& common, WorkflowInput const& input);
int run_workflow_create(Common const& common, WorkflowInput const& input);
int run_workflow_list(Common const& common);
int run_workflow_publish(Common const& common, WorkflowInput const& input);
int run_workflow_pause(Common const& common, WorkflowInput const& input);
int run_workflow_resume(Common const& common, WorkflowInput const& input);
int run_workflow_versions(Common const& common, WorkflowInput const& input);
int run_workflow_start(Common const& common, WorkflowInput const& input);
int run_workflow_runs(Common const& common, WorkflowInput const& input);
int run_workflow_show_run(Common const& common, WorkflowInput const& input);
int run_workflow_cancel(Common const& common, WorkflowInput const& input);
int run_workflow_settle(Common const& common, WorkflowInput const& input);

struct SyncCreateInput {
    std::string a, b, label, mapping_file;
    std::vector<std::string> policy;  // "consistency_delay_seconds=30"
};
int run_sync_create(Common const& common, SyncCreateInput const& input);
struct SyncListInput {
    std::string name, show;
    Paging paging;
};
int run_sync_list(Common const& common, SyncListInput const& input);
int run_sync_plan(Common const& common, std::string const& sync, bool waits);
int run_sync_start(Common const& common, std::string const& sync, bool waits, bool is_without_plan);
int run_sync_pause(Common const& common, std::string const& sync);
struct AttachedInput {
    std::string sync;
    std::string kind;       // notes, tasks
    std::string direction;  // off, a-to-b, b-to-a, both
    bool has_existing = false, has_no_edits = false, is_confirmed = false;
};
int run_sync_attached(Common const& common, AttachedInput const& input);
struct BrakeInput {
    std::string sync;
    std::string harm;  // cleared, changed
    std::int64_t people = 0, percent = 0;
};
int run_sync_brake(Common const& common, BrakeInput const& input);
int run_sync_invitations(Common const& common, std::string const& sync, bool sends, bool is_confirmed);
int run_sync_status(Common const& common, std::string const& sync, bool watches);
struct AnswerInput {
    std::string sync, issue, choice, candidate, value, field, version;
};
int run_sync_answer(Common const& common, AnswerInput const& input);
int run_sync_answers(Common const& common, std::string const& sync, Paging const& paging);
int run_sync_take_back(Common const& common, std::string const& sync, std::string const& answer_id);
int run_sync_issues(Common const& common, std::string const& sync, std::string const& state, Paging const& paging);

struct MappingInput {
    std::string what, sync, file, person;
    std::int64_t version = 0, against = 0, based_on = 0;
    bool reads_now = false;
    Paging paging;
};
int run_mapping(Common const& common, MappingInput const& input);

struct RecordsInput {
    std::string sync, text, state;
    Paging paging;
};
int run_records_search(Common const& common, RecordsInput const& input);
int run_records_show(Common const& common, std::string const& sync, std::string const& record);
int run_records_look(Common const& common, std::string const& sync, std::string const& record);
struct PersonInput {
    std::string sync, mode = "create_or_update", id, external_id, email, phone, full_name, first_name, last_name, kind = "any";
    std::vector<std::string> fields;  // "city=Rimouski"
    std::int64_t limit = 50;
};
int run_records_find(Common const& common, PersonInput const& input);
int run_records_put(Common const& common, PersonInput const& input);
int run_records_news(Common const& common, PersonInput const& input);
struct ChangesInput {
    std::string sync, record, batch;
    Paging paging;
};
int run_changes(Common const& common, ChangesInput const& input);

struct EventsInput {
    std::string state, connection, record;
    Paging paging;
};
int run_events_list(Common const& common, EventsInput const& input);
int run_events_show(Common const& common, std::string const& event);
int run_events_replay(Common const& common, std::string const& event);

struct CallsInput {
    std::string connection, operation, outcome, record, from, to, file;
    bool follows = false;
    Paging paging;
};
int run_calls_list(Common const& common, CallsInput const& input);
int run_calls_show(Common const& common, std::string const& call);
int run_calls_curl(Common const& common, std::string const& call);
int run_calls_resend(Common const& common, std::string const& call);
int run_calls_export(Common const& common, CallsInput const& input);
int run_calls_follow(Common const& common, CallsInput const& input);

int run_catalogue_list(Common const& common, std::string const& app, std::string const& kind);
int run_catalogue_show(Common const& common, std::string const& operation, std::string const& app);
struct CallInput {
    std::string operation, connection, input_json_file;
    std::vector<std::string> inputs;  // "contactId=..."
    bool is_dry_run = false;
    bool is_confirmed = false;
};
int run_catalogue_run(Common const& common, CallInput const& input);

int run_merge(Common const& common, std::string const& file);
int run_decide(Common const& common, std::string const& file);

struct SimulateInput {
    std::uint64_t seeds = 20;
    std::uint64_t first_seed = 1;
    bool shows_trace = false;
    bool is_wide = false;  // worlds with everything in them that is rare
    std::string mutant;
    std::string from_tree;           // the first seed follows from this hash
    std::string known_seeds_file;    // seeds that are known to fail
    std::string scenario_file;       // run this instead of a seed
    bool tells_scenario = false;     // print the seed's world instead of running it
    std::string shrink_file;         // where to write what is left of a failing seed or scenario
    bool is_small_world = false;     // search the small world instead
    int depth = 6;                   // of that search
    bool tries_every_fault = false;  // put every injected fault in, one after another
};
int run_simulate(Common const& common, SimulateInput const& input);

int run_doctor(Common const& common, bool is_online);

int run_version(Common const& common);

}  // namespace lockstep::app
