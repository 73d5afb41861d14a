// SPDX-License-Identifier: Apache-2.0
// Reads several records by id, a few at a time: what a listing shows only in part.
#pragma once

#include "sync/context.hpp"
#include "sync/reconcile/observation.hpp"

namespace lockstep::sync {

struct ReadMany {
    std::vector<Observation> seen;
    // Set when a read met a limit or a failure: those that are missing from `seen` have to be asked for again then.
    std::optional<TimePoint> retry_at;
};
// `quota_share`: of the sync's policy. Records that are not found, or that cannot be read, are left out.
Task<ReadMany> read_many(Context& context, connections::Connection const& connection, std::vector<std::string> ids,
    std::string_view cause, std::optional<double> quota_share);

}  // namespace lockstep::sync
