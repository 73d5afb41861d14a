// SPDX-License-Identifier: Apache-2.0
#include "app/sandbox_host.hpp"

namespace lockstep::app {
namespace {

constexpr Duration sandbox_drain_limit = std::chrono::milliseconds{500};
constexpr Duration sandbox_stop_limit = std::chrono::seconds{2};

}  // namespace

SandboxHost::SandboxHost(Foundation& foundation, sandbox::App& app)
    : foundation_(foundation),
      server_(app, foundation.clock, foundation.http(), foundation.log, foundation.executor()),
      tasks_(foundation.executor()) {}

Result<void> SandboxHost::listen(std::uint16_t port) {
    adapters::HttpServerOptions options;
    options.port = port;
    TRY(http_, adapters::HttpServer::open(foundation_.executor(), std::move(options), server_, foundation_.log));
    tasks_.spawn(server_.deliver_loop());
    return {};
}

Task<void> SandboxHost::close() {
    if (!http_) co_return;
    co_await http_->drain(sandbox_drain_limit);
    server_.stop();
    co_await tasks_.join(foundation_.clock, foundation_.clock.now() + sandbox_stop_limit);
}

}  // namespace lockstep::app
