// SPDX-License-Identifier: Apache-2.0
// AttachedDesk: serves the attached queue, and asks for every link once after a direction was chosen. Beside the engine's own
// queue, so that notes hold up no contact.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>

#include "ports/task_group.hpp"
#include "sync/context.hpp"
#include "work/claim.hpp"

namespace lockstep::sync {

class AttachedDesk {
public:
    using Syncs = std::function<std::vector<std::shared_ptr<Sync const>>()>;

    AttachedDesk(Context& context, std::string holder, TaskGroup& tasks, Syncs syncs);

    Task<void> run();
    void stop();
    void hold_writes(bool is_held);
    bool is_idle() const { return in_flight_ == 0 && busy_ == 0; }

private:
    Task<void> dispatch();
    Task<void> walk();
    Task<Result<bool>> ask_for_more(std::shared_ptr<Sync const> sync);
    Task<void> serve(work::Item item);
    Task<void> give_back(work::Item item, std::string why, bool counts_as_attempt);
    Task<void> release_lost();
    std::shared_ptr<Sync const> find(std::string const& id) const;

    Context& context_;
    std::string holder_;
    TaskGroup& tasks_;
    Syncs syncs_;
    Signal walk_soon_;
    std::int64_t in_flight_ = 0;
    std::int64_t busy_ = 0;
    std::map<std::string, std::int64_t> in_flight_of_;
    std::set<std::pair<AccountId, std::string>> in_hand_;
    std::map<SyncId, TimePoint> walked_;  // the round of which every link was asked for
    bool is_stopping_ = false;
    bool holds_writes_ = false;
};

}  // namespace lockstep::sync
