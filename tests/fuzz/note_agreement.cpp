#include "tests/fuzz/note_agreement.h"

#include "bulletin/log/text_codec.h"
#include "tests/fuzz/target.h"

namespace viche::fuzz {
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
    require(false, "a checkpoint: accepted by the engine alone");
  } else if (read) {
    const verifier::Checkpoint& kept = *other.checkpoint;
    const bool bounded = kept.head.size >= log::kMaxTreeSize ||
                         (kept.head.size == 0 && kept.head.root != log::empty_root()) ||
                         kept.origin.empty() || !log::check_note_text(kept.origin).ok();
    require(bounded, "a checkpoint: accepted by the verifier alone");
  }
}

}  // namespace viche::fuzz
