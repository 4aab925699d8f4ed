#pragma once
// What a server shows of a log under one head: each tile is proven under the head's root before
// anybody sees it.

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "apps/viche-verify/fetch/http.h"
#include "verifier/merkle.h"
#include "verifier/tiles.h"

namespace viche::fetch {

/// What a server gave in the place of a tile, each time it was asked.
struct WrongTile {
  std::string name;
  std::optional<Bytes> bytes;  // nothing: it says that there is no such file
  bool partial = false;        // a tile that may go when the log has grown
};

/// Not for several threads at once. Keeps one tile of each level.
class LogView {
 public:
  /// `client` must outlive the view. A tile is asked for `tries` times, after growing rests.
  LogView(HttpClient& client, const verifier::Head& head, unsigned tries,
          std::chrono::milliseconds rest);

  /// To be called first: the tiles at the log's right edge.
  Result<void> begin();

  /// Of bundle `number`: the leaf hashes, and the file.
  Result<std::vector<Bytes32>> leaves(std::uint64_t number);
  Result<Bytes> bundle(std::uint64_t number);
  /// Whether these bytes are bundle `number`. An error only if its leaf hashes cannot be had.
  Result<bool> is_bundle(std::uint64_t number, ByteView bytes);
  /// Fetches a tile again that may be here already.
  Result<void> recheck(const verifier::TileId& tile);

  /// After an error: what the server gave that is not what the head stands for, if that was it.
  [[nodiscard]] const std::optional<WrongTile>& wrong() const { return wrong_; }

 private:
  using Verdict = std::function<Result<void>(ByteView bytes)>;

  Result<Bytes> fetch(const verifier::TileId& tile, const Verdict& verdict);
  Result<Bytes> hashes(const verifier::TileId& tile);
  Result<Bytes> fetch_below(const verifier::TileId& tile);

  HttpClient& client_;
  verifier::Head head_;
  unsigned tries_;
  std::chrono::milliseconds rest_;
  std::map<verifier::TileId, Bytes> edge_;
  std::map<unsigned, std::pair<std::uint64_t, Bytes>> last_;  // by level: number, tile
  std::optional<WrongTile> wrong_;
};

}  // namespace viche::fetch
