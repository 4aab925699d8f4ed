// What an observer fetches: a server's answer, which means the same however its bytes are cut, and
// an archive, whose files are read within their bounds. The first byte of an input chooses.

#include <sys/mman.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <string>

#include "apps/viche-verify/fetch/answer.h"
#include "apps/viche-verify/tar_reader.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {
namespace {

using fetch::AnswerReader;

constexpr std::uint64_t kMostBytes = 4096;

/// The status and the body, or nothing if it is no whole answer.
std::optional<std::pair<unsigned, Bytes>> read_whole(std::string_view text, std::size_t piece) {
  AnswerReader reader([&](std::span<char> into) -> Result<std::size_t> {
    const std::size_t count = std::min({piece, into.size(), text.size()});
    std::copy_n(text.begin(), count, into.begin());
    text.remove_prefix(count);
    return count;
  });
  const auto head = reader.head();
  if (!head) return std::nullopt;
  Result<Bytes> body = reader.body(*head, kMostBytes);
  if (!body) return std::nullopt;
  require(body->size() <= kMostBytes, "an answer beyond its limit");
  return std::pair(head->status, std::move(*body));
}

/// A file of memory, by name.
class MemoryFile {
 public:
  explicit MemoryFile(ByteView bytes) : file_(::memfd_create("archive", MFD_CLOEXEC)) {
    require(file_ >= 0 &&
                ::write(file_, bytes.data(), bytes.size()) == static_cast<ssize_t>(bytes.size()),
            "a file of memory");
  }
  MemoryFile(const MemoryFile&) = delete;
  MemoryFile& operator=(const MemoryFile&) = delete;
  ~MemoryFile() { ::close(file_); }
  [[nodiscard]] std::string path() const { return "/proc/self/fd/" + std::to_string(file_); }

 private:
  int file_;
};

Bytes compressed(ByteView bytes) {
  Bytes out(ZSTD_compressBound(bytes.size()));
  const std::size_t size = ZSTD_compress(out.data(), out.size(), bytes.data(), bytes.size(), 1);
  require(ZSTD_isError(size) == 0, "compression");
  out.resize(size);
  return out;
}

}  // namespace

void read_fetched(ByteView input) {
  if (input.empty()) return;
  const std::size_t piece = std::max<std::size_t>(1, input.front());
  const std::string_view text = as_text(input.subspan(1));
  const auto at_once = read_whole(text, text.size());
  const auto in_pieces = read_whole(text, piece);
  // Bytes behind a whole answer are refused when they are seen, so pieces may accept more.
  if (!at_once) return;
  require(at_once == in_pieces, "an answer depends on how it is cut");
}

void read_archive(ByteView input) {
  if (input.empty()) return;
  const ByteView rest = input.subspan(1);
  // As it is, or as the archive that is compressed: few mutations of compressed bytes mean much.
  const bool as_it_is = (input.front() & 1) != 0;
  const MemoryFile file(as_it_is ? Bytes(rest.begin(), rest.end()) : compressed(rest));
  auto reader = verify_program::TarReader::open(file.path());
  require(reader.ok(), "an archive that does not open");
  for (int entries = 0; entries < 1000; ++entries) {
    const auto entry = reader->next();
    if (!entry || !*entry) return;
    require(!(*entry)->name.starts_with("./"), "a name with ./ in front");
    if ((input.front() & 2) != 0) continue;
    const Result<Bytes> bytes = reader->read(kMostBytes);
    require(bytes.ok() || (*entry)->size > 0, "an empty file that cannot be read");
    if (bytes) require(bytes->size() == (*entry)->size, "a file of another size");
  }
}

}  // namespace viche::fuzz
