// SPDX-License-Identifier: Apache-2.0
#include "sync/settle.hpp"

#include <algorithm>

#include "sync/issues.hpp"
#include "sync/link_planning.hpp"
#include "sync/looks.hpp"

namespace lockstep::sync {
namespace {

using calls::OutcomeKind;
using catalogue::ReplyClass;
using contacts::Side;

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

class Settlement {
public:
    Settlement(Scope const& scope, SettleInput const& input, IdSource& ids) : scope_(scope), input_(input), ids_(ids) {}

    Result<Settled> run() {
        CHECK(!input_.performed.empty());
        TRY(auto link, load_link(scope_, input_.performed.front().prepared.intent.link));
        if (!link)
            return fail(ErrorKind::internal, "sync.link_lost",
                "settling intent " + input_.performed.front().prepared.intent.id.text() + ": its link is gone");
        link_ = std::move(*link);
        for (auto const& performed : input_.performed) {
            TRY_VOID(performed.prepared.intent.kind == IntentKind::create ? settle_create(performed) : settle_update(performed));
        }
        if (is_link_removed_) return std::move(settled_);
        if (link_.a && link_.b) TRY_VOID(agree());
        TRY_VOID(update_link(scope_, link_));
        return std::move(settled_);
    }

private:
    catalogue::RecordBinding const& binding(Side side) const {
        return *(side == Side::a ? input_.a : input_.b).connector->contacts;
    }

    void worse(std::string_view outcome) {
        if (settled_.outcome == "done") settled_.outcome = outcome;
    }

    Result<void> ask_for(Side side, std::string record_id, Duration in, std::string_view reason) {
        auto const due = scope_.now + in;
        // A follow-up may use the mirror; everything else wants to see what is there now.
        auto const fresh = reason == "follow_up" ? TimePoint{} : scope_.now;
        Look look{scope_.account, scope_.sync, side, std::move(record_id), LookKind::full, catalogue::Lane::live, due, fresh, 0,
            0, std::string(reason), ""};
        return ask(scope_, look);
    }

    void again(TimePoint at, bool counts) {
        settled_.again_at = settled_.again_at ? std::max(*settled_.again_at, at) : at;
        settled_.counts_as_attempt = settled_.counts_as_attempt || counts;
    }

    Result<void> settle_update(Performed const& performed) {
        auto const& intent = performed.prepared.intent;
        auto const& outcome = performed.outcome;
        if (!performed.was_sent) {
            worse("abandoned");
            TRY_VOID(settle_changes(scope_, intent.id, "abandoned", CallId{}));
            return close_intent(scope_, intent.id, IntentState::abandoned, "not sent: an earlier write of this run failed");
        }
        switch (outcome.kind) {
            case OutcomeKind::done: return settle_stored(performed);
            case OutcomeKind::retry_later:
                worse("abandoned");
                again(outcome.retry_at, false);
                TRY_VOID(settle_changes(scope_, intent.id, "abandoned", outcome.call));
                return close_intent(scope_, intent.id, IntentState::abandoned, outcome.error.code);
            case OutcomeKind::unknown:
                // The same value written twice is the same value: read again, then decide again.
                worse("unknown");
                leave_unconfirmed(link_.base, input_.sync, intent.side, rows_of(performed), scope_.now);
                TRY_VOID(distrust(intent.side, performed.prepared.target_id));
                TRY_VOID(ask_for(intent.side, performed.prepared.target_id, std::chrono::seconds{5}, "unknown_write"));
                TRY_VOID(settle_changes(scope_, intent.id, "unknown", outcome.call));
                return close_intent(scope_, intent.id, IntentState::abandoned, "outcome unknown; read again");
            case OutcomeKind::refused: return settle_refused_update(performed);
        }
        return {};
    }

    // What we know of the record is not what is there: whoever wants to write it next has to read it first.
    Result<void> distrust(Side side, std::string const& record_id) {
        is_read_again_ = true;
        TRY(auto mirror, load_mirror(scope_, side, record_id));
        if (!mirror) return {};
        mirror->record.version.reset();
        mirror->observed_at = TimePoint{};
        return save_mirror(scope_, side, *mirror, input_.sync.mapping);
    }

    static std::vector<RowWrite> rows_of(Performed const& performed) {
        std::vector<RowWrite> writes;
        for (auto const& [id, change] : performed.prepared.changes) writes.push_back({change.row, change.before, change.after});
        return writes;
    }

    Result<void> settle_refused_update(Performed const& performed) {
        auto const& intent = performed.prepared.intent;
        auto const& outcome = performed.outcome;
        worse("refused");
        TRY_VOID(settle_changes(scope_, intent.id, "refused", outcome.call));
        TRY_VOID(close_intent(scope_, intent.id, IntentState::refused, outcome.error.code));
        auto const reply_class = outcome.reading.reply_class;
        if (reply_class == ReplyClass::changed_since || reply_class == ReplyClass::not_found) {
            TRY_VOID(distrust(intent.side, performed.prepared.target_id));
            return ask_for(intent.side, performed.prepared.target_id, Duration{0}, "changed_since");
        }
        if (reply_class == ReplyClass::unauthorized) {
            again(scope_.now + std::chrono::minutes{1}, false);
            return {};
        }
        // The app will not take it: not tried again until a side changes, and a person is told.
        for (auto const& [id, change] : performed.prepared.changes) {
            refused_rows_.push_back(change.row);
            TRY_VOID(raise_issue(scope_, ids_, {"write_refused", link_.id.text(), change.row},
                JsonObject{{"side", contacts::to_string(intent.side)}, {"value", contacts::to_json(change.after)},
                    {"status", outcome.status}, {"message", outcome.reading.message}}));
        }
        return {};
    }

    Result<void> settle_stored(Performed const& performed) {
        auto const& intent = performed.prepared.intent;
        TRY(auto const previous, load_mirror(scope_, intent.side, performed.prepared.target_id));
        if (!previous)
            return fail(
                ErrorKind::internal, "sync.mirror_lost", "settling intent " + intent.id.text() + ": its record has no mirror");
        bool const is_shown = performed.reply && performed.reply->id == performed.prepared.target_id;
        auto seen = is_shown ? *performed.reply : with_changes(previous->record, performed.prepared.changes);
        TRY_VOID(note_stored(performed, *previous, seen));
        if (is_shown) {
            // Fields that the reply does not carry were accepted; what was said to be stored is taken as such.
            std::vector<JournalledChange> unseen;
            for (auto const& journalled : performed.prepared.changes) {
                if (!seen.fields.contains(journalled.change.field)) unseen.push_back(journalled);
            }
            auto assumed = with_changes(previous->record, unseen);
            for (auto const& journalled : unseen) seen.fields[journalled.change.field] = assumed.fields[journalled.change.field];
        } else {
            seen.version.reset();  // the app has given it a new one that we have not seen
        }
        auto mirror = observe(previous, seen, input_.sync.mapping, intent.side, scope_.now);
        TRY_VOID(save_mirror(scope_, intent.side, mirror, input_.sync.mapping));
        return close_intent(scope_, intent.id, IntentState::done, "");
    }

    // Compares what was written with what is shown, field by field; keeps what a lagging read could still show.
    Result<void> note_stored(Performed const& performed, Mirror const& previous, contacts::Record const& seen) {
        auto const& intent = performed.prepared.intent;
        auto const before = contacts::project(input_.sync.mapping, intent.side, previous.record);
        auto const after = contacts::project(input_.sync.mapping, intent.side, seen);
        for (auto const& [id, change] : performed.prepared.changes) {
            bool const stored = !seen.fields.contains(change.field) || is_stored(change, input_.sync.mapping, seen);
            TRY_VOID(settle_change(scope_, id, stored ? "done" : "not_stored", performed.outcome.call));
            IssueKey const key{"not_stored", link_.id.text(), change.row};
            if (!stored) {
                worse("not_stored");
                refused_rows_.push_back(change.row);
                TRY_VOID(raise_issue(scope_, ids_, key,
                    JsonObject{{"side", contacts::to_string(intent.side)}, {"written", contacts::to_json(change.after)}}));
                continue;
            }
            settled_.fields_done.push_back(change.row);
            TRY_VOID(close_issue(scope_, key));
            TRY_VOID(close_issue(scope_, {"write_refused", link_.id.text(), change.row}));
            auto const old_value = before.find(change.row);
            auto const new_value = after.find(change.row);
            if (old_value != before.end() && new_value != after.end()) {
                link_.base.settling[change.row] = {
                    intent.side, old_value->second, new_value->second, scope_.now + input_.sync.policy.settle};
            }
        }
        return {};
    }

    Result<void> settle_create(Performed const& performed) {
        auto const& intent = performed.prepared.intent;
        auto const& outcome = performed.outcome;
        switch (outcome.kind) {
            case OutcomeKind::done:
                if (performed.reply && !performed.reply->id.empty()) return settle_created(performed);
                return hold(performed, "the reply did not say which record was created");
            case OutcomeKind::retry_later:
                worse("abandoned");
                again(outcome.retry_at, false);
                return drop_create(performed, IntentState::abandoned, "abandoned", outcome.error.code);
            case OutcomeKind::unknown: return hold(performed, "the answer was lost");
            case OutcomeKind::refused: return settle_refused_create(performed);
        }
        (void)intent;
        return {};
    }

    Result<void> settle_created(Performed const& performed) {
        auto const& intent = performed.prepared.intent;
        auto const& id = performed.reply->id;
        TRY(auto const holder, link_of(scope_, intent.side, id));
        if (holder && holder->id != link_.id) {
            // The app handed us a record that is somebody else's: a person has to look.
            TRY_VOID(raise_issue(scope_, ids_, {"create_unknown", link_.id.text(), ""},
                JsonObject{{"side", contacts::to_string(intent.side)}, {"record", id}}));
            worse("unknown");
            return drop_create(performed, IntentState::refused, "unknown", "the created record is linked to another");
        }
        link_.record(intent.side) = id;
        link_.state = LinkState::active;
        TRY(auto const previous, load_mirror(scope_, intent.side, id));
        auto seen = *performed.reply;
        for (auto const& [change_id, change] : performed.prepared.changes) {
            bool const stored = !seen.fields.contains(change.field) || is_stored(change, input_.sync.mapping, seen);
            TRY_VOID(settle_change(scope_, change_id, stored ? "done" : "not_stored", performed.outcome.call));
            if (stored) settled_.fields_done.push_back(change.row);
            if (!seen.fields.contains(change.field))
                seen.fields[change.field] = with_changes({}, {{change_id, change}}).fields[change.field];
        }
        auto mirror = observe(previous, seen, input_.sync.mapping, intent.side, scope_.now);
        TRY_VOID(save_mirror(scope_, intent.side, mirror, input_.sync.mapping));
        TRY_VOID(name_record(scope_, intent.id, intent.side, id));
        auto const origin = contacts::other(intent.side);
        TRY_VOID(close_issues(scope_, "create_refused", issue_subject(origin, *link_.record(origin))));
        TRY_VOID(close_issues(scope_, "create_unknown", link_.id.text()));
        return close_intent(scope_, intent.id, IntentState::done, "");
    }

    Result<void> settle_refused_create(Performed const& performed) {
        auto const& outcome = performed.outcome;
        auto const& intent = performed.prepared.intent;
        auto const origin = contacts::other(intent.side);
        worse("refused");
        auto const reply_class = outcome.reading.reply_class;
        if (reply_class == ReplyClass::unauthorized) {
            again(scope_.now + std::chrono::minutes{1}, false);
            return drop_create(performed, IntentState::refused, "refused", outcome.error.code);
        }
        if (reply_class == ReplyClass::invalid) {
            // "Refused" and created all the same has been seen: looked for once, as if the answer had been lost.
            return hold(performed, "refused: " + outcome.reading.message);
        }
        if (reply_class == ReplyClass::duplicate && !outcome.reading.existing_id.empty()) {
            TRY_VOID(ask_for(intent.side, outcome.reading.existing_id, Duration{0}, "duplicate"));
            again(scope_.now + std::chrono::seconds{5}, false);
        }
        TRY_VOID(refuse_create(intent.marker, origin, outcome.reading.message, outcome.status));
        return drop_create(performed, IntentState::refused, "refused", outcome.error.code);
    }

    Result<void> refuse_create(std::string const& record_id, Side origin, std::string const& message, int status) {
        TRY(auto const mirror, load_mirror(scope_, origin, record_id));
        auto const print = mirror ? fingerprint(scope_, input_.sync.mapping, origin, mirror->record) : std::string();
        return raise_issue(scope_, ids_, {"create_refused", issue_subject(origin, record_id), ""},
            JsonObject{{"message", message}, {"status", status}, {"fingerprint", print}});
    }

    Result<void> hold(Performed const& performed, std::string_view note) {
        worse("unknown");
        auto const wait = input_.mutant == Mutant::search_then_create ? Duration{0} : input_.sync.policy.settle;
        TRY_VOID(settle_changes(scope_, performed.prepared.intent.id, "unknown", performed.outcome.call));
        return hold_intent(scope_, performed.prepared.intent.id, scope_.now + wait, 0, note);
    }

    Result<void> drop_create(Performed const& performed, IntentState state, std::string_view outcome, std::string_view note) {
        TRY_VOID(settle_changes(scope_, performed.prepared.intent.id, outcome, performed.outcome.call));
        TRY_VOID(close_intent(scope_, performed.prepared.intent.id, state, note));
        TRY_VOID(remove_link(scope_, link_.id));
        is_link_removed_ = true;
        return {};
    }

    // The base follows from what both sides now show: equal fields agree (rule 1). What is left to do is looked at again.
    Result<void> agree() {
        TRY(auto const a, load_mirror(scope_, Side::a, *link_.a));
        TRY(auto const b, load_mirror(scope_, Side::b, *link_.b));
        if (!a || !b) return {};
        auto const seen_a = contacts::project(input_.sync.mapping, Side::a, a->record);
        auto const seen_b = contacts::project(input_.sync.mapping, Side::b, b->record);
        for (auto const& row : refused_rows_) {
            auto const at = [&](contacts::Projection const& seen, Mirror const& mirror) {
                if (auto found = seen.find(row); found != seen.end()) return found->second;
                if (auto found = mirror.record.fields.find(row); found != mirror.record.fields.end()) {
                    return contacts::canonical(contacts::FieldKind::text, found->second, input_.sync.mapping.region);
                }
                return contacts::Value{};
            };
            link_.base.not_stored[row] = {at(seen_a, *a), at(seen_b, *b)};
        }
        auto const plan = plan_link(input_.sync, input_.a, input_.b, Side::a, *a, *b, link_.base, scope_.now, Mutant::none);
        link_.base = plan.base;
        // A reply may show a person's edit as well; its webhook will be taken for an echo, so what it asks is asked here.
        if (!is_read_again_) TRY_VOID(record_questions(scope_, ids_, link_, plan));
        if (!plan.changes.empty() && !settled_.again_at && !is_read_again_)
            TRY_VOID(ask_for(input_.own_side, input_.own_id, Duration{0}, "follow_up"));
        return {};
    }

    Scope const& scope_;
    SettleInput const& input_;
    IdSource& ids_;
    Link link_;
    Settled settled_;
    std::vector<std::string> refused_rows_;
    bool is_link_removed_ = false;
    bool is_read_again_ = false;  // somebody was asked to read the other record, and decides then
};

}  // namespace

Result<Settled> settle(Scope const& scope, SettleInput const& input, IdSource& ids) {
    return Settlement(scope, input, ids).run();
}

std::string fingerprint(Scope const& scope, contacts::Mapping const& mapping, Side side, contacts::Record const& record) {
    JsonObject values;
    for (auto const& [name, value] : contacts::project(mapping, side, record)) values[name] = contacts::to_json(value);
    return scope.vault.blind_index(scope.account, "fingerprint", to_text(values));
}

std::string issue_subject(Side side, std::string_view record_id) {
    std::string subject{contacts::to_string(side)};
    subject += ':';
    subject += record_id;
    return subject;
}

}  // namespace lockstep::sync
