// SPDX-License-Identifier: Apache-2.0
#include "calls/caller.hpp"

#include <algorithm>

#include "calls/classify.hpp"
#include "calls/quota.hpp"
#include "calls/records.hpp"

namespace lockstep::calls {
namespace {

constexpr auto flush_every = std::chrono::milliseconds{250};
constexpr auto idle_wait = std::chrono::hours{1};
constexpr std::size_t records_per_flush = 200;
constexpr std::size_t records_held_max = 5'000;
constexpr int failures_that_open_breaker = 5;
constexpr auto breaker_pause = std::chrono::seconds{15};
constexpr auto credential_pause = std::chrono::minutes{1};
constexpr std::int64_t quota_block = 20;  // calls charged at once where the limit is large

// What we know about calling one connection.
struct Traffic {
    catalogue::RateState rate;
    bool has_rate = false;
    int failures_in_a_row = 0;
    std::optional<TimePoint> open_until;  // breaker
    bool is_troubled = false;             // said so in the log
    std::string refused_credential;       // hash-free: compared with the present one only
    std::int64_t prepaid = 0;             // calls charged to the quota and not yet used
    std::map<std::string, std::int64_t> counts;
    double retry_tokens = 10;  // retry budget: a tenth of the calls, and a few to begin with
};

}  // namespace

std::string_view to_string(OutcomeKind kind) {
    switch (kind) {
        case OutcomeKind::done: return "done";
        case OutcomeKind::refused: return "refused";
        case OutcomeKind::retry_later: return "retry_later";
        case OutcomeKind::unknown: return "unknown";
    }
    return "unknown";
}

struct Caller::State {
    HttpClient& http;
    Database& database;
    vault::Vault const& vault;
    connections::Directory const& directory;
    Clock& clock;
    Random& random;
    Log& log;
    Metrics& metrics;
    CallerOptions options;
    std::map<ConnectionId, Traffic> traffic;
    std::vector<CallRecord> records;
    std::function<void(CallNotice const&)> listener;
    Signal flush_soon;
    bool is_stopping = false;

    Traffic& traffic_of(connections::Connection const& connection) {
        auto& traffic_now = traffic[connection.id];
        if (!traffic_now.has_rate) {
            traffic_now.rate = catalogue::first_rate_state(connection.connector->limits, clock.now());
            traffic_now.has_rate = true;
        }
        return traffic_now;
    }

    static CallOutcome later(ErrorKind kind, std::string_view code, std::string message, TimePoint at) {
        CallOutcome outcome;
        outcome.kind = OutcomeKind::retry_later;
        outcome.retry_at = at;
        outcome.error = Error{kind, std::string(code), std::move(message), {}};
        return outcome;
    }

    // Waits for pace and quota. nullopt: go; else why not, and when.
    Task<std::optional<CallOutcome>> take_turn(connections::Connection const& connection, CallRequest const& request) {
        auto& traffic_now = traffic_of(connection);
        auto const give_up_at = clock.now() + options.wait_max;
        while (true) {
            auto const now = clock.now();
            if (traffic_now.open_until && now < *traffic_now.open_until) {
                co_return later(ErrorKind::unavailable, "calls.breaker_open",
                    "calling " + request.operation + ": the app has failed several times in a row; waiting",
                    *traffic_now.open_until);
            }
            if (!traffic_now.refused_credential.empty()) {
                if (traffic_now.refused_credential == connection.credential.reveal()) {
                    co_return later(ErrorKind::denied, "calls.needs_credential",
                        "calling " + request.operation + ": the app refuses the connection's credential; give it a new one",
                        now + credential_pause);
                }
                traffic_now.refused_credential.clear();
            }
            auto const turn =
                catalogue::take_turn(traffic_now.rate, connection.connector->limits, request.lane, options.quota_share, now);
            if (turn.granted) break;
            if (turn.again_at > give_up_at) {
                co_return later(ErrorKind::limited, "calls.no_turn",
                    "calling " + request.operation + ": the app's limit is reached (" + turn.reason + ")", turn.again_at);
            }
            co_await clock.sleep_until(std::max(turn.again_at, now + std::chrono::milliseconds{1}));
        }
        co_return co_await charge_quota(connection, request);
    }

    Task<std::optional<CallOutcome>> charge_quota(connections::Connection const& connection, CallRequest const& request) {
        auto const limit = quota_limit(connection);
        if (limit <= 0) co_return std::nullopt;
        auto& traffic_now = traffic_of(connection);
        if (traffic_now.prepaid > 0) {
            --traffic_now.prepaid;
            co_return std::nullopt;
        }
        // Charged before sending and durable: what a crash loses is at most a block of calls that were not made.
        auto const wanted = limit >= 5'000 ? quota_block : 1;
        auto const now = clock.now();
        bool const is_by_hand = request.lane == catalogue::Lane::interactive;
        auto const granted = co_await database.write_value([&, wanted, now, is_by_hand](Transaction& transaction) {
            return charge(transaction, connection, wanted, is_by_hand, now);
        });
        if (!granted)
            co_return later(ErrorKind::unavailable, "calls.quota_ledger",
                "charging the monthly quota: " + granted.error().message, now + std::chrono::seconds{5});
        if (*granted == 0) {
            co_return later(ErrorKind::limited, "calls.quota_spent",
                "calling " + request.operation + ": this month's allowance of " + std::to_string(limit) + " calls is used up",
                next_month(now));
        }
        traffic_now.prepaid += *granted - 1;
        co_return std::nullopt;
    }

    bool may_retry(Traffic& traffic_now) {
        if (traffic_now.retry_tokens < 1) return false;
        traffic_now.retry_tokens -= 1;
        return true;
    }

    void note_try(
        connections::Connection const& connection, TryResult const& result, catalogue::Reading const* reading, TimePoint now) {
        auto& traffic_now = traffic_of(connection);
        traffic_now.retry_tokens = std::min(50.0, traffic_now.retry_tokens + 0.1);
        if (reading != nullptr && reading->reply_class == catalogue::ReplyClass::unauthorized) {
            traffic_now.refused_credential = connection.credential.reveal();
            log.warning("an app refuses a connection's credential; its calls are held", {{"connection", connection.id.text()}});
        }
        if (!result.counts_for_breaker) {
            if (traffic_now.is_troubled)
                log.info("an app that kept failing answers again", {{"connection", connection.id.text()}});
            traffic_now.is_troubled = false;
            traffic_now.failures_in_a_row = 0;
            return;
        }
        if (++traffic_now.failures_in_a_row >= failures_that_open_breaker) {
            traffic_now.open_until = now + breaker_pause;
            traffic_now.failures_in_a_row = failures_that_open_breaker - 1;  // one more failure opens it again
            if (!traffic_now.is_troubled)
                log.warning("an app keeps failing; calls to it pause", {{"connection", connection.id.text()}});
            traffic_now.is_troubled = true;
        }
    }

    void keep(connections::Connection const& connection, CallRequest const& request, CallOutcome const& outcome,
        HttpRequest const& sent, HttpReply const* reply, TimePoint begun) {
        CallRecord record;
        record.account = connection.account;
        record.notice = {outcome.call, connection.id, request.operation, request.purpose, outcome.kind, outcome.status,
            clock.now() - begun, begun};
        record.cause = request.cause;
        record.tries = outcome.tries;
        record.error_code = outcome.error.code;
        record.exchange = options.keep_bodies ? exchange_text(sent, reply, options.body_bytes_kept) : std::string("{}");
        metrics.add("lockstep_calls_total", 1, {{"connector", connection.connector->id}, {"outcome", to_string(outcome.kind)}});
        metrics.observe("lockstep_call_seconds", record.notice.took, {{"connector", connection.connector->id}});
        if (listener) listener(record.notice);
        if (records.size() < records_held_max) {
            records.push_back(std::move(record));
        } else {
            metrics.add("lockstep_call_records_dropped_total", 1);
        }
        if (records.size() == 1) flush_soon.notify();
    }
};

Caller::Caller(HttpClient& http, Database& database, vault::Vault const& vault, connections::Directory const& directory,
    Clock& clock, Random& random, Log& log, Metrics& metrics, CallerOptions options)
    : state_(std::make_unique<State>(
          State{http, database, vault, directory, clock, random, log, metrics, options, {}, {}, {}, {}, false})) {}

Caller::~Caller() = default;

Task<CallOutcome> Caller::call(CallRequest request) {
    auto& state = *state_;
    CallOutcome outcome;
    auto const entry = state.directory.find(request.connection);
    if (!entry) {
        outcome.kind = OutcomeKind::refused;
        outcome.error = Error{ErrorKind::not_found, "calls.no_connection",
            "calling " + request.operation + ": there is no connection " + request.connection.text(), {}};
        co_return outcome;
    }
    auto const& connection = *entry;
    auto const* operation = connection.connector->find(request.operation);
    if (operation == nullptr) {
        outcome.kind = OutcomeKind::refused;
        outcome.error = Error{ErrorKind::not_found, "calls.no_operation",
            "calling " + request.operation + ": not available with profile " + connection.connector->profile, {}};
        co_return outcome;
    }
    auto const rendered =
        catalogue::render_request(*connection.connector, *operation, request.inputs, connection.settings, connection.credential);
    if (!rendered) {
        outcome.kind = OutcomeKind::refused;
        outcome.reading.reply_class = catalogue::ReplyClass::invalid;
        outcome.reading.message = rendered.error().message;
        outcome.error = rendered.error();
        co_return outcome;
    }

    while (true) {
        auto const held = co_await state.take_turn(connection, request);
        if (held) {
            auto result = *held;
            result.tries = outcome.tries;
            result.call = outcome.call;
            co_return result;
        }
        auto const begun = state.clock.now();
        outcome.call = state.random.id<CallTag>(begun);
        outcome.tries += 1;
        auto& traffic_now = state.traffic_of(connection);
        traffic_now.counts[request.operation] += 1;
        Deadline const deadline{begun + request.timeout};
        auto answer = co_await state.http.send(*rendered, deadline);
        auto const now = state.clock.now();

        HttpReply const* reply = answer ? &*answer : nullptr;
        if (reply != nullptr) {
            outcome.status = reply->status;
            outcome.reading = catalogue::read_reply(*connection.connector, *operation, *reply);
            traffic_now.rate = catalogue::learn(traffic_now.rate, connection.connector->limits, *reply, now);
        } else {
            outcome.status = 0;
        }
        auto const result = classify(
            *operation, reply != nullptr ? &outcome.reading : nullptr, outcome.status, answer ? nullptr : &answer.error());
        outcome.kind = result.kind;
        outcome.error = result.error;
        state.note_try(connection, result, reply != nullptr ? &outcome.reading : nullptr, now);
        auto const pause = jittered_pause(outcome.tries, state.random);
        outcome.retry_at = std::max(now + std::chrono::seconds{1} + pause, traffic_now.rate.paused_until.value_or(now));
        if (outcome.reading.reply_class == catalogue::ReplyClass::quota_spent && outcome.kind == OutcomeKind::retry_later)
            outcome.retry_at = now + std::chrono::hours{1};
        state.keep(connection, request, outcome, *rendered, reply, begun);

        bool const is_mutant_repeat = state.options.repeat_unknown_creates && outcome.kind == OutcomeKind::unknown;
        bool const may_repeat =
            (result.may_repeat || is_mutant_repeat) && outcome.tries < state.options.tries_max && state.may_retry(traffic_now);
        if (outcome.kind == OutcomeKind::done || outcome.kind == OutcomeKind::refused || !may_repeat) co_return outcome;
        co_await state.clock.sleep_until(now + pause);
    }
}

void Caller::on_call(std::function<void(CallNotice const&)> listener) { state_->listener = std::move(listener); }

Task<Result<void>> Caller::flush() {
    auto& state = *state_;
    while (!state.records.empty()) {
        auto const count = std::min(state.records.size(), records_per_flush);
        std::vector<CallRecord> group(std::make_move_iterator(state.records.begin()),
            std::make_move_iterator(state.records.begin() + static_cast<std::ptrdiff_t>(count)));
        state.records.erase(state.records.begin(), state.records.begin() + static_cast<std::ptrdiff_t>(count));
        CO_TRY_VOID(co_await state.database.write([&](Transaction& transaction) -> Result<void> {
            for (auto const& record : group) TRY_VOID(insert_record(transaction, state.vault, record));
            return {};
        }));
    }
    co_return Result<void>{};
}

Task<void> Caller::run() {
    auto& state = *state_;
    while (!state.is_stopping) {
        // Nothing to write is nothing to wake for: an idle program sleeps.
        if (state.records.empty()) co_await state.clock.sleep_until_or(state.clock.now() + idle_wait, state.flush_soon);
        if (!state.is_stopping && state.records.size() < records_per_flush) co_await state.clock.sleep_for(flush_every);
        auto const result = co_await flush();
        if (!result) state.log.error("call records could not be stored", {{"code", result.error().code}});
    }
    (void)co_await flush();
}

void Caller::stop() {
    state_->is_stopping = true;
    state_->flush_soon.notify();
}

std::map<std::string, std::int64_t> Caller::counts(ConnectionId const& connection) const {
    auto const found = state_->traffic.find(connection);
    return found == state_->traffic.end() ? std::map<std::string, std::int64_t>{} : found->second.counts;
}

}  // namespace lockstep::calls
