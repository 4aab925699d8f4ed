#pragma once
// What a follower knows as Prometheus text (version 0.0.4), for a collector of text files.

#include <optional>
#include <string>

#include "apps/viche-verify/follow/follow.h"

namespace viche::follow {

std::string metrics_text(const FollowStatus& status, const std::optional<AlarmKind>& alarm,
                         std::uint64_t now);

}  // namespace viche::follow
