// SPDX-License-Identifier: Apache-2.0
// Rows of `mirrors` and `mirror_keys`: our last observed copy of each record, and what it is found by. Every function is part of
// the caller's transaction.
#pragma once

#include "sync/reconcile/mirror.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

Result<std::optional<Mirror>> load_mirror(Scope const& scope, contacts::Side side, std::string_view record_id);
// Saves the mirror and its blind indexes, unless the one that stands there was asked for later. `seen` is its projection.
Result<void> save_mirror(Scope const& scope, contacts::Side side, Mirror const& mirror, contacts::Projection const& seen,
    contacts::Mapping const& mapping);
// After a change of the mapping: every mirror may lack fields that are mapped now, so everybody is read anew. In portions:
// returns how many were outdated, at most `limit`.
Result<std::int64_t> outdate_mirrors(Scope const& scope, std::int64_t limit);
Result<void> mark_seen(Scope const& scope, contacts::Side side, std::string_view record_id, std::string_view sweep);
// By which key a record is found.
enum class MirrorKey : std::uint8_t {
    email,
    phone,
    other_id,  // what the id-holding field says
    name,      // first and last name, of records without e-mail and phone
};
std::string_view to_string(MirrorKey key);
// Records of `side` whose key equals the canonical value.
Result<std::vector<std::string>> find_mirrors(Scope const& scope, contacts::Side side, MirrorKey key, std::string_view value);
// First and last name of a record in the form in which names are compared; empty when it has an e-mail address or a phone.
std::string lone_name(contacts::Mapping const& mapping, contacts::Projection const& seen);

}  // namespace lockstep::sync
