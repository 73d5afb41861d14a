// SPDX-License-Identifier: Apache-2.0
// Prng: xoshiro256** seeded through splitmix64. Integer arithmetic only, so that a seed means the same everywhere and for ever.
// fork() gives streams of their own by name: what one stream is asked never moves another.
#pragma once

#include <cstdint>
#include <string_view>

#include "ports/random.hpp"

namespace lockstep::sandbox {

class Prng final : public Random {
public:
    explicit Prng(std::uint64_t seed) : seed_(seed) {
        for (auto& word : state_) word = mix(seed += 0x9e3779b97f4a7c15ULL);
    }

    std::uint64_t next() override {
        auto const result = rotate(state_[1] * 5, 7) * 9;
        auto const shifted = state_[1] << 17;
        state_[2] ^= state_[0];
        state_[3] ^= state_[1];
        state_[1] ^= state_[2];
        state_[0] ^= state_[3];
        state_[2] ^= shifted;
        state_[3] = rotate(state_[3], 45);
        return result;
    }

    // Depends on the seed and the name alone, not on what was drawn before.
    Prng fork(std::string_view name) const {
        std::uint64_t hash = 0xcbf29ce484222325ULL;
        for (char const c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
        return Prng{mix(seed_ ^ mix(hash))};
    }

    bool chance_ppm(std::uint32_t ppm) { return below(1'000'000) < ppm; }

private:
    static std::uint64_t rotate(std::uint64_t value, int by) { return (value << by) | (value >> (64 - by)); }
    static std::uint64_t mix(std::uint64_t value) {
        value = (value ^ (value >> 30)) * 0xbf58476d1ce4e5b9ULL;
        value = (value ^ (value >> 27)) * 0x94d049bb133111ebULL;
        return value ^ (value >> 31);
    }

    std::uint64_t seed_;
    std::uint64_t state_[4]{};
};

}  // namespace lockstep::sandbox
