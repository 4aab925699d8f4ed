#include "tests/fuzz/note_agreement.h"

#include "bulletin/log/text_codec.h"
#include "tests/fuzz/setting.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {
namespace {

bool strange_names(const log::Note& note) {
  const auto strange = [](const log::NoteSignature& signature) {
    return !std::all_of(signature.name.begin(), signature.name.end(),
                        [](char c) { return c > ' ' && c < 0x7f; });
  };
  return std::any_of(note.signatures.begin(), note.signatures.end(), strange);
}

bool known_key_twice(const log::Note& note) {
  const std::vector<log::VerifierKey>& keys = setting().policy().keys();
  return std::any_of(keys.begin(), keys.end(), [&](const log::VerifierKey& key) {
    return std::count_if(note.signatures.begin(), note.signatures.end(),
                         [&](const auto& signature) { return log::is_by(signature, key); }) > 1;
  });
}

}  // namespace

bool lines_apart(const Result<log::Note>& engine, const verifier::CheckpointReading& other) {
  if (other.checkpoint && other.checkpoint->lines.size() > log::kMaxNoteSignatures) return true;
  return engine.ok() && (strange_names(*engine) || known_key_twice(*engine));
}

void compare_forms(std::string_view text, const Result<log::Note>& engine,
                   const verifier::CheckpointReading& other) {
  const auto checkpoint = engine.ok() ? log::Checkpoint::decode(engine->text)
                                      : Result<log::Checkpoint>(Error{"no note", ""});
  if (engine.ok()) require_same(engine->encode(), text, "a note");
  if (checkpoint.ok()) require_same(checkpoint->text(), engine->text, "a checkpoint");
  const bool read = !other.fault.has_value();
  if (checkpoint.ok() && read) {
    require(checkpoint->origin == other.checkpoint->origin, "the origins differ");
    require(checkpoint->head.size == other.checkpoint->head.size &&
                checkpoint->head.root == other.checkpoint->head.root,
            "the heads differ");
    require(engine->signatures.size() == other.checkpoint->lines.size(), "the lines differ");
  } else if (checkpoint.ok()) {
    require(strange_names(*engine), "a checkpoint: accepted by the engine alone");
  } else if (read) {
    const verifier::Checkpoint& kept = *other.checkpoint;
    const bool bounded = kept.head.size >= log::kMaxTreeSize ||
                         (kept.head.size == 0 && kept.head.root != log::empty_root()) ||
                         kept.lines.size() > log::kMaxNoteSignatures || kept.origin.empty() ||
                         !log::check_note_text(kept.origin).ok();
    require(bounded, "a checkpoint: accepted by the verifier alone");
  }
}

}  // namespace viche::fuzz
