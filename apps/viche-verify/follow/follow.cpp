#include "apps/viche-verify/follow/follow.h"

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <utility>

#include "apps/viche-verify/fetch/proof.h"
#include "apps/viche-verify/output_file.h"
#include "crypto/group/hash.h"
#include "verifier/statement.h"

namespace viche::follow {
namespace {

namespace fs = std::filesystem;
using verifier::kTileWidth;
using verifier::TileId;

constexpr std::size_t kMaxManifest = std::size_t{1} << 30;
constexpr unsigned kAnswered = 200;

std::string entries_text(std::uint64_t size) { return std::to_string(size) + " entries"; }

}  // namespace

Follow::Follow(FollowOptions options, const verifier::Arithmetic& arithmetic, fetch::Server server,
               SeenFile seen)
    : options_(std::move(options)),
      arithmetic_(arithmetic),
      server_(std::move(server)),
      client_(server_, options_.patience),
      file_(std::move(seen)),
      seen_(file_.list()),
      follower_(arithmetic, options_.threads) {}

Result<std::unique_ptr<Follow>> Follow::open(FollowOptions options,
                                             const verifier::Arithmetic& arithmetic,
                                             std::uint64_t now) {
  std::error_code fault;
  fs::create_directories(options.directory + "/record", fault);
  if (fault) return Error{fault.message(), options.directory};
  VICHE_ASSIGN(SeenFile seen, SeenFile::open(options.directory + "/seen"));
  VICHE_ASSIGN(fetch::Server server, fetch::Server::find(options.url, options.ca));
  std::unique_ptr<Follow> follow(
      new Follow(std::move(options), arithmetic, std::move(server), std::move(seen)));
  VICHE_TRY(follow->read_manifest_file());
  const std::vector<Seen>& list = follow->seen_;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const verifier::CheckpointReading reading = verifier::read_checkpoint(list[i].note);
    if (!reading.checkpoint) {
      return reading.fault->at(follow->options_.directory + "/seen: checkpoint " +
                               std::to_string(i + 1));
    }
    const verifier::Head head = reading.checkpoint->head;
    follow->heads_.push_back(head);
    const auto [place, is_new] = follow->by_size_.emplace(head.size, i);
    if (is_new || follow->heads_[place->second] == head || follow->fork_seen_) continue;
    follow->fork_seen_ = follow->fork(
        list[place->second].note, list[i].note,
        "two checkpoints of " + entries_text(head.size) + " with different roots were seen before");
  }
  follow->status_.seen = list.size();
  // Not stale because it was not looked at.
  follow->status_.young = now;
  return follow;
}

Alarm Follow::alarm(AlarmKind kind, std::string message) const {
  Alarm alarm;
  alarm.kind = kind;
  alarm.message = std::move(message);
  alarm.judged = status_.judged;
  return alarm;
}

Alarm Follow::fork(const std::string& remembered, const std::string& shown,
                   std::string message) const {
  Alarm fork = alarm(AlarmKind::kFork, std::move(message));
  fork.evidence = {{"remembered.checkpoint", remembered}, {"shown.checkpoint", shown}};
  return fork;
}

Follow::Outcome Follow::wrong_or(const fetch::LogView& view, const std::string& note,
                                 const Error& error) const {
  const std::optional<fetch::WrongTile>& wrong = view.wrong();
  // A partial tile may go when the log has grown: the next poll asks for another one.
  if (!wrong || (!wrong->bytes && wrong->partial)) return error;
  Alarm found = wrong->bytes ? alarm(AlarmKind::kTile, error.message() + ": it was rewritten")
                             : alarm(AlarmKind::kVanished, error.message() + ": it vanished");
  found.evidence = {{"shown.checkpoint", note}};
  if (wrong->bytes) found.evidence.emplace_back("tile", std::string(as_text(*wrong->bytes)));
  return std::optional(std::move(found));
}

Follow::Outcome Follow::poll(std::uint64_t now) {
  ++status_.polls;
  if (fork_seen_) return fork_seen_;
  Outcome outcome = look(now);
  if (!outcome) ++status_.failed_polls;
  return outcome;
}

std::optional<Alarm> Follow::stale(std::uint64_t now) const {
  if (now <= status_.young + options_.stale_after) return std::nullopt;
  return alarm(AlarmKind::kStale, "no checkpoint that could be judged is younger than " +
                                      std::to_string(now - status_.young) + " s; the limit is " +
                                      std::to_string(options_.stale_after) + " s");
}

Result<std::string> Follow::fetch_note() {
  VICHE_ASSIGN(const fetch::Answer answer, client_.get("/checkpoint", kMaxNote));
  if (answer.status != kAnswered) {
    return Error{"the server answers with status " + std::to_string(answer.status), "checkpoint"};
  }
  return std::string(as_text(answer.body));
}

Follow::Outcome Follow::look(std::uint64_t now) {
  VICHE_ASSIGN(const std::string note, fetch_note());
  const verifier::CheckpointReading reading = verifier::read_checkpoint(note);
  if (reading.fault) return reading.fault->at("checkpoint");
  const verifier::Checkpoint& checkpoint = *reading.checkpoint;
  const verifier::Head& head = checkpoint.head;
  fetch::LogView view(client_, head, options_.tries, options_.rest);
  if (!manifest_) {
    VICHE_TRY(view.begin());
    VICHE_TRY(learn_manifest(view));
  }
  const auto witnesses = verifier::check_kept_checkpoint(
      checkpoint, *manifest_, verifier::origin_of(manifest_hash_), arithmetic_);
  if (!witnesses) return witnesses.error().at("checkpoint");

  VICHE_ASSIGN(std::optional<Alarm> found, remember(note, checkpoint, now));
  if (found) return found;
  if (head.size < follower_.frontier().size()) return against_smaller(note, head);
  const Result<void> edge = view.begin();
  if (!edge) return wrong_or(view, note, edge.error());
  VICHE_ASSIGN(found, consistency(view, note, head));
  if (found) return found;
  VICHE_ASSIGN(found, judge(view, note, head));
  if (found) return found;
  freshen(checkpoint, now);
  return recheck(view, note, head);
}

/// The judged checkpoint's age: by our clock from when it was first seen, and by its witnesses' if
/// that says more. Cosignatures that are renewed make it young again.
void Follow::freshen(const verifier::Checkpoint& checkpoint, std::uint64_t now) {
  const auto cosigned = verifier::newest_cosignature(checkpoint, *manifest_, arithmetic_);
  const bool renewed = cosigned.value_or(0) > last_cosigned_;
  if (last_ == checkpoint.head && !renewed) return;
  const std::uint64_t seen = last_ ? now : seen_[by_size_.at(checkpoint.head.size)].time;
  status_.young = std::min({now, seen, cosigned.value_or(seen)});
  last_ = checkpoint.head;
  last_cosigned_ = cosigned.value_or(0);
}

Result<void> Follow::read_manifest_file() {
  const std::string path = options_.directory + "/manifest";
  std::error_code fault;
  if (!fs::exists(path, fault)) return {};
  VICHE_ASSIGN(const std::string text, verify_program::read_input(path, kMaxManifest));
  Result<verifier::Manifest> manifest = verifier::read_manifest(as_bytes(text), arithmetic_);
  if (!manifest) return manifest.error().at(path);
  manifest_hash_ = sha256(as_bytes(text));
  manifest_ = std::move(*manifest);
  confirmed_ = true;
  return {};
}

/// The first statement of the log, whose hash the checkpoint's origin holds.
Result<void> Follow::learn_manifest(fetch::LogView& view) {
  verifier::Checks unused;
  verifier::StatementReader statements(unused);
  VICHE_ASSIGN(const std::vector<Bytes32> leaves, view.leaves(0));
  VICHE_ASSIGN(const Bytes bytes, view.bundle(0));
  const verifier::Bundle bundle = verifier::read_bundle(bytes, leaves.size());
  for (std::size_t i = 0; i < bundle.entries.size(); ++i) {
    const Result<verifier::Type> type = verifier::read_type(bundle.entries[i]);
    if (!type || *type != verifier::Type::kManifest) break;
    const auto statement = statements.take(*type, i, bundle.entries[i]);
    if (!statement) continue;
    VICHE_ASSIGN(const verifier::Signed parts, verifier::split(*statement));
    Result<verifier::Manifest> manifest = verifier::read_manifest(parts.body, arithmetic_);
    if (!manifest) return manifest.error().at("manifest");
    manifest_text_ = as_text(parts.body);
    manifest_hash_ = sha256(parts.body);
    manifest_ = std::move(*manifest);
    return {};
  }
  return Error{"does not begin with a manifest", "the log"};
}

/// Before anything is made of it, so that it is held against all that come later.
Follow::Outcome Follow::remember(const std::string& note, const verifier::Checkpoint& checkpoint,
                                 std::uint64_t now) {
  const verifier::Head& head = checkpoint.head;
  const auto known = by_size_.find(head.size);
  if (known != by_size_.end() && heads_[known->second] == head) return std::optional<Alarm>();
  if (confirmed_) VICHE_TRY(file_.add({now, note}));
  seen_.push_back({now, note});
  heads_.push_back(head);
  status_.seen = heads_.size();
  if (known == by_size_.end()) {
    by_size_.emplace(head.size, heads_.size() - 1);
    return std::optional<Alarm>();
  }
  fork_seen_ = fork(seen_[known->second].note, note,
                    "a second checkpoint of " + entries_text(head.size) + ", with another root");
  return fork_seen_;
}

/// A checkpoint of fewer entries than were judged: of another log, or of one that lost entries.
Follow::Outcome Follow::against_smaller(const std::string& note, const verifier::Head& head) {
  VICHE_ASSIGN(const auto roots, verifier::roots_of_bundles(record(), {head.size}));
  const auto own = roots.find(head.size);
  const std::string& remembered = note_beside(head.size);
  if (own != roots.end() && own->second != head.root) {
    return std::optional(fork(remembered, note,
                              "the checkpoint of " + entries_text(head.size) +
                                  " is of another log than the one judged up to " +
                                  std::to_string(status_.judged.size)));
  }
  Alarm found = alarm(AlarmKind::kVanished, "the log has " + entries_text(head.size) +
                                                ", and had " + std::to_string(status_.judged.size));
  found.evidence = {{"remembered.checkpoint", remembered}, {"shown.checkpoint", note}};
  return std::optional(std::move(found));
}

/// That the log under `head` begins with what was judged, by its leaf hashes, and passes through
/// the roots of all remembered checkpoints.
Follow::Outcome Follow::consistency(fetch::LogView& view, const std::string& note,
                                    const verifier::Head& head) {
  verifier::Frontier log = follower_.frontier();
  while (log.size() < head.size) {
    const Result<std::vector<Bytes32>> leaves = view.leaves(log.size() / kTileWidth);
    if (!leaves) return wrong_or(view, note, leaves.error());
    for (std::size_t i = log.size() % kTileWidth; i < leaves->size(); ++i) {
      log.add((*leaves)[i]);
      const auto remembered = by_size_.find(log.size());
      if (remembered == by_size_.end()) continue;
      const verifier::Head& known = heads_[remembered->second];
      if (known.root == log.root() || known.size == head.size) continue;
      return std::optional(fork(seen_[remembered->second].note, note,
                                "the log under the checkpoint of " + entries_text(head.size) +
                                    " does not begin with the one of " + entries_text(known.size) +
                                    " that was seen before"));
    }
  }
  if (log.root() != head.root) {
    return std::optional(fork(note_beside(head.size), note,
                              "the log under the checkpoint of " + entries_text(head.size) +
                                  " does not begin with the " +
                                  entries_text(follower_.frontier().size()) + " that were judged"));
  }
  const auto largest = by_size_.rbegin();
  if (largest->first <= head.size) return std::optional<Alarm>();
  Alarm found = alarm(AlarmKind::kVanished, "the log has " + entries_text(head.size) +
                                                ", and had " + std::to_string(largest->first));
  found.evidence = {{"remembered.checkpoint", seen_[largest->second].note},
                    {"shown.checkpoint", note}};
  return std::optional(std::move(found));
}

/// The bundle's bytes, which are in the record then: what is there already, or fetched.
Result<Bytes> Follow::bring(fetch::LogView& view, std::uint64_t number,
                            const verifier::Head& head) {
  const std::string path =
      record() + "/" + fetch::name_of({TileId::Kind::kEntries, 0, number}, head.size);
  VICHE_ASSIGN(std::optional<Bytes> kept, verifier::read_file(path, verifier::kMaxBundle));
  if (kept) {
    VICHE_ASSIGN(const bool right, view.is_bundle(number, *kept));
    if (right) return std::move(*kept);
  }
  VICHE_ASSIGN(Bytes bytes, view.bundle(number));
  std::error_code fault;
  fs::create_directories(fs::path(path).parent_path(), fault);
  if (fault) return Error{fault.message(), fs::path(path).parent_path().string()};
  VICHE_TRY(verify_program::replace_file(path, as_text(bytes)));
  return bytes;
}

Follow::Outcome Follow::judge(fetch::LogView& view, const std::string& note,
                              const verifier::Head& head) {
  const verifier::RecordFiles files(record());
  while (follower_.frontier().size() < head.size) {
    const std::uint64_t from = follower_.frontier().size();
    const std::uint64_t number = from / kTileWidth;
    Result<Bytes> bytes = bring(view, number, head);
    if (!bytes) return wrong_or(view, note, bytes.error());
    const verifier::Bundle bundle =
        verifier::read_bundle(*bytes, verifier::tile_width(number, head.size));
    // What is framed badly is no bundle of these leaves: it is not here.
    if (bundle.fault) return bundle.fault->at(verifier::bundle_path(number, kTileWidth));
    verifier::LogBundle window;
    std::uint64_t index = number * kTileWidth;
    for (const ByteView entry : bundle.entries) {
      if (index >= from) window.entries.push_back({index, entry, verifier::leaf_hash(entry)});
      ++index;
    }
    window.storage = std::move(*bytes);
    std::vector<verifier::LogBundle> windows;
    windows.push_back(std::move(window));
    VICHE_TRY(follower_.take(std::move(windows), files, head.size));
    status_.ballots = follower_.ballots();
    VICHE_ASSIGN(std::optional<Alarm> found, other_election(note));
    if (found) return found;
    VICHE_ASSIGN(found, fault(note));
    if (found) return found;
    if (!confirmed_ && follower_.fingerprint()) VICHE_TRY(confirm());
  }
  status_.judged = head;
  status_.ended = follower_.ended();
  drop_partial_bundles(head.size);
  return std::optional<Alarm>();
}

/// The log is that of the election that is meant: from now on it is remembered.
Result<void> Follow::confirm() {
  for (const Seen& seen : seen_) VICHE_TRY(file_.add(seen));
  VICHE_TRY(verify_program::write_output(options_.directory + "/manifest", manifest_text_));
  confirmed_ = true;
  return {};
}

/// A remembered checkpoint to hold another one of this size against: the largest that was judged,
/// else the largest.
const std::string& Follow::note_beside(std::uint64_t size) const {
  auto place = by_size_.upper_bound(follower_.frontier().size());
  if (place != by_size_.begin()) --place;
  if (place->first == size) place = std::prev(by_size_.end());
  return seen_[place->second].note;
}

Follow::Outcome Follow::other_election(const std::string& note) const {
  const bool other = (follower_.manifest_hash() && *follower_.manifest_hash() != manifest_hash_) ||
                     (follower_.fingerprint() && *follower_.fingerprint() != options_.fingerprint);
  if (!other) return std::optional<Alarm>();
  Alarm found =
      alarm(AlarmKind::kElection, follower_.fingerprint()
                                      ? "the server shows another election: its fingerprint is " +
                                            to_hex(*follower_.fingerprint())
                                      : "the log has another manifest than its origin says");
  found.evidence = {{"shown.checkpoint", note}};
  return std::optional(std::move(found));
}

Follow::Outcome Follow::fault(const std::string& note) const {
  const std::optional<verifier::FoundFault> fault = follower_.fault();
  if (!fault) return std::optional<Alarm>();
  Alarm found = alarm(AlarmKind::kEntry, std::string(verifier::check_number(fault->check)) + " " +
                                             std::string(verifier::check_name(fault->check)) +
                                             ": " + fault->failure.message);
  found.entry = fault->failure.entry;
  found.check = verifier::check_number(fault->check);
  if (found.entry) found.message = "entry " + std::to_string(*found.entry) + ": " + found.message;
  found.evidence = {{"shown.checkpoint", note}};
  return std::optional(std::move(found));
}

/// Some of the full tiles, all of them in turn: a server that gives others now has rewritten them.
Follow::Outcome Follow::recheck(fetch::LogView& view, const std::string& note,
                                const verifier::Head& head) {
  const std::uint64_t bundles = head.size / kTileWidth;
  for (unsigned i = 0; i < options_.recheck && i < 2 * bundles; ++i, ++next_recheck_) {
    const std::uint64_t turn = next_recheck_ % (2 * bundles);
    const TileId::Kind kind = turn % 2 == 0 ? TileId::Kind::kEntries : TileId::Kind::kHashes;
    const Result<void> same = view.recheck({kind, 0, turn / 2});
    if (!same) return wrong_or(view, note, same.error());
    ++status_.rechecked;
  }
  return std::optional<Alarm>();
}

void Follow::drop_partial_bundles(std::uint64_t size) const {
  std::error_code fault;
  std::vector<fs::path> old;
  for (fs::recursive_directory_iterator it(record(), fault), end; !fault && it != end;
       it.increment(fault)) {
    if (it->is_directory(fault)) continue;
    const std::string name = it->path().lexically_relative(record()).generic_string();
    const bool partial =
        name.find(".p/") != std::string::npos && !verifier::is_expected_file(name, size);
    if (partial || verify_program::is_temporary(name)) old.push_back(it->path());
  }
  for (const fs::path& path : old) fs::remove(path, fault);
}

}  // namespace viche::follow
