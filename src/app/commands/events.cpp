// SPDX-License-Identifier: Apache-2.0
// `lockstep events`: what arrived, and looking at it again.
#include "app/commands/session.hpp"

namespace lockstep::app {
namespace {

Task<Result<ExitCode>> list_events(Session& session, EventsInput const& input) {
    std::string connection;
    if (!input.connection.empty()) {
        CO_TRY(connection, co_await find_connection(session, input.connection));
    }
    CO_TRY(auto const page, co_await session.api.get(paging_query("/api/v1/events",
                                {{"state", input.state}, {"connection", connection}, {"record", input.record}}, input.paging)));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items")) {
        rows.push_back({text_at(item, "/received_at"), text_at(item, "/id"), text_at(item, "/source"), text_at(item, "/type"),
            text_at(item, "/record_id"), text_at(item, "/state"), text_at(item, "/note")});
    }
    session.console.table({"RECEIVED", "ID", "SOURCE", "TYPE", "RECORD", "STATE", "NOTE"}, rows);
    if (auto const next = text_at(page, "/next"); !next.empty()) session.console.say("More: --cursor " + next);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> show_event(Session& session, std::string const& id) {
    CO_TRY(auto const event, co_await session.api.get("/api/v1/events/" + id));
    session.console.result(event);
    session.console.say(to_pretty_text(event));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> replay(Session& session, std::string const& id) {
    CO_TRY(auto const event, co_await session.api.post("/api/v1/events/" + id + "/replay"));
    session.console.result(event);
    session.console.say("Its record will be looked at again.");
    if (!session.has_server) session.console.remark("No server runs on this data folder: the work goes on with lockstep serve.");
    co_return ExitCode::ok;
}

}  // namespace

int run_events_list(Common const& common, EventsInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return list_events(session, input); });
}
int run_events_show(Common const& common, std::string const& event) {
    return run_with_api(common, Needs::records, [&](Session& session) { return show_event(session, event); });
}
int run_events_replay(Common const& common, std::string const& event) {
    return run_with_api(common, Needs::records, [&](Session& session) { return replay(session, event); });
}

}  // namespace lockstep::app
