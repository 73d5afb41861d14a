// SPDX-License-Identifier: Apache-2.0
#include "api/api.hpp"

#include "api/alerts/routes.hpp"
#include "api/calls/routes.hpp"
#include "api/catalogue/routes.hpp"
#include "api/connections/routes.hpp"
#include "api/deliveries/routes.hpp"
#include "api/error_response.hpp"
#include "api/events/routes.hpp"
#include "api/general/routes.hpp"
#include "api/general/schedules.hpp"
#include "api/health/routes.hpp"
#include "api/hosts.hpp"
#include "api/identity/authentication.hpp"
#include "api/identity/invitations.hpp"
#include "api/identity/people.hpp"
#include "api/identity/routes.hpp"
#include "api/imports/routes.hpp"
#include "api/merge/routes.hpp"
#include "api/oauth/routes.hpp"
#include "api/people/routes.hpp"
#include "api/request_check.hpp"
#include "api/sandbox/routes.hpp"
#include "api/security_headers.hpp"
#include "api/snapshots/routes.hpp"
#include "api/syncs/mapping_routes.hpp"
#include "api/syncs/routes.hpp"
#include "api/upkeep/routes.hpp"
#include "api/web/error_page.hpp"
#include "api/workflows/routes.hpp"
#include "base/text.hpp"

namespace lockstep::api {
namespace {

bool is_api_path(std::string_view path) {
    return path == "/api" || path.starts_with("/api/") || path == "/health" || path == "/metrics" ||
           path.starts_with("/webhooks/");
}

bool is_safe_method(std::string_view method) { return method == "GET" || method == "HEAD"; }

bool is_webhook(std::string_view path) { return path.starts_with("/webhooks/"); }

Result<void> refuse_outside_of_service(Parts const& parts, Route const& route) {
    auto const phase = parts.phase ? parts.phase() : Phase::serving;
    if (phase == Phase::serving || route.pattern.ends_with("/health")) return {};
    if (phase == Phase::starting) return fail(ErrorKind::unavailable, "api.starting", "answering: the server is still starting");
    return fail(ErrorKind::unavailable, "api.draining", "answering: the server is stopping");
}

ContractOperation const& operation_of(Route const& route) {
    auto const* operation = contract().find(route.method, route.pattern);
    CHECK(operation != nullptr);
    return *operation;
}

}  // namespace

Api::Api(Parts parts, ApiOptions options) : parts_(std::move(parts)), options_(std::move(options)) {
    router_.add(health_routes());
    router_.add(identity_routes());
    router_.add(people_routes());
    router_.add(invitation_routes());
    router_.add(upkeep_routes());
    router_.add(catalogue_routes());
    router_.add(import_routes());
    router_.add(connection_routes());
    router_.add(call_routes());
    router_.add(oauth_routes());
    router_.add(snapshot_routes());
    router_.add(hand_list_routes());
    router_.add(sync_routes());
    router_.add(mapping_routes());
    router_.add(person_routes());
    router_.add(event_routes());
    router_.add(general_routes());
    router_.add(schedule_routes());
    router_.add(alert_routes());
    router_.add(delivery_routes());
    router_.add(merge_routes());
    router_.add(workflow_routes());
    router_.add(sandbox_routes());
    // The document is read now, and a route that it does not know ends the program now, not when somebody asks.
    for (auto const& route : router_.routes()) (void)operation_of(route);
}

Task<HttpReply> Api::handle(HttpRequest request) {
    std::string const url = request.url;
    auto const at = url.find('?');
    auto const path = std::string_view(url).substr(0, at);
    auto const query = at == std::string::npos ? std::string_view() : std::string_view(url).substr(at + 1);
    if (is_webhook(path)) {
        auto reply = co_await parts_.webhooks.handle(std::move(request));
        add_security_headers(reply, ReplyTo::api, options_.is_tls);
        co_return reply;
    }
    co_return co_await answer(request, path, query);
}

Task<HttpReply> Api::answer(HttpRequest const& request, std::string_view path, std::string_view query) {
    auto const request_id = new_request_id(parts_.random, parts_.clock.now());
    auto const found = router_.find(request.method, path);
    bool const is_api = is_api_path(path);
    auto const host = request.headers.find("Host").value_or("");
    // What says nothing about anybody stays open to load balancers, which call us as they like.
    bool const is_strange = !is_known_host(host, options_.hosts) && path != "/health";
    if (!is_strange) {
        auto page = answer_with_error_page(request, path, query);
        bool const is_file = found.route == nullptr && found.allowed.empty() && !is_api && is_safe_method(request.method);
        if (!page && is_file) page = answer_with_file(parts_.web_files, request, path);
        if (page) {
            add_security_headers(*page, ReplyTo::web_app, options_.is_tls);
            co_return *std::move(page);
        }
    }

    Context context{.parts = parts_,
        .options = options_,
        .passwords = passwords_,
        .request = request,
        .request_id = request_id,
        .language = messages::preferred_language(request.headers.find("Accept-Language").value_or("")),
        .query = {},
        .path_parameters = found.parameters,
        .body = {},
        .visitor = {},
        .ids = sync::IdSource(parts_.random),
        .fault_place = {},
        .problems = {}};
    Result<HttpReply> result;
    if (is_strange) {
        auto const name = printable(host.substr(0, 100));
        result = fail(ErrorKind::invalid, "api.unknown_host", "answering: this installation does not answer to \"" + name + "\"",
            {{"reason", "named"}, {"host", name}});
    } else if (found.route == nullptr) {
        result =
            found.allowed.empty()
                ? fail(ErrorKind::not_found, "api.no_such_address", "looking for an address: there is nothing here")
                : fail(ErrorKind::invalid, "api.method_not_allowed",
                      "using " + request.method.substr(0, 20) + ": this address knows " + found.allowed,
                      {{"reason", "named"}, {"method", printable(request.method.substr(0, 20))}, {"choices", found.allowed}});
    } else if (auto parsed = Query::parse(query, operation_of(*found.route).query); !parsed) {
        result = pass_on(std::move(parsed).error());
    } else {
        context.query = *std::move(parsed);
        result = co_await run(*found.route, context);
    }

    HttpReply reply;
    if (result) {
        reply = *std::move(result);
    } else {
        auto const& error = result.error();
        reply = error_response(error, {.request_id = context.request_id,
                                          .place = context.fault_place,
                                          .problems = std::move(context.problems),
                                          .language = context.language});
        if (found.route == nullptr && !found.allowed.empty()) reply.headers.set("Allow", found.allowed);
        if (error.kind == ErrorKind::internal || error.kind == ErrorKind::corrupt) {
            parts_.log.error(
                "a request went wrong", {{"request_id", request_id}, {"code", error.code}, {"error", describe(error)}});
        }
    }
    auto const route = found.route == nullptr ? std::string_view("none") : found.route->pattern;
    parts_.metrics.add("lockstep_api_requests_total", 1, {{"route", route}, {"status", std::to_string(reply.status)}});
    reply.headers.set("X-Request-Id", request_id);
    add_security_headers(reply, ReplyTo::api, options_.is_tls);
    co_return reply;
}

Task<Result<HttpReply>> Api::run(Route const& route, Context& context) {
    CO_TRY_VOID(refuse_outside_of_service(parts_, route));
    if (route.scope != Scope::open) {
        CO_TRY(context.visitor, co_await identify(parts_, options_, context.request));
        CO_TRY_VOID(authorize(context.visitor, route.scope, context.request));
    }
    CO_TRY_VOID(co_await check_request(context, operation_of(route)));
    co_return co_await route.handler(context);
}

}  // namespace lockstep::api
