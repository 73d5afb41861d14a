// SPDX-License-Identifier: Apache-2.0
// The way of a request through the faults, and the life of a webhook.
#include "sandbox/modelled_app.hpp"

#include <algorithm>

namespace lockstep::sandbox {

Json to_json(RecordView const& view) {
    return JsonObject{{"id", view.id}, {"fields", view.fields}, {"createdAt", format_time(view.created_at)},
        {"changedAt", format_time(view.changed_at)}, {"archived", view.archived}};
}

bool ModelledApp::fault(FaultKind kind, std::string_view operation, TimePoint now) {
    if (!faults_.strikes(kind, operation, now)) return false;
    counters_.add("fault", to_string(kind));
    return true;
}

Answer ModelledApp::handle(HttpRequest const& request, TimePoint now) {
    advance(now);
    auto const parsed = parse_request(request);
    if (!parsed.segments.empty() && parsed.segments.front() == "_sandbox") return {handle_admin(parsed, now), {}, false};
    return handle_api(request, parsed, now);
}

Answer ModelledApp::handle_api(HttpRequest const& request, Request const& parsed, TimePoint now) {
    auto const matched = match(parsed);
    auto const operation = matched.operation;
    counters_.add("call", operation.empty() ? "unknown" : operation);

    Answer answer;
    answer.latency = faults_.draw_latency();
    if (fault(FaultKind::slow_reply, operation, now)) {
        answer.latency += faults_.draw(FaultKind::slow_reply, faults_.settings.slow_reply);
    }
    if (fault(FaultKind::lost_request, operation, now)) {
        answer.lose_reply = true;
        answer.reply = fault_reply(504);
        return answer;
    }
    if (auto refused = gate(parsed, matched, now)) {
        answer.reply = std::move(*refused);
    } else if (fault(FaultKind::too_many_requests, operation, now)) {
        answer.reply = fault_reply(429);
    } else if (fault(FaultKind::server_error, operation, now)) {
        constexpr int statuses[]{500, 502, 503};
        answer.reply = fault_reply(statuses[faults_.variant(FaultKind::server_error, 3)]);
    } else if (matched.kind != RouteKind::read && fault(FaultKind::late_commit, operation, now)) {
        run_later(now + faults_.draw(FaultKind::late_commit, faults_.settings.late_commit), [this, request](TimePoint then) {
            auto const reply = perform(parse_request(request), then);
            counters_.add("late_reply", std::to_string(reply.status));
        });
        answer.lose_reply = true;
        answer.reply = fault_reply(504);
        return answer;
    } else {
        answer.reply = perform(parsed, now);
        bool const succeeded = answer.reply.status >= 200 && answer.reply.status < 300;
        if (succeeded && matched.kind == RouteKind::create && fault(FaultKind::create_failed_but_stored, operation, now)) {
            constexpr int statuses[]{422, 500};
            answer.reply = fault_reply(statuses[faults_.variant(FaultKind::create_failed_but_stored, 2)]);
        }
        answer.lose_reply = fault(FaultKind::lost_reply, operation, now);
    }
    add_headers(answer.reply, now);
    counters_.add("reply", std::to_string(answer.reply.status));
    return answer;
}

void ModelledApp::advance(TimePoint now) {
    while (!later_.empty() && later_.begin()->first.first <= now) {
        auto node = later_.extract(later_.begin());
        node.mapped()(node.key().first);
    }
}

void ModelledApp::queue_webhook(QueuedWebhook webhook, std::function<QueuedWebhook()> const& twin, TimePoint now) {
    counters_.add("webhook", "made");
    auto at = now + faults_.draw_webhook_delay();
    if (fault(FaultKind::webhook_late, "", now)) at += faults_.draw(FaultKind::webhook_late, faults_.settings.webhook_late);
    if (fault(FaultKind::webhook_doubled, "", now)) {
        // Either the same delivery twice, or a second event about the same change.
        auto copy = faults_.variant(FaultKind::webhook_doubled, 2) == 0 ? webhook : twin();
        queue_.push(at + std::chrono::milliseconds{faults_.variant(FaultKind::webhook_doubled, 5'000)}, std::move(copy));
    }
    if (fault(FaultKind::webhook_lost, "", now)) {
        counters_.add("webhook", "lost");
        return;
    }
    queue_.push(at, std::move(webhook));
}

std::vector<Delivery> ModelledApp::due_deliveries(TimePoint now) {
    advance(now);
    std::vector<Delivery> due;
    while (auto item = queue_.pop_due(now)) {
        auto& [at, webhook] = *item;
        auto request = sign_webhook(webhook, now);
        if (!request) continue;
        due.push_back({at, std::move(*request), webhook.attempt, webhook.id, webhook.target});
        counters_.add("webhook", "sent");
    }
    return due;
}

void ModelledApp::delivered(Delivery const& delivery, int status, TimePoint now) {
    if (status >= 200 && status < 300) {
        counters_.add("webhook", "accepted");
        return;
    }
    auto const wait = retry_after(status, delivery.attempt);
    if (!wait) {
        counters_.add("webhook", "given_up");
        return;
    }
    counters_.add("webhook", "retried");
    queue_.push(now + *wait, {delivery.id, delivery.target, delivery.request.body, delivery.attempt + 1});
}

std::optional<TimePoint> ModelledApp::next_delivery_at() const {
    auto next = queue_.next_at();
    if (!later_.empty()) next = next ? std::min(*next, later_.begin()->first.first) : later_.begin()->first.first;
    return next;
}

void ModelledApp::reset() {
    later_.clear();
    queue_.clear();
    counters_.clear();
    faults_.calm();
    clear_records();
}

}  // namespace lockstep::sandbox
