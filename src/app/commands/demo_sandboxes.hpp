// SPDX-License-Identifier: Apache-2.0
// DemoSandboxes: both simulated apps of the demo for the API, which shows and changes them through their own admin routes.
#pragma once

#include "api/sandbox/sandboxes.hpp"
#include "app/commands/demo_edits.hpp"

namespace lockstep::app {

class DemoSandboxes final : public api::Sandboxes {
public:
    DemoSandboxes(Foundation& foundation, DemoApp left, DemoApp right) : foundation_(foundation), apps_{left, right} {}

    std::vector<api::SandboxBook> books() const override;
    HttpReply ask(std::string_view app, std::string method, std::string path, std::string body) override;

private:
    Foundation& foundation_;
    std::array<DemoApp, 2> apps_;
};

}  // namespace lockstep::app
