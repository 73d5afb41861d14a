// SPDX-License-Identifier: Apache-2.0
// What a listing is good for: does an item show something that our copy does not, and may a listing be believed that lacks records?
// Pure.
#pragma once

#include "catalogue/binding.hpp"
#include "sync/reconcile/mirror.hpp"
#include "sync/sync.hpp"

namespace lockstep::sync {

// Does the item show something that the mirror does not? Compares what the listing carries, and ignores what is older than our
// copy: an index lags. `seen` is the mirror's projection.
bool is_news(Sync const& sync, contacts::Side side, Mirror const& mirror, contacts::Projection const& seen,
    catalogue::ListedRecord const& item);

// A complete reading that saw far fewer records than are known, or fewer than it says there are, proves no absence.
struct ListingTotals {
    std::int64_t seen = 0;
    std::optional<std::int64_t> total;  // as the app states it
    std::int64_t known = 0;             // present by our copies
    std::int64_t missing = 0;           // of these not seen
};
bool proves_absence(ListingTotals const& totals);

}  // namespace lockstep::sync
