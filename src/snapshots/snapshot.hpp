// SPDX-License-Identifier: Apache-2.0
// A snapshot: what a person exported from an app for one connection. A draft until somebody accepts it; then it is what is known
// of that side, until the next one.
#pragma once

#include "base/id.hpp"
#include "snapshots/compare.hpp"

namespace lockstep::snapshots {

struct SnapshotTag {
    static constexpr std::string_view prefix = "snp";
};
using SnapshotId = Id<SnapshotTag>;

enum class SnapshotState : std::uint8_t {
    loading,  // being stored; nobody sees it
    draft,
    current,
    earlier
};
std::string_view to_string(SnapshotState state);

struct Snapshot {
    AccountId account;
    SnapshotId id;
    ConnectionId connection;
    SnapshotState state = SnapshotState::draft;
    std::string file_name;
    Layout layout;
    std::vector<std::string> headers;
    Columns columns;
    bool columns_are_remembered = false;  // from an earlier file with the same columns
    std::int64_t bytes = 0;
    std::int64_t rows = 0;
    std::int64_t parts = 0;  // of the file, or of the people once it is accepted
    Counts counts;           // when it was accepted
    std::string uploaded_by;
    TimePoint uploaded_at{};
    std::optional<TimePoint> accepted_at;
};

Json to_json(Counts const& counts);
Json to_json(contacts::Record const& record);
Result<contacts::Record> record_from_json(Json const& json);

}  // namespace lockstep::snapshots
