// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/brake.hpp"

#include <algorithm>

#include "sync/reconcile/pair_plan.hpp"

namespace lockstep::sync {

std::string_view to_string(Harm harm) { return harm == Harm::cleared ? "cleared" : "changed"; }

std::optional<Harm> harm_from(std::string_view text) {
    if (text == "cleared") return Harm::cleared;
    if (text == "changed") return Harm::changed;
    return std::nullopt;
}

std::optional<std::int64_t> most_in_an_hour(BrakeLimit const& limit, std::int64_t linked) {
    if (limit.people <= 0) return std::nullopt;
    return std::max(limit.people, linked * limit.percent / 100);
}

std::optional<Harm> harm_of(PlannedChange const& change) {
    if (change.reason == "link_id" || change.reason == "person" || change.reason == "new_record_value") return std::nullopt;
    if (contacts::is_blank(change.before_in_a)) return std::nullopt;
    if (contacts::is_blank(change.after_in_a)) return Harm::cleared;
    bool const takes_away = change.is_set ? !change.edit.remove.empty() : change.before_in_a != change.after_in_a;
    return takes_away ? std::optional(Harm::changed) : std::nullopt;
}

std::vector<BrakeKey> hold_back(std::vector<PlannedChange>& changes, std::vector<BrakeKey> const& holding) {
    std::vector<BrakeKey> held;
    if (holding.empty()) return held;
    std::erase_if(changes, [&](PlannedChange const& change) {
        auto const harm = harm_of(change);
        if (!harm) return false;
        BrakeKey key{change.side, change.row, *harm};
        if (std::ranges::find(holding, key) == holding.end()) return false;
        held.push_back(std::move(key));
        return true;
    });
    std::ranges::sort(held);
    held.erase(std::ranges::unique(held).begin(), held.end());
    return held;
}

}  // namespace lockstep::sync
