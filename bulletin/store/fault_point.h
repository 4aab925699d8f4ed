#pragma once
// Where a process can be killed on purpose, to show that nothing depends on its living on.

#include <functional>

namespace viche::store {

/// The steps between an entry's arrival and its acknowledgement, in order.
enum class FaultPoint {
  kStageWritten,         // inside the transaction, before its commit
  kStaged,               // entries, hashes and the new root are durable
  kSigned,               // a signature exists, in memory only
  kSwapWritten,          // inside the transaction, before its commit
  kSwapped,              // the signed checkpoint is durable
  kCosigned,             // witnesses have answered
  kCosignaturesStored,   // their cosignatures are durable
  kFileWritten,          // after each published tile
  kTilesPublished,       // all of them durable, the checkpoint not yet written
  kCheckpointPublished,  // the published checkpoint is durable
  kPartialRemoved,       // after each directory of superseded partial tiles
};

/// Called at every point that is reached; empty in production.
using FaultHook = std::function<void(FaultPoint)>;

inline void reach(const FaultHook& hook, FaultPoint point) {
  if (hook) hook(point);
}

}  // namespace viche::store
