// SPDX-License-Identifier: Apache-2.0
// SqliteWriter: group commit. Runs the bodies of a batch in one transaction, once more with a savepoint for each when one of
// them did not succeed, and says for each whether it is durable. Knows no threads and no coroutines; SqliteDatabase drives it
// from its writer thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "adapters/db_sqlite/connection.hpp"

namespace lockstep::adapters {

struct WriteJob {
    TransactionBody body;
    Result<void> result;
};

class SqliteWriter {
public:
    SqliteWriter(std::unique_ptr<SqliteConnection> connection, std::int64_t checkpoint_pages);

    // Appends jobs to the batch while it is worth waiting for them; returns whether it did.
    using More = std::function<bool(std::vector<WriteJob*>&)>;
    // When it returns, every job has its result, and those with success are on the disk.
    void run(std::vector<WriteJob*> batch, More const& more);
    // Copies the log into the database when it has grown enough. Call it after the results were delivered.
    void checkpoint_if_due();

    // Set after an input/output error: SQLite and the disk may disagree, so nothing is written any more.
    std::optional<Error> const& failure() const { return failure_; }
    std::uint64_t commits() const { return commits_; }
    std::uint64_t checkpoints() const { return checkpoints_; }
    std::int64_t log_pages() const { return log_pages_; }

private:
    enum class Batch : std::uint8_t {
        committed,
        to_be_repeated
    };

    enum class Keep : std::uint8_t {
        all_or_none,  // the first body that does not succeed undoes the batch
        each_alone    // a body that does not succeed is undone alone
    };

    Batch run_together(std::vector<WriteJob*>& batch, More const& more, Keep keep);
    bool run_in_batch(WriteJob& job);
    bool run_in_savepoint(WriteJob& job);
    void run_alone(WriteJob& job);
    Result<void> commit();
    void roll_back();
    void note(Error const& error);

    std::unique_ptr<SqliteConnection> connection_;
    std::int64_t checkpoint_pages_;
    std::int64_t log_pages_ = 0;          // set by SQLite's hook at each commit
    std::int64_t checkpoint_due_at_ = 0;  // pages; moves up when readers kept a checkpoint from finishing
    std::uint64_t commits_ = 0;
    std::uint64_t checkpoints_ = 0;
    std::optional<Error> failure_;
};

}  // namespace lockstep::adapters
