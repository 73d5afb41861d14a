// SPDX-License-Identifier: Apache-2.0
#include "simulation/http.hpp"

#include <algorithm>
#include <array>
#include <memory>

#include "base/text.hpp"

namespace lockstep::simulation {
namespace {

std::size_t index_of(Side side) { return side == Side::a ? 0 : 1; }

std::string_view path_of(std::string_view url, std::size_t origin_length) {
    url.remove_prefix(origin_length);
    return url.substr(0, url.find('?'));
}

bool is_write(std::string_view method, std::string_view path) {
    return method != "GET" && path.find("/search") == std::string_view::npos;
}

// "/contacts/<id>/tags" and "/full/v1/clients/<id>/groups": the part after the collection's name.
std::string record_of(std::string_view path) {
    auto parts = split(path, '/');
    for (std::size_t i = 0; i + 1 < parts.size(); ++i) {
        if (parts[i] == "contacts" || parts[i] == "clients") return percent_decode(parts[i + 1]);
    }
    return {};
}

// Of a person's notes or tasks: they are no records, and have a judge of their own (attached_life.cpp).
bool is_attached(std::string_view path) {
    auto const parts = split(path, '/');
    return std::ranges::any_of(parts, [](std::string_view part) { return part == "notes" || part == "tasks"; });
}

}  // namespace

std::string_view to_string(OutageKind kind) {
    constexpr std::array<std::string_view, 3> names{"refuses", "swallows", "answers_503"};
    return names[static_cast<std::size_t>(kind)];
}

SimulatedHttp::SimulatedHttp(
    sandbox::App& a, sandbox::App& b, SimulatedClock& clock, Stream stream, Tally& tally, Trace& trace, std::string suffix)
    : apps_{&a, &b}, clock_(clock), stream_(stream), tally_(tally), trace_(trace), suffix_(std::move(suffix)) {}

std::string SimulatedHttp::name_of(Side side) const {
    return (suffix_.empty() ? "" : suffix_.substr(1) + " ") + std::string(contacts::to_string(side));
}

Outage const* SimulatedHttp::outage_of(Side side) const {
    auto const found = std::ranges::find_if(outages,
        [&](Outage const& outage) { return outage.side == side && outage.from <= clock_.now() && clock_.now() < outage.until; });
    return found == outages.end() ? nullptr : &*found;
}

Task<SendFailure> SimulatedHttp::fail_at(TimePoint time, ErrorKind kind, std::string code, bool may_have_arrived) {
    co_await clock_.sleep_until(time);
    co_return SendFailure{Error{kind, std::move(code), "sending in the simulation", {}}, may_have_arrived};
}

void SimulatedHttp::arrive(Exchange& exchange) {
    auto& app = *apps_[index_of(exchange.side)];
    auto const now = clock_.now();
    auto const path = path_of(exchange.request.url, origin(exchange.side, suffix_).size());
    calls[exchange.call].arrived_at = now;
    if (auto const* outage = outage_of(exchange.side); outage != nullptr && outage->kind == OutageKind::answers_503) {
        HttpReply reply;
        reply.status = 503;
        reply.body = "<html>maintenance</html>";
        exchange.answer = sandbox::Answer{std::move(reply), {}, false};
        calls[exchange.call].status = 503;
        trace_.note(now, {name_of(exchange.side), exchange.request.method, exchange.request.url, "503 outage"});
        return;
    }
    bool const is_of_notes = is_attached(path);
    bool const writes_something = is_write(exchange.request.method, path) && !is_of_notes;
    if (is_of_notes) {
        ++attached_calls;
        if (before_attached_write && is_write(exchange.request.method, path))
            before_attached_write(exchange.request.method == "POST");
    }
    Arrival arrival{now, exchange.side, exchange.request.method, std::string(path), {}, {}, 0, calls[exchange.call].sent_at,
        exchange.call, {}};
    if (writes_something) {
        arrival.record_id = record_of(path);
        arrival.body = exchange.request.body;
        if (before_write) before_write(arrival);
    }
    if (auto spoilt = spoil ? spoil(calls[exchange.call], exchange.request) : HttpReply{}; spoilt.status != 0) {
        spoilt.headers.add("Content-Type", "application/json");
        exchange.answer = sandbox::Answer{std::move(spoilt), {}, false};
    } else {
        exchange.answer = app.handle(exchange.request, now);
    }
    calls[exchange.call].status = exchange.answer->reply.status;
    auto const status = std::to_string(exchange.answer->reply.status);
    trace_.note(now, {name_of(exchange.side), exchange.request.method,
                         std::string_view(exchange.request.url).substr(origin(exchange.side, suffix_).size()), status,
                         exchange.answer->lose_reply ? "lost" : ""});
    if (trace_.keeps_lines()) {
        if (!exchange.request.body.empty()) trace_.explain(now, "> " + exchange.request.body);
        if (writes_something || exchange.answer->reply.status >= 300) trace_.explain(now, "< " + exchange.answer->reply.body);
    }
    if (writes_something) {
        arrival.status = exchange.answer->reply.status;
        if (arrival.status >= 300) arrival.reply = exchange.answer->reply.body;
        writes.push_back(std::move(arrival));
    }
}

Task<std::expected<HttpReply, SendFailure>> SimulatedHttp::send(HttpRequest request, Deadline deadline) {
    auto const side = request.url.starts_with(origin(Side::a, suffix_) + "/") ? Side::a : Side::b;
    auto const number = calls.size();
    auto const path = path_of(request.url, std::min(request.url.size(), origin(side, suffix_).size()));
    bool const is_of_notes = is_attached(path);
    AppCall call{side, request.method, std::string(path), is_of_notes ? std::string() : record_of(path),
        !is_of_notes && is_write(request.method, path), clock_.now(), {}, {}, {}, 0};
    if (sender != nullptr) call.sender = *sender;
    if (!call.is_write && call.record_id.empty()) {
        auto const query = std::string_view(request.url).substr(std::min(request.url.size(), request.url.find('?')));
        call.asked = lower_ascii(percent_decode(query) + request.body);
    }
    if (call.is_write) call.content = std::hash<std::string>{}(request.body);
    calls.push_back(std::move(call));
    auto result = co_await exchange_over_network(std::move(request), deadline, number);
    (result ? calls[number].heard_at : calls[number].failed_at) = clock_.now();
    co_return result;
}

Task<std::expected<HttpReply, SendFailure>> SimulatedHttp::exchange_over_network(
    HttpRequest request, Deadline deadline, std::size_t call) {
    auto const side = request.url.starts_with(origin(Side::a, suffix_) + "/") ? Side::a : Side::b;
    if (!request.url.starts_with(origin(side, suffix_))) {
        co_return std::unexpected(co_await fail_at(clock_.now(), ErrorKind::unavailable, "http.unreachable", false));
    }
    auto const& network = faults[index_of(side)];
    auto const soon = std::min(deadline.at, clock_.now() + std::chrono::milliseconds{30});
    auto const* outage = outage_of(side);
    if (outage != nullptr && outage->kind == OutageKind::refuses) {
        tally_.add("fault: outage refuses");
        co_return std::unexpected(co_await fail_at(soon, ErrorKind::unavailable, "http.unreachable", false));
    }
    if (outage != nullptr && outage->kind == OutageKind::swallows) {
        tally_.add("fault: outage swallows");
        co_return std::unexpected(co_await fail_at(deadline.at, ErrorKind::timeout, "http.timeout", true));
    }
    if (stream_.chance_ppm(network.refused_ppm)) {
        tally_.add("fault: connection refused");
        co_return std::unexpected(co_await fail_at(soon, ErrorKind::unavailable, "http.unreachable", false));
    }
    if (stream_.chance_ppm(network.black_hole_ppm)) {
        tally_.add("fault: request lost");
        co_return std::unexpected(co_await fail_at(deadline.at, ErrorKind::timeout, "http.timeout", true));
    }

    auto way = draw(stream_, std::chrono::milliseconds{5}, std::chrono::milliseconds{60});
    if (stream_.chance_ppm(network.slow_request_ppm)) {
        tally_.add("fault: request slow");
        way = draw(stream_, std::chrono::seconds{2}, std::chrono::seconds{45});
    }
    // Shared with the appointment: the request arrives even when its sender has given up or died.
    auto exchange = std::make_shared<Exchange>(Exchange{std::move(request), side, std::nullopt, call});
    auto const arrival = clock_.now() + way;
    clock_.at(arrival, [this, exchange] { arrive(*exchange); });
    co_await clock_.sleep_until(std::min(arrival, deadline.at));
    if (!exchange->answer)
        co_return std::unexpected(SendFailure{Error{ErrorKind::timeout, "http.timeout", "sending in the simulation", {}}, true});

    auto const back =
        clock_.now() + exchange->answer->latency + draw(stream_, std::chrono::milliseconds{5}, std::chrono::milliseconds{60});
    if (stream_.chance_ppm(network.reset_after_ppm)) {
        tally_.add("fault: reset after arrival");
        co_return std::unexpected(co_await fail_at(std::min(back, deadline.at), ErrorKind::unavailable, "http.reset", true));
    }
    if (exchange->answer->lose_reply || back >= deadline.at) {
        tally_.add(exchange->answer->lose_reply ? "fault: reply lost" : "fault: reply after deadline");
        co_return std::unexpected(co_await fail_at(deadline.at, ErrorKind::timeout, "http.timeout", true));
    }
    co_await clock_.sleep_until(back);
    co_return std::move(exchange->answer->reply);
}

Task<std::expected<HttpReply, SendFailure>> HttpRouter::send(HttpRequest request, Deadline deadline) {
    for (auto* way : ways_) {
        if (way->serves(request.url)) co_return co_await way->send(std::move(request), deadline);
    }
    co_return co_await ways_.front()->send(std::move(request), deadline);
}

}  // namespace lockstep::simulation
