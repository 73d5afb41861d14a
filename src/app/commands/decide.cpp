// SPDX-License-Identifier: Apache-2.0
// `lockstep decide`: what the sync would do about whole records, on cases from a file. Needs no data folder.
#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "connectors/default_mapping.hpp"
#include "sync/reconcile/decide_case.hpp"

namespace lockstep::app {
namespace {

constexpr JsonLimits case_limits{.bytes = 16 << 20, .depth = 64, .members = 1'000'000, .string_bytes = 1 << 20};

std::string story_of(Json const& one) {
    auto const error = text_at(one, "/error/message");
    if (!error.empty()) return "error: " + error;
    auto const* list = one.if_array();
    if (list == nullptr) return to_text(one);
    std::string text;
    for (auto const& each : *list) text += (text.empty() ? "" : "; then ") + to_text(each);
    return text;
}

Result<ExitCode> decide(Console& console, std::string const& file) {
    TRY(auto const text, read_file(file));
    TRY(auto cases, parse_json(text, case_limits));
    if (auto const* list = find(cases, "/cases"); list != nullptr && list->is_array()) cases = Json(*list);
    TRY(auto const connectors, connectors::load_all());
    // The pair that a first default mapping is for.
    auto const first = std::ranges::find_if(connectors, [](auto const& each) { return !each->pairs_as_a.empty(); });
    if (first == connectors.end()) return fail(ErrorKind::not_found, "connectors.no_default_mapping", "deciding: there is none");
    auto const& a = (*first)->profile;
    auto const& b = (*first)->pairs_as_a.front();
    TRY(auto mapping, connectors::default_mapping(a, b));
    contacts::PerSide<connections::Connection> connections;
    connections.a.connector = connections::find_connector(connectors, a);
    connections.b.connector = connections::find_connector(connectors, b);
    sync::CaseGround const ground{std::move(mapping), {&connections.a, &connections.b}};
    TRY(auto const results, sync::decide_case(cases, ground));
    console.result(results);
    if (console.is_json()) return ExitCode::ok;
    auto const* list = cases.if_array();
    if (list == nullptr) {
        console.say(story_of(results));
        return ExitCode::ok;
    }
    std::vector<std::vector<std::string>> rows;
    for (std::size_t i = 0; i < list->size(); ++i)
        rows.push_back({text_at((*list)[i], "/name"), story_of(results.as_array()[i])});
    console.table({"CASE", "DECISION"}, rows);
    return ExitCode::ok;
}

}  // namespace

int run_decide(Common const& common, std::string const& file) {
    return run_alone(common, [&](Console& console) { return decide(console, file); });
}

}  // namespace lockstep::app
