#pragma once
// Lives of one election's service, each in a process of its own that is killed or comes to its end,
// and the judgement of what they told their voters.

#include <atomic>
#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <utility>
#include <vector>

#include "tests/bulletin/service/service_fixture.h"

namespace viche::board::test {

/// What somebody was told, as the dying process wrote it down: a voter of one of its chain, or the
/// registrar (`voter` is kRegistrar) of close (`place` 0) and seal (1).
struct Told {
  std::uint32_t voter;
  std::uint32_t place;
  std::uint64_t index;
  log::TreeHead head;
};

/// When a process is killed: at the n-th time that it reaches a point, or after some time.
struct Death {
  std::optional<store::FaultPoint> point;
  int n = 0;
  std::chrono::microseconds after{};
  enum class Counted { kFromStart, kFromClose } counted = Counted::kFromStart;
};

inline constexpr std::uint32_t kVoters = 8;
inline constexpr std::uint32_t kChain = 8;  // ballots of each voter
inline constexpr std::uint32_t kRegistrar = kVoters;
/// Those that a log without witnesses reaches.
inline constexpr store::FaultPoint kPoints[] = {
    store::FaultPoint::kStageWritten,   store::FaultPoint::kStaged,
    store::FaultPoint::kSigned,         store::FaultPoint::kSwapWritten,
    store::FaultPoint::kSwapped,        store::FaultPoint::kFileWritten,
    store::FaultPoint::kTilesPublished, store::FaultPoint::kCheckpointPublished};

class ServiceLives : public ServiceFixture {
 protected:
  /// Opens the vote, makes all ballots, and keeps a copy of the log as it is then.
  void prepare();
  /// Goes back to that copy, and forgets what was told.
  void begin_again();
  /// A process that starts the service, casts all chains side by side, closes and seals. `begin`
  /// runs in it first.
  void live(const Death& death, const std::function<void()>& begin = {});
  /// A last life, to the end, in this process; then everything that was ever told must hold: each
  /// ballot at its index and once, close and seal too, one root for one size.
  void judge();

  [[nodiscard]] std::filesystem::path file(const char* name) const {
    return directory_.path() / name;
  }
  int killed_ = 0;  // of all lives

 private:
  using Tell = std::function<void(const Told&)>;
  void cast_all(const Tell& tell);
  void close_and_seal(const Tell& tell);
  void note_head(const log::TreeHead& head);

  std::vector<Bytes> chains_[kVoters];
  std::vector<Told> told_;
  std::map<std::uint64_t, log::Hash> roots_;  // by size
};

}  // namespace viche::board::test
