// SPDX-License-Identifier: Apache-2.0
#include "app/foundation.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <exception>
#include <thread>

namespace lockstep::app {
namespace {

constexpr std::size_t pool_threads = 2;
constexpr std::size_t deliveries_together_max = 8;
constexpr std::size_t outside_reply_bytes_max = 4 << 20;
constexpr std::size_t outside_connections_max = 8;

// One processor stays for the loop and the database's writer. More threads than that take deliveries from each other: on two
// processors, two threads accept a tenth less than one (bench/README.md). Four check more than the one writer can store.
std::size_t delivery_threads() { return std::clamp(std::thread::hardware_concurrency(), 2U, 5U) - 1; }

adapters::StreamLogOptions log_options(LogChoice const& choice) {
    adapters::StreamLogOptions options;
    options.least = choice.least;
    options.format = choice.format.empty()     ? adapters::format_for(options.file)
                     : choice.format == "json" ? adapters::LogFormat::json
                                               : adapters::LogFormat::readable;
    return options;
}

}  // namespace

Foundation::Foundation(LogChoice const& log_choice)
    : log(log_options(log_choice), clock), pool(pool_threads), delivery_pool(delivery_threads(), deliveries_together_max) {}

Result<std::unique_ptr<Foundation>> Foundation::open(
    LogChoice log_choice, std::string extra_authorities_file, Networks networks) {
    std::unique_ptr<Foundation> foundation{new Foundation(log_choice)};
    adapters::HttpClientOptions options;
    options.extra_authorities_file = extra_authorities_file;
    TRY(foundation->http_, adapters::PooledHttpClient::open(foundation->executor(), options, foundation->clock));
    auto const admitting = [](std::vector<IpNetwork> allowed) {
        return [allowed = std::move(allowed)](IpBytes const& address) { return may_be_reached(address, allowed); };
    };
    options.admits_address = admitting(std::move(networks.of_apps));
    TRY(foundation->app_http_, adapters::PooledHttpClient::open(foundation->executor(), options, foundation->clock));
    // Anybody may be at the other end: less is taken in, over fewer connections.
    options.admits_address = admitting(std::move(networks.allowed));
    options.reply_bytes_max = outside_reply_bytes_max;
    options.connections_per_origin_max = outside_connections_max;
    TRY(foundation->outside_http_,
        adapters::PooledHttpClient::open(foundation->executor(), std::move(options), foundation->clock));
    foundation->mail_ = std::make_unique<adapters::CurlMail>(foundation->pool, std::move(extra_authorities_file));
    return foundation;
}

int Foundation::run(Task<int> main) {
    int code = 1;
    std::exception_ptr thrown;
    boost::asio::co_spawn(loop_, std::move(main), [&](std::exception_ptr error, int result) {
        thrown = error;
        code = result;
        loop_.stop();
    });
    loop_.run();
    loop_.shutdown();
    if (thrown) std::rethrow_exception(thrown);
    return code;
}

}  // namespace lockstep::app
