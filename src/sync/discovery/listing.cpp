// SPDX-License-Identifier: Apache-2.0
#include "sync/discovery/listing.hpp"

#include <algorithm>
#include <set>

namespace lockstep::sync {

using contacts::Side;

bool is_news(
    Sync const& sync, Side side, Mirror const& mirror, contacts::Projection const& seen, catalogue::ListedRecord const& item) {
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

std::vector<std::string> samples_of(Sync const& sync, Side side, std::vector<catalogue::ListedRecord> const& page) {
    constexpr std::size_t at_least = 3, at_most = 20;
    std::vector<std::string> samples;
    auto const add = [&](catalogue::ListedRecord const& item) {
        bool const is_known = std::ranges::find(samples, item.record.id) != samples.end();
        if (!is_known && samples.size() < at_most) samples.push_back(item.record.id);
    };
    std::set<std::string, std::less<>> compared;  // rows
    for (auto const& item : page) {
        auto const shown = contacts::project(sync.mapping, side, item.record);
        bool is_chosen = false;
        for (auto const& [row, value] : shown) {
            if (!contacts::is_blank(value) && compared.insert(row).second) is_chosen = true;
        }
        if (is_chosen) add(item);
    }
    for (std::size_t i = 0; i < page.size() && samples.size() < at_least; ++i) add(page[page.size() - 1 - i]);
    return samples;
}

std::optional<bool> shows_the_same(
    Sync const& sync, Side side, catalogue::ListedRecord const& listed, contacts::Record const& read) {
    if (!listed.is_complete) return false;
    if (listed.record.changed_at != read.changed_at) return std::nullopt;
    auto const shown = contacts::project(sync.mapping, side, listed.record);
    auto const there = contacts::project(sync.mapping, side, read);
    if (listed.record.archived != read.archived) return false;
    // As the apps spell them: names in lower case are other values.
    auto const differs = [&](contacts::FieldRow const& row) {
        auto const at = [&](contacts::Projection const& from) {
            auto const found = from.find(row.a);
            return found == from.end() ? contacts::Value{} : found->second;
        };
        return at(shown) != at(there);
    };
    return std::ranges::none_of(sync.mapping.rows, differs);
}

bool proves_absence(ListingTotals const& totals) {
    if (totals.total && *totals.total > totals.seen) return false;
    // A person removes a few; a listing that fails loses many.
    return totals.missing <= std::max<std::int64_t>(10, totals.known / 50);
}

}  // namespace lockstep::sync
