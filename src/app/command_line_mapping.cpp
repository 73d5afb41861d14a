// SPDX-License-Identifier: Apache-2.0
// The part of the command line that is about the mapping of a sync.
#include "app/detail/command_tree.hpp"

namespace lockstep::app::detail {

void add_mapping(CLI::App& app, Line& line) {
    auto& input = line.mapping;
    auto* mapping = add_group(app, "mapping", "Which field is which in a sync, and under which rules");
    auto* show = add(*mapping, "show", "The mapping in force, and pairs that suggest themselves");
    auto* attempt = add(*mapping, "try", "What a mapping would change, for one person or counted over all; nothing is written");
    auto* save = add(*mapping, "save", "Make a mapping from a file the next version");
    auto* versions = add(*mapping, "versions", "Who made which version, and what each changed");
    auto* compare = add(*mapping, "compare", "What leads from one version to another");
    auto* restore = add(*mapping, "restore", "Make an earlier version's mapping the next version");
    for (auto* each : {attempt, save})
        each->add_option("file", input.file, "JSON, as lockstep mapping show --json prints it")->required();
    for (auto* each : {compare, restore}) each->add_option("version", input.version, "Its number")->required();
    attempt->add_option("--person", input.person, "Only this one: a link, or a record of either side");
    attempt->add_flag("--read-now", input.reads_now, "Read the apps, so that fields show which are not mapped yet");
    compare->add_option("--against", input.against, "With this version (default: the one before)");
    for (auto* each : {save, restore})
        each->add_option("--based-on", input.based_on, "The version that you saw; refused when there is a newer one");
    add_paging(versions, input.paging);
    for (auto* each : {show, attempt, save, versions, compare, restore}) {
        each->add_option("--sync", input.sync, "Id or label; may be left out when there is one");
        runs(each, line, [&line, what = each->get_name()] {
            line.mapping.what = what;
            return run_mapping(line.common, line.mapping);
        });
    }
}

}  // namespace lockstep::app::detail
