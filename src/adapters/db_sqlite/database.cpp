// SPDX-License-Identifier: Apache-2.0
#include "adapters/db_sqlite/database.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>
#include <atomic>
#include <cerrno>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <optional>
#include <system_error>
#include <thread>
#include <utility>

#include "adapters/db_sqlite/connection.hpp"
#include "adapters/db_sqlite/data_folder_lock.hpp"
#include "adapters/db_sqlite/writer.hpp"
#include "adapters/resume/waiting.hpp"

namespace lockstep::adapters {
namespace {

using Steady = std::chrono::steady_clock;
using Outcome = Result<void>;

struct Job {
    WriteJob write;
    Waiting<Outcome> waiting;
};

// What callers leave for a thread.
class JobQueue {
public:
    void push(TransactionBody body, Waiting<Outcome> waiting) {
        {
            std::lock_guard lock{mutex_};
            jobs_.push_back({{std::move(body), {}}, std::move(waiting)});
        }
        ready_.notify_one();
    }

    // Waits for at least one job; none means that the queue is closed and empty.
    std::deque<Job> take(std::size_t limit) {
        std::unique_lock lock{mutex_};
        ready_.wait(lock, [&] { return closed_ || !jobs_.empty(); });
        return take_locked(limit);
    }

    std::deque<Job> take_now(std::size_t limit) {
        std::lock_guard lock{mutex_};
        return take_locked(limit);
    }

    void close() {
        {
            std::lock_guard lock{mutex_};
            closed_ = true;
        }
        ready_.notify_all();
    }

private:
    std::deque<Job> take_locked(std::size_t limit) {
        if (jobs_.size() <= limit) return std::exchange(jobs_, {});
        std::deque<Job> taken;
        for (std::size_t i = 0; i < limit; ++i) {
            taken.push_back(std::move(jobs_.front()));
            jobs_.pop_front();
        }
        return taken;
    }

    std::mutex mutex_;
    std::condition_variable ready_;
    std::deque<Job> jobs_;
    bool closed_ = false;
};

// SQLite gives a new file the mode of the process; ours is for its owner alone.
Result<void> create_private(std::string const& path) {
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) {
        return fail(ErrorKind::unavailable, "database.io", "opening " + path + ": " + std::generic_category().message(errno));
    }
    ::close(file);
    return {};
}

Result<std::unique_ptr<SqliteConnection>> open_writer(SqliteOptions const& options, std::string const& file) {
    ConnectionOptions connection_options;
    connection_options.file = file;
    connection_options.vfs = options.vfs;
    connection_options.cache_kib = options.writer_cache_kib;
    TRY(auto connection, SqliteConnection::open(connection_options));
    std::string pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA journal_size_limit=16777216";
    if (options.pages_max > 0) pragmas += "; PRAGMA max_page_count=" + std::to_string(options.pages_max);
    TRY_VOID(connection->run_script(pragmas));
    TRY(auto mode, connection->query("PRAGMA journal_mode", {}));
    if (mode.size() != 1 || mode.front().text(0) != "wal") {
        return fail(
            ErrorKind::unavailable, "database.io", "opening " + file + ": this file system cannot hold a write-ahead log");
    }
    return connection;
}

Result<std::unique_ptr<SqliteConnection>> open_reader(SqliteOptions const& options, std::string const& file) {
    ConnectionOptions connection_options;
    connection_options.file = file;
    connection_options.vfs = options.vfs;
    connection_options.cache_kib = options.reader_cache_kib;
    // Only the writer may ever copy the log into the database: two that do so at once meet a defect of SQLite 3.40.
    connection_options.read_only = true;
    TRY(auto connection, SqliteConnection::open(connection_options));
    sqlite3_db_config(connection->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
    return connection;
}

// Interrupts a reader that keeps its snapshot for too long.
class ReadLimit {
public:
    ReadLimit(sqlite3* handle, Duration limit) : handle_(handle), end_(Steady::now() + limit) {
        auto check = [](void* self) { return Steady::now() > static_cast<ReadLimit*>(self)->end_ ? 1 : 0; };
        constexpr int operations_between_checks = 10'000;
        sqlite3_progress_handler(handle_, operations_between_checks, check, this);
    }
    ~ReadLimit() { sqlite3_progress_handler(handle_, 0, nullptr, nullptr); }
    ReadLimit(ReadLimit const&) = delete;
    ReadLimit& operator=(ReadLimit const&) = delete;

private:
    sqlite3* handle_;
    Steady::time_point end_;
};

Outcome run_read(SqliteConnection& connection, TransactionBody& body, Duration limit) {
    TRY_VOID(connection.execute("BEGIN", {}));
    auto result = [&] {
        ReadLimit const guard{connection.handle(), limit};
        SqliteTransaction transaction{connection, Access::read};
        return run_body(body, transaction);
    }();
    if (connection.in_transaction()) TRY_VOID(connection.execute("ROLLBACK", {}));
    return result;
}

}  // namespace

class SqliteDatabase::Impl {
public:
    Impl(SqliteOptions options, DataFolderLock lock, std::unique_ptr<SqliteConnection> writer,
        std::vector<std::unique_ptr<SqliteConnection>> readers, std::int64_t page_bytes)
        : options_(std::move(options)),
          lock_(std::move(lock)),
          writer_(std::move(writer), std::max<std::int64_t>(1, options_.checkpoint_kib * 1024 / page_bytes)),
          readers_(std::move(readers)) {
        for (auto& reader : readers_) {
            reading_.emplace_back([this, &reader] { read_loop(*reader); });
        }
        writing_ = std::thread([this] { write_loop(); });
    }

    ~Impl() {
        reads_.close();
        writes_.close();
        for (auto& thread : reading_) thread.join();
        writing_.join();
        // The writer's connection closes last: closing it copies the rest of the log into the database.
        readers_.clear();
    }

    JobQueue& writes() { return writes_; }
    JobQueue& reads() { return reads_; }

    SqliteCounts counts() const {
        return {.bodies = bodies_.load(std::memory_order_relaxed),
            .commits = commits_.load(std::memory_order_relaxed),
            .checkpoints = checkpoints_.load(std::memory_order_relaxed),
            .log_pages = log_pages_.load(std::memory_order_relaxed)};
    }

private:
    void write_loop() {
        for (;;) {
            auto jobs = writes_.take(options_.batch_bodies_max);
            if (jobs.empty()) return;
            run_batch(std::move(jobs));
            if (writer_.failure() && !told_) {
                told_ = true;
                if (options_.on_failure) options_.on_failure(*writer_.failure());
            }
        }
    }

    void run_batch(std::deque<Job> jobs) {
        auto const end = Steady::now() + options_.batch_time_max;
        auto add = [](std::deque<Job>& from, std::vector<WriteJob*>& batch) {
            for (auto& job : from) batch.push_back(&job.write);
        };
        // Deques of their own, so that the pointers in the batch stay valid while it grows.
        std::deque<std::deque<Job>> taken;
        taken.push_back(std::move(jobs));
        std::vector<WriteJob*> batch;
        add(taken.back(), batch);
        auto more = [&](std::vector<WriteJob*>& growing) {
            if (growing.size() >= options_.batch_bodies_max || Steady::now() >= end) return false;
            auto late = writes_.take_now(options_.batch_bodies_max - growing.size());
            if (late.empty()) return false;
            taken.push_back(std::move(late));
            add(taken.back(), growing);
            return true;
        };
        writer_.run(std::move(batch), more);
        ReadyBatch<Outcome> ready;
        std::uint64_t count = 0;
        for (auto& group : taken) {
            count += group.size();
            for (auto& job : group) ready.add(std::move(job.waiting), std::move(job.write.result));
        }
        // Before the coroutines resume, so that who waited for a write finds it counted.
        bodies_.fetch_add(count, std::memory_order_relaxed);
        commits_.store(writer_.commits(), std::memory_order_relaxed);
        ready.resume_all();
        writer_.checkpoint_if_due();
        checkpoints_.store(writer_.checkpoints(), std::memory_order_relaxed);
        log_pages_.store(static_cast<std::uint64_t>(writer_.log_pages()), std::memory_order_relaxed);
    }

    void read_loop(SqliteConnection& connection) {
        for (;;) {
            auto jobs = reads_.take(1);
            if (jobs.empty()) return;
            auto& job = jobs.front();
            ReadyBatch<Outcome> ready;
            ready.add(std::move(job.waiting), run_read(connection, job.write.body, options_.read_time_max));
            ready.resume_all();
        }
    }

    SqliteOptions options_;
    DataFolderLock lock_;
    SqliteWriter writer_;
    std::vector<std::unique_ptr<SqliteConnection>> readers_;
    JobQueue writes_;
    JobQueue reads_;
    std::atomic<std::uint64_t> bodies_ = 0;
    std::atomic<std::uint64_t> commits_ = 0;
    std::atomic<std::uint64_t> checkpoints_ = 0;
    std::atomic<std::uint64_t> log_pages_ = 0;
    bool told_ = false;  // of the writer thread
    std::vector<std::thread> reading_;
    std::thread writing_;
};

Result<std::unique_ptr<SqliteDatabase>> SqliteDatabase::open(SqliteOptions options) {
    TRY(auto lock, DataFolderLock::take(options.folder));
    auto const file = options.folder + "/lockstep.db";
    TRY_VOID(create_private(file));
    TRY(auto writer, open_writer(options, file));
    TRY(auto page, writer->query("PRAGMA page_size", {}));
    std::vector<std::unique_ptr<SqliteConnection>> readers;
    for (int i = 0; i < options.readers; ++i) {
        TRY(auto reader, open_reader(options, file));
        readers.push_back(std::move(reader));
    }
    auto const page_bytes = page.at(0).integer(0);
    auto impl = std::make_unique<Impl>(std::move(options), std::move(lock), std::move(writer), std::move(readers), page_bytes);
    return std::unique_ptr<SqliteDatabase>(new SqliteDatabase(std::move(impl)));
}

SqliteDatabase::SqliteDatabase(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

SqliteDatabase::~SqliteDatabase() = default;

Task<Result<void>> SqliteDatabase::write(TransactionBody body) {
    auto start = [&](Waiting<Outcome> waiting) { impl_->writes().push(std::move(body), std::move(waiting)); };
    co_return co_await wait_for_resume<Outcome>(std::move(start));
}

Task<Result<void>> SqliteDatabase::read(TransactionBody body) {
    auto start = [&](Waiting<Outcome> waiting) { impl_->reads().push(std::move(body), std::move(waiting)); };
    co_return co_await wait_for_resume<Outcome>(std::move(start));
}

SqliteCounts SqliteDatabase::counts() const { return impl_->counts(); }

}  // namespace lockstep::adapters
