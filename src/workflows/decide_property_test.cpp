// SPDX-License-Identifier: Apache-2.0
// Drawn workflows and drawn fates: every run ends or waits, no call is ordered twice under one ticket, what is over stays over,
// and the journal gives the state again.
#include <rapidcheck.h>

#include "vault/test_world.hpp"
#include "workflows/test_workflows.hpp"

namespace lockstep::workflows {
namespace {

class Drawn {
public:
    explicit Drawn(std::uint64_t seed) : random_(seed) {}

    std::uint64_t below(std::uint64_t count) { return random_.next() % count; }

    JsonArray steps(int depth, bool in_branch) {
        JsonArray list;
        auto const count = below(depth == 0 ? 5 : 3) + (depth == 0 ? 1 : 0);
        for (std::uint64_t i = 0; i < count; ++i) list.push_back(step(depth, in_branch));
        return list;
    }

private:
    Json step(int depth, bool in_branch) {
        auto const id = "s" + std::to_string(++steps_);
        JsonObject step{{"id", id}};
        auto const kind = below(depth < 3 ? 12 : 6);
        if (kind <= 1) {
            step["do"] = "call";
            step["operation"] = below(2) == 0 ? "crm/contacts.get_contact" : "crm/contacts.create_note";
            step["with"] = JsonObject{{"contactId", "{{contact.id}}"}};
            if (step["operation"] == Json("crm/contacts.create_note")) step["with"].as_object()["body"] = id;
            if (below(3) == 0) step["on_error"] = depth < 3 ? steps(depth + 1, in_branch) : JsonArray{};
            if (below(3) == 0) step["if_unclear"] = "fail";
            if (below(2) == 0) step["retry"] = JsonObject{{"times", below(3)}, {"wait", "1m"}};
        } else if (kind == 2) {
            step["do"] = "set";
            step["values"] = JsonObject{{"n", "{{vars.n? | default: 0 | plus: 1}}"}};
        } else if (kind == 3) {
            step["do"] = "wait";
            step["for"] = "1h";
        } else if (kind == 4) {
            step["do"] = "wait_for_event";
            step["on"] = "crm/triggers.message_received";
            step["when"] = "event.ok == true";
            step["at_most"] = "1d";
        } else if (kind == 5) {
            step["do"] = "go_to";
            step["step"] = id;  // itself: a jump that comes to an end
            step["at_most"] = below(3) + 1;
        } else if (kind <= 7) {
            step["do"] = "if";
            step["when"] = below(2) == 0 ? "true" : "trigger.yes == true";
            step["then"] = steps(depth + 1, in_branch);
            step["else"] = steps(depth + 1, in_branch);
        } else if (kind <= 9) {
            step["do"] = "loop";
            JsonArray items;
            for (auto left = below(4); left > 0; --left) items.emplace_back(left);
            step["over"] = std::move(items);
            step["as"] = "item" + std::to_string(steps_);
            if (below(2) == 0) step["if_fails"] = "go_on";
            step["steps"] = steps(depth + 1, in_branch);
        } else {
            step["do"] = "parallel";
            JsonArray branches;
            for (auto left = 2 + below(2); left > 0; --left) branches.push_back(JsonObject{{"steps", steps(depth + 1, true)}});
            step["branches"] = std::move(branches);
            if (below(2) == 0) step["on_error"] = JsonArray{};
        }
        return step;
    }

    vault::TestRandom random_;
    int steps_ = 0;
};

TEST(WorkflowProperties, EveryDrawnRunEndsAndItsJournalGivesItAgain) {
    EXPECT_TRUE(rc::check([](std::uint64_t seed) {
        Drawn drawn(seed);
        JsonObject one{{"steps", drawn.steps(0, false)}};
        auto const checked = check(definition_of({}, one), all_apps());
        for (auto const& problem : checked.problems) RC_LOG() << problem.message << "\n";
        RC_ASSERT(checked.problems.empty());

        RunState state;
        std::vector<std::pair<TimePoint, Happening>> journal;
        std::map<std::int64_t, Command> open;  // what waits for an answer
        std::set<std::int64_t> ordered;
        auto now = case_start;
        std::int64_t tickets_before = 0;
        auto const happens = [&](Happening happening) {
            journal.emplace_back(now, happening);
            auto decision = decide(checked.program, std::move(state), happening, now);
            state = std::move(decision.state);
            for (auto const& command : decision.commands) {
                if (command.kind == Command::Kind::unlisten) open.erase(command.ticket);
                if (command.kind == Command::Kind::end) open.clear();
                if (command.kind != Command::Kind::call && command.kind != Command::Kind::listen &&
                    command.kind != Command::Kind::ask)
                    continue;
                RC_ASSERT(ordered.insert(command.ticket).second);
                RC_ASSERT(command.ticket > tickets_before);
                if (!is_over(state.status)) open[command.ticket] = command;
            }
            tickets_before = state.last_ticket;
        };
        Happening start;
        start.data = JsonObject{{"contact", {{"id", "c1"}}}, {"trigger", {{"yes", drawn.below(2) == 0}}}, {"run", JsonObject{}}};
        happens(start);
        int steps = 0;
        while (!is_over(state.status)) {
            RC_ASSERT(++steps < 3'000);
            RC_ASSERT(!open.empty() || state.wakes_at().has_value());
            bool const wakes = state.wakes_at() && (open.empty() || drawn.below(3) == 0);
            Happening next;
            if (wakes) {
                next.kind = Happening::Kind::woke;
                now = std::max(now, *state.wakes_at());
                happens(next);
                continue;
            }
            auto chosen = open.begin();
            std::advance(chosen, static_cast<std::ptrdiff_t>(drawn.below(open.size())));
            auto const command = chosen->second;
            next.ticket = command.ticket;
            if (command.kind == Command::Kind::listen) {
                next.kind = Happening::Kind::heard;
                next.data = JsonObject{{"ok", drawn.below(2) == 0}};
            } else if (command.kind == Command::Kind::ask) {
                next.kind = Happening::Kind::settled;
                next.outcome = drawn.below(2) == 0 ? "done" : "failed";
                open.erase(chosen);
            } else {
                next.kind = Happening::Kind::answered;
                constexpr std::array<std::string_view, 6> outcomes{"done", "done", "done", "refused", "later", "unknown"};
                next.outcome = outcomes[drawn.below(outcomes.size())];
                next.data = JsonObject{{"id", "x"}};
                open.erase(chosen);
            }
            happens(next);
            // Told again, it changes nothing.
            if (next.kind == Happening::Kind::answered) {
                auto const again = decide(checked.program, state, next, now);
                RC_ASSERT(to_json(again.state) == to_json(state));
            }
        }
        RC_ASSERT(to_json(replayed(checked.program, journal)) == to_json(state));
        RC_ASSERT(to_json(*run_state_from(to_json(state))) == to_json(state));
        Happening late;
        late.kind = Happening::Kind::cancelled;
        RC_ASSERT(to_json(decide(checked.program, state, late, now).state) == to_json(state));
    }));
}

}  // namespace
}  // namespace lockstep::workflows
