// SPDX-License-Identifier: Apache-2.0
// Caller: calls an app well, for everyone who calls one. Renders the operation, waits for its turn (lane, pace, quota), sends,
// reads the reply, retries what is safe to retry, keeps a record of request and reply. Never repeats a create whose outcome
// is not known: that is told to whoever asked.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>

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

struct CallRequest {
    ConnectionId connection;
    std::string operation;
    JsonObject inputs;
    catalogue::Lane lane = catalogue::Lane::live;
    Duration timeout = std::chrono::seconds{30};
    std::string purpose;  // for the call record: "observe", "write", "verify", "sweep", "by hand"
    std::string cause;    // id of the event, intent or sweep that made us call
};

struct CallOutcome {
    OutcomeKind kind = OutcomeKind::retry_later;
    catalogue::Reading reading;
    int status = 0;  // 0: no reply
    TimePoint retry_at{};
    CallId call;  // of the last try
    int tries = 0;
    Error error;  // for kinds other than done
};

// What happened, for live views: one line per call, without values.
struct CallNotice {
    CallId id;
    ConnectionId connection;
    std::string operation;
    std::string purpose;
    OutcomeKind kind = OutcomeKind::done;
    int status = 0;
    Duration took{0};
    TimePoint at{};
};

struct CallerOptions {
    double quota_share = 0.8;
    bool keep_bodies = true;  // request and reply in the call record, sealed
    std::size_t body_bytes_kept = 16 * 1024;
    int tries_max = 3;                             // of one call, reads only
    Duration wait_max = std::chrono::seconds{30};  // for a turn; longer waits become retry_later
    bool repeat_unknown_creates = false;           // a deliberate fault for the simulation's mutants; never set elsewhere
};

class Caller {
public:
    Caller(HttpClient& http, Database& database, vault::Vault const& vault, connections::Directory const& directory, Clock& clock,
        Random& random, Log& log, Metrics& metrics, CallerOptions options);
    ~Caller();

    Task<CallOutcome> call(CallRequest request);
    // One listener for live views; called on the caller's executor.
    void on_call(std::function<void(CallNotice const&)> listener);
    // Writes the buffered call records; run() does so until stopped, a moment after there are some.
    Task<Result<void>> flush();
    Task<void> run();
    void stop();

    // Calls used by connection since the start, by operation; for status and reports.
    std::map<std::string, std::int64_t> counts(ConnectionId const& connection) const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

// A page of call records, newest first: {"items":[...],"next":cursor|null}; bodies only when asked for one call.
Result<Json> list_calls(Transaction& transaction, AccountId const& account, std::string_view before, std::int64_t limit);
Result<Json> show_call(Transaction& transaction, vault::Vault const& vault, AccountId const& account, CallId const& id);
// Deletes call records older than `before`; returns how many.
Result<std::int64_t> prune(Transaction& transaction, TimePoint before);
// Quota of a connection: {"limit":500,"used_month":12,"used_30_days":40}.
Result<Json> quota_report(
    Transaction& transaction, AccountId const& account, connections::Connection const& connection, TimePoint now);

}  // namespace lockstep::calls
