// SPDX-License-Identifier: Apache-2.0
// `lockstep sandbox` serves the simulated apps; its subcommands are a person at those of a running demo.
#include "app/detail/command_tree.hpp"

namespace lockstep::app::detail {

void add_sandbox(CLI::App& app, Line& line) {
    auto* sandbox =
        add(app, "sandbox", "The simulated apps on ports of this machine; with a subcommand, those of a running demo");
    sandbox->require_subcommand(0, 1);
    add_sandbox_options(*sandbox, line.sandbox);
    sandbox->callback([&line, sandbox] {
        if (!sandbox->get_subcommands().empty()) return;
        line.chosen = [&line] { return run_sandbox(line.common, line.sandbox); };
    });

    auto& desk = line.desk;
    auto* people =
        add(*sandbox, "people", "Everybody in both books, who is linked beside each other (--data: the demo's folder)");
    people->add_option("words", desk.query, "Only whom these words fit");
    add_paging(people, desk.paging);
    auto* show = add(*sandbox, "show", "One person in one book, with notes and tasks");
    auto* create = add(*sandbox, "create", "Make somebody new as a user of the app would");
    auto* edit = add(*sandbox, "edit", "Change somebody as a user of the app would");
    auto* remove = add(*sandbox, "delete", "Delete somebody as a user of the app would");
    for (auto* each : {show, create, edit, remove}) each->add_option("app", desk.app, "Which of both")->required();
    for (auto* each : {show, edit, remove}) each->add_option("record", desk.record, "The app's own id")->required();
    for (auto* each : {create, edit}) {
        each->add_option("--set", desk.fields,
            "name=value, as `show` calls it; again for more. Empty clears; true, false and [\"a\",\"b\"] are no texts");
    }
    edit->add_option("--note", desk.note, "Add a note with this text");
    edit->add_option("--task", desk.task, "Add a task with this title");
    runs(people, line, [&line] { return run_sandbox_people(line.common, line.desk); });
    runs(show, line, [&line] { return run_sandbox_show(line.common, line.desk); });
    runs(create, line, [&line] { return run_sandbox_create(line.common, line.desk); });
    runs(edit, line, [&line] { return run_sandbox_edit(line.common, line.desk); });
    runs(remove, line, [&line] { return run_sandbox_delete(line.common, line.desk); });

    runs(add(*sandbox, "faults", "What can go wrong at both, and what is going wrong now"), line,
        [&line] { return run_sandbox_faults(line.common); });
    auto* fault = add_group(*sandbox, "fault", "Turn one fault on or off");
    auto* set = add(*fault, "set", "Turn it on: it strikes every time");
    auto* clear = add(*fault, "clear", "Turn it off");
    for (auto* each : {set, clear}) {
        each->add_option("app", desk.app, "Which of both")->required();
        each->add_option("fault", desk.fault, "Its name, as in `lockstep sandbox faults`")->required();
    }
    runs(set, line, [&line] { return run_sandbox_fault(line.common, line.desk, true); });
    runs(clear, line, [&line] { return run_sandbox_fault(line.common, line.desk, false); });
    runs(add(*sandbox, "heal", "Turn every fault of both off"), line, [&line] { return run_sandbox_heal(line.common); });
    auto* event = add(*sandbox, "event", "Make something happen that sends an event of this type");
    event->add_option("app", desk.app, "Which of both")->required();
    event->add_option("type", desk.type, "Such as OrderCreate")->required();
    runs(event, line, [&line] { return run_sandbox_event(line.common, line.desk); });
}

}  // namespace lockstep::app::detail
