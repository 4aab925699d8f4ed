#pragma once
// A directory that becomes a copy of a published record: files are fetched over several
// connections, proven under the checkpoint before they are kept, and wanted ones first.

#include <condition_variable>
#include <filesystem>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "apps/viche-verify/fetch/http.h"
#include "verifier/given.h"
#include "verifier/merkle.h"
#include "verifier/part.h"
#include "verifier/tiles.h"

namespace viche::fetch {

struct MirrorOptions {
  Url url;
  std::string ca;  // PEM file of those to believe, or empty for those of the system
  std::filesystem::path directory;
  unsigned connections = 8;
  verifier::PartNumber part;  // what is fetched in the background
  enum class Begin : std::uint8_t { kAtOnce, kWhenTold };
  Begin begin = Begin::kAtOnce;  // to fetch in the background
  Patience patience;
  unsigned tries = 5;  // of a file, each after a longer rest
  std::chrono::milliseconds rest{200};
};

class Mirror {
 public:
  /// Fetches the checkpoint and the log's edge, and begins to fetch the part's files in the order
  /// of the log in the background. Files that are there from before are proven, not fetched;
  /// partial tiles of other sizes are removed. An error also if the edge does not give the
  /// checkpoint's root.
  static Result<std::unique_ptr<Mirror>> open(MirrorOptions options);

  Mirror(const Mirror&) = delete;
  Mirror& operator=(const Mirror&) = delete;
  /// Ends all fetching.
  ~Mirror();

  [[nodiscard]] const verifier::Head& head() const { return head_; }
  /// The checkpoint that the directory held before, if it held one: it must be of the same log.
  [[nodiscard]] const std::optional<verifier::Given>& earlier() const { return earlier_; }

  /// Begins to fetch in the background, unless that has begun.
  void fetch_all();

  /// Returns when the file of this name is in the directory, proven. An error if the server does
  /// not give it. Names that the record does not have are passed over. Thread-safe.
  Result<void> bring(const std::string& name);

 private:
  Mirror(MirrorOptions options, Server server);
  Result<void> begin();
  Result<Bytes> fetch_checkpoint();
  Result<void> fetch_edge(HttpClient& client);
  void sweep();
  void work();
  Result<void> bring(const verifier::TileId& tile, HttpClient& client);
  Result<void> fetch_tile(const verifier::TileId& tile, HttpClient& client);
  Result<Bytes> read_proven(const verifier::TileId& tile) const;
  Result<void> keep(const std::string& name, ByteView bytes);
  /// False if the mirror ends meanwhile.
  bool rest(unsigned tries);

  MirrorOptions options_;
  Server server_;
  verifier::Head head_;
  std::optional<verifier::Given> earlier_;

  std::mutex asking_;  // held while asker_ works
  HttpClient asker_;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool ending_ = false;                      // guarded by mutex_, as all below
  std::uint64_t next_ = 0, end_ = 0;         // bundles to fetch in the background
  std::set<verifier::TileId> there_, busy_;  // proven; being fetched
  std::optional<Error> fault_;               // the first file that could not be had
  std::vector<std::thread> threads_;
};

}  // namespace viche::fetch
