// SPDX-License-Identifier: Apache-2.0
#include "adapters/http_beast/server_core.hpp"

#include <algorithm>
#include <array>
#include <ctime>
#include <utility>

#include "adapters/http_beast/wire_text.hpp"

namespace lockstep::adapters {

HttpReply problem_reply(HttpRefusal const& refusal) { return problem_reply(refusal.status, refusal.code, refusal.reason); }

ServerCore::ServerCore(boost::asio::any_io_executor on, HttpServerOptions with, HttpHandler& calls, Log& logs)
    : executor(on), options(std::move(with)), handler(calls), log(logs), fewer(on), watch_timer_(on) {}

HttpReply ServerCore::refusal(HttpRefusal const& refusal) {
    ++refusals;
    return options.refuse ? options.refuse(refusal) : problem_reply(refusal);
}

std::string_view ServerCore::date() {
    auto const now = std::time(nullptr);
    if (now == date_second_) return date_;
    // Not strftime's names: those follow the locale.
    constexpr std::array days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array months{"Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    std::tm parts{};
    ::gmtime_r(&now, &parts);
    std::array<char, 64> text{};
    auto const size = std::snprintf(text.data(), text.size(), "%s, %02d %s %04d %02d:%02d:%02d GMT",
        days.at(static_cast<std::size_t>(parts.tm_wday)), parts.tm_mday, months.at(static_cast<std::size_t>(parts.tm_mon)),
        parts.tm_year + 1900, parts.tm_hour, parts.tm_min, parts.tm_sec);
    date_.assign(text.data(), static_cast<std::size_t>(size));
    date_second_ = now;
    return date_;
}

void ServerCore::add(std::shared_ptr<ServerConnection> connection) {
    connections.push_back(std::move(connection));
    if (!is_watching_) watch();
}

void ServerCore::remove(ServerConnection const& connection) {
    std::erase_if(connections, [&](auto const& held) { return held.get() == &connection; });
    fewer.cancel();
    if (connections.empty()) stop_watching();
}

void ServerCore::stop_watching() {
    watch_timer_.cancel();
    is_watching_ = false;
}

void ServerCore::watch() {
    is_watching_ = true;
    watch_timer_.expires_after(watch_interval);
    watch_timer_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        auto const self = weak.lock();
        auto const now = std::chrono::steady_clock::now();
        // The timer may have fired before it was stopped or begun anew; the newer wait then counts.
        if (error || !self || !self->is_watching_ || self->watch_timer_.expiry() > now) return;
        for (auto const& connection : self->snapshot()) {
            if (connection->deadline() <= now) connection->let_go();
        }
        self->watch();
    });
}

}  // namespace lockstep::adapters
