// SPDX-License-Identifier: Apache-2.0
// Secret: text that cannot be printed, compared by accident or logged. Wiped when it ends.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace lockstep {

class Secret {
public:
    Secret() = default;
    explicit Secret(std::string text) : text_(std::move(text)) {}
    Secret(Secret const&) = default;
    Secret(Secret&& other) noexcept : text_(std::move(other.text_)) { other.wipe(); }
    Secret& operator=(Secret const&) = default;
    Secret& operator=(Secret&& other) noexcept {
        wipe();
        text_ = std::move(other.text_);
        other.wipe();
        return *this;
    }
    ~Secret() { wipe(); }

    // The only way to the text; the name makes each use visible in review.
    std::string const& reveal() const { return text_; }
    bool empty() const { return text_.empty(); }
    // Its page is not written to swap from now on, where the system allows that (RLIMIT_MEMLOCK). For keys that live as long as
    // the process: the page stays locked when the secret ends.
    void keep_out_of_swap() const noexcept;

private:
    void wipe() noexcept;

    std::string text_;
};

}  // namespace lockstep
