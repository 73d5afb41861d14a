// SPDX-License-Identifier: Apache-2.0
// DataFolderLock: one process per data folder. Held by an open file, so the system releases it however the process ends.
#pragma once

#include <string>
#include <utility>

#include "base/result.hpp"

namespace lockstep::adapters {

class DataFolderLock {
public:
    // Creates the folder (mode 0700) when it is missing. conflict "database.in_use" names the process that has it.
    static Result<DataFolderLock> take(std::string const& folder);

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
