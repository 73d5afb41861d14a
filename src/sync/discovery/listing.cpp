// SPDX-License-Identifier: Apache-2.0
#include "sync/discovery/listing.hpp"

#include <algorithm>

namespace lockstep::sync {

using contacts::Side;

bool is_news(Sync const& sync, Side side, Mirror const& mirror, contacts::Projection const& seen, catalogue::ListedRecord const& item) {
    if (mirror.state != MirrorState::present || mirror.observed_at == TimePoint{}) return true;
    auto const& listed = item.record;
    if (listed.fields.empty()) return true;  // a change log that names the record only
    if (listed.changed_at && mirror.record.changed_at && *listed.changed_at < *mirror.record.changed_at) return false;
    if (item.is_complete && listed.archived != mirror.record.archived) return true;
    auto const shown = contacts::project(sync.mapping, side, listed);
    for (auto const& row : sync.mapping.rows) {
        if (!listed.fields.contains(row.at(side))) continue;
        auto const known = seen.find(row.a);
        auto const now = shown.find(row.a);
        if (known != seen.end() && now != shown.end() && known->second != now->second) return true;
    }
    if (item.is_complete || !listed.changed_at) return false;
    // After a write whose reply showed no time of change ours is not known: then only a read tells.
    return !mirror.record.changed_at || *listed.changed_at > *mirror.record.changed_at;
}

bool proves_absence(ListingTotals const& totals) {
    if (totals.total && *totals.total > totals.seen) return false;
    // A person removes a few; a listing that fails loses many.
    return totals.missing <= std::max<std::int64_t>(10, totals.known / 50);
}

}  // namespace lockstep::sync
