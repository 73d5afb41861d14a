// SPDX-License-Identifier: Apache-2.0
// The part of the command line that is about workflows.
#include "app/detail/command_tree.hpp"

namespace lockstep::app::detail {

void add_workflows(CLI::App& app, Line& line) {
    auto& input = line.workflow;
    auto* workflow = add_group(app, "workflow", "What is done by itself when something happens");
    auto* lint = add(*workflow, "lint", "Say what is wrong with a definition; needs no installation");
    auto* run = add(*workflow, "run", "Run a definition against the simulated apps, at once; needs no installation");
    auto* create = add(*workflow, "create", "Store a definition as the draft of the workflow that it names");
    for (auto* each : {lint, run, create}) each->add_option("file", input.file, "YAML or JSON; - is standard input")->required();
    run->add_option("--input", input.input_file, "What happens: JSON with contact, event and then (docs/how-to/workflows.md)");
    runs(lint, line, [&line] { return run_workflow_lint(line.common, line.workflow); });
    runs(run, line, [&line] { return run_workflow_run(line.common, line.workflow); });
    runs(create, line, [&line] { return run_workflow_create(line.common, line.workflow); });
    runs(add(*workflow, "schema", "The JSON Schema of definitions"), line, [&line] { return run_workflow_schema(line.common); });
    auto* templates = add(*workflow, "templates", "Definitions to begin with: all of them, or the text of one");
    templates->add_option("template", input.id, "Its id");
    runs(templates, line, [&line] { return run_workflow_templates(line.common, line.workflow); });
    runs(add(*workflow, "list", "All workflows"), line, [&line] { return run_workflow_list(line.common); });

    auto* publish = add(*workflow, "publish", "Make the draft the next version, which starts from now on");
    auto* pause = add(*workflow, "pause", "Nothing starts it any more; runs that are under way go on");
    auto* resume = add(*workflow, "resume", "A paused one starts again, by its newest version");
    auto* versions = add(*workflow, "versions", "What was published, the newest first: all of it, or the text of one");
    auto* start = add(*workflow, "start", "Start it by hand");
    auto* list = add(*workflow, "runs", "Its runs, newest first");
    for (auto* each : {publish, pause, resume, versions, start}) each->add_option("workflow", input.id, "Its id")->required();
    list->add_option("workflow", input.id, "Its id; without it, the runs of all workflows");
    versions->add_option("version", input.version, "Its number")->check(CLI::PositiveNumber);
    publish->add_option(
        "--connect", input.connections, "name=id: which of your connections stands behind a name; again for more");
    start->add_option("--data", input.data, "What the trigger says, as JSON");
    list->add_option("--status", input.status, "Only these")
        ->check(CLI::IsMember({"running", "waiting", "unclear", "done", "failed", "cancelled"}));
    add_paging(list, input.paging);
    runs(publish, line, [&line] { return run_workflow_publish(line.common, line.workflow); });
    runs(pause, line, [&line] { return run_workflow_pause(line.common, line.workflow); });
    runs(resume, line, [&line] { return run_workflow_resume(line.common, line.workflow); });
    runs(versions, line, [&line] { return run_workflow_versions(line.common, line.workflow); });
    runs(start, line, [&line] { return run_workflow_start(line.common, line.workflow); });
    runs(list, line, [&line] { return run_workflow_runs(line.common, line.workflow); });

    auto* show = add(*workflow, "show-run", "One run, with what became of each step");
    auto* cancel = add(*workflow, "cancel", "End a run");
    auto* settle = add(*workflow, "settle", "Say what became of a write whose answer was lost");
    for (auto* each : {show, cancel, settle}) each->add_option("run", input.run, "Its id")->required();
    settle
        ->add_option("outcome", input.outcome, "done: it was carried out; again: send it once more; failed: the step has failed")
        ->required()
        ->check(CLI::IsMember({"done", "again", "failed"}));
    runs(show, line, [&line] { return run_workflow_show_run(line.common, line.workflow); });
    runs(cancel, line, [&line] { return run_workflow_cancel(line.common, line.workflow); });
    runs(settle, line, [&line] { return run_workflow_settle(line.common, line.workflow); });
}

}  // namespace lockstep::app::detail
