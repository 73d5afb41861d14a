// SPDX-License-Identifier: Apache-2.0
#include "simulation/bound_checks.hpp"

#include <algorithm>

#include "simulation/world.hpp"

namespace lockstep::simulation {
namespace {

constexpr std::size_t writes_at_once_max = 5;
constexpr auto at_once = std::chrono::minutes{10};
constexpr std::size_t writes_beside_edits_max = 4;  // linking, the id, an old value that was still under way
constexpr std::size_t quiet_reads_max = 6;
constexpr auto after_an_edit = std::chrono::minutes{5};
constexpr std::size_t reads_of_an_edit_max = 6;
constexpr auto on_its_way = std::chrono::seconds{60};

class BoundChecks {
public:
    BoundChecks(World& world, EndState const& state) : world_(world), oracle_(world.oracle()), state_(state) {}

    void run() {
        writes_are_bounded();
        one_engine_writes_a_record();
        fenced_off_for_a_reason();
        reads_are_bounded();
        edits_cost_little();
        nothing_is_sent_while_stopped();
    }

private:
    struct Sent {
        TimePoint at{};
        bool is_clear = false;  // carried out, and heard to be
    };

    // Edits that concern this field of this record: its own and those of its counterpart.
    std::vector<TimePoint> edits_of(RecordKey const& key, std::string const& row) const {
        std::vector<TimePoint> times;
        auto const add = [&](RecordKey const& record) {
            auto const* history = oracle_.chronicle().find(record, row);
            if (history == nullptr) return;
            for (auto const& change : *history) {
                if (change.actor != Actor::program) times.push_back(change.at);
            }
        };
        add(key);
        auto const* link = state_.link_of(key);
        for (auto const& answer : world_.operators().answers()) {
            if (link != nullptr && answer.subject == link->id.text() && answer.row == row) times.push_back(answer.at);
        }
        auto const other = contacts::other(key.first);
        if (link != nullptr && link->record(other)) add({other, *link->record(other)});
        std::ranges::sort(times);
        return times;
    }

    void writes_are_bounded() {
        std::map<std::pair<RecordKey, std::string>, std::vector<Sent>> sent;
        for (auto const& write : world_.http().writes) {
            if (write.record_id.empty()) continue;
            auto const& call = world_.http().calls[write.call];
            bool const is_clear = call.heard_at && write.status < 300;
            for (auto const& row : oracle_.rows_written(write))
                sent[{{write.side, write.record_id}, row}].push_back({write.at, is_clear});
        }
        for (auto const& [field, writes] : sent) {
            auto const edits = edits_of(field.first, field.second);
            auto const name = field.second + " of " + describe(field.first);
            for (std::size_t i = writes_at_once_max; i < writes.size(); ++i) {
                auto const from = writes[i - writes_at_once_max].at;
                if (writes[i].at - from > at_once) continue;
                // Somebody was at work in between, at either side: then there was something to write.
                auto const between = std::ranges::count_if(edits, [&](TimePoint at) { return at >= from && at <= writes[i].at; });
                if (between > 1) continue;
                oracle_.found("writes_are_bounded", name + " was written " + std::to_string(writes_at_once_max + 1) +
                                                        " times within ten minutes from " + format_time(from));
                break;
            }
            auto const unclear = static_cast<std::size_t>(std::ranges::count(writes, false, &Sent::is_clear));
            auto const allowed = 2 * edits.size() + unclear + writes_beside_edits_max;
            if (writes.size() > allowed)
                oracle_.found("writes_are_bounded", name + " was written " + std::to_string(writes.size()) + " times, with " +
                                                        std::to_string(edits.size()) + " edits and " + std::to_string(unclear) +
                                                        " writes without a clear answer");
        }
    }

    // Two engines on one database never write to one record at the same time: whoever takes over waits for the other's lease to
    // end, and by then what it sent has arrived or never will.
    void one_engine_writes_a_record() {
        std::map<RecordKey, std::vector<AppCall const*>> writes;
        for (auto const& call : world_.http().calls) {
            if (call.is_write && !call.record_id.empty()) writes[{call.side, call.record_id}].push_back(&call);
        }
        auto const end_of = [](AppCall const& call) {
            auto end = call.sent_at;
            for (auto const& time : {call.arrived_at, call.failed_at}) {
                if (time) end = end == call.sent_at ? *time : std::min(end, *time);
            }
            return end;
        };
        for (auto const& [key, calls] : writes) {
            for (std::size_t i = 1; i < calls.size(); ++i) {
                auto const& first = *calls[i - 1];
                auto const& second = *calls[i];
                if (first.sender == second.sender || second.sent_at >= end_of(first)) continue;
                // The same request once more, as any lost answer may bring about: in whatever order they come, the end is the
                // same.
                if (first.method == second.method && first.path == second.path && first.content == second.content) continue;
                oracle_.found("one_engine_writes_a_record", describe(key) + " is written by " + second.sender + " at " +
                                                                format_time(second.sent_at) + " while a write of " +
                                                                first.sender + " is under way");
                return;
            }
        }
    }

    // A lease is taken from an engine that lives only when it stood still for longer than leases last without a heartbeat.
    void fenced_off_for_a_reason() {
        auto const heartbeats_last_at_least = std::chrono::seconds{35};
        bool const has_slept = std::ranges::any_of(
            world_.swarm().stalls, [&](Stall const& stall) { return stall.lasts >= heartbeats_last_at_least; });
        auto const fenced_off = world_.tally().get("lockstep_branch_total fenced_off");
        if (!has_slept && fenced_off > 0)
            oracle_.found("fenced_off_for_a_reason",
                std::to_string(fenced_off) + " times an engine that lived had lost its lease of a record");
    }

    void reads_are_bounded() {
        std::map<RecordKey, std::size_t> reads;
        auto const since = world_.now() - quiet_time;
        for (auto const& call : world_.http().calls) {
            if (!call.is_write && !call.record_id.empty() && call.sent_at > since) ++reads[{call.side, call.record_id}];
        }
        for (auto const& [key, count] : reads) {
            if (oracle_.chronicle().find(key) != nullptr && count > quiet_reads_max)
                oracle_.found("reads_are_bounded",
                    describe(key) + " was read " + std::to_string(count) + " times in the last hour, without news");
        }
    }

    // An edit in calm beside which nothing else happened: one write, and the reads around it.
    void edits_cost_little() {
        for (auto const& edit : world_.calm_deeds().plain_edits()) {
            std::size_t writes_there = 0, writes_here = 0, reads = 0;
            for (auto const& call : world_.http().calls) {
                RecordKey const key{call.side, call.record_id};
                if (call.sent_at < edit.at || call.sent_at > edit.at + after_an_edit) continue;
                // A conditional write that the app refuses has changed nothing: somebody had touched what no row maps.
                if (key == edit.counterpart && call.is_write && call.status != 412) ++writes_there;
                if (key == edit.edited && call.is_write) ++writes_here;
                if ((key == edit.edited || key == edit.counterpart) && !call.is_write) ++reads;
            }
            if (writes_there <= 1 && writes_here == 0 && reads <= reads_of_an_edit_max) continue;
            oracle_.found("edits_cost_little", "the edit of " + describe(edit.edited) + " at " + format_time(edit.at) + " cost " +
                                                   std::to_string(writes_there) + " writes there, " +
                                                   std::to_string(writes_here) + " here and " + std::to_string(reads) + " reads");
        }
    }

    // A paused sync writes nothing; a disabled connection is not called at all. What was on its way may arrive.
    void nothing_is_sent_while_stopped() {
        for (auto const& span : world_.operators().spans()) {
            for (auto const& call : world_.http().calls) {
                if (call.sent_at <= span.from + on_its_way || call.sent_at >= span.until) continue;
                bool const is_forbidden = span.deed == OperatorDeed::pause     ? call.is_write
                                          : span.deed == OperatorDeed::disable ? call.side == span.side
                                                                               : false;
                if (!is_forbidden) continue;
                oracle_.found("nothing_is_sent_while_stopped",
                    call.method + " " + call.path + " at side " + std::string(contacts::to_string(call.side)) + " was sent at " +
                        format_time(call.sent_at) + ", after " + std::string(to_string(span.deed)) + " at " +
                        format_time(span.from));
                break;
            }
        }
    }

    World& world_;
    Oracle& oracle_;
    EndState const& state_;
};

}  // namespace

void check_bounds(World& world, EndState const& state) { BoundChecks{world, state}.run(); }

}  // namespace lockstep::simulation
