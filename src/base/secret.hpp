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

private:
    void wipe() noexcept;

    std::string text_;
};

}  // namespace lockstep
