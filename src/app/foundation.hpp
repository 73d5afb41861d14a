// SPDX-License-Identifier: Apache-2.0
// Foundation: the world behind the ports, made once per process: the loop that runs every coroutine, clock, randomness, log,
// metrics, threads for costly work, and the HTTP client.
#pragma once

#include <boost/asio/io_context.hpp>
#include <memory>

#include "adapters/clock_system/clock_system.hpp"
#include "adapters/http_beast/client.hpp"
#include "adapters/log_json/log_json.hpp"
#include "adapters/mail_curl/mail_curl.hpp"
#include "adapters/metrics_prometheus/metrics_prometheus.hpp"
#include "adapters/pool/thread_pool.hpp"
#include "adapters/random_system/random_system.hpp"
#include "app/settings.hpp"

namespace lockstep::app {

struct LogChoice {
    LogLevel least = LogLevel::warning;
    std::string format;  // as in Settings
};

class Foundation {
    // Ends coroutines that still wait while what they refer to exists; asio itself would do it when the context is destroyed.
    struct Loop : boost::asio::io_context {
        Loop() : io_context(1) {}
        using execution_context::shutdown;
    };

public:
    // Beside the public internet, which addresses may be connected to: by requests of a person's own, and as apps.
    struct Networks {
        std::vector<IpNetwork> allowed;
        std::vector<IpNetwork> of_apps;
    };
    static Result<std::unique_ptr<Foundation>> open(LogChoice log_choice, std::string extra_authorities_file, Networks networks);
    static Result<std::unique_ptr<Foundation>> open(LogChoice log_choice) { return open(std::move(log_choice), {}, {}); }

    boost::asio::any_io_executor executor() { return loop_.get_executor(); }
    boost::asio::io_context& loop() { return loop_; }
    // For our own: the server of this machine, a sandbox that tells it of changes.
    HttpClient& http() { return *http_; }
    // For connections' apps: judged by the address that is connected to, whatever the base URL says.
    HttpClient& app_http() { return *app_http_; }
    // For addresses that a person types: connects to the public internet and the allowed networks only.
    HttpClient& outside_http() { return *outside_http_; }
    MailSender& mail() { return *mail_; }

    // Runs until `main` has returned, then ends whatever still waits. Once.
    int run(Task<int> main);

private:
    Loop loop_;

public:
    adapters::SystemClock clock;
    adapters::SystemSecureRandom secure_random;
    adapters::SystemRandom random{secure_random};
    adapters::StreamLog log;
    adapters::PrometheusMetrics metrics;
    adapters::ThreadPool pool;           // for costly work that is rare
    adapters::ThreadPool delivery_pool;  // for the many checks of incoming webhooks, which a password hash must not hold up

private:
    explicit Foundation(LogChoice const& log_choice);

    std::unique_ptr<adapters::PooledHttpClient> http_;
    std::unique_ptr<adapters::PooledHttpClient> app_http_;
    std::unique_ptr<adapters::PooledHttpClient> outside_http_;
    std::unique_ptr<adapters::CurlMail> mail_;
};

}  // namespace lockstep::app
