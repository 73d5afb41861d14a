// SPDX-License-Identifier: Apache-2.0
// What the files that describe the command line share: where its words are read into, and how a command is added.
#pragma once

#include <CLI/CLI.hpp>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "app/commands/commands.hpp"
#include "app/commands/sandbox_commands.hpp"

namespace lockstep::app::detail {

using Run = std::function<int()>;

// What the command line is read into; outlives the run.
struct Line {
    Common common;
    std::string language;
    Run chosen;
    std::string sync, connection, text, app, kind, file, state = "open";
    bool waits = false, watches = false, no_wait = false, is_online = false, is_without_plan = false;
    InitInput init;
    BackupInput backup;
    RestoreInput restore;
    RecoverInput recover;
    SecretSource password;
    std::string label, scope = "read";
    bool is_other_account = false, is_old_dead = false, is_confirmed = false;
    ConnectInput connect;
    ImportInput imported;
    OAuthAppInput oauth_app;
    SnapshotInput snapshot;
    MailInput mail;
    UserInput user;
    AlertsInput alerts;
    ScheduleInput schedule;
    WebhooksOutInput webhooks_out;
    std::string oauth_mode;
    std::optional<int> days;
    std::vector<std::string> accounts;
    bool takes_all = false;
    SecretSource credential;
    std::map<std::string, std::map<std::string, std::string>> settings;  // by app and name; of `connect`
    std::string webhook_secret, webhook_secret_file;
    WorkflowInput workflow;
    SyncCreateInput sync_create;
    SyncListInput sync_list;
    AttachedInput attached;
    BrakeInput brake;
    MappingInput mapping;
    AnswerInput answer;
    RecordsInput records;
    PersonInput person;
    ChangesInput changes;
    EventsInput events;
    CallsInput calls;
    CallInput call;
    SandboxInput sandbox;
    SandboxDeskInput desk;
    SimulateInput simulate;
    DemoInput demo;
    Paging paging;
};

inline CLI::App* add(CLI::App& parent, std::string const& name, std::string const& help) {
    auto* command = parent.add_subcommand(name, help);
    command->fallthrough();
    return command;
}

// A command that only groups others.
inline CLI::App* add_group(CLI::App& parent, std::string const& name, std::string const& help) {
    auto* group = add(parent, name, help);
    group->require_subcommand(1);
    return group;
}

inline void runs(CLI::App* command, Line& line, Run run) {
    command->callback([&line, run = std::move(run)] { line.chosen = run; });
}

inline void add_secret(CLI::App* command, SecretSource& source, std::string const& name, std::string const& what) {
    command->add_option("--" + name + "-file", source.file, "File that holds the " + what);
    command->add_option("--" + name + "-env", source.environment, "Name of the environment variable that holds the " + what);
    command->add_option("--" + name, source.text,
        "The " + what + " itself (others on this machine can see it; better use a file or standard input)");
}

inline void add_paging(CLI::App* command, Paging& paging) {
    command->add_option("--limit", paging.limit, "How many at most")->check(CLI::Range(1, 200));
    command->add_option("--cursor", paging.cursor, "The `next` of the page before");
}

// The installation itself: backups, tokens and keys; who may come in; who is told; mail and addresses to post to.
void add_upkeep(CLI::App& app, Line& line);
void add_people(CLI::App& app, Line& line);
void add_alerts(CLI::App& app, Line& line);
void add_mail(CLI::App& app, Line& line);
void add_hooks(CLI::App& app, Line& line);
void add_webhooks_out(CLI::App& app, Line& line);
void add_schedules(CLI::App& app, Line& line);
void add_workflows(CLI::App& app, Line& line);
void add_mapping(CLI::App& app, Line& line);

// The simulated apps: serving them, and a person at those of a running demo.
void add_sandbox(CLI::App& app, Line& line);

}  // namespace lockstep::app::detail
