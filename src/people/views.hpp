// SPDX-License-Identifier: Apache-2.0
// What callers see of a person: the schemas Person and PersonNews of docs/api/openapi.yaml. Part of a read transaction.
#pragma once

#include "sync/person.hpp"

namespace lockstep::people {

Result<JsonObject> person_json(sync::Scope const& scope, sync::Sync const& sync, sync::Person const& person);
// Null when there is no such link any more.
Result<Json> person_of_link(Transaction& transaction, vault::Vault const& vault, AccountId const& account, SyncId const& sync,
    LinkId const& link, TimePoint now);

enum class NewsKind : std::uint8_t {
    any,
    made,     // came to be linked
    changed,  // got a value from the other app
};
// Newest first.
Result<JsonArray> news_json(sync::Scope const& scope, sync::Sync const& sync, NewsKind kind, std::int64_t limit);

}  // namespace lockstep::people
