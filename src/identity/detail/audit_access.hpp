// SPDX-License-Identifier: Apache-2.0
// One audit entry about access, with its id and time from the source.
#pragma once

#include "identity/access.hpp"
#include "identity/audit.hpp"

namespace lockstep::identity::detail {

inline Result<void> audit_access(Transaction& transaction, AccountId const& account, Source const& source, std::string_view actor,
    std::string_view action, std::string_view subject) {
    AuditEntry entry;
    entry.id = source.random.id<AuditTag>(source.now);
    entry.at = source.now;
    entry.actor = std::string(actor);
    entry.action = std::string(action);
    entry.subject = std::string(subject);
    auto const written = append_audit(transaction, account, std::move(entry));
    if (!written) return pass_on(written.error());
    return {};
}

}  // namespace lockstep::identity::detail
