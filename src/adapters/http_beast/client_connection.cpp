// SPDX-License-Identifier: Apache-2.0
#include "adapters/http_beast/client_connection.hpp"

#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>
#include <sys/socket.h>
#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <utility>

#include "adapters/http_beast/reader.hpp"

namespace lockstep::adapters {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr auto await_tuple = asio::as_tuple(asio::use_awaitable);

Error make_error(ErrorKind kind, std::string_view code, std::string message) {
    return fail(kind, code, std::move(message)).error();
}

Error reply_error(BadMessage const& bad) {
    bool const is_too_large = bad.status == 413 || bad.status == 431;
    return make_error(ErrorKind::corrupt, is_too_large ? "http.reply_too_large" : "http.bad_reply",
        "reading a reply: " + std::string(bad.reason));
}

IpBytes bytes_of(asio::ip::address const& address) {
    if (address.is_v4()) return ip_bytes(address.to_v4().to_bytes());
    return ip_bytes(address.to_v6().to_bytes());
}

// A name lookup cannot be interrupted, so it goes on alone when its caller has stopped waiting.
struct Lookup {
    explicit Lookup(asio::any_io_executor const& executor) : resolver(executor), done(executor) {}

    asio::ip::tcp::resolver resolver;
    asio::steady_timer done;
    bool is_done = false;
    error_code error;
    std::vector<asio::ip::tcp::endpoint> endpoints;
};

}  // namespace

ClientConnection::ClientConnection(asio::any_io_executor executor, asio::ssl::context* tls)
    : executor_(std::move(executor)), timer_(executor_) {
    if (tls != nullptr)
        tls_stream_.emplace(executor_, *tls);
    else
        plain_.emplace(executor_);
}

void ClientConnection::start_timer(Time end) {
    is_timed_out_ = false;
    timer_.expires_at(end);
    // A timer that fired just before it was set anew belongs to the round before.
    timer_.async_wait([weak = weak_from_this(), round = ++timer_round_](error_code error) {
        auto const self = weak.lock();
        if (error || !self || self->timer_round_ != round) return;
        self->is_timed_out_ = true;
        self->close();
    });
}

void ClientConnection::stop_timer() {
    ++timer_round_;
    timer_.cancel();
}

void ClientConnection::close() {
    error_code ignored;
    socket().close(ignored);
}

Error ClientConnection::explain(error_code error, std::string_view doing) const {
    std::string const what(doing);
    if (is_timed_out_) return make_error(ErrorKind::timeout, "http.timeout", what + ": the time is up");
    if (error == asio::error::operation_aborted) return make_error(ErrorKind::cancelled, "http.cancelled", what + ": cancelled");
    return make_error(ErrorKind::unavailable, "http.lost", what + ": " + error.message());
}

Task<Result<std::vector<ClientConnection::Tcp::endpoint>>> ClientConnection::resolve(Destination const& destination, Time end) {
    error_code not_literal;
    auto const address = asio::ip::make_address(destination.host, not_literal);
    if (!not_literal) {
        auto const port = static_cast<std::uint16_t>(std::stoi(destination.port));
        co_return std::vector<Tcp::endpoint>{Tcp::endpoint{address, port}};
    }
    auto const lookup = std::make_shared<Lookup>(executor_);
    lookup->done.expires_at(end);
    lookup->resolver.async_resolve(destination.host, destination.port, Tcp::resolver::numeric_service,
        [lookup](error_code error, Tcp::resolver::results_type const& results) {
            lookup->error = error;
            lookup->is_done = true;
            for (auto const& entry : results) lookup->endpoints.push_back(entry.endpoint());
            lookup->done.cancel();
        });
    [[maybe_unused]] auto const [ignored] = co_await lookup->done.async_wait(await_tuple);
    auto const doing = "looking up " + destination.host;
    if (!lookup->is_done) {
        bool const is_late = std::chrono::steady_clock::now() >= end;
        if (is_late) co_return fail(ErrorKind::timeout, "http.timeout", doing + ": the time is up");
        co_return fail(ErrorKind::cancelled, "http.cancelled", doing + ": cancelled");
    }
    if (lookup->error || lookup->endpoints.empty()) {
        co_return fail(ErrorKind::unavailable, "http.resolve", doing + ": " + lookup->error.message());
    }
    co_return std::move(lookup->endpoints);
}

Task<Result<void>> ClientConnection::connect_to(
    std::vector<Tcp::endpoint> const& endpoints, Destination const& destination, Time end) {
    auto const doing = "connecting to " + destination.host + " port " + destination.port;
    Error last = make_error(ErrorKind::unavailable, "http.connect", doing + ": there is no address");
    for (std::size_t i = 0; i < endpoints.size(); ++i) {
        // An address that swallows packets must not use up the time of those after it.
        auto const now = std::chrono::steady_clock::now();
        if (now >= end) co_return fail(ErrorKind::timeout, "http.timeout", doing + ": the time is up");
        auto const share = (end - now) / static_cast<int>(endpoints.size() - i);
        close();
        start_timer(now + share);
        auto const [error] = co_await socket().async_connect(endpoints[i], await_tuple);
        stop_timer();
        if (!error && !is_timed_out_) {
            error_code ignored;
            socket().set_option(Tcp::no_delay(true), ignored);
            co_return Result<void>{};
        }
        last = explain(error, doing);
        if (last.kind == ErrorKind::cancelled) break;
        if (last.kind == ErrorKind::unavailable) last.code = "http.connect";
    }
    co_return std::unexpected(std::move(last));
}

Task<Result<void>> ClientConnection::greet(Destination const& destination, Time end) {
    auto* ssl = tls_stream_->native_handle();
    error_code not_literal;
    asio::ip::make_address(destination.host, not_literal);
    // Server name indication is for names alone.
    if (not_literal && SSL_set_tlsext_host_name(ssl, destination.host.c_str()) != 1) {
        co_return fail(ErrorKind::internal, "http.tls", "setting the server's name");
    }
    tls_stream_->set_verify_callback(asio::ssl::host_name_verification(destination.host));
    start_timer(end);
    auto const [error] = co_await tls_stream_->async_handshake(asio::ssl::stream_base::client, await_tuple);
    stop_timer();
    if (!error && !is_timed_out_) co_return Result<void>{};
    auto const doing = "agreeing on TLS with " + destination.host;
    auto explained = explain(error, doing);
    if (explained.kind != ErrorKind::unavailable) co_return std::unexpected(std::move(explained));
    // The reason that helps: "certificate has expired", "hostname mismatch".
    auto const verdict = SSL_get_verify_result(ssl);
    auto const reason = verdict == X509_V_OK ? error.message() : X509_verify_cert_error_string(verdict);
    co_return fail(ErrorKind::unavailable, "http.tls", doing + ": " + reason);
}

Task<Result<void>> ClientConnection::connect(Destination const& destination, Admits const& admits, Duration limit, Time end) {
    auto const connect_end = std::min(end, std::chrono::steady_clock::now() + limit);
    CO_TRY(auto endpoints, co_await resolve(destination, connect_end));
    // One name may mean several addresses: those that are left are connected to as they are, and the name is not asked again.
    if (admits) std::erase_if(endpoints, [&](Tcp::endpoint const& each) { return !admits(bytes_of(each.address())); });
    if (endpoints.empty()) {
        co_return fail(ErrorKind::denied, "http.address_refused",
            "connecting to " + destination.host +
                ": it is no address of the public internet, and the operator does not allow it");
    }
    CO_TRY_VOID(co_await connect_to(endpoints, destination, connect_end));
    if (tls_stream_) {
        auto const greet_end = std::min(end, std::chrono::steady_clock::now() + limit);
        CO_TRY_VOID(co_await greet(destination, greet_end));
    }
    co_return Result<void>{};
}

Task<ClientConnection::IoResult> ClientConnection::write(std::string const& text) {
    if (tls_stream_) co_return co_await asio::async_write(*tls_stream_, asio::buffer(text), await_tuple);
    co_return co_await asio::async_write(*plain_, asio::buffer(text), await_tuple);
}

Task<ClientConnection::IoResult> ClientConnection::read_some(std::string& buffer) {
    constexpr std::size_t step = 16 * 1024;
    auto const had = buffer.size();
    buffer.resize_and_overwrite(had + step, [&](char*, std::size_t) { return had + step; });
    auto const space = asio::buffer(buffer.data() + had, step);
    error_code error;
    std::size_t size = 0;
    if (tls_stream_)
        std::tie(error, size) = co_await tls_stream_->async_read_some(space, await_tuple);
    else
        std::tie(error, size) = co_await plain_->async_read_some(space, await_tuple);
    buffer.resize(had + size);
    co_return IoResult{error, size};
}

Task<std::expected<HttpReply, ClientConnection::Failure>> ClientConnection::exchange(
    std::string const& text, bool is_head, ClientLimits const& limits, Time end) {
    is_reusable_ = false;
    start_timer(end);
    auto const [write_error, written] = co_await write(text);
    if (write_error || is_timed_out_) {
        stop_timer();
        // Under TLS a record may be on its way although none of its bytes is counted as written.
        bool const may_have_arrived = written > 0 || tls_stream_.has_value();
        SendFailure failure{.error = explain(write_error, "sending a request"), .may_have_arrived = may_have_arrived};
        bool const is_stale = failure.error.code == "http.lost";
        co_return std::unexpected(Failure{.send = std::move(failure), .is_stale = is_stale});
    }
    ReplyReader reader{
        {.head_bytes = limits.head_bytes_max, .fields = limits.head_fields_max, .body_bytes = limits.reply_bytes_max}, is_head};
    std::string received;
    bool has_received = false;
    auto give_up = [&](Error error, bool is_stale) {
        stop_timer();
        return std::unexpected(Failure{.send = {.error = std::move(error), .may_have_arrived = true}, .is_stale = is_stale});
    };
    while (!reader.is_complete()) {
        auto const [error, size] = co_await read_some(received);
        has_received = has_received || size > 0;
        bool const is_end = error == asio::error::eof;
        if (is_timed_out_ || (error && !is_end)) {
            auto explained = explain(error, "waiting for a reply");
            bool const is_stale = !has_received && explained.code == "http.lost";
            co_return give_up(std::move(explained), is_stale);
        }
        if (is_end && !has_received) co_return give_up(explain(error, "waiting for a reply"), true);
        auto const fed = reader.feed(received);
        if (!fed) co_return give_up(reply_error(fed.error()), false);
        received.erase(0, *fed);
        if (!is_end || reader.is_complete()) continue;
        if (auto finished = reader.finish(); !finished) co_return give_up(explain(error, "reading a reply"), false);
    }
    stop_timer();
    // Bytes after the reply would be taken for the next one's.
    is_reusable_ = reader.keeps_alive() && received.empty() && !is_timed_out_;
    was_used = true;
    co_return reader.take();
}

bool ClientConnection::is_quiet() {
    char byte = 0;
    auto const size = ::recv(socket().native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
    return size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

}  // namespace lockstep::adapters
