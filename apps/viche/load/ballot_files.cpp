#include "apps/viche/load/ballot_files.h"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "apps/common/cli.h"
#include "ballot/ballot.h"

namespace viche::load {
namespace {

ByteView map_file(const std::filesystem::path& path) {
  const int file = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  struct stat status {};
  const bool opened = file >= 0 && ::fstat(file, &status) == 0;
  const auto size = static_cast<std::size_t>(status.st_size);
  void* bytes =
      opened && size > 0 ? ::mmap(nullptr, size, PROT_READ, MAP_SHARED, file, 0) : nullptr;
  const int code = errno;
  if (file >= 0) ::close(file);
  if (!opened || bytes == MAP_FAILED) {
    throw app::EnvironmentError(path.string() + ": " + std::generic_category().message(code));
  }
  return {static_cast<const std::uint8_t*>(bytes), size};
}

}  // namespace

BallotFiles::BallotFiles(const std::vector<std::filesystem::path>& files) {
  files_.reserve(files.size());
  for (const std::filesystem::path& path : files) files_.push_back({path, map_file(path)});
}

BallotFiles::~BallotFiles() {
  for (const File& file : files_) {
    // NOLINTNEXTLINE(cppcoreguidelines-pro-type-const-cast): munmap does not write
    if (!file.bytes.empty())
      ::munmap(const_cast<std::uint8_t*>(file.bytes.data()), file.bytes.size());
  }
}

Result<std::optional<ByteView>> BallotFiles::next() {
  while (file_ < files_.size() && at_ == files_[file_].bytes.size()) {
    ++file_;
    at_ = 0;
  }
  if (file_ == files_.size()) return std::optional<ByteView>();
  Reader reader(files_[file_].bytes.subspan(at_));
  const auto framed = [&]() -> Result<std::optional<ByteView>> {
    VICHE_ASSIGN(const std::uint16_t length, reader.u16("the length of an entry"));
    if (length < ballot::ballot_size(1)) return Error{"an entry is too short for a ballot", ""};
    VICHE_TRY(reader.take(length, "an entry"));
    return std::optional(files_[file_].bytes.subspan(at_, std::size_t{2} + length));
  }();
  if (!framed)
    return framed.error().at("from byte " + std::to_string(at_)).at(files_[file_].path.string());
  at_ += (*framed)->size();
  return framed;
}

}  // namespace viche::load
