// SPDX-License-Identifier: Apache-2.0
#include "adapters/db_sqlite/data_folder_lock.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace lockstep::adapters {
namespace {

std::string reason(int number) { return std::generic_category().message(number); }

std::string owner_of(int file) {
    std::array<char, 200> text{};
    auto const size = ::pread(file, text.data(), text.size(), 0);
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "another process";
}

std::string own_name() {
    std::array<char, 100> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '?';
    return "process " + std::to_string(::getpid()) + " on " + host.data();
}

}  // namespace

Result<DataFolderLock> DataFolderLock::take(std::string const& folder) {
    std::error_code error;
    if (std::filesystem::create_directories(folder, error)) {
        std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
    }
    if (error) return fail(ErrorKind::unavailable, "database.io", "creating data folder " + folder + ": " + error.message());
    auto const path = folder + "/lockstep.lock";
    int const file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) return fail(ErrorKind::unavailable, "database.io", "opening " + path + ": " + reason(errno));
    DataFolderLock lock{file};
    if (::flock(file, LOCK_EX | LOCK_NB) != 0) {
        if (errno != EWOULDBLOCK) {
            return fail(ErrorKind::unavailable, "database.io", "locking " + path + ": " + reason(errno));
        }
        return fail(
            ErrorKind::conflict, "database.in_use", "opening data folder " + folder + ": it is in use by " + owner_of(file));
    }
    // Only for the message above: losing it loses nothing.
    auto const name = own_name();
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, name.data(), name.size(), 0) < 0) return lock;
    return lock;
}

DataFolderLock::~DataFolderLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace lockstep::adapters
