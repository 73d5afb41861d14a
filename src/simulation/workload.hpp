// SPDX-License-Identifier: Apache-2.0
// Workload: the persons at both apps' screens. Each deed draws from a stream of its own and is told to the oracle.
#pragma once

#include "simulation/oracle.hpp"
#include "simulation/swarm.hpp"

namespace lockstep::simulation {

class Workload {
public:
    Workload(Swarm const& swarm, Oracle& oracle, SimulatedClock& clock, Trace& trace, Tally& tally);

    // Fills both apps and appoints every deed.
    void begin();

    void edit(RecordKey const& key, JsonObject changes);
    std::optional<std::string> create(Side side, JsonObject fields, int human);
    void remove(RecordKey const& key);

private:
    void perform(PlannedDeed const& planned);
    std::optional<RecordKey> pick(Stream& stream, std::optional<Side> side = std::nullopt);
    std::optional<RecordKey> counterpart(RecordKey const& key) const;  // by what the apps show: the id fields or the same human
    void edit_row(RecordKey const& key, contacts::FieldRow const& row, std::string const& value);
    std::string new_value(Stream& stream, contacts::FieldRow const& row, Side side);
    contacts::FieldRow const& pick_row(Stream& stream);
    JsonObject new_person(Stream& stream, Side side, std::uint64_t number);
    void change_tags(Stream& stream, RecordKey const& key, bool mapped);
    std::string long_value(Stream& stream, contacts::FieldRow const& row, Side side);
    JsonObject typed_again(RecordKey const& key);
    void merge(RecordKey const& kept, RecordKey const& gone);
    void edit_long(PlannedDeed const& planned, Stream& stream, RecordKey const& key);
    void later(Duration after, std::function<void()> what);

    Swarm const& swarm_;
    Oracle& oracle_;
    SimulatedClock& clock_;
    Trace& trace_;
    Tally& tally_;
    std::uint64_t next_value_ = 1;
};

}  // namespace lockstep::simulation
