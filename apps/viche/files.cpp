#include "apps/viche/files.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "apps/viche/cli.h"
#include "bulletin/log/durable_file.h"
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

}  // namespace

Bytes read_input(const fs::path& path, std::size_t limit) {
  return or_throw(log::read_file(path, limit));
}

void write_output(const fs::path& path, ByteView bytes) {
  or_throw(log::write_file_durably(path, bytes));
}
void write_output(const fs::path& path, std::string_view text) {
  write_output(path, as_bytes(text));
}

void write_new_secret(const fs::path& path, ByteView bytes) {
  const std::string temporary = path.string() + ".new." + std::to_string(::getpid());
  const int descriptor = ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (descriptor < 0) fail("cannot create", path, errno);
  const int write_error = write_and_sync(descriptor, bytes) ? 0 : errno;
  ::close(descriptor);
  // A link, unlike a rename, never replaces what is there.
  const int link_error =
      write_error == 0 && ::link(temporary.c_str(), path.c_str()) != 0 ? errno : 0;
  ::unlink(temporary.c_str());
  if (write_error != 0) fail("cannot write", path, write_error);
  if (link_error == EEXIST) {
    throw EnvironmentError(path.string() + ": exists already and is not overwritten");
  }
  if (link_error != 0) fail("cannot create", path, link_error);
  or_throw(log::sync_directory(path.has_parent_path() ? path.parent_path() : fs::path(".")));
}

void make_private_directory(const fs::path& path) {
  if (path.has_parent_path()) make_directory(path.parent_path());
  if (::mkdir(path.c_str(), 0700) != 0 && errno != EEXIST) fail("cannot create", path, errno);
}

void make_directory(const fs::path& path) { or_throw(log::create_directories_durably(path)); }

Bytes join_entries(const std::vector<Bytes>& entries) { return log::encode_bundle(entries); }

Result<std::vector<Bytes>> read_entries(const fs::path& path) {
  const Bytes bytes = read_input(path);
  std::vector<Bytes> entries;
  for (Reader reader(bytes); reader.remaining() > 0;) {
    const Result<std::uint16_t> length = reader.u16("the length of an entry");
    if (!length) return length.error().at(path.string());
    const Result<ByteView> entry = reader.take(*length, "an entry");
    if (!entry) return entry.error().at(path.string());
    entries.emplace_back(entry->begin(), entry->end());
  }
  if (entries.empty()) return Error{"holds no entry", path.string()};
  return entries;
}

}  // namespace viche::app
