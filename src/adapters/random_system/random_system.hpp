// SPDX-License-Identifier: Apache-2.0
// SystemSecureRandom: bytes from the kernel. SystemRandom: a fast generator seeded from them, for ids and jitter; one thread.
#pragma once

#include <array>
#include <cstdint>

#include "ports/random.hpp"

namespace lockstep::adapters {

class SystemSecureRandom final : public SecureRandom {
public:
    void fill(std::span<std::byte> bytes) override;
};

class SystemRandom final : public Random {
public:
    explicit SystemRandom(SecureRandom& seed);

    std::uint64_t next() override;

private:
    std::array<std::uint64_t, 4> state_{};
};

}  // namespace lockstep::adapters
