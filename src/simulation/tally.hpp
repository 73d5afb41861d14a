// SPDX-License-Identifier: Apache-2.0
// Tally: how often something happened, by name: faults that struck, branches that were reached. A fault that never fires
// tests nothing, so a batch prints them all.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <string_view>

namespace lockstep::simulation {

class Tally {
public:
    void add(std::string_view name, std::uint64_t amount = 1) {
        if (auto const found = counts_.find(name); found != counts_.end())
            found->second += amount;
        else
            counts_.emplace(std::string(name), amount);
    }
    void add(Tally const& other) {
        for (auto const& [name, count] : other.counts_) add(name, count);
    }
    std::uint64_t get(std::string_view name) const {
        auto const found = counts_.find(name);
        return found == counts_.end() ? 0 : found->second;
    }
    std::map<std::string, std::uint64_t, std::less<>> const& all() const { return counts_; }

private:
    std::map<std::string, std::uint64_t, std::less<>> counts_;
};

}  // namespace lockstep::simulation
