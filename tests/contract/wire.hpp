// SPDX-License-Identifier: Apache-2.0
// Both ends of HTTP by hand: a client that sends any bytes, a server that behaves as badly as a test says, and a handler
// and a log for our own server.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <functional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "adapters/clock_system/clock_system.hpp"
#include "ports/http.hpp"
#include "ports/log.hpp"

namespace lockstep::contract {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;

constexpr auto await_tuple = asio::as_tuple(asio::use_awaitable);

// Keeps the messages.
class RecordingLog final : public Log {
public:
    void write(LogLevel, std::string_view message, std::initializer_list<LogField>) override { lines.emplace_back(message); }
    std::vector<std::string> lines;
};

class FunctionHandler final : public HttpHandler {
public:
    std::function<Task<HttpReply>(HttpRequest)> function;
    std::vector<HttpRequest> seen;

    Task<HttpReply> handle(HttpRequest request) override {
        seen.push_back(request);
        if (function) co_return co_await function(std::move(request));
        HttpReply reply;
        reply.headers.add("Content-Type", "text/plain");
        reply.body = request.method + " " + request.url + " " + request.body;
        co_return reply;
    }
};

inline Task<void> pause(std::chrono::milliseconds time) {
    adapters::SystemClock clock;
    co_await clock.sleep_for(time);
}

inline Task<Tcp::socket> connect_to(std::uint16_t port) {
    auto const executor = co_await asio::this_coro::executor;
    Tcp::socket socket{executor};
    co_await socket.async_connect({asio::ip::address_v4::loopback(), port}, asio::use_awaitable);
    co_return socket;
}

inline Task<void> send_bytes(Tcp::socket& socket, std::string_view bytes) {
    [[maybe_unused]] auto const [error, size] =
        co_await asio::async_write(socket, asio::buffer(bytes.data(), bytes.size()), await_tuple);
}

// What has arrived when the other side closes, or when `enough` says so.
inline Task<std::string> receive(Tcp::socket& socket, std::function<bool(std::string const&)> enough = {}) {
    std::string received;
    std::string piece(4096, '\0');
    while (!enough || !enough(received)) {
        auto const [error, size] = co_await socket.async_read_some(asio::buffer(piece), await_tuple);
        received.append(piece, 0, size);
        if (error) break;
    }
    co_return received;
}

inline std::function<bool(std::string const&)> has(std::string text) {
    return [text = std::move(text)](std::string const& received) { return received.contains(text); };
}

// Sends the bytes and gives back everything until the server closes.
inline Task<std::string> talk(std::uint16_t port, std::string bytes) {
    auto socket = co_await connect_to(port);
    co_await send_bytes(socket, bytes);
    co_return co_await receive(socket);
}

// Calls `script` with each connection and its number, from 1.
class ScriptedServer {
public:
    using Script = std::function<Task<void>(Tcp::socket, int)>;

    ScriptedServer(asio::io_context& context, Script script)
        : script_(std::move(script)), acceptor_(context, Tcp::endpoint{asio::ip::address_v4::loopback(), 0}) {
        asio::co_spawn(context, accept(), asio::detached);
    }

    std::string url() const { return "http://127.0.0.1:" + std::to_string(port()); }
    std::uint16_t port() const { return acceptor_.local_endpoint().port(); }
    int connections() const { return connections_; }

private:
    Task<void> accept() {
        auto const executor = co_await asio::this_coro::executor;
        for (;;) {
            auto [error, socket] = co_await acceptor_.async_accept(await_tuple);
            if (error) co_return;
            asio::co_spawn(executor, script_(std::move(socket), ++connections_), asio::detached);
        }
    }

    Script script_;
    Tcp::acceptor acceptor_;
    int connections_ = 0;
};

}  // namespace lockstep::contract
