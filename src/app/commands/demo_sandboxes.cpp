// SPDX-License-Identifier: Apache-2.0
#include "app/commands/demo_sandboxes.hpp"

#include <algorithm>

namespace lockstep::app {

std::vector<api::SandboxBook> DemoSandboxes::books() const {
    std::vector<api::SandboxBook> list;
    for (auto const& each : apps_) list.push_back({each.id, each.name, each.host.url()});
    return list;
}

HttpReply DemoSandboxes::ask(std::string_view app, std::string method, std::string path, std::string body) {
    auto const found = std::ranges::find(apps_, app, &DemoApp::id);
    CHECK(found != apps_.end());
    HttpRequest request;
    request.method = std::move(method);
    request.url = "/_sandbox/" + path;
    request.body = std::move(body);
    auto answer = found->app.handle(request, foundation_.clock.now());
    // What it has to tell now is sent now.
    found->host.wake();
    return std::move(answer.reply);
}

}  // namespace lockstep::app
