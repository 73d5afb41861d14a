// SPDX-License-Identifier: Apache-2.0
// Rows of `mirrors` and `mirror_keys`: our last observed copy of each record, and what it is found by. Every function is part of
// the caller's transaction.
#pragma once

#include "sync/reconcile/mirror.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::sync {

// By which key a record is found.
enum class MirrorKey : std::uint8_t {
    email,
    phone,
    other_id,  // what the id-holding field says
    name,      // first and last name, of records without e-mail and phone
};
std::string_view to_string(MirrorKey key);

Result<std::optional<Mirror>> load_mirror(Scope const& scope, contacts::Side side, std::string_view record_id);
// Saves the mirror and its blind indexes, unless the one that stands there was asked for later. `seen` is its projection.
Result<void> save_mirror(Scope const& scope, contacts::Side side, Mirror const& mirror, contacts::Projection const& seen,
    contacts::Mapping const& mapping);
// The same in two steps, so that a page of records is projected and sealed before the transaction that saves it.
struct MirrorPlace {
    vault::Vault const& vault;
    AccountId const& account;
    SyncId const& sync;
    contacts::Side side;
};
struct PreparedMirror {
    contacts::Side side = contacts::Side::a;
    std::string record_id;
    MirrorState state = MirrorState::present;
    Blob sealed;
    TimePoint observed_at{};
    std::optional<TimePoint> changed_at;
    std::optional<TimePoint> missing_since;
    std::string seen_sweep;
    std::vector<std::pair<MirrorKey, std::string>> keys;  // blind
    std::string name_tokens;                              // the same for words of the name: name_words.hpp
};
PreparedMirror prepare_mirror(
    MirrorPlace const& place, Mirror const& mirror, contacts::Projection const& seen, contacts::Mapping const& mapping);
Result<void> save_mirror(Scope const& scope, PreparedMirror const& mirror);
Result<void> remove_mirror(Scope const& scope, contacts::Side side, std::string_view record_id);

// After a change of the mapping: every mirror may lack fields that are mapped now, so everybody is read anew. In portions:
// returns how many were outdated, at most `limit`.
Result<std::int64_t> outdate_mirrors(Scope const& scope, std::int64_t limit);
Result<void> mark_seen(Scope const& scope, contacts::Side side, std::string_view record_id, std::string_view sweep);
// Ids of the side's records in their order, from the one after `record_id` on.
Result<std::vector<std::string>> mirrors_after(
    Scope const& scope, contacts::Side side, std::string_view record_id, std::int64_t limit);

// Present records that a sweep did not show, of those that were observed before it began.
struct Unseen {
    SweepId const& sweep;
    TimePoint started_at;
};
struct UnseenMirror {
    std::string seen_sweep;  // the last sweep that did
    std::string record_id;
};
Result<std::int64_t> count_unseen(Scope const& scope, contacts::Side side, Unseen const& by, std::int64_t limit);
Result<std::vector<UnseenMirror>> unseen_after(
    Scope const& scope, contacts::Side side, Unseen const& by, UnseenMirror const& after, std::int64_t limit);

// Records of `side` whose key equals the canonical value.
constexpr std::int64_t found_at_most = 1'000;
struct FoundMirrors {
    std::vector<std::string> ids;
    bool is_cut = false;  // there are more: whoever decides by the list may not take it for everybody
};
Result<FoundMirrors> find_mirrors(
    Scope const& scope, contacts::Side side, MirrorKey key, std::string_view value, std::int64_t limit = found_at_most);
// First and last name of a record in the form in which names are compared; empty when it has an e-mail address or a phone.
std::string lone_name(contacts::Mapping const& mapping, contacts::Projection const& seen);

}  // namespace lockstep::sync
