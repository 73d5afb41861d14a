// SPDX-License-Identifier: Apache-2.0
// What a link remembers: the base per field, values an app accepted but did not store, and our own writes that a lagging read
// may not show yet. Sealed in the links table.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "contacts/mapping.hpp"

namespace lockstep::sync {

// Written, accepted, but another value is there. The field is not written again to that side until `a` or `b` changes.
struct NotStored {
    contacts::Value a;
    contacts::Value b;
    bool operator==(NotStored const&) const = default;
};

// Our own write of one field: until `until`, a read at `side` that shows `before` is stale.
struct Settling {
    contacts::Side side = contacts::Side::a;
    contacts::Value before;
    contacts::Value after;
    TimePoint until{};
    bool operator==(Settling const&) const = default;
};

// Our own write of one field whose outcome nobody told us. When `side` shows it, it was ours, however late: whatever the other
// side says by then has changed since. Once the sides have agreed on the row again, only `late_until` counts: until then the
// write may still be carried out.
struct Unconfirmed {
    contacts::Side side = contacts::Side::a;
    std::string row;
    contacts::Value before;
    contacts::Value after;
    TimePoint left_at{};  // we knew of no outcome then; what was seen of `side` before tells nothing about it
    TimePoint late_until{};
    TimePoint until{};
    bool operator==(Unconfirmed const&) const = default;
};

// Keys are the rows' field names at side a; values are canonical in side a's domain.
struct LinkBase {
    std::map<std::string, contacts::Value, std::less<>> fields;
    std::map<std::string, NotStored, std::less<>> not_stored;
    std::map<std::string, Settling, std::less<>> settling;
    std::vector<Unconfirmed> unconfirmed;  // oldest first

    bool operator==(LinkBase const&) const = default;
};

Json to_json(LinkBase const& base);
Result<LinkBase> link_base_from_json(Json const& json);

// True when the projection of `side` shows a value from before our own write, within the settle time.
bool is_stale(LinkBase const& base, contacts::Side side, contacts::Projection const& seen, TimePoint now);
void drop_settled(LinkBase& base, TimePoint now);

}  // namespace lockstep::sync
