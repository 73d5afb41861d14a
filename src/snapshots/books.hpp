// SPDX-License-Identifier: Apache-2.0
// What syncs know of a connection's side: read only, so that an exported file can be compared with it. And where accepted people
// would go once an engine takes them.
#pragma once

#include "ports/task.hpp"
#include "snapshots/compare.hpp"
#include "snapshots/hand_list.hpp"

namespace lockstep::snapshots {

class Books {
public:
    virtual ~Books() = default;

    struct Entry {
        SyncId sync;
        std::string label;
        contacts::Region region;
    };
    // The syncs that the connection is a side of.
    virtual Task<Result<std::vector<Entry>>> syncs_of(ConnectionId connection) = 0;
    // Our copies of the records at the connection's side, values in their canonical forms.
    virtual Task<Result<std::vector<contacts::Record>>> mirrors(ConnectionId connection, SyncId sync) = 0;
    // Everybody whom the sync knows at both sides.
    virtual Task<Result<Pairing>> pairing(ConnectionId connection, SyncId sync) = 0;
};

// The joint for an engine: it would hear, in the transaction that accepts a snapshot, who is in it and who is not any more, and
// take each as an observation made when the file was uploaded. Nobody implements it yet: a side without reads has no place in
// decide().
class SnapshotReceiver {
public:
    virtual ~SnapshotReceiver() = default;
    virtual Result<void> on_people(
        ConnectionId const& connection, std::vector<Difference> const& differences, TimePoint uploaded_at) = 0;
};

}  // namespace lockstep::snapshots
