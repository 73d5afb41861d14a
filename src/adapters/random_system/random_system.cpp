// SPDX-License-Identifier: Apache-2.0
#include "adapters/random_system/random_system.hpp"

#include <sys/random.h>
#include <algorithm>
#include <bit>
#include <cerrno>

#include "base/result.hpp"

namespace lockstep::adapters {

void SystemSecureRandom::fill(std::span<std::byte> bytes) {
    while (!bytes.empty()) {
        auto const size = ::getrandom(bytes.data(), bytes.size(), 0);
        if (size < 0 && errno == EINTR) continue;
        // Going on without randomness would make keys that can be guessed.
        CHECK(size > 0);
        bytes = bytes.subspan(static_cast<std::size_t>(size));
    }
}

SystemRandom::SystemRandom(SecureRandom& seed) {
    // All zeros is the one state the generator never leaves.
    while (std::ranges::all_of(state_, [](std::uint64_t word) { return word == 0; })) {
        seed.fill(std::as_writable_bytes(std::span(state_)));
    }
}

// xoshiro256**, by its published description (Blackman and Vigna, 2018).
std::uint64_t SystemRandom::next() {
    auto& [a, b, c, d] = state_;
    auto const result = std::rotl(b * 5, 7) * 9;
    auto const shifted = b << 17;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = std::rotl(d, 45);
    return result;
}

}  // namespace lockstep::adapters
