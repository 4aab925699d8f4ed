#include "apps/common/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "apps/common/cli.h"
#include "bulletin/log/durable_file.h"
#include "bulletin/log/framing.h"
#include "bulletin/log/log_reader.h"
#include "bulletin/log/tile.h"

namespace viche::app {
namespace {

[[noreturn]] void fail(std::string_view what, const fs::path& path, int code) {
  throw EnvironmentError(path.string() + ": " + std::string(what) + ": " +
                         std::generic_category().message(code));
}

template <class T>
T or_throw(Result<T> result) {
  if (!result) throw EnvironmentError(result.error().message());
  if constexpr (!std::is_void_v<T>) return std::move(*result);
}

/// Writes and syncs everything; false with errno set if that fails.
bool write_and_sync(int descriptor, ByteView bytes) {
  while (!bytes.empty()) {
    const ssize_t count = ::write(descriptor, bytes.data(), bytes.size());
    if (count < 0 && errno != EINTR) return false;
    if (count > 0) bytes = bytes.subspan(static_cast<std::size_t>(count));
  }
  return ::fsync(descriptor) == 0;
}

/// What the program writes again and again, as its content shows.
enum class Kind { kUnique, kEntries, kCosignature, kReceipt };

Kind kind_of(ByteView bytes) {
  const std::string_view text = as_text(bytes);
  const auto begins_with = [&](std::string_view start) {
    return text.substr(0, start.size()) == start;
  };
  if (begins_with("\u2014 ")) return Kind::kCosignature;
  if (begins_with("c2sp.org/tlog-proof@v1\n")) return Kind::kReceipt;
  return log::split_entries(bytes, SIZE_MAX).ok() ? Kind::kEntries : Kind::kUnique;
}

void refuse_inside_record(const fs::path& path) {
  std::error_code ignored;
  fs::path directory = fs::weakly_canonical(fs::absolute(path, ignored), ignored).parent_path();
  for (; directory.has_relative_path(); directory = directory.parent_path()) {
    if (fs::is_regular_file(directory / log::kCheckpointFile, ignored) &&
        fs::is_directory(directory / "tile", ignored)) {
      throw EnvironmentError(path.string() + ": lies inside the published record " +
                             directory.string() + ", where only the board writes");
    }
  }
}

void refuse_to_overwrite(const fs::path& path, ByteView bytes) {
  std::error_code ignored;
  if (!fs::exists(path, ignored)) return;
  Bytes there = or_throw(log::read_file(path, std::size_t{1} << 32));
  const Kind kind = kind_of(there);
  const bool same = std::equal(there.begin(), there.end(), bytes.begin(), bytes.end());
  wipe_memory(there.data(), there.size());
  if (same || (kind != Kind::kUnique && kind == kind_of(bytes))) return;
  throw EnvironmentError(path.string() + ": exists already and is not overwritten");
}

/// A new file beside `path`, with mode 0600 and synced: its name.
std::string write_beside(const fs::path& path, ByteView bytes) {
  std::string temporary = path.string() + ".new." + std::to_string(::getpid());
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) fail("cannot create", path, errno);
  const int code = write_and_sync(descriptor, bytes) ? 0 : errno;
  ::close(descriptor);
  if (code != 0) {
    ::unlink(temporary.c_str());
    fail("cannot write", path, code);
  }
  return temporary;
}

void sync_parent(const fs::path& path) {
  or_throw(log::sync_directory(path.has_parent_path() ? path.parent_path() : fs::path(".")));
}

}  // namespace

Bytes read_input(const fs::path& path, std::size_t limit) {
  return or_throw(log::read_file(path, limit));
}

void write_output(const fs::path& path, ByteView bytes) {
  refuse_inside_record(path);
  refuse_to_overwrite(path, bytes);
  or_throw(log::write_file_durably(path, bytes));
}
void write_output(const fs::path& path, std::string_view text) {
  write_output(path, as_bytes(text));
}

void write_new_secret(const fs::path& path, ByteView bytes) {
  refuse_inside_record(path);
  const std::string temporary = write_beside(path, bytes);
  // A link, unlike a rename, never replaces what is there.
  const int link_error = ::link(temporary.c_str(), path.c_str()) != 0 ? errno : 0;
  ::unlink(temporary.c_str());
  if (link_error == EEXIST) {
    throw EnvironmentError(path.string() + ": exists already and is not overwritten");
  }
  if (link_error != 0) fail("cannot create", path, link_error);
  sync_parent(path);
}

void replace_secret(const fs::path& path, ByteView bytes) {
  const int old = ::open(path.c_str(), O_WRONLY | O_CLOEXEC | O_NOFOLLOW);
  if (old < 0) fail("cannot open", path, errno);
  // What another name leads to, a backup perhaps, would be overwritten too.
  struct stat status {};
  if (::fstat(old, &status) != 0 || !S_ISREG(status.st_mode) || status.st_nlink != 1) {
    ::close(old);
    throw EnvironmentError(path.string() +
                           ": has another name too, or is no file: put a copy in its place");
  }
  const off_t old_size = ::lseek(old, 0, SEEK_END);
  const std::string temporary = write_beside(path, bytes);
  if (::rename(temporary.c_str(), path.c_str()) != 0) {
    const int code = errno;
    ::unlink(temporary.c_str());
    ::close(old);
    fail("cannot replace", path, code);
  }
  sync_parent(path);
  const bool overwritten = old_size >= 0 && ::lseek(old, 0, SEEK_SET) == 0 &&
                           write_and_sync(old, Bytes(static_cast<std::size_t>(old_size), 0));
  const int code = errno;
  ::close(old);
  if (!overwritten) fail("cannot overwrite what was in it", path, code);
}

void make_private_directory(const fs::path& path) {
  if (path.has_parent_path()) make_directory(path.parent_path());
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) fail("cannot create", path, errno);
}

void make_directory(const fs::path& path) { or_throw(log::create_directories_durably(path)); }

Bytes join_entries(const std::vector<Bytes>& entries) { return log::encode_bundle(entries); }

Result<std::vector<Bytes>> read_entries(const fs::path& path) {
  Result<std::vector<Bytes>> entries = log::split_entries(read_input(path), SIZE_MAX);
  if (!entries) {
    return Error{entries.error().reason + "; the file is cut off, or not of entries: copy it again",
                 entries.error().where}
        .at(path.string());
  }
  return entries;
}

}  // namespace viche::app
