// SPDX-License-Identifier: Apache-2.0
// The order of the questions is the order of the functions: what is under way, what has to be read, who is who, what to write.
#include "sync/reconcile/decide.hpp"

#include <algorithm>
#include <set>

#include "base/injected_fault.hpp"
#include "sync/reconcile/covered.hpp"

namespace lockstep::sync {
namespace {

using contacts::both_sides;
using contacts::Side;
using contacts::Value;

constexpr auto look_after_write = std::chrono::seconds{2};  // a write without a clear answer: the first look at what became of it

Value holder_value(Snapshot const& snapshot, Side side) {
    auto const& mapping = snapshot.sync->mapping;
    auto const& mirror = snapshot.sides[side].mirror;
    auto const& field = mapping.id_holder(side);
    if (field.empty() || !mirror) return {};
    auto const found = mirror->record.fields.find(field);
    if (found == mirror->record.fields.end()) return {};
    return contacts::canonical(contacts::FieldKind::text, found->second, mapping.region);
}

std::string stored_other_id(Snapshot const& snapshot, Side side) {
    auto const value = holder_value(snapshot, side);
    auto const* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
}

class Deciding {
public:
    explicit Deciding(Snapshot const& snapshot) : snapshot_(snapshot), sync_(*snapshot.sync) {}

    Decision run() {
        if (auto step = what_is_under_way()) return {*step, {}, {}};
        if (snapshot_.link && snapshot_.link->is_complete()) return pair();
        Decision decision{alone(), {}, {}};
        decision.answers_done = carried_out_with(decision.step);
        return decision;
    }

private:
    // Effects of a sender that is gone come first: until they are taken over nobody knows what was sent.
    std::optional<Step> what_is_under_way() const {
        TakeOver orphans;
        for (auto const& effect : snapshot_.open) {
            if (outbox::is_orphaned(effect, snapshot_.fence)) orphans.effects.push_back(effect.id);
        }
        if (!orphans.effects.empty()) return Step{std::move(orphans)};
        return std::nullopt;
    }

    // What people have answered.

    Answer const* answer(Choice choice) const {
        auto const found = std::ranges::find_if(
            snapshot_.answers, [&](Answer const& each) { return each.choice == choice && each.row.empty(); });
        return found == snapshot_.answers.end() ? nullptr : &*found;
    }

    // Of a record without counterpart: a link ends "the same person", a create "try again".
    std::vector<AnswerId> carried_out_with(Step const& step) const {
        std::vector<AnswerId> done;
        auto const* keep = std::get_if<KeepLink>(&step);
        for (auto const& each : snapshot_.answers) {
            bool const is_linked = each.choice == Choice::same_person && keep != nullptr && keep->link.is_complete() &&
                                   (keep->link.a == each.other_record || keep->link.b == each.other_record);
            bool const is_tried = each.choice == Choice::try_again && each.row.empty() && std::holds_alternative<Create>(step);
            if (is_linked || is_tried) done.push_back(each.id);
        }
        return done;
    }

    bool is_kept_apart(std::string const& other_record) const {
        return std::ranges::any_of(snapshot_.answers,
            [&](Answer const& each) { return each.choice == Choice::different_people && each.other_record == other_record; });
    }

    bool was_taken_apart_from(std::string const& other_record) const {
        return std::ranges::find(snapshot_.taken_apart, other_record) != snapshot_.taken_apart.end();
    }

    // Nothing of ours may still be under way: its outcome would have no link to go to.
    Decision take_apart(Answer const& answer) const {
        if (!snapshot_.open.empty()) return {Wait{snapshot_.now + std::chrono::seconds{5}, WaitReason::unclear_write}, {}, {}};
        return {DropLink{"taken apart by a person"}, {}, {}, {answer.id}};
    }

    // Reading.

    bool needs_reading(Side side) const {
        auto const& seen = snapshot_.sides[side];
        if (!seen.mirror || seen.mirror->observed_at == TimePoint{}) return true;
        auto const observed_at = seen.mirror->observed_at;
        if (seen.fresh_since > observed_at) return true;
        if (is_injected(InjectedFault::every_event_is_an_echo)) return false;
        // The events that asked may be settled already, by another sync of the same connection.
        if (seen.told_at > observed_at && (seen.told.empty() || seen.told.back().received_at < seen.told_at)) return true;
        return std::ranges::any_of(
            seen.told, [&](Told const& told) { return told.received_at > observed_at && tells_news(told, seen); });
    }

    // After a write without a clear answer: a look soon, and one after it can no longer be carried out.
    std::optional<Step> look_at_unclear(Side side) const {
        if (!snapshot_.link || !snapshot_.sides[side].mirror) return std::nullopt;
        auto const observed_at = snapshot_.sides[side].mirror->observed_at;
        for (auto const& write : snapshot_.link->memory.own_writes) {
            if (write.side != side || write.answered_at) continue;
            if (observed_at <= write.sent_at) {
                auto const look_at = write.sent_at + look_after_write;
                if (snapshot_.now < look_at) return Step{Wait{look_at, WaitReason::read_after_write}};
                return Step{Read{side, snapshot_.sides[side].record_id}};
            }
            bool const is_over = snapshot_.now >= write.until && !write.is_conditional;
            if (is_over && observed_at < write.until) return Step{Read{side, snapshot_.sides[side].record_id}};
        }
        return std::nullopt;
    }

    // What has to be done about a side before anything is decided on it.
    std::optional<Step> read_if_needed(Side side) const {
        auto const& seen = snapshot_.sides[side];
        if (!seen.can_read) return Step{Done{DoneReason::cannot_read}};
        if (seen.mirror && seen.mirror->state == MirrorState::missing && !is_injected(InjectedFault::first_not_found_believed)) {
            auto const look_at = seen.mirror->missing_since.value_or(snapshot_.now) + believed_gone_after;
            if (snapshot_.now < look_at) return Step{Wait{look_at, WaitReason::gone_once}};
            return Step{Read{side, seen.record_id}};
        }
        if (needs_reading(side)) return Step{Read{side, seen.record_id}};
        return look_at_unclear(side);
    }

    bool is_gone(Side side) const {
        auto const& mirror = snapshot_.sides[side].mirror;
        return mirror && mirror->state != MirrorState::present;
    }

    // Two records that are one person.

    Decision pair() {
        if (auto const* apart = answer(Choice::take_apart)) return take_apart(*apart);
        for (auto const side : both_sides) {
            if (auto step = read_if_needed(side)) return {*step, {}, {}};
        }
        for (auto const side : both_sides) {
            if (is_gone(side)) return {counterpart_gone(), {}, {}};
        }
        if (snapshot_.link->state != LinkState::active) {
            auto link = *snapshot_.link;
            link.state = LinkState::active;
            return {KeepLink{std::move(link), false, {}}, {}, {}};
        }
        memory_ = snapshot_.link->memory;
        for (auto const side : both_sides) {
            note_carried_out(memory_, sync_, side, snapshot_.sides[side]);
            note_covered(memory_, sync_, side, snapshot_.sides[side]);
        }
        auto plan = plan_pair(pair_input());
        auto braked = hold_back(plan.changes, snapshot_.brakes);
        Decision decision{to_write(plan), plan.memory, plan.questions, plan.answers_done, std::move(braked)};
        if (decision.step == Step{Done{DoneReason::agreed}} && !decision.braked.empty()) decision.step = Done{DoneReason::braked};
        forget(*decision.memory, observed(), snapshot_.now, sync_.policy.consistency_delay);
        if (std::holds_alternative<Read>(decision.step)) return {decision.step, {}, {}};
        if (auto const side = agrees_with_an_old_copy(plan)) return {Read{*side, snapshot_.sides[*side].record_id}, {}, {}};
        return decision;
    }

    // Both came to the same value by themselves, as far as we know: one of the two copies may be from before an edit that nobody
    // told us of. Taken for the base, the value would make that edit the newer one, and the other side's edit would be lost.
    std::optional<Side> agrees_with_an_old_copy(PairPlan const& plan) const {
        auto const& before = snapshot_.link->memory;
        bool const has_moved = std::ranges::any_of(plan.memory.base, [&](auto const& now) {
            auto const known = before.base.find(now.first);
            bool const is_ours = std::ranges::any_of(
                before.own_writes, [&](OwnWrite const& own) { return own.row == now.first && own.after == now.second; });
            return known != before.base.end() && known->second != now.second && !is_ours;
        });
        if (!has_moved || is_injected(InjectedFault::no_read_before_write)) return std::nullopt;
        for (auto const side : both_sides) {
            auto const& seen = snapshot_.sides[side];
            bool const is_fresh =
                seen.was_read_in_this_run || snapshot_.now - seen.mirror->observed_at <= sync_.policy.read_before_write_after;
            if (seen.can_read && !is_fresh) return side;
        }
        return std::nullopt;
    }

    contacts::PerSide<TimePoint> observed() const {
        return {snapshot_.sides.a.mirror->observed_at, snapshot_.sides.b.mirror->observed_at};
    }

    PairInput pair_input() const {
        auto const side = [&](Side at) -> PairSide {
            return {*snapshot_.sides[at].mirror, snapshot_.sides[at].seen, *snapshot_.connections[at]->connector->contacts};
        };
        return {sync_.mapping, sync_.policy, side(Side::a), side(Side::b), memory_, snapshot_.now, snapshot_.answers};
    }

    Step counterpart_gone() const {
        if (snapshot_.link->state == LinkState::broken) return Done{DoneReason::counterpart_gone};
        auto link = *snapshot_.link;
        link.state = LinkState::broken;
        return KeepLink{std::move(link), false, {}};
    }

    // Nothing is written over a value that was not read lately, unless the app refuses such a write by itself.
    bool must_read_before_writing(Side side, PairPlan const& plan) const {
        auto const& seen = snapshot_.sides[side];
        if (is_injected(InjectedFault::no_read_before_write) || !seen.can_read || seen.was_read_in_this_run) return false;
        if (snapshot_.now - seen.mirror->observed_at <= sync_.policy.read_before_write_after) return false;
        if (seen.conditional_writes && seen.mirror->record.version) return false;
        return std::ranges::any_of(
            plan.changes, [&](PlannedChange const& change) { return change.side == side && change.reason != "link_id"; });
    }

    // Rows of which an event told an edit that our copy does not show: until it is known nothing is written to them, and the
    // event is not done. A set may be written.
    struct DoubtfulRows {
        std::set<std::string, std::less<>> rows;
        Side side = Side::a;   // which is read again
        TimePoint again_at{};  // the epoch: none is doubtful
        bool holds(PlannedChange const& change) const { return rows.contains(change.row); }
    };
    DoubtfulRows doubtful_rows() const {
        DoubtfulRows doubtful;
        for (auto const side : both_sides) {
            auto const& seen = snapshot_.sides[side];
            if (seen.told.empty()) continue;
            for (auto const& row : sync_.mapping.rows) {
                auto const at = look_again_at(memory_, sync_, side, seen, row.a);
                if (!at) continue;
                // Sets are changed by element, which covers nothing: they are read again, and written meanwhile.
                if (row.rule.kind != contacts::FieldKind::set) doubtful.rows.insert(row.a);
                if (doubtful.again_at != TimePoint{} && doubtful.again_at <= *at) continue;
                doubtful.again_at = *at;
                doubtful.side = side;
            }
        }
        return doubtful;
    }

    Step to_write(PairPlan plan) const {
        auto const doubtful = doubtful_rows();
        if (doubtful.again_at != TimePoint{} && snapshot_.now >= doubtful.again_at)
            return Read{doubtful.side, snapshot_.sides[doubtful.side].record_id};
        std::erase_if(plan.changes, [&](PlannedChange const& change) { return doubtful.holds(change); });
        auto wait = Wait{doubtful.again_at, WaitReason::old_copy};
        Write write;
        for (auto const side : both_sides) {
            if (!plan.writes_to(side)) continue;
            if (auto const until = held_until(snapshot_.link->memory, side, snapshot_.now); until != TimePoint{}) {
                if (wait.until == TimePoint{} || until < wait.until) wait = {until, WaitReason::unclear_write};
                continue;
            }
            if (must_read_before_writing(side, plan)) return Read{side, snapshot_.sides[side].record_id};
            group(side, plan, write);
        }
        if (!write.groups.empty()) return write;
        if (wait.until != TimePoint{}) return wait;
        return Done{DoneReason::agreed};
    }

    // Plain values together, added and removed elements apart, and what was refused together one by one: the outcome of a call is
    // judged by the changes that it makes, and by no others.
    void group(Side side, PairPlan const& plan, Write& write) const {
        WriteGroup values{side, {}}, added{side, {}}, removed{side, {}};
        std::vector<WriteGroup> single;
        auto const& one_by_one = snapshot_.link->memory.one_by_one[side];
        for (auto const& change : plan.changes) {
            if (change.side != side) continue;
            if (one_by_one.contains(change.row)) {
                single.push_back({side, {change}});
            } else if (!change.is_set) {
                values.changes.push_back(change);
            } else {
                (change.edit.add.empty() ? removed : added).changes.push_back(change);
            }
        }
        for (auto* each : {&values, &added}) {
            if (!each->changes.empty()) write.groups.push_back(std::move(*each));
        }
        for (auto& each : single) write.groups.push_back(std::move(each));
        if (!removed.changes.empty()) write.groups.push_back(std::move(removed));
    }

    // A record without counterpart.

    Step alone() const {
        auto const own = snapshot_.link ? contacts::other(snapshot_.link->missing_side()) : snapshot_.own;
        if (snapshot_.link) {
            for (auto const& effect : snapshot_.open) {
                if (effect.kind != outbox::EffectKind::create) continue;
                auto const look_at = effect.look_at.value_or(snapshot_.now + moment);
                if (snapshot_.now < look_at) return Wait{look_at, WaitReason::creating};
                return LookForCreate{effect.id};
            }
        }
        if (snapshot_.sides[own].record_id.empty()) return Done{DoneReason::not_known};
        if (auto step = read_if_needed(own)) return *step;
        if (is_gone(own))
            return snapshot_.link ? Step{DropLink{"the record to be created from is gone"}} : Step{Done{DoneReason::gone}};
        if (sync_.state == SyncState::backfilling && !sync_.backfill_phase.starts_with("pair"))
            return Wait{snapshot_.now + std::chrono::seconds{10}, WaitReason::first_reading};
        return who_is_it(own);
    }

    Step who_is_it(Side own) const {
        CHECK(snapshot_.candidates.has_value());
        auto const& candidates = *snapshot_.candidates;
        auto const& seen = snapshot_.sides[own];
        // The marker of a create of ours: whatever became of its answer, this is the record that it made.
        // Unless a person said that these two are not one: then the id in it is left over from elsewhere.
        if (candidates.by_marker && !is_kept_apart(candidates.by_marker->link.record(contacts::other(own)).value_or("")))
            return adopt(*candidates.by_marker, own);

        if (answer(Choice::leave_alone) != nullptr) return give_up(DoneReason::left_alone);
        if (auto const* same = answer(Choice::same_person)) {
            if (auto step = same_person(own, same->other_record)) return *step;
        }
        if (answer(Choice::create_anyway) != nullptr) return nobody(own);
        auto others = candidates.other_side;
        std::erase_if(others, [&](contacts::MatchSubject const& each) { return is_kept_apart(each.id); });
        auto namesakes = candidates.namesakes;
        std::erase_if(namesakes, [&](std::string const& id) { return is_kept_apart(id); });

        contacts::MatchSubject const subject{seen.record_id, seen.seen, stored_other_id(snapshot_, own), false};
        auto answer = contacts::match(sync_.mapping, own, subject, others, candidates.same_side);
        if (is_injected(InjectedFault::match_always_ambiguous))
            answer = {contacts::MatchOutcome::ambiguous, "", "email_shared", {}};
        // Their values were made equal while they were linked, so likeness proves nothing any more.
        if (answer.outcome == contacts::MatchOutcome::matched && was_taken_apart_from(answer.id))
            return Ambiguous{"taken_apart", {answer.id}};
        // Whoever was not loaded may be the one that is meant.
        if (candidates.is_cut && answer.outcome != contacts::MatchOutcome::ambiguous) return Ambiguous{"too_many_share", {}};
        if (auto const until = counterpart_known_at(answer)) return Wait{*until, WaitReason::gone_once};
        switch (answer.outcome) {
            case contacts::MatchOutcome::ambiguous: return Ambiguous{answer.reason, answer.candidates};
            case contacts::MatchOutcome::matched: return matched(own, answer);
            case contacts::MatchOutcome::nobody: break;
        }
        if (!namesakes.empty()) {
            if (is_injected(InjectedFault::match_on_name))
                return matched(own, {contacts::MatchOutcome::matched, namesakes.front(), "name", {}});
            return Ambiguous{"same_name_and_address", namesakes};
        }
        return nobody(own);
    }

    // A person's counterpart was not found: once it is believed gone, who is asked about may take its place. None: that is not
    // it.
    std::optional<TimePoint> counterpart_known_at(contacts::MatchAnswer const& answer) const {
        if (answer.outcome != contacts::MatchOutcome::ambiguous || answer.candidates.size() != 1) return std::nullopt;
        auto const* left = left_behind(answer.candidates.front());
        if (left == nullptr || left->is_sure) return std::nullopt;
        return std::max(left->known_at, snapshot_.now + moment);
    }

    LeftBehind const* left_behind(std::string const& id) const {
        auto const found = snapshot_.candidates->left_behind.find(id);
        return found == snapshot_.candidates->left_behind.end() ? nullptr : &found->second;
    }

    // None: there is no such record at the other side any more.
    std::optional<Step> same_person(Side own, std::string const& other_record) const {
        auto const& others = snapshot_.candidates->other_side;
        auto const found = std::ranges::find(others, other_record, &contacts::MatchSubject::id);
        if (found == others.end()) return std::nullopt;
        if (auto const* left = left_behind(other_record); left != nullptr && !left->is_sure)
            return Step{Wait{std::max(left->known_at, snapshot_.now + moment), WaitReason::gone_once}};
        if (found->is_linked && left_behind(other_record) == nullptr) return Step{Ambiguous{"linked_to_another", {other_record}}};
        return matched(own, {contacts::MatchOutcome::matched, other_record, "person", {}});
    }

    Step give_up(DoneReason reason) const {
        if (snapshot_.link) return DropLink{std::string(to_string(reason))};
        return Done{reason};
    }

    Step adopt(CreatingLink const& creating, Side own) const {
        if (creating.is_under_way) return Wait{snapshot_.now + moment, WaitReason::creating};
        KeepLink keep{creating.link, false, {}};
        keep.link.record(own) = snapshot_.sides[own].record_id;
        keep.link.state = LinkState::active;
        return keep;
    }

    Step matched(Side own, contacts::MatchAnswer const& answer) const {
        auto const& creating = snapshot_.candidates->creating;
        KeepLink keep;
        if (auto const found = creating.find(answer.id); found != creating.end()) {
            // The match is somebody whose create at our side is not settled. If this record were that create it would carry its
            // marker, unless the app stores none.
            if (found->second.is_sent && !sync_.mapping.id_holder(own).empty())
                return Wait{snapshot_.now + std::chrono::seconds{5}, WaitReason::creating};
            if (found->second.is_sent) return adopt(found->second, own);
            keep.replaces = found->second.link.id;
        }
        keep.is_new = !snapshot_.link;
        if (snapshot_.link) keep.link = *snapshot_.link;  // it was reserved for a create that is not needed
        if (auto const* left = left_behind(answer.id)) {
            // The new record agrees on nothing yet, but what we sent to the other one can still be seen there.
            auto const is_theirs = [&](auto const& each) { return each.side == contacts::other(own); };
            auto& memory = keep.link.memory;
            std::ranges::copy_if(left->link.memory.own_writes, std::back_inserter(memory.own_writes), is_theirs);
            std::ranges::copy_if(left->link.memory.past, std::back_inserter(memory.past), is_theirs);
            keep.replaces = left->link.id;
        }
        keep.link.record(own) = snapshot_.sides[own].record_id;
        keep.link.record(contacts::other(own)) = answer.id;
        keep.link.state = LinkState::active;
        keep.link.reason = answer.reason;
        keep.link.created_at = snapshot_.now;
        return keep;
    }

    Step nobody(Side own) const {
        auto const to = contacts::other(own);
        auto const& seen = snapshot_.sides[own];
        if (!sync_.mapping.creates_at(to)) return give_up(DoneReason::not_created_here);
        if (seen.mirror->record.archived) return give_up(DoneReason::archived_not_created);
        bool const leaves_out = snapshot_.link && !snapshot_.link->memory.one_by_one[to].empty();
        bool const is_tried_again = answer(Choice::try_again) != nullptr;
        if (!leaves_out && !is_tried_again && !snapshot_.refused_print.empty() && snapshot_.refused_print == snapshot_.print)
            return give_up(DoneReason::refused_before);
        if (auto const email = contacts::text_in(seen.seen, sync_.mapping.email_field);
            !email.empty() && !snapshot_.asked_elsewhere)
            return FindElsewhere{to, email};
        if (!snapshot_.link) {
            // Reserved before anything is sent, so that the create is done under the link's own lease.
            KeepLink keep;
            keep.is_new = true;
            keep.link.record(own) = seen.record_id;
            keep.link.state = LinkState::creating;
            keep.link.reason = "created";
            keep.link.created_at = snapshot_.now;
            return keep;
        }
        if (auto const until = held_until(snapshot_.link->memory, to, snapshot_.now); until != TimePoint{})
            return Wait{until, WaitReason::unclear_write};
        auto const& binding = *snapshot_.connections[to]->connector->contacts;
        return Create{to,
            plan_create(sync_.mapping, sync_.policy, to, seen.mirror->record, binding, snapshot_.link->memory.one_by_one[to])};
    }

    Snapshot const& snapshot_;
    Sync const& sync_;
    LinkMemory memory_;  // of a pair, with what events told of covered values
};

}  // namespace

bool tells_news(Told const& told, SideSnapshot const& side) {
    if (told.is_deletion || !told.values || !side.mirror || side.mirror->state != MirrorState::present) return true;
    if (!side.event_carries_all) return true;
    auto const differs = [&](auto const& row) {
        auto const shown = side.seen.find(row.first);
        return shown == side.seen.end() || shown->second != row.second;
    };
    return told.archived != side.mirror->record.archived || std::ranges::any_of(*told.values, differs);
}

Decision decide(Snapshot const& snapshot) {
    CHECK(snapshot.sync != nullptr);
    return Deciding{snapshot}.run();
}

std::string_view to_string(WaitReason reason) {
    switch (reason) {
        case WaitReason::unclear_write: return "unclear_write";
        case WaitReason::read_after_write: return "read_after_write";
        case WaitReason::old_copy: return "old_copy";
        case WaitReason::creating: return "creating";
        case WaitReason::gone_once: return "gone_once";
        case WaitReason::first_reading: return "first_reading";
        case WaitReason::paused: return "paused";
        case WaitReason::other_lease: return "other_lease";
    }
    return "paused";
}

std::string_view to_string(DoneReason reason) {
    switch (reason) {
        case DoneReason::agreed: return "agreed";
        case DoneReason::braked: return "braked";
        case DoneReason::counterpart_gone: return "counterpart_gone";
        case DoneReason::gone: return "gone";
        case DoneReason::archived_not_created: return "archived_not_created";
        case DoneReason::not_created_here: return "not_created_here";
        case DoneReason::refused_before: return "refused_before";
        case DoneReason::cannot_read: return "cannot_read";
        case DoneReason::left_alone: return "left_alone";
        case DoneReason::not_known: return "not_known";
    }
    return "agreed";
}

std::string_view name_of(Step const& step) {
    struct Names {
        std::string_view operator()(Read const&) const { return "read"; }
        std::string_view operator()(FindElsewhere const&) const { return "find_elsewhere"; }
        std::string_view operator()(Wait const&) const { return "wait"; }
        std::string_view operator()(Ambiguous const&) const { return "ambiguous"; }
        std::string_view operator()(KeepLink const&) const { return "keep_link"; }
        std::string_view operator()(DropLink const&) const { return "drop_link"; }
        std::string_view operator()(Write const&) const { return "write"; }
        std::string_view operator()(Create const&) const { return "create"; }
        std::string_view operator()(TakeOver const&) const { return "take_over"; }
        std::string_view operator()(LookForCreate const&) const { return "look_for_create"; }
        std::string_view operator()(Done const&) const { return "done"; }
    };
    return std::visit(Names{}, step);
}

}  // namespace lockstep::sync
