// SPDX-License-Identifier: Apache-2.0
// Random: ids and jitter. SecureRandom: keys, nonces and tokens; a type of its own so that reviewers see it.
// In the simulation both are seeded.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "base/id.hpp"

namespace lockstep {

class Random {
public:
    virtual ~Random() = default;

    virtual std::uint64_t next() = 0;

    // Uniform in [0, limit); limit > 0. Integer arithmetic only, so that a seed means the same everywhere.
    std::uint64_t below(std::uint64_t limit) {
        return static_cast<std::uint64_t>((static_cast<unsigned __int128>(next()) * limit) >> 64);
    }

    template <class Tag>
    Id<Tag> id(TimePoint now) {
        std::array<std::byte, 10> bytes{};
        auto const high = next();
        auto const low = next();
        for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<std::byte>(high >> (8 * i));
        for (std::size_t i = 0; i < 2; ++i) bytes[8 + i] = static_cast<std::byte>(low >> (8 * i));
        return make_id<Tag>(now, bytes);
    }
};

class SecureRandom {
public:
    virtual ~SecureRandom() = default;
    virtual void fill(std::span<std::byte> bytes) = 0;
};

}  // namespace lockstep
