// SPDX-License-Identifier: Apache-2.0
// FailingDisk: SQLite's own file layer, except that syncs fail while it is told so. For tests.
#pragma once

#include <string>

namespace lockstep::adapters {

// One at a time: SQLite knows file layers by name, for the whole process. Databases that use it are closed before it ends.
class FailingDisk {
public:
    FailingDisk();
    ~FailingDisk();
    FailingDisk(FailingDisk const&) = delete;
    FailingDisk& operator=(FailingDisk const&) = delete;

    std::string name() const;
    void fail_syncs(bool fail);
};

}  // namespace lockstep::adapters
