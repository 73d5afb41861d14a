// SPDX-License-Identifier: Apache-2.0
// PooledHttpClient: the HttpClient port over TCP and TLS, with connections kept per origin. Certificates and host names are
// always checked; nothing is sent twice but GET and HEAD, and those once more at most.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "base/ip_network.hpp"
#include "base/result.hpp"
#include "ports/clock.hpp"
#include "ports/http.hpp"

namespace lockstep::adapters {

struct HttpClientOptions {
    std::string extra_authorities_file;  // PEM; trusted beside the system's
    std::size_t connections_per_origin_max = 128;
    // How long a request may wait for one of them to become free; that time does not count against its deadline.
    Duration connection_wait_max = std::chrono::seconds(30);
    std::size_t reply_bytes_max = 16 << 20;
    std::size_t head_bytes_max = 64 * 1024;
    std::size_t head_fields_max = 200;
    // Asked of each address before it is connected to, whatever the name; empty: all. What it refuses is never connected to.
    std::function<bool(IpBytes const&)> admits_address;
    Duration connect_time_max = std::chrono::seconds(5);  // name and connection; then as long again for TLS
    Duration idle_time_max = std::chrono::seconds(30);
    // A server may close an idle connection at the moment we use it. Requests that must not be repeated only go out on one
    // that was in use less than this ago.
    Duration fresh_time_max = std::chrono::seconds(1);
};

struct HttpClientCounts {
    std::uint64_t connections_opened = 0;
    std::size_t connections_open = 0;
    std::size_t connections_idle = 0;
};

// Errors: invalid "http.invalid_request"; unavailable "http.resolve", "http.connect", "http.tls", "http.lost"; timeout
// "http.timeout", "http.no_free_connection"; denied "http.address_refused"; corrupt "http.bad_reply", "http.reply_too_large";
// cancelled "http.cancelled".
class PooledHttpClient final : public HttpClient {
public:
    // invalid "http.certificate". The clock turns deadlines into waiting times and outlives the client.
    static Result<std::unique_ptr<PooledHttpClient>> open(
        boost::asio::any_io_executor executor, HttpClientOptions options, Clock const& clock);
    ~PooledHttpClient() override;

    Task<std::expected<HttpReply, SendFailure>> send(HttpRequest request, Deadline deadline) override;

    HttpClientCounts counts() const;
    // For when an origin's address or certificate has changed, and before the program ends.
    void close_idle();

private:
    class Impl;
    explicit PooledHttpClient(std::shared_ptr<Impl> impl);

    std::shared_ptr<Impl> impl_;  // shared with the requests under way
};

}  // namespace lockstep::adapters
