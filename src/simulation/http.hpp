// SPDX-License-Identifier: Apache-2.0
// SimulatedHttp: the HttpClient port whose network leads to the sandbox apps in this process. Requests and replies take virtual
// time, get lost, arrive after their sender gave up or died, and meet apps that are out of order.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "contacts/mapping.hpp"
#include "ports/http.hpp"
#include "sandbox/app.hpp"
#include "simulation/chance.hpp"
#include "simulation/clock.hpp"
#include "simulation/tally.hpp"
#include "simulation/trace.hpp"

namespace lockstep::simulation {

using contacts::Side;

struct NetworkFaults {
    std::uint32_t refused_ppm = 0;       // no connection; nothing was sent
    std::uint32_t reset_after_ppm = 0;   // arrived and carried out, then the connection broke
    std::uint32_t slow_request_ppm = 0;  // arrives seconds later, maybe after the deadline
    std::uint32_t black_hole_ppm = 0;    // never arrives; the deadline passes
};

enum class OutageKind : std::uint8_t {
    refuses,
    swallows,
    answers_503
};
struct Outage {
    Side side = Side::a;
    TimePoint from{};
    TimePoint until{};
    OutageKind kind = OutageKind::refuses;
};

// A call that would change something, as it reached an app.
struct Arrival {
    TimePoint at{};
    Side side = Side::a;
    std::string method;
    std::string path;
    std::string record_id;  // empty for a create
    std::string body;
    int status = 0;
};

class SimulatedHttp final : public HttpClient {
public:
    SimulatedHttp(sandbox::App& a, sandbox::App& b, SimulatedClock& clock, Stream stream, Tally& tally, Trace& trace);

    static std::string origin(Side side) { return side == Side::a ? "https://highlevel.test" : "https://hexfit.test"; }

    Task<std::expected<HttpReply, SendFailure>> send(HttpRequest request, Deadline deadline) override;

    NetworkFaults faults[2];
    std::vector<Outage> outages;
    std::vector<Arrival> writes;
    // Before a write is carried out: the oracle looks at what it would change.
    std::function<void(Arrival const&)> before_write;

private:
    struct Exchange {
        HttpRequest request;
        Side side = Side::a;
        std::optional<sandbox::Answer> answer;
    };
    void arrive(Exchange& exchange);
    Outage const* outage_of(Side side) const;
    Task<SendFailure> fail_at(TimePoint time, ErrorKind kind, std::string code, bool may_have_arrived);

    sandbox::App* apps_[2];
    SimulatedClock& clock_;
    Stream stream_;
    Tally& tally_;
    Trace& trace_;
};

}  // namespace lockstep::simulation
