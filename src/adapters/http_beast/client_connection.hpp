// SPDX-License-Identifier: Apache-2.0
// ClientConnection: one connection of the client, plain or TLS, with one timer for whatever it is doing.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "adapters/http_beast/wire_text.hpp"
#include "base/ip_network.hpp"
#include "base/result.hpp"
#include "ports/http.hpp"

namespace lockstep::adapters {

struct ClientLimits {
    std::size_t reply_bytes_max;
    std::size_t head_bytes_max;
    std::size_t head_fields_max;
};

class ClientConnection : public std::enable_shared_from_this<ClientConnection> {
public:
    using Tcp = boost::asio::ip::tcp;
    using Time = std::chrono::steady_clock::time_point;

    // `tls` is null for plain connections.
    ClientConnection(boost::asio::any_io_executor executor, boost::asio::ssl::context* tls);

    // Name, connection and, with TLS, handshake; each of the two halves within `limit`, all before `end`.
    // `admits` as in HttpClientOptions.
    using Admits = std::function<bool(IpBytes const&)>;
    Task<Result<void>> connect(Destination const& destination, Admits const& admits, Duration limit, Time end);

    struct Failure {
        SendFailure send;
        // Closed by the other side before it said anything, as happens with connections that were idle.
        bool is_stale = false;
    };
    Task<std::expected<HttpReply, Failure>> exchange(std::string const& text, bool is_head, ClientLimits const& limits, Time end);

    // After a successful exchange: it may be used again.
    bool is_reusable() const { return is_reusable_; }
    // Nothing has arrived since, neither a farewell nor bytes nobody asked for.
    bool is_quiet();
    void close();

    Time idle_since{};
    bool was_used = false;

private:
    using IoResult = std::tuple<boost::system::error_code, std::size_t>;

    void start_timer(Time end);
    void stop_timer();
    Task<Result<std::vector<Tcp::endpoint>>> resolve(Destination const& destination, Time end);
    Task<Result<void>> connect_to(std::vector<Tcp::endpoint> const& endpoints, Destination const& destination, Time end);
    Task<Result<void>> greet(Destination const& destination, Time end);
    Task<IoResult> write(std::string const& text);
    Task<IoResult> read_some(std::string& buffer);
    // What an operation's error comes to: our time was up, we were cancelled, or the connection went.
    Error explain(boost::system::error_code error, std::string_view doing) const;

    boost::asio::any_io_executor executor_;
    std::optional<boost::asio::ssl::stream<Tcp::socket>> tls_stream_;
    std::optional<Tcp::socket> plain_;
    Tcp::socket& socket() { return tls_stream_ ? tls_stream_->next_layer() : *plain_; }
    boost::asio::steady_timer timer_;
    std::uint64_t timer_round_ = 0;
    bool is_timed_out_ = false;
    bool is_reusable_ = false;
};

}  // namespace lockstep::adapters
