// SPDX-License-Identifier: Apache-2.0
#include "simulation/small_world/model.hpp"

#include <algorithm>

#include "base/injected_fault.hpp"
#include "connectors/default_mapping.hpp"

namespace lockstep::simulation::small_world {
std::string text_of(Value const& value) { return to_text(contacts::to_json(value)); }

namespace {

using Kind = Action::Kind;
using contacts::both_sides;
using std::chrono::milliseconds;
using std::chrono::seconds;

constexpr auto moment = milliseconds{1};
constexpr auto read_is_tried_again = seconds{4};
constexpr auto reply_was_older = seconds{1};
constexpr int steps_of_a_run_max = 30;
constexpr int rounds_to_rest_max = 40;
constexpr std::size_t index_of(Side side) { return side == Side::a ? 0 : 1; }
constexpr std::string_view record_a = "person-at-a", record_b = "person-at-b";

TimePoint const beginning{std::chrono::sys_days{std::chrono::year{2026} / 3 / 2} + std::chrono::hours{12}};

Value initial(bool is_set) { return is_set ? Value{} : Value{"Alma"}; }

// Each side has texts of its own, so that a value says who set it; the first one is what both began with.
std::vector<Value> possible(bool is_set, Side side) {
    using Elements = std::vector<std::string>;
    if (!is_set && side == Side::a) return {Value{"Alma"}, Value{"Brome"}, Value{"Coteau-du-Lac"}};
    if (!is_set) return {Value{"Alma"}, Value{"Dorval"}, Value{"Estérel"}};
    return {Value{}, Value{Elements{"vip"}}, Value{Elements{"yoga"}}, Value{Elements{"vip", "yoga"}}};
}

contacts::Mapping one_row(bool is_set) {
    auto mapping = connectors::default_mapping("highlevel", "hexfit-full").value();
    auto const name = is_set ? "tags" : "city";
    std::erase_if(mapping.rows, [&](contacts::FieldRow const& row) { return row.a != name; });
    mapping.a_holds_id_of_b.clear();
    mapping.b_holds_id_of_a.clear();
    // Of two edits that nobody could bring together, b's wins: then it is known which has to stand.
    if (!is_set) mapping.rows.front().rule.conflict = contacts::ConflictRule::b;
    return mapping;
}

std::string name_of(Side side) { return std::string(contacts::to_string(side)); }

}  // namespace

std::string describe(Action const& action, State const& before) {
    auto const at = name_of(action.side);
    auto const call = [&] {
        if (!before.run) return std::string("the call");
        auto const& run = *before.run;
        auto const where = name_of(run.call.side);
        if (!run.call.is_write) return "the read of " + where;
        return "the write of " + text_of(run.sent.at(run.next).changes.front().change.after_in_a) + " to " + where;
    };
    switch (action.kind) {
        case Kind::edit: return "somebody sets " + at + " to " + text_of(action.value);
        case Kind::deliver: return "the event of " + at + " arrives";
        case Kind::carry_out: return call() + " is carried out";
        case Kind::old_copy:
            return call() + " is answered from an older copy, " +
                   text_of(before.apps[before.run->call.side].versions[action.index].value);
        case Kind::answer: return "the answer to " + call() + " arrives";
        case Kind::lose: return "nothing is heard of " + call();
        case Kind::repeat: return "nothing is heard of " + call() + ", and it will be carried out once more";
        case Kind::carry_late:
            return "an earlier write of " + text_of(before.apps[action.side].late[action.index].change.after_in_a) + " to " + at +
                   " is carried out late";
        case Kind::kill: return "the process ends and starts again";
        case Kind::stall: return "the process stands still; another takes its work";
        case Kind::wake: return "the process that stood still goes on";
        case Kind::wait: return "time passes";
    }
    return {};
}

Model::Model(Options const& options, connections::Connectors const& connectors) : options_(options) {
    sync_.mapping = one_row(options.is_set);
    sync_.state = sync::SyncState::running;
    connections_.a.connector = connections::find_connector(connectors, "highlevel");
    connections_.b.connector = connections::find_connector(connectors, "hexfit-full");
}

State Model::start() const {
    State state;
    state.now = beginning;
    auto const long_ago = beginning - std::chrono::hours{1};
    auto& link = state.stored.link;
    link.id = LinkId{"lnk_small"};
    link.a = std::string(record_a);
    link.b = std::string(record_b);
    auto const value = initial(options_.is_set);
    link.memory.base[row().a] = value;
    state.agreed = {value};
    for (auto const side : both_sides) {
        state.apps[side].versions.push_back({value, long_ago, false});
        auto const record = record_of(state, side, 0);
        auto& mirror = state.stored.mirrors[side];
        mirror = sync::observe(std::nullopt, record, sync_.mapping, side, long_ago + seconds{1});
        mirror.state = sync::MirrorState::present;
        state.stored.seen[side] = contacts::project(sync_.mapping, side, mirror.record);
    }
    return state;
}

contacts::Record Model::record_of(State const& state, Side side, std::size_t version) const {
    auto const& held = state.apps[side].versions.at(version);
    contacts::Record record;
    record.id = side == Side::a ? record_a : record_b;
    record.fields[row().at(side)] = contacts::value_for(row(), side, held.value);
    if (options_.apps[side].shows_times) {
        record.changed_at = held.at;
        record.version = std::to_string(version + 1);
    }
    return record;
}

// The apps.

void Model::store(State& state, Side side, Value value, bool is_ours) const {
    auto& app = state.apps[side];
    app.versions.push_back({std::move(value), state.now, is_ours});
    if (state.apps.a.now().value == state.apps.b.now().value) {
        if (is_ours) state.agreed.clear();
        state.agreed.push_back(app.now().value);
    }
    sync::Told told;
    told.received_at = state.now;  // set anew when it arrives
    told.sent_at = state.now;
    if (options_.apps[side].tells_values) {
        told.values = contacts::Projection{};
        (*told.values)[row().a] = app.now().value;
    }
    app.undelivered.push_back(std::move(told));
}

void Model::edit(State& state, Side side, Value value) const {
    auto const other = contacts::other(side);
    auto const theirs = std::ranges::find(state.edits.rbegin(), state.edits.rend(), other, &Edit::side);
    auto const& here = state.apps[side].now();
    state.last_saw_the_other = theirs == state.edits.rend() || (here.is_ours && here.value == theirs->value);
    state.last_met_the_same = theirs != state.edits.rend() && !here.is_ours && here.value == theirs->value;
    state.agreed_before = state.agreed;
    for (auto const& [before, after] : state.apps[side].unheard)
        state.excuses.looks_undone = state.excuses.looks_undone || sets_back(value, before, after);
    ++state.apps[side].edits;
    state.edits.push_back({side, here.value, value, here.is_ours});
    store(state, side, std::move(value), false);
}

Value Model::after(sync::PlannedChange const& change, Value const& present) const {
    if (!change.is_set) return change.after_in_a;
    return sync::apply_to_set(present, sync::set_difference(change.before_in_a, change.after_in_a), sync_.mapping.region);
}

bool Model::carry_out_write(State& state, Side side, StoredWrite const& write) const {
    auto& app = state.apps[side];
    bool const has_changed = static_cast<std::int64_t>(app.versions.size()) != write.on_version;
    if (write.on_version != 0 && has_changed) return false;
    ++state.writes;
    // Somebody's edit lies under it that came after what the write was decided on.
    if (!app.now().is_ours && app.versions.size() > 1 && app.now().value != write.change.before_in_a)
        state.excuses.crossed = true;
    auto value = after(write.change, app.now().value);
    if (value != app.now().value) store(state, side, std::move(value), true);
    return true;
}

std::vector<Action> Model::actions(State const& state) const {
    std::vector<Action> list;
    bool const may_fail = state.faults < options_.faults_most;
    if (state.run) {
        auto const& call = state.run->call;
        auto const& app = state.apps[call.side];
        if (call.is_carried_out) {
            list.push_back({.kind = Kind::answer});
        } else {
            list.push_back({.kind = Kind::carry_out});
            for (std::size_t i = 0; may_fail && !call.is_write && i + 1 < app.versions.size(); ++i) {
                if (state.now - app.versions[i + 1].at < sync_.policy.consistency_delay)
                    list.push_back({.kind = Kind::old_copy, .index = i});
            }
        }
        if (may_fail) {
            list.push_back({.kind = Kind::lose});
            if (call.is_write && call.is_carried_out) list.push_back({.kind = Kind::repeat});
            list.push_back({.kind = Kind::kill});
            if (!state.stalled) list.push_back({.kind = Kind::stall});
        }
    } else if (state.stored.due) {
        list.push_back({.kind = Kind::wait});
    }
    if (state.stalled && !state.run) list.push_back({.kind = Kind::wake});
    for (auto const side : both_sides) {
        auto const& app = state.apps[side];
        if (!app.undelivered.empty()) list.push_back({.kind = Kind::deliver, .side = side});
        for (std::size_t i = 0; i < app.late.size(); ++i) {
            if (state.now < app.late[i].until) list.push_back({.kind = Kind::carry_late, .side = side, .index = i});
        }
        if (app.edits >= options_.edits_most[side]) continue;
        for (auto const& value : possible(options_.is_set, side)) {
            if (value != app.now().value) list.push_back({.kind = Kind::edit, .side = side, .value = value});
        }
    }
    return list;
}

void Model::apply(State& state, Action const& action) const {
    state.now += moment;
    auto& app = state.apps[action.side];
    switch (action.kind) {
        case Kind::edit: edit(state, action.side, action.value); break;
        case Kind::deliver: {
            auto told = app.undelivered.front();
            app.undelivered.erase(app.undelivered.begin());
            told.received_at = state.now;
            state.stored.told[action.side].push_back(std::move(told));
            state.stored.due = state.now;
            break;
        }
        case Kind::carry_out: {
            auto& run = *state.run;
            carry_out(state, run.call, change_of(run), condition_of(run));
            break;
        }
        case Kind::old_copy:
            ++state.faults;
            state.run->call.is_carried_out = true;
            state.run->call.reply = record_of(state, state.run->call.side, action.index);
            break;
        case Kind::answer: answered(state, *state.run, false); break;
        case Kind::lose:
        case Kind::repeat:
            ++state.faults;
            give_up(state, *state.run, action.kind == Kind::repeat);
            answered(state, *state.run, true);
            break;
        case Kind::carry_late: {
            auto const write = app.late.at(action.index);
            app.late.erase(app.late.begin() + static_cast<std::ptrdiff_t>(action.index));
            bool const lies_over_somebody = !app.now().is_ours;
            if (carry_out_write(state, action.side, write)) {
                state.excuses.came_late = state.excuses.came_late || lies_over_somebody;
                note_unheard(state, action.side, write.change);
            }
            break;
        }
        case Kind::kill:
            ++state.faults;
            give_up(state, *state.run, false);
            state.run.reset();
            ++state.stored.fence;
            state.stored.due = state.now;
            break;
        case Kind::stall:
            ++state.faults;
            if (state.run->call.is_write && state.run->call.is_carried_out) give_up(state, *state.run, false);
            state.stalled = std::move(state.run);
            state.run.reset();
            ++state.stored.fence;
            state.stored.due = state.now;
            break;
        case Kind::wake: {
            auto run = std::move(*state.stalled);
            state.stalled.reset();
            auto const* change = change_of(run);
            if (!run.call.is_carried_out) {
                bool const lies_over_somebody = !state.apps[run.call.side].now().is_ours;
                carry_out(state, run.call, change, condition_of(run));
                state.excuses.came_late = state.excuses.came_late || (change != nullptr && lies_over_somebody);
                if (change != nullptr) note_unheard(state, run.call.side, *change);
            }
            // Whatever it wants to store is stored under its lease only (record_run_store.cpp).
            if (!is_injected(InjectedFault::fence_ignored)) break;
            state.run = std::move(run);
            answered(state, *state.run, false);
            break;
        }
        case Kind::wait: state.now = std::max(state.now, *state.stored.due); break;
    }
    start_when_due(state);
}

sync::PlannedChange const* Model::change_of(Run const& run) {
    return run.call.is_write ? &run.sent.at(run.next).changes.front().change : nullptr;
}

// The version that the write on its way is conditional on; 0: none.
std::int64_t Model::condition_of(Run const& run) const {
    auto const* change = change_of(run);
    auto const& version = run.snapshot.sides[run.call.side].mirror->record.version;
    bool const is_conditional = change != nullptr && !change->is_set && options_.apps[run.call.side].conditional && version;
    return is_conditional ? std::stoll(*version) : 0;
}

void Model::carry_out(State& state, Call& call, sync::PlannedChange const* change, std::int64_t on_version) const {
    if (change != nullptr) call.is_refused = !carry_out_write(state, call.side, {*change, on_version, call.sent_at, {}});
    call.is_carried_out = true;
    call.reply = record_of(state, call.side, state.apps[call.side].versions.size() - 1);
}

// The program hears nothing; a write may still be carried out, or once more.
void Model::give_up(State& state, Run& run, bool repeats) const {
    auto const& call = run.call;
    if (!call.is_write) return;
    auto const& change = *change_of(run);
    if (call.is_carried_out) note_unheard(state, call.side, change);
    if (call.is_carried_out && !repeats) return;
    state.apps[call.side].late.push_back(
        {change, condition_of(run), call.sent_at, call.sent_at + sync_.policy.consistency_delay});
}

void Model::note_unheard(State& state, Side side, sync::PlannedChange const& change) const {
    auto& app = state.apps[side];
    app.unheard.emplace_back(change.before_in_a, change.after_in_a);
    bool const is_back = !app.now().is_ours && sets_back(app.now().value, change.before_in_a, change.after_in_a);
    state.excuses.looks_undone = state.excuses.looks_undone || is_back;
}

// Is what a write changed from `before` to `after` again as it was? Of a set: any element of it.
bool Model::sets_back(Value const& value, Value const& before, Value const& after) const {
    if (!options_.is_set) return value == before;
    return std::ranges::any_of(std::array{"vip", "yoga"}, [&](std::string_view element) {
        bool const was = sync::has_element(before, element);
        return was != sync::has_element(after, element) && was == sync::has_element(value, element);
    });
}

// The program.

void Model::start_when_due(State& state) const {
    if (!state.run && state.stored.due && *state.stored.due <= state.now) begin_run(state);
}

void Model::begin_run(State& state) const {
    auto& stored = state.stored;
    stored.due.reset();
    state.run.emplace();
    auto& run = *state.run;
    auto& snapshot = run.snapshot;
    snapshot.sync = &sync_;
    snapshot.link = stored.link;
    snapshot.fence = stored.fence;
    snapshot.connections = {&connections_.a, &connections_.b};
    for (auto const& orphan : stored.open) snapshot.open.push_back(orphan.effect);
    for (auto const side : both_sides) {
        auto& here = snapshot.sides[side];
        here.record_id = *stored.link.record(side);
        here.mirror = stored.mirrors[side];
        here.seen = stored.seen[side];
        here.told = stored.told[side];
        here.told_at = here.told.empty() ? TimePoint{} : here.told.back().received_at;
        here.fresh_since = stored.fresh_since[side];
        here.conditional_writes = options_.apps[side].conditional;
        run.told_seen[index_of(side)] = here.told.size();
    }
    go_on(state, run);
}

void Model::go_on(State& state, Run& run) const {
    auto& snapshot = run.snapshot;
    for (int i = 0; i < steps_of_a_run_max; ++i) {
        ++state.steps;
        snapshot.now = state.now;
        auto decision = sync::decide(snapshot);
        if (auto const* read = std::get_if<sync::Read>(&decision.step)) {
            auto& here = snapshot.sides[read->side];
            if (is_injected(InjectedFault::act_on_payload) && !here.told.empty() && here.told.back().values) {
                // As RecordRun::read() does under this fault.
                for (auto const& [name, value] : *here.told.back().values) {
                    here.seen[name] = value;
                    here.mirror->record.fields[row().at(read->side)] = contacts::value_for(row(), read->side, value);
                }
                here.mirror->observed_at = state.now;
                run.is_dirty[index_of(read->side)] = true;
                continue;
            }
            run.call = {.side = read->side, .is_write = false, .sent_at = state.now, .reply = std::nullopt};
            return;
        }
        if (auto const* write = std::get_if<sync::Write>(&decision.step)) return begin_write(state, run, *write, decision);
        if (auto const* orphans = std::get_if<sync::TakeOver>(&decision.step)) {
            std::vector<sync::Orphan> taken;
            for (auto const& id : orphans->effects) {
                auto const found =
                    std::ranges::find_if(state.stored.open, [&](auto const& each) { return each.effect.id == id; });
                if (found != state.stored.open.end()) taken.push_back(*found);
            }
            sync::take_over(snapshot, taken);
            std::erase_if(state.stored.open,
                [&](auto const& each) { return std::ranges::find(orphans->effects, each.effect.id) != orphans->effects.end(); });
            snapshot.open.clear();
            save(state, run);
            continue;
        }
        if (auto const* keep = std::get_if<sync::KeepLink>(&decision.step)) {
            snapshot.link = keep->link;
            save(state, run);
            continue;
        }
        if (decision.memory) snapshot.link->memory = *decision.memory;
        if (decision.questions) state.stored.questions = *decision.questions;
        save(state, run);
        auto const* wait = std::get_if<sync::Wait>(&decision.step);
        return end_run(state, wait == nullptr ? std::nullopt : std::optional(wait->until), wait == nullptr);
    }
    end_run(state, state.now + seconds{1}, false);
}

void Model::begin_write(State& state, Run& run, sync::Write const& write, sync::Decision const& decision) const {
    auto& snapshot = run.snapshot;
    run.sent.clear();
    run.next = 0;
    for (auto const& group : write.groups) {
        for (auto const& change : group.changes) {
            sync::Sent sent;
            sent.effect.id = IntentId{"int_" + std::to_string(state.steps) + "_" + std::to_string(run.sent.size())};
            sent.effect.side = contacts::to_string(group.side);
            sent.effect.target = snapshot.sides[group.side].record_id;
            sent.effect.fence = snapshot.fence;
            sent.changes.push_back({ChangeId{"chg_" + sent.effect.id.text()}, change});
            run.sent.push_back(std::move(sent));
        }
    }
    if (decision.memory) snapshot.link->memory = *decision.memory;
    if (decision.questions) state.stored.questions = *decision.questions;
    if (is_injected(InjectedFault::base_before_stored)) {
        for (auto const& sent : run.sent) {
            auto const& change = sent.changes.front().change;
            snapshot.link->memory.base[change.row] = change.after_in_a;
        }
    }
    save(state, run);
    for (auto const& sent : run.sent) state.stored.open.push_back({sent.effect, sent.changes});
    send_next(state, run);
}

void Model::send_next(State& state, Run& run) const {
    auto const side = contacts::side_from(run.sent.at(run.next).effect.side);
    run.call = {.side = side, .is_write = true, .sent_at = state.now, .reply = std::nullopt};
}

void Model::answered(State& state, Run& run, bool is_lost) const {
    if (!run.call.is_write) {
        if (is_lost) return end_run(state, state.now + read_is_tried_again, false);
        return read_answered(state, run);
    }
    auto& sent = run.sent.at(run.next);
    sent.outcome.sent_at = run.call.sent_at;
    sent.outcome.answered_at = state.now;
    sent.outcome.kind = is_lost               ? calls::OutcomeKind::unknown
                        : run.call.is_refused ? calls::OutcomeKind::refused
                                              : calls::OutcomeKind::done;
    if (run.call.is_refused) sent.outcome.reading.reply_class = catalogue::ReplyClass::changed_since;
    if (sent.outcome.kind == calls::OutcomeKind::done) sent.reply = run.call.reply;
    bool const goes_on = sent.outcome.kind == calls::OutcomeKind::done;
    ++run.next;
    if (goes_on && run.next < run.sent.size()) return send_next(state, run);
    for (; run.next < run.sent.size(); ++run.next) run.sent[run.next].was_sent = false;
    settle_writes(state, run);
}

// As RecordRun::read().
void Model::read_answered(State& state, Run& run) const {
    auto const side = run.call.side;
    auto& here = run.snapshot.sides[side];
    auto const sent_at = is_injected(InjectedFault::observed_on_arrival) ? state.now : run.call.sent_at;
    sync::Observation const seen{*run.call.reply, sent_at};
    sync::JudgeInput const input{sync_.mapping, sync_.policy, side, &run.snapshot.link->memory, &*here.mirror};
    auto const judgement = sync::judge(input, seen, state.now);
    if (judgement.copy != sync::Copy::fresh) {
        save(state, run);
        bool const is_old = judgement.copy == sync::Copy::old_copy;
        return end_run(state, is_old ? judgement.again_at : state.now + reply_was_older, false);
    }
    sync::take_observation(run.snapshot, side, seen);
    run.is_dirty[index_of(side)] = true;
    go_on(state, run);
}

// As RecordRun::settle().
void Model::settle_writes(State& state, Run& run) const {
    auto& snapshot = run.snapshot;
    snapshot.now = state.now;
    auto const outcome = sync::apply_outcome(snapshot, run.sent);
    std::erase_if(state.stored.open, [&](sync::Orphan const& open) {
        return std::ranges::any_of(run.sent, [&](sync::Sent const& sent) { return sent.effect.id == open.effect.id; });
    });
    snapshot.open.clear();
    for (auto const side : both_sides) run.is_dirty[index_of(side)] = true;
    save(state, run);
    if (outcome.wait_until) return end_run(state, *outcome.wait_until, false);
    // It goes on with what is stored now, and with the events that came meanwhile.
    state.run.reset();
    begin_run(state);
}

void Model::save(State& state, Run& run) const {
    auto& stored = state.stored;
    stored.link = *run.snapshot.link;
    for (auto const side : both_sides) {
        auto const& here = run.snapshot.sides[side];
        if (!run.is_dirty[index_of(side)]) continue;
        // An older copy never replaces a newer one (sync/state/statements.hpp), except to say that it has to be read anew.
        bool const is_newer =
            here.mirror->observed_at >= stored.mirrors[side].observed_at || here.mirror->observed_at == TimePoint{};
        if (!is_newer) continue;
        stored.mirrors[side] = *here.mirror;
        stored.seen[side] = here.seen;
    }
}

void Model::end_run(State& state, std::optional<TimePoint> due, bool settles_events) const {
    auto& stored = state.stored;
    bool has_news = false;
    for (auto const side : both_sides) {
        auto& told = stored.told[side];
        auto const known = std::min(told.size(), state.run->told_seen[index_of(side)]);
        has_news = has_news || told.size() > known;
        if (settles_events) told.erase(told.begin(), told.begin() + static_cast<std::ptrdiff_t>(known));
    }
    state.run.reset();
    stored.due = due;
    if (has_news) stored.due = state.now + moment;
}

bool Model::settle(State& state) const {
    if (state.stalled) apply(state, {.kind = Kind::wake});
    for (auto const side : both_sides) state.apps[side].late.clear();
    for (int round = 0; round < rounds_to_rest_max; ++round) {
        if (state.run) {
            apply(state, {.kind = state.run->call.is_carried_out ? Kind::answer : Kind::carry_out});
            round -= round > 0 && state.steps < 2'000 ? 1 : 0;
            continue;
        }
        bool const has_told = std::ranges::any_of(both_sides, [&](Side side) { return !state.apps[side].undelivered.empty(); });
        if (has_told) {
            apply(state, {.kind = Kind::deliver, .side = state.apps.a.undelivered.empty() ? Side::b : Side::a});
            continue;
        }
        if (state.stored.due) {
            apply(state, {.kind = Kind::wait});
            continue;
        }
        bool const was_swept = state.stored.fresh_since.a != TimePoint{};
        if (was_swept) return true;
        state.needed_a_sweep = shown(state, Side::a) != shown(state, Side::b);
        state.now += std::chrono::hours{2};
        for (auto const side : both_sides) state.stored.fresh_since[side] = state.now;
        state.stored.due = state.now;
        start_when_due(state);
    }
    return false;
}

}  // namespace lockstep::simulation::small_world
