// SPDX-License-Identifier: Apache-2.0
#include "adapters/db_sqlite/failing_disk.hpp"

#include <sqlite3.h>
#include <atomic>
#include <new>

#include "base/result.hpp"

namespace lockstep::adapters {
namespace {

std::atomic<bool> syncs_fail = false;

// A file of ours begins with its own method table and is followed in memory by the real one.
struct File {
    sqlite3_file base;
};

sqlite3_file* real(sqlite3_file* file) { return reinterpret_cast<sqlite3_file*>(reinterpret_cast<File*>(file) + 1); }

int close_file(sqlite3_file* file) { return real(file)->pMethods->xClose(real(file)); }
int read_file(sqlite3_file* file, void* to, int size, sqlite3_int64 at) {
    return real(file)->pMethods->xRead(real(file), to, size, at);
}
int write_file(sqlite3_file* file, void const* from, int size, sqlite3_int64 at) {
    return real(file)->pMethods->xWrite(real(file), from, size, at);
}
int truncate_file(sqlite3_file* file, sqlite3_int64 size) { return real(file)->pMethods->xTruncate(real(file), size); }
int sync_file(sqlite3_file* file, int flags) {
    if (syncs_fail) return SQLITE_IOERR_FSYNC;
    return real(file)->pMethods->xSync(real(file), flags);
}
int file_size(sqlite3_file* file, sqlite3_int64* size) { return real(file)->pMethods->xFileSize(real(file), size); }
int lock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int unlock_file(sqlite3_file* file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
int check_reserved(sqlite3_file* file, int* result) { return real(file)->pMethods->xCheckReservedLock(real(file), result); }
int control_file(sqlite3_file* file, int operation, void* argument) {
    return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
int map_shared(sqlite3_file* file, int page, int size, int extend, void volatile** memory) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, memory);
}
int lock_shared(sqlite3_file* file, int offset, int count, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void barrier_shared(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int unmap_shared(sqlite3_file* file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

sqlite3_io_methods const methods = {2, close_file, read_file, write_file, truncate_file, sync_file, file_size, lock_file,
    unlock_file, check_reserved, control_file, sector_size, characteristics, map_shared, lock_shared, barrier_shared,
    unmap_shared, nullptr, nullptr};

sqlite3_vfs* own() { return sqlite3_vfs_find("lockstep-failing"); }

int open_file(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* out_flags) {
    auto* parent = static_cast<sqlite3_vfs*>(vfs->pAppData);
    new (file) File{};
    int const code = parent->xOpen(parent, name, real(file), flags, out_flags);
    file->pMethods = real(file)->pMethods == nullptr ? nullptr : &methods;
    return code;
}

}  // namespace

FailingDisk::FailingDisk() {
    CHECK(own() == nullptr);
    auto* parent = sqlite3_vfs_find(nullptr);
    auto* vfs = new sqlite3_vfs(*parent);
    vfs->zName = "lockstep-failing";
    vfs->szOsFile = static_cast<int>(sizeof(File)) + parent->szOsFile;
    vfs->pAppData = parent;
    vfs->pNext = nullptr;
    vfs->xOpen = open_file;
    CHECK(sqlite3_vfs_register(vfs, 0) == SQLITE_OK);
}

FailingDisk::~FailingDisk() {
    auto* vfs = own();
    sqlite3_vfs_unregister(vfs);
    delete vfs;
    syncs_fail = false;
}

std::string FailingDisk::name() const { return "lockstep-failing"; }

void FailingDisk::fail_syncs(bool fail) { syncs_fail = fail; }

}  // namespace lockstep::adapters
