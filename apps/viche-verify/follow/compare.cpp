// What two followers saw, held together: a log that was shown to one and not to the other.

#include <set>

#include "apps/viche-verify/follow/follow.h"
#include "apps/viche-verify/output_file.h"
#include "crypto/group/hash.h"
#include "verifier/note.h"

namespace viche::follow {
namespace {

constexpr std::size_t kMaxStateFile = std::size_t{1} << 30;

struct State {
  std::string directory;
  Bytes32 manifest_hash{};
  std::vector<Seen> seen;
  std::vector<verifier::Head> heads;       // of seen
  std::map<std::uint64_t, Bytes32> roots;  // of its log, at the sizes of both states' heads
};

/// Every checkpoint in it is signed by the log of its manifest.
Result<State> read_state(const std::string& directory, const verifier::Arithmetic& arithmetic) {
  State state;
  state.directory = directory;
  VICHE_ASSIGN(const std::string text,
               verify_program::read_input(directory + "/manifest", kMaxStateFile));
  const Result<verifier::Manifest> manifest = verifier::read_manifest(as_bytes(text), arithmetic);
  if (!manifest) return manifest.error().at(directory + "/manifest");
  state.manifest_hash = sha256(as_bytes(text));
  VICHE_ASSIGN(const std::string list,
               verify_program::read_input(directory + "/seen", kMaxStateFile));
  Result<SeenReading> reading = read_seen(list);
  if (!reading) return reading.error().at(directory + "/seen");
  state.seen = std::move(reading->list);
  for (std::size_t i = 0; i < state.seen.size(); ++i) {
    const std::string where = directory + "/seen: checkpoint " + std::to_string(i + 1);
    const verifier::CheckpointReading note = verifier::read_checkpoint(state.seen[i].note);
    if (note.fault) return note.fault->at(where);
    const auto is_signed = verifier::check_kept_checkpoint(
        *note.checkpoint, *manifest, verifier::origin_of(state.manifest_hash), arithmetic);
    if (!is_signed) return is_signed.error().at(where);
    state.heads.push_back(note.checkpoint->head);
  }
  if (state.seen.empty()) return Error{"holds no checkpoint", directory + "/seen"};
  return state;
}

Alarm fork_of(const State& a, std::size_t i, const State& b, std::size_t j, std::string message) {
  Alarm fork;
  fork.kind = AlarmKind::kFork;
  fork.message = std::move(message);
  fork.judged = a.heads[i];
  fork.evidence = {{"a.checkpoint", a.seen[i].note}, {"b.checkpoint", b.seen[j].note}};
  return fork;
}

/// Two roots for one size.
std::optional<Alarm> two_roots(const State& a, const State& b) {
  std::map<std::uint64_t, std::pair<const State*, std::size_t>> first;
  for (const State* state : {&a, &b}) {
    for (std::size_t i = 0; i < state->heads.size(); ++i) {
      const auto [place, is_new] = first.emplace(state->heads[i].size, std::pair(state, i));
      const auto& [other, j] = place->second;
      if (is_new || other->heads[j] == state->heads[i]) continue;
      return fork_of(*other, j, *state, i,
                     "two checkpoints of " + std::to_string(state->heads[i].size) +
                         " entries have different roots: one in " + other->directory + ", one in " +
                         state->directory);
    }
  }
  return std::nullopt;
}

/// The place of the largest of a state's heads that its own log reaches.
std::optional<std::size_t> anchor(const State& state) {
  std::optional<std::size_t> best;
  for (std::size_t i = 0; i < state.heads.size(); ++i) {
    const auto root = state.roots.find(state.heads[i].size);
    if (root == state.roots.end() || root->second != state.heads[i].root) continue;
    if (!best || state.heads[i].size > state.heads[*best].size) best = i;
  }
  return best;
}

/// What `b` saw against the log that `a` has, up to the checkpoint that vouches for that log.
std::optional<Alarm> against_log(const State& a, const State& b,
                                 std::set<std::uint64_t>& compared) {
  const std::optional<std::size_t> i = anchor(a);
  if (!i) return std::nullopt;
  for (std::size_t j = 0; j < b.heads.size(); ++j) {
    const auto root = a.roots.find(b.heads[j].size);
    if (root == a.roots.end() || b.heads[j].size > a.heads[*i].size) continue;
    compared.insert(b.heads[j].size);
    if (root->second == b.heads[j].root) continue;
    return fork_of(a, *i, b, j,
                   "the checkpoint of " + std::to_string(b.heads[j].size) + " entries in " +
                       b.directory + " is of another log than the one of " +
                       std::to_string(a.heads[*i].size) + " entries in " + a.directory);
  }
  return std::nullopt;
}

}  // namespace

Result<Comparison> compare(const std::string& a, const std::string& b,
                           const verifier::Arithmetic& arithmetic) {
  VICHE_ASSIGN(State first, read_state(a, arithmetic));
  VICHE_ASSIGN(State second, read_state(b, arithmetic));
  if (first.manifest_hash != second.manifest_hash) {
    return Error{"these follow different elections", a + ", " + b};
  }
  std::vector<std::uint64_t> sizes;
  std::set<std::uint64_t> in_first, in_second;
  for (const verifier::Head& head : first.heads) in_first.insert(head.size);
  for (const verifier::Head& head : second.heads) in_second.insert(head.size);
  std::set<std::uint64_t> all = in_first;
  all.insert(in_second.begin(), in_second.end());
  sizes.assign(all.begin(), all.end());
  VICHE_ASSIGN(first.roots, verifier::roots_of_bundles(a + "/record", sizes));
  VICHE_ASSIGN(second.roots, verifier::roots_of_bundles(b + "/record", sizes));

  Comparison comparison;
  std::set<std::uint64_t> compared;
  for (const std::uint64_t size : in_first) {
    if (in_second.contains(size)) compared.insert(size);
  }
  comparison.fork = two_roots(first, second);
  for (const auto& [log, other] : {std::pair(&first, &second), std::pair(&second, &first),
                                   std::pair(&first, &first), std::pair(&second, &second)}) {
    std::set<std::uint64_t> own;
    auto found = against_log(*log, *other, log == other ? own : compared);
    if (!comparison.fork) comparison.fork = std::move(found);
  }
  comparison.compared = compared.size();
  comparison.beyond = all.size() - compared.size();
  return comparison;
}

}  // namespace viche::follow
