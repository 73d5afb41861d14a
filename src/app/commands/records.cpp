// SPDX-License-Identifier: Apache-2.0
// `lockstep records` and `lockstep changes`: people on both sides, and what was written.
#include "app/commands/session.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

std::vector<std::string> change_row(Json const& change) {
    return {text_at(change, "/at"), text_at(change, "/side"),
        text_at(change, "/field").empty() ? "(create)" : text_at(change, "/field"), shown(*find(change, "/before")),
        shown(*find(change, "/after")), text_at(change, "/reason"), text_at(change, "/outcome")};
}
std::vector<std::string> const change_head{"AT", "SIDE", "FIELD", "BEFORE", "AFTER", "REASON", "OUTCOME"};

Task<Result<ExitCode>> search(Session& session, RecordsInput const& input) {
    CO_TRY(auto const sync, co_await find_sync(session, input.sync));
    CO_TRY(auto const page, co_await session.api.get(paging_query("/api/v1/syncs/" + sync + "/records",
                                {{"query", input.text}, {"state", input.state}}, input.paging)));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items")) {
        rows.push_back({text_at(item, "/name"), text_at(item, "/email"), text_at(item, "/phone"), text_at(item, "/state"),
            shown(*find(item, "/a_record")), shown(*find(item, "/b_record"))});
    }
    session.console.table({"NAME", "E-MAIL", "PHONE", "STATE", "A", "B"}, rows);
    if (auto const next = text_at(page, "/next"); !next.empty()) session.console.say("More: --cursor " + next);
    if (!find_bool(page, "/names_complete").value_or(true))
        session.console.remark(messages::text(session.console.language(), "command.names_incomplete"));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> show_record(Session& session, std::string const& name, std::string const& record) {
    CO_TRY(auto const sync, co_await find_sync(session, name));
    CO_TRY(auto const view, co_await session.api.get("/api/v1/syncs/" + sync + "/records/" + percent_encode(record)));
    auto& console = session.console;
    console.result(view);
    console.say(printable(text_at(view, "/summary/name")) + "  " + text_at(view, "/summary/state"));
    std::vector<std::vector<std::string>> rows;
    for (auto const& row : *find_array(view, "/rows")) {
        rows.push_back({text_at(row, "/field"), shown(*find(row, "/a")), shown(*find(row, "/b")), text_at(row, "/decision"),
            text_at(row, "/reason")});
    }
    console.table({"FIELD", "A", "B", "DECISION", "REASON"}, rows);
    std::vector<std::vector<std::string>> history;
    for (auto const& change : *find_array(view, "/history")) history.push_back(change_row(change));
    if (!history.empty()) console.table(change_head, history);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> look(Session& session, std::string const& name, std::string const& record) {
    CO_TRY(auto const sync, co_await find_sync(session, name));
    CO_TRY(
        auto const accepted, co_await session.api.post("/api/v1/syncs/" + sync + "/records/" + percent_encode(record) + "/look"));
    session.console.result(accepted);
    session.console.say("It will be looked at.");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> changes(Session& session, ChangesInput const& input) {
    CO_TRY(auto const sync, co_await find_sync(session, input.sync));
    CO_TRY(auto const page, co_await session.api.get(paging_query("/api/v1/syncs/" + sync + "/changes",
                                {{"record", input.record}, {"batch", input.batch}}, input.paging)));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& change : *find_array(page, "/items")) rows.push_back(change_row(change));
    session.console.table(change_head, rows);
    if (auto const next = text_at(page, "/next"); !next.empty()) session.console.say("More: --cursor " + next);
    co_return ExitCode::ok;
}

}  // namespace

int run_records_search(Common const& common, RecordsInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return search(session, input); });
}
int run_records_show(Common const& common, std::string const& sync, std::string const& record) {
    return run_with_api(common, Needs::records, [&](Session& session) { return show_record(session, sync, record); });
}
int run_records_look(Common const& common, std::string const& sync, std::string const& record) {
    return run_with_api(common, Needs::records, [&](Session& session) { return look(session, sync, record); });
}
int run_changes(Common const& common, ChangesInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return changes(session, input); });
}

}  // namespace lockstep::app
