// SPDX-License-Identifier: Apache-2.0
// What commands and the REST API ask: take a file in, look at it, say which column is what, compare, accept, and the hand list
// that follows. An upload writes to no app.
#pragma once

#include <functional>
#include <memory>

#include "connections/connection.hpp"
#include "ports/clock.hpp"
#include "ports/offload.hpp"
#include "ports/random.hpp"
#include "snapshots/books.hpp"
#include "snapshots/store.hpp"

namespace lockstep::snapshots {

struct Upload {
    ConnectionId connection;
    std::string file_name;
    std::string bytes;
    std::string by;
};

// A draft with what stands in its columns.
struct Preview {
    Snapshot snapshot;
    std::vector<ColumnLook> looks;  // of a draft only
    std::vector<Person> people;     // the first few, as they would be taken
};

// What a snapshot is compared with: the one accepted before it, or what a sync knows.
struct Against {
    std::optional<SyncId> sync;
    bool operator==(Against const&) const = default;
};

class Service {
public:
    struct Parts {
        Database& database;
        vault::Vault const& vault;
        connections::Directory const& directory;
        Clock& clock;
        Random& random;
        Offload& offload;
        Books& books;
        AccountId account;
    };
    explicit Service(Parts parts) : parts_(parts) {}

    // Writes the audit entry in the transaction that does it.
    using Note = std::function<Result<void>(Transaction&, std::string_view subject)>;

    // A draft; the connection's draft before it goes. Errors of read_table().
    Task<Result<Snapshot>> upload(Upload upload, Note note);
    Task<Result<std::vector<Snapshot>>> list(ConnectionId connection);
    Task<Result<Preview>> preview(ConnectionId connection, SnapshotId id);
    Task<Result<void>> set_columns(ConnectionId connection, SnapshotId id, Columns columns);
    Task<Result<std::shared_ptr<Comparison const>>> compare(ConnectionId connection, SnapshotId id, Against against);
    // conflict "snapshots.loses_many" unless `is_confirmed`.
    Task<Result<Snapshot>> accept(ConnectionId connection, SnapshotId id, bool is_confirmed, Note note);
    Task<Result<void>> discard(ConnectionId connection, SnapshotId id, Note note);

    // Looks again at every field of everybody whom a sync knows at both sides, by the current snapshot.
    Task<Result<void>> refresh_hand_list(ConnectionId connection);
    Task<Result<std::vector<HandItem>>> hand_list(
        ConnectionId connection, std::optional<HandState> state, std::string after, std::int64_t limit);
    Task<Result<std::map<std::string, std::int64_t>>> hand_counts(ConnectionId connection);
    Task<Result<HandItem>> tick(ConnectionId connection, std::string item, bool is_ticked, std::string by, Note note);

    // The fields that a file's columns can be; not_found when there is no such connection.
    Result<Targets> targets_of(ConnectionId const& connection) const;
    Task<Result<std::vector<Books::Entry>>> syncs_of(ConnectionId connection) {
        return parts_.books.syncs_of(std::move(connection));
    }

private:
    Task<Result<Snapshot>> find(ConnectionId connection, SnapshotId id);
    Task<Result<Table>> read_file(Snapshot snapshot);
    Task<Result<People>> people_of(Snapshot snapshot);
    Task<Result<std::vector<Person>>> kept_people(Snapshot snapshot);
    Task<Result<std::vector<contacts::Record>>> records_of(Snapshot snapshot);
    Task<Result<std::vector<contacts::Record>>> known_before(Snapshot snapshot);
    Task<Result<void>> store_parts(SnapshotId id, PartKind kind, std::vector<std::string> contents);
    Task<Result<std::vector<std::string>>> load_parts(SnapshotId id, PartKind kind, std::int64_t count);
    Task<contacts::Region> region_of(ConnectionId connection);
    Task<Result<void>> refresh_with(Books::Entry entry, ConnectionId connection, std::vector<contacts::Record> const& records,
        Targets const& targets, TimePoint seen_at);

    Parts parts_;
    // The last comparison, so that paging through it does not make it anew.
    struct Remembered {
        SnapshotId id;
        Columns columns;
        Against against;
        TimePoint made_at{};
        std::shared_ptr<Comparison const> comparison;  // shared with whoever is showing it
    };
    std::optional<Remembered> remembered_;
};

}  // namespace lockstep::snapshots
