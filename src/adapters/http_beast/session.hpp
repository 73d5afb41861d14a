// SPDX-License-Identifier: Apache-2.0
// Session: the life of one connection of the server, over a plain or a TLS stream: read a request, let the handler answer,
// write, again. Included by server.cpp alone.
#pragma once

#include <sys/socket.h>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/system/system_error.hpp>
#include <exception>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <typeinfo>
#include <utility>

#include "adapters/http_beast/failure_text.hpp"
#include "adapters/http_beast/reader.hpp"
#include "adapters/http_beast/server_core.hpp"
#include "adapters/http_beast/wire_text.hpp"
#include "base/text.hpp"

namespace lockstep::adapters {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using PlainStream = Tcp::socket;
using TlsStream = asio::ssl::stream<Tcp::socket>;
using boost::system::error_code;

constexpr auto await_tuple = asio::as_tuple(asio::use_awaitable);

template <class Stream>
class Session final : public ServerConnection, public std::enable_shared_from_this<Session<Stream>> {
public:
    static constexpr bool is_tls = std::is_same_v<Stream, TlsStream>;

    Session(std::shared_ptr<ServerCore> core, Stream stream, bool is_one_too_many)
        : core_(std::move(core)), stream_(std::move(stream)), reader_(limits()), is_one_too_many_(is_one_too_many) {
        error_code error;
        auto const peer = socket().remote_endpoint(error);
        if (!error) {
            auto const address = peer.address().to_string();
            remote_ = (peer.address().is_v6() ? "[" + address + "]" : address) + ":" + std::to_string(peer.port());
        }
        socket().set_option(Tcp::no_delay(true), error);
    }

    ~Session() override { end_large_body(); }

    void cancel_io() override {
        error_code ignored;
        socket().cancel(ignored);
    }
    void close_now() override {
        error_code ignored;
        socket().close(ignored);
    }

    Task<void> run() {
        if (!co_await greet()) co_return;
        while (co_await serve_one()) {}
    }

private:
    Tcp::socket& socket() {
        if constexpr (is_tls)
            return stream_.next_layer();
        else
            return stream_;
    }

    ReadLimits limits() {
        auto const& options = core_->options;
        ReadLimits made{
            .head_bytes = options.head_bytes_max, .fields = options.head_fields_max, .body_bytes = options.body_bytes_max};
        if (options.large_body)
            made.body_bytes_of = [this](std::string_view method, std::string_view target) { return body_limit(method, target); };
        return made;
    }
    std::uint64_t body_limit(std::string_view method, std::string_view target) {
        auto const& options = core_->options;
        auto const large = options.large_body(method, target.substr(0, target.find('?')));
        if (!large || core_->large_bodies >= options.large_bodies_max) return options.body_bytes_max;
        if (!has_large_body_) ++core_->large_bodies;
        has_large_body_ = true;
        return *large;
    }
    void end_large_body() {
        if (has_large_body_) --core_->large_bodies;
        has_large_body_ = false;
    }
    static SteadyTime after(Duration duration) { return std::chrono::steady_clock::now() + duration; }

    Task<bool> greet() {
        set(Phase::reading, after(core_->options.head_time_max));
        if constexpr (is_tls) {
            auto [error] = co_await stream_.async_handshake(asio::ssl::stream_base::server, await_tuple);
            if (error) co_return false;
        }
        co_return true;
    }

    // One request and its reply; false when the connection has ended.
    Task<bool> serve_one() {
        auto bad = co_await read_request();
        if (!bad) co_return false;  // closed, or too late with nothing to say
        if (bad->status != 0) {
            co_await refuse(*bad);
            co_return false;
        }
        if (is_one_too_many_) {
            BadMessage const busy{.status = 503, .code = "http.too_many_connections", .reason = "there are too many connections"};
            co_await refuse(busy);
            co_return false;
        }
        ++core_->requests;
        keeps_alive_ = reader_.keeps_alive();
        version_ = reader_.version();
        auto request = reader_.take();
        request.remote_address = remote_;
        bool const is_head = request.method == "HEAD";
        set(Phase::handling, SteadyTime::max());
        auto reply = co_await answer(std::move(request));
        end_large_body();
        if (reply.stream) {
            co_await stream_reply(std::move(reply), is_head);
            co_return false;
        }
        keeps_alive_ = keeps_alive_ && !core_->is_draining && !wants_close(reply);
        if (!co_await write_reply(reply, is_head)) co_return false;
        if (!keeps_alive_) co_await part();
        co_return keeps_alive_;
    }

    // What a request adds to the bodies that are not complete, until it is or is given up.
    class Unfinished {
    public:
        explicit Unfinished(ServerCore& core) : core_(core) {}
        Unfinished(Unfinished const&) = delete;
        Unfinished& operator=(Unfinished const&) = delete;
        ~Unfinished() { core_.unfinished_bytes -= bytes_; }
        void add(std::size_t bytes) {
            bytes_ += bytes;
            core_.unfinished_bytes += bytes;
        }

    private:
        ServerCore& core_;
        std::size_t bytes_ = 0;
    };

    // Status 0: a complete request is in the reader. Nothing: the connection is over.
    Task<std::optional<BadMessage>> read_request() {
        constexpr BadMessage too_late{.status = 408, .code = "http.request_timeout", .reason = "the request took too long"};
        constexpr BadMessage too_many{
            .status = 503, .code = "http.too_many_bodies", .reason = "too many requests are being read"};
        bool has_begun = !received_.empty() || is_first_;
        bool had_head = false;
        std::size_t body_bytes = 0;
        Unfinished unfinished(*core_);
        is_first_ = false;
        set(received_.empty() && !has_begun ? Phase::idle : Phase::reading,
            after(has_begun ? core_->options.head_time_max : core_->options.idle_time_max));
        for (;;) {
            auto const fed = reader_.feed(received_);
            if (!fed) co_return fed.error();
            received_.erase(0, *fed);
            if (reader_.is_complete()) co_return BadMessage{.status = 0, .code = {}, .reason = {}};
            if (reader_.has_head()) {
                body_bytes += *fed;
                if (!has_large_body_) unfinished.add(*fed);  // those have few places, and a limit of their own
                if (core_->unfinished_bytes > core_->options.unfinished_bytes_max) co_return too_many;
                if (!had_head && reader_.wants_continue() && !co_await write(continue_text)) co_return std::nullopt;
                had_head = true;
                // Who holds one of the few places for large bodies may not be slow about it.
                auto const least = core_->options.body_bytes_per_second_min;
                auto const rate =
                    static_cast<Duration::rep>(has_large_body_ ? std::max(least, large_bytes_per_second_min) : least);
                if (body_began_ == SteadyTime{}) body_began_ = std::chrono::steady_clock::now();
                auto const earned = Duration(static_cast<Duration::rep>(body_bytes) * Duration::period::den / rate);
                set(Phase::reading, body_began_ + core_->options.body_time_grace + earned);
            }
            auto const [error, size] = co_await read_some();
            if (is_late()) {
                if (received_.empty() && !reader_.has_head()) co_return std::nullopt;
                co_return too_late;
            }
            if (error) co_return std::nullopt;
            if (phase() == Phase::idle) set(Phase::reading, after(core_->options.head_time_max));
        }
    }

    Task<std::tuple<error_code, std::size_t>> read_some() {
        std::size_t const step = reader_.has_head() ? 64 * 1024 : 8 * 1024;
        auto const had = received_.size();
        // Without filling the new part with zeros first.
        received_.resize_and_overwrite(had + step, [&](char*, std::size_t) { return had + step; });
        auto [error, size] = co_await stream_.async_read_some(asio::buffer(received_.data() + had, step), await_tuple);
        received_.resize(had + size);
        co_return std::tuple{error, size};
    }

    // An exception of the handler costs its request, not the process.
    Task<HttpReply> answer(HttpRequest request) {
        auto const path = request.url.substr(0, request.url.find('?'));
        std::exception_ptr thrown;
        try {
            co_return co_await core_->handler.handle(std::move(request));
        } catch (...) {
            thrown = std::current_exception();
        }
        // The connection was cut: nobody waits for an answer.
        auto const state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) std::rethrow_exception(thrown);
        auto const kind = describe_exception(thrown).value_or("cancelled");
        core_->log.error("handler ended by an exception", {{"kind", std::string_view(kind)}});
        co_return core_->refusal(
            {.status = 500, .code = "http.handler_failed", .reason = "the server made a mistake", .path = path});
    }

    static bool wants_close(HttpReply const& reply) {
        auto const connection = reply.headers.find("Connection");
        return connection && equal_ignoring_case(*connection, "close");
    }

    void render(HttpReply const& reply, bool is_head, bool is_streamed) {
        out_.clear();
        ReplyFraming const framing{.is_head_request = is_head,
            .keeps_alive = keeps_alive_,
            .is_streamed = is_streamed,
            .version = version_,
            .date = core_->date()};
        if (append_reply(out_, reply, framing)) return;
        core_->log.error("reply has a header that cannot be sent");
        auto const instead =
            core_->refusal({.status = 500, .code = "http.handler_failed", .reason = "the server made a mistake", .path = {}});
        CHECK(append_reply(out_, instead, framing));
    }

    Task<bool> write_reply(HttpReply const& reply, bool is_head) {
        render(reply, is_head, false);
        bool const is_written = co_await write(out_);
        constexpr std::size_t kept_bytes_max = 16 * 1024;
        if (out_.capacity() > kept_bytes_max) out_ = {};
        if (received_.capacity() > kept_bytes_max && received_.empty()) received_ = {};
        body_began_ = {};
        co_return is_written;
    }

    Task<bool> write(std::string_view text) {
        auto const before = phase();
        constexpr std::size_t bytes_per_second_min = 16 * 1024;
        auto const size_time = std::chrono::seconds(text.size() / bytes_per_second_min);
        set(Phase::writing, after(core_->options.write_time_max + size_time));
        auto const [error, size] = co_await asio::async_write(stream_, asio::buffer(text.data(), text.size()), await_tuple);
        bool const is_written = !error && !is_late();
        set(before, SteadyTime::max());
        co_return is_written;
    }

    // The peer may still be sending; closing at once would throw away our answer together with what it sent.
    Task<void> refuse(BadMessage const& bad) {
        std::string const path(reader_.path());
        auto const reply = core_->refusal({.status = bad.status, .code = bad.code, .reason = bad.reason, .path = path});
        keeps_alive_ = false;
        if (co_await write_reply(reply, false)) co_await part();
    }

    Task<void> part() {
        auto const patience = core_->is_draining ? std::chrono::milliseconds(200) : std::chrono::milliseconds(2'000);
        constexpr std::size_t bytes_max = 4 << 20;
        set(Phase::closing, after(patience));
        if constexpr (is_tls) {
            [[maybe_unused]] auto const [ignored] = co_await stream_.async_shutdown(await_tuple);
        }
        error_code error;
        socket().shutdown(Tcp::socket::shutdown_send, error);
        received_.resize(8 * 1024);
        for (std::size_t thrown_away = 0; !error && !is_late() && thrown_away < bytes_max;) {
            auto const [failed, size] = co_await socket().async_read_some(asio::buffer(received_), await_tuple);
            error = failed;
            thrown_away += size;
        }
    }

    Task<void> stream_reply(HttpReply reply, bool is_head) {
        auto next = std::exchange(reply.stream, {});
        keeps_alive_ = false;
        render(reply, is_head, true);
        if (!is_head && !reply.body.empty()) append_piece(reply.body);
        if (!co_await write(out_) || is_head) co_return;
        asio::co_spawn(core_->executor, watch_peer(this->shared_from_this()), asio::detached);
        for (;;) {
            set(Phase::streaming, SteadyTime::max());
            if (core_->is_draining) co_return;
            auto const piece = co_await next();
            if (!piece) break;
            out_.clear();
            append_piece(*piece);
            if (!co_await write(out_)) co_return;
        }
        if (version_ >= 11 && !co_await write(last_chunk)) co_return;
        cancel_io();  // ends watch_peer
        co_await part();
    }

    void append_piece(std::string_view piece) {
        if (version_ >= 11)
            append_chunk(out_, piece);
        else
            out_ += piece;
    }

    // A stream may have nothing to send for hours; without this its coroutine would outlive a peer that went away.
    static Task<void> watch_peer(std::shared_ptr<Session> session) {
        auto const [error] = co_await session->socket().async_wait(Tcp::socket::wait_read, await_tuple);
        if (error) co_return;
        char byte = 0;
        auto const size = ::recv(session->socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
        // Under TLS the peer's farewell is data like any other.
        if (size == 0 || (size > 0 && is_tls)) session->end_stream();
    }

    static constexpr std::size_t large_bytes_per_second_min = 16 * 1024;
    static constexpr std::string_view continue_text = "HTTP/1.1 100 Continue\r\n\r\n";

    std::shared_ptr<ServerCore> core_;
    Stream stream_;
    RequestReader reader_;
    std::string received_;
    std::string out_;
    std::string remote_;
    SteadyTime body_began_{};
    bool is_one_too_many_;
    bool has_large_body_ = false;
    bool is_first_ = true;
    bool keeps_alive_ = true;
    int version_ = 11;
};

}  // namespace lockstep::adapters
