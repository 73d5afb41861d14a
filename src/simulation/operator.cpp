// SPDX-License-Identifier: Apache-2.0
#include "simulation/operator.hpp"

#include <algorithm>
#include <boost/asio/co_spawn.hpp>
#include <tuple>

namespace lockstep::simulation {
namespace {

constexpr auto try_again_after = std::chrono::seconds{10};
// The subject of an answer that is about nobody in particular.
constexpr std::string_view about_a_need = "b:";

}  // namespace

void Operator::begin() {
    for (auto const& planned : parts_.swarm.operator_deeds) {
        parts_.clock.at(planned.at, [this, planned] { perform(planned); });
    }
}

void Operator::perform(PlannedOperatorDeed const& planned) {
    auto const name = std::string(to_string(planned.deed));
    parts_.tally.add("operator: " + name);
    Stream stream{planned.stream};
    auto const& sync = parts_.sync;
    switch (planned.deed) {
        case OperatorDeed::pause: return pause(planned);
        case OperatorDeed::disable: return disable(planned);
        case OperatorDeed::change_mapping: return change_mapping(planned);
        case OperatorDeed::dry_run:
            return wish(
                name, [&sync](Process& process) { return process.service().begin_plan(sync.account, sync.id, sync::unnoted); });
        case OperatorDeed::look_now: {
            auto const side = stream.below(2) == 0 ? Side::a : Side::b;
            auto const ids = parts_.oracle.ids(side);
            if (ids.empty()) return;
            return wish(name, [&sync, id = ids[stream.below(ids.size())]](Process& process) {
                return process.service().look_at(sync.account, sync.id, id, sync::unnoted);
            });
        }
        case OperatorDeed::answer:
            return wish(name, [this, seed = stream.next()](Process& process) { return answer(process, seed); });
        case OperatorDeed::reconnect: {
            auto const side = stream.below(2) == 0 ? Side::a : Side::b;
            return wish(name, change_connection(side, [](connections::Connection& connection) {
                connection.state = connections::ConnectionState::active;
            }));
        }
    }
}

void Operator::wish(std::string name, std::function<Task<Result<void>>(Process&)> carry_out, std::function<void()> then) {
    wishes_.push_back(std::make_shared<Wish>(Wish{std::move(name), std::move(carry_out), std::move(then)}));
    if (wishes_.size() == 1) attempt();
}

void Operator::attempt() {
    if (wishes_.empty()) return;
    auto const wish = wishes_.front();
    auto* process = parts_.process();
    if (process != nullptr) {
        parts_.trace.note(parts_.clock.now(), {"operator wants", wish->name});
        boost::asio::co_spawn(process->context(), try_it(*process, wish), [](std::exception_ptr error) { CHECK(!error); });
    }
    parts_.clock.at(parts_.clock.now() + try_again_after, [this, wish] {
        if (!wishes_.empty() && wishes_.front() == wish) attempt();
    });
}

Task<void> Operator::try_it(Process& process, std::shared_ptr<Wish> wish) {
    auto const result = co_await wish->carry_out(process);
    bool const is_refused = !result && result.error().kind != ErrorKind::unavailable;
    parts_.trace.note(parts_.clock.now(), {"operator heard of", wish->name, result ? "done" : result.error().code});
    if (is_refused) parts_.tally.add("operator refused: " + result.error().code);
    if (wish->is_done || (!result && !is_refused)) co_return;
    wish->is_done = true;
    if (result && wish->then) wish->then();
    wishes_.pop_front();
    attempt();
}

void Operator::pause(PlannedOperatorDeed const& planned) {
    auto const& sync = parts_.sync;
    wish(
        "pause", [&sync](Process& process) { return process.service().pause(sync.account, sync.id, sync::unnoted); },
        [this] { spans_.push_back({OperatorDeed::pause, Side::a, parts_.clock.now(), TimePoint::max()}); });
    parts_.clock.at(std::min(planned.at + planned.lasts, parts_.swarm.calm_from), [this, &sync] {
        wish(
            "start", [&sync](Process& process) { return process.service().start(sync.account, sync.id, sync::unnoted); },
            [this] { end_span(OperatorDeed::pause, Side::a); });
    });
}

void Operator::disable(PlannedOperatorDeed const& planned) {
    Stream stream{planned.stream};
    auto const side = stream.below(2) == 0 ? Side::a : Side::b;
    using connections::ConnectionState;
    auto const set = [](ConnectionState state) {
        return [state](connections::Connection& connection) { connection.state = state; };
    };
    wish("disable", change_connection(side, set(ConnectionState::disabled)),
        [this, side] { spans_.push_back({OperatorDeed::disable, side, parts_.clock.now(), TimePoint::max()}); });
    parts_.clock.at(std::min(planned.at + planned.lasts, parts_.swarm.calm_from), [this, side, set] {
        wish("enable", change_connection(side, set(ConnectionState::active)),
            [this, side] { end_span(OperatorDeed::disable, side); });
    });
}

// The rules of one field: what is done when both sides changed it, when one is blank, when two records first meet.
void Operator::change_mapping(PlannedOperatorDeed const& planned) {
    Stream stream{planned.stream};
    auto const place = stream.below(parts_.swarm.mapping.rows.size());
    auto row = parts_.swarm.mapping.rows[place];
    if (row.rule.kind == contacts::FieldKind::set) return;
    using contacts::ConflictRule;
    constexpr std::array rules{ConflictRule::newest, ConflictRule::a, ConflictRule::b, ConflictRule::longest, ConflictRule::ask};
    if (stream.below(3) > 0)
        row.rule.conflict = rules[stream.below(rules.size())];
    else
        row.rule.blank = row.rule.blank == contacts::BlankRule::keep ? contacts::BlankRule::propagate : contacts::BlankRule::keep;
    auto const rule = row.rule;
    auto const asked_at = parts_.clock.now();
    wish(
        "change mapping",
        [this, place, rule](Process& process) -> Task<Result<void>> {
            auto const& sync = parts_.sync;
            auto mapping = parts_.swarm.mapping;
            mapping.rows[place].rule = rule;
            CO_TRY_VOID(co_await process.service().change_document(
                sync.account, sync.id, mapping, sync.policy, "the simulation", sync::unnoted));
            co_return Result<void>{};
        },
        [this, place, rule, asked_at] {
            // In place: deeds under way hold on to their rows.
            auto& changed = parts_.swarm.mapping.rows[place];
            auto const before = changed;
            changed.rule = rule;
            parts_.sync.mapping.rows[place].rule = rule;
            mapping_changes_.push_back({parts_.clock.now(), asked_at, before, changed});
        });
}

std::optional<sync::AnswerRequest> Operator::true_answer(Json const& issue, Stream& stream) const {
    std::vector<sync::Choice> choices;
    for (auto const& each : *find_array(issue, "/choices")) {
        if (auto const choice = sync::choice_from(std::string_view(each.get_string()))) choices.push_back(*choice);
    }
    // A value that everybody gets is nobody's edit: the oracle could not tell whose it is. See neighbour.cpp for one.
    std::erase_if(
        choices, [](sync::Choice choice) { return choice == sync::Choice::use_value || choice == sync::Choice::use_field; });
    if (choices.empty()) return std::nullopt;
    sync::AnswerRequest request{.issue_id = std::string(find_text(issue, "/id").value_or("")),
        .choice = choices[stream.below(choices.size())],
        .candidate = {},
        .version = stream.below(2) == 0 ? "" : std::string(find_text(issue, "/version").value_or("")),
        .given_by = "somebody"};
    auto const* candidates = find_array(issue, "/detail/candidates");
    if (candidates == nullptr || request.choice == sync::Choice::leave_alone) return request;
    auto const subject = std::string(find_text(issue, "/subject").value_or(""));
    auto const& humans = parts_.oracle.humans();
    auto const side = humans.contains({Side::a, subject}) ? Side::a : Side::b;
    auto const self = humans.find({side, subject});
    if (self == humans.end()) return std::nullopt;
    for (auto const& each : *candidates) {
        std::string const id{std::string_view(each.get_string())};
        auto const found = humans.find({contacts::other(side), id});
        // Somebody whom the program has made is the copy of a person: of whom, is not for this person to know.
        if (found == humans.end()) return std::nullopt;
        if (found->second != self->second) continue;
        request.choice = sync::Choice::same_person;
        request.candidate = id;
        return request;
    }
    request.choice = candidates->empty() ? sync::Choice::create_anyway : sync::Choice::different_people;
    return request;
}

// An answer may have been taken although nobody heard so: the commit's answer was lost, or the process was killed.
Task<Result<void>> Operator::hear_of_answers(Process& process) {
    auto const& sync = parts_.sync;
    CO_TRY(auto const page, co_await process.service().answers(sync.account, sync.id, {}, 200));
    for (auto const& each : *find_array(page, "/items")) {
        CO_TRY_VOID(note_answer(each));
    }
    co_return Result<void>{};
}

Result<void> Operator::note_answer(Json const& answer) {
    if (!noted_answers_.insert(std::string(find_text(answer, "/id").value_or(""))).second) return {};
    auto const choice = sync::choice_from(find_text(answer, "/choice").value_or(""));
    CHECK(choice);
    GivenAnswer one{.at = parts_.clock.now(), .choice = *choice, .subject = {}, .row = {}, .want = {}, .a = {}, .b = {}};
    one.row = std::string(find_text(answer, "/field").value_or(""));
    if (auto const link = find_text(answer, "/link_id")) {
        one.subject = std::string(*link);
        if (auto const pair = taken_apart_.find(one.subject); pair != taken_apart_.end()) std::tie(one.a, one.b) = pair->second;
    } else {
        auto const a = find_text(answer, "/a_record");
        one.subject = a && *choice != sync::Choice::same_person ? "a:" + std::string(*a)
                                                                : "b:" + std::string(find_text(answer, "/b_record").value_or(""));
    }
    if (auto const* want = find(answer, "/want/a")) {
        TRY(one.want, contacts::value_from_json(*want));
    }
    parts_.tally.add("answer: " + std::string(sync::to_string(*choice)));
    answers_.push_back(std::move(one));
    return {};
}

Task<Result<void>> Operator::answer(Process& process, std::uint64_t seed) {
    CO_TRY_VOID(co_await hear_of_answers(process));
    Stream stream{seed};
    auto const& sync = parts_.sync;
    CO_TRY(
        auto const page, co_await process.service().issues(sync.account, sync.id, {.state = "open", .cursor = {}, .limit = 200}));
    auto const& issues = *find_array(page, "/items");
    if (issues.empty()) co_return Result<void>{};
    auto const& issue = issues[stream.below(issues.size())];
    auto const request = true_answer(issue, stream);
    if (!request) co_return Result<void>{};
    if (request->choice == sync::Choice::take_apart) {
        auto const link = std::string(find_text(issue, "/subject").value_or(""));
        CO_TRY(auto const view, co_await process.service().record(sync.account, sync.id, link));
        taken_apart_[link] = {std::string(find_text(view, "/summary/a_record").value_or("")),
            std::string(find_text(view, "/summary/b_record").value_or(""))};
    }
    CO_TRY(auto const given, co_await process.service().answer(
                                 sync.account, sync.id, *request, [](Transaction&, std::string_view) { return Result<void>{}; }));
    for (auto const& each : *find_array(given, "/items")) {
        CO_TRY_VOID(note_answer(each));
    }
    co_return Result<void>{};
}

bool Operator::was_taken_apart(std::string const& link) const {
    return std::ranges::any_of(
        answers_, [&](GivenAnswer const& each) { return each.choice == sync::Choice::take_apart && each.subject == link; });
}

bool Operator::was_taken_apart(RecordKey const& record) const {
    return std::ranges::any_of(answers_, [&](GivenAnswer const& each) {
        return each.choice == sync::Choice::take_apart && (record.first == Side::a ? each.a : each.b) == record.second;
    });
}

bool Operator::leaves_out(RecordKey const& record) const {
    auto const seen = parts_.oracle.projection(record);
    return seen && std::ranges::any_of(answers_, [&](GivenAnswer const& each) {
        if (each.choice != sync::Choice::leave_alone || each.subject != about_a_need) return false;
        auto const& rows = parts_.swarm.mapping.rows;
        auto const row =
            std::ranges::find_if(rows, [&](auto const& one) { return one.at(contacts::other(record.first)) == each.row; });
        if (row == rows.end()) return false;
        auto const found = seen->find(row->a);
        return found == seen->end() || contacts::is_blank(found->second);
    });
}

void Operator::set_quota(Side side, std::int64_t quota) {
    wish("set quota", [this, side, quota](Process& process) -> Task<Result<void>> {
        auto const change =
            change_connection(side, [quota](connections::Connection& connection) { connection.monthly_quota = quota; });
        CO_TRY_VOID(co_await change(process));
        // Nobody tells the engine of a changed connection; a sync that is read again plans its rhythm anew.
        co_return co_await process.engine().reload(parts_.sync.id);
    });
}

void Operator::set_brake(sync::BrakeLimits const& limits) {
    wish(
        "set the brake",
        [this, limits](Process& process) -> Task<Result<void>> {
            auto const& sync = parts_.sync;
            auto policy = sync.policy;
            policy.brake = limits;
            CO_TRY_VOID(co_await process.service().change_document(
                sync.account, sync.id, parts_.swarm.mapping, policy, "the simulation", sync::unnoted));
            co_return Result<void>{};
        },
        [this, limits] { parts_.sync.policy.brake = limits; });
}

void Operator::carry_over() {
    wish("carry over", [this](Process& process) -> Task<Result<void>> {
        auto const& sync = parts_.sync;
        CO_TRY(auto const page,
            co_await process.service().issues(sync.account, sync.id, {.state = "open", .cursor = {}, .limit = 200}));
        for (auto const& issue : *find_array(page, "/items")) {
            if (find_text(issue, "/kind") != "mass_cleared" && find_text(issue, "/kind") != "mass_changed") continue;
            sync::AnswerRequest request{.issue_id = std::string(find_text(issue, "/id").value_or("")),
                .choice = sync::Choice::carry_over,
                .candidate = {},
                .version = std::string(find_text(issue, "/version").value_or("")),
                .given_by = "somebody"};
            CO_TRY_VOID(co_await process.service().answer(
                sync.account, sync.id, std::move(request), [](Transaction&, std::string_view) { return Result<void>{}; }));
            parts_.tally.add("answer: carry_over");
        }
        co_return Result<void>{};
    });
}

std::function<Task<Result<void>>(Process&)> Operator::change_connection(
    Side side, std::function<void(connections::Connection&)> change) {
    return [this, side, change](Process& process) -> Task<Result<void>> {
        auto const entry = process.directory().find(parts_.sync.connection(side));
        CHECK(entry);
        auto changed = *entry;
        change(changed);
        CO_TRY_VOID(co_await process.database().write([&](Transaction& transaction) {
            return connections::save(transaction, process.vault(), changed, parts_.clock.now());
        }));
        process.directory().put(changed);
        co_return Result<void>{};
    };
}

void Operator::end_span(OperatorDeed deed, Side side) {
    for (auto& span : spans_) {
        if (span.deed == deed && span.side == side && span.until == TimePoint::max()) span.until = parts_.clock.now();
    }
}

}  // namespace lockstep::simulation
