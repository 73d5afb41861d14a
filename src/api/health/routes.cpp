// SPDX-License-Identifier: Apache-2.0
#include "api/health/routes.hpp"

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
    checks.push_back(JsonObject{{"name", "database"}, {"ok", is_database_ok}});
    if (parts.checks) {
        for (auto const& check : parts.checks()) {
            is_all_ok = is_all_ok && check.is_ok;
            JsonObject view{{"name", check.name}, {"ok", check.is_ok}};
            if (!check.detail.empty()) view["detail"] = check.detail;
            checks.push_back(std::move(view));
        }
    }
    auto const phase = parts.phase ? parts.phase() : Phase::serving;
    std::string_view status = is_all_ok ? "ok" : "failing";
    if (phase == Phase::starting) status = "starting";
    if (phase == Phase::draining) status = "draining";
    auto const uptime = std::chrono::duration_cast<std::chrono::seconds>(context.now() - context.options.started_at);
    JsonObject view;
    view["status"] = status;
    view["version"] = context.options.version;
    view["uptime_seconds"] = uptime.count();
    view["database"] = is_database_ok ? "ok" : "failing";
    view["checks"] = std::move(checks);
    co_return json_reply(std::move(view), status == "ok" ? 200 : 503);
}

Task<Result<HttpReply>> get_metrics(Context& context) {
    if (!is_from_loopback(context.request)) {
        CO_TRY(auto const visitor, co_await identify(context.parts, context.options, context.request));
        CO_TRY_VOID(authorize(visitor, Scope::read, context.request));
    }
    HttpReply reply;
    reply.headers.add("Content-Type", "text/plain; version=0.0.4; charset=utf-8");
    reply.body = context.parts.metrics.exposition();
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
