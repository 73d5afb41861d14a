// SPDX-License-Identifier: Apache-2.0
#include "alerts/courier.hpp"

#include <algorithm>
#include <array>

namespace lockstep::alerts {
namespace {

constexpr Duration looks_at_least_every = std::chrono::minutes{10};
constexpr Duration tried_for = std::chrono::hours{24};
constexpr std::int64_t at_a_time = 20;
constexpr std::int64_t webhook_seconds = 20;
constexpr std::array waits{std::chrono::minutes{1}, std::chrono::minutes{5}, std::chrono::minutes{15}, std::chrono::minutes{60},
    std::chrono::minutes{180}, std::chrono::minutes{360}};

}  // namespace

std::optional<TimePoint> next_try(TimePoint created_at, std::int64_t tries, TimePoint now) {
    if (now - created_at >= tried_for) return std::nullopt;
    auto const step = std::clamp<std::int64_t>(tries - 1, 0, static_cast<std::int64_t>(waits.size()) - 1);
    return now + waits[static_cast<std::size_t>(step)];
}

std::vector<Condition> conditions_of(health::Report const& report) {
    std::vector<Condition> conditions;
    for (auto const& [id, each] : report.syncs)
        conditions.push_back({SubjectKind::sync, id.text(), each.sync->label, each.health});
    for (auto const& [id, each] : report.connections) {
        conditions.push_back({SubjectKind::connection, id.text(), each.facts.label, each.health});
        conditions.push_back({SubjectKind::webhooks, id.text(), each.facts.label, each.deliveries});
    }
    return conditions;
}

Task<Result<void>> Courier::look(health::Report const& report) {
    Settings settings;
    KnownSubjects known;
    CO_TRY_VOID(co_await parts_.database.read([&](Transaction& transaction) -> Result<void> {
        TRY(settings, load_settings(transaction, parts_.vault, parts_.account));
        TRY(known, load_known(transaction, parts_.account));
        return {};
    }));
    auto const quiet = is_quiet(settings, parts_.clock.wall());
    auto const decision = decide(settings, conditions_of(report), known, report.at, quiet);
    if (decision.items.empty() && decision.known == known) co_return Result<void>{};
    Occasion const occasion{report.at, settings.zone, parts_.public_url};
    std::vector<std::pair<MessageId, Message>> made;
    if (!decision.items.empty()) {
        for (auto const& recipient : settings.recipients) {
            auto const id = parts_.random.id<MessageTag>(report.at);
            auto message = compose(recipient, decision.items, occasion);
            message.json["id"] = id.text();
            made.emplace_back(id, std::move(message));
        }
    }
    bool is_full = false;
    CO_TRY_VOID(co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        is_full = false;
        TRY_VOID(save_known(transaction, parts_.account, known, decision.known));
        for (auto const& [id, message] : made) {
            TRY(bool const was_added, add_message(transaction, parts_.vault, parts_.account, id, message, report.at));
            is_full |= !was_added;
        }
        return {};
    }));
    if (is_full) parts_.log.warning("an alert was not kept: too many wait to be sent");
    if (!made.empty()) wake_.notify();
    co_return Result<void>{};
}

Task<void> Courier::run() {
    while (!is_stopping_) {
        auto const next = co_await deliver();
        if (!next) parts_.log.warning("alerts could not be looked at", {{"error", describe(next.error())}});
        auto until = parts_.clock.now() + looks_at_least_every;
        if (next && *next) until = std::min(until, **next);
        if (!is_stopping_) co_await parts_.clock.sleep_until_or(until, wake_);
    }
}

void Courier::stop() {
    is_stopping_ = true;
    wake_.notify();
}

Task<Result<std::optional<TimePoint>>> Courier::deliver() {
    CO_TRY(auto due, co_await parts_.database.read_value([&](Transaction& transaction) {
        return list_due(transaction, parts_.vault, parts_.account, parts_.clock.now(), at_a_time);
    }));
    for (auto& each : due) {
        if (is_stopping_) break;
        auto const tried = co_await send(each.message);
        auto const now = parts_.clock.now();
        ++each.tries;
        each.was_sent = tried.was_sent;
        each.error_code = tried.was_sent ? "" : tried.error.code;
        each.next_at = tried.was_sent ? std::nullopt : next_try(each.created_at, each.tries, now);
        if (!each.next_at) each.ended_at = now;
        if (!tried.was_sent) {
            parts_.log.warning(each.next_at ? "an alert was not sent and is tried again" : "an alert was given up",
                {{"alert", each.id.text()}, {"channel", to_string(each.message.to.channel)}, {"code", each.error_code},
                    {"tries", each.tries}});
        }
        CO_TRY_VOID(co_await parts_.database.write(
            [&](Transaction& transaction) { return note_try(transaction, parts_.account, each); }));
    }
    CO_TRY(auto const queue, co_await parts_.database.read_value(
                                 [&](Transaction& transaction) { return look_at_queue(transaction, parts_.account); }));
    is_failing_ = queue.is_failing;
    co_return queue.next_at;
}

Task<Tried> Courier::test(Recipient recipient, std::string zone) {
    co_return co_await send(compose_test(recipient, {parts_.clock.wall(), std::move(zone), parts_.public_url}));
}

// A message of which nobody knows whether it arrived is sent again: twice is better than never.
Task<Tried> Courier::send(Message const& message) {
    general::RunInput input{.operation = {}, .inputs = {}, .is_dry_run = false, .purpose = "alert"};
    if (message.to.channel == Channel::mail) {
        input.operation = "email.send";
        input.inputs = {{"to", message.to.address}, {"subject", message.subject}, {"text", message.text}};
    } else {
        input.operation = "http.send_request";
        input.inputs = {
            {"method", "POST"}, {"url", message.to.address}, {"json", message.json}, {"timeout_seconds", webhook_seconds}};
    }
    auto ran = co_await parts_.runner.run(std::move(input));
    if (!ran) co_return Tried{false, std::move(ran).error()};
    if (ran->outcome.kind == calls::OutcomeKind::done) co_return Tried{true, {}};
    co_return Tried{false, ran->outcome.error};
}

}  // namespace lockstep::alerts
