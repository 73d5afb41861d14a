// SPDX-License-Identifier: Apache-2.0
// Neighbour: another pair of apps that the same program serves, of this account or another, with people and edits of its own and
// no faults. It shows whether the program keeps accounts apart and goes on serving everybody; the judges look at the main pair.
#pragma once

#include "simulation/operator.hpp"
#include "simulation/workload.hpp"

namespace lockstep::simulation {

class Neighbour {
public:
    struct Parts {
        SimulatedClock& clock;
        Trace& trace;
        Tally& tally;
        Canaries& canaries;
        contacts::Mapping const& mapping;         // for the full profile
        contacts::Mapping const& public_mapping;  // for hexfit-v2
        connections::Connectors const& connectors;
    };
    Neighbour(Parts parts, Neighbourhood const& plan, std::size_t number, Swarm const& main);
    Neighbour(Neighbour const&) = delete;
    Neighbour& operator=(Neighbour const&) = delete;

    // Accounts, connections and sync, before the first process starts. `main` is the sync that is judged.
    Result<void> set_up(Transaction& transaction, vault::Vault& vault, sync::Sync const& main);
    // Fills the apps and appoints the edits. A second business for the main location is added by the operator, later.
    void begin(Operator& operators, sync::Sync const& main);

    SimulatedHttp& http() { return http_; }
    sandbox::App& app(Side side) { return oracle_.app(side); }
    Oracle& oracle() { return oracle_; }
    sync::Sync const& sync() const { return sync_; }
    NeighbourKind kind() const { return plan_.kind; }
    // Whoever is here came from here, and what persons wrote last has arrived. Finds into the main oracle.
    void check(Oracle& main) const;

private:
    bool shares_location() const { return plan_.kind == NeighbourKind::shared_location; }
    connections::Connection connection_of_a() const;
    connections::Connection connection_of_b() const;
    void check_counterpart(Oracle& main, std::string const& id) const;

    Parts parts_;
    Neighbourhood plan_;
    std::string name_;
    Swarm swarm_;
    sandbox::HighLevelApp highlevel_;
    sandbox::HexfitApp hexfit_;
    SimulatedHttp http_;
    Oracle oracle_;
    Workload workload_;
    sync::Sync sync_;
};

}  // namespace lockstep::simulation
