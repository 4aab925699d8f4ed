// A follower's remembered checkpoints: what is read is written as the same bytes, and more behind
// them neither changes nor hides it.

#include <string>

#include "apps/viche-verify/follow/seen.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {

void read_seen(ByteView input) {
  const std::string_view text = as_text(input);
  const auto reading = follow::read_seen(text);
  if (!reading) return;
  std::string again;
  for (const follow::Seen& seen : reading->list) again += follow::to_text(seen);
  require_same(again, text.substr(0, reading->whole), "a list of remembered checkpoints");
  const auto more = follow::read_seen(again + follow::to_text({1, "note\n"}));
  require(more.ok() && more->list.size() == reading->list.size() + 1, "one checkpoint more");
}

}  // namespace viche::fuzz
