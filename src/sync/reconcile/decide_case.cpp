// SPDX-License-Identifier: Apache-2.0
// A case is read into a production Snapshot; what is said to happen next goes through the production outcome code.
#include "sync/reconcile/decide_case.hpp"

#include <algorithm>

#include "sync/reconcile/case_reader.hpp"
#include "sync/reconcile/outcome.hpp"

namespace lockstep::sync {
namespace {

using contacts::both_sides;
using contacts::Side;
using contacts::Value;

TimePoint const noon = parse_time("2026-03-01T12:00:00Z").value();

// Whom a case is about where it says nothing else, by rows.
std::map<std::string, Value, std::less<>> usual_person() {
    // names: the cases are about the default mapping
    return {{"firstName", Value{"Anne"}}, {"lastName", Value{"Roy"}}, {"email", Value{"anne@x.test"}}, {"city", Value{"Lévis"}}};
}

contacts::Record record_of(contacts::Mapping const& mapping, Side side, std::string id,
    std::map<std::string, Value, std::less<>> const& by_row, bool is_complete) {
    contacts::Record record;
    record.id = std::move(id);
    for (auto const& row : mapping.rows) {
        auto const found = by_row.find(row.a);
        if (found == by_row.end() && !is_complete) continue;
        auto const canonical = found == by_row.end() ? Value{} : found->second;
        record.fields[row.at(side)] = contacts::value_for(row, side, canonical);
    }
    return record;
}

class Story {
public:
    explicit Story(CaseGround const& ground) : ground_(ground) {}

    Result<Json> tell(Json const& json) {
        auto const* object = json.if_object();
        if (object == nullptr) return fail(ErrorKind::invalid, bad_case, "reading a case: it has to be an object");
        CaseReader reader{object, "", noon};
        for (auto const* name : {"name", "about", "row", "expected"}) reader.find(name);  // for whoever reads the file
        TRY_VOID(read(reader));
        auto happenings = reader.objects("then");
        TRY_VOID(reader.finish());
        decide_next();
        if (happenings.empty()) return decisions_.front();
        for (auto& happening : happenings) TRY_VOID(happen(happening));
        return Json(std::move(decisions_));
    }

private:
    // Reading.

    Result<void> read(CaseReader& reader) {
        sync_.mapping = ground_.mapping;
        read_sync(reader);
        snapshot_.now = noon;
        snapshot_.sync = &sync_;
        snapshot_.connections = ground_.connections;
        snapshot_.own = reader.side("own");
        snapshot_.fence = reader.number("fence", 5);
        snapshot_.asked_elsewhere = reader.flag("asked_elsewhere");
        snapshot_.print = "print";
        if (reader.flag("refused_before")) snapshot_.refused_print = "print";
        bool const is_alone = reader.has("link") && reader.find("link")->is_null();
        for (auto const side : both_sides) read_side(reader, side, is_alone);
        if (!is_alone) read_link(reader);
        read_open(reader);
        read_answers(reader);
        read_brakes(reader);
        if (auto other = reader.text("taken_apart"); !other.empty()) snapshot_.taken_apart.push_back(std::move(other));
        read_candidates(reader, is_alone);
        return check(reader);
    }

    void read_brakes(CaseReader& reader) {
        for (auto& brake : reader.objects("brakes")) {
            auto const harm = *harm_from(brake.word("harm", {"cleared", "changed"}, "changed"));
            snapshot_.brakes.push_back({brake.side("side"), brake.text("row"), harm});
            reader.join(brake);
        }
    }

    void read_sync(CaseReader& reader) {
        sync_.state = *sync_state_from(reader.word("sync", {"running", "backfilling", "paused", "draft"}, "running"));
        sync_.backfill_phase = reader.text("backfill_phase", sync_.state == SyncState::backfilling ? "read" : "done");
        auto policy = reader.object("policy");
        sync_.policy.trusts_record_times = policy.flag("trusts_record_times", true);
        sync_.policy.same_write_max = policy.number("same_write_max", sync_.policy.same_write_max);
        auto const span = [&](std::string_view name, Duration& member) {
            if (!policy.has(name)) return;
            if (auto const given = span_from(policy.text(name)))
                member = *given;
            else
                policy.wrong(name, "a span like \"180s\"");
        };
        span("consistency_delay", sync_.policy.consistency_delay);
        span("read_before_write_after", sync_.policy.read_before_write_after);
        reader.join(policy);
        if (!reader.flag("holds_ids", true)) {
            sync_.mapping.a_holds_id_of_b.clear();
            sync_.mapping.b_holds_id_of_a.clear();
        }
        auto rules = reader.object("rules");
        for (auto const& name : rules.names()) {
            auto const row = std::ranges::find(sync_.mapping.rows, name, &contacts::FieldRow::a);
            auto rule = rules.object(name);
            if (row == sync_.mapping.rows.end()) {
                rules.wrong(name, "a row of the default mapping");
                continue;
            }
            read_rule(rule, row->rule);
            rules.join(rule);
        }
        reader.join(rules);
    }

    static void read_rule(CaseReader& rule, contacts::FieldRule& into) {
        using contacts::ConflictRule;
        using contacts::FirstMatchRule;
        auto const conflict = rule.word("conflict", {"", "a", "b", "newest", "longest", "ask"}, "");
        if (conflict == "a") into.conflict = ConflictRule::a;
        if (conflict == "b") into.conflict = ConflictRule::b;
        if (conflict == "longest") into.conflict = ConflictRule::longest;
        if (conflict == "ask") into.conflict = ConflictRule::ask;
        auto const first = rule.word("first_match", {"", "a", "b", "newest", "ask"}, "");
        if (first == "a") into.first_match = FirstMatchRule::a;
        if (first == "b") into.first_match = FirstMatchRule::b;
        if (first == "ask") into.first_match = FirstMatchRule::ask;
        auto const direction = rule.word("direction", {"", "both", "a_to_b", "b_to_a"}, "");
        if (direction == "a_to_b") into.direction = contacts::Direction::a_to_b;
        if (direction == "b_to_a") into.direction = contacts::Direction::b_to_a;
        if (rule.word("blank", {"keep", "propagate"}, "keep") == "propagate") into.blank = contacts::BlankRule::propagate;
    }

    void read_side(CaseReader& reader, Side side, bool is_alone) {
        auto const name = contacts::to_string(side);
        auto& here = snapshot_.sides[side];
        here.conditional_writes = side == Side::b;
        here.event_carries_all = false;
        bool const is_absent = (reader.has(name) && reader.find(name)->is_null()) || (is_alone && side != snapshot_.own);
        auto one = reader.object(name);
        if (is_absent) return reader.join(one);
        here.record_id = one.text("id", side == Side::a ? "A1" : "B1");
        here.can_read = one.flag("can_read", true);
        here.conditional_writes = one.flag("conditional", here.conditional_writes);
        here.was_read_in_this_run = one.flag("just_read");
        here.event_carries_all = one.flag("carries_all");
        here.fresh_since = one.time("fresh_since").value_or(TimePoint{});
        for (auto& told : one.objects("told")) read_told(one, told, side);
        here.told_at = one.time("told_at").value_or(here.told.empty() ? TimePoint{} : here.told.back().received_at);
        bool const was_seen = one.word("seen", {"yes", "never"}, "yes") == "yes";
        auto fields = usual_person();
        for (auto& [row, value] : one.values("fields")) fields[row] = std::move(value);
        auto const absent = one.texts("without");  // members that no reply has carried
        auto const other = contacts::to_string(contacts::other(side));
        bool const has_other = !is_alone && !(reader.has(other) && reader.find(other)->is_null());
        auto const holds = one.text("holds", !has_other ? "" : side == Side::a ? "B1" : "A1");
        Mirror mirror;
        mirror.record = record_of(sync_.mapping, side, here.record_id, fields, true);
        for (auto const& row : sync_.mapping.rows) {
            if (std::ranges::find(absent, row.a) != absent.end()) mirror.record.fields.erase(row.at(side));
        }
        auto const& holder = sync_.mapping.id_holder(side);
        if (!holder.empty()) mirror.record.fields[holder] = holds.empty() ? Value{} : Value{holds};
        mirror.record.changed_at = one.time("changed");
        if (one.has("version")) mirror.record.version = one.text("version");
        mirror.record.archived = one.flag("archived");
        mirror.observed_at = one.time("read").value_or(noon - std::chrono::seconds{1});
        mirror.state = mirror_state_from(one.word("state", {"present", "missing", "gone"}, "present"));
        mirror.missing_since = one.time("missing_since");
        auto field_times = one.object("observed");  // when we first saw a row's present value
        for (auto const& row : field_times.names()) {
            auto const* known = sync_.mapping.row(row);
            if (known != nullptr) mirror.times[known->at(side)] = FieldTime{field_times.time(row), mirror.record.changed_at};
        }
        one.join(field_times);
        if (was_seen) {
            here.seen = contacts::project(sync_.mapping, side, mirror.record);
            here.mirror = std::move(mirror);
        }
        reader.join(one);
    }

    void read_told(CaseReader& one, CaseReader& told, Side side) {
        Told event;
        event.received_at = told.time("received").value_or(noon);
        event.sent_at = told.time("sent");
        event.is_deletion = told.flag("deleted");
        event.archived = told.flag("archived");
        if (told.has("fields")) event.values = told.values("fields");
        if (told.has("other_id")) event.other_id = told.value("other_id");
        snapshot_.sides[side].told.push_back(std::move(event));
        one.join(told);
    }

    void read_link(CaseReader& reader) {
        auto one = reader.object("link");
        Link link;
        link.id = LinkId{one.text("id", "L1")};
        auto const state = one.word("state", {"active", "creating", "broken"}, "active");
        link.state = state == "creating" ? LinkState::creating : state == "broken" ? LinkState::broken : LinkState::active;
        for (auto const side : both_sides) {
            if (!snapshot_.sides[side].record_id.empty()) link.record(side) = snapshot_.sides[side].record_id;
        }
        auto& memory = link.memory;
        if (one.word("bases", {"known", "none"}, "known") == "known") {
            for (auto const& row : sync_.mapping.rows) memory.base[row.a] = Value{};
            for (auto& [row, value] : usual_person()) memory.base[row] = std::move(value);
        }
        for (auto& [row, value] : one.values("base")) memory.base[row] = std::move(value);
        for (auto& each : one.objects("own_writes")) read_own_write(one, each, memory);
        for (auto& each : one.objects("past")) {
            PastValue past{
                each.side("side"), each.text("row", "city"), each.value("value"), each.time("replaced").value_or(noon)};
            memory.past.push_back(std::move(past));
            one.join(each);
        }
        auto not_taken = one.object("not_taken");
        for (auto const& row : not_taken.names()) {
            auto pair = not_taken.object(row);
            memory.not_taken[row] = {pair.value("a"), pair.value("b"), pair.time("at").value_or(noon - std::chrono::hours{1})};
            not_taken.join(pair);
        }
        one.join(not_taken);
        for (auto& each : one.objects("doubts")) {
            Doubt doubt;
            doubt.kind =
                each.word("kind", {"covered", "late_write"}, "covered") == "covered" ? DoubtKind::covered : DoubtKind::late_write;
            doubt.side = each.side("side");
            doubt.row = each.text("row", "city");
            doubt.stands = each.value("stands");
            doubt.kept = each.value("kept");
            doubt.at = each.time("at").value_or(noon - std::chrono::minutes{1});
            doubt.told_at = each.time("told");
            doubt.has_stood = each.flag("stood");
            memory.doubts.push_back(std::move(doubt));
            one.join(each);
        }
        auto single = one.object("one_by_one");
        for (auto const side : both_sides) {
            for (auto& row : single.texts(contacts::to_string(side))) memory.one_by_one[side].insert(std::move(row));
        }
        one.join(single);
        snapshot_.link = std::move(link);
        reader.join(one);
    }

    void read_own_write(CaseReader& one, CaseReader& each, LinkMemory& memory) {
        OwnWrite write;
        write.side = each.side("side");
        write.row = each.text("row", "city");
        write.before = each.value("before");
        write.after = each.value("after");
        write.sent_at = each.time("sent").value_or(noon);
        write.read_at = each.time("read").value_or(write.sent_at - std::chrono::seconds{1});
        write.read_changed_at = each.time("read_changed");
        write.answered_at = each.time("answered");
        write.until = write.sent_at + sync_.policy.consistency_delay;
        write.first_at = each.time("first").value_or(write.sent_at);
        write.times = each.number("times", 1);
        write.failures = each.number("failures", 0);
        write.is_conditional = each.flag("conditional");
        memory.own_writes.push_back(std::move(write));
        one.join(each);
    }

    void read_open(CaseReader& reader) {
        for (auto& each : reader.objects("open")) {
            outbox::Effect effect;
            effect.id = IntentId{each.text("id", "E1")};
            effect.kind = each.word("kind", {"create", "update"}, "update") == "create" ? outbox::EffectKind::create
                                                                                        : outbox::EffectKind::update;
            effect.state = each.word("state", {"journalled", "unknown"}, "journalled") == "unknown"
                               ? outbox::EffectState::unknown
                               : outbox::EffectState::journalled;
            effect.side = contacts::to_string(each.side("side"));
            effect.fence = each.number("fence", snapshot_.fence);
            effect.look_at = each.time("look_at");
            effect.looks = each.number("looks", 0);
            effect.created_at = each.time("created").value_or(noon - std::chrono::minutes{1});
            effect.marker = each.text("marker", "A1");
            snapshot_.open.push_back(std::move(effect));
            reader.join(each);
        }
    }

    void read_answers(CaseReader& reader) {
        for (auto& each : reader.objects("answers")) {
            sync::Answer answer;
            answer.id = AnswerId{each.text("id", "W" + std::to_string(snapshot_.answers.size() + 1))};
            auto const choice = each.word("choice",
                {"same_person", "different_people", "create_anyway", "leave_alone", "use_a", "use_b", "try_again", "take_apart"},
                "leave_alone");
            answer.choice = *choice_from(choice);
            answer.given_at = each.time("given").value_or(noon - std::chrono::minutes{1});
            answer.other_record = each.text("other");
            answer.row = each.text("row");
            answer.saw = {each.value("saw_a"), each.value("saw_b")};
            answer.want = {each.value("want_a"), each.value("want_b")};
            if (each.has("base")) answer.base = each.value("base");
            answer.restores_base = each.flag("restores_base");
            snapshot_.answers.push_back(std::move(answer));
            reader.join(each);
        }
    }

    contacts::MatchSubject subject_from(CaseReader& each, Side side) {
        contacts::MatchSubject subject;
        subject.id = each.text("id", side == Side::a ? "A9" : "B9");
        subject.projection =
            contacts::project(sync_.mapping, side, record_of(sync_.mapping, side, subject.id, each.values("fields"), true));
        subject.stored_other_id = each.text("holds");
        subject.is_linked = each.flag("linked");
        return subject;
    }

    void read_candidates(CaseReader& reader, bool is_alone) {
        bool const is_needed = is_alone || !snapshot_.link || !snapshot_.link->is_complete();
        auto one = reader.object("candidates");
        if (is_needed) snapshot_.candidates.emplace();
        if (!snapshot_.candidates) return reader.join(one);
        auto& candidates = *snapshot_.candidates;
        auto const other = contacts::other(snapshot_.own);
        for (auto& each : one.objects("other_side")) {
            candidates.other_side.push_back(subject_from(each, other));
            one.join(each);
        }
        for (auto& each : one.objects("same_side")) {
            candidates.same_side.push_back(subject_from(each, snapshot_.own));
            one.join(each);
        }
        candidates.namesakes = one.texts("namesakes");
        candidates.is_cut = one.flag("cut");
        auto const creating_from = [&](CaseReader& each, std::string from) {
            CreatingLink creating;
            creating.link.id = LinkId{each.text("link", "L2")};
            creating.link.state = LinkState::creating;
            creating.link.record(other) = std::move(from);
            creating.is_sent = each.flag("sent");
            creating.is_under_way = each.flag("under_way");
            return creating;
        };
        auto creating = one.object("creating");
        for (auto const& id : creating.names()) {
            auto each = creating.object(id);
            candidates.creating.emplace(id, creating_from(each, id));
            creating.join(each);
        }
        one.join(creating);
        auto left_behind = one.object("left_behind");
        for (auto const& id : left_behind.names()) {
            auto each = left_behind.object(id);
            LeftBehind left;
            left.link.id = LinkId{each.text("link", "L2")};
            left.link.state = LinkState::broken;
            left.link.record(other) = id;
            left.link.record(snapshot_.own) = each.text("was", other == Side::a ? "B2" : "A2");
            left.is_sure = !each.has("known");
            left.known_at = each.time("known").value_or(snapshot_.now);
            candidates.left_behind.emplace(id, std::move(left));
            left_behind.join(each);
        }
        one.join(left_behind);
        if (one.has("by_marker")) {
            auto each = one.object("by_marker");
            candidates.by_marker = creating_from(each, each.text("from", other == Side::a ? "A1" : "B1"));
            one.join(each);
        }
        reader.join(one);
    }

    // What decide() takes for granted is refused here, so that no case can end the program.
    Result<void> check(CaseReader& reader) {
        for (auto const& row : {"firstName", "lastName"}) {  // names: the default mapping's
            if (sync_.mapping.row(row) == nullptr) reader.wrong("rules", "about the default mapping");
        }
        if (snapshot_.link && !snapshot_.link->a && !snapshot_.link->b) reader.wrong("link", "about at least one record");
        if (!snapshot_.link && snapshot_.mine().record_id.empty()) reader.wrong("own", "a side that has a record");
        return {};
    }

    // Deciding, and what comes after it.

    void decide_next(JsonArray issues = {}) {
        snapshot_.now = std::max(snapshot_.now, noon);
        last_ = decide(snapshot_);
        auto json = step_json();
        if (!issues.empty()) json["issues"] = std::move(issues);
        decisions_.emplace_back(std::move(json));
    }

    Result<void> happen(CaseReader& happening) {
        if (auto const* span = happening.find("passes")) {
            auto const given = span->is_string() ? span_from(std::string_view(span->get_string())) : std::nullopt;
            if (given && *given >= Duration{0})
                snapshot_.now += *given;
            else
                happening.wrong("passes", "a span like \"30s\"");
            TRY_VOID(happening.finish());
            decide_next();
            return {};
        }
        if (happening.has("read")) return read_happens(happening);
        if (happening.has("not_found")) {
            auto const side = happening.side("not_found");
            TRY_VOID(happening.finish());
            take_not_found(snapshot_, side, snapshot_.now);
            decide_next();
            return {};
        }
        return write_happens(happening);
    }

    Result<void> read_happens(CaseReader& happening) {
        auto one = happening.object("read");
        auto const side = one.side("side");
        auto& here = snapshot_.sides[side];
        if (here.record_id.empty() || !here.mirror) one.wrong("side", "a side with a record that was seen");
        auto const named = one.values("fields");
        auto const sent_at = one.time("sent").value_or(snapshot_.now);
        auto const changed = one.time("changed");
        auto const has_version = one.has("version");
        auto const version = one.text("version");
        happening.join(one);
        TRY_VOID(happening.finish());
        Observation seen{here.mirror->record, sent_at};
        for (auto const& [name, value] : named) {
            auto const* row = sync_.mapping.row(name);
            if (row != nullptr) seen.record.fields[row->at(side)] = contacts::value_for(*row, side, value);
        }
        seen.record.changed_at = changed;
        seen.record.version = has_version ? std::optional(version) : std::nullopt;
        auto const judgement =
            judge({sync_.mapping, sync_.policy, side, snapshot_.link ? &snapshot_.link->memory : nullptr, &*here.mirror}, seen,
                snapshot_.now);
        if (judgement.copy != Copy::fresh) {
            bool const is_old = judgement.copy == Copy::old_copy;
            JsonObject json{{"step", is_old ? "read_again" : "drop_reply"}};
            if (is_old) json["in"] = span_text(judgement.again_at - snapshot_.now);
            if (!judgement.row.empty()) json["row"] = judgement.row;
            decisions_.emplace_back(std::move(json));
            return {};
        }
        take_observation(snapshot_, side, seen);
        decide_next();
        return {};
    }

    // What became of the calls of the last decision.
    Result<void> write_happens(CaseReader& happening) {
        auto const* write = std::get_if<Write>(&last_.step);
        if (write == nullptr) happening.wrong("stored", "said after a decision to write");
        auto const answer = answer_from(happening);
        TRY_VOID(happening.finish());
        auto sent = sent_of(*write, answer);
        if (last_.memory) snapshot_.link->memory = *last_.memory;
        if (answer.is_killed) {
            ++snapshot_.fence;
            std::vector<Orphan> orphans;
            for (auto const& each : sent) orphans.push_back({each.effect, each.changes});
            take_over(snapshot_, orphans);
            decide_next();
            return {};
        }
        auto const outcome = apply_outcome(snapshot_, sent);
        JsonArray issues;
        for (auto const& note : outcome.issues) {
            if (note.opens) issues.emplace_back(JsonObject{{"kind", to_string(note.kind)}, {"row", note.row}});
        }
        if (outcome.wait_until) {
            decisions_.emplace_back(JsonObject{{"step", "requeue"}, {"in", span_text(*outcome.wait_until - snapshot_.now)}});
            return {};
        }
        decide_next(std::move(issues));
        return {};
    }

    struct Answer {
        calls::OutcomeKind kind = calls::OutcomeKind::done;
        catalogue::ReplyClass reply_class = catalogue::ReplyClass::ok;
        std::string message;
        std::map<std::string, Value, std::less<>> shows;  // what the reply shows otherwise than written
        std::optional<TimePoint> retry_at;
        bool is_killed = false;
    };
    Answer answer_from(CaseReader& happening) {
        Answer answer;
        if (happening.has("stored")) {
            auto reply = happening.object("stored");
            answer.shows = reply.values("shows");
            happening.join(reply);
        } else if (happening.has("refused")) {
            answer.kind = calls::OutcomeKind::refused;
            answer.reply_class = catalogue::ReplyClass::invalid;
            answer.message = happening.text("refused");
        } else if (happening.has("changed_since")) {
            happening.flag("changed_since");
            answer.kind = calls::OutcomeKind::refused;
            answer.reply_class = catalogue::ReplyClass::changed_since;
        } else if (happening.has("lost")) {
            happening.flag("lost");
            answer.kind = calls::OutcomeKind::unknown;
        } else if (happening.has("limited")) {
            answer.kind = calls::OutcomeKind::retry_later;
            answer.retry_at = happening.time("limited");
        } else if (happening.has("killed")) {
            answer.is_killed = happening.flag("killed");
        } else {
            happening.wrong("then", "stored, refused, changed_since, lost, limited, killed, read, not_found or passes");
        }
        return answer;
    }

    std::vector<Sent> sent_of(Write const& write, Answer const& answer) {
        std::vector<Sent> list;
        for (auto const& group : write.groups) {
            Sent sent;
            sent.effect.id = IntentId{"E" + std::to_string(++sent_so_far_)};
            sent.effect.side = contacts::to_string(group.side);
            sent.effect.target = snapshot_.sides[group.side].record_id;
            sent.effect.fence = snapshot_.fence;
            for (auto const& change : group.changes)
                sent.changes.push_back({ChangeId{"C" + std::to_string(++sent_so_far_)}, change});
            sent.outcome.kind = answer.kind;
            sent.outcome.reading.reply_class = answer.reply_class;
            sent.outcome.reading.message = answer.message;
            sent.outcome.status = answer.kind == calls::OutcomeKind::refused ? 422 : 200;
            sent.outcome.retry_at = answer.retry_at.value_or(snapshot_.now);
            sent.outcome.sent_at = sent.outcome.answered_at = snapshot_.now;
            if (answer.kind == calls::OutcomeKind::done) sent.reply = reply_to(group, answer);
            list.push_back(std::move(sent));
        }
        return list;
    }

    contacts::Record reply_to(WriteGroup const& group, Answer const& answer) {
        auto record = snapshot_.sides[group.side].mirror->record;
        for (auto const& change : group.changes) record.fields[change.field] = change.after;
        for (auto const& [name, value] : answer.shows) {
            auto const* row = sync_.mapping.row(name);
            if (row != nullptr) record.fields[row->at(group.side)] = contacts::value_for(*row, group.side, value);
        }
        if (record.version) record.version = *record.version + "1";
        if (record.changed_at) record.changed_at = snapshot_.now;
        return record;
    }

    // A decision as text.

    JsonObject step_json() const {
        JsonObject json{{"step", name_of(last_.step)}};
        std::visit([&](auto const& step) { describe(step, json); }, last_.step);
        if (!last_.braked.empty()) {
            JsonArray braked;
            for (auto const& key : last_.braked) {
                braked.emplace_back(
                    JsonObject{{"side", contacts::to_string(key.side)}, {"row", key.row}, {"harm", to_string(key.harm)}});
            }
            json["braked"] = std::move(braked);
        }
        if (last_.questions && !last_.questions->empty()) {
            JsonArray asks;
            for (auto const& question : *last_.questions) {
                asks.emplace_back(JsonObject{{"kind", to_string(question.kind)}, {"row", question.row},
                    {"a", contacts::to_json(question.a)}, {"b", contacts::to_json(question.b)}});
            }
            json["asks"] = std::move(asks);
        }
        if (!last_.answers_done.empty()) {
            JsonArray answered;
            for (auto const& id : last_.answers_done) answered.emplace_back(id.text());
            json["answered"] = std::move(answered);
        }
        if (last_.memory && snapshot_.link) {
            JsonObject agrees;
            for (auto const& [row, value] : last_.memory->base) {
                auto const before = snapshot_.link->memory.base.find(row);
                if (before == snapshot_.link->memory.base.end() || before->second != value)
                    agrees[row] = contacts::to_json(value);
            }
            if (!agrees.empty()) json["agrees"] = std::move(agrees);
        }
        return json;
    }

    void describe(Read const& step, JsonObject& json) const { json["side"] = contacts::to_string(step.side); }
    void describe(FindElsewhere const& step, JsonObject& json) const {
        json["side"] = contacts::to_string(step.side);
        json["email"] = step.email;
    }
    void describe(Wait const& step, JsonObject& json) const {
        json["for"] = span_text(step.until - snapshot_.now);
        json["why"] = to_string(step.why);
    }
    void describe(Ambiguous const& step, JsonObject& json) const {
        json["reason"] = step.reason;
        JsonArray candidates;
        for (auto const& id : step.candidates) candidates.emplace_back(id);
        json["candidates"] = std::move(candidates);
    }
    void describe(KeepLink const& step, JsonObject& json) const {
        json["a"] = step.link.a ? Json(*step.link.a) : Json(nullptr);
        json["b"] = step.link.b ? Json(*step.link.b) : Json(nullptr);
        json["state"] = to_string(step.link.state);
        if (step.is_new) json["new"] = true;
        if (step.replaces) json["replaces"] = step.replaces->text();
    }
    void describe(DropLink const& step, JsonObject& json) const { json["reason"] = step.reason; }
    void describe(TakeOver const& step, JsonObject& json) const {
        JsonArray effects;
        for (auto const& id : step.effects) effects.emplace_back(id.text());
        json["effects"] = std::move(effects);
    }
    void describe(LookForCreate const& step, JsonObject& json) const { json["effect"] = step.effect.text(); }
    void describe(Done const& step, JsonObject& json) const { json["reason"] = to_string(step.reason); }
    void describe(Create const& step, JsonObject& json) const {
        json["side"] = contacts::to_string(step.side);
        JsonObject values;
        for (auto const& change : step.changes) values[change.row] = contacts::to_json(change.after);
        json["values"] = std::move(values);
    }
    void describe(Write const& step, JsonObject& json) const {
        JsonArray calls;
        for (auto const& group : step.groups) {
            JsonObject call{{"side", contacts::to_string(group.side)}};
            for (auto const& change : group.changes) {
                auto const part = !change.is_set ? "set" : change.edit.add.empty() ? "remove" : "add";
                auto& values = call[part];
                if (!values.is_object()) values = JsonObject{};
                JsonArray elements;
                for (auto const& element : change.edit.add.empty() ? change.edit.remove : change.edit.add)
                    elements.emplace_back(element);
                values.get_object()[change.row] = change.is_set ? Json(std::move(elements)) : contacts::to_json(change.after);
            }
            calls.emplace_back(std::move(call));
        }
        json["calls"] = std::move(calls);
    }

    CaseGround const& ground_;
    Sync sync_;
    Snapshot snapshot_;
    Decision last_;
    JsonArray decisions_;
    int sent_so_far_ = 0;
};

}  // namespace

Result<Json> decide_case(Json const& cases, CaseGround const& ground) {
    auto const* list = cases.if_array();
    if (list == nullptr) return Story{ground}.tell(cases);
    JsonArray out;
    out.reserve(list->size());
    for (auto const& each : *list) {
        auto decision = Story{ground}.tell(each);
        if (decision) {
            out.push_back(*std::move(decision));
            continue;
        }
        out.emplace_back(
            JsonObject{{"error", JsonObject{{"code", decision.error().code}, {"message", decision.error().message}}}});
    }
    return out;
}

}  // namespace lockstep::sync
