// SPDX-License-Identifier: Apache-2.0
// Events as they stand in their rows.
#pragma once

#include "events/inbox.hpp"

namespace lockstep::events {

vault::Place payload_place(EventId const& id);
// The first ten columns that every statement selects, without the payload.
Result<Event> read_row(AccountId const& account, Row const& row);
// With the payload, opened.
Result<Event> read_whole_row(vault::Vault const& vault, AccountId const& account, Row const& row);

}  // namespace lockstep::events
