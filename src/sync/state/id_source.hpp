// SPDX-License-Identifier: Apache-2.0
// IdSource: ids for one transaction body. Bodies run on the database's thread and may run again, so they take a copy of a
// source that was seeded from the Random port outside.
#pragma once

#include "ports/random.hpp"

namespace lockstep::sync {

class IdSource final : public Random {
public:
    explicit IdSource(Random& seed) : state_(seed.next()), stream_(seed.next() | 1U) {}

    // SplitMix64 over a stream of its own.
    std::uint64_t next() override {
        state_ += stream_;
        std::uint64_t mixed = state_;
        mixed = (mixed ^ (mixed >> 30)) * 0xbf58476d1ce4e5b9ULL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94d049bb133111ebULL;
        return mixed ^ (mixed >> 31);
    }

private:
    std::uint64_t state_;
    std::uint64_t stream_;
};

}  // namespace lockstep::sync
