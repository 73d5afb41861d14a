// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/mirror.hpp"

#include <set>

#include "base/injected_fault.hpp"

namespace lockstep::sync {

using contacts::Side;

std::string_view to_string(MirrorState state) {
    switch (state) {
        case MirrorState::present: return "present";
        case MirrorState::missing: return "missing";
        case MirrorState::gone: return "gone";
    }
    return "present";
}

MirrorState mirror_state_from(std::string_view text) {
    if (text == "gone") return MirrorState::gone;
    if (text == "missing") return MirrorState::missing;
    return MirrorState::present;
}

Json to_json(Mirror const& mirror) {
    JsonObject fields, times;
    for (auto const& [name, value] : mirror.record.fields) fields[name] = contacts::to_json(value);
    for (auto const& [name, time] : mirror.times) {
        JsonArray entry;
        entry.push_back(time.observed ? Json(to_micros(*time.observed)) : Json(nullptr));
        entry.push_back(time.app ? Json(to_micros(*time.app)) : Json(nullptr));
        times[name] = std::move(entry);
    }
    JsonObject json{{"fields", std::move(fields)}, {"times", std::move(times)}};
    if (mirror.record.changed_at) json["changed_at"] = to_micros(*mirror.record.changed_at);
    if (mirror.record.version) json["version"] = *mirror.record.version;
    if (mirror.record.archived) json["archived"] = true;
    return json;
}

Result<Mirror> mirror_from_json(Json const& json) {
    Mirror mirror;
    if (auto const* fields = find_object(json, "/fields")) {
        for (auto const& member : *fields) {
            TRY(mirror.record.fields[std::string(member.key())], contacts::value_from_json(member.value()));
        }
    }
    if (auto const* times = find_object(json, "/times")) {
        for (auto const& member : *times) {
            auto& time = mirror.times[std::string(member.key())];
            if (auto observed = find_integer(member.value(), "/0")) time.observed = from_micros(*observed);
            if (auto app = find_integer(member.value(), "/1")) time.app = from_micros(*app);
        }
    }
    if (auto changed = find_integer(json, "/changed_at")) mirror.record.changed_at = from_micros(*changed);
    if (auto version = find_text(json, "/version")) mirror.record.version = std::string(*version);
    mirror.record.archived = find_bool(json, "/archived").value_or(false);
    return mirror;
}

Mirror observe(std::optional<Mirror> const& previous, contacts::Record const& seen, contacts::Mapping const& mapping, Side side,
    TimePoint sent_at) {
    Mirror mirror;
    mirror.record.id = seen.id;
    mirror.record.changed_at = seen.changed_at;
    mirror.record.version = seen.version;
    mirror.record.archived = seen.archived;
    mirror.observed_at = sent_at;
    if (previous) mirror.seen_sweep = previous->seen_sweep;

    auto const keep = [&](std::string const& name, contacts::FieldKind kind) {
        auto const now_seen = seen.fields.find(name);
        contacts::Value const* before = nullptr;
        FieldTime before_time;
        if (previous) {
            if (auto found = previous->record.fields.find(name); found != previous->record.fields.end()) before = &found->second;
            if (auto found = previous->times.find(name); found != previous->times.end()) before_time = found->second;
        }
        if (now_seen == seen.fields.end()) {
            if (before != nullptr) {
                mirror.record.fields[name] = is_injected(InjectedFault::absent_is_blank) ? contacts::Value{} : *before;
                mirror.times[name] = before_time;
            }
            return;
        }
        mirror.record.fields[name] = now_seen->second;
        if (before == nullptr) {
            mirror.times[name] = FieldTime{std::nullopt, seen.changed_at};
            return;
        }
        bool const same = *before == now_seen->second || contacts::canonical(kind, *before, mapping.region) ==
                                                             contacts::canonical(kind, now_seen->second, mapping.region);
        mirror.times[name] = same ? before_time : FieldTime{sent_at, seen.changed_at};
    };
    for (auto const& row : mapping.rows) keep(side == Side::a ? row.a : row.b, row.rule.kind);
    auto const& holder = side == Side::a ? mapping.a_holds_id_of_b : mapping.b_holds_id_of_a;
    if (!holder.empty()) keep(holder, contacts::FieldKind::text);
    return mirror;
}

ChangeTimes change_times(contacts::FieldRow const& row, Mirror const& a, Mirror const& b) {
    auto const time_of = [](Mirror const& mirror, std::string const& field) {
        auto const found = mirror.times.find(field);
        return found == mirror.times.end() ? FieldTime{} : found->second;
    };
    auto const at_a = time_of(a, row.a);
    auto const at_b = time_of(b, row.b);
    if (at_a.app && at_b.app) {
        auto const apart = *at_a.app > *at_b.app ? *at_a.app - *at_b.app : *at_b.app - *at_a.app;
        if (apart >= std::chrono::minutes{10}) return {at_a.app, at_b.app};
    }
    return {at_a.observed, at_b.observed};
}

}  // namespace lockstep::sync
