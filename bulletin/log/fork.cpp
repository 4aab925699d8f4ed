#include "bulletin/log/fork.h"

namespace viche::log {
namespace {

/// The checkpoint in a note that this log signed.
Result<Checkpoint> signed_by(const Note& note, const VerifierKey& log) {
  VICHE_ASSIGN(Checkpoint checkpoint, Checkpoint::decode(note.text));
  if (checkpoint.origin != log.name) return Error{"is of another log", "checkpoint"};
  VICHE_TRY(verify_note(note, std::span(&log, 1)));
  return checkpoint;
}

}  // namespace

std::string Fork::encode() const { return seen.encode() + "\n" + other.encode(); }

Result<Fork> Fork::decode(std::string_view text) {
  // A checkpoint has no empty line but the one before its signatures.
  const std::size_t signatures = text.find("\n\n");
  const std::size_t split =
      signatures == std::string_view::npos ? signatures : text.find("\n\n", signatures + 2);
  if (split == std::string_view::npos) return Error{"is not two signed notes", "fork"};
  const Result<Note> seen = Note::decode(text.substr(0, split + 1));
  if (!seen) return seen.error().at("fork");
  const Result<AddCheckpoint> other = AddCheckpoint::decode(text.substr(split + 2));
  if (!other) return other.error().at("fork");
  return Fork{*seen, *other};
}

Result<void> verify_fork(const Fork& fork, const VerifierKey& log) {
  const auto refuse = [](const char* reason) { return Error{reason, "fork"}; };
  VICHE_ASSIGN(const Checkpoint seen, signed_by(fork.seen, log));
  VICHE_ASSIGN(const Checkpoint other, signed_by(fork.other.checkpoint, log));
  if (fork.other.old_size != seen.head.size) return refuse("the proof is from another size");
  VICHE_ASSIGN(const Hash root, proven_prefix_root(fork.other.proof, seen.head.size, other.head));
  if (root == seen.head.root) return refuse("both are of one history");
  return {};
}

}  // namespace viche::log
