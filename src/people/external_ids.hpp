// SPDX-License-Identifier: Apache-2.0
// Ids that other systems gave to people. Every function is part of the caller's transaction.
#pragma once

#include "contacts/side.hpp"
#include "sync/state/scope.hpp"

namespace lockstep::people {

struct RecordName {
    contacts::Side side = contacts::Side::a;
    std::string id;
    bool operator==(RecordName const&) const = default;
};

// The id is this record's from now on, whoever had it before.
Result<void> give_external_id(sync::Scope const& scope, std::string_view external_id, RecordName const& record);
Result<std::optional<RecordName>> with_external_id(sync::Scope const& scope, std::string_view external_id);
// The one that was given last; empty: none.
Result<std::string> external_id_of(sync::Scope const& scope, RecordName const& record);

}  // namespace lockstep::people
