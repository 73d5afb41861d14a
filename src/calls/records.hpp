// SPDX-License-Identifier: Apache-2.0
// Call records: request and reply of each call, credential masked, sealed, written in groups.
#pragma once

#include "calls/caller.hpp"

namespace lockstep::calls {

struct CallRecord {
    CallNotice notice;
    AccountId account;
    std::string cause;
    int tries = 1;
    std::string error_code;
    std::string exchange;  // of request and reply (exchange.hpp)
};

Result<void> insert_record(Transaction& transaction, vault::Vault const& vault, CallRecord const& record);

}  // namespace lockstep::calls
