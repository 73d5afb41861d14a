// SPDX-License-Identifier: Apache-2.0
// Rows of syncs, mirrors and links. Every function is part of the caller's transaction.
#pragma once

#include "sync/link_base.hpp"
#include "sync/mirror.hpp"
#include "sync/scope.hpp"

namespace lockstep::sync {

Result<void> insert_sync(Transaction& transaction, Sync const& sync, std::string_view author, TimePoint now);
// Appends a version of the document and makes it the present one.
Result<void> add_version(Transaction& transaction, Sync const& sync, std::string_view author, TimePoint now);
Result<void> set_sync_state(Transaction& transaction, Sync const& sync);  // state and back-fill
Result<std::vector<Sync>> load_syncs(Transaction& transaction);
Result<std::optional<Sync>> load_sync(Transaction& transaction, AccountId const& account, SyncId const& id);

Result<std::optional<Mirror>> load_mirror(Scope const& scope, contacts::Side side, std::string_view record_id);
// Saves the mirror and its blind indexes.
Result<void> save_mirror(Scope const& scope, contacts::Side side, Mirror const& mirror, contacts::Mapping const& mapping);
// After a change of the mapping: every mirror may lack fields that are mapped now, so the next sweep reads everybody anew.
Result<void> outdate_mirrors(Scope const& scope);
Result<void> mark_seen(Scope const& scope, contacts::Side side, std::string_view record_id, std::string_view sweep);
// Records of `side` whose e-mail ("email"), phone ("phone") or id field ("other_id") equals the canonical value.
Result<std::vector<std::string>> find_mirrors(
    Scope const& scope, contacts::Side side, std::string_view kind, std::string_view value);

enum class LinkState : std::uint8_t {
    active,
    creating,  // the create of the missing side is under way or its outcome is unknown
    broken,    // one side is gone; nothing is written
};
std::string_view to_string(LinkState state);

struct Link {
    LinkId id;
    std::optional<std::string> a;
    std::optional<std::string> b;
    LinkState state = LinkState::active;
    LinkBase base;
    std::string reason;
    TimePoint created_at{};

    std::optional<std::string> const& record(contacts::Side side) const { return side == contacts::Side::a ? a : b; }
    std::optional<std::string>& record(contacts::Side side) { return side == contacts::Side::a ? a : b; }
};

// conflict "database.unique" when either record is linked already.
Result<void> insert_link(Scope const& scope, Link const& link);
Result<void> update_link(Scope const& scope, Link const& link);
Result<void> remove_link(Scope const& scope, LinkId const& id);
Result<std::optional<Link>> load_link(Scope const& scope, LinkId const& id);
Result<std::optional<Link>> link_of(Scope const& scope, contacts::Side side, std::string_view record_id);

}  // namespace lockstep::sync
