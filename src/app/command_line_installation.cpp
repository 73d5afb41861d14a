// SPDX-License-Identifier: Apache-2.0
// The part of the command line that is about the installation itself.
#include "app/detail/command_tree.hpp"

namespace lockstep::app::detail {

void add_upkeep(CLI::App& app, Line& line) {
    auto* backup = add(app, "backup", "Copy the database and the sealed key into a folder, while the server runs");
    backup->add_option(
        "folder", line.backup.folder, "Folder of backups (default: backup_folder, else backups in the data folder)");
    add_secret(backup, line.backup.passphrase, "passphrase", "passphrase that seals the key in it");
    backup->add_flag("--without-key", line.backup.is_without_key, "Leave the key out, because it is kept elsewhere");
    backup->add_option("--keep", line.backup.kept, "Delete the oldest in the folder, so that so many stay")
        ->check(CLI::Range(1, 10'000));
    runs(backup, line, [&line] { return run_backup(line.common, line.backup); });

    auto* restore = add(app, "restore", "Put a backup into an empty data folder; it only observes until `lockstep adopt`");
    restore->add_option("backup", line.restore.backup, "Folder of the backup")->required();
    add_secret(restore, line.restore.passphrase, "passphrase", "recovery passphrase");
    runs(restore, line, [&line] { return run_restore(line.common, line.restore); });

    auto* recover = add(app, "recover", "Make the master key's file again from its recovery copy");
    recover->add_option("recovery-copy", line.recover.recovery_copy, "Its file (default: beside the key)");
    add_secret(recover, line.recover.passphrase, "passphrase", "recovery passphrase");
    runs(recover, line, [&line] { return run_recover(line.common, line.recover); });

    runs(add(app, "adopt", "Confirm that this copy of the data is the one that works; until then it only observes"), line,
        [&line] { return run_adopt(line.common); });

    auto* keys = add_group(app, "keys", "The keys that seal what is stored");
    runs(add(*keys, "list", "Versions of the data key"), line, [&line] { return run_keys_list(line.common); });
    runs(add(*keys, "rotate", "Seal with a new data key from now on"), line, [&line] { return run_keys_rotate(line.common); });
}

void add_alerts(CLI::App& app, Line& line) {
    auto* alerts = add_group(app, "alerts", "Who is told when a connection or a sync is not well");
    runs(add(*alerts, "show", "As they are set"), line, [&line] { return run_alerts_show(line.common); });
    runs(add(*alerts, "list", "The last messages, and what became of each"), line,
        [&line] { return run_alerts_list(line.common); });
    runs(add(*alerts, "test", "Send a test to everybody who is told"), line, [&line] { return run_alerts_test(line.common); });
    auto* set = add(*alerts, "set", "Change them; what is not given stays as it is");
    auto* on = set->add_flag("--on", line.alerts.is_on, "Tell people");
    set->add_flag("--off", line.alerts.is_off, "Tell nobody")->excludes(on);
    set->add_option(
        "--mail", line.alerts.mail, "An address of e-mail; with ,fr behind it in French. These instead of those before");
    set->add_option("--webhook", line.alerts.webhook, "An address that is posted to; with ,fr behind it in French");
    set->add_flag("--nobody", line.alerts.has_no_recipients, "No recipients");
    set->add_option("--from", line.alerts.from, "attention, or alarm")->check(CLI::IsMember({"attention", "alarm"}));
    set->add_option("--delay", line.alerts.delay, "Minutes that a state has to last")->check(CLI::Range(0, 1440));
    set->add_option("--quiet", line.alerts.quiet, "Hours without messages, such as 22:00-07:00; off: none");
    set->add_option("--zone", line.alerts.zone, "Time zone of these hours and of the messages, such as America/Toronto");
    runs(set, line, [&line] { return run_alerts_set(line.common, line.alerts); });
}

void add_people(CLI::App& app, Line& line) {
    auto* users = add_group(app, "users", "The people who may come in");
    users->alias("people");
    runs(add(*users, "list", "All of them"), line, [&line] { return run_users_list(line.common); });
    auto* password = add(*users, "password", "Give somebody a new password, and sign them out everywhere");
    password->add_option("login", line.text, "Login or id")->required();
    add_secret(password, line.password, "password", "new password");
    runs(password, line, [&line] { return run_users_password(line.common, line.text, line.password); });

    auto* invited = add(*users, "add", "Add a person; the link by which they choose a password is shown once");
    invited->add_option("email", line.user.login, "By which they sign in")->required();
    auto* role = add(*users, "role", "Change what a person may do");
    auto* reset = add(*users, "reset", "End a person's password and sessions, and make a link for a new one");
    auto* remove = add(*users, "remove", "Remove a person; their sessions and tokens end at once");
    auto* sign_out = add(*users, "sign-out", "Sign a person out everywhere");
    for (auto* each : {role, reset, remove, sign_out}) each->add_option("login", line.user.login, "Login or id")->required();
    role->add_option("role", line.user.role, "What they may do from now on")
        ->required()
        ->check(CLI::IsMember({"owner", "admin", "viewer"}));
    invited->add_option("--role", line.user.role, "owner: everything; admin: all but people, tokens and keys; viewer: reads")
        ->required()
        ->check(CLI::IsMember({"owner", "admin", "viewer"}));
    for (auto* each : {invited, reset}) {
        each->add_flag("--mail", line.user.sends_mail, "Send the link by e-mail as well");
        each->add_option("--mail-language", line.user.language, "en or fr")->check(CLI::IsMember({"en", "fr"}));
    }
    runs(invited, line, [&line] { return run_users_add(line.common, line.user); });
    runs(role, line, [&line] { return run_users_role(line.common, line.user); });
    runs(reset, line, [&line] { return run_users_reset(line.common, line.user); });
    runs(remove, line, [&line] { return run_users_remove(line.common, line.user); });
    runs(sign_out, line, [&line] { return run_users_sign_out(line.common, line.user); });

    auto* tokens = add_group(app, "tokens", "API tokens, by which other programs come in");
    runs(add(*tokens, "list", "All of them, without their text"), line, [&line] { return run_tokens_list(line.common); });
    auto* create = add(*tokens, "create", "Make one; its text is shown once");
    create->add_option("label", line.label, "What it is for")->required();
    create->add_option("--scope", line.scope, "read or write")->check(CLI::IsMember({"read", "write"}))->capture_default_str();
    create->add_option("--days", line.days, "It ends after so many days; without it, when it is revoked")
        ->check(CLI::Range(1, 3650));
    runs(create, line, [&line] { return run_tokens_create(line.common, line.label, line.scope, line.days); });
    auto* revoke = add(*tokens, "revoke", "Refuse it from now on, and end its streams");
    revoke->add_option("token", line.text, "Its id")->required();
    runs(revoke, line, [&line] { return run_tokens_revoke(line.common, line.text); });

    auto* audit = add_group(app, "audit", "Who did what");
    auto* list = add(*audit, "list", "Newest first");
    add_paging(list, line.paging);
    runs(list, line, [&line] { return run_audit_list(line.common, line.paging); });
    runs(add(*audit, "check", "Does each entry fit the one before it?"), line, [&line] { return run_audit_check(line.common); });
}

void add_mail(CLI::App& app, Line& line) {
    auto* mail = add_group(app, "mail", "The mail server by which e-mails are sent");
    runs(add(*mail, "show", "What is set"), line, [&line] { return run_mail_show(line.common); });
    auto* set = add(*mail, "set", "Set the mail server, and who messages come from");
    set->add_option("--host", line.mail.host, "Its name or address, such as smtp.example.com")->required();
    set->add_option("--port", line.mail.port, "Its port (default: 587, or 465 with --tls implicit)")->check(CLI::Range(1, 65535));
    set->add_option("--tls", line.mail.tls, "How the connection is made secret (default: starttls; none only on this machine)")
        ->check(CLI::IsMember({"starttls", "implicit", "none"}));
    set->add_option("--user", line.mail.user, "Who signs in there (default: nobody)");
    add_secret(set, line.mail.password, "password", "password there");
    set->add_option("--from", line.mail.sender, "The address that messages come from")->required();
    set->add_option("--from-name", line.mail.sender_name, "The name beside it");
    runs(set, line, [&line] { return run_mail_set(line.common, line.mail); });
    auto* test = add(*mail, "test", "Send one test message");
    test->add_option("to", line.text, "To which address")->required();
    runs(test, line, [&line] { return run_mail_test(line.common, line.text); });
    runs(add(*mail, "remove", "Forget the mail server and its password"), line, [&line] { return run_mail_remove(line.common); });
}

void add_hooks(CLI::App& app, Line& line) {
    auto* hooks = add_group(app, "hooks", "Addresses that others may post to; what arrives becomes an event");
    runs(add(*hooks, "list", "Which there are, and what has arrived"), line, [&line] { return run_hooks_list(line.common); });
    auto* create = add(*hooks, "create", "Make one");
    create->add_option("label", line.label, "What to call it, such as \"Contact form\"")->required();
    runs(create, line, [&line] { return run_hooks_create(line.common, line.label); });
    auto* revoke = add(*hooks, "revoke", "Take one back; it is answered 401 from then on");
    revoke->add_option("hook", line.text, "Its id")->required();
    runs(revoke, line, [&line] { return run_hooks_revoke(line.common, line.text); });
}

void add_schedules(CLI::App& app, Line& line) {
    auto* schedules = add_group(app, "schedules", "Times at which something happens; each becomes an event");
    runs(add(*schedules, "list", "Which there are, and when each comes next"), line,
        [&line] { return run_schedules_list(line.common); });
    auto* create = add(*schedules, "create", "Make one; it runs from now on");
    auto& given = line.schedule;
    create->add_option("label", given.label, "What to call it, such as \"Before the clinic opens\"")->required();
    create->add_option("--every", given.every, "minutes, day or week")
        ->check(CLI::IsMember({"minutes", "day", "week"}))
        ->capture_default_str();
    create->add_option("--minutes", given.minutes, "Minutes between two, counted from midnight UTC")
        ->check(CLI::Range(1, 1440))
        ->capture_default_str();
    create->add_option("--at", given.at, "Hour and minute, of a day or week")->capture_default_str();
    create->add_option("--weekdays", given.weekdays, "Of a week, parted by commas: 1 is Monday, 7 Sunday")
        ->delimiter(',')
        ->check(CLI::Range(1, 7));
    create->add_option("--zone", given.zone, "Time zone")->capture_default_str();
    create->add_option("--missed", given.missed, "What becomes of times that passed while nothing ran: skip, once or all")
        ->check(CLI::IsMember({"skip", "once", "all"}))
        ->capture_default_str();
    runs(create, line, [&line] { return run_schedules_create(line.common, line.schedule); });
    auto* pause = add(*schedules, "pause", "Let nothing happen until it is resumed");
    auto* resume = add(*schedules, "resume", "Let it run again, from now on");
    auto* remove = add(*schedules, "remove", "Remove it; its events stay");
    for (auto* each : {pause, resume, remove}) each->add_option("schedule", line.text, "Its id")->required();
    runs(pause, line, [&line] { return run_schedules_pause(line.common, line.text); });
    runs(resume, line, [&line] { return run_schedules_resume(line.common, line.text); });
    runs(remove, line, [&line] { return run_schedules_remove(line.common, line.text); });
}

}  // namespace lockstep::app::detail
