#pragma once
// One life of a log process that may be killed at any of its fault points, and the judge of what it
// left.

#include <functional>
#include <limits>
#include <string>

#include "tests/bulletin/support/sample_log.h"

namespace viche::store::test {

/// Sizes after each batch of the script: partial tiles, a full one, one entry more.
inline constexpr std::uint64_t kScriptSizes[] = {3, 257, 262};
inline constexpr std::uint64_t kScriptEnd = 262;

/// As a fault point: the process is not killed.
inline constexpr std::size_t kNever = std::numeric_limits<std::size_t>::max();
/// More fault points than the script has; that a test ends below shows that none was left out.
inline constexpr std::size_t kEnough = 200;

/// How a life ended.
enum class Ending { kFinished, kKilled, kFailed };

struct Life {
  std::filesystem::path
      base;  // store, publication, witness, and the notes `signed` and `acknowledged`
  std::string vfs = {};
};

/// Forks a process that opens the log, appends what the script still lacks, and finishes it; it
/// kills itself at the fault point number `kill_at`, counted from 0 as they are reached. Every
/// signature it makes and every size it acknowledges is noted durably outside the log.
Ending run_life(const Life& life, std::size_t kill_at);

/// Checks what is there after a kill, without opening the log: for one size at most one root was
/// ever signed, what is published is a correct log, and it has every entry that was acknowledged.
void judge(const std::filesystem::path& base);

}  // namespace viche::store::test
