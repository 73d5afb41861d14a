// SPDX-License-Identifier: Apache-2.0
#include "adapters/db_sqlite/copy.hpp"

#include <fcntl.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <system_error>

#include "adapters/db_sqlite/connection.hpp"

namespace lockstep::adapters {
namespace {

Result<void> copy_pages(SqliteConnection& source, SqliteConnection& destination) {
    auto* const copying = sqlite3_backup_init(destination.handle(), "main", source.handle(), "main");
    if (copying == nullptr) {
        auto* const handle = destination.handle();
        return std::unexpected(sqlite_error(sqlite3_extended_errcode(handle), sqlite3_errmsg(handle), "copying the database"));
    }
    // All pages in one step: within one read of the source, so that what is written meanwhile neither shows nor starts it over.
    int const stepped = sqlite3_backup_step(copying, -1);
    int const finished = sqlite3_backup_finish(copying);
    int const code = stepped == SQLITE_DONE ? finished : stepped;
    if (code != SQLITE_OK) return std::unexpected(sqlite_error(code, sqlite3_errstr(code), "copying the database"));
    return {};
}

Result<void> sync_file(std::string const& path) {
    int const file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    bool const is_synced = file >= 0 && ::fsync(file) == 0;
    auto const why = std::generic_category().message(errno);
    if (file >= 0) ::close(file);
    if (!is_synced) return fail(ErrorKind::unavailable, "database.io", "writing " + path + ": " + why);
    return {};
}

}  // namespace

Result<std::int64_t> copy_database(std::string const& source, std::string const& destination) {
    int const made = ::open(destination.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (made < 0) {
        return fail(
            ErrorKind::unavailable, "database.io", "making " + destination + ": " + std::generic_category().message(errno));
    }
    ::close(made);
    {
        ConnectionOptions reading;
        reading.file = source;
        reading.read_only = true;
        TRY(auto const from, SqliteConnection::open(reading));
        // Whoever works with the database copies its log back, and nobody else.
        sqlite3_db_config(from->handle(), SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, nullptr);
        ConnectionOptions writing;
        writing.file = destination;
        TRY(auto const to, SqliteConnection::open(writing));
        TRY_VOID(copy_pages(*from, *to));
        // The one file is all there is.
        TRY_VOID(to->run_script("PRAGMA journal_mode=DELETE"));
        TRY(auto const checked, to->query("PRAGMA quick_check(1)", {}, Access::read));
        if (checked.empty() || checked.front().text(0) != "ok")
            return fail(ErrorKind::corrupt, "database.corrupt", "checking the copy of " + source + ": it is damaged");
    }
    TRY_VOID(sync_file(destination));
    struct stat info{};
    if (::stat(destination.c_str(), &info) != 0) return fail(ErrorKind::unavailable, "database.io", "reading " + destination);
    return static_cast<std::int64_t>(info.st_size);
}

}  // namespace lockstep::adapters
