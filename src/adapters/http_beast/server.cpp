// SPDX-License-Identifier: Apache-2.0
#include "adapters/http_beast/server.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/ip/address.hpp>
#include <utility>

#include "adapters/http_beast/session.hpp"
#include "adapters/http_beast/tls.hpp"

namespace lockstep::adapters {
namespace {

// Beyond the limit connections are still answered, with a refusal, up to so many more; then they wait in the system's queue.
constexpr std::size_t refused_connections_max = 64;

Result<Tcp::acceptor> listen(asio::any_io_executor const& executor, HttpServerOptions const& options) {
    error_code error;
    auto const address = asio::ip::make_address(options.address, error);
    if (error) return fail(ErrorKind::invalid, "http.address", "listening on " + options.address + ": it is not an IP address");
    Tcp::endpoint const endpoint{address, options.port};
    Tcp::acceptor acceptor{executor};
    acceptor.open(endpoint.protocol(), error);
    if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
    if (!error) acceptor.bind(endpoint, error);
    if (!error) acceptor.listen(4096, error);
    if (error) {
        return fail(ErrorKind::unavailable, "http.bind",
            "listening on " + options.address + " port " + std::to_string(options.port) + ": " + error.message());
    }
    return acceptor;
}

template <class Stream>
void start_session(std::shared_ptr<ServerCore> const& core, Stream stream) {
    bool const is_one_too_many = core->connections.size() >= core->options.connections_max;
    auto session = std::make_shared<Session<Stream>>(core, std::move(stream), is_one_too_many);
    core->add(session);
    auto ended = [core, session](std::exception_ptr error) {
        session->close_now();  // ends what watches the peer, which holds the session
        core->remove(*session);
        if (!error) return;
        auto const kind = describe_exception(error);
        if (kind) core->log.error("connection ended by an exception", {{"kind", std::string_view(*kind)}});
    };
    asio::co_spawn(core->executor, session->run(), asio::bind_cancellation_slot(session->slot(), std::move(ended)));
}

}  // namespace

class HttpServer::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(std::shared_ptr<ServerCore> core, Tcp::acceptor acceptor, std::unique_ptr<asio::ssl::context> tls)
        : core_(std::move(core)), acceptor_(std::move(acceptor)), tls_(std::move(tls)), pause_(core_->executor) {
        error_code ignored;
        port_ = acceptor_.local_endpoint(ignored).port();
    }

    void start() { asio::co_spawn(core_->executor, accept_loop(shared_from_this()), asio::detached); }

    void stop_accepting() {
        error_code ignored;
        core_->is_draining = true;
        acceptor_.close(ignored);
        pause_.cancel();
        core_->fewer.cancel();
    }

    void cut_all() {
        for (auto const& connection : core_->snapshot()) connection->cut();
    }

    Task<void> drain(Duration limit) {
        using Phase = ServerConnection::Phase;
        stop_accepting();
        for (auto const& connection : core_->snapshot()) {
            if (connection->phase() == Phase::idle) connection->close_now();
            if (connection->phase() == Phase::streaming) connection->end_stream();
        }
        co_await wait_until_empty(limit);
        cut_all();
        // A handler that cannot be cancelled, because it waits for a commit, ends by itself.
        constexpr auto patience = std::chrono::seconds(5);
        co_await wait_until_empty(patience);
    }

    // A connection keeps the context it began with: OpenSSL counts who uses it.
    Result<void> reload_tls() {
        if (!core_->options.tls) return {};
        TRY(tls_, server_tls(*core_->options.tls));
        return {};
    }

    ServerCore& core() { return *core_; }
    std::uint16_t port() const { return port_; }

private:
    Task<void> wait_until_empty(Duration limit) {
        auto const end = std::chrono::steady_clock::now() + limit;
        while (!core_->connections.empty() && std::chrono::steady_clock::now() < end) {
            core_->fewer.expires_at(end);
            [[maybe_unused]] auto const [ignored] = co_await core_->fewer.async_wait(await_tuple);
        }
    }

    static Task<void> accept_loop(std::shared_ptr<Impl> self) {
        auto& core = *self->core_;
        while (!core.is_draining) {
            if (core.connections.size() >= core.options.connections_max + refused_connections_max) {
                co_await self->wait_for_fewer();
                continue;
            }
            auto [error, socket] = co_await self->acceptor_.async_accept(await_tuple);
            if (core.is_draining) co_return;
            if (error) {
                // Out of files or memory, mostly: it passes when connections end, and trying again at once would not help.
                core.log.warning("connection was not accepted", {{"reason", std::string_view(error.message())}});
                self->pause_.expires_after(std::chrono::milliseconds(100));
                [[maybe_unused]] auto const [ignored] = co_await self->pause_.async_wait(await_tuple);
                continue;
            }
            if (self->tls_)
                start_session(self->core_, TlsStream{std::move(socket), *self->tls_});
            else
                start_session(self->core_, std::move(socket));
        }
    }

    Task<void> wait_for_fewer() {
        core_->fewer.expires_at(SteadyTime::max());
        [[maybe_unused]] auto const [ignored] = co_await core_->fewer.async_wait(await_tuple);
    }

    std::shared_ptr<ServerCore> core_;
    Tcp::acceptor acceptor_;
    std::unique_ptr<asio::ssl::context> tls_;
    asio::steady_timer pause_;
    std::uint16_t port_ = 0;
};

Result<std::unique_ptr<HttpServer>> HttpServer::open(
    asio::any_io_executor executor, HttpServerOptions options, HttpHandler& handler, Log& log) {
    std::unique_ptr<asio::ssl::context> tls;
    if (options.tls) {
        TRY(tls, server_tls(*options.tls));
    }
    TRY(auto acceptor, listen(executor, options));
    auto core = std::make_shared<ServerCore>(executor, std::move(options), handler, log);
    auto impl = std::make_shared<Impl>(std::move(core), std::move(acceptor), std::move(tls));
    impl->start();
    return std::unique_ptr<HttpServer>(new HttpServer(std::move(impl)));
}

HttpServer::HttpServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

HttpServer::~HttpServer() {
    impl_->stop_accepting();
    impl_->cut_all();
}

Result<void> HttpServer::reload_tls() { return impl_->reload_tls(); }

std::uint16_t HttpServer::port() const { return impl_->port(); }

HttpServerCounts HttpServer::counts() const {
    auto const& core = impl_->core();
    return {.connections = core.connections.size(), .requests = core.requests, .refusals = core.refusals};
}

Task<void> HttpServer::drain(Duration limit) { return impl_->drain(limit); }

}  // namespace lockstep::adapters
