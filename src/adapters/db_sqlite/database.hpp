// SPDX-License-Identifier: Apache-2.0
// SqliteDatabase: the Database port on one SQLite file. One writer thread commits many bodies at once (group commit), a few
// reader threads read snapshots beside it. Coroutines wait without blocking their thread.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "ports/database.hpp"

namespace lockstep::adapters {

struct SqliteOptions {
    std::string folder;  // holds lockstep.db, its log, and the lock file
    int readers = 2;
    // One commit takes bodies until either limit; the time bounds what the first of them waits for the others.
    std::size_t batch_bodies_max = 512;
    Duration batch_time_max = std::chrono::milliseconds(4);
    // A reader that holds its snapshot keeps the log from being reused.
    Duration read_time_max = std::chrono::seconds(30);
    // Writers wait while a checkpoint runs; a larger log copies pages that are written often fewer times.
    std::int64_t checkpoint_kib = 4'096;
    std::int64_t writer_cache_kib = 32'000;
    std::int64_t reader_cache_kib = 4'000;
    std::int64_t pages_max = 0;  // 0: as large as the disk allows
    std::string vfs;             // tests put a failing one here
    // Called once, from the writer thread, when the file can no longer be trusted: nothing is acknowledged from then on,
    // and the process should end and start again.
    std::function<void(Error const&)> on_failure;
};

struct SqliteCounts {
    std::uint64_t bodies = 0;
    std::uint64_t commits = 0;
    std::uint64_t checkpoints = 0;
    std::uint64_t log_pages = 0;  // of the write-ahead log, after the last commit
};

class SqliteDatabase final : public Database {
public:
    // Blocks while SQLite recovers. conflict "database.in_use", unavailable "database.io", corrupt "database.corrupt".
    static Result<std::unique_ptr<SqliteDatabase>> open(SqliteOptions options);
    // Commits what was accepted, then closes.
    ~SqliteDatabase() override;

    Task<Result<void>> write(TransactionBody body) override;
    Task<Result<void>> read(TransactionBody body) override;

    SqliteCounts counts() const;

private:
    class Impl;
    explicit SqliteDatabase(std::unique_ptr<Impl> impl);

    std::unique_ptr<Impl> impl_;
};

}  // namespace lockstep::adapters
