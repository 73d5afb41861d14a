// SPDX-License-Identifier: Apache-2.0
#include "adapters/http_beast/client.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <deque>
#include <map>
#include <utility>
#include <vector>

#include "adapters/http_beast/client_connection.hpp"
#include "adapters/http_beast/tls.hpp"
#include "adapters/http_beast/wire_text.hpp"

namespace lockstep::adapters {
namespace {

namespace asio = boost::asio;
using Time = ClientConnection::Time;
using Connection = std::shared_ptr<ClientConnection>;

constexpr auto await_tuple = asio::as_tuple(asio::use_awaitable);

SendFailure not_sent(Error error) { return {.error = std::move(error), .may_have_arrived = false}; }

}  // namespace

class PooledHttpClient::Impl : public std::enable_shared_from_this<Impl> {
public:
    Impl(asio::any_io_executor executor, HttpClientOptions options, std::unique_ptr<asio::ssl::context> tls, Clock const& clock)
        : executor_(std::move(executor)), options_(std::move(options)), tls_(std::move(tls)), clock_(clock), sweep_(executor_) {}

    Task<std::expected<HttpReply, SendFailure>> send(HttpRequest request, Deadline deadline);

    void close_idle() {
        for (auto& [name, origin] : origins_) {
            while (!origin.idle.empty()) drop_oldest(origin);
        }
    }

    HttpClientCounts counts() const {
        HttpClientCounts counts{.connections_opened = opened_, .connections_open = 0, .connections_idle = 0};
        for (auto const& [name, origin] : origins_) {
            counts.connections_open += origin.open;
            counts.connections_idle += origin.idle.size();
        }
        return counts;
    }

private:
    struct Origin {
        std::deque<Connection> idle;  // the one used last at the back
        std::size_t open = 0;         // idle ones and leased ones
        std::deque<std::shared_ptr<asio::steady_timer>> waiting;
    };

    // Counts as open while it lives; a request that is cancelled midway frees its place by unwinding.
    class Lease {
    public:
        Lease(std::shared_ptr<Impl> owner, Origin& origin, Connection connection)
            : owner_(std::move(owner)), origin_(&origin), connection_(std::move(connection)) {}
        Lease(Lease&& other) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (connection_) owner_->give_back(*origin_, std::move(connection_));
        }
        ClientConnection& connection() { return *connection_; }

    private:
        std::shared_ptr<Impl> owner_;
        Origin* origin_;
        Connection connection_;
    };

    // A connected connection: an idle one that was in use after `idle_since_min`, or a new one.
    Task<Result<Lease>> lease(Destination const& destination, Time idle_since_min, Time end);
    Connection take_idle(Origin& origin, Time idle_since_min);
    void give_back(Origin& origin, Connection connection);
    void drop_oldest(Origin& origin);
    void wake_one(Origin& origin);
    void sweep_later();

    asio::any_io_executor executor_;
    HttpClientOptions options_;
    std::unique_ptr<asio::ssl::context> tls_;
    Clock const& clock_;
    std::map<std::string, Origin> origins_;  // stays: a handful of apps
    std::uint64_t opened_ = 0;
    asio::steady_timer sweep_;
    bool is_sweeping_ = false;
};

Connection PooledHttpClient::Impl::take_idle(Origin& origin, Time idle_since_min) {
    while (!origin.idle.empty() && origin.idle.back()->idle_since >= idle_since_min) {
        auto connection = std::move(origin.idle.back());
        origin.idle.pop_back();
        if (connection->is_quiet()) return connection;
        --origin.open;
    }
    return nullptr;
}

void PooledHttpClient::Impl::drop_oldest(Origin& origin) {
    origin.idle.front()->close();
    origin.idle.pop_front();
    --origin.open;
    wake_one(origin);
}

void PooledHttpClient::Impl::wake_one(Origin& origin) {
    if (origin.waiting.empty()) return;
    origin.waiting.front()->cancel();
    origin.waiting.pop_front();
}

void PooledHttpClient::Impl::give_back(Origin& origin, Connection connection) {
    if (connection->is_reusable()) {
        connection->idle_since = std::chrono::steady_clock::now();
        origin.idle.push_back(std::move(connection));
        sweep_later();
    } else {
        connection->close();
        --origin.open;
    }
    wake_one(origin);
}

void PooledHttpClient::Impl::sweep_later() {
    if (is_sweeping_) return;
    is_sweeping_ = true;
    sweep_.expires_after(options_.idle_time_max);
    sweep_.async_wait([weak = weak_from_this()](boost::system::error_code error) {
        auto const self = weak.lock();
        if (error || !self) return;
        self->is_sweeping_ = false;
        auto const limit = std::chrono::steady_clock::now() - self->options_.idle_time_max;
        bool some_are_left = false;
        for (auto& [name, origin] : self->origins_) {
            while (!origin.idle.empty() && origin.idle.front()->idle_since <= limit) self->drop_oldest(origin);
            some_are_left = some_are_left || !origin.idle.empty();
        }
        if (some_are_left) self->sweep_later();
    });
}

Task<Result<PooledHttpClient::Impl::Lease>> PooledHttpClient::Impl::lease(
    Destination const& destination, Time idle_since_min, Time end) {
    auto& origin = origins_[destination.origin()];
    for (;;) {
        if (auto connection = take_idle(origin, idle_since_min))
            co_return Lease{shared_from_this(), origin, std::move(connection)};
        if (origin.open >= options_.connections_per_origin_max && !origin.idle.empty()) drop_oldest(origin);
        if (origin.open < options_.connections_per_origin_max) break;
        auto const turn = std::make_shared<asio::steady_timer>(executor_, end);
        origin.waiting.push_back(turn);
        [[maybe_unused]] auto const [ignored] = co_await turn->async_wait(await_tuple);
        std::erase(origin.waiting, turn);
        auto const state = co_await asio::this_coro::cancellation_state;
        if (state.cancelled() != asio::cancellation_type::none) {
            co_return fail(ErrorKind::cancelled, "http.cancelled", "waiting for a connection: cancelled");
        }
        if (std::chrono::steady_clock::now() >= end) {
            // It may have been woken at the last moment; the next one must not wait for nothing.
            wake_one(origin);
            co_return fail(ErrorKind::timeout, "http.timeout", "waiting for a connection: the time is up");
        }
    }
    ++origin.open;
    ++opened_;
    auto connection = std::make_shared<ClientConnection>(executor_, destination.is_tls ? tls_.get() : nullptr);
    Lease fresh{shared_from_this(), origin, std::move(connection)};
    CO_TRY_VOID(co_await fresh.connection().connect(destination, options_.connect_time_max, end));
    co_return std::move(fresh);
}

Task<std::expected<HttpReply, SendFailure>> PooledHttpClient::Impl::send(HttpRequest request, Deadline deadline) {
    auto const self = shared_from_this();  // the client may end before its requests do
    auto const destination = parse_destination(request.url);
    if (!destination) co_return std::unexpected(not_sent(destination.error()));
    auto const text = request_text(request, *destination);
    if (!text) co_return std::unexpected(not_sent(text.error()));
    auto const now = std::chrono::steady_clock::now();
    auto const left = deadline.at - clock_.now();
    if (left <= Duration::zero()) {
        co_return std::unexpected(
            not_sent(fail(ErrorKind::timeout, "http.timeout", "sending a request: the time is up").error()));
    }
    auto const end = now + left;

    bool const is_head = request.method == "HEAD";
    bool const may_be_repeated = is_head || request.method == "GET";
    ClientLimits const limits{.reply_bytes_max = options_.reply_bytes_max,
        .head_bytes_max = options_.head_bytes_max,
        .head_fields_max = options_.head_fields_max};
    auto idle_since_min = now - (may_be_repeated ? options_.idle_time_max : options_.fresh_time_max);
    bool may_have_arrived = false;
    for (;;) {
        auto leased = co_await lease(*destination, idle_since_min, end);
        if (!leased) co_return std::unexpected(SendFailure{.error = leased.error(), .may_have_arrived = may_have_arrived});
        auto& connection = leased->connection();
        bool const is_reused = connection.was_used;
        auto reply = co_await connection.exchange(*text, is_head, limits, end);
        if (reply) co_return std::move(*reply);
        auto failure = std::move(reply).error();
        may_have_arrived = may_have_arrived || failure.send.may_have_arrived;
        if (is_reused && may_be_repeated && failure.is_stale) {
            idle_since_min = Time::max();  // once more, on a new connection
            continue;
        }
        failure.send.may_have_arrived = may_have_arrived;
        co_return std::unexpected(std::move(failure.send));
    }
}

Result<std::unique_ptr<PooledHttpClient>> PooledHttpClient::open(
    asio::any_io_executor executor, HttpClientOptions options, Clock const& clock) {
    TRY(auto tls, client_tls(options.extra_authorities_file));
    auto impl = std::make_shared<Impl>(std::move(executor), std::move(options), std::move(tls), clock);
    return std::unique_ptr<PooledHttpClient>(new PooledHttpClient(std::move(impl)));
}

PooledHttpClient::PooledHttpClient(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

PooledHttpClient::~PooledHttpClient() { impl_->close_idle(); }

Task<std::expected<HttpReply, SendFailure>> PooledHttpClient::send(HttpRequest request, Deadline deadline) {
    return impl_->send(std::move(request), deadline);
}

HttpClientCounts PooledHttpClient::counts() const { return impl_->counts(); }

void PooledHttpClient::close_idle() { impl_->close_idle(); }

}  // namespace lockstep::adapters
