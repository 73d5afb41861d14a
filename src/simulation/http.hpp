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
    bool operator==(NetworkFaults const&) const = default;
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
    bool operator==(Outage const&) const = default;
};
std::string_view to_string(OutageKind kind);

// A call that would change something, as it reached an app.
struct Arrival {
    TimePoint at{};
    Side side = Side::a;
    std::string method;
    std::string path;
    std::string record_id;  // empty for a create
    std::string body;
    int status = 0;
    TimePoint sent_at{};
    std::size_t call = 0;  // its place in `calls`
    std::string reply{};   // body, of a refusal
};

// One call of the program, from sending to hearing. The judges need both ends: what was known when, and what could be known.
struct AppCall {
    Side side = Side::a;
    std::string method;
    std::string path;
    std::string record_id;  // empty: about no single record
    bool is_write = false;
    TimePoint sent_at{};
    std::optional<TimePoint> arrived_at;  // by the app
    std::optional<TimePoint> heard_at;    // a reply reached the program
    std::optional<TimePoint> failed_at;   // the program gave up, or was told that there is no way
    int status = 0;                       // what the app answered, heard or not
    std::string sender{};                 // the engine that sent it
    std::string asked{};                  // what a search names: its query and body, in lower case
    std::size_t content = 0;              // of a write: a hash of its body
};

class SimulatedHttp final : public HttpClient {
public:
    // `suffix` tells the hosts of one pair of apps from those of another.
    SimulatedHttp(sandbox::App& a, sandbox::App& b, SimulatedClock& clock, Stream stream, Tally& tally, Trace& trace,
        std::string suffix = {});

    static std::string origin(Side side, std::string const& suffix = {}) {
        return (side == Side::a ? "https://highlevel" : "https://hexfit") + suffix + ".test";
    }
    bool serves(std::string_view url) const {
        return url.starts_with(origin(Side::a, suffix_) + "/") || url.starts_with(origin(Side::b, suffix_) + "/");
    }

    Task<std::expected<HttpReply, SendFailure>> send(HttpRequest request, Deadline deadline) override;

    NetworkFaults faults[2];
    std::vector<Outage> outages;
    std::string const* sender = nullptr;  // who is sending now
    std::vector<Arrival> writes;
    std::vector<AppCall> calls;
    // Before a write is carried out: the oracle looks at what it would change.
    std::function<void(Arrival const&)> before_write;
    // Calls about notes and tasks are counted, and are none of the oracle's: attached_life.cpp judges what they lead to.
    std::uint64_t attached_calls = 0;
    std::function<void(bool creates)> before_attached_write;
    // What the app answers instead of carrying this call out; status 0: nothing. May change what the app is asked.
    std::function<HttpReply(AppCall const& call, HttpRequest& request)> spoil;

private:
    struct Exchange {
        HttpRequest request;
        Side side = Side::a;
        std::optional<sandbox::Answer> answer;
        std::size_t call = 0;
    };
    void arrive(Exchange& exchange);
    Outage const* outage_of(Side side) const;
    std::string name_of(Side side) const;  // in the trace
    Task<std::expected<HttpReply, SendFailure>> exchange_over_network(HttpRequest request, Deadline deadline, std::size_t call);
    Task<SendFailure> fail_at(TimePoint time, ErrorKind kind, std::string code, bool may_have_arrived);

    sandbox::App* apps_[2];
    SimulatedClock& clock_;
    Stream stream_;
    Tally& tally_;
    Trace& trace_;
    std::string suffix_;
};

// One way out for a program that serves several pairs of apps.
class HttpRouter final : public HttpClient {
public:
    void add(SimulatedHttp& http) { ways_.push_back(&http); }
    Task<std::expected<HttpReply, SendFailure>> send(HttpRequest request, Deadline deadline) override;

private:
    std::vector<SimulatedHttp*> ways_;  // the first is asked for hosts that nobody serves
};

}  // namespace lockstep::simulation
