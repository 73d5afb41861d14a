// SPDX-License-Identifier: Apache-2.0
#include "api/health/routes.hpp"

#include <algorithm>

#include "api/health/views.hpp"
#include "api/identity/authentication.hpp"
#include "api/openapi_files.hpp"
#include "api/reply.hpp"

namespace lockstep::api {
namespace {

Task<bool> database_answers(Database& database) {
    auto const answer = co_await database.read([](Transaction& transaction) -> Result<void> {
        TRY_VOID(transaction.query("SELECT 1"));
        return {};
    });
    co_return answer.has_value();
}

Task<Result<HttpReply>> get_health(Context& context) {
    auto const& parts = context.parts;
    bool const is_database_ok = co_await database_answers(parts.database);
    JsonArray checks;
    bool is_all_ok = is_database_ok;
    bool is_all_well = true;
    checks.push_back(JsonObject{{"name", "database"}, {"ok", is_database_ok}});
    if (parts.checks) {
        for (auto const& check : parts.checks()) {
            is_all_ok = is_all_ok && (check.is_ok || !check.is_grave);
            is_all_well = is_all_well && check.is_ok;
            JsonObject view{{"name", check.name}, {"ok", check.is_ok}};
            if (!check.detail.empty()) view["detail"] = check.detail;
            checks.push_back(std::move(view));
        }
    }
    if (is_database_ok) {
        auto const report = co_await parts.health.report(context.account());
        // How many, and nobody's name: anybody may ask.
        auto const check = [&](std::string_view name, auto const& all) {
            auto const bad = std::ranges::count_if(all, [](auto const& each) { return !each.second.health.is_good(); });
            is_all_well = is_all_well && bad == 0;
            JsonObject view{{"name", name}, {"ok", bad == 0}};
            if (bad > 0) view["detail"] = std::to_string(bad) + "/" + std::to_string(all.size());
            checks.push_back(std::move(view));
        };
        if (report) {
            check("connections", report->connections);
            check("syncs", report->syncs);
        }
    }
    auto const phase = parts.phase ? parts.phase() : Phase::serving;
    std::string_view status = !is_all_ok ? "failing" : is_all_well ? "ok" : "degraded";
    if (phase == Phase::starting) status = "starting";
    if (phase == Phase::draining) status = "draining";
    auto const uptime = std::chrono::duration_cast<std::chrono::seconds>(context.now() - context.options.started_at);
    JsonObject view;
    view["status"] = status;
    view["version"] = context.options.version;
    view["uptime_seconds"] = uptime.count();
    view["database"] = is_database_ok ? "ok" : "failing";
    view["checks"] = std::move(checks);
    co_return json_reply(std::move(view), status == "ok" || status == "degraded" ? 200 : 503);
}

Task<Result<HttpReply>> get_metrics(Context& context) {
    // Not even to this machine: a proxy on it passes on whatever comes, and a browser on it whatever a page asks for.
    if (!context.options.has_open_metrics) {
        CO_TRY(auto const visitor, co_await identify(context.parts, context.options, context.request));
        CO_TRY_VOID(authorize(visitor, Scope::read, context.request));
    }
    auto const& parts = context.parts;
    CO_TRY(auto const report, co_await parts.health.report(context.account(), health::Detail::issues_by_kind));
    set_gauges(parts.metrics, report);
    parts.metrics.set("lockstep_build_info", 1, {{"version", context.options.version}});
    if (parts.set_process_gauges) parts.set_process_gauges(parts.metrics);
    HttpReply reply;
    reply.headers.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    reply.body = parts.metrics.exposition();
    co_return reply;
}

Task<Result<HttpReply>> get_openapi(Context&) {
    auto const files = openapi_files();
    CHECK(files.size() == 1);
    HttpReply reply;
    reply.headers.add("Content-Type", "application/json");
    reply.body = files.front().bytes;
    co_return reply;
}

}  // namespace

std::vector<Route> health_routes() {
    return {
        {"GET", "/health", Scope::open, get_health},
        {"GET", "/api/v1/health", Scope::open, get_health},
        {"GET", "/metrics", Scope::open, get_metrics},
        {"GET", "/api/v1/openapi.json", Scope::open, get_openapi},
    };
}

}  // namespace lockstep::api
