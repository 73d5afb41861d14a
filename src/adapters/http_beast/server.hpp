// SPDX-License-Identifier: Apache-2.0
// HttpServer: HTTP/1.1 over TCP or TLS, one coroutine per connection, calling an HttpHandler. Every wait on a peer has a
// deadline and everything a peer sends has a limit. Serves from one thread: that of its executor.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/http.hpp"
#include "ports/log.hpp"
#include "ports/task.hpp"

namespace lockstep::adapters {

// What the server answers by itself, without or instead of the handler.
struct HttpRefusal {
    int status = 400;         // 400, 405, 408, 413, 431; 500 when the handler threw; 503 when there are too many connections
    std::string_view code;    // "http.bad_request"
    std::string_view reason;  // a sentence of ours, for a person
    std::string_view path;    // of the request, empty when its head was not understood
};

struct TlsIdentity {
    std::string certificate_chain_file;  // PEM
    std::string private_key_file;
};

struct HttpServerOptions {
    std::string address = "127.0.0.1";
    std::uint16_t port = 0;  // 0: any free one
    std::optional<TlsIdentity> tls;

    std::size_t head_bytes_max = 32 * 1024;
    std::size_t head_fields_max = 100;
    std::size_t body_bytes_max = 1 << 20;
    // A larger body for some requests, by method and path: what to allow, or nothing. So that strangers cannot fill the memory,
    // only `large_bodies_max` such requests are read at a time; the others have the ordinary limit meanwhile.
    std::function<std::optional<std::size_t>(std::string_view method, std::string_view path)> large_body;
    std::size_t large_bodies_max = 4;
    std::size_t connections_max = 1024;
    // Of all bodies together of which the end has not come yet: many slow senders must not take the memory.
    std::size_t unfinished_bytes_max = 64 << 20;

    Duration head_time_max = std::chrono::seconds(10);
    // A body may take this long plus its size at the least rate.
    Duration body_time_grace = std::chrono::seconds(10);
    std::size_t body_bytes_per_second_min = 1024;
    Duration idle_time_max = std::chrono::seconds(75);
    // For each write; a reader that takes nothing for so long is let go.
    Duration write_time_max = std::chrono::seconds(30);

    // Turns a refusal into a reply, so that the owner can choose the status by path. Empty: problem_reply().
    std::function<HttpReply(HttpRefusal const&)> refuse;
};

struct HttpServerCounts {
    std::size_t connections = 0;
    std::uint64_t requests = 0;
    std::uint64_t refusals = 0;
};

class HttpServer {
public:
    // Binds and begins to accept. invalid "http.address" (not an IP address), unavailable "http.bind", invalid
    // "http.certificate". Handler and log outlive the server.
    static Result<std::unique_ptr<HttpServer>> open(
        boost::asio::any_io_executor executor, HttpServerOptions options, HttpHandler& handler, Log& log);
    // Cuts whatever is still open. Drain first; connections end on the executor, which has to run on until they have.
    ~HttpServer();

    std::uint16_t port() const;
    HttpServerCounts counts() const;

    // Connections that come from now on are shown what the files hold now; those that stand stay. After an error, invalid
    // "http.certificate", everything is as before.
    Result<void> reload_tls();

    // Stops accepting, closes idle connections, ends streams, lets requests finish for at most `limit`, then cuts the rest.
    // Returns when no connection is left.
    Task<void> drain(Duration limit);

private:
    class Impl;
    explicit HttpServer(std::shared_ptr<Impl> impl);

    std::shared_ptr<Impl> impl_;  // shared with the connections, which may outlive the server by a few steps
};

// The reply for a refusal: problem+json with its status, code and reason.
HttpReply problem_reply(HttpRefusal const& refusal);

}  // namespace lockstep::adapters
