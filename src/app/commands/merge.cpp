// SPDX-License-Identifier: Apache-2.0
// `lockstep merge`: tries merge rules on cases from a file. Needs no data folder.
#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "contacts/merge_case.hpp"

namespace lockstep::app {
namespace {

constexpr JsonLimits merge_case_limits{.bytes = 64 << 20, .depth = 64, .members = 5'000'000, .string_bytes = 1 << 20};

Result<ExitCode> merge(Console& console, std::string const& file) {
    TRY(auto const text, read_file(file));
    TRY(auto cases, parse_json(text, merge_case_limits));
    // A document around the list, as merge-case files have it.
    if (auto const* list = find(cases, "/cases"); list != nullptr && list->is_array()) cases = Json(*list);
    TRY(auto const results, contacts::decide_case(cases));
    console.result(results);
    if (console.is_json()) return ExitCode::ok;
    std::vector<std::vector<std::string>> rows;
    auto const* list = results.if_array();
    auto const add = [&](Json const& one, Json const& given) {
        auto const error = text_at(one, "/error/message");
        auto const* value = find(one, "/value");
        rows.push_back({text_at(given, "/name"), error.empty() ? text_at(one, "/decision") : "error",
            error.empty() ? text_at(one, "/reason") : error, value == nullptr ? "" : shown(*value)});
    };
    if (list == nullptr) {
        add(results, cases);
    } else {
        for (std::size_t i = 0; i < list->size(); ++i) add((*list)[i], cases.as_array()[i]);
    }
    console.table({"CASE", "DECISION", "REASON", "VALUE"}, rows);
    return ExitCode::ok;
}

}  // namespace

int run_merge(Common const& common, std::string const& file) {
    return run_alone(common, [&](Console& console) { return merge(console, file); });
}

}  // namespace lockstep::app
