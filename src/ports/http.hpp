// SPDX-License-Identifier: Apache-2.0
// HTTP as the program sees it: plain requests and replies, a client port, and what a server calls.
#pragma once

#include <cstdint>
#include <expected>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"
#include "ports/task.hpp"

namespace lockstep {

struct HttpHeader {
    std::string name;
    std::string value;
    bool operator==(HttpHeader const&) const = default;
};

// Names compare without case; order and repetition are kept.
class HttpHeaders {
public:
    HttpHeaders() = default;
    HttpHeaders(std::initializer_list<HttpHeader> list) : list_(list) {}

    void add(std::string name, std::string value) { list_.push_back({std::move(name), std::move(value)}); }
    // Replaces all of that name.
    void set(std::string_view name, std::string value);
    // The first of that name.
    std::optional<std::string_view> find(std::string_view name) const;
    std::vector<HttpHeader> const& all() const { return list_; }

    bool operator==(HttpHeaders const&) const = default;

private:
    std::vector<HttpHeader> list_;
};

struct HttpRequest {
    std::string method = "GET";
    // For the client: absolute ("https://host/path?query"). For a server: origin form ("/path?query").
    std::string url;
    HttpHeaders headers;
    std::string body;
    std::string remote_address;  // server only: "127.0.0.1:50012"

    bool operator==(HttpRequest const&) const = default;
};

// "127.0.0.1:50012" -> "127.0.0.1"; "[::1]:50012" -> "::1".
std::string_view address_without_port(std::string_view remote_address);
// Who sent it. From a named proxy the last entry of X-Forwarded-For is believed, which that proxy wrote itself; from nobody else.
std::string client_address(HttpRequest const& request, std::vector<std::string> const& trusted_proxies);

// The next piece of a streamed body; nullopt ends it.
using BodyStream = std::function<Task<std::optional<std::string>>()>;

struct HttpReply {
    int status = 200;
    HttpHeaders headers;
    std::string body;
    BodyStream stream;  // server only: sent after `body`, chunked, until it ends or the peer goes away
    // Client only: when the request was handed to its connection, by Clock::now(); unset where that is at once.
    std::optional<TimePoint> sent_at{};
};

// Why there is no reply, and whether the request may have reached the other side: the difference between
// "try again" and "the outcome is unknown".
struct SendFailure {
    Error error;  // unavailable (connect, TLS, DNS, reset), timeout, corrupt (bad reply), cancelled
    bool may_have_arrived = true;
    std::optional<TimePoint> sent_at{};  // as in HttpReply; unset also when it never was
};

class HttpClient {
public:
    virtual ~HttpClient() = default;

    // Never follows redirects. Any status is a reply. Sends at most once, except idempotent methods (GET, HEAD) on a pooled
    // connection that turns out to be closed. The time until the deadline is counted from when the request has a connection to
    // go out on: waiting for a free one is first come, first served, has a bound of its own, and exceeding that is "not sent".
    virtual Task<std::expected<HttpReply, SendFailure>> send(HttpRequest request, Deadline deadline) = 0;
};

// What a server calls for each request. One coroutine per request; must outlive the server.
class HttpHandler {
public:
    virtual ~HttpHandler() = default;
    virtual Task<HttpReply> handle(HttpRequest request) = 0;
};

}  // namespace lockstep
