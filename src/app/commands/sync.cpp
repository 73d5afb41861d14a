// SPDX-License-Identifier: Apache-2.0
// `lockstep sync`: pairing two connections, the dry run, starting, pausing, watching.
#include <algorithm>
#include <utility>

#include "app/commands/health_words.hpp"
#include "app/commands/plan_words.hpp"
#include "app/commands/session.hpp"
#include "app/files.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

constexpr Duration sync_pause = std::chrono::milliseconds{250};
constexpr Duration watch_again = std::chrono::seconds{1};

Task<SideNames> names_of(Session& session, std::string const& id) {
    auto const sync = co_await session.api.get("/api/v1/syncs/" + id);
    SideNames names{"side a", "side b"};
    if (!sync) co_return names;
    names = {text_at(*sync, "/a/label"), text_at(*sync, "/b/label")};
    if (names.a == names.b) names = {names.a + " (a)", names.b + " (b)"};
    co_return names;
}

// "consistency_delay_seconds=30": numbers and switches as such.
Result<JsonObject> parse_policy_words(std::vector<std::string> const& words) {
    JsonObject policy;
    for (auto const& word : words) {
        auto const at = word.find('=');
        if (at == std::string::npos || at == 0)
            return fail(ErrorKind::invalid, "app.bad_input",
                "reading the policy: \"" + printable(word) + "\" does not read like name=value");
        auto const value = parse_json(word.substr(at + 1));
        policy[word.substr(0, at)] = value ? *value : Json(word.substr(at + 1));
    }
    return policy;
}

Task<Result<ExitCode>> create(Session& session, SyncCreateInput const& input) {
    CO_TRY(auto const a, co_await find_connection(session, input.a));
    CO_TRY(auto const b, co_await find_connection(session, input.b));
    JsonObject body{{"a", a}, {"b", b}};
    if (!input.label.empty()) body["label"] = input.label;
    if (!input.mapping_file.empty()) {
        CO_TRY(auto const text, read_file(input.mapping_file, 1 << 20));
        CO_TRY(body["mapping"], parse_json(text));
    }
    if (!input.policy.empty()) {
        CO_TRY(body["policy"], parse_policy_words(input.policy));
    }
    CO_TRY(auto const made, co_await session.api.post("/api/v1/syncs", Json(std::move(body))));
    session.console.result(made);
    session.console.say("Made the sync " + text_at(made, "/id") + " between " + text_at(made, "/a/label") + " and " +
                        text_at(made, "/b/label") + ".");
    session.console.say("Nothing has been read or written. Next: lockstep sync plan");
    co_return ExitCode::ok;
}

// Of the side that has used more of its month, by the stricter way of counting.
std::string quota_in_words(Json const& line) {
    double most = -1;
    std::string words = "-";
    for (std::string const side : {"/quota/a", "/quota/b"}) {
        auto const limit = integer_at(line, side + "/limit");
        if (limit <= 0) continue;
        auto const used = std::max(integer_at(line, side + "/used_month"), integer_at(line, side + "/used_30_days"));
        auto const share = static_cast<double>(used) / static_cast<double>(limit);
        if (share > most) words = std::to_string(used) + "/" + std::to_string(limit);
        most = std::max(most, share);
    }
    return words;
}

Task<Result<ExitCode>> list_syncs(Session& session, SyncListInput const& input) {
    CO_TRY(auto const page,
        co_await session.api.get(paging_query("/api/v1/overview", {{"query", input.name}, {"show", input.show}}, input.paging)));
    auto& console = session.console;
    console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& item : *find_array(page, "/items")) {
        auto const& health = *find(item, "/health");
        rows.push_back({text_at(item, "/id"), text_at(item, "/label"), text_at(item, "/state"),
            state_in_words(health, console.language()), text_at(health, "/since"), std::to_string(integer_at(item, "/linked")),
            std::to_string(integer_at(health, "/waits")), std::to_string(integer_at(item, "/open_issues")), quota_in_words(item),
            text_at(item, "/last_change_at")});
    }
    console.table({"ID", "LABEL", "STATE", "HEALTH", "SINCE", "LINKED", "WAITING", "ISSUES", "QUOTA", "LAST CHANGE"}, rows);
    // Why, of those that are in trouble: too long for a column.
    for (auto const& item : *find_array(page, "/items")) {
        auto const weight = text_at(item, "/health/weight");
        if (weight != "attention" && weight != "alarm") continue;
        console.say(
            printable(text_at(item, "/label")) + ": " + health_in_words(*find(item, "/health"), console.language()).front());
    }
    if (auto const next = text_at(page, "/next"); !next.empty()) console.say("More: --cursor " + next);
    co_return ExitCode::ok;
}

void show_plan_progress(Console& console, Json const& report) {
    auto const state = text_at(report, "/state");
    auto const number = [&](std::string_view pointer) { return integer_at(report, pointer); };
    if (state == "reading") console.progress("reading both sides", number("/progress/read_a") + number("/progress/read_b"), 0);
    if (state == "comparing") console.progress("comparing", number("/progress/compared"), number("/progress/total"));
}

// The report that follows the one of `begun_before`, once it is whole.
Task<Result<Json>> wait_for_plan(Session& session, std::string path, std::string begun_before) {
    for (;;) {
        auto report = co_await session.api.get(path);
        if (!report && report.error().kind != ErrorKind::not_found) co_return pass_on(report.error());
        if (report && text_at(*report, "/started_at") != begun_before) {
            auto const state = text_at(*report, "/state");
            if (state == "done" || state == "failed") co_return *std::move(report);
            show_plan_progress(session.console, *report);
        }
        co_await session.clock.sleep_for(sync_pause);
    }
}

Task<Result<ExitCode>> plan(Session& session, std::string const& name, bool waits) {
    CO_TRY(auto const id, co_await find_sync(session, name));
    auto const path = "/api/v1/syncs/" + id + "/plan";
    auto const before = co_await session.api.get(path);
    auto const begun_before = before ? text_at(*before, "/started_at") : "";
    CO_TRY(auto const accepted, co_await session.api.post(path));
    auto& console = session.console;
    if (!waits) {
        console.result(accepted);
        console.say(messages::text(console.language(), "command.plan_begun"));
        co_return ExitCode::ok;
    }
    CO_TRY(auto const report, co_await wait_for_plan(session, path, begun_before));
    console.result(report);
    auto const names = co_await names_of(session, id);
    for (auto const& line : plan_in_words(report, names, console.language())) console.say(line);
    if (text_at(report, "/state") != "done") co_return ExitCode::failed;
    console.say(messages::text(console.language(), "command.go_ahead"));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> start(Session& session, std::string const& name, bool waits, bool is_without_plan) {
    CO_TRY(auto const id, co_await find_sync(session, name));
    JsonObject body;
    if (is_without_plan) body["without_plan"] = true;
    CO_TRY(auto const sync, co_await session.api.post("/api/v1/syncs/" + id + "/start", std::move(body)));
    auto& console = session.console;
    if (!waits) {
        console.result(sync);
        console.say("Started: " + text_at(sync, "/state") + ".");
        if (!session.has_server) console.remark("No server runs on this data folder: the work goes on with lockstep serve.");
        co_return ExitCode::ok;
    }
    std::string told;
    for (;;) {
        CO_TRY(auto const status, co_await session.api.get("/api/v1/syncs/" + id + "/status"));
        // Whoever waits is told why it does not go on.
        auto const weight = text_at(status, "/health/weight");
        auto const trouble = weight == "attention" || weight == "alarm" ? text_at(status, "/health/code") : std::string();
        if (trouble != std::exchange(told, trouble) && !trouble.empty()) {
            for (auto const& line : health_in_words(*find(status, "/health"), console.language())) console.remark(line);
        }
        auto const state = text_at(status, "/state");
        if (state == "running" || state == "paused") {
            console.result(status);
            auto const names = co_await names_of(session, id);
            for (auto const& line : status_in_words(status, names, console.language())) console.say(line);
            co_return state == "running" ? ExitCode::ok : ExitCode::failed;
        }
        auto const paired = integer_at(status, "/backfill/paired");
        auto const read = integer_at(status, "/backfill/read/a") + integer_at(status, "/backfill/read/b");
        bool const is_reading =
            text_at(status, "/backfill/phase").starts_with("read") || text_at(status, "/backfill/phase").empty();
        console.progress(is_reading ? "reading both sides" : "bringing together", is_reading ? read : paired,
            is_reading ? 0 : integer_at(status, "/backfill/total"));
        co_await session.clock.sleep_for(sync_pause);
    }
}

Task<Result<ExitCode>> pause(Session& session, std::string const& name) {
    CO_TRY(auto const id, co_await find_sync(session, name));
    CO_TRY(auto const sync, co_await session.api.post("/api/v1/syncs/" + id + "/pause"));
    session.console.result(sync);
    session.console.say("Paused. Events are kept; lockstep sync start goes on.");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> status(Session& session, std::string const& name, bool watches) {
    CO_TRY(auto const id, co_await find_sync(session, name));
    auto const names = co_await names_of(session, id);
    for (;;) {
        CO_TRY(auto const view, co_await session.api.get("/api/v1/syncs/" + id + "/status"));
        session.console.result(view);
        for (auto const& line : status_in_words(view, names, session.console.language())) session.console.say(line);
        if (!watches) co_return ExitCode::ok;
        co_await session.clock.sleep_for(watch_again);
    }
}

// What can be answered, with the command for it.
void say_choices(Console& console, Json const& item) {
    if (auto const choice = text_at(item, "/answer/choice"); !choice.empty())
        console.say("    Answered: " + choice + "; it is being carried out.");
    if (auto const* values = find_object(item, "/values"))
        console.say("    a: " + printable(to_text(values->at("a"))) + "   b: " + printable(to_text(values->at("b"))));
    std::string words;
    auto const* const choices = find_array(item, "/choices");
    for (auto const& choice : choices == nullptr ? JsonArray{} : *choices)
        (words += words.empty() ? "" : ", ") += text_at(choice, "");
    // Of a field that the app demands: what it takes, and where it could come from.
    std::string values, likely;
    if (auto const* taken = find_array(item, "/detail/values"); taken != nullptr && text_at(item, "/kind") == "create_needs") {
        for (auto const& each : *taken) (values += values.empty() ? "" : ", ") += text_at(each, "");
        for (auto const& each : *find_array(item, "/detail/fields")) {
            if (find_bool(each, "/is_likely").value_or(false)) (likely += likely.empty() ? "" : ", ") += text_at(each, "/name");
        }
        if (!values.empty()) console.say("    use_value --value: " + printable(values));
        console.say("    use_field --field: " + (likely.empty() ? "a field of the other app" : printable(likely)));
    }
    if (!words.empty()) console.say("    Answer: lockstep sync answer " + text_at(item, "/id") + " CHOICE, one of " + words);
}

Task<Result<ExitCode>> issues(Session& session, std::string const& name, std::string const& state, Paging const& paging) {
    CO_TRY(auto const id, co_await find_sync(session, name));
    CO_TRY(
        auto const page, co_await session.api.get(paging_query("/api/v1/syncs/" + id + "/issues", {{"state", state}}, paging)));
    session.console.result(page);
    auto const& items = *find_array(page, "/items");
    if (items.empty()) session.console.say(messages::text(session.console.language(), "command.nothing_needs_you"));
    for (auto const& item : items) {
        auto const field = text_at(item, "/field");
        auto const title = messages::text(session.console.language(), "issue." + text_at(item, "/kind") + ".title");
        session.console.say((title.empty() ? text_at(item, "/kind") : title) + "  " + printable(text_at(item, "/subject")) +
                            (field.empty() ? "" : "  " + field) + "  (" + text_at(item, "/last_at") + ")");
        session.console.say("    " + printable(text_at(item, "/message")));
        auto const* const candidates = find_array(item, "/detail/candidates");
        for (auto const& candidate : candidates == nullptr ? JsonArray{} : *candidates)
            session.console.say("    " + messages::text(session.console.language(), "command.candidate",
                                             {{"record", printable(text_at(candidate, ""))}}));
        session.console.say("    " + printable(text_at(item, "/remedy")));
        say_choices(session.console, item);
    }
    if (auto const next = text_at(page, "/next"); !next.empty()) session.console.say("More: --cursor " + next);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> answer(Session& session, AnswerInput const& input) {
    CO_TRY(auto const id, co_await find_sync(session, input.sync));
    JsonObject body{{"choice", input.choice}};
    if (!input.candidate.empty()) body["candidate"] = input.candidate;
    if (!input.value.empty()) body["value"] = input.value;
    if (!input.field.empty()) body["field"] = input.field;
    if (!input.version.empty()) body["version"] = input.version;
    CO_TRY(
        auto const given, co_await session.api.post("/api/v1/syncs/" + id + "/issues/" + percent_encode(input.issue) + "/answer",
                              Json(std::move(body))));
    session.console.result(given);
    for (auto const& each : *find_array(given, "/items"))
        session.console.say("Answered: " + text_at(each, "/choice") + "  (" + text_at(each, "/id") + ")");
    session.console.say(session.has_server ? "It is being carried out; the question closes when that is done."
                                           : "It is carried out when the server runs.");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> answers(Session& session, std::string const& name, Paging const& paging) {
    CO_TRY(auto const id, co_await find_sync(session, name));
    CO_TRY(auto const page, co_await session.api.get(paging_query("/api/v1/syncs/" + id + "/answers", {}, paging)));
    session.console.result(page);
    auto const& items = *find_array(page, "/items");
    if (items.empty()) session.console.say("Nothing was answered yet.");
    for (auto const& item : items) {
        std::string about;
        for (auto const* member : {"/link_id", "/a_record", "/b_record", "/field"}) {
            if (auto const text = text_at(item, member); !text.empty()) about += "  " + printable(text);
        }
        session.console.say(text_at(item, "/id") + "  " + text_at(item, "/choice") + about + "  " + text_at(item, "/state") +
                            "  (" + text_at(item, "/given_at") + ")");
    }
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> take_back(Session& session, std::string const& name, std::string const& answer_id) {
    CO_TRY(auto const id, co_await find_sync(session, name));
    CO_TRY(auto const taken, co_await session.api.remove("/api/v1/syncs/" + id + "/answers/" + percent_encode(answer_id)));
    session.console.result(taken);
    session.console.say("Taken back.");
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> invitations(Session& session, std::string const& name, bool sends, bool is_confirmed) {
    CO_TRY(auto const id, co_await find_sync(session, name));
    Json body = JsonObject{{"policy", JsonObject{{"send_invitations", sends}}}, {"invitations_confirmed", is_confirmed}};
    CO_TRY(auto const sync, co_await session.api.put("/api/v1/syncs/" + id + "/document", std::move(body)));
    session.console.result(sync);
    session.console.say(sends ? "New clients are invited by e-mail from now on." : "Nobody is invited by e-mail any more.");
    co_return ExitCode::ok;
}

// The other limit stays as it is.
Task<Result<ExitCode>> brake(Session& session, BrakeInput const& input) {
    CO_TRY(auto const id, co_await find_sync(session, input.sync));
    CO_TRY(auto const present, co_await session.api.get("/api/v1/syncs/" + id));
    auto const* known = find_object(present, "/policy/brake");
    auto limits = known == nullptr ? JsonObject{} : *known;
    limits[input.harm] = JsonObject{{"people", input.people}, {"percent", input.percent}};
    Json body = JsonObject{{"policy", JsonObject{{"brake", std::move(limits)}}}};
    CO_TRY(auto const sync, co_await session.api.put("/api/v1/syncs/" + id + "/document", std::move(body)));
    session.console.result(sync);
    auto const code = "command.brake." + input.harm + (input.people == 0 ? "_off" : "");
    session.console.say(messages::text(session.console.language(), code,
        {{"people", std::to_string(input.people)}, {"percent", std::to_string(input.percent)}}));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> attached(Session& session, AttachedInput const& input) {
    CO_TRY(auto const id, co_await find_sync(session, input.sync));
    auto direction = input.direction;
    std::ranges::replace(direction, '-', '_');
    JsonObject setting{{"direction", direction}, {"existing", input.has_existing}, {"edits", !input.has_no_edits}};
    JsonObject body{{"policy", JsonObject{{input.kind, std::move(setting)}}}};
    if (input.is_confirmed) body["attached_confirmed"] = true;
    CO_TRY(auto const sync, co_await session.api.put("/api/v1/syncs/" + id + "/document", Json(std::move(body))));
    auto& console = session.console;
    console.result(sync);
    auto const code = "command.attached." + input.kind + "_" + direction;
    console.say(messages::text(console.language(), code, {{"a", text_at(sync, "/a/label")}, {"b", text_at(sync, "/b/label")}}));
    if (direction == "off") co_return ExitCode::ok;
    console.say(
        messages::text(console.language(), std::string("command.attached.") + (input.has_existing ? "existing" : "new_only")));
    console.say(messages::text(console.language(), "command.attached.never_deleted"));
    co_return ExitCode::ok;
}

}  // namespace

int run_sync_create(Common const& common, SyncCreateInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return create(session, input); });
}
int run_sync_list(Common const& common, SyncListInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return list_syncs(session, input); });
}
int run_sync_plan(Common const& common, std::string const& sync, bool waits) {
    return run_with_api(
        common, Needs::engine, [&](Session& session) { return plan(session, sync, waits || !session.has_server); });
}
int run_sync_start(Common const& common, std::string const& sync, bool waits, bool is_without_plan) {
    return run_with_api(common, waits ? Needs::engine : Needs::records,
        [&](Session& session) { return start(session, sync, waits, is_without_plan); });
}
int run_sync_pause(Common const& common, std::string const& sync) {
    return run_with_api(common, Needs::records, [&](Session& session) { return pause(session, sync); });
}
int run_sync_status(Common const& common, std::string const& sync, bool watches) {
    return run_with_api(
        common, watches ? Needs::engine : Needs::records, [&](Session& session) { return status(session, sync, watches); });
}
int run_sync_answer(Common const& common, AnswerInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return answer(session, input); });
}
int run_sync_answers(Common const& common, std::string const& sync, Paging const& paging) {
    return run_with_api(common, Needs::records, [&](Session& session) { return answers(session, sync, paging); });
}
int run_sync_take_back(Common const& common, std::string const& sync, std::string const& answer_id) {
    return run_with_api(common, Needs::records, [&](Session& session) { return take_back(session, sync, answer_id); });
}
int run_sync_issues(Common const& common, std::string const& sync, std::string const& state, Paging const& paging) {
    return run_with_api(common, Needs::records, [&](Session& session) { return issues(session, sync, state, paging); });
}
int run_sync_attached(Common const& common, AttachedInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return attached(session, input); });
}
int run_sync_brake(Common const& common, BrakeInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return brake(session, input); });
}
int run_sync_invitations(Common const& common, std::string const& sync, bool sends, bool is_confirmed) {
    return run_with_api(
        common, Needs::records, [&](Session& session) { return invitations(session, sync, sends, is_confirmed); });
}

}  // namespace lockstep::app
