// SPDX-License-Identifier: Apache-2.0
// InProcessHttp: the simulated apps as an HTTP client sees them, without a network: what is sent to an app's origin is answered
// by it at once. For trying things offline, and for tests.
#pragma once

#include <map>
#include <string>

#include "ports/clock.hpp"
#include "ports/http.hpp"
#include "sandbox/app.hpp"

namespace lockstep::sandbox {

class InProcessHttp final : public HttpClient {
public:
    explicit InProcessHttp(Clock& clock) : clock_(clock) {}

    // `origin` as in "https://highlevel.sandbox".
    void serve(std::string origin, App& app) { apps_.insert_or_assign(std::move(origin), &app); }

    // unavailable "http.connect" for any other address: nothing leaves the process.
    Task<std::expected<HttpReply, SendFailure>> send(HttpRequest request, Deadline deadline) override;

private:
    Clock& clock_;
    std::map<std::string, App*, std::less<>> apps_;
};

}  // namespace lockstep::sandbox
