// SPDX-License-Identifier: Apache-2.0
// Transport: how a command's request reaches the REST handler: over HTTP to the server of the data folder, or straight into the
// handler of an installation in this process. One way of asking, whichever it is.
#pragma once

#include <memory>

#include "app/installation.hpp"
#include "ports/http.hpp"

namespace lockstep::app {

class Transport {
public:
    virtual ~Transport() = default;
    // `url` in the request is the path and query.
    virtual Task<Result<HttpReply>> send(HttpRequest request) = 0;
};

class RemoteTransport final : public Transport {
public:
    RemoteTransport(HttpClient& client, Clock& clock, std::string base_url)
        : client_(client), clock_(clock), base_url_(std::move(base_url)) {}
    Task<Result<HttpReply>> send(HttpRequest request) override;

private:
    HttpClient& client_;
    Clock& clock_;
    std::string base_url_;
};

class LocalTransport final : public Transport {
public:
    explicit LocalTransport(HttpHandler& handler) : handler_(handler) {}
    Task<Result<HttpReply>> send(HttpRequest request) override;

private:
    HttpHandler& handler_;
};

}  // namespace lockstep::app
