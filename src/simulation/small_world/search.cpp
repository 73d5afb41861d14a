// SPDX-License-Identifier: Apache-2.0
#include "simulation/small_world/search.hpp"

#include <algorithm>
#include <set>
#include <unordered_map>

#include "sync/reconcile/mirror.hpp"

namespace lockstep::simulation::small_world {
namespace {

using contacts::both_sides;

bool holds(Value const& set, std::string_view element) { return sync::has_element(set, element); }

// A state as text, with every time replaced by its place in their order and by how long ago it was in terms of the rules' spans:
// two states that differ in nothing else lead to the same.
class Writer {
public:
    explicit Writer(TimePoint now) : now_(now) {}

    void text(std::string_view value) { parts_.append(value).push_back('|'); }
    void number(std::int64_t value) { text(std::to_string(value)); }
    void value(Value const& value) { text(text_of(value)); }
    void time(TimePoint at) {
        marks_.emplace_back(parts_.size(), at);
        parts_.push_back('|');
    }
    void time(std::optional<TimePoint> const& at) {
        if (at)
            time(*at);
        else
            text("none");
    }

    std::string take() {
        std::vector<TimePoint> order;
        for (auto const& [place, at] : marks_) order.push_back(at);
        order.push_back(now_);
        std::ranges::sort(order);
        order.erase(std::unique(order.begin(), order.end()), order.end());
        std::string out;
        out.reserve(parts_.size() + marks_.size() * 6);
        std::size_t from = 0;
        for (auto const& [place, at] : marks_) {
            out.append(parts_, from, place - from);
            from = place;
            auto const rank = std::ranges::lower_bound(order, at) - order.begin();
            out += std::to_string(rank);
            out.push_back('~');
            out += std::to_string(bucket(at));
        }
        out.append(parts_, from);
        return out;
    }

private:
    int bucket(TimePoint at) const {
        constexpr std::array<std::int64_t, 8> spans{0, 2, 4, 10, 20, 180, 190, 3600};
        auto const ago = std::chrono::duration_cast<std::chrono::milliseconds>(now_ - at).count();
        int place = 0;
        for (auto const span : spans) place += ago >= span * 1'000 ? 1 : 0;
        return ago < 0 ? -1 - static_cast<int>(-ago / 1'000) : place;
    }

    TimePoint now_;
    std::string parts_;
    std::vector<std::pair<std::size_t, TimePoint>> marks_;
};

void write(Writer& out, sync::LinkMemory const& memory) {
    for (auto const& [row, value] : memory.base) out.value(value);
    for (auto const& own : memory.own_writes) {
        out.text(contacts::to_string(own.side));
        out.value(own.before);
        out.value(own.after);
        out.time(own.read_at);
        out.time(own.sent_at);
        out.time(own.answered_at);
        out.time(own.until);
        out.number(own.is_conditional ? 1 : 0);
        out.number(own.times);
        out.number(own.failures);
        out.time(own.first_at);
    }
    for (auto const& past : memory.past) {
        out.text(contacts::to_string(past.side));
        out.value(past.value);
        out.time(past.replaced_at);
    }
    for (auto const& [row, held] : memory.not_taken) {
        out.value(held.a);
        out.value(held.b);
    }
    for (auto const& doubt : memory.doubts) {
        out.number(static_cast<int>(doubt.kind));
        out.text(contacts::to_string(doubt.side));
        out.value(doubt.stands);
        out.value(doubt.kept);
        out.number(doubt.has_stood ? 1 : 0);
    }
    out.text(";");
}

void write(Writer& out, std::vector<sync::Told> const& told) {
    for (auto const& each : told) {
        out.time(each.received_at);
        out.time(each.sent_at);
        if (each.values) {
            for (auto const& [row, value] : *each.values) out.value(value);
        }
    }
    out.text(";");
}

void write(Writer& out, sync::Mirror const& mirror, contacts::Projection const& seen) {
    for (auto const& [row, value] : seen) out.value(value);
    out.text(mirror.record.version.value_or("-"));
    out.time(mirror.record.changed_at);
    out.time(mirror.observed_at);
    for (auto const& [field, times] : mirror.times) {
        out.time(times.observed);
        out.time(times.app);
    }
}

void write(Writer& out, Run const& run) {
    for (auto const side : both_sides) {
        auto const& here = run.snapshot.sides[side];
        write(out, *here.mirror, here.seen);
        out.number(here.was_read_in_this_run ? 1 : 0);
        write(out, here.told);
    }
    write(out, run.snapshot.link->memory);
    out.number(run.snapshot.fence);
    out.text(contacts::to_string(run.call.side));
    out.number(run.call.is_write);
    out.number(run.call.is_carried_out);
    out.number(run.call.is_refused);
    out.time(run.call.sent_at);
    if (run.call.reply) {
        for (auto const& [field, value] : run.call.reply->fields) out.value(value);
        out.text(run.call.reply->version.value_or("-"));
    }
    out.number(static_cast<std::int64_t>(run.next));
    for (auto const& sent : run.sent) {
        out.value(sent.changes.front().change.before_in_a);
        out.value(sent.changes.front().change.after_in_a);
        out.text(sent.effect.side);
        out.number(static_cast<int>(sent.outcome.kind));
        out.time(sent.outcome.sent_at);
    }
}

std::string key_of(State const& state) {
    Writer out{state.now};
    for (auto const side : both_sides) {
        auto const& app = state.apps[side];
        for (auto const& version : app.versions) {
            out.value(version.value);
            out.time(version.at);
            out.number(version.is_ours);
        }
        for (auto const& late : app.late) {
            out.value(late.change.after_in_a);
            out.number(late.on_version);
            out.time(late.until);
        }
        write(out, app.undelivered);
        for (auto const& [before, after] : app.unheard) {
            out.value(before);
            out.value(after);
        }
        out.number(app.edits);
        write(out, state.stored.mirrors[side], state.stored.seen[side]);
        write(out, state.stored.told[side]);
    }
    write(out, state.stored.link.memory);
    for (auto const& open : state.stored.open) {
        out.number(open.effect.fence);
        out.value(open.changes.front().change.after_in_a);
    }
    for (auto const& question : state.stored.questions) {
        out.number(static_cast<int>(question.kind));
        out.value(question.a);
        out.value(question.b);
    }
    out.number(state.stored.fence);
    out.time(state.stored.due);
    if (state.run) write(out, *state.run);
    out.text(state.stalled ? "stalled" : "");
    if (state.stalled) write(out, *state.stalled);
    out.number(state.faults);
    out.number(state.writes);
    for (auto const& edit : state.edits) {
        out.text(contacts::to_string(edit.side));
        out.value(edit.before);
        out.value(edit.value);
        out.number(edit.is_over_ours ? 1 : 0);
    }
    out.number(state.last_saw_the_other);
    out.number(state.last_met_the_same);
    for (auto const& value : state.agreed) out.value(value);
    out.text("");
    for (auto const& value : state.agreed_before) out.value(value);
    out.number(state.excuses.came_late ? 1 : 0);
    out.number(state.excuses.crossed ? 1 : 0);
    out.number(state.excuses.looks_undone ? 1 : 0);
    return out.take();
}

// Is `value` named in a question that what happened justifies?
bool is_kept(State const& end, Value const& value) {
    return std::ranges::any_of(end.stored.questions, [&](sync::Question const& question) {
        bool const is_justified = question.kind == sync::QuestionKind::late_write ? end.excuses.came_late
                                  : question.kind == sync::QuestionKind::covered  ? end.excuses.crossed
                                                                                  : false;
        return is_justified && (question.a == value || question.b == value);
    });
}

std::string judge_text(State const& end, Value const& a) {
    if (end.edits.empty()) return {};
    auto const last_of = [&](Side side) -> Value const* {
        auto const found = std::ranges::find(end.edits.rbegin(), end.edits.rend(), side, &Edit::side);
        return found == end.edits.rend() ? nullptr : &found->value;
    };
    auto const& last_side = end.edits.back().side;
    auto const& last = end.edits.back().value;
    auto const* at_b = last_of(Side::b);
    // Of two edits of which neither knew the other, b's wins; one that was made over the other is the newer one.
    bool const overrules = last_side == Side::b || at_b == nullptr || end.last_saw_the_other;
    auto const& due = overrules ? last : *at_b;
    if (a == due || is_kept(end, due)) return {};
    bool const is_of_somebody = std::ranges::any_of(end.edits, [&](auto const& edit) { return edit.value == a; });
    if (end.excuses.looks_undone && is_of_somebody) return {};
    // Whoever sets a value back to what both had before anybody looked has changed nothing; then the other side's edit stands.
    auto const* theirs = last_of(contacts::other(overrules ? last_side : Side::b));
    bool const is_set_back = std::ranges::find(end.agreed_before, due) != end.agreed_before.end();
    if (is_set_back && theirs != nullptr && a == *theirs) return {};
    if (end.last_met_the_same && a == last) return {};
    return "the end is " + text_of(a) + ", and it has to be " + text_of(due);
}

// Element by element: whoever changed it last has it as he left it. Where both sides changed it without knowing of each other,
// either may have it.
std::string judge_set(State const& end, Value const& a) {
    for (auto const* element : {"vip", "yoga"}) {
        std::set<bool> wanted;
        contacts::PerSide<std::optional<bool>> last;
        for (auto const& edit : end.edits) {
            bool const was = holds(edit.before, element), is = holds(edit.value, element);
            if (was == is) continue;
            auto const theirs = last[contacts::other(edit.side)];
            bool const knew = !theirs || (*theirs == was && edit.is_over_ours);
            if (knew) wanted.clear();
            wanted.insert(is);
            if (!knew && theirs) wanted.insert(*theirs);
            last[edit.side] = is;
        }
        if (wanted.empty() || wanted.contains(holds(a, element))) continue;
        if (end.excuses.looks_undone) continue;
        return std::string("the element ") + element + (holds(a, element) ? " is there" : " is missing") + " at the end";
    }
    return {};
}

class Searcher {
public:
    Searcher(Options const& options, connections::Connectors const& connectors)
        : options_(options), model_(options, connectors) {}

    // True: something is wrong.
    bool to_depth(int depth) {
        visited_.clear();
        history_.clear();
        return visit(model_.start(), depth);
    }

    Report report;

private:
    bool visit(State const& state, int left) {
        auto const [known, is_new] = visited_.try_emplace(key_of(state), left);
        if (!is_new) {
            if (known->second >= left) return false;
            known->second = left;
        }
        if (is_new) ++report.states;
        if (left == 0 || is_new) {
            if (ends_wrong(state)) return true;
        }
        if (left == 0) return false;
        for (auto const& action : model_.actions(state)) {
            ++report.actions;
            history_.push_back(describe(action, state));
            auto next = state;
            model_.apply(next, action);
            if (visit(next, left - 1)) return true;
            history_.pop_back();
        }
        return false;
    }

    bool ends_wrong(State const& state) {
        auto end = state;
        bool const rests = model_.settle(end);
        report.wrong = rests ? judge_end(model_, options_, end) : "the program does not come to rest";
        if (report.wrong.empty()) return false;
        report.history = history_;
        report.history.emplace_back("nothing more happens, and both sides are read");
        return true;
    }

    Options options_;
    Model model_;
    std::unordered_map<std::string, int> visited_;
    std::vector<std::string> history_;
};

}  // namespace

std::string judge_end(Model const& model, Options const& options, State const& end) {
    auto const a = model.shown(end, Side::a), b = model.shown(end, Side::b);
    if (a != b) return "a has " + text_of(a) + " and b " + text_of(b);
    if (end.needed_a_sweep && end.faults == 0)
        return "the events had told everything, and only a sweep brought the sides together";
    auto wrong = options.is_set ? judge_set(end, a) : judge_text(end, a);
    if (!wrong.empty()) return wrong;
    for (auto const& question : end.stored.questions) {
        bool const is_justified = question.kind == sync::QuestionKind::late_write ? end.excuses.came_late
                                  : question.kind == sync::QuestionKind::covered  ? end.excuses.crossed
                                                                                  : false;
        if (!is_justified)
            return "somebody is asked without need: " + std::string(sync::to_string(question.kind)) + ", a has " +
                   text_of(question.a) + ", b has " + text_of(question.b);
    }
    // An edit is carried to the other side once; a fault may cost a write to be repeated and one to mend what it did; of two
    // edits that meet, the one that loses may be on its way already.
    auto const per_edit = options.is_set ? 2 : 1;
    auto const most = per_edit * static_cast<int>(end.edits.size()) + 2 * end.faults + (end.excuses.crossed ? 1 : 0) + 1;
    if (end.writes > most) return std::to_string(end.writes) + " writes for " + std::to_string(end.edits.size()) + " edits";
    return {};
}

Report search(Options const& options, connections::Connectors const& connectors, std::function<bool(int depth)> const& goes_on) {
    Searcher searcher{options, connectors};
    for (int depth = 1; depth <= options.depth_most; ++depth) {
        if (goes_on && !goes_on(depth)) break;
        if (searcher.to_depth(depth)) break;
        searcher.report.depth = depth;
    }
    return std::move(searcher.report);
}

}  // namespace lockstep::simulation::small_world
