#include "apps/viche-verify/tar_reader.h"

#include <fcntl.h>
#include <unistd.h>
#include <zstd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace viche::verify_program {
namespace {

constexpr std::size_t kBlock = 512;

std::string text_of(ByteView field) {
  const auto end = std::find(field.begin(), field.end(), std::uint8_t{0});
  return std::string(as_text(field.first(static_cast<std::size_t>(end - field.begin()))));
}

/// An octal number, with spaces or zeros around it.
std::optional<std::uint64_t> octal(ByteView field) {
  std::string digits = text_of(field);
  while (!digits.empty() && digits.back() == ' ') digits.pop_back();
  digits.erase(0, digits.find_first_not_of(' '));
  if (digits.empty() || digits.size() > 12) return std::nullopt;
  std::uint64_t value = 0;
  for (const char c : digits) {
    if (c < '0' || c > '7') return std::nullopt;
    value = value * 8 + static_cast<std::uint64_t>(c - '0');
  }
  return value;
}

}  // namespace

/// The archive's bytes, decompressed as they are asked for.
class TarReader::Stream {
 public:
  Stream(int file, std::string path) : file_(file), path_(std::move(path)) {
    if (!decoder_) broken_invariant("no memory for a zstd decoder");
  }
  ~Stream() { close(file_); }
  Stream(const Stream&) = delete;
  Stream& operator=(const Stream&) = delete;

  [[nodiscard]] Error error(std::string reason) const { return Error{std::move(reason), path_}; }

  /// Up to `count` bytes, fewer at the end alone.
  Result<Bytes> take(std::size_t count) {
    Bytes bytes(count);
    std::size_t filled = 0;
    while (filled < count) {
      VICHE_ASSIGN(const std::size_t size, some(bytes.data() + filled, count - filled));
      if (size == 0) break;
      filled += size;
    }
    bytes.resize(filled);
    return bytes;
  }

 private:
  Result<std::size_t> some(std::uint8_t* into, std::size_t count) {
    ZSTD_outBuffer out{into, count, 0};
    while (out.pos == 0) {
      if (in_.pos == in_.size && !ended_) {
        ssize_t size = 0;
        do {
          size = ::read(file_, compressed_.data(), compressed_.size());
        } while (size < 0 && errno == EINTR);
        if (size < 0) return error(std::strerror(errno));
        ended_ = size == 0;
        in_ = {compressed_.data(), static_cast<std::size_t>(size), 0};
      }
      const std::size_t hint = ZSTD_decompressStream(decoder_.get(), &out, &in_);
      if (ZSTD_isError(hint) != 0) return error("is not compressed with zstd, or damaged");
      if (out.pos == 0 && ended_) {
        if (hint != 0 && begun_) return error("ends within a frame of zstd");
        return std::size_t{0};
      }
      begun_ = hint != 0;
    }
    return out.pos;
  }

  struct FreeDecoder {
    void operator()(ZSTD_DStream* decoder) const { ZSTD_freeDStream(decoder); }
  };

  int file_;
  std::string path_;
  std::unique_ptr<ZSTD_DStream, FreeDecoder> decoder_{ZSTD_createDStream()};
  Bytes compressed_ = Bytes(std::size_t{1} << 17);
  ZSTD_inBuffer in_{nullptr, 0, 0};
  bool ended_ = false;
  bool begun_ = false;  // a frame that has not ended
};

struct TarReader::Header {
  std::string name;
  char type = '0';
  std::uint64_t size = 0;
};

TarReader::TarReader(std::unique_ptr<Stream> stream) : stream_(std::move(stream)) {}
TarReader::TarReader(TarReader&&) noexcept = default;
TarReader::~TarReader() = default;

Result<TarReader> TarReader::open(const std::string& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return Error{std::strerror(errno), path};
  return TarReader(std::make_unique<Stream>(file, path));
}

Result<std::optional<TarReader::Header>> TarReader::read_header() {
  VICHE_ASSIGN(const Bytes block, stream_->take(kBlock));
  if (block.size() != kBlock) return stream_->error("ends within a tar archive");
  if (std::all_of(block.begin(), block.end(), [](std::uint8_t byte) { return byte == 0; })) {
    return std::optional<Header>();
  }
  const ByteView view(block);
  constexpr std::size_t kSum = 148;
  constexpr std::size_t kSumLength = 8;
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kBlock; ++i) {
    const bool blank = i >= kSum && i < kSum + kSumLength;
    sum += blank ? std::uint64_t{' '} : std::uint64_t{block[i]};
  }
  const auto size = octal(view.subspan(124, 12));
  if (octal(view.subspan(kSum, kSumLength)) != sum || !size ||
      text_of(view.subspan(257, 5)) != "ustar") {
    return stream_->error("is not a tar archive, or damaged");
  }
  Header header;
  header.name = text_of(view.first(100));
  // GNU's own kind (`ustar  `) has other fields where POSIX has a beginning of the name.
  const bool gnu = block[262] == ' ';
  const std::string front = gnu ? "" : text_of(view.subspan(345, 155));
  if (!front.empty()) header.name = front + "/" + header.name;
  header.type = static_cast<char>(block[156]);
  header.size = *size;
  return std::optional<Header>(std::move(header));
}

/// pax: lines `<length> <key>=<value>\n`.
Result<void> TarReader::check_extension(std::uint64_t size) {
  constexpr std::uint64_t kMost = 1U << 16;
  left_ = size;
  padding_ = (kBlock - size % kBlock) % kBlock;
  VICHE_ASSIGN(const Bytes bytes, read(kMost));
  const std::string text = " " + std::string(as_text(bytes));
  for (const char* key : {" path=", " size=", " linkpath=", " GNU.sparse"}) {
    if (text.find(key) != std::string::npos) {
      return stream_->error("has an extended header, which a record's short names do not need");
    }
  }
  return {};
}

Result<std::optional<TarEntry>> TarReader::next() {
  for (;;) {
    VICHE_TRY(skip());
    VICHE_ASSIGN(std::optional<Header> header, read_header());
    if (!header) return std::optional<TarEntry>();
    if (header->type == 'x' || header->type == 'g') {
      VICHE_TRY(check_extension(header->size));
      continue;
    }
    TarEntry entry;
    entry.name = std::move(header->name);
    while (entry.name.starts_with("./")) entry.name.erase(0, 2);
    if (header->type == '0' || header->type == '\0') entry.kind = TarEntry::Kind::kFile;
    if (header->type == '5') entry.kind = TarEntry::Kind::kFolder;
    entry.size = header->size;
    left_ = header->size;
    padding_ = (kBlock - header->size % kBlock) % kBlock;
    return std::optional<TarEntry>(std::move(entry));
  }
}

Result<Bytes> TarReader::read(std::uint64_t limit) {
  if (left_ > limit) {
    return Error{
        "has " + std::to_string(left_) + " bytes, where " + std::to_string(limit) + " are the most",
        ""};
  }
  const auto size = static_cast<std::size_t>(left_);
  VICHE_ASSIGN(Bytes bytes, stream_->take(size));
  if (bytes.size() != size) return stream_->error("ends within a file");
  left_ = 0;
  return bytes;
}

Result<void> TarReader::skip() {
  constexpr std::uint64_t kMost = std::uint64_t{1} << 30;
  constexpr std::uint64_t kAtOnce = 1U << 16;
  if (left_ > kMost) return stream_->error("holds something of more than 1 GiB");
  std::uint64_t count = left_ + padding_;
  left_ = padding_ = 0;
  while (count > 0) {
    const auto now = static_cast<std::size_t>(std::min(count, kAtOnce));
    VICHE_ASSIGN(const Bytes bytes, stream_->take(now));
    if (bytes.size() != now) return stream_->error("ends within a file");
    count -= now;
  }
  return {};
}

}  // namespace viche::verify_program
