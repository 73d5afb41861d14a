// SPDX-License-Identifier: Apache-2.0
#include "alerts/decide.hpp"

#include <algorithm>

namespace lockstep::alerts {
namespace {

using health::Weight;

// One subject that could be told about now.
struct Due {
    Item item;
    bool is_ripe = false;  // it has waited for others to come along
};

bool rests(health::Health const& health) { return health.state == health::State::paused; }

class Subject {
public:
    Subject(Settings const& settings, Condition const& condition, Known known, TimePoint now, bool is_quiet)
        : settings_(settings), condition_(condition), known_(std::move(known)), now_(now), is_quiet_(is_quiet) {}

    std::optional<Due> look() {
        // What nobody knows changes nothing: neither is it bad, nor well again.
        if (condition_.health.state == health::State::unknown) return std::nullopt;
        return condition_.health.weight >= settings_.from ? look_at_bad() : look_at_good();
    }
    Known const& known() const { return known_; }

private:
    std::optional<Due> look_at_bad() {
        known_.well_since.reset();
        if (!known_.bad_since) known_.bad_since = std::min(now_, condition_.health.since.value_or(now_));
        bool const is_first = known_.told == Weight::good;
        if (!is_first && condition_.health.weight <= known_.told) return std::nullopt;
        auto const waited = now_ - *known_.bad_since - std::chrono::minutes{settings_.delay_minutes};
        if (waited < Duration{0}) return std::nullopt;
        if (is_quiet_) {
            if (is_first) known_.missed_since = known_.missed_since.value_or(*known_.bad_since);
            return std::nullopt;
        }
        if (known_.told_at && now_ - *known_.told_at < alarm_every) return std::nullopt;
        return Due{{is_first ? News::broken : News::worse, condition_, *known_.bad_since}, waited >= gathered_for};
    }

    std::optional<Due> look_at_good() {
        if (!known_.bad_since) return std::nullopt;
        if (!known_.well_since) known_.well_since = now_;
        auto const well = now_ - *known_.well_since;
        bool const is_told = known_.told != Weight::good;
        if (!is_told && !known_.missed_since) {
            known_.bad_since.reset();
            known_.well_since.reset();
            return std::nullopt;
        }
        if (well < well_for || is_quiet_) return std::nullopt;
        bool const is_ripe = well >= well_for + gathered_for;
        if (is_told) return Due{{rests(condition_.health) ? News::rests : News::well, condition_, *known_.well_since}, is_ripe};
        return Due{{News::was_broken, condition_, *known_.missed_since, *known_.well_since}, is_ripe};
    }

    Settings const& settings_;
    Condition const& condition_;
    Known known_;
    TimePoint now_;
    bool is_quiet_;
};

Known after(Item const& item, Known known, TimePoint now) {
    if (item.news == News::broken || item.news == News::worse) {
        known.told = item.condition.health.weight;
        known.told_at = now;
        known.missed_since.reset();
        return known;
    }
    Known well;
    well.told_at = known.told_at;
    return well;
}

bool is_worth_keeping(Known const& known, TimePoint now) {
    if (known.told_at && now - *known.told_at < alarm_every) return true;
    return known.bad_since || known.missed_since || known.told != Weight::good;
}

}  // namespace

std::string_view to_string(SubjectKind kind) {
    switch (kind) {
        case SubjectKind::connection: return "connection";
        case SubjectKind::webhooks: return "webhooks";
        case SubjectKind::sync: return "sync";
    }
    return "connection";
}

std::string_view to_string(News news) {
    switch (news) {
        case News::broken: return "broken";
        case News::worse: return "worse";
        case News::well: return "well";
        case News::rests: return "rests";
        case News::was_broken: return "was_broken";
    }
    return "broken";
}

Decision decide(Settings const& settings, std::vector<Condition> const& conditions, KnownSubjects const& known, TimePoint now,
    bool is_quiet) {
    Decision decision;
    if (!settings.is_on || settings.recipients.empty()) return decision;
    std::vector<Due> due;
    for (auto const& condition : conditions) {
        auto const before = known.find(condition.subject());
        Subject subject(settings, condition, before == known.end() ? Known{} : before->second, now, is_quiet);
        if (auto found = subject.look()) due.push_back(*std::move(found));
        decision.known[condition.subject()] = subject.known();
    }
    if (std::ranges::any_of(due, &Due::is_ripe)) {
        for (auto& each : due) {
            auto& remembered = decision.known[each.item.condition.subject()];
            remembered = after(each.item, std::move(remembered), now);
            decision.items.push_back(std::move(each.item));
        }
    }
    std::erase_if(decision.known, [&](auto const& each) { return !is_worth_keeping(each.second, now); });
    return decision;
}

}  // namespace lockstep::alerts
