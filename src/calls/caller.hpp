// SPDX-License-Identifier: Apache-2.0
// Caller: calls an app well, for everyone who calls one. Renders the operation, waits for its turn (lane, pace, quota), sends,
// reads the reply, retries what is safe to retry, keeps a record of request and reply. Never repeats a write whose outcome
// is not known: that is told to whoever asked. Connections do not wait for each other.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "calls/admission.hpp"
#include "calls/credentials.hpp"
#include "catalogue/rate.hpp"
#include "connections/connection.hpp"
#include "ports/clock.hpp"
#include "ports/database.hpp"
#include "ports/http.hpp"
#include "ports/log.hpp"
#include "ports/metrics.hpp"
#include "ports/random.hpp"

namespace lockstep::calls {

enum class OutcomeKind : std::uint8_t {
    done,         // the app says it did it
    refused,      // the app says it did not, and why (reading.reply_class)
    retry_later,  // nothing was done; try again at retry_at
    unknown,      // it may or may not have been done
};
std::string_view to_string(OutcomeKind kind);

// A request that a person composed, in place of an operation of the connection's app. It goes out like any other, with the
// connection's credential, pace and record; its reply is understood by its status alone.
struct ComposedCall {
    catalogue::Operation operation;  // what it counts as: whether it changes something, and whether it may be repeated
    HttpRequest request;             // without credential
};

struct CallRequest {
    ConnectionId connection;
    std::string operation;
    JsonObject inputs;
    catalogue::Lane lane = catalogue::Lane::live;
    Duration timeout = std::chrono::seconds{30};
    std::string purpose;  // for the call record: "observe", "write", "verify", "sweep", "by hand"
    std::string cause;    // id of the event, intent or sweep that made us call
    // The part of the app's allowance, per interval, day and month, that this call's sync may use; unset: CallerOptions.
    std::optional<double> quota_share{};
    // How long it may wait for its turn before it becomes retry_later; unset: CallerOptions. Zero: now or not at all.
    std::optional<Duration> wait_max{};
    // Not sent at all after that: retry_later with calls.too_late. For whoever may only write as long as it holds a lease.
    std::optional<TimePoint> not_after{};
    std::shared_ptr<ComposedCall const> composed{};  // shared with nobody: a call may be copied; `inputs` are not looked at
};

// What was sent to no connection, or by other means than HTTP, as its record keeps it.
struct OutsideCall {
    AccountId account;
    std::string operation;
    std::string purpose;
    HttpRequest sent;  // without secrets
    std::optional<HttpReply> reply{};
    OutcomeKind kind = OutcomeKind::done;
    std::string error_code{};
    TimePoint begun{};
};

struct CallOutcome {
    OutcomeKind kind = OutcomeKind::retry_later;
    catalogue::Reading reading;
    int status = 0;  // 0: no reply
    TimePoint retry_at{};
    // retry_later: since when this connection cannot be called, or keeps failing; unset where it is only this call's turn.
    std::optional<TimePoint> waits_since;
    CallId call;  // of the last try
    int tries = 0;
    Error error;                     // for kinds other than done
    std::optional<HttpReply> reply;  // of a composed call: as it came
    // By the engine's clock, of the try that counted (the last one that may have reached the app): when it was handed to the
    // network, and when its answer was there or was given up. What a read shows is at least as new as `sent_at`, and an effect
    // of a write happened no earlier. Both are unset when nothing was sent.
    std::optional<TimePoint> sent_at;
    std::optional<TimePoint> answered_at;
};

// What happened, for live views: one line per try, without values.
struct CallNotice {
    CallId id;
    ConnectionId connection;
    std::string operation;
    std::string purpose;
    OutcomeKind kind = OutcomeKind::done;
    int status = 0;
    Duration took{0};
    TimePoint at{};
    std::string record_id{};  // the app's id of the record that it is about; empty: none, or several
    catalogue::Lane lane = catalogue::Lane::interactive;
    int tries = 1;
    std::string error_code{};
};
std::string_view to_string(catalogue::Lane lane);

// An app has refused a connection's credential, or accepts it again. Whoever keeps the connection's state, raises an issue or
// tells a person listens; calls are held and tried again whether anybody does or not.
struct CredentialNotice {
    AccountId account;
    ConnectionId connection;
    bool is_refused = false;
    int refusals_in_a_row = 0;  // 1 may be a hiccup; 0: accepted again
    TimePoint since{};          // of the first refusal in a row
    TimePoint ask_again_at{};   // when the next call tries it
};

// An operation that the app answers "not allowed" to.
struct Denial {
    TimePoint since{};
    TimePoint last_at{};
    bool operator==(Denial const&) const = default;
};

// How calling one connection has gone since the program started, for whoever tells people.
struct ConnectionTraffic {
    Standing standing;
    std::optional<TimePoint> answered_at;  // when the app last answered in its right mind, and accepted the credential
    std::optional<TimePoint> spent_since;  // the app says that the month's allowance is spent
    // By what the app says or declares, what we may use of a day's or month's allowance is used up until then; for bulk work,
    // which leaves room for the rest, earlier.
    std::optional<TimePoint> spent_until;
    std::optional<TimePoint> bulk_spent_until;
    std::optional<TimePoint> paused_until;  // "too fast"
    std::string failure_code;               // of the last failure
    int failure_status = 0;                 // 0: there was no answer
    std::map<std::string, Denial> denied;   // by operation, until one of it is done
    // Since when the app refuses the connection's new credential, and calls go by the one before; how often in a row.
    std::optional<TimePoint> fallback_since;
    int fallback_refusals = 0;
};

struct CallerOptions {
    double quota_share = 0.8;
    bool keep_bodies = true;  // request and reply in the call record, sealed
    std::size_t body_bytes_kept = 16 * 1024;
    int tries_max = 3;                             // of one call, reads only
    Duration wait_max = std::chrono::seconds{30};  // for a turn; longer waits become retry_later
    int calls_at_once_max = 16;                    // of one connection
};

class Caller {
public:
    Caller(HttpClient& http, Database& database, vault::Vault const& vault, connections::Directory const& directory, Clock& clock,
        Random& random, Log& log, Metrics& metrics, CallerOptions options);
    ~Caller();

    // Waits for its turn, then sends. A connection that is disabled or gone, whose credential is refused, or whose app keeps
    // failing is not called: retry_later with calls.connection_disabled, calls.no_connection, calls.needs_credential or
    // calls.breaker_open, and since when. From time to time one call passes, to see.
    Task<CallOutcome> call(CallRequest request);
    // When a call could leave if it were asked for now: `now` or earlier means at once. For whoever has several connections'
    // work to do and would rather do another's than wait here. An estimate: nothing is reserved.
    TimePoint could_leave_at(
        ConnectionId const& connection, catalogue::Lane lane, std::optional<double> quota_share = std::nullopt) const;
    // Nothing that changes an app is sent while writes are held, by hand neither: refused with calls.observe_only. Reads go on.
    void hold_writes(bool is_held);
    bool holds_writes() const;
    // Keeps a record of it among those of the calls, under the connection "none"; returns its id.
    CallId record(OutsideCall call);
    // Where credentials come from instead of the directory; outlives the caller.
    void take_credentials_from(CredentialSource& source);
    // The app has said by other means than an answer that it accepts the connection's credential no more: counts and is told like
    // a refusal that was repeated, so that no call is spent on finding out.
    void credential_has_ended(ConnectionId const& connection);
    // One listener each; called on the caller's executor.
    void on_call(std::function<void(CallNotice const&)> listener);
    void on_credential(std::function<void(CredentialNotice const&)> listener);
    // Values of these fields are left out of the records of the connection's calls: what the mapping of `sync` marks as health,
    // as that side calls its fields. Replaces what was said for the sync before.
    void hide_fields(ConnectionId const& connection, std::string_view sync, std::vector<std::string> fields);
    // Writes the buffered call records; run() does so until stopped, a moment after there are some.
    Task<Result<void>> flush();
    Task<void> run();
    void stop();

    // Calls used by connection since the start, by operation; for status and reports.
    std::map<std::string, std::int64_t> counts(ConnectionId const& connection) const;
    // nullopt: nobody has called it yet.
    std::optional<ConnectionTraffic> traffic(ConnectionId const& connection) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// Which records; what is left empty does not matter.
struct CallFilter {
    std::string connection{};
    std::string operation{};
    std::optional<OutcomeKind> outcome{};
    std::string record_id{};
    std::optional<TimePoint> from{}, to{};  // of the call's start; `to` not included
    std::string before{};                   // the cursor
    std::int64_t limit = 50;
};

// A page of call records, newest first: {"items":[...],"next":cursor|null}; bodies only when asked for one call. Where what is
// looked for is rare, a page may hold fewer, even none, and yet have a next one: only so many records are gone through at once.
Result<Json> list_calls(Transaction& transaction, AccountId const& account, CallFilter const& filter);
Result<Json> show_call(Transaction& transaction, vault::Vault const& vault, AccountId const& account, CallId const& id);
// The newest of them with request and reply, the newest first; at most `limit`.
struct WholeCalls {
    std::vector<Json> calls;
    bool has_more = false;
};
Result<WholeCalls> whole_calls(
    Transaction& transaction, vault::Vault const& vault, AccountId const& account, CallFilter const& filter);
// Deletes call records older than `before`; returns how many, at most `limit`.
Result<std::int64_t> prune(Transaction& transaction, TimePoint before, std::int64_t limit);
// Quota of a connection: {"limit":500,"used_month":12,"used_30_days":40,"free_at":null}. Months are the wall's (Clock::wall).
Result<Json> quota_report(
    Transaction& transaction, AccountId const& account, connections::Connection const& connection, TimePoint wall);

}  // namespace lockstep::calls
