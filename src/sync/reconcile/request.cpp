// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/request.hpp"

#include <algorithm>
#include <charconv>

#include "base/text.hpp"
#include "sync/state/links.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

constexpr std::array<std::pair<RequestReason, std::string_view>, 4> reason_names{{
    {RequestReason::event, "event"},
    {RequestReason::backfill, "backfill"},
    {RequestReason::follow_up, "follow_up"},
    {RequestReason::person, "person"},
}};

RequestReason reason_from(std::string_view text) {
    for (auto const& [reason, name] : reason_names) {
        if (name == text) return reason;
    }
    return RequestReason::event;
}

TimePoint time_from(std::string_view text) {
    std::int64_t micros = 0;
    std::from_chars(text.data(), text.data() + text.size(), micros);
    return from_micros(micros);
}

}  // namespace

std::string_view to_string(RequestReason reason) {
    for (auto const& [known, name] : reason_names) {
        if (known == reason) return name;
    }
    return "event";
}

// "a=<micros>;b=<micros>;ta=<micros>;tb=<micros>;why=event;cause=evt_...": no JSON, because every webhook writes and reads one.
std::string encode(RequestPayload const& payload) {
    auto const time = [](TimePoint at) { return std::to_string(to_micros(at)); };
    std::string text = "a=" + time(payload.fresh_since.a) + ";b=" + time(payload.fresh_since.b);
    text += ";ta=" + time(payload.told_at.a) + ";tb=" + time(payload.told_at.b);
    text += ";why=";
    text += to_string(payload.reason);
    text += ";cause=";
    text += payload.cause;
    return text;
}

RequestPayload payload_from(std::string_view text) {
    RequestPayload payload;
    while (!text.empty()) {
        auto const end = text.find(';');
        auto const part = text.substr(0, end);
        text = end == std::string_view::npos ? std::string_view{} : text.substr(end + 1);
        auto const equals = part.find('=');
        if (equals == std::string_view::npos) continue;
        auto const name = part.substr(0, equals), value = part.substr(equals + 1);
        if (name == "a") payload.fresh_since.a = time_from(value);
        if (name == "b") payload.fresh_since.b = time_from(value);
        if (name == "ta") payload.told_at.a = time_from(value);
        if (name == "tb") payload.told_at.b = time_from(value);
        if (name == "why") payload.reason = reason_from(value);
        if (name == "cause") payload.cause = value;
    }
    return payload;
}

std::string merge_payloads(std::string_view present, std::string_view added) {
    auto const old = payload_from(present);
    auto merged = payload_from(added);
    for (auto const side : contacts::both_sides) {
        merged.fresh_since[side] = std::max(merged.fresh_since[side], old.fresh_since[side]);
        merged.told_at[side] = std::max(merged.told_at[side], old.told_at[side]);
    }
    if (merged.cause.empty()) merged.cause = old.cause;
    return encode(merged);
}

std::string encode(RequestKey const& key, SyncId const& sync) {
    if (key.link) return "link:" + key.link->text();
    std::string text = "record:" + sync.text() + ":";
    text += contacts::to_string(key.side);
    text += ':';
    text += key.record_id;
    return text;
}

RequestKey key_from(std::string_view text) {
    RequestKey key;
    constexpr std::string_view link = "link:", record = "record:";
    if (text.starts_with(link)) {
        key.link = LinkId{std::string(text.substr(link.size()))};
    } else if (text.starts_with(record)) {
        auto const of_sync = text.substr(std::min(text.size(), text.find(':', record.size())));  // ":a:<id>"
        if (of_sync.size() <= 3) return key;
        key.side = contacts::side_from(of_sync.substr(1, 1));
        key.record_id = of_sync.substr(3);
    }
    return key;
}

Result<void> request_reconcile(Scope const& scope, ReconcileRequest const& request) {
    TRY(auto const link, link_id_of(scope, request.side, request.record_id));
    RequestPayload payload;
    payload.fresh_since[request.side] = request.fresh_since;
    payload.told_at[request.side] = request.told_at;
    payload.reason = request.reason;
    payload.cause = request.cause;
    work::Request row;
    row.account = scope.account;
    row.queue = reconcile_queue;
    row.key = encode(RequestKey{link, request.side, request.record_id}, scope.sync);
    row.group = scope.sync.text();
    row.lane = static_cast<work::Lane>(request.lane);
    row.due_at = request.due_at;
    row.record_type = contact_type;
    row.payload = encode(payload);
    row.overrides_backoff = request.overrides_backoff;
    return work::enqueue(scope.transaction, row, scope.now, merge_payloads);
}

}  // namespace lockstep::sync
