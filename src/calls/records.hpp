// SPDX-License-Identifier: Apache-2.0
// Call records: request and reply of each try, credential and health data masked, sealed, written in groups.
#pragma once

#include "calls/caller.hpp"
#include "calls/exchange.hpp"

namespace lockstep::calls {

struct CallRecord {
    CallNotice notice;
    AccountId account;
    std::string cause;
    std::string exchange;  // of request and reply (exchange.hpp)
};

// One try as it went.
struct Tried {
    connections::Connection const& connection;
    catalogue::Operation const& operation;
    CallRequest const& request;
    CallOutcome const& outcome;
    HttpRequest const& sent;
    HttpReply const* reply;
    TimePoint begun, ended;
    Duration waited;
    Budget budget;
};

struct RecordRules {
    bool keep_bodies = true;
    std::size_t bytes_kept = 16 * 1024;
};

// `health_names`: of the operation (catalogue/health_names.hpp). Pure.
CallRecord make_record(Tried const& tried, std::vector<std::string> const& health_names, RecordRules const& rules);

// The record that a call is about, by its inputs: what the path names, or the one that was made. Empty: none, or several. Pure.
std::string record_of(connections::Connection const& connection, catalogue::Operation const& operation, JsonObject const& inputs,
    CallOutcome const& outcome);

Result<void> insert_record(Transaction& transaction, vault::Vault const& vault, CallRecord const& record);

}  // namespace lockstep::calls
