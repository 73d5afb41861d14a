// SPDX-License-Identifier: Apache-2.0
// What differs between two versions of a sync's document, row by row and setting by setting. Pure.
#pragma once

#include "sync/sync.hpp"

namespace lockstep::sync {

// [{"kind": "added|removed|changed|setting|policy", "a", "b", "members": [{"name", "before", "after"}]}]; values as texts.
JsonArray differences(
    contacts::Mapping const& before, contacts::Mapping const& after, Policy const& policy_before, Policy const& policy_after);

}  // namespace lockstep::sync
