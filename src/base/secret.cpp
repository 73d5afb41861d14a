// SPDX-License-Identifier: Apache-2.0
// Wiping memory that held a secret.
#include "base/secret.hpp"

#include <sys/mman.h>

namespace lockstep {

void Secret::wipe() noexcept {
    // volatile keeps the compiler from dropping writes to memory that is about to be freed.
    char volatile* bytes = text_.data();
    for (std::size_t i = 0; i < text_.size(); ++i) bytes[i] = '\0';
    text_.clear();
}

void Secret::keep_out_of_swap() const noexcept {
    if (!text_.empty()) static_cast<void>(::mlock(text_.data(), text_.size()));
}

}  // namespace lockstep
