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
    // A request that waits for a connection. It is served by whoever gives one back, so that nobody who comes later is faster.
    struct Waiter {
        explicit Waiter(asio::any_io_executor const& executor, Time end) : timer(executor, end) {}

        asio::steady_timer timer;
        bool is_served = false;
        Connection connection;  // null: the place of one that has ended, for a new one
    };

    struct Origin {
        std::deque<Connection> idle;                  // the one used last at the back
        std::size_t open = 0;                         // idle ones and leased ones
        std::deque<std::shared_ptr<Waiter>> waiting;  // nobody waits while a connection is idle or may be opened
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

    // An idle connection that was in use after `idle_since_min`, or a new one that is not connected yet.
    Task<Result<Lease>> lease(Destination const& destination, Time idle_since_min);
    Task<Result<Lease>> wait_for_one(Origin& origin, Destination const& destination, Time idle_since_min);
    Connection make_connection(Destination const& destination);
    Connection take_idle(Origin& origin, Time idle_since_min);
    void give_back(Origin& origin, Connection connection);
    void drop_oldest(Origin& origin);
    // To the one who waits longest, if anybody does.
    bool serve(Origin& origin, Connection connection);
    void free_place(Origin& origin);
    void sweep_later();

    asio::any_io_executor executor_;
    HttpClientOptions options_;
    std::unique_ptr<asio::ssl::context> tls_;
    Clock const& clock_;
    Destinations destinations_;
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
    free_place(origin);
}

bool PooledHttpClient::Impl::serve(Origin& origin, Connection connection) {
    if (origin.waiting.empty()) return false;
    auto const waiter = std::move(origin.waiting.front());
    origin.waiting.pop_front();
    waiter->is_served = true;
    waiter->connection = std::move(connection);
    waiter->timer.cancel();
    return true;
}

void PooledHttpClient::Impl::free_place(Origin& origin) {
    if (!serve(origin, nullptr)) --origin.open;
}

void PooledHttpClient::Impl::give_back(Origin& origin, Connection connection) {
    if (!connection->is_reusable()) {
        connection->close();
        free_place(origin);
        return;
    }
    connection->idle_since = std::chrono::steady_clock::now();
    if (serve(origin, connection)) return;
    origin.idle.push_back(std::move(connection));
    sweep_later();
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

Connection PooledHttpClient::Impl::make_connection(Destination const& destination) {
    ++opened_;
    return std::make_shared<ClientConnection>(executor_, destination.is_tls ? tls_.get() : nullptr);
}

Task<Result<PooledHttpClient::Impl::Lease>> PooledHttpClient::Impl::lease(Destination const& destination, Time idle_since_min) {
    auto& origin = origins_[destination.origin()];
    if (auto connection = take_idle(origin, idle_since_min)) co_return Lease{shared_from_this(), origin, std::move(connection)};
    if (origin.open >= options_.connections_per_origin_max && !origin.idle.empty()) drop_oldest(origin);
    if (origin.open >= options_.connections_per_origin_max) co_return co_await wait_for_one(origin, destination, idle_since_min);
    ++origin.open;
    co_return Lease{shared_from_this(), origin, make_connection(destination)};
}

Task<Result<PooledHttpClient::Impl::Lease>> PooledHttpClient::Impl::wait_for_one(
    Origin& origin, Destination const& destination, Time idle_since_min) {
    auto const turn = std::make_shared<Waiter>(executor_, std::chrono::steady_clock::now() + options_.connection_wait_max);
    origin.waiting.push_back(turn);
    [[maybe_unused]] auto const [ignored] = co_await turn->timer.async_wait(await_tuple);
    auto const state = co_await asio::this_coro::cancellation_state;
    bool const is_cancelled = state.cancelled() != asio::cancellation_type::none;
    if (!turn->is_served) {
        std::erase(origin.waiting, turn);
        if (is_cancelled) co_return fail(ErrorKind::cancelled, "http.cancelled", "waiting for a connection: cancelled");
        co_return fail(ErrorKind::timeout, "http.no_free_connection", "waiting for a connection: none became free in time");
    }
    auto connection = std::move(turn->connection);
    bool const is_good = connection && connection->idle_since >= idle_since_min && connection->is_quiet();
    if (connection && !is_good) connection->close();
    if (!is_good) connection = make_connection(destination);
    Lease served{shared_from_this(), origin, std::move(connection)};
    // It may have been served at the last moment; its end then passes the connection on.
    if (is_cancelled) co_return fail(ErrorKind::cancelled, "http.cancelled", "waiting for a connection: cancelled");
    co_return std::move(served);
}

Task<std::expected<HttpReply, SendFailure>> PooledHttpClient::Impl::send(HttpRequest request, Deadline deadline) {
    auto const self = shared_from_this();  // the client may end before its requests do
    auto const destination = destinations_.find(request.url);
    if (!destination) co_return std::unexpected(not_sent(destination.error()));
    auto const text = request_text(request, *destination);
    if (!text) co_return std::unexpected(not_sent(text.error()));
    // What is left of the request's time. It passes while there is a connection, not while one is waited for.
    auto left = deadline.at - clock_.now();
    if (left <= Duration::zero()) {
        co_return std::unexpected(
            not_sent(fail(ErrorKind::timeout, "http.timeout", "sending a request: the time is up").error()));
    }

    bool const is_head = request.method == "HEAD";
    bool const may_be_repeated = is_head || request.method == "GET";
    ClientLimits const limits{.reply_bytes_max = options_.reply_bytes_max,
        .head_bytes_max = options_.head_bytes_max,
        .head_fields_max = options_.head_fields_max};
    auto idle_since_min = std::chrono::steady_clock::now() - (may_be_repeated ? options_.idle_time_max : options_.fresh_time_max);
    bool may_have_arrived = false;
    std::optional<TimePoint> sent_at;
    auto const failed = [&](Error error) {
        return std::unexpected(SendFailure{.error = std::move(error), .may_have_arrived = may_have_arrived, .sent_at = sent_at});
    };
    for (;;) {
        auto leased = co_await lease(*destination, idle_since_min);
        if (!leased) co_return failed(std::move(leased).error());
        auto const begun = std::chrono::steady_clock::now();
        auto const end = begun + left;
        auto& connection = leased->connection();
        bool const is_reused = connection.was_used;
        if (!is_reused) {
            auto connected = co_await connection.connect(*destination, options_.admits_address, options_.connect_time_max, end);
            if (!connected) co_return failed(std::move(connected).error());
        }
        auto const handed_over = clock_.now();
        auto reply = co_await connection.exchange(*text, is_head, limits, end);
        if (reply) {
            reply->sent_at = handed_over;
            co_return std::move(*reply);
        }
        auto failure = std::move(reply).error();
        if (failure.send.may_have_arrived) {
            may_have_arrived = true;
            sent_at = handed_over;
        }
        if (!is_reused || !may_be_repeated || !failure.is_stale) co_return failed(std::move(failure.send.error));
        idle_since_min = Time::max();  // once more, on a new connection
        left -= std::chrono::floor<Duration>(std::chrono::steady_clock::now() - begun);
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
