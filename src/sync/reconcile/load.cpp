// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/load.hpp"

#include <algorithm>
#include <set>

#include "base/injected_fault.hpp"
#include "events/record_events.hpp"
#include "outbox/outbox.hpp"
#include "sync/reconcile/outcome.hpp"
#include "sync/state/answers.hpp"
#include "sync/state/brakes.hpp"
#include "sync/state/issues.hpp"
#include "sync/state/links.hpp"
#include "sync/state/mirrors.hpp"

namespace lockstep::sync {
namespace {

using contacts::Side;

std::string stored_other_id(contacts::Mapping const& mapping, Side side, contacts::Record const& record) {
    auto const found = record.fields.find(mapping.id_holder(side));
    if (found == record.fields.end()) return {};
    auto const value = contacts::canonical(contacts::FieldKind::text, found->second, mapping.region);
    auto const* text = std::get_if<std::string>(&value);
    return text == nullptr ? std::string() : *text;
}

Result<std::vector<Told>> load_told(Scope const& scope, LoadInput const& input, Side side, std::string const& record_id) {
    auto const& connection = input.connection(side);
    auto const& binding = *connection.connector->contacts;
    // All of them: the run settles all, and the last one says most.
    TRY(auto const waiting, events::waiting_for(scope.transaction, scope.vault, {scope.account, connection.id, record_id}));
    std::vector<Told> list;
    for (auto const& event : waiting) {
        Told told;
        told.received_at = event.received_at;
        told.is_deletion = event.type == "contact.deleted";
        auto const payload = parse_foreign_json(event.payload);
        auto const facts =
            payload ? binding.read_event(*payload, connection.custom_fields)
                    : Result<catalogue::EventFacts>{fail(ErrorKind::corrupt, "sync.event_unreadable", "reading an event")};
        if (facts && facts->record && facts->record_id == record_id) {
            told.values = contacts::project(input.sync->mapping, side, *facts->record);
            for (auto const& row : input.sync->mapping.rows) {
                if (!facts->record->fields.contains(row.at(side))) told.values->erase(row.a);  // not carried: says nothing
            }
            told.archived = facts->record->archived;
            told.sent_at = facts->sent_at;
        }
        list.push_back(std::move(told));
    }
    std::ranges::sort(list, {}, &Told::received_at);
    return list;
}

Result<void> load_side(Scope const& scope, LoadInput const& input, Side side, SideSnapshot& here) {
    auto const& binding = *input.connection(side).connector->contacts;
    here.fresh_since = input.payload.fresh_since[side];
    here.told_at = input.payload.told_at[side];
    here.conditional_writes = binding.writes_are_conditional;
    here.event_carries_all = binding.event_carries_all;
    here.can_read = binding.get("x").has_value();
    if (here.record_id.empty()) return {};
    TRY(here.mirror, load_mirror(scope, side, here.record_id));
    if (here.mirror) here.seen = contacts::project(input.sync->mapping, side, here.mirror->record);
    TRY(here.told, load_told(scope, input, side, here.record_id));
    return {};
}

Result<CreatingLink> creating_link(Scope const& scope, Link link) {
    CreatingLink creating{std::move(link), false, false};
    TRY(auto const open, outbox::open_of(scope.transaction, scope.account, "sync", creating.link.id.text()));
    for (auto const& effect : open) {
        if (effect.kind != outbox::EffectKind::create) continue;
        creating.is_sent = true;
        creating.is_under_way = effect.state == outbox::EffectState::journalled;
    }
    return creating;
}

// Records of `side` that share a key with this one. `is_cut`: there are more than were looked at.
Result<std::vector<std::string>> sharing(
    Scope const& scope, Sync const& sync, Side side, contacts::Projection const& seen, bool& is_cut) {
    std::set<std::string> ids;
    auto const add = [&](MirrorKey key, std::string const& value) -> Result<void> {
        if (value.empty()) return {};
        TRY(auto const found, find_mirrors(scope, side, key, value));
        ids.insert(found.ids.begin(), found.ids.end());
        is_cut = is_cut || found.is_cut;
        return {};
    };
    TRY_VOID(add(MirrorKey::email, contacts::text_in(seen, sync.mapping.email_field)));
    TRY_VOID(add(MirrorKey::phone, contacts::text_in(seen, sync.mapping.phone_field)));
    return std::vector<std::string>(ids.begin(), ids.end());
}

Result<bool> is_answered_leave_alone(Scope const& scope, LinkId const& link) {
    TRY(auto const answers, answers_about_link(scope, link));
    return std::ranges::any_of(
        answers, [](Answer const& each) { return each.choice == Choice::leave_alone && each.row.empty(); });
}

// Of a complete link: none when its record at `own` is there.
Result<std::optional<LeftBehind>> left_behind(Scope const& scope, Side own, Link const& link) {
    constexpr auto soon = std::chrono::minutes{1};
    TRY(auto const partner, load_mirror(scope, own, *link.record(own)));
    if (!partner || partner->state == MirrorState::present) return std::optional<LeftBehind>{};
    LeftBehind left{link, false, scope.now + soon};
    if (partner->state == MirrorState::missing) {
        left.known_at = std::max(left.known_at, partner->missing_since.value_or(scope.now) + believed_gone_after);
    } else if (link.state == LinkState::broken) {
        TRY(auto const open, outbox::open_of(scope.transaction, scope.account, "sync", link.id.text()));
        left.is_sure = open.empty();
    }
    return std::optional{std::move(left)};
}

bool same_address(contacts::Mapping const& mapping, contacts::Projection const& left, contacts::Projection const& right) {
    for (auto const& row : mapping.rows) {
        bool const is_address = row.sensitivity == contacts::Sensitivity::contact && row.rule.kind == contacts::FieldKind::text;
        if (!is_address) continue;
        auto const ours = contacts::text_in(left, row.a), theirs = contacts::text_in(right, row.a);
        if (!ours.empty() && !theirs.empty() && ours != theirs) return false;
    }
    return true;
}

}  // namespace

std::string issue_subject(Side side, std::string_view record_id) {
    std::string subject{contacts::to_string(side)};
    subject += ':';
    subject += record_id;
    return subject;
}

std::string fingerprint(Scope const& scope, contacts::Projection const& seen) {
    return scope.vault.blind_index(scope.account, "fingerprint", fingerprint_text(seen));
}

Result<Candidates> load_candidates(Scope const& scope, Sync const& sync, Side own, Mirror const& mirror,
    contacts::Projection const& seen, std::optional<LinkId> const& own_link, std::span<Answer const> answers) {
    auto const other = contacts::other(own);
    auto const& mapping = sync.mapping;
    Candidates candidates;
    auto const stored = stored_other_id(mapping, own, mirror.record);
    if (!stored.empty()) {
        TRY(auto link, link_of(scope, other, stored));
        if (link && link->state == LinkState::creating && !link->record(own) && link->id != own_link) {
            TRY(candidates.by_marker, creating_link(scope, std::move(*link)));
        }
    }
    TRY(auto other_ids, sharing(scope, sync, other, seen, candidates.is_cut));
    if (!stored.empty()) other_ids.push_back(stored);
    TRY(auto const pointing, find_mirrors(scope, other, MirrorKey::other_id, mirror.record.id));
    other_ids.insert(other_ids.end(), pointing.ids.begin(), pointing.ids.end());
    candidates.is_cut = candidates.is_cut || pointing.is_cut;
    for (auto const& answer : answers) {
        if (answer.choice == Choice::same_person) other_ids.push_back(answer.other_record);
    }
    std::ranges::sort(other_ids);
    other_ids.erase(std::ranges::unique(other_ids).begin(), other_ids.end());
    TRY(auto same_ids, sharing(scope, sync, own, seen, candidates.is_cut));
    std::erase(same_ids, mirror.record.id);

    auto const subject = [&](Side side, std::string const& id, std::vector<contacts::MatchSubject>& list) -> Result<void> {
        TRY(auto const found, load_mirror(scope, side, id));
        if (!found || found->state == MirrorState::gone) return {};  // one that was not found once may be there
        TRY(auto link, link_of(scope, side, id));
        bool const is_linked = link && link->is_complete();
        auto& added = list.emplace_back(
            id, contacts::project(mapping, side, found->record), stored_other_id(mapping, side, found->record), is_linked);
        if (side == other && is_linked && !is_injected(InjectedFault::made_anew_is_another)) {
            TRY(auto left, left_behind(scope, own, *link));
            if (left) {
                TRY(auto const is_left_alone, is_answered_leave_alone(scope, link->id));
                added.is_linked = !left->is_sure || is_left_alone;
                if (left->is_sure && added.stored_other_id == link->record(own)) added.stored_other_id.clear();
                candidates.left_behind.emplace(id, *std::move(left));
            }
        }
        if (side == other && link && !is_linked && link->id != own_link) {
            TRY(candidates.creating[id], creating_link(scope, std::move(*link)));
        }
        return {};
    };
    for (auto const& id : other_ids) TRY_VOID(subject(other, id, candidates.other_side));
    for (auto const& id : same_ids) TRY_VOID(subject(own, id, candidates.same_side));

    if (auto const name = lone_name(mapping, seen); !name.empty()) {
        TRY(auto const found_by_name, find_mirrors(scope, other, MirrorKey::name, name));
        candidates.is_cut = candidates.is_cut || found_by_name.is_cut;
        for (auto const& id : found_by_name.ids) {
            TRY(auto const found, load_mirror(scope, other, id));
            TRY(auto const link, link_of(scope, other, id));
            if (!found || found->state == MirrorState::gone || link) continue;
            if (same_address(mapping, seen, contacts::project(mapping, other, found->record))) candidates.namesakes.push_back(id);
        }
    }
    return candidates;
}

Result<Loaded> load_snapshot(Scope const& scope, LoadInput const& input) {
    Loaded loaded;
    loaded.at = scope.now;
    auto& snapshot = loaded.snapshot;
    snapshot.now = scope.now;
    snapshot.sync = input.sync.get();
    snapshot.connections = {&input.a, &input.b};
    snapshot.fence = input.fence;
    if (input.key.link) {
        TRY(snapshot.link, load_link(scope, *input.key.link));
        if (!snapshot.link) return loaded;
        forget_remapped(snapshot.link->memory, input.sync->mapping);
        for (auto const side : contacts::both_sides) snapshot.sides[side].record_id = snapshot.link->record(side).value_or("");
        if (!snapshot.link->is_complete()) snapshot.own = contacts::other(snapshot.link->missing_side());
        TRY(snapshot.open, outbox::open_of(scope.transaction, scope.account, "sync", snapshot.link->id.text()));
        TRY(loaded.link_issues, open_issues_of(scope, snapshot.link->id.text()));
        TRY(snapshot.answers, answers_about_link(scope, snapshot.link->id));
        TRY(snapshot.brakes, brakes_that_hold(scope));
    } else {
        TRY(loaded.belongs_to, link_id_of(scope, input.key.side, input.key.record_id));
        if (loaded.belongs_to) return loaded;
        snapshot.own = input.key.side;
        snapshot.sides[input.key.side].record_id = input.key.record_id;
    }
    for (auto const side : contacts::both_sides) TRY_VOID(load_side(scope, input, side, snapshot.sides[side]));
    if (!snapshot.link || !snapshot.link->is_complete()) {
        TRY(auto about_record, answers_about_record(scope, snapshot.own, snapshot.mine().record_id));
        snapshot.answers.insert(snapshot.answers.end(), about_record.begin(), about_record.end());
        TRY(snapshot.taken_apart, taken_apart_from(scope, snapshot.own, snapshot.mine().record_id));
    }
    return loaded;
}

}  // namespace lockstep::sync
