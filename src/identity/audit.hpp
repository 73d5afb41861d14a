// SPDX-License-Identifier: Apache-2.0
// The audit: who did what, append-only. Each entry's hash covers the entry before it, so that a changed or removed one shows.
// Written in the transaction of what it tells about. Subjects are ids and names of ours, never a contact's value or a secret.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/id.hpp"
#include "base/result.hpp"
#include "ports/database.hpp"

namespace lockstep::identity {

struct AuditEntry {
    std::int64_t number = 0;  // from 1, without gaps
    AuditId id;
    TimePoint at{};
    std::string actor;    // "usr_...", "tok_...", "console", "somebody"
    std::string action;   // "login", "sync.start"
    std::string subject;  // what it was done to
    std::string prev_hash;
    std::string hash;
};

// Number and hashes are filled in here.
Result<AuditEntry> append_audit(Transaction& transaction, AccountId const& account, AuditEntry entry);
// Newest first; `before_number` 0: from the newest.
Result<std::vector<AuditEntry>> list_audit(
    Transaction& transaction, AccountId const& account, std::int64_t before_number, std::int64_t limit);
// The number of the first entry that does not fit its predecessor; nullopt when all do.
Result<std::optional<std::int64_t>> find_audit_break(Transaction& transaction, AccountId const& account);

}  // namespace lockstep::identity
