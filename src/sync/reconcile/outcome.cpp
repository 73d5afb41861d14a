// SPDX-License-Identifier: Apache-2.0
#include "sync/reconcile/outcome.hpp"

#include <algorithm>
#include <cctype>

#include "base/injected_fault.hpp"
#include "base/text.hpp"

namespace lockstep::sync {
namespace {

using calls::OutcomeKind;
using catalogue::ReplyClass;
using contacts::Side;
using contacts::Value;
using outbox::EffectKind;
using outbox::EffectState;

constexpr std::int64_t looks_needed = 2;
constexpr auto without_look_up = std::chrono::hours{24};
constexpr std::string_view refused_note = "refused: ";

// What the app holds when its reply shows no record: what it held before, and what it said it stored.
contacts::Record with_changes(contacts::Record record, std::vector<JournalledChange> const& changes) {
    for (auto const& [id, change] : changes) {
        if (!change.is_set) {
            record.fields[change.field] = change.after;
            continue;
        }
        std::vector<std::string> elements;
        if (auto found = record.fields.find(change.field); found != record.fields.end()) {
            if (auto const* held = std::get_if<std::vector<std::string>>(&found->second)) elements = *held;
        }
        std::erase_if(elements,
            [&](auto const& element) { return std::ranges::find(change.edit.remove, element) != change.edit.remove.end(); });
        for (auto const& element : change.edit.add) {
            if (std::ranges::find(elements, element) == elements.end()) elements.push_back(element);
        }
        record.fields[change.field] = std::move(elements);
    }
    return record;
}

bool names_word(std::string_view text, std::string_view word) {
    for (auto at = text.find(word); at != std::string_view::npos; at = text.find(word, at + 1)) {
        auto const is_letter = [&](std::size_t place) {
            return place < text.size() && (std::isalnum(static_cast<unsigned char>(text[place])) != 0 || text[place] == '_');
        };
        if ((at == 0 || !is_letter(at - 1)) && !is_letter(at + word.size())) return true;
    }
    return false;
}

// Which of the changes the app's refusal is about: those whose field it names, if it names some and not all.
std::vector<std::string> rows_named(Sent const& sent) {
    auto const text = lower_ascii(sent.outcome.reading.message + " " + to_text(sent.outcome.reading.body));
    std::vector<std::string> rows;
    for (auto const& [id, change] : sent.changes) {
        auto field = lower_ascii(change.field);
        if (field.starts_with("custom.")) field = field.substr(7);
        if (names_word(text, field)) rows.push_back(change.row);
    }
    if (rows.size() == sent.changes.size()) rows.clear();
    return rows;
}

class Applying {
public:
    explicit Applying(Snapshot& snapshot) : snapshot_(snapshot), sync_(*snapshot.sync), link_(*snapshot.link) {
        for (auto const side : contacts::both_sides) {
            auto const& mirror = snapshot.sides[side].mirror;
            if (!mirror) continue;
            read_at_[side] = mirror->observed_at;
            read_changed_at_[side] = mirror->record.changed_at;
        }
    }

    Outcome run(std::vector<Sent> const& sent) {
        // What the changes were decided on: the reply of one call may show news of its side before the next outcome is applied.
        decided_on_ = {snapshot_.sides.a.seen, snapshot_.sides.b.seen};
        for (auto const& each : sent) {
            if (each.effect.kind == EffectKind::create)
                apply_create(each);
            else
                apply_update(each);
        }
        mark_not_taken();
        return std::move(outcome_);
    }

    Outcome run(std::vector<Orphan> const& orphans) {
        for (auto const& [effect, changes] : orphans) {
            auto const side = contacts::side_from(effect.side);
            if (effect.kind == EffectKind::create && is_injected(InjectedFault::forget_intents_on_restart)) {
                add(effect, EffectState::abandoned, changes, ChangeOutcome::abandoned, "forgotten", {});
            } else if (effect.kind == EffectKind::create) {
                remember_create(side, effect, snapshot_.now, std::nullopt);
                auto& held = add(
                    effect, EffectState::unknown, changes, ChangeOutcome::unknown, "its sender ended before the answer came", {});
                held.look_at = snapshot_.now + sync_.policy.consistency_delay;
            } else {
                // Sent before now, if at all: counted from now to be sure.
                if (!is_injected(InjectedFault::no_window_after_unclear_write)) {
                    for (auto const& [id, change] : changes) remember(side, change, snapshot_.now, std::nullopt, false);
                }
                add(effect, EffectState::abandoned, changes, ChangeOutcome::unknown, "its sender ended before the answer came",
                    {});
            }
        }
        return std::move(outcome_);
    }

    Outcome look(outbox::Effect const& effect, std::vector<JournalledChange> const& changes,
        std::vector<contacts::Record> const& found, bool can_look, TimePoint looked_at) {
        auto const side = contacts::side_from(effect.side);
        if (!can_look) {
            // Nobody can tell by asking: a sweep that shows the marker settles it, or a person.
            note(IssueKind::create_unknown, "", false, JsonObject{{"side", effect.side}, {"note", effect.note}});
            hold(effect, snapshot_.now + without_look_up, effect.looks, effect.note);
            return std::move(outcome_);
        }
        if (!found.empty()) {
            link_.record(side) = found.front().id;
            link_.state = LinkState::active;
            snapshot_.sides[side].record_id = found.front().id;
            agree_on(side, changes);
            take_observation(snapshot_, side, {found.front(), looked_at});
            finish(effect, EffectState::done, ChangeOutcome::done, "found by its marker");
            close(IssueKind::create_unknown, "", false);
            outcome_.completes_link = true;
            if (found.size() > 1) {
                JsonArray records;
                for (auto const& record : found) records.emplace_back(record.id);
                note(IssueKind::created_twice, "", false, JsonObject{{"side", effect.side}, {"records", std::move(records)}});
            }
            return std::move(outcome_);
        }
        bool const was_refused = effect.note.starts_with(refused_note);
        auto const looks = effect.looks + 1;
        auto const needed = was_refused || is_injected(InjectedFault::search_then_create) ? 1 : looks_needed;
        if (looks < needed) {
            hold(effect, snapshot_.now + sync_.policy.consistency_delay, looks, effect.note);
            return std::move(outcome_);
        }
        finish(effect, EffectState::abandoned, was_refused ? ChangeOutcome::refused : ChangeOutcome::abandoned,
            "looked for and not there");
        close(IssueKind::create_unknown, "", false);
        if (was_refused && !link_.memory.one_by_one[side].empty()) return std::move(outcome_);  // next: without what was refused
        if (was_refused) outcome_.drops_link = true;
        return std::move(outcome_);
    }

    // A record that we made says of every row what the other one said then, blanks included: whatever differs later is an edit.
    void agree_on(Side side, std::vector<JournalledChange> const& changes) {
        if (is_injected(InjectedFault::no_base_after_create)) return;
        for (auto const& row : sync_.mapping.rows) {
            if (!link_.memory.one_by_one[side].contains(row.a)) link_.memory.base.try_emplace(row.a, Value{});
        }
        for (auto const& [id, change] : changes) {
            if (sync_.mapping.row(change.row) == nullptr) continue;
            link_.memory.base[change.row] = change.after_in_a;
            // No value of the other side's: left where it is, and out of the other app, until one of the two changes.
            if (change.reason == "new_record_value") link_.memory.not_taken[change.row] = one_sided(side, change.after_in_a);
        }
    }

private:
    NotTaken one_sided(Side side, Value const& value) const {
        NotTaken entry;
        (side == Side::a ? entry.a : entry.b) = value;
        entry.at = snapshot_.now;
        return entry;
    }

    void worse(ChangeOutcome outcome) {
        if (outcome_.worst == ChangeOutcome::done) outcome_.worst = outcome;
    }

    EffectOutcome& add(outbox::Effect const& effect, EffectState state, std::vector<JournalledChange> const& changes,
        ChangeOutcome outcome, std::string note_text, CallId const& call) {
        EffectOutcome entry;
        entry.effect = effect.id;
        entry.state = state;
        entry.note = std::move(note_text);
        entry.call = call;
        for (auto const& [id, change] : changes) entry.changes.emplace_back(id, outcome);
        worse(outcome);
        outcome_.effects.push_back(std::move(entry));
        return outcome_.effects.back();
    }
    // Of an effect whose changes are not at hand: all of them have the same outcome, kept by whoever stores it.
    void finish(outbox::Effect const& effect, EffectState state, ChangeOutcome outcome, std::string note_text) {
        add(effect, state, {}, outcome, std::move(note_text), {});
    }
    void hold(outbox::Effect const& effect, TimePoint look_at, std::int64_t looks, std::string note_text) {
        auto& entry = add(effect, EffectState::unknown, {}, ChangeOutcome::unknown, std::move(note_text), {});
        entry.look_at = look_at;
        entry.looks = looks;
    }

    void note(IssueKind kind, std::string row, bool about_record, JsonObject detail) {
        outcome_.issues.push_back({kind, std::move(row), about_record, true, std::move(detail)});
    }
    void close(IssueKind kind, std::string row, bool about_record) {
        outcome_.issues.push_back({kind, std::move(row), about_record, false, {}});
    }

    void wait(TimePoint until, bool counts) {
        outcome_.wait_until = std::max(outcome_.wait_until.value_or(TimePoint{}), until);
        outcome_.counts_as_attempt = outcome_.counts_as_attempt || counts;
    }

    void remember(
        Side side, PlannedChange const& change, TimePoint sent_at, std::optional<TimePoint> answered_at, bool conditional) {
        if (change.reason == "link_id") return;  // follows from the link: whoever writes something else there is corrected
        OwnWrite write;
        write.side = side;
        write.row = change.row;
        write.before = change.before_in_a;
        write.after = change.after_in_a;
        // Of the copy that it was decided on, not of what the reply to an earlier call of the run showed.
        write.read_at = read_at_[side];
        write.read_changed_at = read_changed_at_[side];
        write.sent_at = sent_at;
        write.answered_at = answered_at;
        write.until = sent_at + sync_.policy.consistency_delay;
        write.is_conditional = conditional;
        remember_write(link_.memory, std::move(write));
    }
    // A create has no rows of its own yet; its failures are counted under the empty row.
    void remember_create(Side side, outbox::Effect const& effect, TimePoint sent_at, std::optional<TimePoint> answered_at) {
        OwnWrite write;
        write.side = side;
        write.after = Value{effect.marker};
        write.sent_at = sent_at;
        write.answered_at = answered_at;
        write.until = sent_at + sync_.policy.consistency_delay;
        write.is_conditional = true;  // the create itself is held by its effect
        remember_write(link_.memory, std::move(write));
    }

    // What we know of the record is not what is there: it has to be read before anything is written to it.
    void distrust(Side side) {
        auto& mirror = snapshot_.sides[side].mirror;
        if (!mirror) return;
        mirror->record.version.reset();
        mirror->observed_at = TimePoint{};
        snapshot_.sides[side].was_read_in_this_run = false;
    }

    void apply_update(Sent const& sent) {
        auto const side = contacts::side_from(sent.effect.side);
        if (!sent.was_sent) {
            add(sent.effect, EffectState::abandoned, sent.changes, ChangeOutcome::abandoned,
                "not sent: an earlier call of this run failed", {});
            return;
        }
        switch (sent.outcome.kind) {
            case OutcomeKind::done: apply_stored(side, sent); return;
            case OutcomeKind::retry_later:
                wait(sent.outcome.retry_at, false);
                add(sent.effect, EffectState::abandoned, sent.changes, ChangeOutcome::abandoned, sent.outcome.error.code,
                    sent.outcome.call);
                return;
            case OutcomeKind::unknown: apply_unclear(side, sent); return;
            case OutcomeKind::refused: apply_refused_update(side, sent); return;
        }
    }

    // The app would have refused it had the record changed. Not where we knew no version to send along, nor where the reply shows
    // none: then the app does not compare them, whatever it is declared to do.
    bool was_conditional(Side side, Sent const& sent) const {
        auto const& here = snapshot_.sides[side];
        bool const has_sets = std::ranges::any_of(sent.changes, [](auto const& each) { return each.change.is_set; });
        bool const shows_no_version = sent.reply && !sent.reply->version;
        return here.conditional_writes && !has_sets && here.mirror && here.mirror->record.version && !shows_no_version;
    }

    void apply_unclear(Side side, Sent const& sent) {
        auto const sent_at = sent.outcome.sent_at.value_or(snapshot_.now);
        bool const conditional = was_conditional(side, sent);
        for (auto const& [id, change] : sent.changes) {
            if (!is_injected(InjectedFault::no_window_after_unclear_write))
                remember(side, change, sent_at, std::nullopt, conditional);
        }
        if (std::ranges::all_of(sent.changes, [](auto const& each) { return each.change.reason == "link_id"; })) {
            distrust(side);
            wait(snapshot_.now + std::chrono::seconds{5}, true);
        }
        add(sent.effect, EffectState::abandoned, sent.changes, ChangeOutcome::unknown, "no clear answer; read again",
            sent.outcome.call);
    }

    void apply_refused_update(Side side, Sent const& sent) {
        auto const reply_class = sent.outcome.reading.reply_class;
        add(sent.effect, EffectState::refused, sent.changes, ChangeOutcome::refused, sent.outcome.error.code, sent.outcome.call);
        if (reply_class == ReplyClass::changed_since || reply_class == ReplyClass::not_found) {
            distrust(side);
            return;
        }
        if (reply_class == ReplyClass::unauthorized || reply_class == ReplyClass::forbidden) {
            wait(snapshot_.now + std::chrono::minutes{1}, true);
            return;
        }
        // Only the value that the app does not take waits for a person. When it does not say which, the next run sends each
        // alone.
        auto named = rows_named(sent);
        if (is_injected(InjectedFault::whole_update_refused)) {
            for (auto const& each : sent.changes) named.push_back(each.change.row);
        }
        if (named.empty() && sent.changes.size() > 1) {
            for (auto const& [id, change] : sent.changes) link_.memory.one_by_one[side].insert(change.row);
            return;
        }
        for (auto const& [id, change] : sent.changes) {
            bool const is_meant = sent.changes.size() == 1 || std::ranges::find(named, change.row) != named.end();
            if (!is_meant) continue;
            not_taken_.push_back(change.row);
            link_.memory.one_by_one[side].erase(change.row);
            note(IssueKind::write_refused, change.row, false,
                JsonObject{{"side", contacts::to_string(side)}, {"value", contacts::to_json(change.after)},
                    {"status", sent.outcome.status}, {"message", sent.outcome.reading.message}});
        }
    }

    void apply_stored(Side side, Sent const& sent) {
        auto const& here = snapshot_.sides[side];
        CHECK(here.mirror.has_value());
        auto const sent_at = sent.outcome.sent_at.value_or(snapshot_.now);
        auto const answered_at = sent.outcome.answered_at.value_or(snapshot_.now);
        bool const is_shown = sent.reply && sent.reply->id == sent.effect.target;
        auto seen = is_shown ? *sent.reply : with_changes(here.mirror->record, sent.changes);
        bool const conditional = was_conditional(side, sent);
        EffectOutcome entry;
        entry.effect = sent.effect.id;
        entry.state = EffectState::done;
        entry.call = sent.outcome.call;
        for (auto const& [id, change] : sent.changes) {
            bool const stored = !seen.fields.contains(change.field) || is_stored(change, sync_.mapping, seen);
            entry.changes.emplace_back(id, stored ? ChangeOutcome::done : ChangeOutcome::not_stored);
            link_.memory.one_by_one[side].erase(change.row);
            remember(side, change, sent_at, answered_at, conditional);
            if (!stored) {
                worse(ChangeOutcome::not_stored);
                not_taken_.push_back(change.row);
                note(IssueKind::not_stored, change.row, false,
                    JsonObject{{"side", contacts::to_string(side)}, {"written", contacts::to_json(change.after)}});
                continue;
            }
            agree_on_written(side, change);
            outcome_.fields_done.push_back(change.row);
            close(IssueKind::not_stored, change.row, false);
            close(IssueKind::write_refused, change.row, false);
        }
        outcome_.effects.push_back(std::move(entry));
        if (is_shown) {
            // Fields that the reply does not carry were accepted; what was said to be stored is taken as such.
            auto const assumed = with_changes(here.mirror->record, sent.changes);
            for (auto const& [id, change] : sent.changes) {
                if (!seen.fields.contains(change.field)) seen.fields[change.field] = assumed.fields.at(change.field);
            }
        } else {
            seen.version.reset();  // the app has given it new ones that we have not seen
            seen.changed_at.reset();
        }
        take(side, {std::move(seen), sent_at}, answered_at);
    }

    // What was written here is what the other side said: from now on whatever differs from it is an edit, also one at the other
    // side that came before this write was answered.
    void agree_on_written(Side side, PlannedChange const& change) {
        if (sync_.mapping.row(change.row) == nullptr || is_injected(InjectedFault::no_base_after_write)) return;
        auto const& said = decided_on_[contacts::other(side)];
        auto const found = said.find(change.row);
        auto const other = found == said.end() ? Value{} : found->second;
        auto& base = link_.memory.base;
        if (!change.is_set) {
            if (other == change.after_in_a) base[change.row] = change.after_in_a;
            return;
        }
        auto edit = set_difference(change.before_in_a, change.after_in_a);
        std::erase_if(edit.add, [&](auto const& element) { return !has_element(other, element); });
        std::erase_if(edit.remove, [&](auto const& element) { return has_element(other, element); });
        base[change.row] = apply_to_set(base[change.row], edit, sync_.mapping.region);
    }

    void take(Side side, Observation const& seen, TimePoint replaced_at) {
        auto& here = snapshot_.sides[side];
        auto const before = std::move(here.seen);
        here.mirror = observe(here.mirror, seen.record, sync_.mapping, side, seen.sent_at);
        here.mirror->state = MirrorState::present;
        here.mirror->missing_since.reset();
        here.seen = contacts::project(sync_.mapping, side, here.mirror->record);
        note_observation(link_.memory, sync_.mapping, side, before, here.seen, replaced_at);
    }

    void apply_create(Sent const& sent) {
        auto const side = contacts::side_from(sent.effect.side);
        auto const& outcome = sent.outcome;
        switch (outcome.kind) {
            case OutcomeKind::done:
                if (sent.reply && !sent.reply->id.empty()) return apply_created(side, sent);
                return hold_create(side, sent, "the reply did not say which record was created");
            case OutcomeKind::retry_later:
                wait(outcome.retry_at, false);
                add(sent.effect, EffectState::abandoned, sent.changes, ChangeOutcome::abandoned, outcome.error.code,
                    outcome.call);
                return;
            case OutcomeKind::unknown: return hold_create(side, sent, "the answer was lost");
            case OutcomeKind::refused: return apply_refused_create(side, sent);
        }
    }

    void hold_create(Side side, Sent const& sent, std::string note_text) {
        remember_create(side, sent.effect, sent.outcome.sent_at.value_or(snapshot_.now), std::nullopt);
        auto& entry =
            add(sent.effect, EffectState::unknown, sent.changes, ChangeOutcome::unknown, std::move(note_text), sent.outcome.call);
        auto const delay = is_injected(InjectedFault::search_then_create) ? Duration{0} : sync_.policy.consistency_delay;
        entry.look_at = snapshot_.now + delay;
        auto const& writes = link_.memory.own_writes;
        if (!writes.empty() && writes.back().failures >= failures_before_asking) {
            note(IssueKind::create_unknown, "", false,
                JsonObject{{"side", sent.effect.side}, {"note", "keeps_failing"}, {"status", sent.outcome.status}});
        }
    }

    void apply_created(Side side, Sent const& sent) {
        if (sent.created_is_linked) {
            // The app handed us a record that is somebody else's: a person has to look.
            note(IssueKind::create_unknown, "", false, JsonObject{{"side", sent.effect.side}, {"record", sent.reply->id}});
            add(sent.effect, EffectState::refused, sent.changes, ChangeOutcome::unknown,
                "the created record is linked to another", sent.outcome.call);
            outcome_.drops_link = true;
            return;
        }
        auto const sent_at = sent.outcome.sent_at.value_or(snapshot_.now);
        auto& here = snapshot_.sides[side];
        link_.record(side) = sent.reply->id;
        link_.state = LinkState::active;
        here.record_id = sent.reply->id;
        auto seen = *sent.reply;
        EffectOutcome entry;
        entry.effect = sent.effect.id;
        entry.call = sent.outcome.call;
        for (auto const& [id, change] : sent.changes) {
            bool const stored = !seen.fields.contains(change.field) || is_stored(change, sync_.mapping, seen);
            entry.changes.emplace_back(id, stored ? ChangeOutcome::done : ChangeOutcome::not_stored);
            remember(side, change, sent_at, sent.outcome.answered_at.value_or(snapshot_.now), true);
            if (stored) outcome_.fields_done.push_back(change.row);
            if (!stored) {
                worse(ChangeOutcome::not_stored);
                not_taken_.push_back(change.row);
                note(IssueKind::not_stored, change.row, false,
                    JsonObject{{"side", contacts::to_string(side)}, {"written", contacts::to_json(change.after)}});
            }
            if (!seen.fields.contains(change.field))
                seen.fields[change.field] = with_changes({}, {{id, change}}).fields[change.field];
        }
        // A record that we have just made holds what we sent, and nothing else.
        for (auto const& row : sync_.mapping.rows) seen.fields.try_emplace(row.at(side), Value{});
        outcome_.effects.push_back(std::move(entry));
        agree_on(side, sent.changes);
        take(side, {std::move(seen), sent_at}, sent.outcome.answered_at.value_or(snapshot_.now));
        outcome_.completes_link = true;
        close(IssueKind::create_unknown, "", false);
    }

    void apply_refused_create(Side side, Sent const& sent) {
        auto const& reading = sent.outcome.reading;
        auto const reply_class = reading.reply_class;
        if (reply_class == ReplyClass::unauthorized || reply_class == ReplyClass::forbidden) {
            wait(snapshot_.now + std::chrono::minutes{1}, true);
            add(sent.effect, EffectState::refused, sent.changes, ChangeOutcome::refused, sent.outcome.error.code,
                sent.outcome.call);
            return;
        }
        note(IssueKind::create_refused, "", true,
            JsonObject{{"message", reading.message}, {"status", sent.outcome.status}, {"fingerprint", snapshot_.print}});
        if (reply_class == ReplyClass::invalid) {
            // "Refused" and created all the same has been seen: looked for once before anything else is done. Then without the
            // value that was named, or with no more than the app needs; the rest follows one by one.
            auto named = rows_named(sent);
            auto& left_out = link_.memory.one_by_one[side];
            bool const is_first = left_out.empty();
            for (auto const& [id, change] : sent.changes) {
                bool const is_needed = change.row == sync_.mapping.first_name_field ||
                                       change.row == sync_.mapping.last_name_field || change.row == sync_.mapping.email_field ||
                                       change.reason == "link_id" || change.reason == "new_record_value";
                bool const is_meant = named.empty() ? !is_needed : std::ranges::find(named, change.row) != named.end();
                if (is_meant) left_out.insert(change.row);
            }
            if (!is_first && named.empty()) left_out.clear();  // not even the least was taken: a person has to look
            auto& entry = add(sent.effect, EffectState::unknown, sent.changes, ChangeOutcome::unknown,
                std::string(refused_note) + std::to_string(sent.outcome.status), sent.outcome.call);
            entry.look_at = snapshot_.now + sync_.policy.consistency_delay;
            return;
        }
        if (reply_class == ReplyClass::duplicate) outcome_.read_elsewhere = reading.existing_id;
        add(sent.effect, EffectState::refused, sent.changes, ChangeOutcome::refused, sent.outcome.error.code, sent.outcome.call);
        outcome_.drops_link = true;
    }

    void mark_not_taken() {
        for (auto const& row : not_taken_) remember_not_taken(snapshot_, link_, row);
    }

    Snapshot& snapshot_;
    Sync const& sync_;
    Link& link_;
    Outcome outcome_;
    contacts::PerSide<contacts::Projection> decided_on_;
    contacts::PerSide<TimePoint> read_at_;
    contacts::PerSide<std::optional<TimePoint>> read_changed_at_;
    std::vector<std::string> not_taken_;
};

}  // namespace

std::string_view to_string(ChangeOutcome outcome) {
    switch (outcome) {
        case ChangeOutcome::done: return "done";
        case ChangeOutcome::not_stored: return "not_stored";
        case ChangeOutcome::refused: return "refused";
        case ChangeOutcome::unknown: return "unknown";
        case ChangeOutcome::abandoned: return "abandoned";
    }
    return "unknown";
}

std::string_view to_string(IssueKind kind) {
    switch (kind) {
        case IssueKind::not_stored: return "not_stored";
        case IssueKind::write_refused: return "write_refused";
        case IssueKind::create_refused: return "create_refused";
        case IssueKind::create_unknown: return "create_unknown";
        case IssueKind::created_twice: return "created_twice";
    }
    return "not_stored";
}

void remember_not_taken(Snapshot const& snapshot, Link& link, std::string const& row) {
    if (!link.is_complete() || !snapshot.sides.a.mirror || !snapshot.sides.b.mirror) return;
    auto const at = [&](Side side) {
        auto const& here = snapshot.sides[side];
        if (auto found = here.seen.find(row); found != here.seen.end()) return found->second;
        if (auto found = here.mirror->record.fields.find(row); found != here.mirror->record.fields.end())
            return contacts::canonical(contacts::FieldKind::text, found->second, snapshot.sync->mapping.region);
        return Value{};
    };
    link.memory.not_taken[row] = {at(Side::a), at(Side::b), snapshot.now};
}

Outcome apply_outcome(Snapshot& snapshot, std::vector<Sent> const& sent) { return Applying{snapshot}.run(sent); }

Outcome take_over(Snapshot& snapshot, std::vector<Orphan> const& orphans) { return Applying{snapshot}.run(orphans); }

Outcome apply_look(
    Snapshot& snapshot, Orphan const& create, std::vector<contacts::Record> const& found, bool can_look, TimePoint looked_at) {
    return Applying{snapshot}.look(create.effect, create.changes, found, can_look, looked_at);
}

void agree_on_created(Snapshot& snapshot, Side side, std::vector<JournalledChange> const& changes) {
    Applying{snapshot}.agree_on(side, changes);
}

void take_observation(Snapshot& snapshot, Side side, Observation const& seen) {
    auto& here = snapshot.sides[side];
    auto const& mapping = snapshot.sync->mapping;
    auto const before = std::move(here.seen);
    bool const was_known = here.mirror && here.mirror->observed_at != TimePoint{};
    here.mirror = observe(here.mirror, seen.record, mapping, side, seen.sent_at);
    here.mirror->state = MirrorState::present;
    here.mirror->missing_since.reset();
    here.seen = contacts::project(mapping, side, here.mirror->record);
    here.was_read_in_this_run = true;
    if (snapshot.link && was_known) note_observation(snapshot.link->memory, mapping, side, before, here.seen, seen.sent_at);
}

void take_not_found(Snapshot& snapshot, Side side, TimePoint sent_at) {
    auto& here = snapshot.sides[side];
    bool const was_known = here.mirror.has_value();
    if (!was_known) {
        here.mirror = Mirror{};
        here.mirror->record.id = here.record_id;
    }
    auto& mirror = *here.mirror;
    auto const since = mirror.missing_since.value_or(sent_at);
    bool const is_confirmed = mirror.missing_since && sent_at - since >= believed_gone_after;
    mirror.missing_since = since;
    bool const believes = is_confirmed || !was_known || is_injected(InjectedFault::first_not_found_believed);
    mirror.state = believes ? MirrorState::gone : MirrorState::missing;
    mirror.observed_at = sent_at;
    here.was_read_in_this_run = true;
}

std::string fingerprint_text(contacts::Projection const& seen) {
    JsonObject values;
    for (auto const& [row, value] : seen) values[row] = contacts::to_json(value);
    return to_text(values);
}

}  // namespace lockstep::sync
