// SPDX-License-Identifier: Apache-2.0
// What a newer document would change of an imported connector: told before it takes effect. Pure.
#pragma once

#include <string>
#include <vector>

#include "base/json.hpp"

namespace lockstep::imports {

enum class ChangeKind : std::uint8_t {
    added,
    changed,
    removed
};
std::string_view to_string(ChangeKind kind);

struct Detail {
    std::string word;  // has a sentence import.detail.<word>
    std::string name;  // of an input, or what the member is now
};

struct Change {
    ChangeKind kind = ChangeKind::changed;
    std::string key;    // of the operation; empty: the connector itself
    std::string title;  // in English
    std::vector<Detail> details{};
};

// Both as Offer::declarations() gives them. In the order of the newer one, what was removed last; operations that stay the same
// are not there.
std::vector<Change> compare(Json const& before, Json const& after);

}  // namespace lockstep::imports
