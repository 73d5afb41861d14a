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
    int status = 0;            // 0: no reply
    TimePoint retry_at{};
    CallId call;               // of the last try
    int tries = 0;
    Error error;               // for kinds other than done
};

}  // namespace lockstep::calls
