// SPDX-License-Identifier: Apache-2.0
// Link: "this record here is that record there", with what it remembers.
#pragma once

#include <optional>
#include <string>

#include "base/id.hpp"
#include "sync/reconcile/link_memory.hpp"

namespace lockstep::sync {

enum class LinkState : std::uint8_t {
    active,
    creating,  // the missing side is to be created, is being created, or the outcome of that is not known
    broken,    // one side is gone; nothing is written
};
std::string_view to_string(LinkState state);

struct Link {
    LinkId id;
    std::optional<std::string> a;
    std::optional<std::string> b;
    LinkState state = LinkState::active;
    LinkMemory memory;
    std::string reason;
    TimePoint created_at{};

    std::optional<std::string> const& record(contacts::Side side) const { return side == contacts::Side::a ? a : b; }
    std::optional<std::string>& record(contacts::Side side) { return side == contacts::Side::a ? a : b; }
    bool is_complete() const { return a && b; }
    // The side that a creating link lacks.
    contacts::Side missing_side() const { return a ? contacts::Side::b : contacts::Side::a; }
    bool operator==(Link const&) const = default;
};

}  // namespace lockstep::sync
