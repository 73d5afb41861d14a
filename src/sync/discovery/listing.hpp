// SPDX-License-Identifier: Apache-2.0
// What a listing is good for: does an item show something that our copy does not, and may a listing be believed that lacks
// records? Pure.
#pragma once

#include "catalogue/binding.hpp"
#include "sync/reconcile/mirror.hpp"
#include "sync/sync.hpp"

namespace lockstep::sync {

// Does the item show something that the mirror does not? Compares what the listing carries, and ignores what is older than our
// copy: an index lags. `seen` is the mirror's projection.
bool is_news(Sync const& sync, contacts::Side side, Mirror const& mirror, contacts::Projection const& seen,
    catalogue::ListedRecord const& item);

// Which records of a page are to be read directly, so that each mapped field which the page shows filled is compared with what a
// read shows; their ids. A few more where the page is poor.
std::vector<std::string> samples_of(Sync const& sync, contacts::Side side, std::vector<catalogue::ListedRecord> const& page);
// Does the listing show of a record what a direct read shows? None: it was changed between the two, which proves nothing.
std::optional<bool> shows_the_same(
    Sync const& sync, contacts::Side side, catalogue::ListedRecord const& listed, contacts::Record const& read);

// A complete reading that saw far fewer records than are known, or fewer than it says there are, proves no absence.
struct ListingTotals {
    std::int64_t seen = 0;
    std::optional<std::int64_t> total;  // as the app states it
    std::int64_t known = 0;             // present by our copies
    std::int64_t missing = 0;           // of these not seen
};
bool proves_absence(ListingTotals const& totals);

}  // namespace lockstep::sync
