#include "apps/viche-board/open_files.h"

#include <sys/resource.h>

#include <algorithm>

namespace viche::board_app {
namespace {

/// The store, some 50 files of a publication at once, readers, event loops, with room to spare.
constexpr std::size_t kOtherFiles = 160;

}  // namespace

std::size_t connections_beside_files(std::size_t wanted) {
  rlimit limit{};
  if (::getrlimit(RLIMIT_NOFILE, &limit) != 0) return wanted;
  const rlim_t needed = wanted + kOtherFiles;
  if (limit.rlim_cur < needed) {
    rlimit raised = limit;
    raised.rlim_cur = std::min<rlim_t>(needed, limit.rlim_max);
    if (::setrlimit(RLIMIT_NOFILE, &raised) == 0) limit = raised;
  }
  if (limit.rlim_cur >= needed) return wanted;
  return std::max<std::size_t>(1, limit.rlim_cur - std::min<rlim_t>(limit.rlim_cur, kOtherFiles));
}

}  // namespace viche::board_app
