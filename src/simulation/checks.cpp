// SPDX-License-Identifier: Apache-2.0
#include "simulation/checks.hpp"

#include <algorithm>
#include <set>

#include "base/injected_fault.hpp"
#include "simulation/bound_checks.hpp"
#include "simulation/edit_checks.hpp"
#include "simulation/issue_checks.hpp"
#include "simulation/lateness_checks.hpp"
#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

using contacts::Value;

std::string subject_of(RecordKey const& key) { return describe(key); }

class EndChecks {
public:
    EndChecks(World& world, EndState const& state)
        : world_(world), oracle_(world.oracle()), state_(state), mapping_(oracle_.mapping()) {}

    void run() {
        // The gravest first: what is found first names the failure.
        links_are_right();
        check_edits(world_, state_);
        for (auto const& row : state_.unreadable) oracle_.found("rows_can_be_opened", row);
        if (!state_.unreadable.empty()) return;
        for (auto const& link : state_.links) both_sides_exist(link);
        everybody_is_somewhere();
        webhooks_are_kept();
        check_lateness(world_, state_);
        check_issues(world_, state_);
        check_bounds(world_, state_);
        nothing_waits();
        unmapped_is_untouched();
        quiet_at_the_end();
        within_limits();
    }

private:
    bool exists(RecordKey const& key) const { return oracle_.app(key.first).record(key.second).has_value(); }
    bool is_person_made(RecordKey const& key) const { return oracle_.humans().contains(key); }

    void nothing_waits() {
        for (auto const& look : state_.waiting_looks) oracle_.found("comes_to_rest", "a look still waits: " + look);
        for (auto const& intent : state_.open_intents) oracle_.found("comes_to_rest", "an intent is still open: " + intent);
    }

    void webhooks_are_kept() {
        std::set<std::pair<std::string, std::string>> deliveries, contents;
        for (auto const& event : state_.events) {
            if (event.source != "webhook") continue;
            deliveries.emplace(event.connection, event.delivery_id.substr(0, event.delivery_id.find('@')));
            if (!contents.emplace(event.connection, event.payload_hash).second) {
                oracle_.found("webhook_kept_once", "delivery " + event.delivery_id + " stands in the inbox twice");
            }
        }
        for (auto const& accepted : oracle_.accepted_webhooks()) {
            // What comes for a connection that is disabled is kept in quarantine, under no connection's name.
            auto const& connection = accepted.side == Side::a ? world_.sync().a : world_.sync().b;
            bool const was_disabled = !world_.operators().spans().empty();
            bool const is_kept =
                deliveries.contains({connection.text(), accepted.id}) ||
                (was_disabled && std::ranges::any_of(deliveries, [&](auto const& kept) { return kept.second == accepted.id; }));
            if (!is_kept) {
                oracle_.found("accepted_webhook_is_kept", "delivery " + accepted.id + " was answered with 2xx at " +
                                                              format_time(accepted.at) + " and is not in the inbox");
            }
        }
        for (auto const& event : state_.events) {
            if (event.state == "waiting") {
                oracle_.found("events_are_settled", event.source + " " + event.delivery_id + " (" + event.type + " of " +
                                                        event.connection + ":" + event.record_id + ") still waits");
            }
            if (event.state == "parked" && event.note.empty())
                oracle_.found("events_are_settled", event.delivery_id + " is parked without a reason");
        }
    }

    std::set<std::string> ever(RecordKey const& key, std::string const& row) const {
        std::set<std::string> values;
        for (auto const& edit : oracle_.edits()) {
            if (edit.record != key || edit.row != row) continue;
            if (auto const* text = std::get_if<std::string>(&edit.after)) values.insert(*text);
        }
        return values;
    }
    bool ever_shared(RecordKey const& a, RecordKey const& b, std::string const& row) const {
        auto const left = ever(a, row), right = ever(b, row);
        return std::ranges::any_of(left, [&](auto const& value) { return right.contains(value); });
    }

    void links_are_right() {
        for (auto const& link : state_.links) {
            if (!link.a || !link.b) {
                if (link.state != sync::LinkState::creating)
                    oracle_.found("links_are_whole", "link " + link.id.text() + " lacks a side");
                continue;
            }
            RecordKey const a{Side::a, *link.a}, b{Side::b, *link.b};
            bool const a_is_ours = !is_person_made(a), b_is_ours = !is_person_made(b);
            // The copy of somebody who was deleted is a person of its own, once it was said so, and is made on the other side.
            auto const& people = world_.operators();
            if (a_is_ours && b_is_ours && exists(a) && exists(b) && !people.was_taken_apart(a) && !people.was_taken_apart(b))
                oracle_.found("no_duplicate", "both " + describe(a) + " and " + describe(b) + " were made by the program");
            if (a_is_ours || b_is_ours) continue;
            bool const same_human = oracle_.humans().at(a) == oracle_.humans().at(b);
            // An id that one of them was born with and a name that both had: nobody outside could tell that it is another.
            bool const held = oracle_.first_held(a) == b.second || oracle_.first_held(b) == a.second;
            bool const is_namesake = ever_shared(a, b, mapping_.first_name_field) && ever_shared(a, b, mapping_.last_name_field);
            if (held && is_namesake) continue;
            if (!same_human && !ever_shared(a, b, mapping_.email_field) && !ever_shared(a, b, mapping_.phone_field)) {
                oracle_.found("no_strangers_linked", describe(a) + " and " + describe(b) +
                                                         " are two people without a common address, linked by \"" + link.reason +
                                                         "\"");
            }
        }
    }

    void both_sides_exist(sync::Link const& link) {
        if (!link.a || !link.b) return;
        RecordKey const keys[2]{{Side::a, *link.a}, {Side::b, *link.b}};
        auto const a = oracle_.projection(keys[0]);
        auto const b = oracle_.projection(keys[1]);
        if (!a || !b) {
            bool const is_told = link.state == sync::LinkState::broken && (state_.has_issue({IssueKind::gone}, link.id.text()) ||
                                                                              is_left_alone(link.id.text()) || (!a && !b));
            if (!is_told)
                oracle_.found("deletion_is_noticed",
                    "of link " + link.id.text() + " " + describe(keys[a ? 1 : 0]) + " is deleted and nobody was told");
            return;
        }
        if (link.state != sync::LinkState::active) {
            oracle_.found("both_sides_agree", "link " + link.id.text() + " of " + describe(keys[0]) + " and " +
                                                  describe(keys[1]) + " is not active though both exist");
            return;
        }
        check_id_field(link, keys[0], mapping_.a_holds_id_of_b, keys[1].second);
        check_id_field(link, keys[1], mapping_.b_holds_id_of_a, keys[0].second);
    }

    void check_id_field(sync::Link const& link, RecordKey const& key, std::string const& field, std::string const& wanted) {
        auto const record = oracle_.shown(key.first, *oracle_.app(key.first).record(key.second));
        auto const held = record.fields.find(field);
        auto const* text = held == record.fields.end() ? nullptr : std::get_if<std::string>(&held->second);
        if ((text != nullptr && *text == wanted) ||
            state_.has_issue({IssueKind::not_stored, IssueKind::write_refused}, link.id.text(), {field, ""}))
            return;
        oracle_.found("ids_are_stored",
            describe(key) + " holds " + (text == nullptr ? "no id" : *text) + " in " + field + ", its link says " + wanted);
    }

    // One person is one record per side.
    void everybody_is_somewhere() {
        for (auto const side : {Side::a, Side::b}) {
            for (auto const& id : oracle_.ids(side)) somewhere({side, id});
        }
        for (auto const& [key, human] : oracle_.humans()) {
            if (key.first != Side::a || !exists(key)) continue;
            for (auto const& [other, other_human] : oracle_.humans()) {
                if (other.first == Side::b && other_human == human && exists(other)) one_of_each(key, other);
            }
        }
    }

    // A person said that nothing is to be done about it.
    bool is_left_alone(std::string const& subject) const {
        return std::ranges::any_of(world_.operators().answers(), [&](GivenAnswer const& answer) {
            return answer.choice == sync::Choice::leave_alone && answer.row.empty() && answer.subject == subject;
        });
    }

    void somewhere(RecordKey const& key) {
        auto const* link = state_.link_of(key);
        if (link != nullptr && link->a && link->b) return;
        // The copy of somebody who was deleted is a person of its own, once it was said so.
        if (!is_person_made(key) && !world_.operators().was_taken_apart(key)) {
            bool const is_told = std::ranges::any_of(state_.issues, [&](Issue const& issue) {
                return issue.is_open && (issue.kind == IssueKind::created_twice || issue.kind == IssueKind::create_unknown) &&
                       to_text(issue.detail).find(key.second) != std::string::npos;
            });
            if (!is_told) oracle_.found("no_duplicate", describe(key) + " was made by the program and belongs to nobody");
            return;
        }
        if (state_.has_issue({IssueKind::ambiguous, IssueKind::create_refused}, subject_of(key))) return;
        if (state_.waits_for_field(subject_of(key)) || world_.operators().leaves_out(key)) return;
        if (link != nullptr && state_.has_issue({IssueKind::create_unknown}, link->id.text())) return;
        if (is_left_alone(subject_of(key))) return;
        if (oracle_.app(key.first).record(key.second)->archived) return;  // archived people are not created elsewhere
        oracle_.found("everybody_is_on_both_sides", describe(key) + " has no counterpart and no open issue says why");
    }

    // Copies of one human that could be told to be one must not have got counterparts made beside each other.
    void one_of_each(RecordKey const& a, RecordKey const& b) {
        auto const* left = state_.link_of(a);
        auto const* right = state_.link_of(b);
        if (left == nullptr || right == nullptr || left == right || !left->b || !right->a) return;
        if (is_person_made({Side::b, *left->b}) || is_person_made({Side::a, *right->a})) return;
        auto const emails_a = ever(a, mapping_.email_field), emails_b = ever(b, mapping_.email_field);
        if (emails_a.size() != 1 || emails_a != emails_b) return;
        auto const& email = *emails_a.begin();
        auto const shares = [&](auto const& edit) {
            return edit.row == mapping_.email_field && edit.after == Value{email} && edit.record != a && edit.record != b;
        };
        if (std::ranges::any_of(oracle_.edits(), shares)) return;  // a family's address
        // Somebody may have given a counterpart another address: then the two could be taken for two for a while.
        for (auto const& key : {a, b, RecordKey{Side::b, *left->b}, RecordKey{Side::a, *right->a}}) {
            auto const changed = [&](auto const& edit) {
                return edit.row == mapping_.email_field && edit.record == key && edit.after != Value{email};
            };
            if (std::ranges::any_of(oracle_.edits(), changed)) return;
        }
        oracle_.found("no_duplicate",
            describe(a) + " and " + describe(b) + " are one person with one address, and each got a counterpart of its own");
    }

    void unmapped_is_untouched() {
        for (auto const& [key, expected] : oracle_.unmapped()) {
            if (!exists(key)) continue;
            auto const now = oracle_.unmapped_part(key);
            if (now != expected) oracle_.found("unmapped_is_untouched", describe(key) + " held " + expected + " and now " + now);
        }
        auto const& tags =
            std::ranges::find_if(mapping_.rows, [](auto const& row) { return row.rule.kind == contacts::FieldKind::set; });
        if (tags == mapping_.rows.end()) return;
        for (auto const side : {Side::a, Side::b}) {
            for (auto const& id : oracle_.ids(side)) {
                RecordKey const key{side, id};
                if (!is_person_made(key) && !oracle_.unmapped().contains(key) &&
                    oracle_.unmapped_part(key).find('~') != std::string::npos) {
                    oracle_.found("unmapped_is_untouched",
                        describe(key) + " was made with elements that no row maps: " + oracle_.unmapped_part(key));
                }
            }
        }
    }

    void quiet_at_the_end() {
        for (auto const& write : world_.http().writes) {
            if (write.at > world_.now() - quiet_time) {
                oracle_.found("no_write_in_the_last_hour", write.method + " " + write.path + " at " + format_time(write.at) +
                                                               " answered " + std::to_string(write.status));
            }
        }
    }

    void within_limits() {
        for (auto const side : {Side::a, Side::b}) {
            auto const& counters = oracle_.app(side).counters();
            auto const calls = counters.sum("call");
            auto const limited =
                counters.get("reply", "429") - std::min(counters.get("reply", "429"), counters.get("fault", "too_many_requests"));
            // A burst after a start or a crash may meet a window that is used up already.
            if (limited > 8 + calls / 100) {
                oracle_.found("within_limits", std::to_string(limited) + " of " + std::to_string(calls) + " calls at side " +
                                                   std::string(contacts::to_string(side)) + " were too many");
            }
        }
    }

    World& world_;
    Oracle& oracle_;
    EndState const& state_;
    contacts::Mapping const& mapping_;
};

using LinkedPair = std::pair<std::string, std::string>;

// A person removed one of the two, and the other one is linked to whoever was typed in anew.
bool was_taken_over(World& world, LinkedPair const& pair, std::map<std::string, LinkedPair> const& present) {
    auto const was_removed = [&](Side side, std::string const& id) {
        auto const* record = world.oracle().chronicle().find({side, id});
        return record != nullptr && record->removed_at.has_value();
    };
    return std::ranges::any_of(present, [&](auto const& each) {
        return (each.second.second == pair.second && was_removed(Side::a, pair.first)) ||
               (each.second.first == pair.first && was_removed(Side::b, pair.second));
    });
}

}  // namespace

void check_on_the_way(World& world) {
    std::map<std::string, std::pair<std::string, std::string>> present;
    auto const result = run_at_once(world.sqlite().read([&](Transaction& transaction) -> Result<void> {
        TRY(auto const rows,
            transaction.query(
                "SELECT link_id, a_record, b_record FROM links WHERE a_record IS NOT NULL AND b_record IS NOT NULL"));
        for (auto const& row : rows) present[row.text(0)] = {row.text(1), row.text(2)};
        return {};
    }));
    if (!result) return world.oracle().found("database_reads", describe(result.error()));
    for (auto const& [id, pair] : world.known_links()) {
        auto const found = present.find(id);
        if (found == present.end() && world.operators().was_taken_apart(id)) continue;
        if (found == present.end() && was_taken_over(world, pair, present)) continue;
        if (found == present.end() || found->second != pair) {
            world.oracle().found("links_stay", "link " + id + " of a:" + pair.first + " and b:" + pair.second +
                                                   " is gone or changed at " + format_time(world.now()));
        }
    }
    world.known_links() = std::move(present);
}

void check_at_end(World& world) {
    InjectFault const nothing{InjectedFault::none};  // judges are right, whatever is wrong with the program
    check_on_the_way(world);
    world.oracle().look_for_losses(world.now());
    auto const state = load_end_state(world);
    if (!state) return world.oracle().found("database_reads", describe(state.error()));
    EndChecks{world, *state}.run();
    if (!world.trace().keeps_lines()) return;
    for (auto const& written : state->history) {
        world.trace().explain(written.at, "change: " + describe(RecordKey{written.side, written.record}) + " " + written.field +
                                              " " + describe(written.before) + " -> " + describe(written.after) + ", " +
                                              written.reason + ", " + written.outcome);
    }
    for (auto const& issue : state->issues)
        world.trace().explain(world.now(), std::string(issue.is_open ? "open" : "settled") + " issue: " + issue.kind_name + " " +
                                               issue.subject + " " + issue.field + " " + to_text(issue.detail) + " since " +
                                               format_time(issue.first_at));
    for (auto const& event : state->events)
        world.trace().explain(world.now(), "event: " + event.source + " " + event.connection + ":" + event.record_id + " " +
                                               event.delivery_id + " " + event.state + " \"" + event.note + "\"");
    for (auto const& look : state->waiting_looks) world.trace().explain(world.now(), "look: " + look);
    for (auto const& intent : state->open_intents) world.trace().explain(world.now(), "intent: " + intent);
}

}  // namespace lockstep::simulation
