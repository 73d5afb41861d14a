// SPDX-License-Identifier: Apache-2.0
#include "api/health/views.hpp"

#include <algorithm>

#include "api/reply.hpp"

namespace lockstep::api {
namespace {

Json seconds_or_null(std::optional<Duration> const& duration) {
    return duration ? Json(std::chrono::duration_cast<std::chrono::seconds>(*duration).count()) : Json(nullptr);
}

// Those that an issue can have: they are what there are words for.
std::vector<std::string> const& issue_kinds() {
    static std::vector<std::string> const kinds = [] {
        std::vector<std::string> found;
        constexpr std::string_view prefix = "issue.";
        for (auto const& code : messages::codes(messages::Language::en)) {
            if (!code.starts_with(prefix)) continue;
            auto kind = code.substr(prefix.size(), code.find('.', prefix.size()) - prefix.size());
            if (found.empty() || found.back() != kind) found.push_back(std::move(kind));
        }
        return found;
    }();
    return kinds;
}

double seconds_of(TimePoint time) { return static_cast<double>(to_micros(time)) / 1e6; }

}  // namespace

JsonObject health_view(health::Health const& health, messages::Language language) {
    auto const& [code, params] = health.words;
    return {{"state", health::to_string(health.state)}, {"weight", health::to_string(health.weight)}, {"code", code},
        {"params", messages::to_json(params)}, {"message", messages::text(language, code + ".message", params)},
        {"remedy", messages::text(language, code + ".remedy", params)}, {"since", time_or_null(health.since)},
        {"next_try_at", time_or_null(health.next_try_at)}, {"waits", health.waits}};
}

JsonObject deliveries_view(health::ConnectionReport const& report, messages::Language language) {
    auto const& deliveries = report.facts.deliveries;
    return {{"accepted_at", time_or_null(deliveries.accepted_at)}, {"refused_at", time_or_null(deliveries.rejected_at)},
        {"refusal", text_or_null(deliveries.rejection)}, {"refused_in_a_row", deliveries.rejected_in_a_row},
        {"health", health_view(report.deliveries, language)}};
}

JsonObject reach_view(health::ConnectionReport const& report, messages::Language language) {
    auto const& reach = report.reach;
    auto const& rules = report.entry->connector->webhooks;
    return {{"has_webhooks", reach.has_webhooks}, {"webhooks_arrive", reach.webhooks_arrive},
        {"poll_every_seconds", seconds_or_null(reach.poll_every)}, {"sweep_every_seconds", seconds_or_null(reach.sweep_every)},
        {"late_seconds_most", seconds_or_null(reach.late_most())}, {"guide", text_or_null(rules.guide.in(language))},
        {"guide_body", text_or_null(rules.guide_body)}};
}

void set_gauges(Metrics& metrics, health::Report const& report) {
    auto const at = [&](std::string_view gauge, std::optional<TimePoint> const& time, MetricLabels labels) {
        if (time) metrics.set(gauge, seconds_of(*time), labels);
    };
    for (auto const& [id, each] : report.connections) {
        std::string_view const connection = id.text();
        std::string_view const label = each.facts.label;
        auto const app = std::string_view(each.entry->connector->id);
        for (auto const state : health::all_states()) {
            metrics.set("lockstep_connection_state", state == each.health.state ? 1 : 0,
                {{"connection", connection}, {"label", label}, {"app", app}, {"state", health::to_string(state)}});
        }
        metrics.set(
            "lockstep_connection_waiting", static_cast<double>(each.facts.waits), {{"connection", connection}, {"label", label}});
        auto const& quota = each.facts.quota;
        if (quota.limit > 0) {
            metrics.set("lockstep_quota_limit", static_cast<double>(quota.limit), {{"connection", connection}, {"label", label}});
            metrics.set("lockstep_quota_used", static_cast<double>(std::max(quota.used_month, quota.used_30_days)),
                {{"connection", connection}, {"label", label}});
        }
        auto const& deliveries = each.facts.deliveries;
        at("lockstep_webhook_accepted_timestamp_seconds", deliveries.accepted_at, {{"connection", connection}, {"label", label}});
        at("lockstep_webhook_refused_timestamp_seconds", deliveries.rejected_at, {{"connection", connection}, {"label", label}});
        metrics.set("lockstep_webhooks_refused_in_a_row", static_cast<double>(deliveries.rejected_in_a_row),
            {{"connection", connection}, {"label", label}});
        auto const& credential = each.facts.credential;
        at("lockstep_credential_since_timestamp_seconds", credential.since, {{"connection", connection}, {"label", label}});
        at("lockstep_credential_replace_by_timestamp_seconds", credential.replace_by,
            {{"connection", connection}, {"label", label}});
        metrics.set("lockstep_credential_fallback", each.facts.traffic && each.facts.traffic->fallback_since ? 1 : 0,
            {{"connection", connection}, {"label", label}});
        auto const& answered = each.facts.traffic ? each.facts.traffic->answered_at : each.facts.remembered.answered_at;
        at("lockstep_app_answered_timestamp_seconds", answered, {{"connection", connection}, {"label", label}});
    }
    for (auto const& [id, each] : report.syncs) {
        std::string_view const sync = id.text();
        std::string_view const label = each.sync->label;
        for (auto const state : health::all_states()) {
            metrics.set("lockstep_sync_state", state == each.health.state ? 1 : 0,
                {{"sync", sync}, {"label", label}, {"state", health::to_string(state)}});
        }
        metrics.set("lockstep_sync_lag_seconds", std::chrono::duration<double>(health::lag(each.facts, report.at)).count(),
            {{"sync", sync}, {"label", label}});
        auto const queue = [&](std::string_view state, std::int64_t count) {
            metrics.set("lockstep_sync_queue", static_cast<double>(count), {{"sync", sync}, {"label", label}, {"state", state}});
        };
        queue("waiting", each.facts.waiting);
        queue("leased", each.facts.leased);
        queue("parked", each.facts.parked);
        metrics.set("lockstep_sync_links", static_cast<double>(each.counts.linked), {{"sync", sync}, {"label", label}});
        for (auto const& kind : issue_kinds()) {
            auto const found = each.open_issues.find(kind);
            metrics.set("lockstep_sync_open_issues", found == each.open_issues.end() ? 0.0 : static_cast<double>(found->second),
                {{"sync", sync}, {"label", label}, {"kind", kind}});
        }
        for (auto const side : contacts::both_sides) {
            auto const word = contacts::to_string(side);
            metrics.set("lockstep_sync_records", static_cast<double>(each.counts.records[side]),
                {{"sync", sync}, {"label", label}, {"side", word}});
            at("lockstep_poll_timestamp_seconds", each.polled_at[side], {{"sync", sync}, {"label", label}, {"side", word}});
            at("lockstep_sweep_timestamp_seconds", each.swept_at[side], {{"sync", sync}, {"label", label}, {"side", word}});
        }
    }
}

}  // namespace lockstep::api
