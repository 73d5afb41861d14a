// SPDX-License-Identifier: Apache-2.0
#include "adapters/db_sqlite/data_folder_lock.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace lockstep::adapters {
namespace {

class DataFolderLockTest : public testing::Test {
protected:
    DataFolderLockTest() {
        std::string path = (std::filesystem::temp_directory_path() / "lockstep-lock-XXXXXX").string();
        EXPECT_NE(::mkdtemp(path.data()), nullptr);
        folder = path;
    }
    ~DataFolderLockTest() override { std::filesystem::remove_all(folder); }

    std::string folder;
};

TEST_F(DataFolderLockTest, NamesItsHolderWhileItIsHeldAndNobodyAfterwards) {
    EXPECT_EQ(DataFolderLock::holder(folder), std::nullopt) << "there is no lock file yet";
    {
        auto const lock = DataFolderLock::take(folder);
        ASSERT_TRUE(lock);
        EXPECT_EQ(DataFolderLock::holder(folder), DataFolderLock::own_name());
        EXPECT_EQ(DataFolderLock::holder(folder), DataFolderLock::own_name()) << "asking does not let go of it";
        EXPECT_EQ(DataFolderLock::take(folder).error().code, "database.in_use");
    }
    EXPECT_EQ(DataFolderLock::holder(folder), std::nullopt);
    EXPECT_TRUE(DataFolderLock::take(folder));
}

TEST_F(DataFolderLockTest, ACopiedLockFileNamesNobody) {
    auto const lock = DataFolderLock::take(folder);
    ASSERT_TRUE(lock);
    auto const copy = folder + "/copy";
    std::filesystem::create_directory(copy);
    std::filesystem::copy_file(folder + "/lockstep.lock", copy + "/lockstep.lock");
    EXPECT_EQ(DataFolderLock::holder(copy), std::nullopt);
}

}  // namespace
}  // namespace lockstep::adapters
