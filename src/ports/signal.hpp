// SPDX-License-Identifier: Apache-2.0
// Signal: wakes whoever waits for work, so that nobody polls. Used from one executor only; several waiters all wake.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace lockstep {

class Signal {
public:
    // Wakes present waiters; with none, the next wait returns at once.
    void notify() {
        if (waiters_.empty()) {
            is_raised_ = true;
            return;
        }
        auto waiters = std::exchange(waiters_, {});
        for (auto& [id, wake] : waiters) wake();
    }

    // For Clock implementations: true (and lowered) when notify() came before the wait.
    bool take_raised() { return std::exchange(is_raised_, false); }
    std::uint64_t add_waiter(std::function<void()> wake) {
        waiters_.emplace(++last_id_, std::move(wake));
        return last_id_;
    }
    void remove_waiter(std::uint64_t id) { waiters_.erase(id); }

private:
    std::map<std::uint64_t, std::function<void()>> waiters_;
    std::uint64_t last_id_ = 0;
    bool is_raised_ = false;
};

}  // namespace lockstep
