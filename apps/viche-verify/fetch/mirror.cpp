#include "apps/viche-verify/fetch/mirror.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>

#include "apps/viche-verify/fetch/proof.h"
#include "apps/viche-verify/output_file.h"
#include "verifier/files.h"
#include "verifier/note.h"

namespace viche::fetch {
namespace {

namespace fs = std::filesystem;
using verifier::TileId;

constexpr std::uint64_t kMaxCheckpoint = 1U << 20;
constexpr unsigned kFound = 200;

/// One attempt; an error for any other status than 200.
Result<Bytes> get(HttpClient& client, const std::string& name, std::uint64_t limit) {
  VICHE_ASSIGN(Answer answer, client.get("/" + name, limit));
  if (answer.status != kFound) {
    return Error{"the server answers with status " + std::to_string(answer.status), ""};
  }
  return std::move(answer.body);
}

}  // namespace

Mirror::Mirror(MirrorOptions options, Server server)
    : options_(std::move(options)),
      server_(std::move(server)),
      asker_(server_, options_.patience) {}

Result<std::unique_ptr<Mirror>> Mirror::open(MirrorOptions options) {
  VICHE_ASSIGN(Server server, Server::find(options.url, options.ca));
  std::unique_ptr<Mirror> mirror(new Mirror(std::move(options), std::move(server)));
  VICHE_TRY(mirror->begin());
  return mirror;
}

Mirror::~Mirror() {
  {
    const std::lock_guard lock(mutex_);
    ending_ = true;
  }
  changed_.notify_all();
  for (std::thread& thread : threads_) thread.join();
}

Result<void> Mirror::begin() {
  std::error_code fault;
  fs::create_directories(options_.directory, fault);
  if (fault) return Error{fault.message(), options_.directory.string()};
  const fs::path kept = options_.directory / "checkpoint";
  VICHE_ASSIGN(const auto before, verifier::read_file(kept.string(), kMaxCheckpoint));
  if (before) {
    earlier_ = verifier::Given{kept.string() + " as it was before", std::string(as_text(*before))};
  }
  VICHE_ASSIGN(const Bytes checkpoint, fetch_checkpoint());
  sweep();
  HttpClient client(server_, options_.patience);
  VICHE_TRY(fetch_edge(client));
  VICHE_TRY(keep("checkpoint", checkpoint));
  const verifier::EntryRange range = verifier::range_of(options_.part, head_.size);
  next_ = range.first / verifier::kTileWidth;
  end_ = verifier::tile_count(range.end);
  if (options_.begin == MirrorOptions::Begin::kAtOnce) fetch_all();
  return {};
}

void Mirror::fetch_all() {
  if (!threads_.empty()) return;
  for (unsigned i = 0; i < options_.connections; ++i) threads_.emplace_back([this] { work(); });
}

Result<Bytes> Mirror::fetch_checkpoint() {
  HttpClient client(server_, options_.patience);
  for (unsigned tries = 1;; ++tries) {
    const Result<Bytes> bytes = get(client, "checkpoint", kMaxCheckpoint);
    if (bytes) {
      const verifier::CheckpointReading reading = verifier::read_checkpoint(as_text(*bytes));
      if (!reading.checkpoint) return reading.fault->at("checkpoint");
      head_ = reading.checkpoint->head;
      return bytes;
    }
    if (tries == options_.tries || !rest(tries)) return bytes.error().at("checkpoint");
  }
}

/// The tiles at the edge have no tile above: together they give the root.
Result<void> Mirror::fetch_edge(HttpClient& client) {
  const std::vector<TileId> edge = edge_of(head_.size);
  for (unsigned tries = 1;; ++tries) {
    Result<Bytes32> root = Error{"", ""};
    std::vector<Bytes> tiles;
    for (const TileId& tile : edge) {
      Result<Bytes> bytes = get(client, name_of(tile, head_.size), limit_of(tile));
      if (!bytes) {
        root = bytes.error().at(name_of(tile, head_.size));
        break;
      }
      tiles.push_back(std::move(*bytes));
    }
    if (tiles.size() == edge.size()) root = root_of_edge(head_.size, tiles);
    if (root && *root != head_.root) {
      root = Error{"the server's tiles at the log's end are not those of its checkpoint", ""};
    }
    if (root) {
      for (std::size_t i = 0; i < edge.size(); ++i) {
        VICHE_TRY(keep(name_of(edge[i], head_.size), tiles[i]));
        there_.insert(edge[i]);
      }
      return {};
    }
    if (tries == options_.tries || !rest(tries)) return root.error();
  }
}

/// Removes what an earlier run left behind: temporary files, and partial tiles of other sizes.
void Mirror::sweep() {
  std::error_code fault;
  std::vector<fs::path> old;
  for (fs::recursive_directory_iterator it(options_.directory, fault), end; !fault && it != end;
       it.increment(fault)) {
    if (it->is_directory(fault)) continue;
    const std::string name = it->path().lexically_relative(options_.directory).generic_string();
    const bool partial = name.starts_with("tile/") && name.find(".p/") != std::string::npos &&
                         !verifier::is_expected_file(name, head_.size);
    if (partial || verify_program::is_temporary(name)) old.push_back(it->path());
  }
  for (const fs::path& path : old) fs::remove(path, fault);
}

bool Mirror::rest(unsigned tries) {
  std::unique_lock lock(mutex_);
  const auto time = options_.rest * (1U << std::min(tries - 1, 6U));
  return !changed_.wait_for(lock, time, [&] { return ending_; });
}

void Mirror::work() {
  HttpClient client(server_, options_.patience);
  for (;;) {
    std::uint64_t number = 0;
    {
      const std::lock_guard lock(mutex_);
      if (ending_ || fault_ || next_ >= end_) return;
      number = next_++;
    }
    if (!bring(TileId{TileId::Kind::kEntries, 0, number}, client)) return;
  }
}

Result<void> Mirror::bring(const std::string& name) {
  const std::optional<TileId> tile = verifier::find_tile(name, head_.size);
  if (!tile) return {};
  {
    const std::lock_guard lock(mutex_);
    if (there_.contains(*tile)) return {};
  }
  const std::lock_guard lock(asking_);
  return bring(*tile, asker_);
}

Result<void> Mirror::bring(const TileId& tile, HttpClient& client) {
  {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return ending_ || fault_ || !busy_.contains(tile); });
    if (there_.contains(tile)) return {};
    if (fault_) return *fault_;
    if (ending_) return Error{"the program ends", ""};
    busy_.insert(tile);
  }
  const Result<void> fetched = fetch_tile(tile, client);
  const std::lock_guard lock(mutex_);
  busy_.erase(tile);
  if (fetched) {
    there_.insert(tile);
  } else if (!fault_) {
    fault_ = fetched.error();
  }
  changed_.notify_all();
  return fetched;
}

Result<void> Mirror::fetch_tile(const TileId& tile, HttpClient& client) {
  const std::string name = name_of(tile, head_.size);
  const std::optional<TileId> parent = parent_of(tile, head_.size);
  // The edge is there from the beginning.
  if (!parent) return {};
  VICHE_TRY(bring(*parent, client));
  VICHE_ASSIGN(const Bytes above, read_proven(*parent));
  const auto right = [&](ByteView bytes) { return check_tile(tile, bytes, above, head_.size); };

  const std::string path = (options_.directory / name).string();
  VICHE_ASSIGN(const std::optional<Bytes> kept, verifier::read_file(path, limit_of(tile)));
  if (kept && right(*kept)) return {};
  for (unsigned tries = 1;; ++tries) {
    const Result<Bytes> bytes = get(client, name, limit_of(tile));
    const Result<void> verdict = bytes ? right(*bytes) : Result<void>(bytes.error());
    if (verdict) return keep(name, *bytes);
    if (tries == options_.tries || !rest(tries)) return verdict.error().at(name);
  }
}

Result<Bytes> Mirror::read_proven(const TileId& tile) const {
  const std::string path = (options_.directory / name_of(tile, head_.size)).string();
  VICHE_ASSIGN(std::optional<Bytes> bytes, verifier::read_file(path, limit_of(tile)));
  if (!bytes) return Error{"was removed while the record was fetched", path};
  return std::move(*bytes);
}

Result<void> Mirror::keep(const std::string& name, ByteView bytes) {
  const fs::path path = options_.directory / name;
  std::error_code fault;
  fs::create_directories(path.parent_path(), fault);
  if (fault) return Error{fault.message(), path.parent_path().string()};
  return verify_program::replace_file(path.string(), as_text(bytes));
}

}  // namespace viche::fetch
