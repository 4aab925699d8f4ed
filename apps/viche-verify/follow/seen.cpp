#include "apps/viche-verify/follow/seen.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <utility>

#include "apps/viche-verify/output_file.h"
#include "crypto/group/hash.h"
#include "verifier/note.h"

namespace viche::follow {
namespace {

constexpr std::string_view kWord = "seen ";
constexpr std::size_t kMaxSeenFile = std::size_t{1} << 30;

std::string checksum(std::uint64_t time, std::string_view note) {
  return to_hex(sha256(as_bytes(std::to_string(time) + "\n" + std::string(note))));
}

Error fault_at(std::size_t number, const char* reason) {
  return Error{reason, "checkpoint " + std::to_string(number + 1)};
}

Error errno_at(const std::string& path) { return Error{std::strerror(errno), path}; }

}  // namespace

std::string to_text(const Seen& seen) {
  return std::string(kWord) + std::to_string(seen.time) + " " + std::to_string(seen.note.size()) +
         " " + checksum(seen.time, seen.note) + "\n" + seen.note + "\n";
}

Result<SeenReading> read_seen(std::string_view text) {
  constexpr std::size_t kLongestLine = 128;
  constexpr std::size_t kHex = 64;
  SeenReading reading;
  while (reading.whole < text.size()) {
    const std::size_t number = reading.list.size();
    std::string_view rest = text.substr(reading.whole);
    const std::size_t end = rest.substr(0, kLongestLine).find('\n');
    if (end == std::string_view::npos) {
      const std::size_t common = std::min(kWord.size(), rest.size());
      if (rest.size() >= kLongestLine || rest.substr(0, common) != kWord.substr(0, common)) {
        return fault_at(number, "does not begin as one that was remembered");
      }
      return reading;
    }
    std::string_view line = rest.substr(0, end);
    rest.remove_prefix(end + 1);
    if (!line.starts_with(kWord)) return fault_at(number, "no `seen` where it should begin");
    line.remove_prefix(kWord.size());
    const std::size_t first = std::min(line.find(' '), line.size());
    const std::size_t second =
        std::min(line.find(' ', std::min(first + 1, line.size())), line.size());
    const auto time = verifier::read_decimal(line.substr(0, first));
    const auto length = verifier::read_decimal(
        first < second ? line.substr(first + 1, second - first - 1) : std::string_view());
    const std::string_view sum = line.substr(std::min(second + 1, line.size()));
    if (!time || length.value_or(kMaxNote + 1) > kMaxNote || sum.size() != kHex) {
      return fault_at(number, "not a time, a length and a hash");
    }
    const auto size = static_cast<std::size_t>(length.value_or(0));
    if (rest.size() < size + 1) {
      // No line of a note begins so: what follows was written when this was whole.
      if (rest.find("\n" + std::string(kWord)) == std::string_view::npos) return reading;
      return fault_at(number, "was changed or damaged: another one stands within its length");
    }
    Seen seen{*time, std::string(rest.substr(0, size))};
    if (rest[size] != '\n' || checksum(seen.time, seen.note) != sum) {
      return fault_at(number, "was changed or damaged: its hash is another one");
    }
    reading.whole += end + 1 + seen.note.size() + 1;
    reading.list.push_back(std::move(seen));
  }
  return reading;
}

Result<SeenFile> SeenFile::open(const std::string& path) {
  SeenFile seen(path, ::open(path.c_str(), O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0644));
  if (seen.file_ < 0) return errno_at(path);
  if (::flock(seen.file_, LOCK_EX | LOCK_NB) != 0) {
    return Error{"another follower uses it", path};
  }
  VICHE_ASSIGN(const std::string text, verify_program::read_input(path, kMaxSeenFile));
  Result<SeenReading> reading = read_seen(text);
  if (!reading) return reading.error().at(path);
  if (reading->whole < text.size() &&
      ::ftruncate(seen.file_, static_cast<off_t>(reading->whole)) != 0) {
    return errno_at(path);
  }
  if (::fsync(seen.file_) != 0) return errno_at(path);
  verify_program::sync_folder_of(path);
  seen.list_ = std::move(reading->list);
  return seen;
}

SeenFile::SeenFile(SeenFile&& other) noexcept
    : path_(std::move(other.path_)),
      file_(std::exchange(other.file_, -1)),
      list_(std::move(other.list_)) {}

SeenFile::~SeenFile() {
  if (file_ >= 0) ::close(file_);
}

Result<void> SeenFile::add(Seen seen) {
  const std::string text = to_text(seen);
  std::string_view rest = text;
  while (!rest.empty()) {
    const ssize_t count = ::write(file_, rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return errno_at(path_);
    rest.remove_prefix(static_cast<std::size_t>(count));
  }
  if (::fdatasync(file_) != 0) return errno_at(path_);
  list_.push_back(std::move(seen));
  return {};
}

}  // namespace viche::follow
