#pragma once
// The one writer of a log: takes batches of entries, answers when they are durable, signed and
// published.

#include <functional>
#include <optional>
#include <span>
#include <vector>

#include "bulletin/log/proof.h"
#include "bulletin/log/tile_edge.h"
#include "bulletin/store/fault_point.h"
#include "bulletin/store/log_store.h"
#include "bulletin/store/publisher.h"

namespace viche::store {

/// Signs a checkpoint with the log's key.
using CheckpointSigner = std::function<log::Note(const log::Checkpoint&)>;

/// Collects witnesses' cosignatures for a signed checkpoint; `tree` makes consistency proofs from
/// any earlier size. An error (no quorum) keeps the checkpoint from being published; the next call
/// tries again.
using Cosigner = std::function<Result<std::vector<log::NoteSignature>>(const log::Note& checkpoint,
                                                                       log::HashReader& tree)>;

/// What an append returns: the batch's entries have the indices [first, head.size).
struct Appended {
  std::uint64_t first = 0;
  log::TreeHead head;
};

/// The order of steps is what makes a crash harmless: (1) entries, hashes and the new root are
/// staged durably; (2) the checkpoint of that root is signed and swapped in durably; (3) witnesses
/// cosign it, and that is stored; (4) files are published, the checkpoint last; (5) the caller gets
/// its answer. Opening finishes what a crash left, by the same code. Since a root is durable before
/// it is signed, a crash leads to the same root again, never to another one. Not thread-safe.
class Sequencer {
 public:
  struct Options {
    Cosigner cosigner = {};  // none: checkpoints carry the log's signature alone
    FaultHook fault = {};
  };

  /// The store and publisher must outlive the sequencer and belong to the log `origin`. Fails, with
  /// nothing signed, if what was published is not a prefix of the store's log.
  static Result<Sequencer> open(LogStore& store, Publisher& publisher, std::string origin,
                                CheckpointSigner signer, Options options);

  /// Appends a batch of at least one entry of at most 65,535 bytes each; returns once it is
  /// published. If an error leaves the batch staged, the next append or `finish` publishes it
  /// first: `head` tells whether it is in.
  Result<Appended> append(const std::vector<Bytes>& entries);
  /// The same for entries that were hashed before: leaves[i] = hash_leaf(entries[i]).
  Result<Appended> append(std::span<const Bytes> entries, std::span<const log::Hash> leaves);

  /// Signs, cosigns and publishes what is staged. Nothing to do is success.
  Result<void> finish();

  /// Adds cosignatures of the newest checkpoint that came after it was published, stores it and
  /// publishes it again. False, and nothing changes, if it has another head than `head` or all of
  /// them already.
  Result<bool> add_cosignatures(const log::TreeHead& head,
                                std::span<const log::NoteSignature> cosignatures);

  /// finish, then removes every partial tile that the final size does not need.
  Result<void> finish_final();

  /// The head over all staged entries.
  [[nodiscard]] log::TreeHead head() const { return edge_.head(); }

  [[nodiscard]] const std::string& origin() const { return origin_; }
  [[nodiscard]] const Publisher& publisher() const { return *publisher_; }

  /// The newest signed checkpoint with its cosignatures, encoded; nothing before the first append.
  [[nodiscard]] const std::optional<SignedHead>& newest() const { return newest_; }

  /// A receipt for an entry under the newest checkpoint.
  Result<log::Receipt> receipt(std::uint64_t index);

 private:
  Sequencer(LogStore& store, Publisher& publisher, std::string origin, CheckpointSigner signer,
            Options options)
      : store_(&store),
        publisher_(&publisher),
        origin_(std::move(origin)),
        signer_(std::move(signer)),
        options_(std::move(options)) {}

  Result<void> sign_staged();
  Result<void> cosign_newest();
  Result<void> store_cosigned(const log::Note& note);
  /// After a failed write to a store whose staged head was `before`: what it holds counts, and it
  /// may take writes again later. Stops if that cannot be read or is of another writer. Gives the
  /// error.
  Error reload(const log::TreeHead& before, const Error& error);
  /// Remembers that the store and this process disagree: nothing more is written.
  Error stop(const Error& error);

  LogStore* store_;
  Publisher* publisher_;
  std::string origin_;
  CheckpointSigner signer_;
  Options options_;
  log::TileEdge edge_;
  std::optional<SignedHead> newest_;
  std::optional<Error> stopped_;
};

}  // namespace viche::store
