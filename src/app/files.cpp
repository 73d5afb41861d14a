// SPDX-License-Identifier: Apache-2.0
#include "app/files.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <cerrno>
#include <filesystem>
#include <system_error>

namespace lockstep::app {
namespace {

std::string reason() { return std::generic_category().message(errno); }

class Descriptor {
public:
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor const&) = delete;
    Descriptor& operator=(Descriptor const&) = delete;
    ~Descriptor() {
        if (number_ > 2) ::close(number_);
    }
    int number() const { return number_; }

private:
    int number_;
};

Result<void> write_all(int file, std::string const& path, std::string_view content) {
    while (!content.empty()) {
        auto const written = ::write(file, content.data(), content.size());
        if (written < 0 && errno == EINTR) continue;
        if (written < 0) return fail(ErrorKind::unavailable, "app.file", "writing " + path + ": " + reason());
        content.remove_prefix(static_cast<std::size_t>(written));
    }
    if (::fsync(file) != 0) return fail(ErrorKind::unavailable, "app.file", "writing " + path + ": " + reason());
    return {};
}

void sync_folder_of(std::string const& path) {
    auto const folder = std::filesystem::path(path).parent_path();
    Descriptor const file(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (file.number() >= 0) ::fsync(file.number());
}

}  // namespace

Result<std::string> read_file(std::string const& path, std::size_t bytes_max) {
    Descriptor const file(path == "-" ? 0 : ::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (file.number() < 0) {
        auto const kind = errno == ENOENT ? ErrorKind::not_found : ErrorKind::unavailable;
        auto const* code = errno == ENOENT ? "app.no_file" : "app.file";
        return fail(kind, code, "reading " + path + ": " + reason());
    }
    std::string content;
    std::string piece(64 * 1024, '\0');
    for (;;) {
        auto const got = ::read(file.number(), piece.data(), piece.size());
        if (got < 0 && errno == EINTR) continue;
        if (got < 0) return fail(ErrorKind::unavailable, "app.file", "reading " + path + ": " + reason());
        if (got == 0) return content;
        content.append(piece, 0, static_cast<std::size_t>(got));
        if (content.size() > bytes_max) {
            return fail(ErrorKind::invalid, "app.file_too_large",
                "reading " + path + ": it has more than " + std::to_string(bytes_max) + " bytes");
        }
    }
}

Result<void> create_private_file(std::string const& path, std::string_view content) {
    Descriptor const file(::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600));
    if (file.number() < 0 && errno == EEXIST) {
        return fail(ErrorKind::conflict, "app.file_exists", "writing " + path + ": it exists already");
    }
    if (file.number() < 0) return fail(ErrorKind::unavailable, "app.file", "writing " + path + ": " + reason());
    TRY_VOID(write_all(file.number(), path, content));
    sync_folder_of(path);
    return {};
}

Result<void> write_private_file(std::string const& path, std::string_view content) {
    auto const beside = path + ".new";
    ::unlink(beside.c_str());
    TRY_VOID(create_private_file(beside, content));
    if (::rename(beside.c_str(), path.c_str()) != 0) {
        return fail(ErrorKind::unavailable, "app.file", "writing " + path + ": " + reason());
    }
    sync_folder_of(path);
    return {};
}

Result<void> make_private_folder(std::string const& path) {
    std::error_code error;
    if (std::filesystem::is_directory(path, error)) return {};
    std::filesystem::create_directories(path, error);  // the process makes everything for its owner alone
    if (error) return fail(ErrorKind::unavailable, "app.file", "making the folder " + path + ": " + error.message());
    return {};
}

bool file_exists(std::string const& path) { return ::access(path.c_str(), F_OK) == 0; }

bool is_private(std::string const& path) {
    struct stat info{};
    return ::stat(path.c_str(), &info) == 0 && (info.st_mode & 0077) == 0;
}

void remove_file(std::string const& path) { ::unlink(path.c_str()); }

}  // namespace lockstep::app
