// SPDX-License-Identifier: Apache-2.0
// What the connections of one server share: settings, the list of open connections, and one timer that watches all their
// deadlines, so that a request starts none of its own.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <list>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "adapters/http_beast/server.hpp"

namespace lockstep::adapters {

using SteadyTime = std::chrono::steady_clock::time_point;

// One connection as the server sees it, plain or TLS.
class ServerConnection {
public:
    enum class Phase : std::uint8_t {
        idle,
        reading,
        handling,
        streaming,
        writing,
        closing
    };

    virtual ~ServerConnection() = default;
    virtual void cancel_io() = 0;
    virtual void close_now() = 0;

    void set(Phase phase, SteadyTime deadline) {
        phase_ = phase;
        deadline_ = deadline;
        is_late_ = false;
    }
    Phase phase() const { return phase_; }
    SteadyTime deadline() const { return deadline_; }
    bool is_late() const { return is_late_; }
    // The wait it is in fails, and it says or does what is due in its phase.
    void let_go() {
        is_late_ = true;
        cancel_io();
    }
    // Ends whatever it does, the handler's coroutine included.
    void cut() {
        close_now();
        cancellation_.emit(boost::asio::cancellation_type::terminal);
    }
    void end_stream() { cancellation_.emit(boost::asio::cancellation_type::terminal); }
    boost::asio::cancellation_slot slot() { return cancellation_.slot(); }

protected:
    Phase phase_ = Phase::reading;
    SteadyTime deadline_ = SteadyTime::max();
    bool is_late_ = false;
    boost::asio::cancellation_signal cancellation_;
};

class ServerCore : public std::enable_shared_from_this<ServerCore> {
public:
    ServerCore(boost::asio::any_io_executor executor, HttpServerOptions options, HttpHandler& handler, Log& log);

    HttpReply refusal(HttpRefusal const& refusal);
    // "Sun, 06 Nov 1994 08:49:37 GMT", made once a second.
    std::string_view date();

    // A connection is in the list while its coroutine runs.
    void add(std::shared_ptr<ServerConnection> connection);
    void remove(ServerConnection const& connection);
    bool is_full() const { return connections.size() > options.connections_max; }
    // Requests that are allowed a large body and not answered yet.
    std::size_t large_bodies = 0;
    std::vector<std::shared_ptr<ServerConnection>> snapshot() const { return {connections.begin(), connections.end()}; }
    void stop_watching();

    boost::asio::any_io_executor executor;
    HttpServerOptions options;
    HttpHandler& handler;
    Log& log;
    std::list<std::shared_ptr<ServerConnection>> connections;
    bool is_draining = false;
    std::size_t unfinished_bytes = 0;  // of bodies whose end has not come yet
    std::uint64_t requests = 0;
    std::uint64_t refusals = 0;
    // Cancelled when the number of connections falls, which wakes who waits for that.
    boost::asio::steady_timer fewer;

private:
    void watch();

    static constexpr auto watch_interval = std::chrono::milliseconds(250);

    boost::asio::steady_timer watch_timer_;
    bool is_watching_ = false;
    std::time_t date_second_ = 0;
    std::string date_;
};

}  // namespace lockstep::adapters
