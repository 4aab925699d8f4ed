#include "apps/viche-verify/archive.h"

#include <functional>
#include <set>

#include "apps/viche-verify/output_file.h"
#include "apps/viche-verify/tar_reader.h"
#include "crypto/group/bytes.h"
#include "verifier/note.h"
#include "verifier/tiles.h"

namespace viche::verify_program {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kCheckpoint = "checkpoint";
constexpr std::uint64_t kMaxCheckpoint = 1U << 20;

/// The folder in front of a record's files, with its slash, by the name of the checkpoint.
std::optional<std::string> folder_of(const std::string& name) {
  if (!name.ends_with(kCheckpoint)) return std::nullopt;
  const std::string folder = name.substr(0, name.size() - kCheckpoint.size());
  const bool one = folder.empty() || folder.find('/') == folder.size() - 1;
  return one ? std::optional(folder) : std::nullopt;
}

struct Beginning {
  std::string folder;
  std::uint64_t size = 0;
};

/// The checkpoint is usually the archive's first file, but may stand anywhere.
Result<Beginning> find_checkpoint(const std::string& archive) {
  VICHE_ASSIGN(TarReader tar, TarReader::open(archive));
  for (;;) {
    VICHE_ASSIGN(const std::optional<TarEntry> entry, tar.next());
    if (!entry) return Error{"holds no file `checkpoint`", archive};
    const std::optional<std::string> folder = folder_of(entry->name);
    if (!folder || entry->kind != TarEntry::Kind::kFile) continue;
    VICHE_ASSIGN(const Bytes text, tar.read(kMaxCheckpoint));
    const verifier::CheckpointReading reading = verifier::read_checkpoint(as_text(text));
    if (!reading.checkpoint) return reading.fault->at(archive + ": " + entry->name);
    return Beginning{*folder, reading.checkpoint->head.size};
  }
}

std::uint64_t limit_of(const std::string& name, std::uint64_t size) {
  if (name == kCheckpoint) return kMaxCheckpoint;
  const auto tile = verifier::find_tile(name, size);
  constexpr std::uint64_t kHashTile = 32 * verifier::kTileWidth;
  return tile && tile->kind == verifier::TileId::Kind::kHashes ? kHashTile : verifier::kMaxBundle;
}

}  // namespace

bool is_archive(const std::string& path) { return path.ends_with(".tar.zst"); }

Result<std::optional<std::string>> unpack(const std::string& archive, const fs::path& directory) {
  VICHE_ASSIGN(const Beginning beginning, find_checkpoint(archive));
  VICHE_ASSIGN(TarReader tar, TarReader::open(archive));
  std::optional<std::string> other;
  std::set<std::string> seen;
  for (;;) {
    VICHE_ASSIGN(const std::optional<TarEntry> entry, tar.next());
    if (!entry) return other;
    if (entry->kind == TarEntry::Kind::kFolder) continue;
    const bool inside = entry->name.starts_with(beginning.folder);
    const std::string name = inside ? entry->name.substr(beginning.folder.size()) : "";
    const bool wanted = entry->kind == TarEntry::Kind::kFile &&
                        verifier::is_expected_file(name, beginning.size) &&
                        seen.insert(name).second;
    if (!wanted) {
      if (!other) other = entry->name;
      continue;
    }
    const Result<Bytes> bytes = tar.read(limit_of(name, beginning.size));
    if (!bytes) return bytes.error().at(archive + ": " + entry->name);
    const fs::path path = directory / name;
    std::error_code fault;
    fs::create_directories(path.parent_path(), fault);
    if (fault) return Error{fault.message(), path.parent_path().string()};
    VICHE_TRY(replace_file(path.string(), as_text(*bytes)));
  }
}

}  // namespace viche::verify_program
