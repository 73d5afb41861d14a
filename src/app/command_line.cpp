// SPDX-License-Identifier: Apache-2.0
#include "app/command_line.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <functional>
#include <map>
#include <set>

#include "app/commands/commands.hpp"
#include "app/commands/sandbox_commands.hpp"
#include "app/console.hpp"
#include "app/detail/command_tree.hpp"
#include "app/version.hpp"
#include "base/text.hpp"
#include "connectors/default_mapping.hpp"

namespace lockstep::app {
namespace {

using namespace detail;
using Connectors = std::vector<std::shared_ptr<catalogue::Connector const>>;

void add_settings(CLI::App& app, Line& line) {
    auto& given = line.common.given;
    app.add_option("--lang", line.language, "Language of what is said: en or fr (default: LC_ALL, LC_MESSAGES or LANG)")
        ->check(CLI::IsMember({"en", "fr"}));
    app.add_flag("--json", line.common.json, "JSON on standard output, everything else on standard error");
    app.add_option("--data", given.data, "Data folder (default: $LOCKSTEP_DATA, else ~/.local/share/lockstep)");
    app.add_option("--key-file", given.key_file, "File of the master key (default: master.key in the data folder)");
    app.add_option("--log-level", given.log_level, "debug, info, warning or error");
    app.add_option("--log-format", given.log_format, "json or readable");
}

void add_serving(CLI::App& app, Line& line) {
    auto* init = add(app, "init", "Make the data folder, the master key, and the code for the owner");
    init->add_flag("--token", line.init.makes_token, "Make an API token as well");
    init->add_flag("--show-code", line.init.shows_code,
        "Make one more code for the owner, and nothing else; works while the server runs, and earlier codes stay good");
    init->add_option("--recovery-passphrase-file", line.init.recovery_passphrase_file,
        "Write a copy of the master key that this passphrase opens");
    init->add_option("--recovery-copy", line.init.recovery_copy, "Where that copy goes (default: beside the key)");
    runs(init, line, [&line] { return run_init(line.common, line.init); });

    auto* serve = add(app, "serve", "Run the server");
    serve->add_option("--listen", line.common.given.listen, "Address and port (default 127.0.0.1:8080)");
    serve->add_option("--tls-cert", line.common.given.tls_certificate_file, "Certificate chain, PEM");
    serve->add_option("--tls-key", line.common.given.tls_key_file, "Its key, PEM");
    runs(serve, line, [&line] { return run_serve(line.common); });

    auto* demo = add(app, "demo", "Two simulated apps and a server that keeps them in agreement, to look at");
    add_demo_options(*demo, line.demo);
    runs(demo, line, [&line] { return run_demo(line.common, line.demo); });

    auto* doctor = add(app, "doctor", "Check the installation: versions, key, database, disk, clock");
    doctor->add_flag("--online", line.is_online, "Also try every connection's credential");
    runs(doctor, line, [&line] { return run_doctor(line.common, line.is_online); });

    auto* explain = add(app, "explain", "What an error code means, and what to do; all codes without one");
    explain->add_option("code", line.text, "Such as sync.no_plan");
    runs(explain, line, [&line] { return run_explain(line.common, line.text); });

    runs(add(app, "version", "Print the version"), line, [&line] { return run_version(line.common); });
}

// The profile that is meant when a person names the app only: it depends on whether the address is the app's own.
std::string default_profile(Connectors const& connectors, std::string const& app, bool is_own_address) {
    for (auto const& each : connectors) {
        if (each->id == app && (is_own_address ? each->is_default_at_own_address : each->is_default_elsewhere))
            return each->profile;
    }
    return app;
}

// One command per app, with the options that its declaration asks for.
void add_connect(CLI::App& app, Line& line) {
    auto* connect = add_group(app, "connect", "Connect an account at an app; its credential is tried first");
    auto const language = language_of_environment();
    auto const connectors = connectors::load_all();
    if (!connectors) return;  // told by whatever needs one
    std::map<std::string, std::vector<std::string>> profiles;
    for (auto const& each : *connectors) profiles[each->id].push_back(each->profile);
    auto* imported = add(*connect, "imported", "An app that was imported from its OpenAPI document");
    imported->add_option("app", line.connect.profile, "Its id, as in lockstep connector list")->required();
    add_secret(imported, line.connect.credential, "key", "key or token, or user:password");
    imported->add_option("--label", line.connect.label, "What to call it");
    imported->add_option("--base-url", line.connect.base_url, "Another address than the document's");
    runs(imported, line, [&line] {
        line.connect.is_imported = true;
        return run_connect(line.common, line.connect);
    });
    std::set<std::string> done;
    for (auto const& each : *connectors) {
        if (!done.insert(each->id).second) continue;
        auto* command = add(*connect, each->id, each->app_title + ", by its " + each->credential.option);
        auto& input = line.connect;
        for (auto const& setting : each->settings) {
            command
                ->add_option("--" + setting.option, line.settings[each->id][setting.name],
                    setting.label.in(language) + ". " + setting.help.in(language))
                ->required();
        }
        add_secret(command, input.credential, each->credential.option, each->credential.option);
        auto const& choices = profiles[each->id];
        if (choices.size() > 1) {
            command
                ->add_option("--profile", input.profile,
                    "What of the app is used (default: " + default_profile(*connectors, each->id, true) + ", and " +
                        default_profile(*connectors, each->id, false) + " with --base-url)")
                ->check(CLI::IsMember(choices));
        }
        command->add_option("--label", input.label, "What to call it");
        command->add_option("--base-url", input.base_url, "Another address than the app's own, such as a sandbox's");
        command->add_option("--webhook-public-key", input.webhook_public_key_file,
            "Ed25519 key its webhooks are signed with, where it is not the app's own: PEM, or a file of it");
        command->add_option("--webhook-secret", input.webhook_secret.text, "Secret its webhooks carry (made when absent)");
        command->add_option("--webhook-secret-file", input.webhook_secret.file, "File that holds that secret");
        command->add_option("--monthly-quota", input.monthly_quota, "Calls a month; 0 as the app declares, -1 none");
        runs(command, line, [&line, connectors = *connectors, app_id = each->id] {
            auto& chosen = line.connect;
            if (chosen.profile.empty()) chosen.profile = default_profile(connectors, app_id, chosen.base_url.empty());
            for (auto const& [name, value] : line.settings[app_id]) chosen.settings.emplace_back(name, value);
            return run_connect(line.common, chosen);
        });
    }
}

void add_connectors(CLI::App& app, Line& line) {
    auto& input = line.imported;
    auto* connector = add_group(app, "connector", "Apps that are made from OpenAPI documents");
    auto* import = add(*connector, "import", "Make a connector of a document, or replace one by a newer document");
    import->add_option("source", input.source, "File, or address that the server reads it from")->required();
    import->add_option("--id", input.id, "What commands call the app (default: made of the title)");
    import->add_option("--title", input.title, "What people call the app (default: the document's title)");
    import->add_option("--base-url", input.base_url, "Where the app is (default: the document's first server)");
    import->add_option("--auth", input.auth, "How the credential is sent: bearer, basic, header:NAME, query:NAME or none");
    import->add_option("--verify", input.verify, "Key of the operation that tries a credential, or none");
    import->add_option("--calls-per-minute", input.calls_per_minute, "At most so many are sent (default: 60)")
        ->check(CLI::Range(1, 60'000));
    import->add_option("--operation", input.operations,
        "Only this one, such as \"GET /orders\", or \"GET /orders=All orders\" with a title; again for more");
    import->add_flag("--dry-run", input.is_dry_run, "Show what it would become, and store nothing");
    import->add_flag("--replace", input.replaces, "Let a newer document change what was imported before");
    runs(import, line, [&line] { return run_connector_import(line.common, line.imported); });
    runs(add(*connector, "list", "Those that were imported"), line, [&line] { return run_connector_list(line.common); });
    auto* show = add(*connector, "show", "One with its operations and what was left out");
    auto* remove = add(*connector, "remove", "Take one away that no connection uses");
    for (auto* each : {show, remove}) each->add_option("connector", line.text, "Its id")->required();
    runs(show, line, [&line] { return run_connector_show(line.common, line.text); });
    runs(remove, line, [&line] { return run_connector_remove(line.common, line.text); });
}

void add_connections(CLI::App& app, Line& line) {
    add_connectors(app, line);
    add_connect(app, line);

    auto* connections = add_group(app, "connections", "The connected accounts");
    runs(add(*connections, "list", "All of them"), line, [&line] { return run_connections_list(line.common); });
    auto* show = add(*connections, "show", "One with its quota and calls");
    auto* test = add(*connections, "test", "Try its credential");
    auto* rotate = add(*connections, "rotate", "Replace its credential, after the new one was tried");
    auto* webhook = add(*connections, "webhook", "Make a new address and secret for webhooks that you set up at the app");
    for (auto* each : {show, test, rotate, webhook})
        each->add_option("connection", line.connection, "Id or label; may be left out when there is one");
    add_secret(rotate, line.credential, "credential", "new credential");
    rotate->add_flag("--other-account", line.is_other_account,
        "Confirm that the new credential may belong to another account or person than the one that was connected");
    rotate->add_flag("--old-is-dead", line.is_old_dead,
        "The old one has ended at the app: do not keep it for the days in which the app would accept both");
    auto* forget_old = add(*connections, "forget-old", "Delete the credential before the present one, ahead of its time");
    auto* rename = add(*connections, "rename", "Give it another label");
    auto* disable =
        add(*connections, "disable", "Read nothing from it and send nothing to it; its syncs rest, its credential is kept");
    auto* enable = add(*connections, "enable", "Let a disabled one go on");
    auto* forget = add(*connections, "delete", "Delete it with its credential; only where no sync needs it");
    for (auto* each : {rename, disable, enable, forget, forget_old})
        each->add_option("connection", line.connection, "Id or label")->required();
    rename->add_option("label", line.label, "What to call it")->required();
    runs(rename, line, [&line] { return run_connections_rename(line.common, line.connection, line.label); });
    runs(disable, line, [&line] { return run_connections_disable(line.common, line.connection); });
    runs(enable, line, [&line] { return run_connections_enable(line.common, line.connection); });
    runs(forget, line, [&line] { return run_connections_delete(line.common, line.connection); });
    runs(show, line, [&line] { return run_connections_show(line.common, line.connection); });
    runs(webhook, line, [&line] { return run_connections_webhook(line.common, line.connection); });
    runs(test, line, [&line] { return run_connections_test(line.common, line.connection); });
    runs(forget_old, line, [&line] { return run_connections_forget_old(line.common, line.connection); });
    runs(rotate, line, [&line] {
        return run_connections_rotate(line.common, line.connection, line.credential, {line.is_other_account, line.is_old_dead});
    });
}

void add_oauth(CLI::App& app, Line& line) {
    auto* oauth = add_group(app, "oauth", "Connect accounts by OAuth 2.0, with an app of your own at the vendor");
    runs(add(*oauth, "apps", "Which apps can be connected so, and what is set up"), line,
        [&line] { return run_oauth_apps(line.common); });
    auto* set = add(*oauth, "app", "Set client id and secret of your app at the vendor");
    set->add_option("app", line.oauth_app.connector, "Of which app, as `oauth apps` names it")->required();
    set->add_option("--client-id", line.oauth_app.client_id, "Its client id")->required();
    set->add_option("--redirect-uri", line.oauth_app.redirect_uri,
           "Where the browser comes back to, exactly as the vendor knows it: https://YOUR-ADDRESS/oauth/callback")
        ->required();
    add_secret(set, line.oauth_app.client_secret, "client-secret", "client secret");
    set->add_option("--authorize-url", line.oauth_app.authorize_url, "Another address to agree at, such as a sandbox's");
    set->add_option("--base-url", line.oauth_app.base_url, "Another address of its API, such as a sandbox's");
    runs(set, line, [&line] { return run_oauth_set_app(line.common, line.oauth_app); });
    auto* begin = add(*oauth, "begin", "Print the address at which somebody agrees");
    begin->add_option("app", line.oauth_app.connector, "Of which app")->required();
    begin->add_option("--mode", line.oauth_mode, "Such as location or agency (default: the app's first)");
    runs(begin, line, [&line] { return run_oauth_begin(line.common, line.oauth_app.connector, line.oauth_mode); });
    auto* finish = add(*oauth, "finish", "Take in what the browser came back with");
    finish->add_option("address", line.text, "The whole address, with code and state")->required();
    runs(finish, line, [&line] { return run_oauth_finish(line.common, line.text); });
    runs(add(*oauth, "grants", "What was agreed to"), line, [&line] { return run_oauth_grants(line.common); });
    auto* accounts = add(*oauth, "accounts", "The accounts under an agency's grant");
    auto* connect = add(*oauth, "connect", "Connect accounts under an agency's grant");
    for (auto* each : {accounts, connect}) each->add_option("grant", line.text, "Its id")->required();
    connect->add_option("accounts", line.accounts, "Their ids");
    connect->add_flag("--all", line.takes_all, "All that are not connected yet");
    runs(accounts, line, [&line] { return run_oauth_accounts(line.common, line.text); });
    runs(connect, line, [&line] { return run_oauth_connect(line.common, line.text, line.accounts, line.takes_all); });
}

void add_snapshots(CLI::App& app, Line& line) {
    auto& input = line.snapshot;
    auto* snapshot = add_group(app, "snapshot", "Files that somebody exported from an app, compared with what is known");
    auto* read = add(*snapshot, "read", "Only look at a file: encoding, separator, columns and faults; needs no data folder");
    read->add_option("file", input.file, "CSV or JSON; - is standard input")->required();
    runs(read, line, [&line] { return run_snapshot_read(line.common, line.snapshot); });
    auto* preview =
        add(*snapshot, "preview", "Upload a file as a draft and show how it would be taken; without a file, show the draft");
    preview->add_option("file", input.file, "CSV or JSON; - is standard input");
    auto* columns = add(*snapshot, "columns", "Say which column of the draft is which field");
    columns->add_option("columns", input.columns, "COLUMN=FIELD, again for more; COLUMN= leaves it out; fields: see preview");
    columns->add_option("--dates", input.orders, "COLUMN=day_first, month_first or year_first");
    auto* accept = add(*snapshot, "accept", "Make the draft what is known of this side");
    accept->add_flag("--confirm", input.is_confirmed, "Also when many people are missing from it");
    auto* discard = add(*snapshot, "discard", "Throw the draft away");
    auto* diff = add(*snapshot, "diff", "Who is new, changed or absent");
    diff->add_option("--kind", input.kinds,
        "Some of new, changed, absent, unchanged, repeated, invalid, parted by commas (default: the "
        "first three, and invalid)");
    diff->add_option("--sync", input.sync, "Compare with what this sync knows, not with the snapshot before");
    diff->add_option("--text", input.text, "A part of a name, an e-mail address, a number or an id");
    diff->add_option("--csv", input.csv_file, "Write all of them to this file instead; - is standard output");
    add_paging(diff, input.paging);
    auto* list = add(*snapshot, "list", "The connection's snapshots, newest first");
    for (auto* each : {preview, columns, accept, discard, diff, list})
        each->add_option("--connection", input.connection, "Id or label; may be left out when there is one");
    for (auto* each : {preview, columns, accept, discard, diff})
        each->add_option("--snapshot", input.snapshot, "Its id (default: the draft, else the newest)");
    runs(preview, line, [&line] { return run_snapshot_preview(line.common, line.snapshot); });
    runs(columns, line, [&line] { return run_snapshot_columns(line.common, line.snapshot); });
    runs(accept, line, [&line] { return run_snapshot_accept(line.common, line.snapshot); });
    runs(discard, line, [&line] { return run_snapshot_discard(line.common, line.snapshot); });
    runs(diff, line, [&line] { return run_snapshot_diff(line.common, line.snapshot); });
    runs(list, line, [&line] { return run_snapshot_list(line.common, line.snapshot); });
}

void add_hand_list(CLI::App& app, Line& line) {
    auto& input = line.snapshot;
    auto* hand = add_group(app, "hand-list", "What has to be done by hand in an app that cannot be written to");
    auto* list = add(*hand, "show", "One row for each field of a person");
    list->add_option("--state", input.state, "open, ticked, confirmed, no_longer_needed or contradicted (default: all)");
    add_paging(list, input.paging);
    auto* refresh = add(*hand, "refresh", "Look again at everybody, by the current snapshot");
    auto* tick = add(*hand, "tick", "Say that a row is done; the next snapshot confirms it");
    auto* untick = add(*hand, "untick", "Say that it is not done after all");
    for (auto* each : {tick, untick}) each->add_option("row", input.item, "Its id")->required();
    for (auto* each : {list, refresh, tick, untick})
        each->add_option("--connection", input.connection, "Id or label; may be left out when there is one");
    runs(list, line, [&line] { return run_hand_list(line.common, line.snapshot); });
    runs(refresh, line, [&line] { return run_hand_list_refresh(line.common, line.snapshot); });
    runs(tick, line, [&line] { return run_hand_list_tick(line.common, line.snapshot, true); });
    runs(untick, line, [&line] { return run_hand_list_tick(line.common, line.snapshot, false); });
}

void add_sync(CLI::App& app, Line& line) {
    auto* sync = add_group(app, "sync", "Pairs of connections that are kept in agreement");
    auto* create = add(*sync, "create", "Pair two connections; nothing is read or written yet");
    create->add_option("--a", line.sync_create.a, "Connection of side a: id or label")->required();
    create->add_option("--b", line.sync_create.b, "Connection of side b")->required();
    create->add_option("--label", line.sync_create.label, "What to call it");
    create->add_option("--mapping", line.sync_create.mapping_file, "Mapping as JSON (default: the one for these two apps)");
    create->add_option("--policy", line.sync_create.policy, "name=value, such as consistency_delay_seconds=30; again for more");
    runs(create, line, [&line] { return run_sync_create(line.common, line.sync_create); });
    auto* list = add(*sync, "list", "How every sync stands, those that need somebody first");
    list->add_option("--name", line.sync_list.name, "Only those with this in their name");
    list->add_option("--show", line.sync_list.show,
        "Only needs_look, or one state: well, working, waiting, limited, refused, paused or unknown");
    line.sync_list.paging.limit = 200;
    add_paging(list, line.sync_list.paging);
    runs(list, line, [&line] { return run_sync_list(line.common, line.sync_list); });

    auto* plan = add(*sync, "plan", "A dry run over everybody: what would be linked, created and changed");
    plan->add_flag("--wait", line.waits, "Wait for the report (the default)");
    plan->add_flag("--no-wait", line.no_wait, "Only begin it");
    runs(plan, line, [&line] { return run_sync_plan(line.common, line.sync, line.waits || !line.no_wait); });
    auto* start = add(*sync, "start", "Start the back-fill, or go on after a pause");
    start->add_flag("--wait", line.waits, "Until both sides have been brought together");
    start->add_flag("--without-plan", line.is_without_plan, "Also when nobody has seen a dry run");
    runs(start, line, [&line] { return run_sync_start(line.common, line.sync, line.waits, line.is_without_plan); });
    auto* pause = add(*sync, "pause", "Stop writing; events are kept");
    runs(pause, line, [&line] { return run_sync_pause(line.common, line.sync); });
    auto* invitations = add(*sync, "invitations", "May it invite new clients by e-mail?");
    invitations->add_option("switch", line.text, "on or off")->required()->check(CLI::IsMember({"on", "off"}));
    invitations->add_flag("--confirm", line.is_confirmed, "Confirm that they may be sent: an e-mail cannot be taken back");
    invitations->add_option("sync", line.sync, "Id or label; may be left out when there is one");
    runs(invitations, line,
        [&line] { return run_sync_invitations(line.common, line.sync, line.text == "on", line.is_confirmed); });
    auto* brake = add(*sync, "brake", "For how many people one field may be emptied or changed in an hour before you are asked");
    brake->add_option("harm", line.brake.harm, "cleared or changed")->required()->check(CLI::IsMember({"cleared", "changed"}));
    brake->add_option("people", line.brake.people, "People; 0 is no limit")->required()->check(CLI::Range(0, 1'000'000));
    brake->add_option("--percent", line.brake.percent, "Or percent of the linked people, if that is more")
        ->check(CLI::Range(0, 100));
    brake->add_option("--sync", line.brake.sync, "Id or label; may be left out when there is one");
    runs(brake, line, [&line] { return run_sync_brake(line.common, line.brake); });
    for (std::string const kind : {"notes", "tasks"}) {
        auto* attached = add(*sync, kind, "Copy the " + kind + " of linked people: off, a-to-b, b-to-a or both");
        attached->add_option("direction", line.attached.direction, "off, a-to-b, b-to-a or both")
            ->required()
            ->check(CLI::IsMember({"off", "a-to-b", "b-to-a", "both"}));
        attached->add_flag("--existing", line.attached.has_existing, "Also those that were written before now");
        attached->add_flag("--no-edits", line.attached.has_no_edits, "Copies only: later changes do not follow");
        attached->add_flag("--confirm", line.attached.is_confirmed, "Confirm that they may leave the app that keeps health data");
        attached->add_option("sync", line.attached.sync, "Id or label; may be left out when there is one");
        runs(attached, line, [&line, kind] {
            line.attached.kind = kind;
            return run_sync_attached(line.common, line.attached);
        });
    }
    auto* status = add(*sync, "status", "Where it stands");
    status->add_flag("--watch", line.watches, "Again every second");
    runs(status, line, [&line] { return run_sync_status(line.common, line.sync, line.watches); });
    auto* issues = add(*sync, "issues", "What needs a person");
    issues->add_option("--state", line.state, "open, closed or all")->capture_default_str();
    add_paging(issues, line.paging);
    runs(issues, line, [&line] { return run_sync_issues(line.common, line.sync, line.state, line.paging); });
    auto* answer = add(*sync, "answer", "Answer one of these questions");
    answer->add_option("issue", line.answer.issue, "Id of the question")->required();
    answer->add_option("choice", line.answer.choice, "One of the choices that the question lists")->required();
    answer->add_option("--value", line.answer.value, "What every new record gets, for use_value");
    answer->add_option("--field", line.answer.field, "The other app's field that says it, for use_field");
    answer->add_option("--candidate", line.answer.candidate, "The other side's record that is meant, for same_person");
    answer->add_option("--version", line.answer.version, "The version that you saw; refused when it says something else by now");
    answer->add_option("--sync", line.answer.sync, "Id or label; may be left out when there is one");
    runs(answer, line, [&line] { return run_sync_answer(line.common, line.answer); });
    auto* answers = add(*sync, "answers", "What people have answered");
    add_paging(answers, line.paging);
    runs(answers, line, [&line] { return run_sync_answers(line.common, line.sync, line.paging); });
    auto* take_back = add(*sync, "take-back", "Take an answer back");
    take_back->add_option("answer", line.text, "Its id")->required();
    take_back->add_option("--sync", line.sync, "Id or label; may be left out when there is one");
    runs(take_back, line, [&line] { return run_sync_take_back(line.common, line.sync, line.text); });
    for (auto* each : {plan, start, pause, status, issues, answers})
        each->add_option("sync", line.sync, "Id or label; may be left out when there is one");
}

void add_people_by_key(CLI::App& records, Line& line) {
    auto& person = line.person;
    auto* find = add(records, "find", "Who has exactly this key");
    auto* put = add(records, "put", "Make sure that a person is there, once and at both apps, with these values");
    auto* news = add(records, "news", "Who is new and who was changed, newest first");
    for (auto* each : {find, put}) {
        each->add_option("--email", person.email, "An e-mail address");
        each->add_option("--phone", person.phone, "A phone number, in any spelling");
        each->add_option("--external-id", person.external_id, "The id that another system has for the person");
        each->add_option("--id", person.id, "Of a record of either side, or of a link");
    }
    put->add_option("--name", person.full_name, "The full name; its last word is the last name");
    put->add_option("--first-name", person.first_name, "Instead of --name");
    put->add_option("--last-name", person.last_name, "Instead of --name");
    put->add_option("--field", person.fields, "name=value, such as city=Rimouski; again for more");
    put->add_option("--mode", person.mode, "create_or_update, create or update")
        ->check(CLI::IsMember({"create_or_update", "create", "update"}));
    news->add_option("--kind", person.kind, "new, updated or any")->check(CLI::IsMember({"new", "updated", "any"}));
    news->add_option("--limit", person.limit, "How many")->check(CLI::Range(1, 200));
    for (auto* each : {find, put, news})
        each->add_option("--sync", person.sync, "Id or label; may be left out when there is one");
    runs(find, line, [&line] { return run_records_find(line.common, line.person); });
    runs(put, line, [&line] { return run_records_put(line.common, line.person); });
    runs(news, line, [&line] { return run_records_news(line.common, line.person); });
}

void add_records(CLI::App& app, Line& line) {
    auto* records = add_group(app, "records", "People on both sides");
    auto* search = add(*records, "search", "By e-mail address, phone number, id, or words of a name");
    search->add_option("text", line.records.text, "What to look for")->required();
    auto* list = add(*records, "list", "All of them");
    for (auto* each : {search, list}) {
        each->add_option("--state", line.records.state, "linked, unlinked or unsure");
        add_paging(each, line.records.paging);
        runs(each, line, [&line] { return run_records_search(line.common, line.records); });
    }
    auto* show = add(*records, "show", "One, field by field, with its history");
    auto* look = add(*records, "look", "Look at one now, as if an event had said so");
    for (auto* each : {show, look}) each->add_option("id", line.text, "Of a record of either side, or of a link")->required();
    runs(show, line, [&line] { return run_records_show(line.common, line.records.sync, line.text); });
    runs(look, line, [&line] { return run_records_look(line.common, line.records.sync, line.text); });
    for (auto* each : {search, list, show, look})
        each->add_option("--sync", line.records.sync, "Id or label; may be left out when there is one");
    add_people_by_key(*records, line);

    auto* changes = add(app, "changes", "Every write planned or done");
    changes->add_option("--sync", line.changes.sync, "Id or label; may be left out when there is one");
    changes->add_option("--record", line.changes.record, "Only of this record");
    changes->add_option("--batch", line.changes.batch, "Only of this batch");
    add_paging(changes, line.changes.paging);
    runs(changes, line, [&line] { return run_changes(line.common, line.changes); });

    auto* events = add_group(app, "events", "Everything that arrived");
    auto* events_list = add(*events, "list", "Newest first");
    events_list->add_option("--state", line.events.state, "waiting, done, ignored or parked");
    events_list->add_option("--connection", line.events.connection, "Id or label");
    events_list->add_option("--record", line.events.record, "The app's id of the contact");
    add_paging(events_list, line.events.paging);
    runs(events_list, line, [&line] { return run_events_list(line.common, line.events); });
    auto* events_show = add(*events, "show", "One with its payload");
    auto* replay = add(*events, "replay", "Look at its record again");
    for (auto* each : {events_show, replay}) each->add_option("event", line.text, "Its id")->required();
    runs(events_show, line, [&line] { return run_events_show(line.common, line.text); });
    runs(replay, line, [&line] { return run_events_replay(line.common, line.text); });
}

void add_call_filters(CLI::App* command, CallsInput& input) {
    command->add_option("--connection", input.connection, "Id or label; none: what was sent to no connection");
    command->add_option("--operation", input.operation, "Such as contacts.update_contact");
    command->add_option("--outcome", input.outcome, "done, refused, retry_later or unknown");
    command->add_option("--record", input.record, "The app's id of the record that it was about");
}

// Each try of each call, with request and reply.
void add_kept_calls(CLI::App& app, Line& line) {
    auto& input = line.calls;
    auto* calls = add(app, "calls", "What was sent to the apps and came back, as it was kept");
    calls->add_flag("--follow", input.follows, "The same as lockstep calls follow");
    auto* list = add(*calls, "list", "Newest first");
    auto* to_file = add(*calls, "export", "The newest 200 as an HTTP archive (HAR) for developer tools");
    auto* follow = add(*calls, "follow", "Each one as it ends, until interrupted");
    for (auto* each : {list, to_file, follow}) add_call_filters(each, input);
    for (auto* each : {list, to_file}) {
        each->add_option("--from", input.from, "Begun then or later, such as 2026-03-01T10:00:00Z");
        each->add_option("--to", input.to, "Begun before");
    }
    add_paging(list, input.paging);
    to_file->add_option("--file", input.file, "Where to; - is standard output (default)");
    auto* show = add(*calls, "show", "One with headers, bodies, timing and what was left of the allowance");
    auto* curl = add(*calls, "curl", "One as a curl command, without the credential");
    auto* resend = add(*calls, "resend", "Ask the app again what a read asked");
    for (auto* each : {show, curl, resend}) each->add_option("call", line.text, "Its id")->required();
    runs(list, line, [&line] { return run_calls_list(line.common, line.calls); });
    runs(to_file, line, [&line] { return run_calls_export(line.common, line.calls); });
    runs(follow, line, [&line] { return run_calls_follow(line.common, line.calls); });
    runs(show, line, [&line] { return run_calls_show(line.common, line.text); });
    runs(curl, line, [&line] { return run_calls_curl(line.common, line.text); });
    runs(resend, line, [&line] { return run_calls_resend(line.common, line.text); });
    calls->callback([&line, calls] {
        if (!calls->get_subcommands().empty()) return;
        if (!line.calls.follows) throw CLI::RequiredError("A subcommand, or --follow,");
        line.chosen = [&line] { return run_calls_follow(line.common, line.calls); };
    });
}

void add_calls(CLI::App& app, Line& line) {
    auto* catalogue = add_group(app, "catalogue", "What the apps can do, and doing it by hand");
    auto* list = add(*catalogue, "list", "All operations");
    list->add_option("--kind", line.kind, "action, search or trigger")->check(CLI::IsMember({"action", "search", "trigger"}));
    auto* show = add(*catalogue, "show", "One operation with its inputs");
    show->add_option("operation", line.text, "Its id, such as contacts.get_contact")->required();
    for (auto* each : {list, show}) each->add_option("--app", line.app, "Of this app or profile only");
    runs(list, line, [&line] { return run_catalogue_list(line.common, line.app, line.kind); });
    runs(show, line, [&line] { return run_catalogue_show(line.common, line.text, line.app); });

    auto* run = add(*catalogue, "run", "Perform one operation and show request (credential masked) and reply");
    run->add_option(
           "connection", line.call.connection, "Id, label or profile of the connection; \"general\" for what needs no app")
        ->required();
    run->add_option("operation", line.call.operation, "Its id, such as contacts.get_contact")->required();
    run->add_option("--input", line.call.inputs, "name=value; again for more. What is no text is written as JSON");
    run->add_option("--input-json", line.call.input_json_file, "File with all inputs as one JSON object");
    run->add_flag("--dry-run", line.call.is_dry_run, "Show the request and send nothing");
    run->add_flag("--confirm", line.call.is_confirmed, "Go ahead although it cannot be undone");
    runs(run, line, [&line] { return run_catalogue_run(line.common, line.call); });

    auto* merge = add(app, "merge", "Try merge rules on cases from a file (docs/merge.md); needs no data folder");
    line.file = "-";
    merge->add_option("--file", line.file, "A case, or a list of cases, as JSON; - is standard input")->capture_default_str();
    runs(merge, line, [&line] { return run_merge(line.common, line.file); });

    auto* decide = add(app, "decide",
        "Try what the sync would do about whole records, on cases from a file (docs/decide.md); needs no data folder");
    decide->add_option("--file", line.file, "A case, or a list of cases, as JSON; - is standard input")->capture_default_str();
    runs(decide, line, [&line] { return run_decide(line.common, line.file); });
}

void add_worlds(CLI::App& app, Line& line) {
    add_sandbox(app, line);
    auto* simulate = add(app, "simulate", "Run the engine through simulated days full of faults");
    simulate->add_option("--seeds", line.simulate.seeds, "How many runs")->capture_default_str();
    simulate->add_option("--seed", line.simulate.first_seed, "The first one; alone it means this one only");
    simulate->add_option("--from-tree", line.simulate.from_tree,
        "Choose the first seed by this hash of a tree (git rev-parse HEAD:src), so that every change tries new worlds");
    simulate->add_option("--known", line.simulate.known_seeds_file,
        "A file of seeds that are known to fail, with what is known about each; they run too and do not count");
    simulate->add_flag("--trace", line.simulate.shows_trace, "Print what happened");
    simulate->add_flag("--wide", line.simulate.is_wide,
        "Draw the rarer things as well: failing records, limits, habits of the apps, neighbours, operators, clock steps");
    auto* small = simulate->add_flag("--small-world", line.simulate.is_small_world,
        "Try every order of what can happen to one field of one linked pair, instead of drawn worlds");
    auto* every_fault = simulate->add_flag("--every-fault", line.simulate.tries_every_fault,
        "Put each known fault into the engine in turn; it is success when each is noticed within --seeds worlds (200 if not "
        "told)");
    simulate->add_option("--depth", line.simulate.depth, "How many happenings the small world's histories have")
        ->check(CLI::Range(1, 40))
        ->capture_default_str();
    simulate->add_option("--mutant", line.simulate.mutant, "Put this fault into the engine; finding it is then success")
        ->excludes(every_fault);
    small->excludes(every_fault);
    simulate->add_option("--scenario", line.simulate.scenario_file, "Run the world that this file tells instead of a seed");
    simulate->add_flag("--tell", line.simulate.tells_scenario, "Print the seed's world as a scenario, and do not run it");
    simulate->add_option("--shrink", line.simulate.shrink_file,
        "Remove from the failing seed or scenario what its failure does not need, and write what is left to this file");
    runs(simulate, line, [&line, simulate] {
        if (line.simulate.tries_every_fault && simulate->count("--seeds") == 0)
            line.simulate.seeds = 200;
        else if (simulate->count("--seed") > 0 && simulate->count("--seeds") == 0)
            line.simulate.seeds = 1;
        return run_simulate(line.common, line.simulate);
    });
}

messages::Language language_of(Line const& line) {
    return messages::parse_language(line.language).value_or(language_of_environment());
}

// The command that was understood before the line went wrong.
CLI::App const& deepest(CLI::App const& app) {
    auto const chosen = app.get_subcommands();
    return chosen.empty() ? app : deepest(*chosen.front());
}

Error usage_error(CLI::App const& app, CLI::ParseError const& error) {
    std::string choices;
    for (auto const* each : deepest(app).get_subcommands([](CLI::App const*) { return true; }))
        choices.append(choices.empty() ? "" : ", ").append(each->get_name());
    if (choices.empty()) return fail(ErrorKind::invalid, "app.bad_usage", error.what()).error();
    auto const left = app.remaining(true);
    auto const word = std::ranges::find_if(left, [](auto const& each) { return !each.starts_with('-'); });
    if (word == left.end()) {
        if (error.get_exit_code() != static_cast<int>(CLI::ExitCodes::RequiredError))
            return fail(ErrorKind::invalid, "app.bad_usage", error.what()).error();
        return fail(ErrorKind::invalid, "app.bad_usage", error.what(), {{"reason", "missing"}, {"choices", choices}}).error();
    }
    auto const shown = printable(std::string_view(*word).substr(0, 60));
    return fail(ErrorKind::invalid, "app.bad_usage", "reading the command line: there is no command \"" + shown + "\"",
        {{"reason", "unknown"}, {"name", shown}, {"choices", choices}})
        .error();
}

}  // namespace

int run_command_line(int count, char** words) {
    Line line;
    if (count > 0) line.common.program = words[0];
    CLI::App app{"Lockstep keeps the people in two apps in agreement.", "lockstep"};
    app.footer(
        "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 not found, 4 refused or denied, 5 not available now (try again later).\n"
        "Most commands talk to the server of the data folder when one runs, and open the folder themselves when none does.");
    app.set_version_flag("--version", "lockstep " + std::string(version));
    app.require_subcommand(1);
    app.fallthrough();
    add_settings(app, line);
    add_serving(app, line);
    add_upkeep(app, line);
    add_people(app, line);
    add_alerts(app, line);
    add_connections(app, line);
    add_oauth(app, line);
    add_snapshots(app, line);
    add_hand_list(app, line);
    add_mail(app, line);
    add_hooks(app, line);
    add_webhooks_out(app, line);
    add_workflows(app, line);
    add_schedules(app, line);
    add_sync(app, line);
    add_mapping(app, line);
    add_records(app, line);
    add_kept_calls(app, line);
    add_calls(app, line);
    add_worlds(app, line);
    try {
        app.parse(count, words);
    } catch (CLI::ParseError const& error) {
        if (error.get_exit_code() == 0) return app.exit(error);  // --help, --version
        Console console(line.common.json, language_of(line));
        return static_cast<int>(console.error(usage_error(app, error)));
    }
    line.common.given.language = language_of(line);
    return line.chosen();
}

}  // namespace lockstep::app
