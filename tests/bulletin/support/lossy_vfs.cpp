#include "tests/bulletin/support/lossy_vfs.h"

#include <sqlite3.h>

#include <mutex>
#include <vector>

namespace viche::store::test {

namespace {

namespace fs = std::filesystem;

struct LossyLayer {
  std::string name;
  fs::path durable;
  sqlite3_vfs* real = nullptr;
  sqlite3_vfs vfs{};
  std::mutex mutex = {};               // connections of several threads sync
  std::vector<fs::path> deleted = {};  // but the directory is not synced yet
};

struct LossyFile {
  sqlite3_file base;  // what SQLite sees
  LossyLayer* layer;
  fs::path* path;  // owned; null for unnamed files
  bool is_new_journal;
  sqlite3_file* real;
};

LossyFile& self(sqlite3_file* file) { return *reinterpret_cast<LossyFile*>(file); }
sqlite3_file* real(sqlite3_file* file) { return self(file).real; }
LossyLayer& layer(sqlite3_vfs* vfs) { return *static_cast<LossyLayer*>(vfs->pAppData); }

/// What a sync of the directory makes durable: names that were removed from it.
void sync_names(LossyLayer& layer) {
  std::error_code ignored;
  for (const fs::path& name : layer.deleted) fs::remove(layer.durable / name, ignored);
  layer.deleted.clear();
}

int close_file(sqlite3_file* file) {
  delete self(file).path;
  return real(file)->pMethods == nullptr ? SQLITE_OK : real(file)->pMethods->xClose(real(file));
}
int read(sqlite3_file* file, void* data, int count, sqlite3_int64 at) {
  return real(file)->pMethods->xRead(real(file), data, count, at);
}
int write(sqlite3_file* file, const void* data, int count, sqlite3_int64 at) {
  return real(file)->pMethods->xWrite(real(file), data, count, at);
}
int truncate(sqlite3_file* file, sqlite3_int64 size) {
  return real(file)->pMethods->xTruncate(real(file), size);
}
int sync(sqlite3_file* file, int flags) {
  const int status = real(file)->pMethods->xSync(real(file), flags);
  if (status != SQLITE_OK || self(file).path == nullptr) return status;
  std::error_code failure;
  const fs::path& path = *self(file).path;
  LossyLayer& layer = *self(file).layer;
  const std::lock_guard lock(layer.mutex);
  // A kill leaves the old copy or the new one.
  const fs::path copy = layer.durable / (path.filename().string() + ".new");
  fs::copy_file(path, copy, fs::copy_options::overwrite_existing, failure);
  if (!failure) fs::rename(copy, layer.durable / path.filename(), failure);
  // SQLite's layer for Unix syncs the directory with the first sync of a journal that it created.
  if (self(file).is_new_journal) sync_names(layer);
  self(file).is_new_journal = false;
  return failure ? SQLITE_IOERR_FSYNC : SQLITE_OK;
}
int file_size(sqlite3_file* file, sqlite3_int64* size) {
  return real(file)->pMethods->xFileSize(real(file), size);
}
int lock(sqlite3_file* file, int level) { return real(file)->pMethods->xLock(real(file), level); }
int unlock(sqlite3_file* file, int level) {
  return real(file)->pMethods->xUnlock(real(file), level);
}
int check_lock(sqlite3_file* file, int* held) {
  return real(file)->pMethods->xCheckReservedLock(real(file), held);
}
int file_control(sqlite3_file* file, int operation, void* argument) {
  return real(file)->pMethods->xFileControl(real(file), operation, argument);
}
int sector_size(sqlite3_file* file) { return real(file)->pMethods->xSectorSize(real(file)); }
int characteristics(sqlite3_file* file) {
  return real(file)->pMethods->xDeviceCharacteristics(real(file));
}
int shm_map(sqlite3_file* file, int page, int size, int extend, void volatile** out) {
  return real(file)->pMethods->xShmMap(real(file), page, size, extend, out);
}
int shm_lock(sqlite3_file* file, int offset, int count, int flags) {
  return real(file)->pMethods->xShmLock(real(file), offset, count, flags);
}
void shm_barrier(sqlite3_file* file) { real(file)->pMethods->xShmBarrier(real(file)); }
int shm_unmap(sqlite3_file* file, int remove) {
  return real(file)->pMethods->xShmUnmap(real(file), remove);
}

// Version 2: shared memory for the write-ahead log, no memory mapping.
const sqlite3_io_methods kMethods = {2,
                                     close_file,
                                     read,
                                     write,
                                     truncate,
                                     sync,
                                     file_size,
                                     lock,
                                     unlock,
                                     check_lock,
                                     file_control,
                                     sector_size,
                                     characteristics,
                                     shm_map,
                                     shm_lock,
                                     shm_barrier,
                                     shm_unmap,
                                     nullptr,
                                     nullptr};

int open_file(sqlite3_vfs* vfs, const char* name, sqlite3_file* file, int flags, int* out_flags) {
  LossyFile& opened = self(file);
  opened.layer = &layer(vfs);
  opened.path = name == nullptr ? nullptr : new fs::path(name);
  opened.is_new_journal = (flags & SQLITE_OPEN_CREATE) != 0 &&
                          (flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL)) != 0;
  opened.real = reinterpret_cast<sqlite3_file*>(&opened + 1);
  opened.base.pMethods = &kMethods;
  return opened.layer->real->xOpen(opened.layer->real, name, opened.real, flags, out_flags);
}
int delete_file(sqlite3_vfs* vfs, const char* name, int sync_directory) {
  const std::lock_guard lock(layer(vfs).mutex);
  layer(vfs).deleted.push_back(fs::path(name).filename());
  if (sync_directory != 0) sync_names(layer(vfs));
  return layer(vfs).real->xDelete(layer(vfs).real, name, sync_directory);
}

}  // namespace

void register_lossy_vfs(const std::string& name, const fs::path& durable) {
  auto* added = new LossyLayer{name, durable, sqlite3_vfs_find(nullptr)};
  added->vfs = *added->real;  // everything but files is the real layer's
  added->vfs.iVersion = 1;
  added->vfs.szOsFile = static_cast<int>(sizeof(LossyFile)) + added->real->szOsFile;
  added->vfs.pNext = nullptr;
  added->vfs.zName = added->name.c_str();
  added->vfs.pAppData = added;
  added->vfs.xOpen = open_file;
  added->vfs.xDelete = delete_file;
  sqlite3_vfs_register(&added->vfs, 0);
}

}  // namespace viche::store::test
