// SPDX-License-Identifier: Apache-2.0
// Rows of `links`. Every function is part of the caller's transaction.
#pragma once

#include "sync/reconcile/link.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

// conflict "database.unique" when either record is linked already.
Result<void> insert_link(Scope const& scope, Link const& link);
Result<void> update_link(Scope const& scope, Link const& link);
Result<void> remove_link(Scope const& scope, LinkId const& id);
// Those that have both records, the newest first.
Result<std::vector<Link>> newest_complete_links(Scope const& scope, std::int64_t limit);
Result<std::optional<Link>> load_link(Scope const& scope, LinkId const& id);
Result<std::optional<Link>> link_of(Scope const& scope, contacts::Side side, std::string_view record_id);
// The same without what the link remembers: for who only asks which link it is.
Result<std::optional<LinkId>> link_id_of(Scope const& scope, contacts::Side side, std::string_view record_id);

}  // namespace lockstep::sync
