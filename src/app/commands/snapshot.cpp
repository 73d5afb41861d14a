// SPDX-License-Identifier: Apache-2.0
// `lockstep snapshot` and `lockstep hand-list`: exported files and what follows from them.
#include <algorithm>

#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "base/text.hpp"
#include "snapshots/people.hpp"

namespace lockstep::app {
namespace {

constexpr std::size_t file_bytes_max = std::size_t{32} << 20U;
constexpr std::string_view kinds_by_default = "new,changed,absent,invalid";

std::string separator_word(std::string const& separator) {
    if (separator == ";") return "semicolons";
    if (separator == "\t") return "tabs";
    if (separator == "|") return "bars";
    return "commas";
}

std::string joined(JsonArray const& texts, std::size_t most) {
    std::string line;
    for (std::size_t at = 0; at < std::min(texts.size(), most); ++at) line += (line.empty() ? "" : " | ") + shown(texts[at]);
    return printable(line);
}

std::string column_word(Json const& takes, std::string const& order, bool is_date) {
    if (takes.is_null()) return "-";
    auto word = shown(takes);
    if (is_date) word += " (" + order + ")";
    return word;
}

void show_layout(Console& console, Json const& snapshot) {
    auto const shape = text_at(snapshot, "/shape");
    console.say(with_commas(integer_at(snapshot, "/rows")) + " rows, " +
                (shape == "json" ? "JSON" : "parted by " + separator_word(text_at(snapshot, "/separator"))) + ", " +
                text_at(snapshot, "/encoding"));
}

void show_columns(Console& console, JsonArray const& columns) {
    std::vector<std::vector<std::string>> rows;
    for (auto const& column : columns) {
        rows.push_back({printable(text_at(column, "/name")),
            column_word(column.at("takes"), text_at(column, "/order"), find_bool(column, "/is_date").value_or(false)),
            text_at(column, "/sureness"), with_commas(integer_at(column, "/filled")),
            joined(*find_array(column, "/samples"), 3)});
    }
    console.table({"COLUMN", "FIELD", "SURE", "FILLED", "SAMPLES"}, rows);
    for (auto const& column : columns) {
        if (find_bool(column, "/is_order_open").value_or(false))
            console.say("The dates in \"" + printable(text_at(column, "/name")) +
                        "\" can be read both ways: check them, or say --dates \"" + printable(text_at(column, "/name")) +
                        "=day_first\".");
    }
}

void show_preview(Console& console, Json const& preview) {
    console.say("Snapshot " + text_at(preview, "/snapshot/id") + " (" + text_at(preview, "/snapshot/state") + ")  " +
                text_at(preview, "/snapshot/file_name"));
    show_layout(console, preview.at("snapshot"));
    if (find_bool(preview, "/snapshot/columns_are_remembered").value_or(false))
        console.say("The columns are as they were chosen for an earlier file.");
    show_columns(console, *find_array(preview, "/columns"));
    for (auto const& person : *find_array(preview, "/people")) {
        std::string line = std::to_string(integer_at(person, "/line")) + ":";
        for (auto const& field : *find_array(person, "/fields")) {
            if (!field.at("value").is_null()) line += "  " + text_at(field, "/label") + " " + printable(shown(field.at("value")));
        }
        for (auto const& problem : *find_array(person, "/problems"))
            line += "  [" + text_at(problem, "/label") + " cannot be read]";
        console.say(line);
    }
    std::string fields;
    for (auto const& field : *find_array(preview, "/fields")) fields += (fields.empty() ? "" : ", ") + text_at(field, "/name");
    console.say("Fields: " + fields + ", #id, #archived, #active");
}

// The draft, else the newest.
Task<Result<std::string>> find_snapshot(Session& session, std::string const& connection, std::string const& given) {
    if (!given.empty()) co_return given;
    CO_TRY(auto const page, co_await session.api.get("/api/v1/connections/" + percent_encode(connection) + "/snapshots"));
    auto const& items = *find_array(page, "/items");
    for (auto const& item : items) {
        if (text_at(item, "/state") == "draft") co_return text_at(item, "/id");
    }
    if (items.empty()) co_return fail(ErrorKind::not_found, "app.no_such_name", "looking for a snapshot: there is none yet");
    co_return text_at(items.front(), "/id");
}

struct Found {
    std::string connection, path;
};
Task<Result<Found>> find_snapshot(Session& session, SnapshotInput const& input) {
    CO_TRY(auto const connection, co_await find_connection(session, input.connection));
    CO_TRY(auto const id, co_await find_snapshot(session, connection, input.snapshot));
    co_return Found{connection, "/api/v1/connections/" + percent_encode(connection) + "/snapshots/" + percent_encode(id)};
}

Result<ExitCode> read(Console& console, SnapshotInput const& input) {
    TRY(auto const bytes, read_file(input.file, file_bytes_max));
    TRY(auto const table, snapshots::read_table(bytes));
    auto const targets = snapshots::with_plain_fields({});
    auto const looks = snapshots::look_at_columns(table, targets);
    auto const guessed = snapshots::guesses(looks);
    JsonArray columns;
    for (std::size_t at = 0; at < looks.size(); ++at) {
        JsonArray samples;
        for (auto const& sample : looks[at].samples) samples.push_back(Json(sample));
        auto const& takes = looks[at].guess.takes;
        columns.push_back(JsonObject{{"name", table.headers[at]}, {"takes", takes.empty() ? Json(nullptr) : Json(takes)},
            {"order", snapshots::to_string(looks[at].guess.order)}, {"sureness", snapshots::to_string(looks[at].sureness)},
            {"samples", std::move(samples)}, {"filled", looks[at].filled}, {"is_date", looks[at].is_date},
            {"is_order_open", looks[at].is_order_open}});
    }
    Json view =
        JsonObject{{"encoding", snapshots::to_string(table.layout.encoding)}, {"shape", snapshots::to_string(table.layout.shape)},
            {"separator", std::string(1, table.layout.separator)}, {"rows", table.rows.size()}, {"columns", columns}};
    show_layout(console, view);
    show_columns(console, columns);
    JsonArray faults;
    if (snapshots::check_columns(guessed, table, targets)) {
        auto const people = snapshots::read_people(table, guessed, targets, {});
        console.say(with_commas(static_cast<std::int64_t>(people.people.size())) + " people");
        auto const tell = [&](std::uint32_t line, std::string const& what) {
            faults.push_back(JsonObject{{"line", line}, {"what", what}});
            constexpr std::size_t told_max = 20;
            if (faults.size() <= told_max) console.say("line " + std::to_string(line) + ": " + what);
        };
        for (auto const& row : people.faulty)
            tell(row.line, row.fault == snapshots::RowFault::nobody ? "says nobody" : "has more cells than there are columns");
        for (auto const& row : people.repeated)
            tell(row.line, "is the person of line " + std::to_string(row.first_line) + " again");
        for (auto const& person : people.people) {
            for (auto const& problem : person.problems) tell(person.line, problem.field + " cannot be read");
        }
    } else {
        console.say("No column says who a person is.");
    }
    view.as_object()["faults"] = std::move(faults);
    console.result(view);
    return ExitCode::ok;
}

Task<Result<ExitCode>> preview(Session& session, SnapshotInput const& input) {
    if (input.file.empty()) {
        CO_TRY(auto const found, co_await find_snapshot(session, input));
        CO_TRY(auto const view, co_await session.api.get(found.path));
        session.console.result(view);
        show_preview(session.console, view);
        co_return ExitCode::ok;
    }
    CO_TRY(auto const connection, co_await find_connection(session, input.connection));
    CO_TRY(auto bytes, read_file(input.file, file_bytes_max));
    auto const path = with_query("/api/v1/connections/" + percent_encode(connection) + "/snapshots",
        {{"name", input.file == "-" ? std::string() : input.file.substr(input.file.find_last_of('/') + 1)}});
    CO_TRY(auto const view, co_await session.api.upload(path, std::move(bytes)));
    session.console.result(view);
    show_preview(session.console, view);
    session.console.say("Nothing is accepted yet. Next: lockstep snapshot diff, then lockstep snapshot accept");
    co_return ExitCode::ok;
}

// "Header=field" at the last "=": a name of a column may hold one.
Result<std::pair<std::string, std::string>> parted(std::string const& text) {
    auto const at = text.rfind('=');
    if (at == std::string::npos)
        return fail(ErrorKind::invalid, "app.bad_input", "reading \"" + printable(text) + "\": write COLUMN=FIELD");
    return std::pair{text.substr(0, at), text.substr(at + 1)};
}

Task<Result<ExitCode>> set_columns(Session& session, SnapshotInput const& input) {
    CO_TRY(auto const found, co_await find_snapshot(session, input));
    CO_TRY(auto const view, co_await session.api.get(found.path));
    auto const& known = *find_array(view, "/columns");
    JsonArray columns;
    for (auto const& each : known) columns.push_back(JsonObject{{"takes", each.at("takes")}, {"order", each.at("order")}});
    auto const set = [&](std::string const& text, bool is_order) -> Result<void> {
        TRY(auto const pair, parted(text));
        bool is_known = false;
        for (std::size_t at = 0; at < known.size(); ++at) {
            auto& column = columns[at].as_object();
            if (!equal_ignoring_case(text_at(known[at], "/name"), pair.first)) {
                // A field that is given anew leaves the column that had it.
                if (!is_order && !pair.second.empty() && column["takes"] == Json(pair.second)) column["takes"] = nullptr;
                continue;
            }
            is_known = true;
            if (is_order)
                column["order"] = pair.second;
            else
                column["takes"] = pair.second.empty() ? Json(nullptr) : Json(pair.second);
        }
        if (is_known) return {};
        return fail(
            ErrorKind::not_found, "app.no_such_name", "looking for a column: none is called \"" + printable(pair.first) + "\"");
    };
    for (auto const& each : input.columns) CO_TRY_VOID(set(each, false));
    for (auto const& each : input.orders) CO_TRY_VOID(set(each, true));
    CO_TRY(
        auto const changed, co_await session.api.put(found.path + "/columns", Json(JsonObject{{"columns", std::move(columns)}})));
    session.console.result(changed);
    show_preview(session.console, changed);
    co_return ExitCode::ok;
}

std::string counts_line(Json const& counts) {
    auto const count = [&](std::string const& name) { return with_commas(integer_at(counts, "/" + name)) + " " + name; };
    return count("new") + ", " + count("changed") + ", " + count("absent") + ", " + count("unchanged") + ", " +
           count("repeated") + ", " + count("invalid") + " (" + with_commas(integer_at(counts, "/known")) + " were known)";
}

Task<Result<ExitCode>> accept(Session& session, SnapshotInput const& input) {
    CO_TRY(auto const found, co_await find_snapshot(session, input));
    CO_TRY(auto const snapshot,
        co_await session.api.post(found.path + "/accept", Json(JsonObject{{"confirm", input.is_confirmed}})));
    session.console.result(snapshot);
    session.console.say("Accepted: " + counts_line(snapshot.at("counts")));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> discard(Session& session, SnapshotInput const& input) {
    CO_TRY(auto const found, co_await find_snapshot(session, input));
    CO_TRY(auto const nothing, co_await session.api.remove(found.path));
    session.console.result(nothing);
    session.console.say("The draft is gone.");
    co_return ExitCode::ok;
}

std::string what_happened(Json const& item) {
    std::string text;
    for (auto const& change : *find_array(item, "/changes"))
        text += (text.empty() ? "" : "; ") + text_at(change, "/label") + ": " + shown(change.at("before")) + " -> " +
                shown(change.at("after"));
    if (auto const was = find_bool(item, "/was_archived"))
        text += std::string(text.empty() ? "" : "; ") + (*was ? "no longer archived" : "archived");
    for (auto const& problem : *find_array(item, "/problems"))
        text += (text.empty() ? "" : "; ") + text_at(problem, "/label") + " cannot be read";
    if (text_at(item, "/fault") == "nobody") text += "says nobody";
    if (text_at(item, "/fault") == "too_many_cells") text += "has more cells than there are columns";
    if (auto const first = find_integer(item, "/first_line")) text += "as line " + std::to_string(*first);
    return printable(text);
}

Task<Result<ExitCode>> diff(Session& session, SnapshotInput const& input) {
    CO_TRY(auto const found, co_await find_snapshot(session, input));
    std::string const kinds(input.kinds.empty() ? kinds_by_default : std::string_view(input.kinds));
    std::string sync;
    if (!input.sync.empty()) {
        CO_TRY(sync, co_await find_sync(session, input.sync));
    }
    if (!input.csv_file.empty()) {
        CO_TRY(auto const csv,
            co_await session.api.download(with_query(found.path + "/differences/export", {{"kind", kinds}, {"sync", sync}})));
        if (input.csv_file == "-") {
            std::fwrite(csv.data(), 1, csv.size(), stdout);
        } else {
            CO_TRY_VOID(write_private_file(input.csv_file, csv));
            session.console.result(JsonObject{{"file", input.csv_file}, {"bytes", csv.size()}});
            session.console.say("Written to " + input.csv_file);
        }
        co_return ExitCode::ok;
    }
    CO_TRY(auto const page, co_await session.api.get(paging_query(found.path + "/differences",
                                {{"kind", kinds}, {"sync", sync}, {"text", input.text}}, input.paging)));
    session.console.result(page);
    session.console.say(counts_line(page.at("counts")));
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items"))
        rows.push_back({text_at(item, "/kind"), shown(item.at("line")), printable(text_at(item, "/name")),
            shown(item.at("email")), what_happened(item)});
    if (!rows.empty()) session.console.table({"WHAT", "LINE", "NAME", "E-MAIL", ""}, rows);
    if (!page.at("next").is_null()) session.console.say("More: --cursor " + text_at(page, "/next"));
    if (find_bool(page, "/loses_many").value_or(false))
        session.console.say(
            "Many people are absent: was a filtered list exported? Accepting it has to be confirmed (--confirm).");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> list_snapshots(Session& session, SnapshotInput const& input) {
    CO_TRY(auto const connection, co_await find_connection(session, input.connection));
    CO_TRY(auto const page, co_await session.api.get("/api/v1/connections/" + percent_encode(connection) + "/snapshots"));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items"))
        rows.push_back({text_at(item, "/id"), text_at(item, "/state"), text_at(item, "/file_name"),
            with_commas(integer_at(item, "/rows")), text_at(item, "/uploaded_at"), shown(item.at("accepted_at"))});
    session.console.table({"SNAPSHOT", "STATE", "FILE", "ROWS", "UPLOADED", "ACCEPTED"}, rows);
    co_return ExitCode::ok;
}

Task<Result<std::string>> hand_path(Session& session, SnapshotInput const& input) {
    CO_TRY(auto const connection, co_await find_connection(session, input.connection));
    co_return "/api/v1/connections/" + percent_encode(connection) + "/hand-list";
}

void show_hand_list(Console& console, Json const& page) {
    console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items"))
        rows.push_back(
            {text_at(item, "/id"), text_at(item, "/state"), printable(text_at(item, "/person")), text_at(item, "/record_id"),
                text_at(item, "/label"), printable(shown(item.at("there"))), printable(shown(item.at("wanted")))});
    if (rows.empty()) return console.say("There is nothing to do by hand.");
    console.table({"ROW", "STATE", "PERSON", "ID", "FIELD", "THERE", "WANTED"}, rows);
    if (!page.at("next").is_null()) console.say("More: --cursor " + text_at(page, "/next"));
}

Task<Result<ExitCode>> hand_list(Session& session, SnapshotInput const& input) {
    CO_TRY(auto const path, co_await hand_path(session, input));
    CO_TRY(auto const page, co_await session.api.get(paging_query(path, {{"state", input.state}}, input.paging)));
    show_hand_list(session.console, page);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> refresh(Session& session, SnapshotInput const& input) {
    CO_TRY(auto const path, co_await hand_path(session, input));
    CO_TRY(auto const page, co_await session.api.post(path + "/refresh"));
    show_hand_list(session.console, page);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> tick(Session& session, SnapshotInput const& input, bool is_ticked) {
    CO_TRY(auto const path, co_await hand_path(session, input));
    CO_TRY(auto const item,
        co_await session.api.post(path + "/" + percent_encode(input.item) + "/tick", Json(JsonObject{{"ticked", is_ticked}})));
    session.console.result(item);
    session.console.say(printable(text_at(item, "/person")) + ", " + text_at(item, "/label") + ": " + text_at(item, "/state"));
    co_return ExitCode::ok;
}

using Command = Task<Result<ExitCode>> (*)(Session&, SnapshotInput const&);

int run(Common const& common, SnapshotInput const& input, Command command) {
    return run_with_api(common, Needs::records, [&](Session& session) { return command(session, input); });
}

}  // namespace

int run_snapshot_read(Common const& common, SnapshotInput const& input) {
    return run_alone(common, [&](Console& console) { return read(console, input); });
}
int run_snapshot_preview(Common const& common, SnapshotInput const& input) { return run(common, input, preview); }
int run_snapshot_columns(Common const& common, SnapshotInput const& input) { return run(common, input, set_columns); }
int run_snapshot_accept(Common const& common, SnapshotInput const& input) { return run(common, input, accept); }
int run_snapshot_discard(Common const& common, SnapshotInput const& input) { return run(common, input, discard); }
int run_snapshot_diff(Common const& common, SnapshotInput const& input) { return run(common, input, diff); }
int run_snapshot_list(Common const& common, SnapshotInput const& input) { return run(common, input, list_snapshots); }
int run_hand_list(Common const& common, SnapshotInput const& input) { return run(common, input, hand_list); }
int run_hand_list_refresh(Common const& common, SnapshotInput const& input) { return run(common, input, refresh); }
int run_hand_list_tick(Common const& common, SnapshotInput const& input, bool is_ticked) {
    return run_with_api(common, Needs::records, [&](Session& session) { return tick(session, input, is_ticked); });
}

}  // namespace lockstep::app
