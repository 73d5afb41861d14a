// SPDX-License-Identifier: Apache-2.0
#include "sync/attached/plan.hpp"

#include <algorithm>
#include <map>

#include "base/injected_fault.hpp"
#include "catalogue/attached_text.hpp"

namespace lockstep::sync {
namespace {

using catalogue::AttachedField;
using catalogue::AttachedItem;
using catalogue::AttachedKind;
using catalogue::AttachedValues;
using contacts::both_sides;
using contacts::other;
using contacts::PerSide;
using contacts::Side;

constexpr auto between_looks = std::chrono::seconds{30};
constexpr auto made_again_after = std::chrono::seconds{210};  // whatever the delay is
constexpr std::size_t writes_at_once = 25;

bool is_blank(AttachedValues const& values) {
    return catalogue::folded_text(values.text).empty() && catalogue::folded_text(values.title).empty();
}

bool is_same_thing(AttachedKind kind, AttachedValues const& one, AttachedValues const& two) {
    if (kind == AttachedKind::note) return catalogue::says_the_same(one, two, AttachedField::text);
    return catalogue::says_the_same(one, two, AttachedField::title) && catalogue::says_the_same(one, two, AttachedField::due);
}

class Planning {
public:
    explicit Planning(AttachedState const& state) : state_(state) {
        plan_.links = state.links;
        for (auto const side : both_sides) {
            for (auto const& item : state.items[side]) listed_[side].emplace(item.id, &item);
        }
    }

    AttachedPlan run() {
        std::erase_if(plan_.links, [&](ItemLink const& link) { return is_over(link); });
        for (auto& link : plan_.links) {
            if (link.pending)
                settle(link);
            else if (link.state == ItemState::refused || link.state == ItemState::creating)
                find_copy(link, link.item.a.empty() ? Side::a : Side::b, link.base);
        }
        for (std::size_t i = 0; i < plan_.links.size(); ++i) {
            if (plan_.links[i].state == ItemState::linked && !plan_.links[i].pending) compare(i);
        }
        for (auto const side : both_sides) {
            for (auto const& link : plan_.links) {
                bool const is_copied_again = is_injected(InjectedFault::attached_loop) && link.copy_at == side;
                if (!link.item[side].empty() && !is_copied_again) known_[side].insert(link.item[side]);
            }
        }
        link_by_origin();
        link_what_says_the_same();
        for (std::size_t i = 0; i < plan_.links.size(); ++i) make_again(i);
        for (auto const side : both_sides) copy_from(side);
        return std::move(plan_);
    }

private:
    AttachedItem const* shown(Side side, std::string const& id) const {
        auto const found = listed_[side].find(id);
        return id.empty() || found == listed_[side].end() ? nullptr : found->second;
    }
    void look_at(TimePoint at) { plan_.look_at = plan_.look_at ? std::min(*plan_.look_at, at) : at; }
    bool is_recent(TimePoint at) const { return state_.now < at + state_.consistency_delay; }

    // Nothing is left of it that could be mistaken for something new.
    bool is_over(ItemLink const& link) const {
        if (link.pending) return false;
        if (link.state == ItemState::left && state_.policy.existing) return true;
        if (link.written && is_recent(link.written->at)) return false;
        return std::ranges::none_of(both_sides, [&](Side side) { return shown(side, link.item[side]) != nullptr; });
    }

    // What was sent without a clear answer.
    void settle(ItemLink& link) {
        auto& pending = *link.pending;
        if (link.state == ItemState::creating) return look_for_copy(link);
        auto const until = pending.sent_at + state_.consistency_delay;
        if (state_.now < until) return look_at(until);
        if (auto const* item = shown(pending.side, link.item[pending.side])) {
            for (auto const field : pending.fields) {
                if (!catalogue::says_the_same(item->values, pending.values, field)) continue;
                catalogue::take(link.base[pending.side], pending.values, field);
                catalogue::take(link.base[other(pending.side)], pending.source, field);
            }
        }
        link.pending.reset();
    }

    // Apps have been seen to refuse in words what they stored all the same. `sent` is what the two said then: not what is shown,
    // which somebody may have changed since.
    bool find_copy(ItemLink& link, Side side, PerSide<AttachedValues> sent) const {
        for (auto const& item : state_.items[side]) {
            if (item.origin.empty() || item.origin != link.item[other(side)] || is_taken(side, item.id)) continue;
            link.item[side] = item.id;
            link.state = ItemState::linked;
            link.copy_at = side;
            link.base[side] = sent[side] == AttachedValues{} ? sent[other(side)] : sent[side];
            link.base[other(side)] = sent[other(side)];
            link.pending.reset();
            return true;
        }
        return false;
    }

    void look_for_copy(ItemLink& link) {
        auto& pending = *link.pending;
        PerSide<AttachedValues> sent;
        sent[pending.side] = pending.values;
        sent[other(pending.side)] = pending.source;
        if (find_copy(link, pending.side, sent)) return;
        auto const first = pending.sent_at + state_.consistency_delay;
        if (state_.now < first) return look_at(first);
        if (pending.looks == 0) {
            pending.looks = 1;
            pending.looked_at = state_.now;
        }
        auto const second = std::max(pending.looked_at + between_looks, pending.sent_at + made_again_after);
        if (state_.now < second) return look_at(second);
        link.pending.reset();  // it was not made: make_again() sees to it
    }

    bool is_taken(Side side, std::string const& id) const {
        return std::ranges::any_of(plan_.links, [&](ItemLink const& link) { return link.item[side] == id; });
    }

    // The item, with fields that an old copy shows as they were before our own write put right.
    AttachedValues believed(ItemLink const& link, Side side, AttachedItem const& item) {
        auto values = item.values;
        auto const& written = link.written;
        if (!written || written->side != side || !is_recent(written->at)) return values;
        for (auto const field : written->fields) {
            bool const is_old = catalogue::says_the_same(item.values, written->before, field) &&
                                !catalogue::says_the_same(item.values, link.base[side], field);
            if (!is_old) continue;
            catalogue::take(values, link.base[side], field);
            look_at(written->at + state_.consistency_delay);
        }
        return values;
    }

    bool may_write(Side side, AttachedField field, AttachedValues const& value) const {
        if (!state_.policy.goes_to(side) || !state_.able[side].updates.contains(field)) return false;
        return !catalogue::folded_text(catalogue::shown(value, field)).empty() || state_.able[side].clears.contains(field);
    }

    void compare(std::size_t index) {
        auto& link = plan_.links[index];
        PerSide<AttachedItem const*> item{shown(Side::a, link.item.a), shown(Side::b, link.item.b)};
        if (item.a == nullptr || item.b == nullptr) return;  // gone at one side: the other stays, and goes its own way
        PerSide<AttachedValues> const says{believed(link, Side::a, *item.a), believed(link, Side::b, *item.b)};
        PerSide<AttachedWrite> writes;
        for (auto const field : catalogue::attached_fields) {
            PerSide<bool> changed;
            for (auto const side : both_sides) changed[side] = !catalogue::says_the_same(says[side], link.base[side], field);
            if (!changed.a && !changed.b) continue;
            if (catalogue::says_the_same(says.a, says.b, field)) {
                for (auto const side : both_sides) catalogue::take(link.base[side], says[side], field);
                continue;
            }
            if (!state_.policy.edits) continue;
            auto from = changed.a ? Side::a : Side::b;
            if (changed.a && changed.b) {
                auto const& at_a = item.a->changed_at;
                auto const& at_b = item.b->changed_at;
                if (at_a && at_b && *at_b > *at_a) from = Side::b;
                // One way only: whoever is copied from is right.
                if (!state_.policy.goes_to(other(from))) from = other(from);
            }
            // Half a text must not come back over the whole.
            bool const is_half =
                field == AttachedField::text && (catalogue::is_cut(says[from].text) || catalogue::is_cut(link.base[from].text));
            if (is_half || !may_write(other(from), field, says[from])) continue;
            auto const& refused = link.refused;
            if (refused && refused->side == other(from) && refused->fields.contains(field) &&
                catalogue::says_the_same(says[from], refused->source, field))
                continue;
            auto& write = writes[other(from)];
            if (write.fields.empty()) {
                write.values = says[other(from)];
                write.reason = "attached_edit";
            }
            if (changed.a && changed.b) write.reason = "attached_both";
            write.fields.insert(field);
            catalogue::take(write.values, says[from], field);
        }
        // One after the other: the second direction has its turn when the first is answered.
        if (!writes.a.fields.empty() && !writes.b.fields.empty()) {
            writes.b.fields.clear();
            look_at(state_.now);
        }
        for (auto const side : both_sides) {
            auto& write = writes[side];
            if (write.fields.empty()) continue;
            write.link = index;
            write.side = side;
            write.before = item[side]->values;
            write.source = says[other(side)];
            add(std::move(write));
        }
    }

    void add(AttachedWrite write) {
        if (plan_.writes.size() >= writes_at_once) return look_at(state_.now);
        plan_.writes.push_back(std::move(write));
    }

    // A copy that lost its link (a contact taken apart and put together again) is found by what it says it is a copy of.
    void link_by_origin() {
        if (is_injected(InjectedFault::attached_loop)) return;
        for (auto const side : both_sides) {
            for (auto const& item : state_.items[side]) {
                if (item.origin.empty() || known_[side].contains(item.id)) continue;
                auto const* original = shown(other(side), item.origin);
                if (original == nullptr || known_[other(side)].contains(original->id)) continue;
                ItemLink link;
                link.item[side] = item.id;
                link.item[other(side)] = original->id;
                link.copy_at = side;
                // Where they differ, the original was changed, as far as anybody can tell.
                link.base.a = link.base.b = item.values;
                keep(std::move(link));
            }
        }
    }

    void keep(ItemLink link) {
        for (auto const side : both_sides) {
            if (!link.item[side].empty()) known_[side].insert(link.item[side]);
        }
        plan_.links.push_back(std::move(link));
    }

    bool is_alone(Side side, AttachedItem const& item) const {
        if (is_injected(InjectedFault::attached_loop)) return !known_[side].contains(item.id);
        return item.origin.empty() && !known_[side].contains(item.id);
    }

    // People wrote the same at both sides: nothing is to be made.
    void link_what_says_the_same() {
        for (auto const& one : state_.items.a) {
            if (!is_alone(Side::a, one) || is_blank(one.values)) continue;
            for (auto const& two : state_.items.b) {
                if (!is_alone(Side::b, two) || !is_same_thing(state_.kind, one.values, two.values)) continue;
                ItemLink link;
                link.item = {one.id, two.id};
                link.base = {one.values, two.values};
                keep(std::move(link));
                break;
            }
        }
    }

    // Copies that were not made: what was sent is known not to have come to anything, or was refused.
    void make_again(std::size_t index) {
        auto& link = plan_.links[index];
        if (link.pending || (link.state != ItemState::creating && link.state != ItemState::refused)) return;
        auto const own = link.item.a.empty() ? Side::b : Side::a;
        auto const* original = shown(own, link.item[own]);
        if (original == nullptr || !state_.policy.goes_to(other(own)) || !state_.able[other(own)].creates) return;
        bool const is_news = std::ranges::any_of(catalogue::attached_fields,
            [&](AttachedField field) { return !catalogue::says_the_same(original->values, link.base[own], field); });
        if (link.state == ItemState::refused && !is_news) return;
        make(index, own, *original);
    }

    void make(std::size_t index, Side own, AttachedItem const& original) {
        AttachedWrite write;
        write.link = index;
        write.side = other(own);
        write.is_create = true;
        write.values = write.source = original.values;
        write.reason = "attached_new";
        add(std::move(write));
    }

    void copy_from(Side side) {
        if (!state_.policy.goes_to(other(side)) || !state_.able[other(side)].creates) return;
        std::vector<AttachedItem const*> alone;
        for (auto const& item : state_.items[side]) {
            if (is_alone(side, item) && !is_blank(item.values)) alone.push_back(&item);
        }
        std::ranges::sort(alone, {}, [](AttachedItem const* item) {
            return std::pair(item->created_at.value_or(TimePoint{}), std::string_view(item->id));
        });
        for (auto const* item : alone) {
            // Where an app does not say when something was written, whatever the first look finds was there before.
            bool const was_there = state_.is_first_look && !state_.policy.existing &&
                                   (!item->created_at || *item->created_at < state_.policy.since.value_or(TimePoint{}));
            if (!was_there && plan_.writes.size() >= writes_at_once) return look_at(state_.now);
            ItemLink link;
            link.item[side] = item->id;
            link.base[side] = item->values;
            link.state = was_there ? ItemState::left : ItemState::creating;
            keep(std::move(link));
            if (!was_there) make(plan_.links.size() - 1, side, *item);
        }
    }

    AttachedState const& state_;
    AttachedPlan plan_;
    PerSide<std::map<std::string_view, AttachedItem const*>> listed_;
    PerSide<std::set<std::string>> known_;  // ids that belong to a link
};

}  // namespace

AttachedAbility ability_of(catalogue::AttachedBinding const& binding) {
    AttachedAbility able;
    able.creates = binding.can_create();
    for (auto const field : catalogue::attached_fields) {
        if (binding.can_update(field)) able.updates.insert(field);
        if (binding.can_clear(field)) able.clears.insert(field);
    }
    return able;
}

AttachedPlan plan_attached(AttachedState const& state) { return Planning{state}.run(); }

void mark_sent(ItemLink& link, AttachedWrite const& write, TimePoint now, std::string effect) {
    ItemPending pending;
    pending.effect = std::move(effect);
    pending.side = write.side;
    pending.sent_at = now;
    pending.fields = write.fields;
    pending.values = write.values;
    pending.source = write.source;
    link.pending = std::move(pending);
    if (write.is_create) {
        link.state = ItemState::creating;
        link.base[other(write.side)] = write.source;
    } else if (is_injected(InjectedFault::attached_base_before_stored)) {
        for (auto const field : write.fields) {
            catalogue::take(link.base[write.side], write.values, field);
            catalogue::take(link.base[other(write.side)], write.source, field);
        }
    }
}

bool apply_answer(ItemLink& link, AttachedWrite const& write, AttachedAnswer const& answer) {
    auto const side = write.side;
    switch (answer.kind) {
        case AttachedAnswerKind::done:
            if (write.is_create) {
                auto const id = answer.shown ? answer.shown->id : answer.existing_id;
                if (id.empty()) break;  // it says that it did it, and not what: looked for like an unclear one
                link.item[side] = id;
                link.state = ItemState::linked;
                link.copy_at = side;
                link.base[side] = answer.shown ? answer.shown->values : write.values;
                link.base[other(side)] = write.source;
            } else {
                for (auto const field : write.fields) {
                    catalogue::take(link.base[side], answer.shown ? answer.shown->values : write.values, field);
                    catalogue::take(link.base[other(side)], write.source, field);
                }
                link.refused.reset();
                link.written = ItemWritten{side, answer.sent_at, write.fields, write.before};
            }
            link.pending.reset();
            return true;
        case AttachedAnswerKind::refused:
            link.pending.reset();
            if (write.is_create) {
                link.state = ItemState::refused;
            } else {
                link.refused = ItemRefused{side, write.fields, write.source};
            }
            return true;
        case AttachedAnswerKind::not_sent: link.pending.reset(); return !write.is_create;
        case AttachedAnswerKind::unclear: break;
    }
    if (write.is_create && is_injected(InjectedFault::attached_intent_not_kept)) return false;
    if (link.pending) {
        link.pending->is_unclear = true;
        link.pending->sent_at = std::max(link.pending->sent_at, answer.sent_at);
    }
    return true;
}

void try_again(ItemLink& link) {
    link.refused.reset();
    if (link.state == ItemState::refused) link.state = ItemState::creating;
}

void take_over(ItemLink& link, TimePoint now) {
    if (!link.pending || link.pending->is_unclear) return;
    link.pending->is_unclear = true;
    link.pending->sent_at = now;
}

}  // namespace lockstep::sync
