// SPDX-License-Identifier: Apache-2.0
#include "app/server.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>

#include "api/error_response.hpp"
#include "api/snapshots/routes.hpp"
#include "app/account.hpp"
#include "app/server_note.hpp"
#include "app/stop_signal.hpp"
#include "app/version.hpp"

namespace lockstep::app {
namespace {

constexpr Duration drain_limit = std::chrono::seconds{8};
constexpr Duration stop_limit = std::chrono::seconds{2};
constexpr Duration listens_for_ever = std::chrono::hours{24 * 365};

bool is_webhook(std::string_view path) { return path.starts_with("/webhooks/"); }

// In the language of who asks; a webhook's sender reads none.
HttpReply not_now(HttpRequest const& request, std::string_view request_id) {
    auto const path = std::string_view(request.url).substr(0, request.url.find('?'));
    bool const webhook = is_webhook(path);
    HttpReply reply;
    reply.status = webhook ? 429 : 503;
    bool const health = path == "/health" || path == "/api/v1/health";
    reply.headers.add("Content-Type", health ? "application/json" : "application/problem+json");
    reply.headers.add("Retry-After", "1");
    if (health) {
        reply.body = to_text(JsonObject{{"status", "starting"}, {"version", version}, {"uptime_seconds", 0},
            {"database", "failing"}, {"checks", JsonArray{}}});
        return reply;
    }
    Error const error{webhook ? ErrorKind::limited : ErrorKind::unavailable, webhook ? "webhooks.not_accepting" : "api.starting",
        "the server is still starting", {}};
    reply.body = api::error_response(
        error, {.request_id = request_id,
                   .place = "",
                   .problems = {},
                   .language = messages::preferred_language(request.headers.find("Accept-Language").value_or(""))})
                     .body;
    reply.headers.set("X-Request-Id", std::string(request_id));
    return reply;
}

// What the HTTP server refuses by itself. A webhook is never answered 5xx: its sender repeats after 429 only.
HttpReply refuse(adapters::HttpRefusal const& refusal, std::string_view request_id, messages::Language language) {
    auto const status = is_webhook(refusal.path) && refusal.status >= 500 ? 429 : refusal.status;
    Error const error{ErrorKind::invalid, std::string(refusal.code), "reading a request: " + std::string(refusal.reason), {}};
    auto reply = api::error_response(
        error, {.request_id = request_id, .place = "", .problems = {}, .language = language, .status = status});
    reply.headers.set("X-Request-Id", std::string(request_id));
    reply.headers.set("Cache-Control", "no-store");
    return reply;
}

}  // namespace

Task<HttpReply> Server::FrontDoor::handle(HttpRequest request) {
    if (behind == nullptr) {
        auto const request_id = api::new_request_id(foundation_.random, foundation_.clock.now());
        co_return not_now(request, request_id);
    }
    co_return co_await behind->handle(std::move(request));
}

Server::Server(Foundation& foundation, Settings settings, ReadSettings read_settings)
    : foundation_(foundation),
      settings_(std::move(settings)),
      read_settings_(std::move(read_settings)),
      front_door_(foundation),
      tasks_(foundation.executor()) {
    tasks_.spawn(heed_stop_signals(foundation_, stop_));
    if (read_settings_) tasks_.spawn(heed_reloads());
}

Task<void> Server::heed_reloads() {
    boost::asio::signal_set signals(foundation_.executor(), SIGHUP);
    for (;;) {
        co_await signals.async_wait(boost::asio::use_awaitable);
        reload();
    }
}

// What can change while the server runs: the certificate and its key, and what is logged. A fault leaves everything as it was.
void Server::reload() {
    auto const settings = read_settings_();
    if (!settings) {
        foundation_.log.error(
            "the settings could not be read again; they stay as they were", {{"error", describe(settings.error())}});
        return;
    }
    if (public_server_) {
        if (auto const reloaded = public_server_->reload_tls(); !reloaded) {
            foundation_.log.error(
                "the certificate could not be read again; the one before stays", {{"error", describe(reloaded.error())}});
            return;
        }
    }
    foundation_.log.set_least(settings->log_level);
    foundation_.log.info("read again: certificate and log level", {{"tls", settings_.is_tls()}});
}

adapters::HttpServerOptions Server::options() const {
    adapters::HttpServerOptions options;
    options.address = settings_.listen.host;
    options.port = settings_.listen.port;
    options.refuse = [this](adapters::HttpRefusal const& refusal) {
        return refuse(refusal, api::new_request_id(foundation_.random, foundation_.clock.now()), settings_.language);
    };
    options.large_body = api::large_body;
    return options;
}

Result<void> Server::listen() {
    auto outside = options();
    if (settings_.is_tls()) outside.tls = adapters::TlsIdentity{settings_.tls_certificate_file, settings_.tls_key_file};
    TRY(public_server_, adapters::HttpServer::open(foundation_.executor(), outside, front_door_, foundation_.log));
    if (settings_.is_tls()) {
        auto inside = options();
        inside.address = "127.0.0.1";
        inside.port = 0;
        TRY(local_server_, adapters::HttpServer::open(foundation_.executor(), inside, front_door_, foundation_.log));
    }
    return {};
}

std::string Server::url() const {
    if (local_server_) return "http://127.0.0.1:" + std::to_string(local_server_->port());
    auto host = settings_.listen.host;
    if (host == "0.0.0.0") host = "127.0.0.1";
    if (host == "::") host = "::1";
    if (host.contains(':')) host = "[" + host + "]";
    return "http://" + host + ":" + std::to_string(public_server_->port());
}

Task<Result<void>> Server::open() {
    auto const fatal = [this] {
        boost::asio::post(foundation_.executor(), [this] {
            has_failed_ = true;
            stop_.notify();
        });
    };
    CO_TRY(installation_, co_await Installation::open(foundation_, settings_, fatal));
    auto note = read_server_note(settings_);
    auto const now = foundation_.clock.now();
    CO_TRY(note.token, co_await installation_->database().write_value([&](Transaction& transaction) {
        return local_token(
            transaction, installation_->account(), {foundation_.random, foundation_.secure_random, now}, note.token);
    }));
    CO_TRY_VOID(write_server_note(settings_, url(), note.token));
    CO_TRY_VOID(co_await installation_->start_engine());
    CO_TRY_VOID(co_await installation_->accept_deliveries());
    front_door_.behind = &installation_->handler();
    co_return Result<void>{};
}

Task<int> Server::run_until_stopped() {
    co_await foundation_.clock.sleep_until_or(foundation_.clock.now() + listens_for_ever, stop_);
    co_await close();
    co_return has_failed_ ? 1 : 0;
}

Task<void> Server::close() {
    if (installation_) {
        installation_->set_phase(api::Phase::draining);
        installation_->refuse_deliveries();
        installation_->stream().close();
        // Before the port is free for anybody else: commands send their token to no stranger.
        auto const note = read_server_note(settings_);
        if (auto const written = write_server_note(settings_, "", note.token); !written) {
            foundation_.log.warning("server.json could not be written", {{"error", describe(written.error())}});
        }
    }
    if (public_server_) co_await public_server_->drain(drain_limit);
    if (local_server_) co_await local_server_->drain(stop_limit);
    if (installation_) co_await installation_->stop(stop_limit);
}

}  // namespace lockstep::app
