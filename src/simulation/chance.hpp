// SPDX-License-Identifier: Apache-2.0
// Chance: the seeded streams of one run, forked by label, so that what one part draws never moves another. Secrets are drawn
// from a stream as well: in the simulation nothing is random.
#pragma once

#include "ports/random.hpp"
#include "sandbox/prng.hpp"

namespace lockstep::simulation {

using Stream = sandbox::Prng;

class SeededSecureRandom final : public SecureRandom {
public:
    explicit SeededSecureRandom(Stream stream) : stream_(stream) {}

    void fill(std::span<std::byte> bytes) override {
        std::uint64_t word = 0;
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            if (i % 8 == 0) word = stream_.next();
            bytes[i] = static_cast<std::byte>(word >> (8 * (i % 8)));
        }
    }

private:
    Stream stream_;
};

inline Duration draw(Stream& stream, Duration least, Duration most) {
    if (most <= least) return least;
    return least + Duration{static_cast<std::int64_t>(stream.below(static_cast<std::uint64_t>((most - least).count() + 1)))};
}

}  // namespace lockstep::simulation
