// SPDX-License-Identifier: Apache-2.0
#include "adapters/db_sqlite/writer.hpp"

#include <sqlite3.h>
#include <utility>

namespace lockstep::adapters {
namespace {

bool nobody_else(std::vector<WriteJob*>&) { return false; }

}  // namespace

SqliteWriter::SqliteWriter(std::unique_ptr<SqliteConnection> connection, std::int64_t checkpoint_pages)
    : connection_(std::move(connection)), checkpoint_pages_(checkpoint_pages), checkpoint_due_at_(checkpoint_pages) {
    // The hook replaces SQLite's own checkpoint at every thousandth page, which would run before the batch is answered.
    auto hook = [](void* self, sqlite3*, char const*, int pages) {
        static_cast<SqliteWriter*>(self)->log_pages_ = pages;
        return SQLITE_OK;
    };
    sqlite3_wal_hook(connection_->handle(), hook, this);
}

void SqliteWriter::run(std::vector<WriteJob*> batch, More const& more) {
    if (!failure_) {
        if (batch.size() == 1) {
            run_alone(*batch.front());
            return;
        }
        // Nearly always all bodies succeed, and a savepoint costs a copy of every page its body touches.
        if (run_together(batch, more, Keep::all_or_none) == Batch::committed) return;
        if (!failure_ && run_together(batch, nobody_else, Keep::each_alone) == Batch::committed) return;
    }
    // One of them spoiled the transaction for all (a full disk, a constraint that is checked at commit), so each gets a
    // transaction of its own, and the guilty one its error.
    for (auto* job : batch) run_alone(*job);
}

SqliteWriter::Batch SqliteWriter::run_together(std::vector<WriteJob*>& batch, More const& more, Keep keep) {
    if (auto began = connection_->execute("BEGIN IMMEDIATE", {}); !began) {
        note(began.error());
        return Batch::to_be_repeated;
    }
    std::size_t next = 0;
    do {
        for (; next < batch.size(); ++next) {
            if (keep == Keep::all_or_none ? run_in_batch(*batch[next]) : run_in_savepoint(*batch[next])) continue;
            roll_back();
            return Batch::to_be_repeated;
        }
    } while (more(batch));
    if (commit()) return Batch::committed;
    roll_back();
    return Batch::to_be_repeated;
}

// False when the body did not succeed: what it wrote cannot be told from what the others wrote.
bool SqliteWriter::run_in_batch(WriteJob& job) {
    SqliteTransaction transaction{*connection_, Access::write};
    job.result = run_body(job.body, transaction);
    if (auto const* broken = transaction.broken()) note(*broken);
    return job.result.has_value() && transaction.broken() == nullptr;
}

// False when the transaction is beyond repair.
bool SqliteWriter::run_in_savepoint(WriteJob& job) {
    if (!connection_->execute("SAVEPOINT body", {})) return false;
    SqliteTransaction transaction{*connection_, Access::write};
    job.result = run_body(job.body, transaction);
    if (auto const* broken = transaction.broken()) {
        note(*broken);
        return false;
    }
    if (!job.result && !connection_->execute("ROLLBACK TO body", {})) return false;
    return connection_->execute("RELEASE body", {}).has_value();
}

void SqliteWriter::run_alone(WriteJob& job) {
    if (failure_) {
        job.result = std::unexpected(*failure_);
        return;
    }
    if (auto began = connection_->execute("BEGIN IMMEDIATE", {}); !began) {
        note(began.error());
        job.result = pass_on(std::move(began).error());
        return;
    }
    SqliteTransaction transaction{*connection_, Access::write};
    job.result = run_body(job.body, transaction);
    if (auto const* broken = transaction.broken()) {
        note(*broken);
        job.result = std::unexpected(*broken);
    }
    if (job.result) job.result = commit();
    if (!job.result) roll_back();
}

Result<void> SqliteWriter::commit() {
    auto committed = connection_->execute("COMMIT", {});
    if (!committed) {
        note(committed.error());
        return pass_on(std::move(committed).error());
    }
    ++commits_;
    return {};
}

void SqliteWriter::roll_back() {
    if (!connection_->in_transaction()) return;
    if (auto rolled_back = connection_->execute("ROLLBACK", {}); !rolled_back) note(rolled_back.error());
}

void SqliteWriter::note(Error const& error) {
    // After a failed write or sync the system may have dropped pages that SQLite believes to be stored; trying again may
    // "succeed" without them. Only opening the file anew, with recovery from the log, is safe.
    if (is_fatal(error) && !failure_) failure_ = error;
}

void SqliteWriter::checkpoint_if_due() {
    if (failure_ || log_pages_ < checkpoint_due_at_) return;
    int all = 0;
    int copied = 0;
    int const code = sqlite3_wal_checkpoint_v2(connection_->handle(), "main", SQLITE_CHECKPOINT_PASSIVE, &all, &copied);
    ++checkpoints_;
    bool const finished = code == SQLITE_OK && copied == all;
    checkpoint_due_at_ = finished ? checkpoint_pages_ : log_pages_ + checkpoint_pages_;
    if (finished) log_pages_ = 0;
    if (code != SQLITE_OK) note(sqlite_error(code, sqlite3_errmsg(connection_->handle()), "copying the log into the database"));
}

}  // namespace lockstep::adapters
