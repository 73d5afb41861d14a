// SPDX-License-Identifier: Apache-2.0
// Loading a snapshot: everything that decide() looks at, read in one transaction.
#pragma once

#include <span>

#include "sync/context.hpp"
#include "sync/reconcile/request.hpp"
#include "sync/reconcile/snapshot.hpp"
#include "sync/state/issues.hpp"

namespace lockstep::sync {

// A snapshot with what its keeping needs beside it.
struct Loaded {
    Snapshot snapshot;
    std::optional<LinkId> belongs_to;    // the record has a link: the request belongs into the link's row
    std::vector<OpenIssue> link_issues;  // open ones about the link
    TimePoint at{};                      // events that came later are not settled by this run
};

struct LoadInput {
    std::shared_ptr<Sync const> const& sync;
    connections::Connection const& a;
    connections::Connection const& b;
    RequestKey const& key;
    RequestPayload const& payload;
    std::int64_t fence = 0;

    connections::Connection const& connection(contacts::Side side) const { return side == contacts::Side::a ? a : b; }
};
Result<Loaded> load_snapshot(Scope const& scope, LoadInput const& input);

// Who may be meant, for a record without a complete link: by stored id, e-mail, phone, and name, and whom a person named.
Result<Candidates> load_candidates(Scope const& scope, Sync const& sync, contacts::Side own, Mirror const& mirror,
    contacts::Projection const& seen, std::optional<LinkId> const& own_link, std::span<Answer const> answers = {});

std::string fingerprint(Scope const& scope, contacts::Projection const& seen);
// The subject of an issue about a record that has no link.
std::string issue_subject(contacts::Side side, std::string_view record_id);

}  // namespace lockstep::sync
