#include "bulletin/store/backup.h"

#include <algorithm>

#include "bulletin/log/durable_file.h"
#include "bulletin/log/posix_file.h"
#include "bulletin/store/sqlite.h"

namespace viche::store {

namespace {

namespace fs = std::filesystem;

Result<log::TreeHead> signed_head(const fs::path& path) {
  Database database(path, IfMissing::kFail, "");
  Statement query(database, "SELECT size, root FROM log JOIN checkpoint ON size = signed_size");
  if (!query.step()) return Error{"nothing was ever signed", path.string()};
  log::TreeHead head;
  head.size = query.number(0).value_or(0);
  const ByteView root = query.bytes(1);
  if (root.size() != head.root.size()) return Error{"a root that has not 32 bytes", path.string()};
  std::copy(root.begin(), root.end(), head.root.begin());
  return head;
}

/// One read transaction: a copy page by page would begin again after every commit of the board.
Result<log::TreeHead> copy_store(const fs::path& path, const fs::path& copy) {
  try {
    {
      Database database(path, IfMissing::kFail, "");
      Statement vacuum(database, "VACUUM INTO ?1");
      const std::string name = copy.string();
      vacuum.bind_text(1, name).run();
    }
    return signed_head(copy);
  } catch (const SqliteError& error) {
    return Error{error.what(), path.string()};
  }
}

Result<void> make_durable(const fs::path& copy, const fs::path& out) {
  const log::Descriptor file(::open(copy.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open() || ::fsync(file.get()) != 0) return log::system_error("cannot write", copy);
  // A link, unlike a rename, never replaces what is there.
  if (::link(copy.c_str(), out.c_str()) != 0) return log::system_error("cannot create", out);
  return log::sync_directory(out.has_parent_path() ? out.parent_path() : fs::path("."));
}

}  // namespace

Result<log::TreeHead> backup_store(const fs::path& path, const fs::path& out) {
  const fs::path copy = out.string() + ".new." + std::to_string(::getpid());
  Result<log::TreeHead> head = copy_store(path, copy);
  if (head) {
    if (const Result<void> made = make_durable(copy, out); !made) head = made.error();
  }
  ::unlink(copy.c_str());
  return head;
}

}  // namespace viche::store
