// SPDX-License-Identifier: Apache-2.0
// `lockstep mapping`: the mapping of a sync as a file, tried before it is saved, and its versions.
#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

std::string sync_address(std::string const& sync) { return "/api/v1/syncs/" + sync; }

std::string value_in_words(Json const* value) {
    if (value == nullptr || value->is_null()) return "-";
    if (auto const* text = value->if_string()) return printable(std::string(*text));
    return to_text(*value);
}

// The file's mapping, or a document that has one, as `show --json` prints it.
Result<Json> read_mapping_file(std::string const& path) {
    TRY(auto const text, read_file(path, 1 << 20));
    TRY(auto document, parse_json(text));
    if (auto const* inside = find(document, "/mapping")) return Json(*inside);
    return document;
}

Task<Result<ExitCode>> show_mapping(Session& session, MappingInput const& input) {
    CO_TRY(auto const id, co_await find_sync(session, input.sync));
    CO_TRY(auto const view, co_await session.api.get(sync_address(id) + "/mapping"));
    auto& console = session.console;
    console.result(view);
    std::vector<std::vector<std::string>> rows;
    for (auto const& row : *find_array(view, "/mapping/rows")) {
        auto const* transform = find(row, "/transform");
        rows.push_back({text_at(row, "/a"), text_at(row, "/direction"), text_at(row, "/b"), text_at(row, "/kind"),
            text_at(row, "/conflict"), text_at(row, "/first_match"), text_at(row, "/blank"),
            transform == nullptr ? "-" : printable(to_text(*transform)).substr(0, 40)});
    }
    console.say("Version " + std::to_string(integer_at(view, "/version")));
    console.table({"A", "DIRECTION", "B", "KIND", "CONFLICT", "AT FIRST", "BLANK", "TRANSFORM"}, rows);
    if (auto const* suggestions = find_array(view, "/suggestions"); suggestions != nullptr && !suggestions->empty()) {
        console.say("Not mapped, and alike:");
        for (auto const& row : *suggestions) console.say("  " + text_at(row, "/a") + "  " + text_at(row, "/b"));
    }
    co_return ExitCode::ok;
}

void say_problems(Console& console, Json const& view) {
    for (auto const* list : {find_array(view, "/problems"), find_array(view, "/notes")}) {
        if (list == nullptr) continue;
        for (auto const& each : *list)
            console.say("Row " + std::to_string(integer_at(each, "/row") + 1) + ": " + text_at(each, "/message"));
    }
}

void say_preview(Console& console, Json const& view) {
    auto const number = [&](std::string const& pointer) { return std::to_string(integer_at(view, pointer)); };
    console.say(number("/people") + " of " + number("/looked_at") + " linked people would change, and you would be asked about " +
                number("/asked") + "." +
                (find_bool(view, "/is_sample").value_or(false) ? " A sample: " + number("/linked") + " are linked." : ""));
    for (auto const& row : *find_array(view, "/unread"))
        console.say("Not counted, because it has not been read yet: " + value_in_words(&row));
    for (auto const& person : *find_array(view, "/examples")) {
        for (auto const& change : *find_array(person, "/changes")) {
            console.say("  " + printable(text_at(person, "/name")) + ": " + text_at(change, "/field") + " in " +
                        text_at(change, "/side") + ": " + value_in_words(find(change, "/before")) + " -> " +
                        value_in_words(find(change, "/after")));
        }
    }
}

Task<Result<ExitCode>> try_mapping(Session& session, MappingInput const& input) {
    CO_TRY(auto const id, co_await find_sync(session, input.sync));
    CO_TRY(auto const mapping, read_mapping_file(input.file));
    auto& console = session.console;
    if (input.person.empty()) {
        CO_TRY(auto const view, co_await session.api.post(sync_address(id) + "/mapping/preview",
                                    JsonObject{{"mapping", mapping}, {"read_now", input.reads_now}}));
        console.result(view);
        say_problems(console, view);
        say_preview(console, view);
        co_return ExitCode::ok;
    }
    CO_TRY(auto const view, co_await session.api.post(sync_address(id) + "/mapping/try",
                                JsonObject{{"mapping", mapping}, {"person", input.person}, {"read_now", input.reads_now}}));
    console.result(view);
    say_problems(console, view);
    std::vector<std::vector<std::string>> rows;
    auto const& tried = *find_array(view, "/rows");
    for (std::size_t i = 0; i < tried.size(); ++i) {
        if (tried[i].is_null()) continue;
        auto const at = "/rows/" + std::to_string(i);
        rows.push_back({text_at(mapping, at + "/a"), value_in_words(find(tried[i], "/shown/a")),
            value_in_words(find(tried[i], "/after/a")), text_at(mapping, at + "/b"), value_in_words(find(tried[i], "/shown/b")),
            value_in_words(find(tried[i], "/after/b")), text_at(tried[i], "/reason")});
    }
    console.table({"A", "IS", "WOULD BE", "B", "IS", "WOULD BE", "WHY"}, rows);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> store_mapping(Session& session, std::string const& id, Json mapping, std::int64_t based_on) {
    if (based_on == 0) {
        CO_TRY(auto const present, co_await session.api.get(sync_address(id)));
        based_on = integer_at(present, "/version");
    }
    CO_TRY(auto const sync, co_await session.api.put(sync_address(id) + "/document",
                                JsonObject{{"mapping", std::move(mapping)}, {"based_on", based_on}}));
    session.console.result(sync);
    session.console.say("Version " + std::to_string(integer_at(sync, "/version")) + " is in force.");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> save_mapping(Session& session, MappingInput const& input) {
    CO_TRY(auto const id, co_await find_sync(session, input.sync));
    CO_TRY(auto mapping, read_mapping_file(input.file));
    co_return co_await store_mapping(session, id, std::move(mapping), input.based_on);
}

void say_differences(Console& console, Json const& version) {
    for (auto const& change : *find_array(version, "/changes")) {
        console.say("  " + text_at(change, "/kind") + " " + text_at(change, "/a") + " " + text_at(change, "/b"));
        for (auto const& member : *find_array(change, "/members")) {
            console.say("    " + text_at(member, "/name") + ": " + value_in_words(find(member, "/before")) + " -> " +
                        value_in_words(find(member, "/after")));
        }
    }
}

Task<Result<ExitCode>> list_versions(Session& session, MappingInput const& input) {
    CO_TRY(auto const id, co_await find_sync(session, input.sync));
    CO_TRY(auto const page, co_await session.api.get(paging_query(sync_address(id) + "/versions", {}, input.paging)));
    auto& console = session.console;
    console.result(page);
    for (auto const& version : *find_array(page, "/items")) {
        console.say("Version " + std::to_string(integer_at(version, "/version")) + "  " + text_at(version, "/created_at") + "  " +
                    text_at(version, "/author") + (find_bool(version, "/is_present").value_or(false) ? "  in force" : ""));
        say_differences(console, version);
    }
    if (auto const next = text_at(page, "/next"); !next.empty()) console.say("More: --cursor " + next);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> compare_versions(Session& session, MappingInput const& input) {
    CO_TRY(auto const id, co_await find_sync(session, input.sync));
    auto address = sync_address(id) + "/versions/" + std::to_string(input.version);
    if (input.against > 0) address += "?against=" + std::to_string(input.against);
    CO_TRY(auto const version, co_await session.api.get(address));
    session.console.result(version);
    say_differences(session.console, version);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> restore_version(Session& session, MappingInput const& input) {
    CO_TRY(auto const id, co_await find_sync(session, input.sync));
    CO_TRY(auto const version, co_await session.api.get(sync_address(id) + "/versions/" + std::to_string(input.version)));
    co_return co_await store_mapping(session, id, *find(version, "/mapping"), input.based_on);
}

}  // namespace

int run_mapping(Common const& common, MappingInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) -> Task<Result<ExitCode>> {
        if (input.what == "try") return try_mapping(session, input);
        if (input.what == "save") return save_mapping(session, input);
        if (input.what == "versions") return list_versions(session, input);
        if (input.what == "compare") return compare_versions(session, input);
        if (input.what == "restore") return restore_version(session, input);
        return show_mapping(session, input);
    });
}

}  // namespace lockstep::app
