// SPDX-License-Identifier: Apache-2.0
#include "simulation/required.hpp"

#include "simulation/staged_deeds.hpp"

namespace lockstep::simulation {

std::vector<std::pair<std::string, std::string>> const& required() {
    static auto const list = [] {
        std::vector<std::pair<std::string, std::string>> all{
            // Faults of the apps (sandbox/faults.hpp).
            {"fault: slow_reply", "carried out at once, answered late"},
            {"fault: lost_request", "a call that never arrived"},
            {"fault: lost_reply", "a call that was carried out, and whose answer never came"},
            {"fault: late_commit", "a write that was carried out long after its sender gave up"},
            {"fault: create_failed_but_stored", "a create that was refused in words and stored all the same"},
            {"fault: too_many_requests", "429 before the limit"},
            {"fault: server_error", "500, 502 or 503"},
            {"fault: automation", "the app rewrote a value after our write"},
            {"fault: webhook_lost", "a change that no webhook told"},
            {"fault: webhook_doubled", "a change that was told twice"},
            {"fault: webhook_late", "a webhook that came when everything was over"},
            // Faults of the network, the database and the process.
            {"fault: connection refused", "nothing was sent"},
            {"fault: request lost", "a call into a black hole"},
            {"fault: request slow", "a call that arrived after its deadline, or nearly"},
            {"fault: reset after arrival", "carried out, then the connection broke"},
            {"fault: outage refuses", "an app that refuses every connection for a while"},
            {"fault: outage swallows", "an app that answers nothing for a while"},
            {"fault: database full", "a write of ours that failed"},
            {"fault: database outcome unknown", "a write of ours that was stored, without an answer"},
            {"fault: database slow", "a write of ours that took seconds"},
            {"fault: database read fails", "a read of ours that failed"},
            {"fault: webhook answer lost", "we took a webhook, and its sender never heard of it"},
            {"fault: webhook replayed", "an old webhook came again"},
            {"crash: at once", "the process ended anywhere"},
            {"crash: after a commit", "the process ended between a commit and the next line"},
            {"crash: at a write", "the process ended while a write was under way"},
            {"crash: at a create", "the process ended while a create was under way"},
            {"stall: stands still", "the process stood still while a second one took its work"},
            {"stall: two engines", "two processes on one database"},
            {"lockstep_branch_total fenced_off", "a process came back after another had taken its work"},
            // What persons do when it is calm, each with one right end.
            {"calm deed: edit", "an edit and nothing else"},
            {"calm deed: edit without a webhook", "found by a poll"},
            {"calm deed: same field on both", "the rule of conflict decides"},
            {"calm deed: other fields on both", "both arrive"},
            {"calm deed: tags on both", "sets merge element by element"},
            {"calm deed: blank", "the rule of blanks decides"},
            {"calm deed: create", "a new person appears on the other side"},
            {"calm deed: the write fails once", "tried again, or read and decided again"},
            {"calm deed: a stale read", "our own write is not undone by an old copy"},
            {"calm deed: not found once", "a doubt, not a deletion"},
            {"calm deed: only a sweep finds it", "neither webhook nor poll"},
            {"calm deed: typed in anew", "deleted, and entered a second time"},
            {"calm deed: mass change", "one field of several people while the brake lets one through"},
            {"answer: carry_over", "a person says that a mass change is meant"},
            {"calm deed: a poisoned record", "writes to one record fail for ten minutes"},
            // How the program recovers.
            {"lockstep_branch_total made_anew_linked", "whoever was deleted and typed in anew took the place"},
            {"lockstep_branch_total listing_whole", "a first reading by pages"},
            {"lockstep_branch_total listing_in_part", "a listing that was not believed"},
            {"lockstep_unknown_creates_looked_for_total no", "a create of unknown outcome was looked for and not found"},
            {"judged: a crossing", "a person edited between our read and our write"},
            {"edit arrived within 15 s", "the usual way of an edit"},
            {"issue: conflict", "a question between two values"},
            {"issue: match_unsure", "a question who somebody is"},
            {"issue: gone", "a record that was deleted on one side"},
            {"answer: same_person", "a person said who it is"},
            {"answer: different_people", "a person said that it is none of them"},
            {"answer: use_a", "a person said which value is right"},
            {"answer: use_b", "the other one"},
            {"answer: leave_alone", "a person said that nothing is to be done"},
            {"answer: try_again", "a person had it tried once more"},
        };
        for (auto const name : StagedDeeds::names())
            all.emplace_back("staged: " + std::string(name), "a play of staged_deeds.cpp");
        return all;
    }();
    return list;
}

std::vector<std::string> never_struck(Tally const& tally) {
    std::vector<std::string> missing;
    for (auto const& [name, meaning] : required()) {
        if (tally.get(name) == 0) missing.push_back(std::string(name) + ": " + std::string(meaning));
    }
    return missing;
}

}  // namespace lockstep::simulation
