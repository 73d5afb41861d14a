// SPDX-License-Identifier: Apache-2.0
// Counters: what happened at an app, by name. "call.<operation>", "reply.<status>", "fault.<kind>", "webhook.sent", ...
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>

namespace lockstep::sandbox {

class Counters {
public:
    void add(std::string_view prefix, std::string_view name, std::uint64_t amount = 1) {
        auto& group = groups_.try_emplace(std::string(prefix)).first->second;
        auto const found = group.find(name);
        if (found == group.end())
            group.emplace(std::string(name), amount);
        else
            found->second += amount;
    }
    std::uint64_t get(std::string_view prefix, std::string_view name) const {
        auto const group = groups_.find(prefix);
        if (group == groups_.end()) return 0;
        auto const found = group->second.find(name);
        return found == group->second.end() ? 0 : found->second;
    }
    std::uint64_t sum(std::string_view prefix) const {
        std::uint64_t total = 0;
        if (auto const group = groups_.find(prefix); group != groups_.end()) {
            for (auto const& [name, amount] : group->second) total += amount;
        }
        return total;
    }
    void clear() { groups_.clear(); }

    using Group = std::map<std::string, std::uint64_t, std::less<>>;
    std::map<std::string, Group, std::less<>> const& groups() const { return groups_; }

private:
    std::map<std::string, Group, std::less<>> groups_;
};

}  // namespace lockstep::sandbox
