// SPDX-License-Identifier: Apache-2.0
#include "app/transport.hpp"

namespace lockstep::app {
namespace {

// A call by hand waits for the app, and for its turn before that.
constexpr Duration reply_limit = std::chrono::seconds{100};

}  // namespace

Task<Result<HttpReply>> RemoteTransport::send(HttpRequest request) {
    request.url = base_url_ + request.url;
    Deadline const deadline{clock_.now() + reply_limit};
    auto sent = co_await client_.send(std::move(request), deadline);
    if (!sent) {
        auto error = std::move(sent).error().error;
        error.message = "asking the server at " + base_url_ + ": " + error.message;
        co_return pass_on(std::move(error));
    }
    co_return *std::move(sent);
}

Task<Result<HttpReply>> LocalTransport::send(HttpRequest request) {
    request.remote_address = "127.0.0.1:0";
    co_return co_await handler_.handle(std::move(request));
}

}  // namespace lockstep::app
