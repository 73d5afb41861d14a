// SPDX-License-Identifier: Apache-2.0
#include "workflows/desk.hpp"

#include <algorithm>

#include "base/text.hpp"
#include "general/schedule.hpp"
#include "outbox/outbox.hpp"
#include "work/backoff.hpp"
#include "work/holders.hpp"
#include "work/queue.hpp"
#include "workflows/start.hpp"

namespace lockstep::workflows {
namespace {

constexpr std::int64_t runs_at_once = 64;
constexpr std::int64_t per_workflow = 32;
constexpr int turns_max = 50;  // of one run before others have their turn
constexpr std::size_t ready_max = 200;
constexpr Duration idle_wait = std::chrono::hours{1};
constexpr Duration after_error = std::chrono::seconds{1};
constexpr Duration schedule_slack = std::chrono::minutes{10};  // later than that, it was missed
constexpr Duration look_at_unknown = std::chrono::minutes{3};

std::string group_of(AccountId const& account, std::string_view workflow) { return account.text() + "/" + std::string(workflow); }

// One effect for each call that is ordered: its id says which.
IntentId effect_of(RunId const& run, std::int64_t ticket) { return IntentId{"int_" + run.text() + "_" + std::to_string(ticket)}; }
std::int64_t ticket_of(IntentId const& effect) {
    auto const& text = effect.text();
    return std::stoll(text.substr(text.rfind('_') + 1));
}

bool is_pending(Track const& track) {
    return track.ticket != 0 && (track.state == TrackState::calling || track.state == TrackState::looking);
}
bool is_write(Node const& node, Track const& track) { return track.state == TrackState::calling && !node.is_read; }

Node const& node_of(Ready const& ready, Track const& track) {
    return ready.program.nodes.at(static_cast<std::size_t>(track.node));
}

std::string text_in(Json const& payload, std::string_view pointer) {
    return std::string(find_text(payload, pointer).value_or(""));
}

// The ids of records that a call is about: an event of one of them may be what the call led to.
std::vector<std::string> records_of(JsonObject const& inputs, Json const& result) {
    std::vector<std::string> ids;
    for (std::string_view const name : {"contactId", "client_id", "contact_id"}) {
        if (auto const* id = inputs.if_contains(name)) ids.push_back(shown_in_text(*id));
    }
    if (auto const* id = find(result, "/id"); id != nullptr && (id->is_string() || id->is_number()))
        ids.push_back(shown_in_text(*id));
    return ids;
}

}  // namespace

Result<void> ask_for_run(Transaction& transaction, AccountId const& account, std::string_view workflow, std::string_view run,
    TimePoint due, TimePoint now) {
    return work::enqueue(transaction,
        {.account = account,
            .queue = std::string(queue_name),
            .key = "run:" + std::string(run),
            .group = group_of(account, workflow),
            .lane = work::Lane::live,
            .due_at = due,
            .record_type = "run",
            .payload = "{}"},
        now);
}

Result<void> ask_for_start(
    Transaction& transaction, AccountId const& account, Watch const& trigger, EventId const& event, TimePoint now) {
    auto const number = std::to_string(trigger.ticket);
    return work::enqueue(transaction,
        {.account = account,
            .queue = std::string(queue_name),
            .key = "start:" + trigger.workflow + ":" + number + ":" + event.text(),
            .group = group_of(account, trigger.workflow),
            .lane = work::Lane::live,
            .due_at = now,
            .record_type = "start",
            .payload = to_text(JsonObject{{"workflow", trigger.workflow}, {"trigger", trigger.ticket}, {"event", event.text()}})},
        now);
}

Result<void> ask_for_schedule(Transaction& transaction, AccountId const& account, Watch const& trigger, std::int64_t version,
    TimePoint due, TimePoint now) {
    return work::enqueue(transaction,
        {.account = account,
            .queue = std::string(queue_name),
            .key = "schedule:" + trigger.workflow + ":" + std::to_string(trigger.ticket),
            .group = group_of(account, trigger.workflow),
            .lane = work::Lane::live,
            .due_at = due,
            .record_type = "schedule",
            .payload = to_text(JsonObject{{"workflow", trigger.workflow}, {"trigger", trigger.ticket}, {"version", version}})},
        now);
}

Result<void> Desk::on_event(Transaction& transaction, events::Event& event) {
    TRY(auto const watches, watches_for(transaction, parts_.account, event.connection.text(), event.type));
    auto const now = parts_.clock.now();
    for (auto const& watch : watches) {
        if (watch.run.empty()) {
            TRY_VOID(ask_for_start(transaction, parts_.account, watch, event.id, now));
            continue;
        }
        Notice notice;
        notice.id = event.id.text() + "/" + std::to_string(watch.ticket);
        notice.kind = "event";
        notice.ticket = watch.ticket;
        notice.event = event.id.text();
        TRY_VOID(add_notice(transaction, parts_.account, watch.run, notice));
        TRY_VOID(ask_for_run(transaction, parts_.account, watch.workflow, watch.run, now, now));
    }
    return {};
}

void Desk::stop() {
    is_stopping_ = true;
    requests_.notify();
}

void Desk::hold_writes(bool is_held) {
    holds_writes_ = is_held;
    requests_.notify();
}

Task<Result<std::vector<work::Item>>> Desk::claim(std::int64_t most) {
    auto const now = parts_.clock.now();
    work::ClaimLimits limits;
    limits.queue = queue_name;
    limits.holder = parts_.holder;
    limits.items = limits.bulk_items = most;
    limits.per_group = per_workflow;
    limits.in_flight = in_flight_of_;
    CO_TRY(auto claim, co_await parts_.database.write_value(
                           [now, limits](Transaction& transaction) { return work::claim(transaction, limits, now); }));
    next_due_ = claim.next_due;
    co_return std::move(claim.items);
}

Task<void> Desk::run() {
    TaskGroup tasks(co_await boost::asio::this_coro::executor);
    while (!is_stopping_) {
        auto const now = parts_.clock.now();
        auto const free = runs_at_once - in_flight_;
        if (free <= 0 || holds_writes_) {
            co_await parts_.clock.sleep_until_or(now + idle_wait, requests_);
            continue;
        }
        auto items = co_await claim(free);
        if (!items) {
            parts_.log.error("runs of workflows could not be claimed", {{"code", items.error().code}});
            co_await parts_.clock.sleep_until(now + after_error);
            auto const released = co_await parts_.database.write_value([this, now, in_hand = in_hand_](Transaction& transaction) {
                return work::release_lost(transaction, parts_.holder, queue_name, in_hand, now);
            });
            if (!released) parts_.log.warning("lost runs could not be freed", {{"code", released.error().code}});
            continue;
        }
        for (auto& item : *items) {
            ++in_flight_;
            ++in_flight_of_[item.group];
            in_hand_.emplace(item.account, item.key);
            tasks.spawn(serve(std::move(item)));
        }
        if (!items->empty()) continue;
        auto const until =
            std::max(now + std::chrono::milliseconds{1}, std::min(next_due_.value_or(now + idle_wait), now + idle_wait));
        co_await parts_.clock.sleep_until_or(until, requests_);
    }
    co_await tasks.join(parts_.clock, parts_.clock.now() + std::chrono::seconds{2});
}

Task<void> Desk::serve(work::Item item) {
    std::pair const hand{item.account, item.key};
    auto const group = item.group;
    auto const served = co_await serve_item(item);
    if (!served) {
        parts_.log.error("a run of a workflow could not be served; it is taken up again",
            {{"error", describe(served.error())}, {"key", item.key}});
        auto const code = served.error().code;
        while (!is_stopping_) {
            if (co_await give_back(item, code)) break;
            co_await parts_.clock.sleep_until(parts_.clock.now() + after_error);
        }
    }
    --in_flight_;
    in_hand_.erase(hand);
    if (auto const found = in_flight_of_.find(group); found != in_flight_of_.end() && --found->second == 0)
        in_flight_of_.erase(found);
    requests_.notify();
}

Task<Result<bool>> Desk::serve_one() {
    CO_TRY(auto const items, co_await claim(1));
    if (items.empty()) co_return false;
    CO_TRY_VOID(co_await serve_item(items.front()));
    co_return true;
}

Task<Result<void>> Desk::serve_item(work::Item const& item) {
    if (item.key.starts_with("run:")) co_return co_await serve_run(item);
    if (item.key.starts_with("start:")) co_return co_await start_run(item);
    if (item.key.starts_with("schedule:")) co_return co_await fire_schedule(item);
    co_return co_await complete(item);
}

Task<Result<void>> Desk::give_back(work::Item const& item, std::string why) {
    auto const due = parts_.clock.now() + work::backoff(item.attempts, parts_.random);
    co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        // A definition that cannot be read any more does not mend by itself; a person sees it parked.
        if (item.attempts >= work::attempts_before_parking) {
            TRY_VOID(work::park(transaction, work::lease_of(item), why));
            return {};
        }
        TRY_VOID(work::requeue(
            transaction, work::lease_of(item), {.due_at = due, .counts_as_attempt = true, .payload = std::nullopt, .why = why}));
        return {};
    });
}

Task<Result<void>> Desk::complete(work::Item const& item) {
    co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(work::complete(transaction, work::lease_of(item)));
        return {};
    });
}

Task<Result<std::shared_ptr<Ready const>>> Desk::ready(std::string workflow, std::int64_t version) {
    std::pair const key{workflow, version};
    if (auto const known = ready_.find(key); known != ready_.end()) co_return known->second;
    CO_TRY(auto const stored, co_await parts_.database.read_value([&](Transaction& transaction) {
        return find_version({transaction, parts_.vault, parts_.account, parts_.clock.now()}, workflow, version);
    }));
    if (!stored)
        co_return fail(ErrorKind::corrupt, "workflows.damaged_row", "loading workflow " + workflow + ": a version is missing");
    auto made = std::make_shared<Ready>();
    CO_TRY(made->program, make_program(stored->definition, parts_.apps));
    made->bindings = stored->bindings;
    made->version = version;
    if (ready_.size() >= ready_max) ready_.clear();
    ready_[key] = made;
    co_return std::shared_ptr<Ready const>(made);
}

// The journal, the state and what it commands, all at once.
Result<void> Desk::apply(Store const& store, Ready const& ready, StoredRun& run, Happening happening, work::Lease const* lease) {
    auto decision = decide(ready.program, std::move(run.state), happening, store.now);
    run.state = std::move(decision.state);
    TRY_VOID(append_journal(store, run.id, {++run.entries, store.now, std::move(happening)}));
    bool needs_turn = false;
    for (auto const& command : decision.commands) {
        switch (command.kind) {
            case Command::Kind::call:
            case Command::Kind::wake: needs_turn = true; break;
            case Command::Kind::listen: {
                auto const source = ready.bindings.find(command.slot);
                if (source == ready.bindings.end()) break;
                auto const* connection = parts_.directory.find(ConnectionId{source->second}).get();
                auto const* operation = connection == nullptr ? nullptr : connection->connector->find(command.operation);
                std::string type = operation == nullptr ? command.operation : operation->event_type;
                auto const* canonical = connection == nullptr
                                            ? nullptr
                                            : find_object(connection->connector->declaration, "/webhooks/events/canonical");
                if (auto const* word = canonical == nullptr ? nullptr : canonical->if_contains(type)) type = shown_in_text(*word);
                TRY_VOID(add_watch(store, source->second, type, {run.workflow, run.id.text(), command.ticket}));
                break;
            }
            case Command::Kind::unlisten: TRY_VOID(remove_watch(store, {run.workflow, run.id.text(), command.ticket})); break;
            case Command::Kind::ask: break;  // the run's status says so
            case Command::Kind::end:
                TRY_VOID(remove_watches(store, run.workflow, run.id.text()));
                TRY_VOID(remove_notices(store, run.id));
                break;
        }
    }
    if (run.entries == 1) {
        TRY_VOID(insert_run(store, run));
    } else {
        TRY_VOID(update_run(store, run));
    }
    if (lease != nullptr || !needs_turn) return {};
    bool const calls = std::ranges::any_of(run.state.tracks, is_pending);
    auto const due = calls ? store.now : run.state.wakes_at().value_or(store.now);
    return ask_for_run(store.transaction, store.account, run.workflow, run.id.text(), due, store.now);
}

// Effects of whose calls the run no longer waits to hear are closed.
Result<void> Desk::settle_effects(Store const& store, Ready const& ready, StoredRun const& run) {
    TRY(auto const open, outbox::open_of(store.transaction, store.account, effect_owner, run.id.text()));
    for (auto const& effect : open) {
        auto const ticket = ticket_of(effect.id);
        bool const is_wanted = std::ranges::any_of(run.state.tracks, [&](Track const& track) {
            if (is_pending(track) && track.ticket == ticket) return true;
            bool const is_asked = track.state == TrackState::looking || track.state == TrackState::unclear;
            return is_asked && node_of(ready, track).step == effect.marker;
        });
        if (is_wanted) continue;
        auto const* steps = run.state.values.if_contains("steps");
        auto const* output = steps == nullptr ? nullptr : find(*steps, "/" + effect.marker);
        bool const is_done = output != nullptr && find(*output, "/error") == nullptr;
        TRY_VOID(outbox::close(store.transaction, store.account, effect.id,
            is_done ? outbox::EffectState::done : outbox::EffectState::abandoned, "settled", store.now));
    }
    return {};
}

Task<Result<void>> Desk::start_run(work::Item const& item) {
    CO_TRY(auto const payload, parse_json(item.payload));
    auto const workflow = text_in(payload, "/workflow");
    auto const ticket = find_integer(payload, "/trigger").value_or(0);
    struct Look {
        std::optional<StoredWorkflow> workflow;
        std::optional<events::Event> event;
        outbox::Counts effects;
    };
    CO_TRY(auto const look, co_await parts_.database.read_value([&](Transaction& transaction) -> Result<Look> {
        Store const store{transaction, parts_.vault, parts_.account, parts_.clock.now()};
        Look seen;
        TRY(seen.workflow, find_workflow(store, workflow));
        TRY(seen.event, events::load(transaction, parts_.vault, parts_.account, EventId{text_in(payload, "/event")}));
        TRY(seen.effects, outbox::counts_of(transaction, parts_.account, effect_owner, group_of(parts_.account, workflow)));
        return seen;
    }));
    if (!look.workflow || look.workflow->state != WorkflowState::published || !look.event) co_return co_await complete(item);
    CO_TRY(auto const ready, co_await this->ready(workflow, look.workflow->version));
    if (ticket < 0 || ticket >= static_cast<std::int64_t>(ready->program.triggers.size())) co_return co_await complete(item);
    auto const& trigger = ready->program.triggers[static_cast<std::size_t>(ticket)];
    auto const& event = *look.event;
    auto const now = parts_.clock.now();
    // A call of ours that is under way may be what the event tells of: it is known when the call is answered.
    if (look.effects.journalled > 0 && now < event.received_at + std::chrono::seconds{5}) {
        co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
            TRY_VOID(work::requeue(transaction, work::lease_of(item), {.due_at = now + std::chrono::seconds{1}}));
            return {};
        });
    }
    auto const connection = parts_.directory.find(event.connection);
    auto const parsed = parse_foreign_json(event.payload);
    auto const occasion = read_occasion(connection.get(), parsed ? *parsed : Json(JsonObject{}), event.record_id);
    auto const wish = judge(trigger, occasion, now);
    if (!wish) {
        parts_.log.warning("whether a workflow starts could not be judged; it does not",
            {{"workflow", workflow}, {"event", event.id.text()}, {"code", wish.error().code}});
    }
    if (!wish || !wish->starts) co_return co_await complete(item);

    StoredRun made;
    made.id = parts_.random.id<RunTag>(now);
    made.workflow = workflow;
    made.version = ready->version;
    made.event = event.id.text();
    made.started_at = now;
    if (!wish->key.empty()) made.subject = parts_.vault.blind_index(parts_.account, "workflow_subject", wish->key);
    co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        Store const store{transaction, parts_.vault, parts_.account, now};
        TRY(bool const is_ours, work::complete(transaction, work::lease_of(item)));
        if (!is_ours) return {};
        auto run = made;
        TRY(run.chain, chain_of_write(store, event.connection.text(), event.record_id));
        auto const times = std::ranges::count(run.chain, workflow);
        auto const most = ready->program.starts_by_own ? ready->program.deepest : 0;
        bool const is_loop = times > most || static_cast<std::int64_t>(run.chain.size()) >= chain_max;
        if (times > 0 && is_loop) {
            parts_.log.info("a workflow was not started by what its own run had changed", {{"workflow", workflow}});
            return {};
        }
        if (is_loop) return {};
        run.chain.push_back(workflow);
        if (wish->changed) {
            auto const print = parts_.vault.blind_index(parts_.account, "workflow_changed", *wish->changed);
            TRY(bool const is_other, see(store, {workflow, "", ticket}, run.subject, print));
            if (!is_other) return {};
        }
        if (ready->program.again != Again::always && !run.subject.empty()) {
            TRY(bool const is_there, has_run(store, workflow, run.subject, ready->program.again == Again::not_while_running));
            if (is_there) return {};
        }
        Happening started;
        started.data = start_data(occasion, run.id.text(), workflow, now);
        return apply(store, *ready, run, std::move(started), nullptr);
    });
}

Task<Result<void>> Desk::fire_schedule(work::Item const& item) {
    CO_TRY(auto const payload, parse_json(item.payload));
    auto const workflow = text_in(payload, "/workflow");
    auto const ticket = find_integer(payload, "/trigger").value_or(0);
    auto const version = find_integer(payload, "/version").value_or(0);
    CO_TRY(auto const stored, co_await parts_.database.read_value([&](Transaction& transaction) {
        return find_workflow({transaction, parts_.vault, parts_.account, parts_.clock.now()}, workflow);
    }));
    if (!stored || stored->state != WorkflowState::published || stored->version != version) co_return co_await complete(item);
    CO_TRY(auto const ready, co_await this->ready(workflow, version));
    if (ticket < 0 || ticket >= static_cast<std::int64_t>(ready->program.triggers.size())) co_return co_await complete(item);
    auto const& trigger = ready->program.triggers[static_cast<std::size_t>(ticket)];
    CO_TRY(auto const schedule, general::read_schedule(trigger.inputs));
    auto const now = parts_.clock.now();
    auto const wall = parts_.clock.wall();
    auto const next = now + (general::next_due(schedule, wall) - wall);
    // However long nobody looked, it is one time.
    bool const fires = trigger.catches_up || now - item.due_at <= schedule_slack;
    events::Event event;
    event.account = parts_.account;
    event.id = parts_.random.id<EventTag>(now);
    event.connection = ConnectionId{"none"};
    event.source = events::Source::person;
    event.type = "schedule.due";
    event.delivery_id = event.id.text();
    event.payload = to_text(JsonObject{{"due_at", format_time(item.due_at)}});
    event.received_at = now;
    event.state = events::EventState::done;
    auto const id = event.id;
    auto const prepared = events::prepare(parts_.vault, std::move(event));
    co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY(bool const is_ours, work::requeue(transaction, work::lease_of(item), {.due_at = next, .worked = true}));
        if (!is_ours || !fires) return {};
        TRY_VOID(events::store(transaction, prepared, {}));
        return ask_for_start(transaction, parts_.account, {workflow, "", ticket}, id, now);
    });
}

Task<Happening> Desk::call(Ready const& ready, StoredRun const& run, Track const& track) {
    Happening answered;
    answered.kind = Happening::Kind::answered;
    answered.ticket = track.ticket;
    auto const& node = node_of(ready, track);
    bool const looks = track.state == TrackState::looking;
    auto slot = looks ? node.look->slot : node.slot;
    auto operation = looks ? node.look->operation : node.operation;
    auto inputs = looks ? track.look_inputs : track.inputs;
    calls::CallOutcome outcome;
    if (slot == general_slot) {
        auto ran = co_await parts_.runner.run({.operation = operation, .inputs = std::move(inputs), .purpose = "workflow"});
        if (!ran) {
            answered.outcome = is_worth_retrying(ran.error()) ? "later" : "refused";
            answered.code = ran.error().code;
            answered.text = ran.error().message;
            co_return answered;
        }
        outcome = std::move(ran->outcome);
        answered.data = std::move(ran->result);
    } else {
        auto const bound = ready.bindings.find(slot);
        calls::CallRequest request;
        request.connection = ConnectionId{bound == ready.bindings.end() ? std::string() : bound->second};
        request.operation = std::move(operation);
        request.inputs = std::move(inputs);
        request.purpose = "workflow";
        request.cause = run.id.text();
        outcome = co_await parts_.caller.call(std::move(request));
        answered.data = outcome.reading.body;
    }
    answered.code = outcome.error.code;
    answered.text = outcome.error.message;
    switch (outcome.kind) {
        case calls::OutcomeKind::done: answered.outcome = "done"; break;
        case calls::OutcomeKind::refused: answered.outcome = "refused"; break;
        case calls::OutcomeKind::retry_later:
            answered.outcome = "later";
            answered.at = outcome.retry_at;
            break;
        case calls::OutcomeKind::unknown: answered.outcome = "unknown"; break;
    }
    if (answered.outcome != "done") answered.data = nullptr;
    co_return answered;
}

Task<Result<void>> Desk::serve_run(work::Item const& item) {
    auto const run_id = item.key.substr(item.key.find(':') + 1);
    auto const lease = work::lease_of(item);
    for (int turn = 0; turn < turns_max; ++turn) {
        struct Look {
            std::optional<StoredRun> run;
            std::vector<Notice> notices;
            std::vector<outbox::Effect> open;
            std::optional<events::Event> event;
        };
        CO_TRY(auto look, co_await parts_.database.read_value([&](Transaction& transaction) -> Result<Look> {
            Store const store{transaction, parts_.vault, parts_.account, parts_.clock.now()};
            Look seen;
            TRY(seen.run, find_run(store, run_id));
            if (!seen.run) return seen;
            TRY(seen.notices, notices_of(store, seen.run->id));
            TRY(seen.open, outbox::open_of(transaction, parts_.account, effect_owner, run_id));
            if (seen.notices.empty() || seen.notices.front().event.empty()) return seen;
            TRY(seen.event, events::load(transaction, parts_.vault, parts_.account, EventId{seen.notices.front().event}));
            return seen;
        }));
        if (!look.run || (is_over(look.run->state.status) && look.open.empty())) co_return co_await complete(item);
        auto const& run = *look.run;
        CO_TRY(auto const ready, co_await this->ready(run.workflow, run.version));
        auto const now = parts_.clock.now();

        // What comes first: what others say, what was under way when somebody ended, what is due, what is to be called.
        Happening happening;
        std::string notice;
        std::optional<outbox::Effect> sent;
        auto const pending = std::ranges::find_if(run.state.tracks, is_pending);
        bool const has_call = pending != run.state.tracks.end();
        auto const wakes_at = run.state.wakes_at();
        JsonObject inputs;
        if (!look.notices.empty()) {
            auto const& first = look.notices.front();
            notice = first.id;
            happening.ticket = first.ticket;
            if (first.kind == "cancel") {
                happening.kind = Happening::Kind::cancelled;
            } else if (first.kind == "settle") {
                happening.kind = Happening::Kind::settled;
                happening.outcome = first.word;
            } else {
                happening.kind = Happening::Kind::heard;
                auto const parsed = look.event ? parse_foreign_json(look.event->payload) : Result<Json>(JsonObject{});
                auto const connection = look.event ? parts_.directory.find(look.event->connection) : nullptr;
                happening.data = read_occasion(connection.get(), parsed ? *parsed : Json(JsonObject{}), "").trigger;
            }
        } else if (wakes_at && *wakes_at <= now) {
            happening.kind = Happening::Kind::woke;
        } else if (has_call) {
            auto const& node = node_of(*ready, *pending);
            auto const effect_id = effect_of(run.id, pending->ticket);
            auto const known = std::ranges::find(look.open, effect_id, &outbox::Effect::id);
            if (known != look.open.end()) {
                // Whoever sent it ended before the answer was stored. A person, or a look, says whether it was carried out.
                sent = *known;
                happening.kind = Happening::Kind::answered;
                happening.ticket = pending->ticket;
                happening.outcome = "unknown";
                happening.code = "workflows.unclear";
            } else {
                inputs = pending->inputs;
                if (is_write(node, *pending)) {
                    outbox::Effect effect;
                    effect.account = parts_.account;
                    effect.id = effect_id;
                    effect.owner = effect_owner;
                    effect.group = group_of(parts_.account, run.workflow);
                    effect.subject = run.id.text();
                    auto const bound = ready->bindings.find(node.slot);
                    effect.connection = ConnectionId{bound == ready->bindings.end() ? std::string("none") : bound->second};
                    effect.side = node.slot;
                    effect.kind = outbox::EffectKind::action;
                    effect.operation = node.operation;
                    effect.marker = node.step;
                    effect.fence = item.fence;
                    effect.holder = parts_.holder;
                    effect.created_at = now;
                    CO_TRY(
                        bool const is_ours, co_await parts_.database.write_value([&](Transaction& transaction) -> Result<bool> {
                            TRY(bool const holds, work::holds(transaction, lease));
                            if (!holds) return false;
                            TRY_VOID(outbox::journal(transaction, effect));
                            return true;
                        }));
                    if (!is_ours) co_return Result<void>{};
                    sent = effect;
                }
                happening = co_await call(*ready, run, *pending);
            }
        } else {
            // It rests until it is time, or somebody says something.
            co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
                if (wakes_at) {
                    TRY_VOID(work::requeue(transaction, lease, {.due_at = *wakes_at, .worked = true}));
                } else {
                    TRY_VOID(work::complete(transaction, lease));
                }
                return {};
            });
        }

        auto const at = parts_.clock.now();
        CO_TRY(bool const goes_on, co_await parts_.database.write_value([&](Transaction& transaction) -> Result<bool> {
            TRY(bool const is_ours, work::holds(transaction, lease));
            if (!is_ours) return false;
            Store const store{transaction, parts_.vault, parts_.account, at};
            auto changed = run;
            if (sent && happening.outcome == "unknown") {
                TRY_VOID(outbox::hold_unknown(
                    transaction, parts_.account, sent->id, at + look_at_unknown, sent->looks, happening.code));
            } else if (sent) {
                auto const state = happening.outcome == "done"      ? outbox::EffectState::done
                                   : happening.outcome == "refused" ? outbox::EffectState::refused
                                                                    : outbox::EffectState::abandoned;
                TRY_VOID(outbox::close(transaction, parts_.account, sent->id, state, happening.code, at));
            }
            if (sent && happening.outcome != "refused") {
                for (auto const& record : records_of(inputs, happening.data))
                    TRY_VOID(note_write(store, sent->connection.text(), record, run.chain));
            }
            TRY_VOID(apply(store, *ready, changed, happening, &lease));
            if (!notice.empty()) TRY_VOID(remove_notice(store, run.id, notice));
            TRY_VOID(settle_effects(store, *ready, changed));
            return true;
        }));
        if (!goes_on) co_return Result<void>{};
    }
    co_return co_await parts_.database.write([&](Transaction& transaction) -> Result<void> {
        TRY_VOID(work::requeue(transaction, lease, {.due_at = parts_.clock.now(), .worked = true}));
        return {};
    });
}

}  // namespace lockstep::workflows
