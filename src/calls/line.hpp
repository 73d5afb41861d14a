// SPDX-License-Identifier: Apache-2.0
// Line: the order in which calls of one connection leave. First come, first served within a lane; of each lane only the first
// waits for pace and room, so nobody is overtaken and nobody wakes for nothing. The number of calls under way is bounded per
// connection, with some room that only the lanes before may use: a slow app fills its own room and nobody else's.
#pragma once

#include <algorithm>
#include <array>
#include <deque>
#include <memory>

#include "calls/admission.hpp"
#include "ports/signal.hpp"

namespace lockstep::calls {

// How many calls may be under way before another one of this lane leaves. Pure.
constexpr int room_for(catalogue::Lane lane, int at_once_max) {
    switch (lane) {
        case catalogue::Lane::interactive: return at_once_max;
        case catalogue::Lane::live: return std::max(1, at_once_max - at_once_max / 8);
        case catalogue::Lane::bulk: return std::max(1, at_once_max - at_once_max / 4);
    }
    return 1;
}

// Shared with the calls in it, which may end after whoever made it.
struct Line {
    using Queue = std::deque<Signal*>;

    Queue& queue(catalogue::Lane lane) { return queues[static_cast<std::size_t>(lane)]; }
    bool has_room(catalogue::Lane lane, int at_once_max) const { return under_way < room_for(lane, at_once_max); }

    Standing standing;
    std::array<Queue, 3> queues;
    int under_way = 0;
};

// A place in a lane's queue. It is given up when it ends, and whoever is behind moves up.
class Place {
public:
    Place(std::shared_ptr<Line> line, catalogue::Lane lane) : line_(std::move(line)), queue_(line_->queue(lane)) {
        queue_.push_back(&moved_up_);
    }
    Place(Place const&) = delete;
    Place& operator=(Place const&) = delete;
    ~Place() {
        if (!is_first()) {
            std::erase(queue_, &moved_up_);
            return;
        }
        queue_.pop_front();
        if (!queue_.empty()) queue_.front()->notify();
    }

    bool is_first() const { return queue_.front() == &moved_up_; }
    // Notified when it may be worth looking again: first in the queue now, or there is room.
    Signal& moved_up() { return moved_up_; }

private:
    std::shared_ptr<Line> line_;
    Line::Queue& queue_;
    Signal moved_up_;
};

// A call under way. A probe is the only one of its kind.
class UnderWay {
public:
    UnderWay(std::shared_ptr<Line> line, bool is_probe) : line_(std::move(line)), is_probe_(is_probe) {
        ++line_->under_way;
        if (is_probe_) line_->standing.is_probing = true;
    }
    UnderWay(UnderWay const&) = delete;
    UnderWay& operator=(UnderWay const&) = delete;
    ~UnderWay() {
        --line_->under_way;
        if (is_probe_) line_->standing.is_probing = false;
        for (auto& queue : line_->queues) {
            if (!queue.empty()) queue.front()->notify();
        }
    }

private:
    std::shared_ptr<Line> line_;
    bool is_probe_;
};

}  // namespace lockstep::calls
