#include "apps/viche-verify/fetch/log_view.h"

#include <algorithm>
#include <thread>
#include <utility>

#include "apps/viche-verify/fetch/proof.h"

namespace viche::fetch {
namespace {

using verifier::TileId;

constexpr unsigned kOk = 200;
constexpr unsigned kNotFound = 404;
constexpr unsigned kGone = 410;

TileId leaves_of(std::uint64_t number) { return {TileId::Kind::kHashes, 0, number}; }

}  // namespace

LogView::LogView(HttpClient& client, const verifier::Head& head, unsigned tries,
                 std::chrono::milliseconds rest)
    : client_(client), head_(head), tries_(tries), rest_(rest) {}

Result<void> LogView::begin() {
  const std::vector<TileId> edge = edge_of(head_.size);
  if (edge.empty() && head_.size != 0) {
    return Error{"is larger than any log", std::to_string(head_.size) + " entries"};
  }
  std::vector<Bytes> tiles;
  for (const TileId& tile : edge) {
    VICHE_ASSIGN(Bytes bytes, fetch(tile, [](ByteView) { return Result<void>(); }));
    tiles.push_back(std::move(bytes));
  }
  VICHE_ASSIGN(const Bytes32 root, root_of_edge(head_.size, tiles));
  if (root != head_.root) {
    Bytes all;
    for (const Bytes& tile : tiles) append(all, tile);
    wrong_ = WrongTile{edge.empty() ? "" : name_of(edge.back(), head_.size), all, true};
    return Error{"the server's tiles at the log's end are not those of its checkpoint", ""};
  }
  for (std::size_t i = 0; i < edge.size(); ++i) edge_[edge[i]] = std::move(tiles[i]);
  return {};
}

Result<Bytes> LogView::fetch(const TileId& tile, const Verdict& verdict) {
  const std::string name = name_of(tile, head_.size);
  for (unsigned tries = 1;; ++tries) {
    wrong_.reset();
    Result<Answer> answer = client_.get("/" + name, limit_of(tile));
    Result<void> right = answer ? Result<void>() : Result<void>(answer.error());
    if (answer && answer->status == kOk) {
      right = verdict(answer->body);
      if (right) return std::move(answer->body);
      wrong_ = WrongTile{name, std::move(answer->body), false};
    } else if (answer) {
      right = Error{"the server answers with status " + std::to_string(answer->status), ""};
      if (answer->status == kNotFound || answer->status == kGone) {
        wrong_ = WrongTile{name, std::nullopt, false};
      }
    }
    if (wrong_) wrong_->partial = name.find(".p/") != std::string::npos;
    if (tries == tries_) return right.error().at(name);
    std::this_thread::sleep_for(rest_ * (1U << std::min(tries - 1, 6U)));
  }
}

Result<Bytes> LogView::fetch_below(const TileId& tile) {
  const std::optional<TileId> parent = parent_of(tile, head_.size);
  if (!parent) return edge_.at(tile);
  VICHE_ASSIGN(const Bytes above, hashes(*parent));
  return fetch(tile, [&](ByteView bytes) { return check_tile(tile, bytes, above, head_.size); });
}

Result<Bytes> LogView::hashes(const TileId& tile) {
  const auto at_edge = edge_.find(tile);
  if (at_edge != edge_.end()) return at_edge->second;
  const auto last = last_.find(tile.level);
  if (last != last_.end() && last->second.first == tile.number) return last->second.second;
  VICHE_ASSIGN(const Bytes bytes, fetch_below(tile));
  last_[tile.level] = {tile.number, bytes};
  return bytes;
}

Result<std::vector<Bytes32>> LogView::leaves(std::uint64_t number) {
  VICHE_ASSIGN(const Bytes bytes, hashes(leaves_of(number)));
  constexpr std::size_t kHash = 32;
  std::vector<Bytes32> list(bytes.size() / kHash);
  for (std::size_t i = 0; i < list.size(); ++i) {
    const ByteView hash = ByteView(bytes).subspan(kHash * i, kHash);
    std::copy(hash.begin(), hash.end(), list[i].begin());
  }
  return list;
}

Result<Bytes> LogView::bundle(std::uint64_t number) {
  return fetch_below({TileId::Kind::kEntries, 0, number});
}

Result<bool> LogView::is_bundle(std::uint64_t number, ByteView bytes) {
  VICHE_ASSIGN(const Bytes above, hashes(leaves_of(number)));
  return check_tile({TileId::Kind::kEntries, 0, number}, bytes, above, head_.size).ok();
}

Result<void> LogView::recheck(const TileId& tile) {
  const Result<Bytes> again = fetch_below(tile);
  if (!again) return again.error();
  return {};
}

}  // namespace viche::fetch
