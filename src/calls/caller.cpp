// SPDX-License-Identifier: Apache-2.0
#include "calls/caller.hpp"

#include <algorithm>

#include "base/injected_fault.hpp"
#include "calls/admission.hpp"
#include "calls/classify.hpp"
#include "calls/detail/exchanged.hpp"
#include "calls/detail/not_sent.hpp"
#include "calls/detail/traffic.hpp"
#include "calls/exchange.hpp"
#include "calls/hours.hpp"
#include "calls/quota.hpp"
#include "calls/records.hpp"
#include "catalogue/composed.hpp"
#include "catalogue/health_names.hpp"
#include "connections/grant_reference.hpp"

namespace lockstep::calls {
namespace {

constexpr auto flush_every = std::chrono::milliseconds{250};
constexpr auto idle_wait = std::chrono::hours{1};
constexpr std::size_t records_per_flush = 200;
constexpr std::size_t records_held_max = 5'000;
constexpr Duration least_wait = std::chrono::milliseconds{1};
constexpr Duration observe_only_wait = std::chrono::minutes{5};  // nothing but a person changes it
constexpr Duration queue_wait = std::chrono::seconds{1};         // before asking again, for whoever waited in vain for its place
constexpr std::int64_t quota_block = 20;                         // calls charged at once where the limit is large
constexpr std::int64_t large_quota = 5'000;

}  // namespace

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
    DirectoryCredentials directory_credentials{directory};
    CredentialSource* credentials = nullptr;  // its address is known when the state stands where it stays
    std::map<ConnectionId, Traffic> traffic{};
    std::vector<CallRecord> records{};
    std::vector<LearntQuota> learnt_quotas{};
    HourTally hours{};
    // By connection and sync: whose mapping marks which of its fields.
    std::map<ConnectionId, std::map<std::string, std::vector<std::string>, std::less<>>> health_fields{};
    std::function<void(CallNotice const&)> listener{};
    std::function<void(CredentialNotice const&)> credential_listener{};
    Signal flush_soon{};
    bool is_stopping = false;
    bool holds_writes = false;

    // [0, 1), in a thousand steps.
    double luck() { return static_cast<double>(random.below(1000)) / 1000.0; }

    Traffic& traffic_of(connections::Directory::Entry const& entry) {
        auto const [found, is_new] = traffic.try_emplace(entry->id);
        auto& known = found->second;
        if (is_new) {
            known.rate = catalogue::first_rate_state(entry->connector->limits, clock.now());
        } else if (known.entry.lock() != entry) {
            bool const is_other = known.refused_credential.reveal() != entry->credential.reveal();
            // Noting down that the app refuses it is no reason to ask the app again.
            bool const is_mere_note = !is_other && entry->state == connections::ConnectionState::needs_credential;
            if (!is_mere_note) note_stored_anew(known.line->standing, is_other, clock.now());
        }
        if (known.entry.lock() != entry) known.health_names.clear();
        known.entry = entry;
        return known;
    }

    std::int64_t limit_of(connections::Connection const& connection, Traffic const& known) const {
        return quota_limit(connection, known.rate.monthly_limit);
    }

    // Why the connection cannot be called now, or nullopt and whether the call is a probe.
    std::optional<CallOutcome> held_back(CallRequest const& request, Line const& line, TimePoint now, bool& is_probe) const {
        // Asked each time anew: a person may disable it while a call waits.
        auto const entry = directory.find(request.connection);
        auto const state = entry ? std::optional(entry->state) : std::nullopt;
        auto const admission = admit(state, line.standing, request.lane, now);
        is_probe = admission.passage == Passage::probe;
        if (admission.passage != Passage::held) return std::nullopt;
        return later(admission.kind, admission.code,
            "calling " + request.operation + ": " + std::string(admission.words) + since_words(admission.since),
            admission.again_at, admission.since);
    }

    // When nobody waits and nothing holds it back, a call leaves without waiting; the same as take_turn() at no cost.
    bool leaves_at_once(connections::Connection const& connection, CallRequest const& request, Traffic& known,
        std::unique_ptr<UnderWay>& under_way) const {
        auto const& line = known.line;
        if (!line->queue(request.lane).empty() || !line->has_room(request.lane, options.calls_at_once_max)) return false;
        auto const now = clock.now();
        bool is_probe = false;
        if (held_back(request, *line, now, is_probe)) return false;
        auto const share = request.quota_share.value_or(options.quota_share);
        if (!catalogue::take_turn(known.rate, connection.connector->limits, request.lane, share, now).granted) return false;
        under_way = std::make_unique<UnderWay>(line, is_probe);
        return true;
    }

    // Waits for place, room and pace. nullopt: the call is under way; else why not, and when. The pointer is set last, and
    // nothing is waited for after the checks.
    Task<std::optional<CallOutcome>> take_turn(connections::Connection const& connection, CallRequest const& request,
        Traffic& known, std::unique_ptr<UnderWay>& under_way) {
        auto const line = known.line;
        auto const give_up_at = clock.now() + request.wait_max.value_or(options.wait_max);
        auto const share = request.quota_share.value_or(options.quota_share);
        Place place{line, request.lane};
        while (true) {
            auto const now = clock.now();
            bool is_probe = false;
            if (auto held = held_back(request, *line, now, is_probe)) co_return held;
            TimePoint look_again = give_up_at;
            if (place.is_first() && line->has_room(request.lane, options.calls_at_once_max)) {
                auto const turn = catalogue::take_turn(known.rate, connection.connector->limits, request.lane, share, now);
                if (turn.granted) {
                    under_way = std::make_unique<UnderWay>(line, is_probe);
                    co_return std::nullopt;
                }
                if (turn.again_at > give_up_at) {
                    co_return later(ErrorKind::limited, "calls.no_turn",
                        "calling " + request.operation + ": the app's limit is reached (" + turn.reason + ") until " +
                            format_time(turn.again_at),
                        turn.again_at);
                }
                look_again = std::max(turn.again_at, now + least_wait);
            } else if (now >= give_up_at) {
                co_return later(ErrorKind::limited, "calls.no_turn",
                    "calling " + request.operation + ": other calls of the connection come first", now + queue_wait);
            }
            co_await clock.sleep_until_or(look_again, place.moved_up());
        }
    }

    Task<std::optional<CallOutcome>> charge_quota(
        connections::Connection const& connection, CallRequest const& request, Traffic& known) {
        auto const limit = limit_of(connection, known);
        if (known.prepaid > 0) {
            --known.prepaid;
            co_return std::nullopt;
        }
        // Charged before sending and durable: what a crash loses is at most a block of calls that were not made.
        auto const wanted = limit >= large_quota ? quota_block : 1;
        auto const wall = clock.wall();
        bool const is_by_hand = request.lane == catalogue::Lane::interactive;
        auto const charged = co_await database.write_value([&, wanted, wall, is_by_hand](Transaction& transaction) {
            return charge(transaction, connection, wanted, is_by_hand, request.quota_share, wall);
        });
        auto const now = clock.now();
        if (!charged) {
            co_return later(ErrorKind::unavailable, "calls.quota_ledger",
                "charging the monthly quota: " + charged.error().message, now + std::chrono::seconds{5});
        }
        if (charged->granted == 0) {
            auto const free_at = charged->free_at.value_or(next_month(wall));
            co_return later(ErrorKind::limited, "calls.quota_spent",
                "calling " + request.operation + ": what may be used of this month's allowance of " + std::to_string(limit) +
                    " calls is used up until " + format_time(free_at),
                now + std::max<Duration>(free_at - wall, std::chrono::minutes{1}));
        }
        known.prepaid += charged->granted - 1;
        known.left_of_month = charged->left;
        co_return std::nullopt;
    }

    // The credential to send, or why there is none. That only a person can give a better one counts as the app's refusal: whoever
    // tells of refusals tells of this one too.
    Task<std::expected<Secret, CallOutcome>> present_credential(
        connections::Connection const& connection, CallRequest const& request, Traffic& known) {
        auto credential = co_await credentials->current(connection);
        if (credential) co_return *std::move(credential);
        auto const& error = credential.error();
        auto const now = clock.now();
        bool const needs_person = error.kind == ErrorKind::denied;
        if (needs_person) note_unauthorized(connection, known, connection.credential, now, now);
        auto const& standing = known.line->standing;
        auto const again_at = needs_person ? std::max(standing.ask_again_at, now + least_wait) : now + back_off(3, luck());
        co_return std::unexpected(later(error.kind, needs_person ? "calls.needs_credential" : "calls.credential_not_ready",
            "calling " + request.operation + ": " + error.message, again_at, standing.refused_since));
    }

    // What a person entered, as it stands now: it may have been replaced since the call began. Of two that the app accepts for a
    // while, the one that it is known to accept; who asks by hand wants to know what the app says of the present one.
    Secret entered_credential(connections::Connection const& connection, Traffic const& known, bool is_present_wanted) const {
        auto const entry = directory.find(connection.id);
        if (is_present_wanted) return entry ? entry->credential : connection.credential;
        return credential_to_send(known.fallback, entry ? *entry : connection, clock.now());
    }

    // Notes the app's refusal of `sent`, and whether it leaves another credential to try: nothing was carried out.
    bool leaves_another(connections::Connection const& connection, Traffic& known, Secret const& sent, TimePoint now) {
        auto const entry = directory.find(connection.id);
        return entry && note_refused(known.fallback, *entry, sent, now);
    }

    void note_falling_back(connections::Connection const& connection, Traffic const& known, TimePoint now) {
        metrics.add("lockstep_credential_fallbacks_total", 1, {{"connector", connection.connector->id}});
        if (known.fallback.since != now || known.fallback.refusals_in_a_row != 1) return;
        log.warning("an app refuses a connection's new credential; its calls go by the one before",
            {{"connection", connection.id.text()}});
    }

    void note_credential_accepted(connections::Connection const& connection, Traffic& known, Secret const& sent) {
        auto const entry = directory.find(connection.id);
        if (entry) note_accepted(known.fallback, *entry, sent);
        note_authorized(connection, known);
    }

    bool take_retry_token(Traffic& known) {
        if (known.retry_tokens < 1) return false;
        known.retry_tokens -= 1;
        return true;
    }

    void tell_credential(connections::Connection const& connection, Standing const& standing, TimePoint since) {
        if (!credential_listener) return;
        credential_listener({connection.account, connection.id, standing.refused_since.has_value(), standing.refusals_in_a_row,
            since, standing.ask_again_at});
    }

    void note_unauthorized(
        connections::Connection const& connection, Traffic& known, Secret const& credential, TimePoint begun, TimePoint now) {
        auto& standing = known.line->standing;
        auto const before = standing.refusals_in_a_row;
        bool const is_first = !standing.refused_since;
        note_refused_credential(standing, begun, now);
        // Of a connection by OAuth it is the grant that is known here: its tokens come and go by themselves.
        // The one before was refused only after the present one was.
        bool const is_present = connections::grant_of(connection.credential).has_value() ||
                                credential.reveal() == connection.previous_credential.reveal();
        known.refused_credential = is_present ? connection.credential : credential;
        if (is_first)
            log.warning("an app refuses a connection's credential; its calls are held", {{"connection", connection.id.text()}});
        if (standing.refusals_in_a_row != before) tell_credential(connection, standing, *standing.refused_since);
    }

    void note_authorized(connections::Connection const& connection, Traffic& known) {
        auto& standing = known.line->standing;
        auto const since = standing.refused_since;
        bool const is_news = since || connection.state == connections::ConnectionState::needs_credential;
        bool const was_proven = standing.is_credential_proven;
        note_accepted_credential(standing);
        if (!is_news || (was_proven && !since)) return;
        log.info("an app accepts a connection's credential again", {{"connection", connection.id.text()}});
        tell_credential(connection, standing, since.value_or(clock.now()));
    }

    // What one try needs; it is the caller's for as long as it runs.
    struct Try {
        connections::Connection const& connection;
        catalogue::Operation const& operation;
        CallRequest const& request;
        HttpRequest const& rendered;
        Secret const& credential;
        Traffic& known;
        TimePoint wanted_at;  // since when it waited for its turn
        bool may_fall_back;   // to another credential, if the app refuses this one; once in a call
    };

    void note_health(Try const& each, TryResult const& result, TimePoint begun, TimePoint now) {
        auto const& [connection, operation, request, rendered, credential, known, wanted_at, may_fall_back] = each;
        auto& standing = known.line->standing;
        known.retry_tokens = std::min(50.0, known.retry_tokens + 0.1);
        if (result.counts_for_breaker) {
            note_failure(standing, subject_of(operation, rendered), begun, now, luck());
            if (standing.open_until && !known.is_troubled) {
                log.warning("an app keeps failing; calls to it pause", {{"connection", connection.id.text()}});
                known.is_troubled = true;
            }
            return;
        }
        if (result.is_limited) {
            auto const pause = note_limited(standing, now);
            known.rate.paused_until = std::max(known.rate.paused_until.value_or(now), now + pause);
        } else {
            note_answer(standing);
        }
        if (known.is_troubled) log.info("an app that kept failing answers again", {{"connection", connection.id.text()}});
        known.is_troubled = false;
    }

    // What people are told of a connection: what the app said last, and what it keeps refusing.
    void note_for_people(Try const& each, CallOutcome const& outcome, TryResult const& result, TimePoint now) {
        auto& known = each.known;
        using catalogue::ReplyClass;
        auto const reply_class = outcome.reading.reply_class;
        if (result.counts_for_breaker) {
            known.failure_code = result.error.code;
            known.failure_status = outcome.status;
            return;
        }
        if (outcome.status == 0) return;  // ours, not the app's
        if (reply_class == ReplyClass::quota_spent) {
            if (!known.spent_since) known.spent_since = now;
        } else if (reply_class != ReplyClass::limited) {
            known.spent_since.reset();
        }
        if (reply_class == ReplyClass::forbidden) {
            auto& denial = known.denied.try_emplace(each.operation.id, Denial{.since = now}).first->second;
            denial.last_at = now;
        } else if (reply_class == ReplyClass::ok) {
            known.denied.erase(each.operation.id);
        }
        if (reply_class != ReplyClass::unauthorized && reply_class != ReplyClass::limited) known.answered_at = now;
    }

    void note_learnt_quota(connections::Connection const& connection, Traffic& known) {
        if (connection.connector->limits.header_month_limit.empty()) return;
        auto const limit = known.rate.monthly_limit;
        // Nothing learnt and nothing stored before is no news.
        if (limit == known.stored_learnt || (limit == 0 && known.stored_learnt < 0)) return;
        known.stored_learnt = limit;
        learnt_quotas.push_back({connection.account, connection.id, limit});
        flush_soon.notify();
    }

    TimePoint time_to_retry(TryResult const& result, CallOutcome const& outcome, Traffic const& known, TimePoint now) {
        if (result.kind == OutcomeKind::done) return {};
        auto const& standing = known.line->standing;
        if (outcome.reading.reply_class == catalogue::ReplyClass::unauthorized)
            return std::max(standing.ask_again_at, now + least_wait);
        if (outcome.reading.reply_class == catalogue::ReplyClass::quota_spent && result.kind == OutcomeKind::retry_later)
            return known.rate.monthly_reset_at.value_or(now + std::chrono::hours{1});
        auto const growing = std::max(
            std::chrono::seconds{1} + jittered_pause(outcome.tries, random), back_off(standing.failures_in_a_row, luck()));
        return std::max({now + growing, known.rate.paused_until.value_or(now), standing.open_until.value_or(now)});
    }

    std::vector<std::string> const& health_names_of(
        connections::Connection const& connection, catalogue::Operation const& operation, Traffic& known) const {
        auto const [names, is_new] = known.health_names.try_emplace(operation.id);
        if (!is_new) return names->second;
        std::vector<std::string> all;
        if (auto const found = health_fields.find(connection.id); found != health_fields.end()) {
            for (auto const& [sync, fields] : found->second) all.insert(all.end(), fields.begin(), fields.end());
        }
        names->second = catalogue::health_names(*connection.connector, operation, all, connection.custom_fields);
        return names->second;
    }

    Budget budget_left(connections::Connection const& connection, Traffic const& known) const {
        auto const& rate = known.rate;
        Budget left;
        if (connection.connector->limits.burst > 0 || rate.limit > 0) left.now = static_cast<std::int64_t>(rate.tokens);
        left.day = rate.daily_remaining;
        left.month = rate.monthly_remaining;
        if (!left.month && known.left_of_month >= 0) left.month = known.left_of_month + known.prepaid;
        return left;
    }

    RecordRules record_rules() const { return {options.keep_bodies, options.body_bytes_kept}; }

    void put(CallRecord record, std::string_view connector) {
        metrics.add("lockstep_calls_total", 1, {{"connector", connector}, {"outcome", to_string(record.notice.kind)}});
        metrics.observe("lockstep_call_seconds", record.notice.took, {{"connector", connector}});
        if (listener) listener(record.notice);
        if (records.size() < records_held_max) {
            records.push_back(std::move(record));
        } else {
            metrics.add("lockstep_call_records_dropped_total", 1);
        }
        if (records.size() == 1) flush_soon.notify();
    }

    // One try: sends and notes what came of it.
    Task<TryResult> send_once(Try const& each, CallOutcome& outcome);
};

Caller::Caller(HttpClient& http, Database& database, vault::Vault const& vault, connections::Directory const& directory,
    Clock& clock, Random& random, Log& log, Metrics& metrics, CallerOptions options)
    : state_(std::make_unique<State>(State{http, database, vault, directory, clock, random, log, metrics, options})) {
    state_->credentials = &state_->directory_credentials;
}

Caller::~Caller() = default;

Task<TryResult> Caller::State::send_once(Try const& each, CallOutcome& outcome) {
    auto const& [connection, operation, request, rendered, credential, known, wanted_at, may_fall_back] = each;
    auto const begun = clock.now();
    outcome.call = random.id<CallTag>(begun);
    outcome.tries += 1;
    known.counts[request.operation] += 1;
    auto answer = co_await http.send(rendered, Deadline{begun + request.timeout});
    auto const now = clock.now();

    auto const handed_over = answer ? answer->sent_at : answer.error().sent_at;
    if (answer || answer.error().may_have_arrived) {
        outcome.sent_at = handed_over.value_or(begun);
        outcome.answered_at = now;
    }
    HttpReply const* reply = answer ? &*answer : nullptr;
    outcome.status = 0;
    outcome.reading = {};
    if (reply != nullptr) {
        outcome.status = reply->status;
        if (request.composed)
            outcome.reading.reply_class = catalogue::class_of_status(reply->status);
        else
            outcome.reading = read_safely(*connection.connector, operation, *reply, log);
        known.rate = catalogue::learn(known.rate, connection.connector->limits, *reply, now, clock.wall());
        note_learnt_quota(connection, known);
    }
    auto result =
        classify(operation, reply != nullptr ? &outcome.reading : nullptr, outcome.status, answer ? nullptr : &answer.error());
    auto const reply_class = outcome.reading.reply_class;
    // What an app says to an address that somebody made up says nothing of the credential or of how the app is: a missing header
    // may be a 401 there, and must not hold everybody else's calls.
    bool const tells_of_app = reply != nullptr && !request.composed;
    if (request.composed && reply != nullptr) result.counts_for_breaker = false;
    bool const is_refused = tells_of_app && reply_class == catalogue::ReplyClass::unauthorized;
    bool const is_another_left = is_refused && leaves_another(connection, known, credential, now);
    result.falls_back = is_another_left && may_fall_back;
    if (result.falls_back) note_falling_back(connection, known, now);
    if (is_refused && !result.falls_back) note_unauthorized(connection, known, credential, begun, now);
    if (tells_of_app && proves_credential(reply_class)) note_credential_accepted(connection, known, credential);
    if (reply_class == catalogue::ReplyClass::quota_spent) known.rate = catalogue::spend_month(known.rate, now);
    note_health(each, result, begun, now);
    if (!request.composed) note_for_people(each, outcome, result, now);
    // A request that never left used nothing up.
    if (!result.has_reached_app && limit_of(connection, known) > 0) ++known.prepaid;

    outcome.kind = result.kind;
    outcome.error = result.error;
    auto const& standing = known.line->standing;
    outcome.waits_since = standing.refused_since ? standing.refused_since : standing.failing_since;
    if (reply_class == catalogue::ReplyClass::unauthorized) outcome.error.message += since_words(standing.refused_since);
    outcome.retry_at = time_to_retry(result, outcome, known, now);
    auto record = make_record({connection, operation, request, outcome, rendered, reply, handed_over.value_or(begun), now,
                                  begun - wanted_at, budget_left(connection, known)},
        health_names_of(connection, operation, known), record_rules());
    count_hour(hours, record.account, record.notice, clock.wall());  // whether its record can be kept or not
    put(std::move(record), connection.connector->id);
    if (request.composed && reply != nullptr) outcome.reply = *reply;
    co_return result;
}

Task<CallOutcome> Caller::call(CallRequest request) {
    auto& state = *state_;
    auto const entry = state.directory.find(request.connection);
    if (!entry) {
        Line const unknown;
        bool is_probe = false;
        co_return *state.held_back(request, unknown, state.clock.now(), is_probe);
    }
    auto const& connection = *entry;
    auto const* operation = request.composed ? &request.composed->operation : connection.connector->find(request.operation);
    if (operation == nullptr) {
        co_return not_called(OutcomeKind::refused,
            Error{ErrorKind::not_found, "calls.no_operation",
                "calling " + request.operation + ": not available with profile " + connection.connector->profile, {}});
    }
    if (state.holds_writes && operation->effect != catalogue::Effect::read) {
        co_return later(ErrorKind::conflict, "calls.observe_only",
            "calling " + request.operation + ": this installation only observes until a person confirms that it may write",
            state.clock.now() + observe_only_wait);
    }
    auto& known = state.traffic_of(entry);
    CallOutcome outcome;
    // What a try before came to stays with the answer that there is no other one now.
    auto const give_up = [&](CallOutcome held) {
        held.tries = outcome.tries;
        held.call = outcome.call;
        held.sent_at = outcome.sent_at;
        held.answered_at = outcome.answered_at;
        return held;
    };
    bool is_probe = false;
    if (auto held = state.held_back(request, *known.line, state.clock.now(), is_probe)) co_return *std::move(held);

    std::optional<Secret> credential;
    std::optional<HttpRequest> rendered;
    auto wanted_at = state.clock.now();
    bool has_fallen_back = false;
    while (true) {
        // Most connections' credential stands in the directory and most have no monthly quota: nothing to wait for.
        std::expected<Secret, CallOutcome> present =
            state.credentials == &state.directory_credentials || state.credentials->is_in_directory(connection)
                ? std::expected<Secret, CallOutcome>(state.entered_credential(
                      connection, known, request.lane == catalogue::Lane::interactive && !has_fallen_back))
                : co_await state.present_credential(connection, request, known);
        if (!present) co_return give_up(std::move(present).error());
        if (!rendered || credential->reveal() != present->reveal()) {
            credential = *std::move(present);
            auto made = request.composed ? catalogue::authorize_composed(
                                               *connection.connector, request.composed->request, connection.settings, *credential)
                                         : catalogue::render_request(*connection.connector, *operation, request.inputs,
                                               connection.settings, *credential);
            if (!made) {
                auto refused = not_called(OutcomeKind::refused, made.error());
                refused.reading.reply_class = catalogue::ReplyClass::invalid;
                refused.reading.message = made.error().message;
                co_return give_up(std::move(refused));
            }
            rendered = *std::move(made);
        }
        if (state.limit_of(connection, known) > 0) {
            if (auto held = co_await state.charge_quota(connection, request, known)) co_return give_up(*std::move(held));
        }
        std::unique_ptr<UnderWay> under_way;
        if (!state.leaves_at_once(connection, request, known, under_way)) {
            if (auto held = co_await state.take_turn(connection, request, known, under_way)) {
                if (state.limit_of(connection, known) > 0) ++known.prepaid;
                co_return give_up(*std::move(held));
            }
        }
        if (request.not_after && state.clock.now() >= *request.not_after) {
            if (state.limit_of(connection, known) > 0) ++known.prepaid;
            co_return give_up(later(ErrorKind::unavailable, "calls.too_late",
                "calling " + request.operation + ": its turn came when it was no longer ours to make", state.clock.now()));
        }
        auto const tries_max = state.options.tries_max;
        bool const may_fall_back = !has_fallen_back && outcome.tries + 1 < tries_max;
        auto const result = co_await state.send_once(
            {connection, *operation, request, *rendered, *credential, known, wanted_at, may_fall_back}, outcome);
        under_way.reset();
        // Nothing was carried out with the credential that was refused.
        if (result.falls_back) {
            has_fallen_back = true;
            continue;
        }
        if (outcome.reading.reply_class == catalogue::ReplyClass::unauthorized && outcome.tries < tries_max && !has_fallen_back) {
            auto const better = co_await state.credentials->after_refusal(connection, *credential);
            if (better && *better) {
                note_stored_anew(known.line->standing, true, state.clock.now());
                continue;
            }
        }
        bool const is_scarce = [&] {
            auto const limit = state.limit_of(connection, known);
            return limit > 0 && limit < large_quota;
        }();
        bool const is_injected_repeat =
            is_injected(InjectedFault::retry_create_on_timeout) && outcome.kind == OutcomeKind::unknown;
        bool const may_repeat =
            is_injected_repeat ? outcome.tries < tries_max : may_try_again(result, is_scarce, outcome.tries, tries_max);
        if (!may_repeat || !state.take_retry_token(known)) co_return outcome;
        wanted_at = state.clock.now();
        co_await state.clock.sleep_for(jittered_pause(outcome.tries, state.random));
    }
}

TimePoint Caller::could_leave_at(ConnectionId const& connection, catalogue::Lane lane, std::optional<double> quota_share) const {
    auto const& state = *state_;
    auto const now = state.clock.now();
    auto const entry = state.directory.find(connection);
    auto const found = state.traffic.find(connection);
    Line const unknown;
    auto const& line = found == state.traffic.end() ? unknown : *found->second.line;
    auto const admission = admit(entry ? std::optional(entry->state) : std::nullopt, line.standing, lane, now);
    if (admission.passage == Passage::held) return admission.again_at;
    if (found == state.traffic.end()) return now;
    auto rate = found->second.rate;  // a copy: nothing is taken
    auto const turn =
        catalogue::take_turn(rate, entry->connector->limits, lane, quota_share.value_or(state.options.quota_share), now);
    if (!turn.granted) return turn.again_at;
    bool const is_queued = !line.queues[static_cast<std::size_t>(lane)].empty();
    return is_queued || !line.has_room(lane, state.options.calls_at_once_max) ? now + queue_wait : now;
}

void Caller::hold_writes(bool is_held) { state_->holds_writes = is_held; }

bool Caller::holds_writes() const { return state_->holds_writes; }

CallId Caller::record(OutsideCall call) {
    auto& state = *state_;
    auto const now = state.clock.now();
    CallRecord record;
    record.account = std::move(call.account);
    record.notice = {state.random.id<CallTag>(call.begun), ConnectionId{"none"}, std::move(call.operation),
        std::move(call.purpose), call.kind, call.reply ? call.reply->status : 0, now - call.begun, call.begun};
    record.notice.error_code = std::move(call.error_code);
    record.exchange = state.options.keep_bodies
                          ? exchange_bytes(call.sent, call.reply ? &*call.reply : nullptr, state.options.body_bytes_kept)
                          : std::string("{}");
    auto id = record.notice.id;
    state.put(std::move(record), "none");
    return id;
}

std::optional<ConnectionTraffic> Caller::traffic(ConnectionId const& connection) const {
    auto const found = state_->traffic.find(connection);
    if (found == state_->traffic.end()) return std::nullopt;
    auto const& known = found->second;
    ConnectionTraffic traffic{.standing = known.line->standing,
        .answered_at = known.answered_at,
        .spent_since = known.spent_since,
        .spent_until = {},
        .bulk_spent_until = {},
        .paused_until = known.rate.paused_until,
        .failure_code = known.failure_code,
        .failure_status = known.failure_status,
        .denied = known.denied,
        .fallback_since = {},
        .fallback_refusals = 0};
    auto const entry = state_->directory.find(connection);
    if (!entry) return traffic;
    if (is_falling_back(known.fallback, *entry, state_->clock.now())) {
        traffic.fallback_since = known.fallback.since;
        traffic.fallback_refusals = known.fallback.refusals_in_a_row;
    }
    auto const reserve = [&](catalogue::Lane lane) -> std::optional<TimePoint> {
        auto rate = known.rate;  // a copy: nothing is taken
        auto const turn =
            catalogue::take_turn(rate, entry->connector->limits, lane, state_->options.quota_share, state_->clock.now());
        bool const is_spent = !turn.granted && (turn.reason == "daily_reserve" || turn.reason == "monthly_reserve");
        return is_spent ? std::optional(turn.again_at) : std::nullopt;
    };
    traffic.spent_until = reserve(catalogue::Lane::live);
    traffic.bulk_spent_until = reserve(catalogue::Lane::bulk);
    return traffic;
}

void Caller::take_credentials_from(CredentialSource& source) { state_->credentials = &source; }

void Caller::credential_has_ended(ConnectionId const& connection) {
    auto const entry = state_->directory.find(connection);
    if (!entry) return;
    auto& known = state_->traffic_of(entry);
    auto const now = state_->clock.now();
    while (known.line->standing.refusals_in_a_row < 2) state_->note_unauthorized(*entry, known, entry->credential, now, now);
}

void Caller::on_credential(std::function<void(CredentialNotice const&)> listener) {
    state_->credential_listener = std::move(listener);
}

void Caller::on_call(std::function<void(CallNotice const&)> listener) { state_->listener = std::move(listener); }

void Caller::hide_fields(ConnectionId const& connection, std::string_view sync, std::vector<std::string> fields) {
    state_->health_fields[connection].insert_or_assign(std::string(sync), std::move(fields));
    if (auto const found = state_->traffic.find(connection); found != state_->traffic.end()) found->second.health_names.clear();
}

Task<Result<void>> Caller::flush() {
    auto& state = *state_;
    if (!state.learnt_quotas.empty()) {
        auto const learnt = std::exchange(state.learnt_quotas, {});
        auto const wall = state.clock.wall();
        CO_TRY_VOID(co_await state.database.write([&](Transaction& transaction) -> Result<void> {
            for (auto const& each : learnt)
                TRY_VOID(store_learnt_quota(transaction, each.account, each.connection, each.limit, wall));
            return {};
        }));
    }
    auto const counted = of_accounts(std::exchange(state.hours, {}), state.vault);
    bool is_counted = counted.empty();
    while (!state.records.empty() || !is_counted) {
        auto const count = std::min(state.records.size(), records_per_flush);
        std::vector<CallRecord> group(std::make_move_iterator(state.records.begin()),
            std::make_move_iterator(state.records.begin() + static_cast<std::ptrdiff_t>(count)));
        state.records.erase(state.records.begin(), state.records.begin() + static_cast<std::ptrdiff_t>(count));
        CO_TRY_VOID(co_await state.database.write([&](Transaction& transaction) -> Result<void> {
            if (!is_counted) TRY_VOID(store_hours(transaction, counted));
            for (auto const& record : group) {
                // An account may have gone while its last calls were under way; that is no reason to lose the others' records.
                if (state.vault.has_account(record.account)) TRY_VOID(insert_record(transaction, state.vault, record));
            }
            return {};
        }));
        is_counted = true;
    }
    co_return Result<void>{};
}

Task<void> Caller::run() {
    auto& state = *state_;
    while (!state.is_stopping) {
        // Nothing to write is nothing to wake for: an idle program sleeps.
        if (state.records.empty() && state.learnt_quotas.empty())
            co_await state.clock.sleep_until_or(state.clock.now() + idle_wait, state.flush_soon);
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
