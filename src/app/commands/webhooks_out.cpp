// SPDX-License-Identifier: Apache-2.0
// `lockstep webhooks-out`: addresses that are posted to when something happens, and what was sent.
#include "app/commands/session.hpp"
#include "base/text.hpp"

namespace lockstep::app {
namespace {

constexpr std::string_view of_all = "/api/v1/subscriptions";

std::string path_of(std::string const& id, std::string_view what = {}) {
    return std::string(of_all) + "/" + percent_encode(id) + std::string(what);
}

std::string webhook_word(Session& session, std::string_view code, MessageParams const& params = {}) {
    return messages::text(session.console.language(), "command.webhooks_out." + std::string(code), params);
}

std::string words_at(Json const& json, std::string_view pointer) {
    std::string words;
    for (auto const& each : *find_array(json, pointer)) {
        if (auto const* word = each.if_string()) words += (words.empty() ? "" : " ") + std::string(*word);
    }
    return words;
}

std::string or_dash(std::string text) { return text.empty() ? "-" : text; }

void show_webhooks(Session& session, std::vector<Json const*> const& list) {
    std::vector<std::vector<std::string>> rows;
    for (auto const* each : list) {
        auto const why = text_at(*each, "/why");
        rows.push_back({text_at(*each, "/id"), text_at(*each, "/label"),
            text_at(*each, "/state") + (why.empty() ? "" : " (" + why + ")"), std::to_string(integer_at(*each, "/waiting")),
            std::to_string(integer_at(*each, "/dead")), or_dash(words_at(*each, "/types")), text_at(*each, "/address")});
    }
    session.console.table({"WEBHOOK", "LABEL", "STATE", "WAITING", "DEAD", "EVENTS", "ADDRESS"}, rows);
}

void say_secret(Session& session, Json const& made) {
    session.console.say(webhook_word(session, "secret"));
    session.console.say(text_at(made, "/secret"));
    if (auto const key = text_at(made, "/public_key"); !key.empty()) {
        session.console.say(webhook_word(session, "public_key"));
        session.console.say(key);
    }
    if (auto const until = text_at(made, "/old_secret_until"); !until.empty())
        session.console.say(webhook_word(session, "old_until", {{"until", until}}));
}

Task<Result<ExitCode>> list_webhooks(Session& session) {
    CO_TRY(auto const page, co_await session.api.get(std::string(of_all)));
    session.console.result(page);
    std::vector<Json const*> list;
    for (auto const& each : *find_array(page, "/items")) list.push_back(&each);
    show_webhooks(session, list);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> list_event_types(Session& session) {
    CO_TRY(auto const page, co_await session.api.get("/api/v1/event-types"));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& each : *find_array(page, "/items")) rows.push_back({text_at(each, "/name"), text_at(each, "/about")});
    session.console.table({"EVENT", "WHAT IT SAYS"}, rows);
    co_return ExitCode::ok;
}

JsonObject body_of(WebhooksOutInput const& input) {
    JsonObject body;
    if (!input.label.empty()) body["label"] = input.label;
    if (!input.address.empty()) body["address"] = input.address;
    if (!input.sync.empty()) body["sync"] = input.sync;
    if (!input.payload.empty()) body["payload"] = input.payload;
    if (!input.signature.empty()) body["signature"] = input.signature;
    if (!input.state.empty()) body["state"] = input.state;
    if (!input.types.empty()) {
        JsonArray types;
        for (auto const& each : input.types) types.emplace_back(each);
        body["types"] = std::move(types);
    }
    return body;
}

Task<Result<ExitCode>> create_webhook(Session& session, WebhooksOutInput const& input) {
    CO_TRY(auto const made, co_await session.api.post(std::string(of_all), Json(body_of(input))));
    session.console.result(made);
    session.console.say(text_at(made, "/id"));
    say_secret(session, made);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> change_webhook(Session& session, WebhooksOutInput const& input) {
    CO_TRY(auto const changed, co_await session.api.patch(path_of(input.id), Json(body_of(input))));
    session.console.result(changed);
    show_webhooks(session, {&changed});
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> remove_webhook(Session& session, std::string const& id) {
    CO_TRY_VOID(co_await session.api.remove(path_of(id)));
    session.console.result(JsonObject{});
    session.console.say(webhook_word(session, "removed"));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> rotate_webhook(Session& session, WebhooksOutInput const& input) {
    CO_TRY(auto const rotated,
        co_await session.api.post(path_of(input.id, "/rotate"), Json(JsonObject{{"overlap_hours", input.overlap_hours}})));
    session.console.result(rotated);
    say_secret(session, rotated);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> test_webhook(Session& session, std::string const& id) {
    CO_TRY(auto const attempt, co_await session.api.post(path_of(id, "/test")));
    session.console.result(attempt);
    auto const problem = text_at(attempt, "/problem/title");
    auto const status = integer_at(attempt, "/status");
    if (problem.empty()) {
        session.console.say(webhook_word(session, "test_done", {{"status", std::to_string(status)}}));
        co_return ExitCode::ok;
    }
    session.console.say(
        problem + (status == 0 ? ". " : " (" + std::to_string(status) + "). ") + text_at(attempt, "/problem/remedy"));
    co_return ExitCode::unavailable;
}

Task<Result<ExitCode>> list_webhook_deliveries(Session& session, WebhooksOutInput const& input) {
    CO_TRY(auto const page, co_await session.api.get(paging_query(
                                "/api/v1/deliveries", {{"subscription", input.id}, {"state", input.state}}, input.paging)));
    session.console.result(page);
    std::vector<std::vector<std::string>> rows;
    for (auto const& each : *find_array(page, "/items")) {
        auto const status = integer_at(each, "/last_status");
        rows.push_back({text_at(each, "/created_at"), text_at(each, "/id"), text_at(each, "/type"), text_at(each, "/state"),
            std::to_string(integer_at(each, "/attempts")), status == 0 ? "-" : std::to_string(status),
            or_dash(text_at(each, "/next_at")), or_dash(text_at(each, "/problem/title"))});
    }
    session.console.table({"CREATED", "DELIVERY", "EVENT", "STATE", "ATTEMPTS", "STATUS", "NEXT", "PROBLEM"}, rows);
    if (auto const next = text_at(page, "/next"); !next.empty()) session.console.say("More: --cursor " + next);
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> show_delivery(Session& session, std::string const& id) {
    CO_TRY(auto const delivery, co_await session.api.get("/api/v1/deliveries/" + percent_encode(id)));
    session.console.result(delivery);
    session.console.say(to_pretty_text(delivery));
    co_return ExitCode::ok;
}

Task<Result<ExitCode>> replay_webhook(Session& session, std::string const& id) {
    bool const is_one = id.starts_with("dlv_");
    auto const path = is_one ? "/api/v1/deliveries/" + percent_encode(id) + "/replay" : path_of(id, "/replay");
    CO_TRY(auto const replayed, co_await session.api.post(path));
    session.console.result(replayed);
    auto const count = is_one ? 1 : integer_at(replayed, "/replayed");
    session.console.say(webhook_word(session, "replayed", {{"count", std::to_string(count)}}));
    co_return ExitCode::ok;
}

}  // namespace

int run_webhooks_out_list(Common const& common) { return run_with_api(common, Needs::records, list_webhooks); }
int run_webhooks_out_events(Common const& common) { return run_with_api(common, Needs::records, list_event_types); }
int run_webhooks_out_create(Common const& common, WebhooksOutInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return create_webhook(session, input); });
}
int run_webhooks_out_change(Common const& common, WebhooksOutInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return change_webhook(session, input); });
}
int run_webhooks_out_remove(Common const& common, std::string const& id) {
    return run_with_api(common, Needs::records, [&](Session& session) { return remove_webhook(session, id); });
}
int run_webhooks_out_rotate(Common const& common, WebhooksOutInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return rotate_webhook(session, input); });
}
int run_webhooks_out_test(Common const& common, std::string const& id) {
    return run_with_api(common, Needs::records, [&](Session& session) { return test_webhook(session, id); });
}
int run_webhooks_out_deliveries(Common const& common, WebhooksOutInput const& input) {
    return run_with_api(common, Needs::records, [&](Session& session) { return list_webhook_deliveries(session, input); });
}
int run_webhooks_out_show(Common const& common, std::string const& id) {
    return run_with_api(common, Needs::records, [&](Session& session) { return show_delivery(session, id); });
}
int run_webhooks_out_replay(Common const& common, std::string const& id) {
    return run_with_api(common, Needs::records, [&](Session& session) { return replay_webhook(session, id); });
}

}  // namespace lockstep::app
