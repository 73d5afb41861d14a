// SPDX-License-Identifier: Apache-2.0
// The way of a request through the faults, and the life of a webhook.
#include "sandbox/modelled_app.hpp"

#include <algorithm>
#include <array>

namespace lockstep::sandbox {

Json to_json(RecordView const& view) {
    return JsonObject{{"id", view.id}, {"fields", view.fields}, {"createdAt", format_time(view.created_at)},
        {"changedAt", format_time(view.changed_at)}, {"archived", view.archived}};
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
    if (faults_.strikes(FaultKind::slow_reply, operation, now)) {
        answer.latency += faults_.draw(FaultKind::slow_reply, faults_.settings.slow_reply);
    }
    if (faults_.strikes(FaultKind::lost_request, operation, now)) {
        answer.lose_reply = true;
        answer.reply = fault_reply(504);
        return answer;
    }
    if (auto refused = gate(parsed, matched, now)) {
        answer.reply = std::move(*refused);
    } else if (auto failed = refuse(parsed, matched, now)) {
        answer.reply = std::move(*failed);
    } else if (matched.kind != RouteKind::read && faults_.strikes(FaultKind::late_commit, operation, now)) {
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
        if (succeeded && matched.kind == RouteKind::create &&
            faults_.strikes(FaultKind::create_failed_but_stored, operation, now)) {
            constexpr int statuses[]{422, 500};
            answer.reply = fault_reply(statuses[faults_.variant(FaultKind::create_failed_but_stored, 2)]);
        }
        if (succeeded) spoil(answer.reply, parsed, matched, now);
        answer.lose_reply = faults_.strikes(FaultKind::lost_reply, operation, now);
        if (answer.lose_reply && matched.kind == RouteKind::write && faults_.strikes(FaultKind::repeated_write, operation, now)) {
            auto const after = faults_.draw(FaultKind::repeated_write, faults_.settings.repeated_write);
            run_later(now + after, [this, request](TimePoint then) {
                auto const reply = perform(parse_request(request), then);
                counters_.add("repeated_reply", std::to_string(reply.status));
            });
        }
    }
    add_headers(answer.reply, now);
    counters_.add("reply", std::to_string(answer.reply.status));
    return answer;
}

// Answered without being carried out.
std::optional<HttpReply> ModelledApp::refuse(Request const& parsed, Matched const& matched, TimePoint now) {
    auto const operation = matched.operation;
    constexpr int statuses[]{500, 502, 503};
    if (faults_.strikes(FaultKind::unauthorized, operation, now)) return fault_reply(401);
    if (faults_.strikes(FaultKind::forbidden, operation, now)) return fault_reply(403);
    if (faults_.strikes(FaultKind::too_many_requests, operation, now)) return fault_reply(429);
    if (faults_.strikes(FaultKind::server_error, operation, now))
        return fault_reply(statuses[faults_.variant(FaultKind::server_error, 3)]);
    bool const names_record = !matched.record.empty();
    if (names_record && faults_.may_strike(FaultKind::spurious_not_found) && record(matched.record) &&
        faults_.strikes(FaultKind::spurious_not_found, operation, now)) {
        faults_.note_struck(FaultKind::spurious_not_found, matched.record, now);
        return not_found_reply(matched.record);
    }
    bool const writes_record = names_record && matched.kind == RouteKind::write;
    if (writes_record && faults_.may_strike(FaultKind::failing_record) &&
        faults_.strikes_subject(FaultKind::failing_record, matched.record, operation, now)) {
        return fault_reply(statuses[faults_.variant(FaultKind::failing_record, 3)]);
    }
    if (matched.kind == RouteKind::create && faults_.may_strike(FaultKind::failing_create) &&
        faults_.strikes_subject(FaultKind::failing_create, person_of_create(parsed.body), operation, now)) {
        return fault_reply(500);
    }
    return std::nullopt;
}

// What is shown is wrong, though what is stored is right.
void ModelledApp::spoil(HttpReply& reply, Request const& parsed, Matched const& matched, TimePoint now) {
    constexpr std::array kinds{FaultKind::empty_listing, FaultKind::listing_gap, FaultKind::listing_repeats,
        FaultKind::wrong_total, FaultKind::unreadable_record, FaultKind::absent_member};
    if (std::ranges::none_of(kinds, [&](FaultKind kind) { return faults_.may_strike(kind); })) return;
    auto const shape = shown_records(parsed, matched);
    if (shape.items.empty() && shape.record.empty()) return;
    auto body = parse_json(reply.body, {.bytes = 64 << 20, .members = 10'000'000});
    if (!body) return;
    bool is_changed = false;
    auto const strike = [&](FaultKind kind, auto const& spoils) {
        if (!faults_.may_strike(kind) || !faults_.strikes(kind, matched.operation, now)) return;
        spoils(*body, shape, [&](std::uint64_t count) { return faults_.variant(kind, count); });
        is_changed = true;
    };
    if (shape.is_whole_listing) {
        strike(FaultKind::empty_listing, empty_listing);
        strike(FaultKind::listing_gap, leave_gap);
        strike(FaultKind::listing_repeats, repeat_record);
        strike(FaultKind::wrong_total, count_wrongly);
    }
    if (auto const member = faults_.forced_subject(FaultKind::absent_member, matched.operation, now); !member.empty()) {
        if (leave_out_member(*body, shape, member)) {
            faults_.count(FaultKind::absent_member);
            faults_.note_struck(FaultKind::absent_member, member, now);
            is_changed = true;
        }
    } else if (faults_.settings.rate(FaultKind::absent_member) > 0 &&
               faults_.strikes(FaultKind::absent_member, matched.operation, now)) {
        auto const members = members_to_leave_out(*body, shape);
        if (!members.empty()) {
            auto const& chosen = members[faults_.variant(FaultKind::absent_member, members.size())];
            is_changed = leave_out_member(*body, shape, chosen) || is_changed;
            faults_.note_struck(FaultKind::absent_member, chosen, now);
        }
    }
    if (is_changed) reply.body = to_text(*body);
    if (!faults_.may_strike(FaultKind::unreadable_record)) return;
    for (auto const& id : ids_shown(*body, shape)) {
        if (!faults_.strikes_subject(FaultKind::unreadable_record, id, matched.operation, now)) continue;
        make_unreadable(reply.body, id, faults_.variant(FaultKind::unreadable_record, 3));
    }
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
    if (faults_.strikes(FaultKind::webhook_late, "", now))
        at += faults_.draw(FaultKind::webhook_late, faults_.settings.webhook_late);
    if (faults_.strikes(FaultKind::webhook_doubled, "", now)) {
        // Either the same delivery twice, or a second event about the same change.
        auto copy = faults_.variant(FaultKind::webhook_doubled, 2) == 0 ? webhook : twin();
        queue_.push(at + std::chrono::milliseconds{faults_.variant(FaultKind::webhook_doubled, 5'000)}, std::move(copy));
    }
    if (faults_.strikes(FaultKind::webhook_lost, "", now)) {
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
    heal();
    clear_records();
}

}  // namespace lockstep::sandbox
