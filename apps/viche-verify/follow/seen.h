#pragma once
// The checkpoints that a follower has seen, in one file that only grows. docs/verifier.md has its
// form.

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/group/bytes.h"

namespace viche::follow {

struct Seen {
  std::uint64_t time = 0;  // when first, in seconds since 1970
  std::string note;        // the checkpoint's bytes

  friend bool operator==(const Seen&, const Seen&) = default;
};

struct SeenReading {
  std::vector<Seen> list;
  std::size_t whole =
      0;  // bytes; behind them is what was being written when the program was killed
};

inline constexpr std::size_t kMaxNote = std::size_t{1} << 20;

/// One item as it stands in the file.
std::string to_text(const Seen& seen);
/// All items. An item that is cut off at the end was never relied on; anything else that is not
/// what to_text gives is an error.
Result<SeenReading> read_seen(std::string_view text);

/// The file, open for one program alone.
class SeenFile {
 public:
  /// Makes it if it is not there, and takes off an item that is cut off.
  static Result<SeenFile> open(const std::string& path);
  SeenFile(SeenFile&& other) noexcept;
  SeenFile(const SeenFile&) = delete;
  SeenFile& operator=(const SeenFile&) = delete;
  ~SeenFile();

  [[nodiscard]] const std::vector<Seen>& list() const { return list_; }
  /// Returns when it is on the disk.
  Result<void> add(Seen seen);

 private:
  SeenFile(std::string path, int file) : path_(std::move(path)), file_(file) {}

  std::string path_;
  int file_;
  std::vector<Seen> list_;
};

}  // namespace viche::follow
