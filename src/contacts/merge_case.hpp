// SPDX-License-Identifier: Apache-2.0
// The merge on paper: cases in JSON in, decisions in JSON out. What `lockstep merge` and the tests of decide() call.
#pragma once

#include "contacts/decide.hpp"

namespace lockstep::contacts {

// One case (an object) gives one decision; a list gives a list in the same order. A malformed case in a list becomes
// {"error": {"code", "message"}} and the others are still decided. The forms are those of docs/merge.md.
Result<Json> decide_case(Json const& cases);

Json to_json(Decision const& decision, FieldKind kind);

}  // namespace lockstep::contacts
