#include "tests/mutations/record.h"

#include <fstream>

#include "bulletin/log/proof.h"
#include "bulletin/log/tile_edge.h"

namespace viche::mutations {
namespace {

/// Subtrees of a log that is held as its entries.
class Leaves final : public log::HashReader {
 public:
  explicit Leaves(const std::vector<Bytes>& entries) {
    for (const Bytes& entry : entries) leaves_.push_back(log::hash_leaf(entry));
  }
  Result<log::Hash> subtree(unsigned level, std::uint64_t index) override {
    const std::size_t width = std::size_t{1} << level;
    return log::merkle_root(std::span(leaves_).subspan(index * width, width));
  }
  [[nodiscard]] log::TreeHead head(std::uint64_t size) const {
    return {size, log::merkle_root(std::span(leaves_).first(size))};
  }

 private:
  std::vector<log::Hash> leaves_;
};

Bytes to_bytes(const std::string& text) { return {text.begin(), text.end()}; }

log::Note signed_note(const log::Checkpoint& checkpoint, const SigningKeys& keys,
                      std::size_t witnesses) {
  constexpr log::PosixTime kTime = 1'777'622'400;
  log::Note note = log::sign_checkpoint(checkpoint, keys.log);
  for (std::size_t i = 0; i < witnesses; ++i) {
    note.signatures.push_back(
        log::cosign_text(kWitnessNames[i], keys.witnesses[i], note.text, kTime + i));
  }
  return note;
}

void add_tiles(const std::vector<Bytes>& entries, Files& files) {
  log::TileEdge edge;
  for (const Bytes& entry : entries) edge.append(log::hash_leaf(entry));
  for (const log::HashTile& tile : edge.take_changed()) {
    files[tile.tile.path()] = log::encode_hashes(tile.hashes);
  }
  for (const log::Tile& tile : log::tiles_of(entries.size())) {
    if (tile.kind != log::Tile::Kind::kEntries) continue;
    files[tile.path()] = log::encode_bundle(std::span(entries).subspan(tile.begin(), tile.width));
  }
}

}  // namespace

log::Note checkpoint_note(const std::vector<Bytes>& entries, std::uint64_t size,
                          const std::string& origin, const SigningKeys& keys,
                          std::size_t witnesses) {
  return signed_note({origin, Leaves(entries).head(size)}, keys, witnesses);
}

Record publish(std::vector<Bytes> entries, const std::string& origin, const SigningKeys& keys,
               const RecordHooks& hooks) {
  Record record;
  record.origin = origin;
  if (hooks.entries) hooks.entries(entries);
  record.entries = std::move(entries);
  add_tiles(record.entries, record.files);
  log::Checkpoint checkpoint{origin, Leaves(record.entries).head(record.entries.size())};
  if (hooks.checkpoint) hooks.checkpoint(checkpoint);
  log::Note note = signed_note(checkpoint, keys, keys.witnesses.size());
  if (hooks.note) hooks.note(note);
  record.files["checkpoint"] = to_bytes(note.encode());
  if (hooks.files) hooks.files(record.files);
  return record;
}

std::string receipt(const Record& record, std::uint64_t index, std::uint64_t size,
                    const SigningKeys& keys, std::size_t witnesses) {
  log::Receipt receipt;
  receipt.index = index;
  Leaves leaves(record.entries);
  receipt.proof = log::inclusion_proof(leaves, index, size).value();
  receipt.checkpoint = checkpoint_note(record.entries, size, record.origin, keys, witnesses);
  return receipt.encode();
}

void write(const Files& files, const std::filesystem::path& directory) {
  for (const auto& [path, bytes] : files) {
    const std::filesystem::path file = directory / path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream out(file, std::ios::binary);
    out.write(reinterpret_cast<const char*>(bytes.data()),
              static_cast<std::streamsize>(bytes.size()));
    if (!out) broken_invariant("a test's record could not be written");
  }
}

}  // namespace viche::mutations
