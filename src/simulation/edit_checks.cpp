// SPDX-License-Identifier: Apache-2.0
#include "simulation/edit_checks.hpp"

#include <algorithm>

#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

using contacts::Value;
using sandbox::FaultKind;

bool holds(Value const& set, std::string const& element) {
    auto const* elements = std::get_if<std::vector<std::string>>(&set);
    return elements != nullptr && std::ranges::find(*elements, element) != elements->end();
}

std::string upper_ascii(std::string text) {
    for (auto& c : text) {
        if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
    }
    return text;
}

class EditChecks {
public:
    EditChecks(World& world, EndState const& state)
        : world_(world),
          oracle_(world.oracle()),
          state_(state),
          mapping_(oracle_.mapping()),
          slowest_news_(world.swarm().slowest_news()) {
        for (auto const& edit : oracle_.edits()) by_field_[{edit.record, edit.row}].push_back(&edit);
    }

    void run() {
        for (auto const& [field, edits] : by_field_) {
            auto const present = oracle_.projection(field.first);
            if (!present) continue;
            auto const row = std::ranges::find(mapping_.rows, field.second, &contacts::FieldRow::a);
            if (row == mapping_.rows.end()) continue;
            auto const& now = present->at(row->a);
            if (row->rule.kind == contacts::FieldKind::set)
                check_set(*row, edits, now);
            else
                check_value(*row, *edits.back(), now);
        }
    }

private:
    using Edits = std::vector<Edit const*>;

    Edits const* edits_of_other_side(RecordKey const& key, std::string const& row) const {
        auto const* link = state_.link_of(key);
        auto const other = contacts::other(key.first);
        if (link == nullptr || !link->record(other)) return nullptr;
        auto const found = by_field_.find({RecordKey{other, *link->record(other)}, row});
        return found == by_field_.end() ? nullptr : &found->second;
    }

    // An app without conditional writes cannot keep our write from crossing a person's edit between our last look and the
    // write itself. The window is what the policy allows, longer where calls are slow or reads stale; the other app has none.
    bool crossed_our_write(Edit const& edit) const {
        auto const side = edit.record.first;
        auto const& faults = world_.swarm().app_faults[side == Side::a ? 0 : 1];
        auto const& network = world_.swarm().network[side == Side::a ? 0 : 1];
        auto const rate = [&](FaultKind kind) { return faults.rates_ppm[static_cast<std::size_t>(kind)]; };
        Duration before{0};
        Duration after{0};
        if (side == Side::a) {
            after = std::chrono::seconds{6};
            if (rate(FaultKind::slow_reply) > 0) after += std::chrono::seconds{21};
            if (network.slow_request_ppm > 0) after += std::chrono::seconds{46};
            if (world_.swarm().database.slow_ppm > 0) after += std::chrono::seconds{17};
            if (rate(FaultKind::stale_read) > 0) after += std::chrono::seconds{rate(FaultKind::index_lag) > 0 ? 125 : 5};
            if (rate(FaultKind::late_commit) > 0) before = std::chrono::seconds{46};
        }
        return std::ranges::any_of(world_.http().writes, [&](Arrival const& write) {
            return write.side == side && write.record_id == edit.record.second && write.at >= edit.at - before &&
                   write.at <= edit.at + after;
        });
    }

    bool stands_in_history(Edit const& edit, contacts::FieldRow const& row) const {
        auto const side = edit.record.first;
        auto const value = contacts::value_for(row, side, edit.after);
        auto const is_it = [&](Value const& before) { return before == value || is_automations_work(row, edit.after, before); };
        return std::ranges::any_of(state_.history, [&](Written const& written) {
            return written.side == side && written.record == edit.record.second && written.field == row.a &&
                   written.at >= edit.at && is_it(written.before);
        });
    }

    bool is_automations_work(contacts::FieldRow const& row, Value const& wrote, Value const& now) const {
        if (world_.swarm().app_faults[0].rates_ppm[static_cast<std::size_t>(FaultKind::automation)] == 0) return false;
        auto const* old = std::get_if<std::string>(&wrote);
        auto const* present = std::get_if<std::string>(&now);
        if (old == nullptr || present == nullptr) return false;
        if (row.a == "city" || row.a == "lastName") return *present == upper_ascii(*old);
        auto compact = *old;
        std::erase(compact, ' ');
        return row.a == "postalCode" && *present == compact;
    }

    void check_value(contacts::FieldRow const& row, Edit const& last, Value const& now) {
        if (now == last.after || is_automations_work(row, last.after, now)) return;
        // A cleared field may be filled again from the other side: a blank does not win where the rule says so.
        if (contacts::is_blank(last.after) && row.rule.blank == contacts::BlankRule::keep) return;
        if (crossed_our_write(last)) return;
        // The automation is somebody at side a, too: what it made of an earlier value of this side is an edit of its own.
        auto const& own = by_field_.at({last.record, row.a});
        bool has_winner = std::ranges::any_of(own, [&](Edit const* earlier) {
            return is_automations_work(row, earlier->after, now) && earlier->at >= last.at - slowest_news_;
        });
        if (auto const* others = edits_of_other_side(last.record, row.a)) {
            has_winner = has_winner || std::ranges::any_of(*others, [&](Edit const* other) {
                return (other->after == now || is_automations_work(row, other->after, now)) &&
                       other->at >= last.at - slowest_news_;
            });
        }
        if (!has_winner) {
            oracle_.found("no_edit_lost", row.a + " of " + describe(last.record) + " was set to " + describe(last.after) +
                                              " at " + format_time(last.at) + " and is now " + describe(now) +
                                              ", which nobody wrote on the other side meanwhile");
        } else if (!stands_in_history(last, row)) {
            oracle_.found("overwritten_edits_stand_in_history",
                row.a + " of " + describe(last.record) + " was set to " + describe(last.after) + " at " + format_time(last.at) +
                    ", is now " + describe(now) + ", and no change of the history replaced it");
        }
    }

    struct Step {
        TimePoint at{};
        bool adds = false;
    };
    static std::vector<Step> steps(Edits const& edits, std::string const& element) {
        std::vector<Step> list;
        for (auto const* edit : edits) {
            bool const was = holds(edit->before, element), is = holds(edit->after, element);
            if (was != is) list.push_back({edit->at, is});
        }
        return list;
    }

    void check_set(contacts::FieldRow const& row, Edits const& edits, Value const& now) {
        std::set<std::string> elements;
        for (auto const* edit : edits) {
            for (auto const* value : {&edit->before, &edit->after}) {
                if (auto const* list = std::get_if<std::vector<std::string>>(value)) elements.insert(list->begin(), list->end());
            }
        }
        for (auto const& element : elements) {
            auto const own = steps(edits, element);
            if (own.empty() || holds(now, element) == own.back().adds) continue;
            auto const* others = edits_of_other_side(edits.front()->record, row.a);
            auto const theirs = others == nullptr ? std::vector<Step>{} : steps(*others, element);
            bool const is_answered = std::ranges::any_of(theirs,
                [&](Step const& step) { return step.adds != own.back().adds && step.at >= own.back().at - slowest_news_; });
            // Twice changed before the first was heard of on the other side: the two may have met half way.
            bool const is_hasty =
                own.size() > 1 && own.back().at - own[own.size() - 2].at < slowest_news_ && crossed_our_write(*edits.back());
            if (is_answered || is_hasty) continue;
            oracle_.found("no_edit_lost", std::string(own.back().adds ? "added " : "removed ") + element + " at " +
                                              describe(edits.front()->record) + " at " + format_time(own.back().at) +
                                              "; now it holds " + describe(now));
        }
    }

    World& world_;
    Oracle& oracle_;
    EndState const& state_;
    contacts::Mapping const& mapping_;
    Duration slowest_news_;
    std::map<std::pair<RecordKey, std::string>, Edits> by_field_;
};

}  // namespace

void check_edits(World& world, EndState const& state) { EditChecks{world, state}.run(); }

}  // namespace lockstep::simulation
