// SPDX-License-Identifier: Apache-2.0
// The fields of both sides that a mapping may pair, and the pairs that suggest themselves. Pure.
#pragma once

#include "connections/connection.hpp"
#include "sync/sync.hpp"

namespace lockstep::sync {

struct OfferedField {
    catalogue::BoundField field;
    bool is_custom = false;
};
// The app's own fields, then the custom fields that the connection has, as mapping rows call them.
std::vector<OfferedField> offered_fields(connections::Connection const& connection);

// Pairs of fields that are in no row yet: those of `usual` (the mapping made for these two apps), then those that mean the same
// or are called the same and are of one kind. None of them could not be written to where it goes.
std::vector<contacts::FieldRow> suggested_rows(contacts::Mapping const& present, contacts::Mapping const* usual,
    std::vector<OfferedField> const& a, std::vector<OfferedField> const& b);

}  // namespace lockstep::sync
