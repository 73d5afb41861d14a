// SPDX-License-Identifier: Apache-2.0
// `lockstep calls`: the requests and replies of each call, as they were kept; asking again; following them as they happen.
#include <algorithm>
#include <cstdio>
#include <set>

#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

constexpr Duration follow_pause = std::chrono::seconds{1};
// A call is kept when it has ended, under the time at which it began: that far back something new may appear.
constexpr Duration looked_back = std::chrono::minutes{2};
constexpr int pages_at_once_max = 20;

using Parameters = std::vector<std::pair<std::string_view, std::string>>;

std::string path_of(std::string const& call, std::string_view what = {}) {
    return "/api/v1/calls/" + percent_encode(call) + std::string(what);
}

Task<Result<Parameters>> filters(Session& session, CallsInput const& input) {
    auto connection = input.connection;
    if (!connection.empty() && connection != "none") {
        CO_TRY(connection, co_await find_any_connection(session, connection));
    }
    co_return Parameters{{"connection", connection}, {"operation", input.operation}, {"outcome", input.outcome},
        {"record", input.record}, {"from", input.from}, {"to", input.to}};
}

std::string status_of(Json const& call) {
    auto const status = integer_at(call, "/status");
    return status == 0 ? "-" : std::to_string(status);
}

std::string duration_of(Json const& call) {
    auto const* took = find(call, "/took_ms");
    return std::to_string(took == nullptr ? 0 : static_cast<std::int64_t>(took->to_number<double>())) + " ms";
}

Task<Result<ExitCode>> list_calls(Session& session, CallsInput const& input) {
    CO_TRY(auto parameters, co_await filters(session, input));
    CO_TRY(auto const page, co_await session.api.get(paging_query("/api/v1/calls", std::move(parameters), input.paging)));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items")) {
        rows.push_back({text_at(item, "/at"), text_at(item, "/id"), text_at(item, "/operation"), text_at(item, "/record_id"),
            text_at(item, "/outcome"), status_of(item), duration_of(item), text_at(item, "/purpose")});
    }
    session.console.table({"AT", "ID", "OPERATION", "RECORD", "OUTCOME", "STATUS", "TOOK", "FOR"}, rows);
    if (auto const next = text_at(page, "/next"); !next.empty()) session.console.say("More: --cursor " + next);
    co_return ExitCode::ok;
}

void show_side(Console& console, Json const& side) {
    if (auto const* headers = find_array(side, "/headers")) {
        for (auto const& header : *headers) console.say(printable(text_at(header, "/name") + ": " + text_at(header, "/value")));
    }
    auto const text = text_at(side, "/body/text");
    auto const parsed = parse_json(text);
    if (!text.empty()) console.say("\n" + (parsed ? to_pretty_text(*parsed) : printable(text)));
    if (find_bool(side, "/body/is_cut").value_or(false))
        console.say("(the beginning of " + with_commas(integer_at(side, "/body/bytes")) + " bytes)");
}

std::string left_of(Json const& call, std::string_view of) {
    auto const left = find_integer(call, "/budget/" + std::string(of));
    return left ? with_commas(*left) : "-";
}

Task<Result<ExitCode>> show_call(Session& session, std::string const& id) {
    CO_TRY(auto const call, co_await session.api.get(path_of(id)));
    auto& console = session.console;
    console.result(call);
    console.say(text_at(call, "/id") + "  " + text_at(call, "/at") + "  " + text_at(call, "/operation") + "  " +
                text_at(call, "/outcome") +
                (text_at(call, "/error_code").empty() ? "" : " (" + text_at(call, "/error_code") + ")"));
    console.say("Try " + std::to_string(integer_at(call, "/tries")) + ", lane " + text_at(call, "/lane") + ", for \"" +
                text_at(call, "/purpose") + "\", took " + duration_of(call));
    if (find(call, "/budget") != nullptr)
        console.say("Left of the allowance: " + left_of(call, "now") + " now, " + left_of(call, "day") + " today, " +
                    left_of(call, "month") + " this month");
    if (find_bool(call, "/is_masked").value_or(false)) console.say("Health data was left out: *** stands for it.");
    if (auto const* request = find(call, "/request"); request != nullptr && request->is_object()) {
        console.say("\n" + printable(text_at(*request, "/method") + " " + text_at(*request, "/url")));
        show_side(console, *request);
    }
    auto const* reply = find(call, "/reply");
    if (reply == nullptr || !reply->is_object()) {
        console.say("\nNo reply.");
    } else {
        console.say("\n" + std::to_string(integer_at(*reply, "/status")));
        show_side(console, *reply);
    }
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> curl(Session& session, std::string const& id) {
    CO_TRY(auto const text, co_await session.api.download(path_of(id, "/curl")));
    session.console.result(JsonObject{{"curl", text}});
    session.console.say(trim_ascii(text));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> resend(Session& session, std::string const& id) {
    CO_TRY(auto const result, co_await session.api.post(path_of(id, "/resend")));
    auto& console = session.console;
    console.result(result);
    console.say(text_at(result, "/call_id") + "  " + text_at(result, "/outcome") + " (" + text_at(result, "/reply_class") + ")");
    if (auto const* body = find(result, "/reply/body"); body != nullptr && !body->is_null()) console.say(to_pretty_text(*body));
    auto const outcome = text_at(result, "/outcome");
    if (outcome == "done") co_return ExitCode::ok;
    console.say(text_at(result, "/error/title") + ". " + text_at(result, "/error/message"));
    co_return outcome == "refused" ? ExitCode::refused : ExitCode::unavailable;
}

Task<Result<ExitCode>> export_har(Session& session, CallsInput const& input) {
    CO_TRY(auto const parameters, co_await filters(session, input));
    CO_TRY(auto const har, co_await session.api.download(with_query("/api/v1/calls/export.har", parameters)));
    if (input.file.empty() || input.file == "-") {
        std::fwrite(har.data(), 1, har.size(), stdout);
        co_return ExitCode::ok;
    }
    CO_TRY_VOID(write_private_file(input.file, har));
    session.console.result(JsonObject{{"file", input.file}, {"bytes", har.size()}});
    session.console.say("Written to " + input.file);
    co_return ExitCode::ok;
}

// What was kept since the last look, the oldest first. `seen` holds the ids of the time that is looked back.
Task<Result<std::vector<Json>>> newly_kept(Session& session, Parameters parameters, std::set<std::string>& seen) {
    for (auto& [name, value] : parameters) {
        if (name == "from") value = format_time(session.clock.wall() - looked_back);
    }
    std::vector<Json> fresh;
    std::set<std::string> present;
    Paging paging{.limit = 200, .cursor = {}};
    for (int at = 0; at < pages_at_once_max; ++at) {
        CO_TRY(auto const page, co_await session.api.get(paging_query("/api/v1/calls", parameters, paging)));
        for (auto const& item : *find_array(page, "/items")) {
            auto const id = text_at(item, "/id");
            present.insert(id);
            if (!seen.contains(id)) fresh.push_back(item);
        }
        paging.cursor = text_at(page, "/next");
        if (paging.cursor.empty()) break;
    }
    seen = std::move(present);
    std::ranges::reverse(fresh);
    co_return fresh;
}

Task<Result<ExitCode>> follow(Session& session, CallsInput const& input) {
    CO_TRY(auto const parameters, co_await filters(session, input));
    if (!session.has_server)
        session.console.remark("No server runs on this data folder: nothing will be seen until lockstep serve runs.");
    std::set<std::string> seen;
    CO_TRY_VOID(co_await newly_kept(session, parameters, seen));
    while (true) {
        co_await session.clock.sleep_for(follow_pause);
        CO_TRY(auto const fresh, co_await newly_kept(session, parameters, seen));
        for (auto const& call : fresh) {
            session.console.result(call);
            auto line = text_at(call, "/at") + "  " + text_at(call, "/id") + "  " + text_at(call, "/operation") + "  " +
                        text_at(call, "/outcome") + "  " + status_of(call) + "  " + duration_of(call);
            if (auto const record = text_at(call, "/record_id"); !record.empty()) line += "  " + record;
            session.console.say(printable(line));
        }
        std::fflush(stdout);
    }
}

}  // namespace

int run_calls_list(Common const& common, CallsInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return list_calls(session, input); });
}
int run_calls_show(Common const& common, std::string const& call) {
    return run_with_api(common, Needs::records, [&](Session& session) { return show_call(session, call); });
}
int run_calls_curl(Common const& common, std::string const& call) {
    return run_with_api(common, Needs::records, [&](Session& session) { return curl(session, call); });
}
int run_calls_resend(Common const& common, std::string const& call) {
    return run_with_api(common, Needs::records, [&](Session& session) { return resend(session, call); });
}
int run_calls_export(Common const& common, CallsInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return export_har(session, input); });
}
int run_calls_follow(Common const& common, CallsInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return follow(session, input); });
}

}  // namespace lockstep::app
