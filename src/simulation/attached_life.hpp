// SPDX-License-Identifier: Apache-2.0
// Notes and tasks in a world: persons write, change and finish them at both apps' screens, and in the end each that had to cross
// exists exactly once at the other side, with the latest words, and nothing else does.
#pragma once

#include <string>
#include <vector>

#include "catalogue/attached.hpp"
#include "simulation/chance.hpp"
#include "simulation/clock.hpp"
#include "simulation/oracle.hpp"
#include "simulation/swarm.hpp"

namespace lockstep::simulation {

class World;

class AttachedLife {
public:
    AttachedLife(World& world, SimulatedClock& clock, Stream stream);

    void begin();
    void check();

private:
    struct Story {
        catalogue::AttachedKind kind = catalogue::AttachedKind::note;
        Side made_at = Side::a;
        std::string a, b;  // the person's records
        std::string id;    // of the item that a person wrote
        std::string last;  // the latest text, or title of a task
        bool is_changed_at_both = false;
        bool is_done = false;
    };
    struct Seen {
        std::string id, words, origin;
        bool is_done = false;
    };

    void write(Stream& stream, std::optional<Side> side = std::nullopt);
    void change(Stream& stream);
    void close();
    void look_for_floods();
    std::string make(Side side, Story const& story);
    void set(Side side, Story const& story, std::string const& id);
    std::vector<Seen> items(Side side, catalogue::AttachedKind kind, std::string const& record) const;
    std::size_t from_before(
        catalogue::AttachedKind kind, std::pair<std::string, std::string> const& person, std::vector<Seen> const& there) const;
    std::optional<Seen> at(Story const& story, Side side) const;
    // Pairs whose notes and tasks have been looked at once, and still are pairs.
    std::vector<std::pair<std::string, std::string>> pairs(catalogue::AttachedKind kind) const;
    bool is_told(std::pair<std::string, std::string> const& person) const;
    bool goes_to(catalogue::AttachedKind kind, Side side) const;

    World& world_;
    SimulatedClock& clock_;
    Stream stream_;
    std::vector<Story> stories_;
    std::uint64_t next_ = 1;
};

}  // namespace lockstep::simulation
