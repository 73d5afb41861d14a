// SPDX-License-Identifier: Apache-2.0
// DataFolderLock: one process per data folder. Held by an open file, so the system releases it however the process ends.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "base/result.hpp"

namespace lockstep::adapters {

class DataFolderLock {
public:
    // Creates the folder (mode 0700) when it is missing. conflict "database.in_use" names the process that has it.
    static Result<DataFolderLock> take(std::string const& folder);

    // Who has it: unlike the name of anybody else that ever had or will have it. Written into the lock file.
    static std::string own_name();
    // The name of who holds it at this moment; nullopt when nobody does. Says nothing of a copy of the lock file: nobody holds
    // that.
    static std::optional<std::string> holder(std::string const& folder);

    DataFolderLock(DataFolderLock&& other) noexcept : file_(std::exchange(other.file_, -1)) {}
    DataFolderLock& operator=(DataFolderLock&& other) noexcept {
        std::swap(file_, other.file_);
        return *this;
    }
    ~DataFolderLock();

private:
    explicit DataFolderLock(int file) : file_(file) {}

    int file_ = -1;
};

}  // namespace lockstep::adapters
