// SPDX-License-Identifier: Apache-2.0
#include "adapters/db_sqlite/data_folder_lock.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <array>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <system_error>

namespace lockstep::adapters {
namespace {

std::string reason(int number) { return std::generic_category().message(number); }

std::string owner_of(int file) {
    std::array<char, 400> text{};
    auto const size = ::pread(file, text.data(), text.size(), 0);
    return size > 0 ? std::string(text.data(), static_cast<std::size_t>(size)) : "another process";
}

// Of the open file, not of the process: closing another descriptor of it does not let go of it.
struct flock whole_file(short type) {
    struct flock range{};
    range.l_type = type;
    range.l_whence = SEEK_SET;
    return range;
}

std::string first_line(char const* path) {
    std::ifstream file(path);
    std::string line;
    std::getline(file, line);
    return line;
}

// When this process started, in ticks since the machine did: a process with the same number later has another one.
std::string started() {
    auto const line = first_line("/proc/self/stat");
    auto const name_ends = line.rfind(')');  // the name may hold anything
    if (name_ends == std::string::npos) return "?";
    std::istringstream rest(line.substr(name_ends + 1));
    std::string word;
    constexpr int fields_before = 20;
    for (int i = 0; i < fields_before; ++i) rest >> word;
    return word;
}

}  // namespace

std::string DataFolderLock::own_name() {
    std::array<char, 100> host{};
    if (::gethostname(host.data(), host.size() - 1) != 0) host[0] = '?';
    return "process " + std::to_string(::getpid()) + " on " + host.data() + ", started at tick " + started() + " of boot " +
           first_line("/proc/sys/kernel/random/boot_id");
}

std::optional<std::string> DataFolderLock::holder(std::string const& folder) {
    auto const path = folder + "/lockstep.lock";
    int const file = ::open(path.c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return std::nullopt;
    DataFolderLock const closing{file};
    // Only asks: whoever takes the lock at this moment is not in its way.
    auto wanted = whole_file(F_WRLCK);
    if (::fcntl(file, F_OFD_GETLK, &wanted) != 0 || wanted.l_type == F_UNLCK) return std::nullopt;
    return owner_of(file);
}

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
    auto wanted = whole_file(F_WRLCK);
    if (::fcntl(file, F_OFD_SETLK, &wanted) != 0) {
        if (errno != EAGAIN && errno != EACCES) {
            return fail(ErrorKind::unavailable, "database.io", "locking " + path + ": " + reason(errno));
        }
        return fail(
            ErrorKind::conflict, "database.in_use", "opening data folder " + folder + ": it is in use by " + owner_of(file));
    }
    // For the message above, and for holder().
    auto const name = own_name();
    if (::ftruncate(file, 0) != 0 || ::pwrite(file, name.data(), name.size(), 0) < 0) return lock;
    return lock;
}

DataFolderLock::~DataFolderLock() {
    if (file_ >= 0) ::close(file_);
}

}  // namespace lockstep::adapters
