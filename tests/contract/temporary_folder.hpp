// SPDX-License-Identifier: Apache-2.0
// A folder that ends with its test.
#pragma once

#include <array>
#include <cstdlib>
#include <filesystem>
#include <string>

namespace lockstep::contract {

class TemporaryFolder {
public:
    TemporaryFolder() {
        auto pattern = (std::filesystem::temp_directory_path() / "lockstep-test-XXXXXX").string();
        path_ = ::mkdtemp(pattern.data());
    }
    ~TemporaryFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    TemporaryFolder(TemporaryFolder const&) = delete;
    TemporaryFolder& operator=(TemporaryFolder const&) = delete;

    std::string const& path() const { return path_; }

private:
    std::string path_;
};

}  // namespace lockstep::contract
